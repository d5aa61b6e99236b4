from __future__ import annotations

import pytest

from mtcheck.judge import judge_sentences, outcome_of
from mtcheck.types import (
    Alignment,
    Category,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

LIMITS = {"suspect": 0.3, "mangled": 0.6}


def scores(n: int, *severities: Severity, outcome: Outcome = Outcome.CLEAN) -> list[SentenceScore]:
    made = []
    for index in range(n):
        unit = Unit(str(index + 1), "sent a signal.", index + 1)
        found = tuple(
            Finding("LIN101", "fragment", Category.LINGUISTIC, s, "m", index, Side.CANDIDATE,
                    unit.id, unit.line, 1, 0, 4, "sent")
            for s in severities
            if index == 0
        )  # fmt: skip
        sentence = Sentence(unit.text, unit, 0, len(unit.text))
        made.append(
            SentenceScore(Alignment(index, (sentence,), (), 1.0), (), found, 0.1, outcome, ())
        )
    return made


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.0, "clean"), (0.29, "clean"), (0.3, "suspect"), (0.59, "suspect"), (0.6, "mangled")],
)
def test_thresholds_are_inclusive(p: float, expected: str) -> None:
    assert outcome_of(p, **LIMITS) == expected


def test_fewer_than_three_judged_sentences_are_no_file() -> None:
    outcome, reasons, p = judge_sentences(scores(2), 0.9, **LIMITS)
    assert (outcome, p) == (Outcome.UNJUDGED, None)
    assert reasons == ("2 sentences to judge; at least 3 needed",)


def test_unjudged_sentences_do_not_count() -> None:
    mixed = scores(2) + scores(5, outcome=Outcome.UNJUDGED)
    assert judge_sentences(mixed, 0.9, **LIMITS)[0] is Outcome.UNJUDGED


def test_reasons_count_findings_by_severity_and_rule() -> None:
    found = scores(3, Severity.MAJOR, Severity.MAJOR, Severity.MINOR)
    outcome, reasons, p = judge_sentences(found, 0.7, moved=("odd wording",), **LIMITS)
    assert (outcome, p) == (Outcome.MANGLED, 0.7)
    assert reasons == (
        "2 major in 3 sentences: 2 fragment",
        "1 minor in 3 sentences: 1 fragment",
        "odd wording",
    )


def test_a_clean_file_needs_no_reasons() -> None:
    assert judge_sentences(scores(3), 0.1, **LIMITS) == (Outcome.CLEAN, (), 0.1)
