from __future__ import annotations

from dataclasses import replace

import pytest

from mtcheck.judge import judge_gate
from mtcheck.types import (
    Alignment,
    Category,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

UNIT = Unit("1", "He sent a signal.", 1)
CLEAN = FileVerdict("a.txt", "", Outcome.CLEAN, (), 0.1, (), "line", None, None, "v")


def having(severity: Severity) -> FileVerdict:
    found = Finding(
        "LIN101", "fragment", Category.LINGUISTIC, severity, "torn", 0, Side.CANDIDATE,
        "1", 1, 1, 0, 2, "He",
    )  # fmt: skip
    alignment = Alignment(0, (Sentence(UNIT.text, UNIT, 0, 17),), (), 1.0)
    return replace(CLEAN, scores=(SentenceScore(alignment, (), (found,), 0.1, Outcome.CLEAN, ()),))


FLAWLESS = replace(CLEAN, path="flawless.txt", p_mangled=0.0)
MANGLED = replace(CLEAN, outcome=Outcome.MANGLED, p_mangled=0.9)
SUSPECT = replace(CLEAN, outcome=Outcome.SUSPECT, p_mangled=0.6)
UNJUDGED = replace(having(Severity.CRITICAL), outcome=Outcome.UNJUDGED, p_mangled=None)

CASES = [
    (CLEAN, "suspect", None, ""),
    (SUSPECT, "mangled", None, ""),
    (SUSPECT, "suspect", None, "a.txt: suspect"),
    (MANGLED, "suspect", None, "a.txt: mangled"),
    (MANGLED, "mangled", None, "a.txt: mangled"),
    (MANGLED, "major", None, ""),
    (having(Severity.MINOR), "major", None, ""),
    (having(Severity.MAJOR), "major", None, "a.txt: 1 major finding"),
    (having(Severity.MAJOR), "critical", None, ""),
    (having(Severity.CRITICAL), "major", None, "a.txt: 1 critical finding"),
    (having(Severity.CRITICAL), "mangled", None, ""),
    (CLEAN, "mangled", 90.0, ""),
    (CLEAN, "mangled", 90.1, "a.txt: score 90.0 is below 90.1"),
    (MANGLED, "mangled", 50, "a.txt: mangled, score 10.0 is below 50"),
    (UNJUDGED, "critical", 50, ""),
]


@pytest.mark.parametrize(("verdict", "fail_on", "min_score", "reason"), CASES)
def test_the_gate_fails_what_it_is_told_to_and_says_why(
    verdict: FileVerdict, fail_on: str, min_score: float | None, reason: str
) -> None:
    result = judge_gate([FLAWLESS, verdict], fail_on=fail_on, min_score=min_score)
    expected = tuple(filter(None, [reason]))
    assert (result.passed, result.reasons) == (not reason, expected)
