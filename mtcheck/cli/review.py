"""``mtcheck review``: findings into the files that people work in, and their decisions back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.aside import BASELINE
from mtcheck.cli.options import Files, with_settings
from mtcheck.cli.screen import fail, show
from mtcheck.settings import Settings
from mtcheck.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.aside.baseline import Known
    from mtcheck.config import Config
    from mtcheck.review import Reviewed
    from mtcheck.types import FileVerdict

review = typer.Typer(
    help="Findings into XLIFF, PO and Word files, and people's decisions back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Out = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FOLDER", help="Write copies into this folder, and verdicts.jsonl."
    ),
]
InPlace = Annotated[
    bool, typer.Option("--in-place", help="Put the findings into the files themselves.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace copies that are there already.")]
Reviewed_ = Annotated[
    list[str], typer.Argument(metavar="REVIEWED", help="Reviewed files, or folders of them.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what was decided; write nothing.")]

VERDICTS = "verdicts.jsonl"
"""What lies beside the copies: which files they are of, and what was put into them."""


@review.command(short_help="Put findings into copies of the files.")
@with_settings("review")
def write(
    settings: Settings,
    files: Files = None,
    out: Out = None,
    in_place: InPlace = False,
    force: Force = False,
) -> int:
    """Put each finding at its words: quality issues of ITS 2.0 in XLIFF, translator's comments in
    PO, comments in Word documents. Nothing else in the files changes.

    FILES are verdicts.jsonl of an earlier run, or files to judge now. Left out is what is set
    aside, known to a baseline, or weighs nothing.
    """
    from mtcheck.aside.baseline import mark
    from mtcheck.aside.baseline_file import read_baseline
    from mtcheck.cli.baseline import stored_and_fresh
    from mtcheck.cli.results import check_out
    from mtcheck.errors import ConfigError
    from mtcheck.review.notes import HOW

    if in_place == (out is not None):
        raise ConfigError("where to? Give --out FOLDER for copies, or --in-place")
    known = None if settings["baseline"] is None else read_baseline(settings["baseline"])
    check_out(out)
    verdicts, config, code = stored_and_fresh(settings, files, "review")
    if known is not None:
        verdicts = mark(verdicts, known)
    done, wrong = _review_all(verdicts, config)
    if out is None:
        _replace(done)
    else:
        _copy(done, verdicts, Path(out), force=force)
    if not settings["quiet"]:
        n_notes = sum(one.n_notes for _, one in done)
        n_answered = sum(one.n_answered for _, one in done)
        n_files = sum(bool(one.n_notes) for _, one in done)
        answered = f", {n_answered} answered already" if n_answered else ""
        there = out if out is not None else "written"
        where = f"in {n_files} of {counted(len(verdicts), 'file')}"
        _say(f"{there}: {counted(n_notes, 'finding')}{answered}, {where}")
        if n_notes > n_answered:
            _say(f"{HOW}; then mtcheck review read {out or 'FILES'}")
    return max(code, wrong)


@review.command(short_help="Take decisions over into a baseline.")
@with_settings("review read")
def read(settings: Settings, reviewed: Reviewed_, dry_run: DryRun = False) -> int:
    """Read what people decided in reviewed files, into the baseline that --baseline names.

    Each decision is shown. The baseline is made where there is none (mtcheck-baseline.json); of two
    decisions about one finding the new one counts. mtcheck gate --baseline then goes by it.
    """
    from mtcheck.aside.baseline import Baseline, is_there, normal
    from mtcheck.aside.baseline_file import dump_baseline, read_baseline, root_of
    from mtcheck.config import config_of
    from mtcheck.errors import InputError
    from mtcheck.readers.decoding import load_bytes
    from mtcheck.review import notes_of
    from mtcheck.review.decisions import decide, merged
    from mtcheck.store import replace_files

    config = config_of(settings, "review read")
    path = Path(settings["baseline"] or BASELINE)
    before = read_baseline(path) if is_there(path) else Baseline(root=root_of(path))
    known: list[Known] = []
    verdicts: list[FileVerdict] = []
    n_open = code = 0
    origins = _Origins()
    for name in _reviewed(reviewed):
        try:
            origin, verdict = origins.of(name)
            notes = notes_of(
                name, load_bytes(name, limits=config.read.limits), settings=config.read
            )
        except InputError as error:
            code = fail(str(error), 3)
            continue
        found = decide(notes, normal(origin), verdict)
        known += found.known
        verdicts += [verdict] if verdict else []
        n_open += found.n_open
        for place, why in found.faults:
            code = fail(f"{name}{place}: {why}", 3)
    made = merged(before, known, verdicts)
    changed = [entry for entry in known if entry not in before.findings]
    for entry in changed:
        why = f"{entry.decision}: {entry.reason}" if entry.reason else entry.decision
        _say(f"+ {entry.file}: {entry.code} “{entry.quote}” ({why})")
    if not dry_run and made != before:
        replace_files({path: dump_baseline(made)})
    if not settings["quiet"]:
        verb = "would be taken over" if dry_run else "taken over"
        taken = f"{counted(len(changed), 'decision')} {verb}, {len(known) - len(changed)} known"
        _say(f"{path}: {taken}, {counted(n_open, 'finding')} not decided")
    return code


def _review_all(
    verdicts: Sequence[FileVerdict], config: Config
) -> tuple[list[tuple[bytes, Reviewed]], int]:
    """Each file as it is and with its notes, and 3 if there is one that cannot have any."""
    from mtcheck.errors import InputError
    from mtcheck.readers.decoding import load_bytes
    from mtcheck.review import can_review, review_file
    from mtcheck.review.spots import is_shown

    done = []
    code = 0
    for verdict in verdicts:
        if verdict.error or not (can_review(verdict.path) or any(map(is_shown, verdict.findings))):
            continue
        try:
            content = b""
            if can_review(verdict.path):
                content = load_bytes(verdict.path, limits=config.read.limits)
            done.append((content, review_file(verdict, content, settings=config.read)))
        except InputError as error:
            code = fail(str(error), 3)
    return done, code


def _replace(done: Sequence[tuple[bytes, Reviewed]]) -> None:
    from mtcheck.cli.results import replace_in_place

    replace_in_place({one.path: (before, one.content) for before, one in done})


def _copy(
    done: Sequence[tuple[bytes, Reviewed]],
    verdicts: Sequence[FileVerdict],
    folder: Path,
    *,
    force: bool,
) -> None:
    """Write the files with notes below the folder, and what was put into them."""
    import os

    from mtcheck.errors import ConfigError
    from mtcheck.review.decisions import copies
    from mtcheck.store import dump_verdicts, replace_files

    noted = {one.path: one for _, one in done if one.n_notes}
    places = copies(noted)
    contents = {folder / places[path]: one.content for path, one in noted.items()}
    read_from = {os.path.realpath(verdict.path) for verdict in verdicts}
    for target in contents:
        if os.path.realpath(target) in read_from:
            raise ConfigError(f"{target}: is one of the files that were read: name another folder")
        if target.exists() and not force:
            reason = "is there already: read what was decided in it first, then give --force"
            raise ConfigError(f"{target}: {reason}")
    if contents:
        stored = [verdict for verdict in verdicts if verdict.path in noted]
        replace_files({**contents, folder / VERDICTS: dump_verdicts(stored)})


class _Origins:
    """Which file a copy is of, by the verdicts that lie beside it or in a folder above."""

    def __init__(self) -> None:
        self._known: dict[Path, dict[Path, FileVerdict]] = {}

    def of(self, name: str) -> tuple[str, FileVerdict | None]:
        """The path of the original with its verdict; the file itself where it is no copy.

        Raises InputError for stored verdicts that cannot be read.
        """
        path = Path(name).resolve()
        for folder in path.parents:
            verdict = self._below(folder).get(path)
            if verdict is not None:
                return verdict.path, verdict
        return name, None

    def _below(self, folder: Path) -> dict[Path, FileVerdict]:
        from mtcheck.review.decisions import copies
        from mtcheck.store import load_verdicts

        if folder not in self._known:
            stored = folder / VERDICTS
            verdicts = load_verdicts(stored) if stored.is_file() else ()
            places = copies(verdict.path for verdict in verdicts)
            self._known[folder] = {
                (folder / places[verdict.path]).resolve(): verdict for verdict in verdicts
            }
        return self._known[folder]


def _reviewed(names: Sequence[str]) -> Iterator[str]:
    """The files to read: of a folder, those that may hold notes."""
    from mtcheck.readers.paths import expand
    from mtcheck.review import can_review

    for name in expand(names):
        if (name in names or can_review(name)) and Path(name).name != VERDICTS:
            yield name


def _say(text: str) -> None:
    """A line of the result, on which nothing acts."""
    from mtcheck.reporters.visible import visible

    show(f"{visible(text)}\n")
