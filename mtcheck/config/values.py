"""What a setting may hold: checking values, and reading them from flags and variables.

Everything here raises :class:`~mtcheck.errors.ConfigError` that begins with ``where``: the flag,
the environment variable, or file, line and key.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import Any, NoReturn

from mtcheck.errors import ConfigError
from mtcheck.settings import SEVERITIES, Kind, Setting, setting_of

KNOWN_ENCODINGS = (
    "utf-8", "utf-16", "latin-1", "cp1252", "cp1250", "cp1251", "gb18030", "shift_jis",
)  # fmt: skip
"""For the hint only: Python knows about a hundred."""

Where = Callable[..., str]
"""From the keys of an entry, none for the whole setting, to what messages begin with."""

_COMMA = re.compile(r",(?![^{}]*\})")
"""Commas in braces belong to a pattern."""

_TRUE = ("true", "1", "yes", "on")
_FALSE = ("false", "0", "no", "off")


def one_of(where: str, value: str, allowed: Sequence[str]) -> str:
    """The value, if it is one of those allowed; else a ConfigError that names the nearest.

    >>> one_of("--device", "cpu", ("auto", "cpu", "cuda"))
    'cpu'
    """
    if value in allowed:
        return value
    near = nearest(value.lower(), allowed)
    hint = f"; did you mean {near!r}?" if near else ""
    listed = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
    raise ConfigError(f"{where} cannot be {value!r}: {listed}{hint}")


def nearest(value: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The most similar of the known words; empty where none is similar at all."""
    return next(iter(difflib.get_close_matches(value, list(known), n=1, cutoff=cutoff)), "")


def check(key: str, value: Any, where: str | Where = "") -> Any:
    """The value of a setting in its normal form: tuples for lists, dicts for tables, str for paths.

    Rule codes and encodings of files are not looked up here. ``where`` is the flag unless given; as
    a function it says where an entry of a table stands.

    >>> check("min-score", 60), check("ignore", ["LIN501"])
    (60.0, ('LIN501',))
    >>> check("min-score", 160, "MTCHECK_MIN_SCORE")
    Traceback (most recent call last):
    mtcheck.errors.ConfigError: MTCHECK_MIN_SCORE cannot be 160: 0 to 100
    """
    setting = setting_of(key)
    at = _plainly(where or setting.flag) if isinstance(where, str) else where
    match setting.kind:
        case Kind.SWITCH:
            return _typed(value, bool, at(), "true or false")
        case Kind.WHOLE | Kind.NUMBER:
            return _number(setting, value, at())
        case Kind.TEXT | Kind.FILE:
            return _text(setting, value, at())
        case Kind.FILES:
            paths = (value,) if isinstance(value, (str, PathLike)) else value
            return _texts([_text(setting, path, at()) for path in _items(paths, at())], at())
        case Kind.SEVERITIES:
            return {
                _filled(code, at()): _severity(severity, at(code))
                for code, severity in _table(value, at()).items()
            }
        case Kind.GLOBS:
            return {
                _filled(pattern, at()): _texts(codes, at(pattern))
                for pattern, codes in _table(value, at()).items()
            }
        case Kind.RULES:
            return {
                _filled(code, at()): _options(code, options, at)
                for code, options in _table(value, at()).items()
            }
        case _:
            return _texts(value, at())


def parse(key: str, text: str | Sequence[str], where: str) -> Any:
    """The value that a variable, or the flags of one name, write down; not checked any further.

    Lists are divided at commas, but not where each flag of several holds one path or text; an entry
    of a table is ``CODE=severity``, ``pattern:CODE`` or ``CODE.option=value``.

    >>> parse("select", "ACC101, TER", "MTCHECK_SELECT")
    ['ACC101', 'TER']
    >>> parse("csv-raw", "yes", "MTCHECK_CSV_RAW")
    True
    """
    setting = setting_of(key)
    entries = [text] if isinstance(text, str) else list(text)
    if isinstance(text, str) or setting.kind not in (Kind.FILES, Kind.REPORTS):
        parts = [part.strip() for entry in entries for part in _COMMA.split(entry)]
        entries = [part for part in parts if part]
    match setting.kind:
        case Kind.SWITCH:
            word = str(text).strip().lower()
            if word not in (*_TRUE, *_FALSE):
                raise ConfigError(f"{where} cannot be {text!r}: true or false")
            return word in _TRUE
        case Kind.WHOLE | Kind.NUMBER:
            return _parse_number(setting, str(text), where)
        case Kind.SEVERITIES:
            return dict(_split(entry, "=", where, "CODE=severity") for entry in entries)
        case Kind.GLOBS:
            globs: dict[str, list[str]] = {}
            for entry in entries:
                pattern, code = _split(entry, ":", where, "PATTERN:CODE")
                globs.setdefault(pattern, []).append(code)
            return globs
        case Kind.RULES:
            rules: dict[str, dict[str, Any]] = {}
            for entry in entries:
                name, value = _split(entry, "=", where, "CODE.option=value")
                code, option = _split(name, ".", where, "CODE.option=value")
                rules.setdefault(code, {})[option] = _scalar(value)
            return rules
        case kind:
            return entries if kind.is_list else text


def check_encoding(name: str, where: str) -> str:
    """The name of a text encoding that Python knows."""
    try:
        is_text = "".encode(name) is not None
    except (LookupError, ValueError):
        is_text = False
    if is_text:
        return name
    near = nearest(name.lower(), KNOWN_ENCODINGS)
    hint = f"did you mean {near!r}?" if near else "try utf-8, utf-16, cp1252 or gb18030"
    raise ConfigError(f"{where}: unknown encoding {name!r}; {hint}")


def say_type(value: Any) -> str:
    """What kind of thing a value is, in words a user of TOML knows."""
    if value is None or isinstance(value, Mapping):
        return "nothing" if value is None else "a table"
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    return names.get(type(value), "a list" if isinstance(value, (list, tuple)) else "a date")


def _typed(value: Any, kind: type, where: str, words: str) -> Any:
    if not isinstance(value, kind):
        _refuse(value, where, words)
    return value


def _refuse(value: Any, where: str, words: str) -> NoReturn:
    shown = repr(value) if isinstance(value, (bool, int, float, str)) else say_type(value)
    shown = shown.lower() if isinstance(value, bool) else shown
    raise ConfigError(f"{where} must be {words}, not {shown:.60}")


def _number(setting: Setting, value: Any, where: str) -> int | float:
    whole = setting.kind is Kind.WHOLE
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        _refuse(value, where, "a whole number" if whole else "a number")
    low, high = setting.least, setting.most
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        limits = f"{low:g} to {high:g}" if high is not None else f"at least {low:g}"
        raise ConfigError(f"{where} cannot be {value:g}: {limits}")
    number: int | float = value if whole else float(value)
    return number


def _text(setting: Setting, value: Any, where: str) -> str:
    text = fspath(value) if isinstance(value, PathLike) else value
    if not isinstance(text, str):
        _refuse(value, where, "text")
    if setting.key == "encoding":
        return check_encoding(text, where)
    if not text:
        hint = f"; leave it out {setting.without}" if setting.without else ""
        raise ConfigError(f"{where} cannot be empty{hint}")
    return one_of(where, text, setting.allowed) if setting.allowed else text


def _texts(value: Any, where: str) -> tuple[str, ...]:
    return tuple(
        _filled(_typed(item, str, where, "a list of text"), where) for item in _items(value, where)
    )


def _items(value: Any, where: str) -> Iterable[Any]:
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        _refuse(value, where, "a list of text")
    return value


def _severity(value: Any, where: str) -> str:
    word = _typed(value, str, where, "text")
    if word == "off":
        listed = f"{', '.join(SEVERITIES[:-1])} or {SEVERITIES[-1]}"
        raise ConfigError(
            f"{where} cannot be 'off': {listed}; to leave a rule out, name it in ignore"
        )
    return one_of(where, word, SEVERITIES)


def _plainly(where: str) -> Where:
    return lambda *entry: f"{where}: {'.'.join(entry)}" if entry else where


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        _refuse(value, where, "a table")
    return value


def _options(code: str, value: Any, at: Where) -> dict[str, bool | int | float | str]:
    options = {}
    for name, option in _table(value, at(code)).items():
        if not isinstance(option, (bool, int, float, str)):
            _refuse(option, at(code, name), "true, false, a number or text")
        options[name.replace("-", "_")] = option
    return options


def _filled(text: str, where: str) -> str:
    if not text.strip():
        raise ConfigError(f"{where}: an empty name")
    return text


def _parse_number(setting: Setting, text: str, where: str) -> int | float:
    try:
        return int(text) if setting.kind is Kind.WHOLE else float(text)
    except ValueError as error:
        words = "a whole number" if setting.kind is Kind.WHOLE else "a number"
        raise ConfigError(f"{where} must be {words}, not {text!r}") from error


def _split(entry: str, mark: str, where: str, form: str) -> tuple[str, str]:
    left, found, right = entry.rpartition(mark)
    if not found or not left.strip() or not right.strip():
        raise ConfigError(f"{where}: {entry!r} is not of the form {form}")
    return left.strip(), right.strip()


def _scalar(text: str) -> bool | int | float | str:
    """What the same word would be in TOML: a number or a truth value if it looks like one."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
