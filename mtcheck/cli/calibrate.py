"""``mtcheck calibrate``: thresholds from the user's own files, and the rates to expect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli.options import with_settings
from mtcheck.cli.screen import fail, progress_bar, show, tell, width
from mtcheck.settings import Settings

Clean = Annotated[
    list[str],
    typer.Option(
        metavar="FOLDER|FILE",
        help="Files known to be clean, as your writers write; may be given several times.",
    ),
]
Mangled = Annotated[
    list[str],
    typer.Option(
        metavar="FOLDER|FILE", help="Files known to be mangled; may be given several times."
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|FOLDER",
        help="The cleaner text: one file for all, or a folder matched by file name. Files judged "
        "with a source and files judged alone are calibrated apart.",
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the calibration there, for --calibration."),
]
MaxFpr = Annotated[
    float,
    typer.Option(metavar="SHARE", help="Share of clean files that mode low-fpr may call mangled."),
]


@with_settings("calibrate")
def calibrate(
    settings: Settings,
    clean: Clean,
    mangled: Mangled,
    source: Source = None,
    out: OutFile = None,
    max_fpr: MaxFpr = 0.01,
) -> int:
    """Fit the thresholds to your own clean and mangled files, and say what to expect.

    Give the same options as to score and gate: a calibration fits one set of numbers only.
    """
    from mtcheck.cli.score import tell_unjudged
    from mtcheck.config import config_of
    from mtcheck.recalibrate import recalibrate
    from mtcheck.reporters.refits import render_refits, say_too_few
    from mtcheck.store import replace_files

    quiet = settings["quiet"]
    config = config_of(settings, "calibrate")
    _check_file(out)
    with progress_bar(quiet=quiet) as progress:
        done = recalibrate(
            clean,
            mangled,
            source=source,
            config=config,
            max_fpr=max_fpr,
            workers=settings["workers"],
            progress=progress,
        )
    code = tell_unjudged(done.unjudged)
    if not done.content:
        return fail(say_too_few(done.fits), 3)
    if out is not None:
        replace_files({out: done.content})
    if not quiet:
        if settings.given("device"):
            tell(f"device: {done.device}")
        for note in done.notes:
            tell(note)
        show(render_refits(done.fits, max_fpr=max_fpr, width=width()))
        last = f"written: {out}, for --calibration" if out else "not written: give --out FILE"
        show(f"\n{last}\n")
    return code


def _check_file(out: Path | None) -> None:
    """Find out before the work that the file can be written. Raises ConfigError if not."""
    import os

    from mtcheck.cli.results import check_out
    from mtcheck.errors import ConfigError

    if out is None:
        return
    if out.is_dir():
        raise ConfigError(f"--out {out}: there is a folder of that name; a file is written here")
    check_out(str(out.parent))
    if out.exists() and not os.access(out, os.W_OK):
        raise ConfigError(f"--out {out}: the file is write-protected")
