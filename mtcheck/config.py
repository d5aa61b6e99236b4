"""Settings: what a run may be told, checked once, before anything is read.

Each stage gets its own section and nothing else. A setting that cannot mean what it says is a
:class:`~mtcheck.errors.ConfigError` that names the setting, the value and, where there is one,
the nearest value that would do. The small files that settings may point to are read here as well:
phrases and names by functions of this module, a calibration by :mod:`mtcheck.own`.

>>> Config(align=AlignConfig(mode="paralel"))
Traceback (most recent call last):
mtcheck.errors.ConfigError: --align cannot be 'paralel': auto, line, parallel or comparable; \
did you mean 'parallel'?
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, Unpack

from mtcheck.errors import ConfigError
from mtcheck.modes import LOW_FPR, MODES
from mtcheck.own import OwnCalibration, read_own

ALIGN_MODES = ("auto", "line", "parallel", "comparable")
DEVICES = ("auto", "cpu", "cuda")
FAIL_ON = ("mangled", "suspect", "major", "critical")

Option = bool | int | float | str
"""What a rule's option may hold."""

PHRASE_COLUMNS = ("found", "expected")


def one_of(setting: str, value: str, allowed: Sequence[str]) -> str:
    """The value, if it is one of those allowed; else a ConfigError that names the nearest.

    >>> one_of("--device", "cpu", DEVICES)
    'cpu'
    """
    if value in allowed:
        return value
    near = difflib.get_close_matches(value.lower(), allowed, n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    listed = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
    raise ConfigError(f"{setting} cannot be {value!r}: {listed}{hint}")


def read_phrases(path: str | Path) -> tuple[tuple[str, str], ...]:
    """The user's own set phrases: a UTF-8 CSV file with the columns ``found,expected``.

    ``found`` is the wording to report, ``expected`` what should stand there. Raises
    ConfigError with the line for a missing or undecodable file, missing columns, an empty
    cell, a row that is too long, and a phrase that is its own correction or listed twice.
    """
    rows = csv.reader(io.StringIO(_text(path, "phrases"), newline=""), strict=True)
    phrases: dict[str, str] = {}
    try:
        header = tuple(cell.strip().lower() for cell in next(rows, []))
        if header != PHRASE_COLUMNS:
            shown = ",".join(header) or "nothing"
            raise ConfigError(f"{path}:1: the first line must be found,expected; it is {shown!r}")
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            found, expected = _phrase(row, f"{path}:{rows.line_num}")
            if found in phrases:
                raise ConfigError(f"{path}:{rows.line_num}: {found!r} is listed twice")
            phrases[found] = expected
    except csv.Error as error:
        raise ConfigError(f"{path}:{rows.line_num}: not a CSV row: {error}") from error
    return tuple(phrases.items())


def read_names(path: str | Path) -> tuple[str, ...]:
    """The user's own names, one a line, in UTF-8; empty lines and ``#`` lines are skipped.

    Raises ConfigError for a file that is missing, undecodable or holds no name.
    """
    lines = (line.strip() for line in _text(path, "names").splitlines())
    names = tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    if not names:
        raise ConfigError(f"{path}: no name in it; one name a line is expected")
    return names


def _phrase(row: Sequence[str], where: str) -> tuple[str, str]:
    if len(row) != len(PHRASE_COLUMNS):
        raise ConfigError(f"{where}: {len(row)} cells where found,expected has 2")
    found, expected = (" ".join(cell.split()) for cell in row)
    if not found or not expected:
        raise ConfigError(f"{where}: {'expected' if found else 'found'} is empty")
    if found == expected:
        raise ConfigError(f"{where}: {found!r} is its own correction")
    return found, expected


def _text(path: str | Path, what: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: the {what} file is not UTF-8") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: the {what} file cannot be read: {reason}") from error


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How files become text.

    ``encoding`` None: UTF-8, or UTF-16 where a byte-order mark says so. The columns are those
    of bilingual tables.
    """

    encoding: str | None = None
    candidate_column: str = "candidate"
    source_column: str = "source"
    id_column: str = "id"

    def __post_init__(self) -> None:
        if self.encoding is not None:
            _check_encoding(self.encoding)
        if not self.candidate_column:
            raise ConfigError("--candidate-column cannot be empty")


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Which model gives the vectors, and where it runs.

    ``name`` None is the embedded model; anything else is a sentence-transformers model, by
    name or path.
    """

    name: str | None = None
    device: str = "auto"

    def __post_init__(self) -> None:
        one_of("--device", self.device, DEVICES)
        if self.name == "":
            raise ConfigError("--model cannot be empty; leave it out for the embedded model")


@dataclass(frozen=True, slots=True)
class AlignConfig:
    """How candidate and source sentences are matched: see ``--align``."""

    mode: str = "auto"

    def __post_init__(self) -> None:
        one_of("--align", self.mode, ALIGN_MODES)


@dataclass(frozen=True, slots=True)
class RuleConfig:
    """What the rules are told.

    ``select`` empty means all rules; ``ignore`` is taken away last. ``phrases`` are
    (found, expected) pairs and ``names`` correct names, both from the user. ``options`` holds
    (code, ((option, value), ...)). Codes are checked where the rules are known, in
    ``load_tools``.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    options: tuple[tuple[str, tuple[tuple[str, Option], ...]], ...] = ()

    def options_of(self, code: str) -> Mapping[str, Option]:
        """The options set for one rule; empty where none is.

        >>> RuleConfig(options=(("LIN101", (("max_words", 3),)),)).options_of("LIN101")
        {'max_words': 3}
        """
        return dict(dict(self.options).get(code, ()))


@dataclass(frozen=True, slots=True)
class JudgeConfig:
    """Which thresholds make an outcome of a file's probability: see ``--mode``.

    ``calibration`` is the user's own; None is the shipped one.
    """

    mode: str = LOW_FPR
    calibration: OwnCalibration | None = None

    def __post_init__(self) -> None:
        one_of("--mode", self.mode, MODES)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run may be told; ``Config()`` is what a run without flags does."""

    read: ReadConfig = field(default_factory=ReadConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    align: AlignConfig = field(default_factory=AlignConfig)
    rules: RuleConfig = field(default_factory=RuleConfig)
    judge: JudgeConfig = field(default_factory=JudgeConfig)


class Options(TypedDict, total=False):
    """The settings under the names that the command's flags have; all may be left out."""

    align: str
    candidate_column: str
    source_column: str
    id_column: str
    encoding: str | None
    model: str | None
    device: str
    phrases: str | Path | None
    names: str | Path | None
    select: Sequence[str]
    ignore: Sequence[str]
    rule_options: Mapping[str, Mapping[str, Option]]
    mode: str
    calibration: str | Path | None


def make_config(**options: Unpack[Options]) -> Config:
    """The Config that flat settings describe; reads the phrases, names and calibration files.

    Raises ConfigError where they describe none.

    >>> make_config(align="line", ignore=["LIN501"]).rules.ignore
    ('LIN501',)
    """
    given: dict[str, Any] = {**options}
    files = {"phrases": read_phrases, "names": read_names, "calibration": read_own}
    for name, read in files.items():
        path = given.pop(name, None)
        if path is not None:
            given[name] = read(path)
    sections: dict[str, dict[str, Any]] = {
        name: {} for name in ("read", "model", "align", "rules", "judge")
    }
    for option, value in given.items():
        if option not in _PLACES:
            near = difflib.get_close_matches(option, Options.__annotations__, n=1, cutoff=0.0)
            raise ConfigError(f"no setting is called {option!r}; the nearest is {near[0]!r}")
        section, name = _PLACES[option]
        sections[section][name] = value
    rules = sections["rules"]
    for name in ("select", "ignore"):
        rules[name] = tuple(rules.get(name, ()))
    rules["options"] = tuple(
        (code, tuple(values.items())) for code, values in rules.get("options", {}).items()
    )
    return Config(
        ReadConfig(**sections["read"]),
        ModelConfig(**sections["model"]),
        AlignConfig(**sections["align"]),
        RuleConfig(**rules),
        JudgeConfig(**sections["judge"]),
    )


_PLACES = {
    "align": ("align", "mode"),
    "mode": ("judge", "mode"),
    "calibration": ("judge", "calibration"),
    "model": ("model", "name"),
    "device": ("model", "device"),
    "rule_options": ("rules", "options"),
    **{name: ("rules", name) for name in ("select", "ignore", "phrases", "names")},
    **{
        name: ("read", name)
        for name in ("encoding", "candidate_column", "source_column", "id_column")
    },
}
"""Flat setting -> section and field."""


def _check_encoding(name: str) -> None:
    try:
        is_text = "".encode(name) is not None
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        known = ("utf-8", "utf-16", "latin-1", "cp1252", "cp1250", "cp1251", "gb18030", "shift_jis")
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]!r}?" if near else "try utf-8, utf-16, cp1252 or gb18030"
        raise ConfigError(f"--encoding: unknown encoding {name!r}; {hint}")
