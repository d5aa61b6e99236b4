"""``mtcheck report``: stored verdicts in any format, without a model."""

from __future__ import annotations

from typing import Annotated

import typer

from mtcheck.cli.options import with_settings
from mtcheck.settings import Settings

Verdicts = Annotated[
    list[str],
    typer.Argument(metavar="VERDICTS", help="Files of verdicts that score or gate wrote."),
]


@with_settings("report")
def report(settings: Settings, verdicts: Verdicts) -> int:
    """Render stored verdicts again: the table, or the reports asked for.

    Runs no model. Outcomes stay as they were stored, unless a mode or a calibration is set.
    """
    from mtcheck.cli.gate import judge_again, load
    from mtcheck.cli.results import name_reports, plan_results, write_results
    from mtcheck.cli.score import show_table
    from mtcheck.config import config_of
    from mtcheck.judge import judge_file
    from mtcheck.selection import with_severities

    results = plan_results(settings)
    stored, code = load(verdicts)
    if not stored:
        return code
    config = config_of(settings, "report")
    if settings.given("mode") or settings.given("calibration"):
        stored = judge_again(stored, config, quiet=settings["quiet"])
    elif settings.given("severity"):
        stored = tuple(judge_file(with_severities(v, config.rules), v.mode) for v in stored)
    write_results(results, stored, read=verdicts)
    if not settings["quiet"]:
        if not results.reports:
            show_table(stored)
        name_reports(results)
    return code
