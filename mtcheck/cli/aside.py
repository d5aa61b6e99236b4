"""What a command does not hold against files: what a baseline knows, and what did not change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtcheck.cli.screen import tell
from mtcheck.settings import Settings
from mtcheck.text import counted

BASELINE = "mtcheck-baseline.json"
"""The file where --baseline names none."""

MAX_REMARKS = 10
"""More remarks of one kind are counted only: they must not push the result off the screen."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aside.baseline import Baseline, Comparison, Looked
    from mtcheck.config import Config
    from mtcheck.types import FileVerdict


@dataclass(frozen=True, slots=True)
class Aside:
    """The verdicts with findings set aside, and what that means for a gate.

    ``standings``, one a verdict: None where the outcome is not held against the file, or else what
    to say about that. ``untouched``: nothing in the file changed. ``summary`` are lines for people.
    """

    verdicts: tuple[FileVerdict, ...]
    standings: tuple[str | None, ...]
    untouched: tuple[bool, ...]
    summary: tuple[str, ...] = ()

    @property
    def touched(self) -> tuple[FileVerdict, ...]:
        """The verdicts of files of which something changed, all of them unless that was asked."""
        pairs = zip(self.verdicts, self.untouched, strict=True)
        return tuple(verdict for verdict, untouched in pairs if not untouched)


def read_known(settings: Settings, files: Sequence[str]) -> Baseline | None:
    """The baseline of the settings, or None, before any work.

    Raises ConfigError for one that cannot be read, and for a revision that git does not know.
    """
    from mtcheck.aside.baseline_file import read_baseline
    from mtcheck.aside.changed import check_revision
    from mtcheck.store import is_verdicts

    if settings["changed-since"] is not None:
        fresh = [name for name in files if not is_verdicts(name)]
        check_revision(settings["changed-since"], fresh)
    return None if settings["baseline"] is None else read_baseline(settings["baseline"])


def look_aside(
    verdicts: Sequence[FileVerdict],
    baseline: Baseline | None,
    settings: Settings,
    config: Config,
) -> Aside:
    """Set aside what a baseline knows, and what did not change since the revision of the settings.

    Raises ConfigError where git cannot answer.
    """
    from mtcheck.aside.baseline import mark, standing

    found = Aside(tuple(verdicts), ("",) * len(verdicts), (False,) * len(verdicts))
    comparison = None
    if baseline is not None:
        comparison = compare_and_tell(verdicts, baseline, settings, config)
        found = replace(found, verdicts=mark(verdicts, baseline))
    if settings["changed-since"] is not None:
        found = _unchanged(found, settings, config)
    if baseline is not None and comparison is not None:
        standings = tuple(
            before if before is None else standing(verdict, baseline)
            for before, verdict in zip(found.standings, found.verdicts, strict=True)
        )
        summary = (*found.summary, say_comparison(comparison))
        found = replace(found, standings=standings, summary=summary)
    return found


def compare_and_tell(
    verdicts: Sequence[FileVerdict], baseline: Baseline, settings: Settings, config: Config
) -> Comparison:
    """The verdicts beside the baseline. What it knows of files that are no longer there is gone.

    Where the texts themselves are not here, as with verdicts of another machine, no file is taken
    for gone.
    """
    from mtcheck.aside.baseline import compare, is_there, normal

    judged = {normal(verdict.path) for verdict in verdicts}
    lost = {file for file in baseline.named - judged if file != "-" and not is_there(file)}
    if not any(is_there(file) for file in judged):
        lost = set()
    elif lost and lost == baseline.named - {"-"} and not settings["quiet"]:
        path = settings["baseline"] or BASELINE
        tell(f"{path}: none of the files that it names is here, seen from this folder or its own")
    return compare(verdicts, baseline, looked=looked_at(config), lost=lost)


def tell_idle(verdicts: Sequence[FileVerdict]) -> None:
    """A remark for each suppression that sets nothing aside: it stands beside the text."""
    idle = [
        f"{finding.where.within(verdict.path)}: {finding.message} ({finding.code})"
        for verdict in verdicts
        for finding in verdict.findings
        if not finding.quote
    ]
    _tell_first(idle, "that set nothing aside")


def taken_off(verdicts: Sequence[FileVerdict]) -> tuple[FileVerdict, ...]:
    """Stored verdicts without the marks that :func:`look_aside` made for an earlier gate."""
    from mtcheck.aside.baseline import MARK, unmark
    from mtcheck.aside.changed import MARK as UNCHANGED

    return unmark(verdicts, (MARK, UNCHANGED))


def looked_at(config: Config) -> Looked:
    """Whether a rule looked at a file, by the settings in force."""
    from mtcheck.rules import all_rules
    from mtcheck.selection import chosen_rules, ignored_codes

    chosen = {rule.code: rule for rule in chosen_rules(config.rules)}
    known = {rule.code for rule in all_rules()}

    def looked(verdict: FileVerdict, code: str) -> bool:
        if code not in known:
            return True
        if code not in chosen or code in ignored_codes(config.rules, verdict.path):
            return False
        return verdict.way == "source" or "source" not in chosen[code].needs

    return looked


def say_comparison(comparison: Comparison) -> str:
    """How many findings are new, unchanged and gone, on one line."""
    n_new, n_gone = len(comparison.new), len(comparison.gone)
    return f"baseline: {n_new} new, {comparison.n_unchanged} unchanged, {n_gone} gone"


def _unchanged(found: Aside, settings: Settings, config: Config) -> Aside:
    from mtcheck.aside.changed import changed_since

    revision = settings["changed-since"]
    changed, notes = changed_since(found.verdicts, revision, config.read)
    if not settings["quiet"]:
        _tell_first(notes, "that count whole")
    touched = [one for one in changed if one.n_changed]
    n_sentences = sum(one.n_changed for one in touched)
    files, sentences = counted(len(changed), "file"), counted(n_sentences, "sentence")
    return Aside(
        tuple(one.verdict for one in changed),
        tuple("" if one.is_held_against(settings["fail-on"]) else None for one in changed),
        tuple(one.n_changed == 0 for one in changed),
        (f"changed since {revision}: {sentences} in {len(touched)} of {files}",),
    )


def _tell_first(remarks: Sequence[str], rest: str) -> None:
    for text in remarks[:MAX_REMARKS]:
        tell(text)
    if len(remarks) > MAX_REMARKS:
        tell(f"and {len(remarks) - MAX_REMARKS} more {rest}")
