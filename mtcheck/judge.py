"""Sentence scores -> FileVerdict; verdicts -> GateResult. Thresholds are applied here, last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar, cast

from mtcheck.errors import ConfigError
from mtcheck.language import ONLY
from mtcheck.own import OwnCalibration, difference
from mtcheck.text import counted
from mtcheck.types import FileVerdict, GateResult, Outcome, SentenceScore, Severity

Kind = TypeVar("Kind", Outcome, Severity)

_WORST_FIRST = (Outcome.MANGLED, Outcome.SUSPECT)
_SEVEREST_FIRST = (Severity.CRITICAL, Severity.MAJOR)


TOO_LONG = "more than --max-sentence-chars"
"""In the reason why a sentence is not judged, before the limit."""

MIN_JUDGED = 3
"""Fewer judged sentences than this say nothing about a file."""


def outcome_of(p_mangled: float, *, suspect: float, mangled: float) -> Outcome:
    """The outcome of a probability under two thresholds, each inclusive.

    >>> outcome_of(0.4, suspect=0.3, mangled=0.6).value
    'suspect'
    """
    if p_mangled >= mangled:
        return Outcome.MANGLED
    return Outcome.SUSPECT if p_mangled >= suspect else Outcome.CLEAN


def judge_file(verdict: FileVerdict, mode: str) -> FileVerdict:
    """The verdict with the outcome and the reasons that its probability has in this mode.

    Reads stored numbers only: the same verdict may be judged again in another mode, without a
    model. A file with fewer than :data:`MIN_JUDGED` judged sentences is unjudged, and has no
    probability; one that could not be read, or carries no modes, stays as it is.
    """
    limits = {known.name: known for known in verdict.modes}.get(mode)
    if limits is None:
        return verdict
    if verdict.p_mangled is None:
        return replace(verdict, mode=mode)
    judged = sum(
        len(s.alignment.candidate) for s in verdict.scores if s.outcome is not Outcome.UNJUDGED
    )
    if judged < MIN_JUDGED:
        few = f"{counted(judged, 'sentence')} to judge; at least {MIN_JUDGED} needed"
        reasons: tuple[str, ...] = (few, *say_passed(verdict.scores))
        return replace(
            verdict,
            outcome=Outcome.UNJUDGED,
            reasons=tuple(dict.fromkeys((*reasons, *verdict.remarks))),
            p_mangled=None,
            mode=mode,
        )
    outcome = outcome_of(verdict.p_mangled, suspect=limits.suspect, mangled=limits.mangled)
    reasons = ()
    if outcome is not Outcome.CLEAN:
        reasons = (*_counted(verdict.scores, judged), *verdict.because)
    return replace(verdict, outcome=outcome, reasons=(*reasons, *verdict.remarks), mode=mode)


def say_passed(scores: Sequence[SentenceScore]) -> tuple[str, ...]:
    """What to know of sentences that were too long to be judged, or in another language."""
    found = [
        score
        for score in scores
        if score.outcome is Outcome.UNJUDGED
        and any(TOO_LONG in reason or ONLY in reason for reason in score.because)
    ]
    if not found:
        return ()
    number = f"{len(found)} sentences were" if len(found) > 1 else "1 sentence was"
    what = found[0].because[0]
    rest = f"; the first: {what}" if len(found) > 1 else f": {what}"
    return (f"{number} not judged{rest}",)


def judge_with_own(verdict: FileVerdict, own: OwnCalibration, mode: str) -> FileVerdict:
    """A stored verdict judged again with a user's own calibration, without a model.

    A way that was not calibrated keeps the thresholds that the verdict carries. Raises
    ConfigError where the numbers of the verdict are not those that were calibrated.
    """
    if verdict.signature == own.full_signature:
        return judge_file(verdict, mode)
    if verdict.signature != own.base:
        raise ConfigError(
            f"{own.path}: base: made with other settings than the verdict of {verdict.path} "
            f"({difference(own.base, verdict.signature)}); calibrate again, or score again"
        )
    verdict = replace(verdict, signature=own.full_signature)
    ours = own.ways.get(verdict.way)
    if ours is not None and verdict.modes:
        p = verdict.p_mangled
        p_mangled = None if p is None else ours.probability(p)
        verdict = replace(verdict, p_mangled=p_mangled, modes=ours.modes)
    return judge_file(verdict, mode)


def _counted(scores: Sequence[SentenceScore], judged: int) -> list[str]:
    """How many findings of which rules, by severity: "9 major in 31 sentences: 7 fragment, ..."."""
    reasons = []
    for severity in (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR):
        names = Counter(
            finding.name
            for score in scores
            for finding in score.findings
            if finding.severity is severity and not finding.suppressed
        )
        if names:
            listed = ", ".join(f"{count} {name}" for name, count in names.most_common(4))
            more = len(names) - 4
            rest = f" and {more} more kinds" if more > 1 else " and 1 more kind" if more else ""
            reasons.append(
                f"{sum(names.values())} {severity.value} in {judged} sentences: {listed}"
                + (rest if more > 0 else "")
            )
    return reasons


def judge_gate(
    verdicts: Sequence[FileVerdict],
    *,
    fail_on: str = "mangled",
    min_score: float | None = None,
    standings: Sequence[str | None] | None = None,
) -> GateResult:
    """Pass or fail a set of files, with a reason for each that fails.

    ``fail_on`` is an outcome (``mangled``, ``suspect``: that outcome or worse) or a severity
    (``critical``, ``major``: any finding that severe or worse). ``min_score``: a file fails
    that scores less. Files that could not be judged are not the gate's business: they neither
    pass nor fail here, and the command reports them with an exit code of their own.

    ``standings``, one a verdict: None where the outcome and the score are known, or old, and not
    held against the file; or else what to say about that, which may be nothing.

    >>> judge_gate([])
    GateResult(passed=True, reasons=())
    """
    reasons = []
    for number, verdict in enumerate(verdicts):
        standing = standings[number] if standings is not None else ""
        if verdict.outcome is not Outcome.UNJUDGED:
            why = _objections(verdict, fail_on, min_score, is_held=standing is not None)
            if why:
                besides = f" ({standing})" if standing else ""
                reasons.append(f"{verdict.path}: {', '.join(why)}{besides}")
    return GateResult(not reasons, tuple(reasons))


def too_little_covered(verdicts: Sequence[FileVerdict], least: float | None) -> tuple[str, ...]:
    """An error for each file judged with a source of which a smaller share has a counterpart.

    Most of such a file was judged alone, whatever its verdict says. Files without a source are
    not meant, nor those that could not be judged anyway.
    """
    return tuple(
        f"{verdict.path}: not judged: {verdict.coverage:.0%} of it has a counterpart in "
        f"{verdict.source_path or 'its source'}; at least {least:.0%} needed"
        for verdict in verdicts
        if verdict.outcome is not Outcome.UNJUDGED
        if least is not None and verdict.coverage is not None and verdict.coverage < least
    )


def _objections(
    verdict: FileVerdict, fail_on: str, min_score: float | None, *, is_held: bool
) -> list[str]:
    objections = []
    if is_held and verdict.outcome in _up_to(fail_on, _WORST_FIRST):
        objections.append(verdict.outcome.value)
    for severity in _up_to(fail_on, _SEVEREST_FIRST):
        n_found = verdict.count(severity)
        if n_found:
            objections.append(f"{n_found} {severity.value} finding{'s' if n_found > 1 else ''}")
    if (
        is_held
        and min_score is not None
        and verdict.score is not None
        and verdict.score < min_score
    ):
        objections.append(f"score {verdict.score:.1f} is below {min_score:g}")
    return objections


def _up_to(value: str, worst_first: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The value and everything worse; nothing where the value is not of this kind."""
    if value not in worst_first:
        return ()
    return worst_first[: worst_first.index(cast(Kind, value)) + 1]
