"""``mtcheck score``: judge files, write the tables, show the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.options import Files, with_settings
from mtcheck.cli.screen import fail, has_colour, progress_bar, show, tell, width
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.config import Config
    from mtcheck.journal import Journal
    from mtcheck.run import Judge, Load
    from mtcheck.types import FileVerdict

Watch = Annotated[
    bool,
    typer.Option(
        "--watch", help="Judge again what is saved, until Ctrl-C; the models stay loaded."
    ),
]


@with_settings("score")
def score(settings: Settings, files: Files = None, watch: Watch = False) -> int:
    """Judge files, alone or against a cleaner text, and show the worst sentences."""
    from mtcheck.cli.aside import look_aside, read_known, tell_idle
    from mtcheck.cli.results import name_reports, plan_results, write_results
    from mtcheck.cli.resume import check_resume, keep_progress
    from mtcheck.config import config_of

    check_resume(settings, watch=watch)
    config = config_of(settings, "score")
    results = plan_results(settings, out=settings["out"])
    known = read_known(settings, files or [])
    if watch:
        from mtcheck.cli.watch import watch_files

        return watch_files(files or [], settings, config, results)
    with keep_progress(settings) as journal:
        judged = run_and_tell(files or [], settings, config, journal=journal)
        aside = look_aside(judged, known, settings, config)
        verdicts = aside.verdicts
        write_results(results, verdicts)
    if not settings["quiet"]:
        tell_ways(verdicts, config)
        tell_idle(verdicts)
        for line in aside.summary:
            tell(line)
        if not results.on_screen:
            show_table(verdicts)
        name_reports(results)
    return tell_unjudged(aside.touched)


def run_and_tell(
    files: list[str],
    settings: Settings,
    config: Config,
    *,
    journal: Journal | None = None,
    load: Load | None = None,
    judge: Judge | None = None,
) -> tuple[FileVerdict, ...]:
    """Judge files with a progress bar; say on standard error what was chosen.

    ``journal``, ``load`` and ``judge`` are those of :func:`~mtcheck.run.run_files`.
    """
    from mtcheck.run import run_files

    with progress_bar(quiet=settings["quiet"]) as progress:
        run = run_files(
            files,
            source=settings["source"],
            pairs=settings["pairs"],
            config=config,
            workers=settings["workers"],
            progress=progress,
            journal=journal,
            load=load,
            judge=judge,
        )
    if not settings["quiet"]:
        if settings.given("device"):
            tell(f"device: {run.device}")
        for note in run.notes:
            tell(note)
    return run.verdicts


def show_table(verdicts: Sequence[FileVerdict]) -> None:
    """Print the report for a person."""
    import sys

    from mtcheck.reporters.table import render_table

    show(render_table(verdicts, width=width(), colour=has_colour(sys.stdout)))


def tell_ways(verdicts: Sequence[FileVerdict], config: Config) -> None:
    """A remark for each way that the user's own calibration says nothing about, and one for each
    judged file of which a part was not."""
    from mtcheck.judge import say_passed
    from mtcheck.types import Outcome

    for verdict in verdicts:
        for sentence in say_passed(verdict.scores):
            if verdict.outcome is not Outcome.UNJUDGED:  # or else it is in the error
                tell(f"{verdict.path}: {sentence}")

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
