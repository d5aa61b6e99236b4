"""``mtcheck compare``: is the new version better?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.options import with_settings
from mtcheck.cli.screen import progress_bar, show, tell, width
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from mtcheck.config import Config
    from mtcheck.models import Encoder
    from mtcheck.types import FileVerdict

Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD", help="The old version: a file, a folder, or verdicts.jsonl of a run."
    ),
]
New = Annotated[str, typer.Argument(metavar="NEW", help="The new version, likewise.")]
Json = Annotated[bool, typer.Option("--json", help="Print the whole comparison as JSON.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="CSV", help="Write a table there, a row a file.")
]
FailOnWorse = Annotated[
    bool,
    typer.Option(
        "--fail-on-worse",
        help="Exit code 1 if the new version is worse, all files taken together.",
    ),
]


@with_settings("compare")
def compare(
    settings: Settings,
    old: Old,
    new: New,
    json: Json = False,
    out: Out = None,
    fail_on_worse: FailOnWorse = False,
) -> int:
    """Say whether a new version of texts is better than the old one, and where it got worse."""
    from mtcheck.bootstrap import WORSE
    from mtcheck.cli.score import tell_unjudged
    from mtcheck.compare import compare_versions
    from mtcheck.config import config_of
    from mtcheck.errors import ConfigError
    from mtcheck.reporters.comparison import comparison_csv, comparison_json, render_comparison
    from mtcheck.store import replace_files

    if settings["source"] == "auto":
        raise ConfigError("--source auto: the versions would be compared with two sources; name it")
    if old == "-" and new == "-":
        raise ConfigError("standard input cannot be both versions")
    config = config_of(settings, "compare")
    verdicts = [_verdicts(side, settings, config) for side in (old, new)]

    def encoder() -> Encoder:
        from mtcheck.models.loading import choose_encoder

        return choose_encoder(config.model.name, config.model.device)[0]

    found = compare_versions(*verdicts, encoder=encoder)
    if out is not None:
        replace_files({out: comparison_csv(found)})
    if json:
        show(comparison_json(found))
    elif not settings["quiet"]:
        show(render_comparison(found, width=width()))
    broken = [verdict for side in verdicts for verdict in side if verdict.error]
    code = tell_unjudged(broken)
    if not found.files and code == 0:
        from mtcheck.cli.screen import fail

        code = fail(f"no file of {new} could be compared with one of {old}", 3)
    return max(code, int(fail_on_worse and found.answer == WORSE))


def _verdicts(side: str, settings: Settings, config: Config) -> tuple[FileVerdict, ...]:
    """The verdicts of one version: stored ones, or of files that are judged now."""
    from mtcheck.errors import ConfigError
    from mtcheck.judge import judge_file, judge_with_own
    from mtcheck.run import run_files
    from mtcheck.store import is_verdicts, load_verdicts

    inside = Path(side) / "verdicts.jsonl"
    stored = side if is_verdicts(side) else str(inside) if inside.is_file() else ""
    if stored:
        if settings.given("source") and settings.origin("source").startswith("--"):
            raise ConfigError(f"--source: the verdicts in {stored} have their source already")
        mode, own = config.judge.mode, config.judge.calibration
        return tuple(
            judge_with_own(verdict, own, mode) if own else judge_file(verdict, mode)
            for verdict in load_verdicts(stored)
        )
    with progress_bar(quiet=settings["quiet"]) as progress:
        run = run_files(
            [side],
            source=settings["source"],
            config=config,
            workers=settings["workers"],
            progress=progress,
        )
    if not settings["quiet"]:
        for note in run.notes:
            tell(note)
    return run.verdicts
