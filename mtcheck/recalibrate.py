"""A user's clean and mangled files in, a calibration of their own out.

The two sets are judged one after the other: what is in one must not help to judge the other, as
a clean version of the same story would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtcheck.config import Config
from mtcheck.contents import LIST_MB, MB, content_of
from mtcheck.errors import ConfigError
from mtcheck.own import dump_own
from mtcheck.refit import MAX_ALLOWED, WayFit, refit
from mtcheck.run import AUTO, Progress, run_files
from mtcheck.types import FileVerdict, Outcome


@dataclass(frozen=True, slots=True)
class Recalibration:
    """What came of each way; the content of the calibration file; what a user should be told.

    ``unjudged`` are the verdicts of files that could not be judged, and were left out. Where no
    way has enough files there is no ``content``.
    """

    fits: tuple[WayFit, ...]
    content: bytes
    unjudged: tuple[FileVerdict, ...]
    device: str
    notes: tuple[str, ...] = ()


def recalibrate(
    clean: Sequence[str],
    mangled: Sequence[str],
    *,
    source: str | None = None,
    config: Config | None = None,
    max_fpr: float = 0.01,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Recalibration:
    """Judge files that are known to be clean and others known to be mangled, and calibrate.

    ``clean`` and ``mangled`` are paths, folders or globs; ``source`` as for
    :func:`~mtcheck.run.run_files`, without ``auto``. ``max_fpr`` is the share of clean files that
    the mode ``low-fpr`` may call mangled.

    Raises ConfigError for settings that make no sense together and for a file that is in both
    sets.
    """
    config = config or Config()
    if not 0 < max_fpr < MAX_ALLOWED:
        raise ConfigError(f"--max-fpr cannot be {max_fpr:g}: above 0 and below {MAX_ALLOWED:g}")
    if source == AUTO:
        raise ConfigError("--source auto cannot be used here: name the source, or a folder of them")
    if config.judge.calibration is not None:
        raise ConfigError("--calibration cannot be used here: a calibration is made from scratch")
    sets, notes = _distinct({"--clean": clean, "--mangled": mangled})
    runs = [
        run_files(paths, source=source, config=config, workers=workers, progress=progress)
        for paths in sets
    ]
    fits = refit(runs[0].verdicts, runs[1].verdicts, max_fpr=max_fpr)
    verdicts = runs[0].verdicts + runs[1].verdicts
    unjudged = tuple(v for v in verdicts if v.outcome is Outcome.UNJUDGED)
    ways = {fit.way: fit.own for fit in fits if fit.own is not None}
    content = dump_own(verdicts[0].signature, ways) if ways else b""
    return Recalibration(fits, content, unjudged, runs[0].device, notes)


def _distinct(given: dict[str, Sequence[str]]) -> tuple[list[list[str]], tuple[str, ...]]:
    """The files of each set, every text once, and remarks on what was left out.

    Raises ConfigError for a file, or the same text in two files, in both sets.
    """
    from mtcheck.readers import STANDARD_INPUT
    from mtcheck.readers.paths import expand

    seen: dict[bytes, tuple[str, str]] = {}
    sets: list[list[str]] = []
    notes: list[str] = []
    for option, inputs in given.items():
        paths = []
        if STANDARD_INPUT in inputs:
            raise ConfigError(f"{option} cannot be -: a calibration takes files and folders")
        for path in expand(inputs, tell=notes.append):
            content = _content(path)
            first_option, first = seen.setdefault(content, (option, path))
            if first_option != option and _is_same(first, path):
                raise ConfigError(
                    f"{path} is in {first_option} and in {option}: a file is clean or mangled"
                )
            if first_option != option:
                raise ConfigError(
                    f"{path} holds the same text as {first}, which is in {first_option}: "
                    "a text is clean or mangled"
                )
            if first != path:
                notes.append(f"{path}: the same text as {first}; counted once")
            else:
                paths.append(path)
        sets.append(paths)
    return sets, tuple(notes)


def _content(path: str) -> bytes:
    """A hash of the file; of one that cannot be read, its name. Reading it will say why."""
    import hashlib

    try:
        return hashlib.sha256(content_of(path, most=LIST_MB * MB)).digest()
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return path.encode("utf-8", "surrogateescape")


def _is_same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()
