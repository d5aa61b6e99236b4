"""Long runs that end before their time: what is judged is kept, and taken up with ``--resume``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli.screen import tell
from mtcheck.settings import Settings
from mtcheck.text import counted

if TYPE_CHECKING:
    from mtcheck.journal import Journal


def check_resume(settings: Settings, *, watch: bool = False) -> None:
    """Raise ConfigError where there can be nothing to resume."""
    from mtcheck.errors import ConfigError

    if settings["resume"] and settings["out"] is None:
        raise ConfigError(
            f"{settings.where('resume')}: progress is kept in the folder of --out: name that folder"
        )
    if settings["resume"] and watch:
        raise ConfigError("--watch and --resume contradict each other: give one of them")


@contextlib.contextmanager
def keep_progress(settings: Settings | None) -> Iterator[Journal | None]:
    """A journal in the folder of ``--out``; None without one, and where nothing is judged.

    It is removed when the block is through, and kept where anything ends it before.
    """
    from mtcheck.journal import NAME, Journal

    if settings is None or settings["out"] is None:
        yield None
        return
    journal = Journal(Path(settings["out"]) / NAME, resume=settings["resume"])
    quiet = settings["quiet"]
    if journal.found and not settings["resume"] and not quiet:
        judged = counted(journal.found, "file")
        tell(
            f"{settings['out']}: an interrupted run judged {judged}; this one "
            "begins anew, --resume would go on"
        )
    try:
        yield journal
    except BaseException:
        if journal.n_written and not quiet:
            kept = counted(journal.n_written, "file")
            tell(f"{kept} judged so far: the same command with --resume goes on from there")
        raise
    else:
        journal.discard()
    finally:
        journal.keep()
