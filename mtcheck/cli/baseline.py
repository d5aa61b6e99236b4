"""``mtcheck baseline``: take an old corpus as it is, so that the gate fails on what is new only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli.aside import BASELINE
from mtcheck.cli.options import Files, with_settings
from mtcheck.cli.screen import show, tell
from mtcheck.settings import Settings
from mtcheck.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.aside.baseline import Baseline, Comparison, Known
    from mtcheck.config import Config
    from mtcheck.types import FileVerdict

baseline = typer.Typer(
    help="Known findings of an old corpus: the gate then fails on new ones only.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Force = Annotated[bool, typer.Option("--force", help="Replace a baseline that is there already.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")]
Toml = Annotated[
    bool,
    typer.Option(
        "--toml", help="Show the rejected findings as entries for mtcheck-ignore.toml instead."
    ),
]


@baseline.command(short_help="Write down what is known now.")
@with_settings("baseline")
def create(settings: Settings, files: Files = None, force: Force = False) -> int:
    """Write a baseline of every finding, and every file that is not clean, as they are now.

    FILES are verdicts.jsonl of an earlier run, or files to judge now. Findings count as accepted:
    known, and staying for now. An existing baseline is not replaced.
    """
    from mtcheck.aside.baseline import Baseline, added, compare
    from mtcheck.aside.baseline_file import root_of
    from mtcheck.errors import ConfigError

    path = _path(settings)
    if not force and path.exists():
        raise ConfigError(f"{path}: there is a baseline already: update it, or give --force")
    verdicts, _, code = stored_and_fresh(settings, files)
    if not _is_judged(verdicts):
        return max(code, 3)
    empty = Baseline(files=(), root=root_of(path))
    made = added(empty, compare(verdicts, empty))
    made = _with_low_scores(made, verdicts, settings["min-score"])
    _write(path, made)
    _say(settings, f"written: {path}, {_say_known(made)}")
    return code


@baseline.command(short_help="Add what is new, and name it.")
@with_settings("baseline")
def update(settings: Settings, files: Files = None, dry_run: DryRun = False) -> int:
    """Add what is new to the baseline, as accepted, and name each finding that is added.

    Nothing is taken out: prune does that. Decisions and reasons that are there stay.
    """
    from mtcheck.aside.baseline import added

    path, known, verdicts, comparison, code = _compared(settings, files)
    if not _is_judged(verdicts):
        return max(code, 3)
    made = _with_low_scores(added(known, comparison), verdicts, settings["min-score"])
    _show_new(comparison)
    if not dry_run:
        _write(path, made)
    n_new = len(made.findings) - len(known.findings)
    done = "would be added" if dry_run else "added"
    gone = f"; {len(comparison.gone)} gone: mtcheck baseline prune" if comparison.gone else ""
    _say(
        settings,
        f"{path}: {counted(n_new, 'finding')} {done}, {comparison.n_unchanged} unchanged{gone}",
    )
    return code


@baseline.command(short_help="Take out what is gone.")
@with_settings("baseline")
def prune(settings: Settings, files: Files = None, dry_run: DryRun = False) -> int:
    """Take out of the baseline what is gone: findings that were mended, files that are better.

    Files that were not judged now keep their entries, and so do findings of rules that did not
    look. What is taken out is named.
    """
    from mtcheck.aside.baseline import pruned

    path, known, verdicts, comparison, code = _compared(settings, files)
    if not _is_judged(verdicts):
        return max(code, 3)
    made = pruned(known, comparison)
    _show_gone(comparison)
    if not dry_run:
        _write(path, made)
    n_gone = len(known.findings) - len(made.findings)
    done = "would be taken out" if dry_run else "taken out"
    new = f"; {len(comparison.new)} new: mtcheck baseline update" if comparison.new else ""
    _say(
        settings,
        f"{path}: {counted(n_gone, 'finding')} {done}, {comparison.n_unchanged} unchanged{new}",
    )
    return code


@baseline.command(name="show", short_help="Show what it holds, or what is new and gone.")
@with_settings("baseline")
def show_baseline(settings: Settings, files: Files = None, toml: Toml = False) -> int:
    """Show what the baseline holds; with FILES, what is new (+) and gone (-) beside it."""
    from mtcheck.aside.baseline_file import read_baseline
    from mtcheck.cli.aside import say_comparison

    if files:
        _, _, _, comparison, code = _compared(settings, files)
        _show_new(comparison)
        _show_gone(comparison)
        _say(settings, say_comparison(comparison))
        return code
    path = _path(settings)
    known = read_baseline(path)
    if toml:
        _show_toml(known, path)
        return 0
    for entry in _sorted(known.findings):
        why = f"{entry.decision}: {entry.reason}" if entry.reason else entry.decision
        _line(f"{entry.file}: {entry.code} “{entry.quote}” ({why})")
    for file, outcome in sorted(known.files or ()):
        _line(f"{file}: {outcome.value}")
    _say(settings, f"{path}: {_say_known(known)}")
    return 0


def _path(settings: Settings) -> Path:
    return Path(settings["baseline"] or BASELINE)


def stored_and_fresh(
    settings: Settings, files: list[str] | None, command: str = "baseline"
) -> tuple[tuple[FileVerdict, ...], Config, int]:
    """Stored and fresh verdicts, without the marks of a gate, and the exit code so far."""
    from mtcheck.cli.aside import taken_off
    from mtcheck.cli.gate import judge_again, load
    from mtcheck.cli.score import run_and_tell, tell_unjudged
    from mtcheck.config import config_of
    from mtcheck.store import is_verdicts

    config = config_of(settings, command)
    loaded, code = load([name for name in files or [] if is_verdicts(name)])
    verdicts = judge_again(taken_off(loaded), config, quiet=settings["quiet"])
    fresh = [name for name in files or [] if not is_verdicts(name)]
    if fresh or (not verdicts and code == 0):
        verdicts += run_and_tell(fresh, settings, config)
    return verdicts, config, max(code, tell_unjudged(verdicts))


def _compared(
    settings: Settings, files: list[str] | None
) -> tuple[Path, Baseline, tuple[FileVerdict, ...], Comparison, int]:
    """The baseline, the verdicts, and the two side by side."""
    from mtcheck.aside.baseline_file import read_baseline
    from mtcheck.cli.aside import compare_and_tell

    path = _path(settings)
    known = read_baseline(path)
    verdicts, config, code = stored_and_fresh(settings, files)
    return path, known, verdicts, compare_and_tell(verdicts, known, settings, config), code


def _is_judged(verdicts: Iterable[FileVerdict]) -> bool:
    """Could any file be judged? Nothing is written where none could."""
    from mtcheck.types import Outcome

    return any(verdict.outcome is not Outcome.UNJUDGED for verdict in verdicts)


def _with_low_scores(
    made: Baseline, verdicts: Iterable[FileVerdict], least: float | None
) -> Baseline:
    """The baseline with the files as well that are clean, and score less than the gate wants."""
    from mtcheck.aside.baseline import normal

    files = dict(made.files or ())
    for verdict in verdicts:
        if least is not None and verdict.score is not None and verdict.score < least:
            files.setdefault(normal(verdict.path), verdict.outcome)
    return replace(made, files=tuple(files.items()))


def _write(path: Path, made: Baseline) -> None:
    from mtcheck.aside.baseline_file import dump_baseline
    from mtcheck.store import replace_files

    replace_files({path: dump_baseline(made)})


def _show_new(comparison: Comparison) -> None:
    from mtcheck.aside.baseline import normal

    for verdict, finding in comparison.new:
        place = finding.where.within(normal(verdict.path))
        _line(f"+ {place}: {finding.code} {finding.name} “{finding.quote}”")
    for verdict in comparison.worse:
        _line(f"+ {normal(verdict.path)}: {verdict.outcome.value}")


def _show_gone(comparison: Comparison) -> None:
    from mtcheck.aside.baseline import is_there

    for entry in _sorted(comparison.gone):
        _line(f"- {entry.file}: {entry.code} “{entry.quote}”")
    for file, before, now in comparison.better:
        _line(f"- {file}: {before.value}, now {now.value if is_there(file) else 'gone'}")


def _show_toml(known: Baseline, path: Path) -> None:
    from mtcheck.aside.baseline import REJECTED
    from mtcheck.aside.ignore_file import write_entry

    rejected = [entry for entry in _sorted(known.findings) if entry.decision == REJECTED]
    for entry in rejected:
        keys = ("file", "fingerprint", "code", "quote", "reason")
        show(write_entry({key: getattr(entry, key) for key in keys}) + "\n")
    if not rejected:
        tell(f"{path}: no finding is rejected in it")


def _sorted(entries: Iterable[Known]) -> list[Known]:
    return sorted(entries, key=lambda k: (k.file, k.code, k.quote, k.fingerprint))


def _line(text: str) -> None:
    """A line of what changes: shown even where --quiet is given."""
    from mtcheck.reporters.visible import visible

    show(f"{visible(text)}\n")


def _say(settings: Settings, text: str) -> None:
    if not settings["quiet"]:
        _line(text)


def _say_known(known: Baseline) -> str:
    from mtcheck.aside.baseline import REJECTED

    n_rejected = sum(entry.decision == REJECTED for entry in known.findings)
    rejected = f" ({n_rejected} rejected)" if n_rejected else ""
    files = counted(len(known.files or ()), "file")
    return f"{counted(len(known.findings), 'finding')}{rejected}, {files} not clean"
