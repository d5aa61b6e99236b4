"""``mtcheck fix``: put into files what is certain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.options import Files, with_settings
from mtcheck.cli.screen import has_colour, progress_bar, show, show_bytes, tell
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mtcheck.config import Config
    from mtcheck.fix import FixedFile
    from mtcheck.types import FileVerdict

Diff = Annotated[
    bool,
    typer.Option(
        "--diff",
        help="Show what would change, as a diff that patch -p1 takes, and change nothing; exit "
        "code 1 if there is anything. This is what happens without --write.",
    ),
]
Write = Annotated[bool, typer.Option("--write", help="Change the files, all or none.")]
Unsafe = Annotated[
    bool,
    typer.Option(
        "--unsafe",
        help="Also put in names as the source writes them, where it leaves no doubt.",
    ),
]

MAX_TOLD = 20
"""Findings that are told one by one, of all files together: a screen."""


@with_settings("fix")
def fix(
    settings: Settings,
    files: Files = None,
    diff: Diff = False,
    write: Write = False,
    unsafe: Unsafe = False,
) -> int:
    """Fix what is certain: spaces, glued words, quotation marks and the like; nothing else changes.

    Standard input comes out fixed on standard output.
    """
    import sys

    from mtcheck.cli.results import replace_in_place
    from mtcheck.cli.score import tell_unjudged
    from mtcheck.config import config_of
    from mtcheck.errors import ConfigError
    from mtcheck.readers import STANDARD_INPUT

    if diff and write:
        raise ConfigError("--diff and --write contradict each other: give one of them")
    if settings["source"] == "auto":
        raise ConfigError("--source auto: to fix files by their source, name it")
    streamed = STANDARD_INPUT in (files or [])
    if streamed and files != [STANDARD_INPUT]:
        raise ConfigError("standard input is fixed alone: name either - or files")
    config = config_of(settings, "fix")
    verdicts, fixed = _fix_all(files or [], settings, config, unsafe=unsafe)
    if streamed and not diff:
        show_bytes(fixed[0].after if fixed else b"")
    elif write:
        replace_in_place({one.path: (one.before, one.after) for one in fixed})
    elif sys.stdout is not None and sys.stdout.isatty():
        show("".join(_shown(one, config) for one in fixed))
    else:
        show_bytes(b"".join(_patch(one) for one in fixed))
    if not settings["quiet"]:
        n_read = sum(not verdict.error for verdict in verdicts)
        for remark in _remarks(fixed, n_read, done=write or (streamed and not diff)):
            tell(remark)
    code = tell_unjudged([verdict for verdict in verdicts if verdict.error])
    would = any(one.changed for one in fixed) and not write and not (streamed and not diff)
    return max(code, int(would))


def _fix_all(
    files: list[str], settings: Settings, config: Config, *, unsafe: bool
) -> tuple[tuple[FileVerdict, ...], list[FixedFile]]:
    """Judge all files, fix those that can be, and judge these until nothing is left to do."""
    from mtcheck.errors import InputError
    from mtcheck.fix import fix_file, locked
    from mtcheck.readers.decoding import load_bytes
    from mtcheck.readers.paths import expand
    from mtcheck.run import run_files

    def judge(paths: Sequence[str], contents: Mapping[str, bytes]) -> tuple[FileVerdict, ...]:
        with progress_bar(quiet=settings["quiet"]) as progress:
            return run_files(
                paths,
                source=settings["source"],
                config=config,
                workers=min(settings["workers"], len(paths)),
                progress=progress,
                contents={**given, **contents},
            ).verdicts

    given = {"-": load_bytes("-", limits=config.read.limits)} if settings["source"] == "-" else {}
    before: dict[str, bytes] = {}
    for path in expand(files, tell=None if settings["quiet"] else tell):
        if locked(path):
            continue
        try:
            before[path] = load_bytes(path, limits=config.read.limits)
        except InputError:
            continue  # judging it says so
    verdicts = judge(files, before)
    fixed = [
        fix_file(
            verdict,
            before.get(verdict.path, b""),
            judge=lambda content, path=verdict.path: judge([path], {path: content})[0],  # type: ignore[misc]
            unsafe=unsafe,
            settings=config.read,
        )
        for verdict in verdicts
        if verdict.path in before or locked(verdict.path)
    ]
    return verdicts, fixed


def _patch(fixed: FixedFile) -> bytes:
    from mtcheck.reporters.patch import render_patch

    return render_patch(_name(fixed.path), fixed.before, fixed.after)


def _shown(fixed: FixedFile, config: Config) -> str:
    import sys

    from mtcheck.readers import declared_by
    from mtcheck.readers.decoding import load
    from mtcheck.reporters.patch import show_patch

    if not fixed.changed:
        return ""
    encoding = config.read.encoding
    before, after = (
        load(fixed.path, encoding=encoding, content=content, declared=declared_by(fixed.path))
        for content in (fixed.before, fixed.after)
    )
    return show_patch(_name(fixed.path), before, after, colour=has_colour(sys.stdout))


def _name(path: str) -> str:
    """The path as ``patch`` wants it: relative to this folder, where the file is below it."""
    import os

    if path == "-":
        return "standard-input"
    name = os.path.normpath(path)
    if Path(name).is_absolute() and Path(name).is_relative_to(Path.cwd()):
        return str(Path(name).relative_to(Path.cwd()))
    return name


def _remarks(fixed: Sequence[FixedFile], n_read: int, *, done: bool) -> Iterator[str]:
    """What was fixed or would be, and what was not and why."""
    told = 0
    for one in fixed:
        for finding in one.fixed:
            told += 1
            if told <= MAX_TOLD:
                place = finding.where.within(one.path)
                yield f"{place}: {finding.code} “{finding.quote}” → “{finding.suggestion}”"
    if told > MAX_TOLD:
        yield f"and {told - MAX_TOLD} more"
    left = [(one.path, rest) for one in fixed for rest in one.left]
    for path, rest in left[:MAX_TOLD]:
        place = rest.finding.where.within(path)
        yield f"{place}: {rest.finding.code} “{rest.finding.quote}” not fixed: {rest.reason}"
    if len(left) > MAX_TOLD:
        yield f"and {len(left) - MAX_TOLD} more not fixed"
    if not n_read:
        return
    n_files = sum(one.changed for one in fixed)
    verb = "fixed" if done else "to fix"
    counted = f"{told} {verb} in {n_files} of {n_read} file{'s' * (n_read != 1)}"
    n_unsafe = sum(one.n_unsafe for one in fixed)
    more = f"; {n_unsafe} more with --unsafe" if n_unsafe else ""
    how = "" if done or not told else "; --write changes the files"
    yield f"{counted}{more}{how}"
