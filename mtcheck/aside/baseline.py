"""What is known of an old corpus: findings that the gate no longer holds against a file.

``accepted`` is a real error that may stay for now, ``rejected`` a false alarm. Of the findings of a
run, those that the baseline knows are unchanged, the others new; what it knows and nobody finds any
more is gone. A baseline moves no score: the scores say how the file is, the baseline what is new
about it. How it is written is in :mod:`mtcheck.aside.baseline_file`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mtcheck.types import FileVerdict, Finding, Outcome, SentenceScore, Severity

MARK: Final = "baseline: "
"""What ``suppressed`` of a known finding begins with."""

ACCEPTED, REJECTED = "accepted", "rejected"

_RANK: Final = {Outcome.CLEAN: 0, Outcome.SUSPECT: 1, Outcome.MANGLED: 2}

Looked = Callable[[FileVerdict, str], bool]
"""Did the rule with this code look at this file?"""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that is known. ``file`` is as :func:`normal` makes it."""

    file: str
    fingerprint: str
    code: str = ""
    quote: str = ""
    decision: str = ACCEPTED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings and, by file, the outcome of files that are not clean.

    ``files`` is None where the baseline says nothing about files, as one from the HTML page does.
    ``root`` is the folder that its paths are relative to where they are written, as seen from the
    working folder; empty for that folder itself.
    """

    findings: tuple[Known, ...] = ()
    files: tuple[tuple[str, Outcome], ...] | None = None
    root: str = ""

    @property
    def named(self) -> frozenset[str]:
        """The files that it says something about."""
        return frozenset((*(known.file for known in self.findings), *dict(self.files or ())))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of a run beside a baseline, in reading order.

    ``new`` are (verdict, finding) that count and are not known; ``worse`` are verdicts whose
    outcome is worse than the baseline has it; ``gone`` is known of files that were judged, and not
    found; ``better`` are (file, outcome in the baseline, outcome now). ``n_unchanged`` counts the
    known findings that are there.
    """

    new: tuple[tuple[FileVerdict, Finding], ...]
    worse: tuple[FileVerdict, ...]
    n_unchanged: int
    gone: tuple[Known, ...]
    better: tuple[tuple[str, Outcome, Outcome], ...]


def normal(path: str) -> str:
    """The path as a baseline names it: from the working folder, with slashes, without ``./``.

    >>> normal("./texts//a.txt"), normal("texts/../b.txt"), normal("-")
    ('texts/a.txt', 'b.txt', '-')
    """
    found, here = Path(os.path.normpath(path)), Path.cwd()
    whole = Path(os.path.normpath(here / found))
    return (whole.relative_to(here) if whole.is_relative_to(here) else found).as_posix()


def is_there(path: str | Path) -> bool:
    """Is there such a file? A name that no file can have is one that is not there."""
    return os.path.exists(path)  # noqa: PTH110 (Path.exists raises)


def mark(verdicts: Iterable[FileVerdict], baseline: Baseline) -> tuple[FileVerdict, ...]:
    """The verdicts with the findings set aside that the baseline knows. No score moves."""
    known = {(entry.file, entry.fingerprint): entry for entry in baseline.findings}

    def in_file(file: str) -> Callable[[Finding], Finding]:
        def marked(finding: Finding) -> Finding:
            entry = known.get((file, finding.fingerprint))
            if entry is None or finding.suppressed:
                return finding
            why = f"{entry.decision}: {entry.reason}" if entry.reason else entry.decision
            return replace(finding, suppressed=f"{MARK}{why}")

        return marked

    return tuple(with_findings(verdict, in_file(normal(verdict.path))) for verdict in verdicts)


def unmark(
    verdicts: Iterable[FileVerdict], marks: tuple[str, ...] = (MARK,)
) -> tuple[FileVerdict, ...]:
    """The verdicts as they were before :func:`mark`: another baseline, or none, may follow.

    ``marks`` are the beginnings of what is taken off.
    """

    def bare(finding: Finding) -> Finding:
        is_marked = finding.suppressed.startswith(marks)
        return replace(finding, suppressed="") if is_marked else finding

    return tuple(with_findings(verdict, bare) for verdict in verdicts)


def compare(
    verdicts: Sequence[FileVerdict],
    baseline: Baseline,
    *,
    looked: Looked | None = None,
    lost: Collection[str] = (),
) -> Comparison:
    """What is new, unchanged and gone. Files that could not be judged say nothing.

    A neutral finding is never new: it fails no gate. What a rule did not look for, by ``looked``,
    is not gone; everything about the files that are ``lost`` is.
    """
    judged = [verdict for verdict in verdicts if verdict.outcome is not Outcome.UNJUDGED]
    known = {(entry.file, entry.fingerprint) for entry in baseline.findings}
    new: list[tuple[FileVerdict, Finding]] = []
    found: set[tuple[str, str]] = set()
    by_file: dict[str, list[FileVerdict]] = {}
    for verdict in judged:
        file = normal(verdict.path)
        by_file.setdefault(file, []).append(verdict)
        for finding in verdict.findings:
            key = (file, finding.fingerprint)
            if key in known:
                found.add(key)
            elif _counts(finding):
                new.append((verdict, finding))
    gone = tuple(
        entry
        for entry in baseline.findings
        if entry.file in lost
        or (
            (entry.file, entry.fingerprint) not in found
            and any(looked is None or looked(v, entry.code) for v in by_file.get(entry.file, ()))
        )
    )
    outcomes = dict(baseline.files or ())
    worst = {
        file: max((v.outcome for v in found_verdicts), key=_rank)
        for file, found_verdicts in by_file.items()
    }
    worst |= dict.fromkeys(lost, Outcome.CLEAN)
    return Comparison(
        new=tuple(new),
        worse=tuple(v for v in judged if _rank(outcomes.get(normal(v.path))) < _rank(v.outcome)),
        n_unchanged=len(found),
        gone=gone,
        better=tuple(
            (file, outcome, worst[file])
            for file, outcome in sorted(outcomes.items())
            if file in lost or (file in worst and _rank(worst[file]) < _rank(outcome))
        ),
    )


def added(baseline: Baseline, comparison: Comparison) -> Baseline:
    """The baseline with what is new, as accepted; what is gone stays."""
    new = {
        (normal(verdict.path), finding.fingerprint): Known(
            normal(verdict.path), finding.fingerprint, finding.code, finding.quote
        )
        for verdict, finding in comparison.new
    }
    files = dict(baseline.files or ())
    for verdict in comparison.worse:
        file = normal(verdict.path)
        files[file] = max(files.get(file, Outcome.CLEAN), verdict.outcome, key=_rank)
    return replace(
        baseline, findings=(*baseline.findings, *new.values()), files=tuple(files.items())
    )


def pruned(baseline: Baseline, comparison: Comparison) -> Baseline:
    """The baseline without what is gone; files that are better have their better outcome."""
    gone = set(comparison.gone)
    files = baseline.files
    if files is not None:
        now = {file: outcome for file, _, outcome in comparison.better}
        files = tuple(
            (file, now.get(file, outcome))
            for file, outcome in files
            if now.get(file) is not Outcome.CLEAN
        )
    left = tuple(entry for entry in baseline.findings if entry not in gone)
    return replace(baseline, findings=left, files=files)


def standing(verdict: FileVerdict, baseline: Baseline) -> str | None:
    """Why the file's outcome is held against it in spite of the baseline; None if it is not.

    ``verdict`` has been marked. It is held against it if something is new, if the outcome is worse
    than the baseline has it, and if the baseline knows neither the file nor a finding of it.
    """
    new = [finding for finding in verdict.findings if _counts(finding)]
    if new:
        return f"{len(new)} new finding{'s' if len(new) > 1 else ''}"
    is_known = any(f.suppressed.startswith(MARK) for f in verdict.findings)
    outcome = dict(baseline.files or ()).get(normal(verdict.path))
    if outcome is None and is_known:
        if baseline.files is None:
            return None
        outcome = Outcome.CLEAN
    if outcome is None:
        return "not in the baseline"
    return None if _rank(verdict.outcome) <= _rank(outcome) else f"{outcome.value} in the baseline"


def with_findings(verdict: FileVerdict, change: Callable[[Finding], Finding]) -> FileVerdict:
    """The verdict with every finding changed; nothing else is."""

    def changed(score: SentenceScore) -> SentenceScore:
        findings = tuple(change(finding) for finding in score.findings)
        return score if findings == score.findings else replace(score, findings=findings)

    return replace(verdict, scores=tuple(changed(score) for score in verdict.scores))


def _counts(finding: Finding) -> bool:
    return finding.severity is not Severity.NEUTRAL and not finding.suppressed


def _rank(outcome: Outcome | None) -> int:
    return _RANK.get(outcome, 0) if outcome else 0
