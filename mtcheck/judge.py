"""Sentence scores -> FileVerdict; verdicts -> GateResult. Thresholds are applied here, last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from mtcheck.types import FileVerdict, GateResult, Outcome, Severity

Kind = TypeVar("Kind", Outcome, Severity)

_WORST_FIRST = (Outcome.MANGLED, Outcome.SUSPECT)
_SEVEREST_FIRST = (Severity.CRITICAL, Severity.MAJOR)


def judge_gate(
    verdicts: Sequence[FileVerdict], *, fail_on: str = "mangled", min_score: float | None = None
) -> GateResult:
    """Pass or fail a set of files, with a reason for each that fails.

    ``fail_on`` is an outcome (``mangled``, ``suspect``: that outcome or worse) or a severity
    (``critical``, ``major``: any finding that severe or worse). ``min_score``: a file fails
    that scores less. Files that could not be judged are not the gate's business: they neither
    pass nor fail here, and the command reports them with an exit code of their own.

    >>> judge_gate([])
    GateResult(passed=True, reasons=())
    """
    reasons = []
    for verdict in verdicts:
        if verdict.outcome is not Outcome.UNJUDGED:
            why = tuple(_objections(verdict, fail_on, min_score))
            if why:
                reasons.append(f"{verdict.path}: {', '.join(why)}")
    return GateResult(not reasons, tuple(reasons))


def _objections(verdict: FileVerdict, fail_on: str, min_score: float | None) -> list[str]:
    objections = []
    if verdict.outcome in _up_to(fail_on, _WORST_FIRST):
        objections.append(verdict.outcome.value)
    for severity in _up_to(fail_on, _SEVEREST_FIRST):
        n_found = verdict.count(severity)
        if n_found:
            objections.append(f"{n_found} {severity.value} finding{'s' if n_found > 1 else ''}")
    if min_score is not None and verdict.score is not None and verdict.score < min_score:
        objections.append(f"score {verdict.score:.1f} is below {min_score:g}")
    return objections


def _up_to(value: str, worst_first: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The value and everything worse; nothing where the value is not of this kind."""
    if value not in worst_first:
        return ()
    return worst_first[: worst_first.index(cast(Kind, value)) + 1]
