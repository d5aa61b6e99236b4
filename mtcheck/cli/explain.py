"""``mtcheck explain``: all that is known about a sentence."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.options import with_settings
from mtcheck.cli.screen import fail, progress_bar, show, tell, width
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.combine import Calibration
    from mtcheck.config import Config
    from mtcheck.types import FileVerdict

Where = Annotated[
    str,
    typer.Argument(
        metavar="FILE:LINE", help="The sentences of this line; FILE:LINE:COLUMN for one of them."
    ),
]
Verdicts = Annotated[
    str | None,
    typer.Option(
        "--verdicts",
        metavar="JSONL",
        help="Explain the verdict that an earlier run stored, without a model.",
    ),
]

_LINE_ONLY = re.compile(r"(?P<file>.+):(?P<line>\d+)", re.DOTALL)


@with_settings("explain")
def explain(settings: Settings, where: Where, verdicts: Verdicts = None) -> int:
    """Explain a sentence: its counterpart, what differs, what was measured and what moved it.

    Judged by itself, a file may get another verdict than among the files of a run, whose names it
    is compared with: --verdicts explains the very one.
    """
    from mtcheck.config import config_of
    from mtcheck.errors import ConfigError
    from mtcheck.reporters.explanation import (
        nearest_to,
        place_of,
        render_explanation,
        sentences_at,
    )
    from mtcheck.reporters.wording import shortened

    config = config_of(settings, "explain")
    stored = _stored(verdicts, settings, config) if verdicts else ()
    path, line, column = _place(where, [verdict.path for verdict in stored])
    verdict = _chosen(path, stored, verdicts) if verdicts else _judged(path, settings, config)
    if verdict.error:
        return fail(verdict.error, 3)
    found = sentences_at(verdict, line, column)
    if not found:
        near = nearest_to(verdict, line, column)
        place = f"{path}:{line}" + (f":{column}" if column else "")
        if near is None:
            raise ConfigError(f"{place}: there is no sentence in this file")
        at = ":".join(str(number) for number in place_of(near.sentence) if number)
        text = shortened(near.sentence.text, 60)
        raise ConfigError(f"{place}: no sentence here; the nearest is {path}:{at}, “{text}”")
    calibration = _calibration(verdict, config)
    show(render_explanation(verdict, found, calibration, width=width()))
    return 0


def _place(where: str, known: Sequence[str]) -> tuple[str, int, int | None]:
    """The file, the line and the column; a file's name may hold colons and digits.

    Raises ConfigError.
    """
    from mtcheck.errors import ConfigError

    readings: list[tuple[str, int, int | None]] = []
    whole = _LINE_ONLY.fullmatch(where)
    if whole:
        readings.append((whole["file"], int(whole["line"]), None))
        more = _LINE_ONLY.fullmatch(whole["file"])
        if more:
            readings.append((more["file"], int(more["line"]), int(whole["line"])))
    if not readings:
        raise ConfigError(f"{where}: which line? Write FILE:LINE, such as {where}:12")
    names = {os.path.normpath(name) for name in known}
    there = [r for r in readings if os.path.normpath(r[0]) in names or os.path.lexists(r[0])]
    if not there and Path(where).is_file():
        raise ConfigError(f"{where}: which line? Write FILE:LINE, such as {where}:12")
    path, line, column = (there or readings[-1:])[0]
    if line < 1 or column == 0:
        raise ConfigError(f"{where}: lines and columns count from 1")
    return path, line, column


def _stored(name: str, settings: Settings, config: Config) -> tuple[FileVerdict, ...]:
    """Stored verdicts, in the mode and with the calibration that is asked for."""
    from mtcheck.errors import ConfigError
    from mtcheck.judge import judge_file, judge_with_own
    from mtcheck.store import load_verdicts

    if settings.given("source") and settings.origin("source").startswith("--"):
        raise ConfigError("--source: stored verdicts have their source already")
    mode, own = config.judge.mode, config.judge.calibration
    return tuple(
        judge_with_own(verdict, own, mode) if own else judge_file(verdict, mode)
        for verdict in load_verdicts(name)
    )


def _chosen(path: str, stored: Sequence[FileVerdict], name: str) -> FileVerdict:
    """The stored verdict of a file. Raises ConfigError naming the nearest ones."""
    import difflib

    from mtcheck.errors import ConfigError

    by_path = {os.path.normpath(verdict.path): verdict for verdict in stored}
    key = os.path.normpath(path)
    if key in by_path:
        return by_path[key]
    near = difflib.get_close_matches(key, by_path, n=1, cutoff=0.0)
    hint = f"; the nearest is {near[0]}" if near else ""
    raise ConfigError(f"{path}: no verdict of this file in {name}{hint}")


def _judged(path: str, settings: Settings, config: Config) -> FileVerdict:
    from mtcheck.errors import ConfigError
    from mtcheck.run import run_files

    if settings["source"] == "auto":
        raise ConfigError("--source auto picks one of several files; name the source")
    if Path(path).is_dir():
        raise ConfigError(f"{path}: is a folder; name one file")
    with progress_bar(quiet=settings["quiet"]) as progress:
        run = run_files([path], source=settings["source"], config=config, progress=progress)
    if settings.given("device") and not settings["quiet"]:
        tell(f"device: {run.device}")
    return run.verdicts[0]


def _calibration(verdict: FileVerdict, config: Config) -> Calibration | None:
    """The calibration that the verdict's numbers come from, if it is at hand."""
    from mtcheck.combine import load_calibration
    from mtcheck.reporters.explanation import calibration_in

    shipped = load_calibration()
    name, _ = calibration_in(verdict.signature)
    if name != shipped.signature:
        return None
    own = config.judge.calibration
    if own is not None and own.full_signature == verdict.signature:
        from mtcheck.tools import with_own

        return with_own(shipped, own)
    return shipped
