"""``mtcheck score``: judge files, write the tables, show the worst."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli import options
from mtcheck.cli.screen import fail, has_colour, progress_bar, show, tell, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.config import Config
    from mtcheck.types import FileVerdict


def score(
    files: options.Files = None,
    source: options.Source = None,
    pairs: options.Pairs = None,
    out: options.Out = None,
    align: options.Align = "auto",
    candidate_column: options.CandidateColumn = "candidate",
    source_column: options.SourceColumn = "source",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    model: options.Model = None,
    device: options.Device = None,
    phrases: options.Phrases = None,
    names: options.Names = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    mode: options.Mode = "low-fpr",
    calibration: options.Calibration = None,
    workers: options.Workers = 1,
    csv_raw: options.CsvRaw = False,
    quiet: options.Quiet = False,
) -> int:
    """Judge files, alone or against a cleaner text, and show the worst sentences."""
    from mtcheck.config import make_config

    config = make_config(
        align=align,
        candidate_column=candidate_column,
        source_column=source_column,
        id_column=id_column,
        encoding=encoding,
        model=model,
        device=device or "auto",
        phrases=phrases,
        names=names,
        select=select or (),
        ignore=ignore or (),
        mode=mode,
        calibration=calibration,
    )
    check_out(out)
    verdicts = run_and_tell(
        files or [],
        source=source,
        pairs=pairs,
        config=config,
        workers=workers,
        quiet=quiet,
        tell_device=device is not None,
    )
    if out is not None:
        write_reports(out, verdicts, raw=csv_raw)
    if not quiet:
        tell_ways(verdicts, config)
        show_table(verdicts)
    return tell_unjudged(verdicts)


def run_and_tell(
    files: list[str],
    *,
    source: str | None,
    pairs: str | None,
    config: Config,
    workers: int,
    quiet: bool,
    tell_device: bool,
) -> tuple[FileVerdict, ...]:
    """Judge files with a progress bar; say on standard error what was chosen."""
    from mtcheck.run import run_files

    with progress_bar(quiet=quiet) as progress:
        run = run_files(
            files, source=source, pairs=pairs, config=config, workers=workers, progress=progress
        )
    if not quiet:
        if tell_device:
            tell(f"device: {run.device}")
        for note in run.notes:
            tell(note)
    return run.verdicts


def check_out(out: Path | None) -> None:
    """Make the folder for the results now, before any work. Raises ConfigError if it cannot."""
    from mtcheck.errors import ConfigError

    if out is None:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "there is a file of that name" if out.is_file() else error.strerror
        raise ConfigError(f"--out {out}: the folder cannot be made: {reason}") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise ConfigError(f"--out {out}: nothing can be written in this folder")


def write_reports(out: Path, verdicts: Sequence[FileVerdict], *, raw: bool) -> None:
    """Write the three tables and the verdicts, all or none."""
    from mtcheck.reporters.csv_tables import csv_tables
    from mtcheck.store import dump_verdicts, replace_files

    contents = {**csv_tables(verdicts, raw=raw), "verdicts.jsonl": dump_verdicts(verdicts)}
    replace_files({out / name: content for name, content in contents.items()})


def show_table(verdicts: Sequence[FileVerdict]) -> None:
    """Print the report for a person."""
    import sys

    from mtcheck.reporters.table import render_table

    show(render_table(verdicts, width=width(), colour=has_colour(sys.stdout)))


def tell_ways(verdicts: Sequence[FileVerdict], config: Config) -> None:
    """A remark for each way that the user's own calibration says nothing about."""
    from mtcheck.types import Outcome

    own = config.judge.calibration
    ways = {v.way for v in verdicts if v.outcome is not Outcome.UNJUDGED} if own else set()
    for way, words in (("source", "with a source"), ("alone", "alone")):
        if own is not None and way in ways - set(own.ways):
            tell(f"{own.path}: nothing in it for files judged {words}: what is shipped is used")


def tell_unjudged(verdicts: Sequence[FileVerdict]) -> int:
    """An error line for each file that could not be judged; 3 if there is one, else 0."""
    from mtcheck.types import Outcome

    code = 0
    for verdict in verdicts:
        if verdict.outcome is Outcome.UNJUDGED:
            why = "; ".join(verdict.reasons) or "no reason was recorded"
            code = fail(verdict.error or f"{verdict.path}: not judged: {why}", 3)
    return code
