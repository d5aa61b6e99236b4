from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.judge import judge_file, outcome_of
from mtcheck.modes import MODES
from mtcheck.types import (
    Alignment,
    Category,
    FileVerdict,
    Finding,
    Mode,
    Outcome,
    Rates,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

LIMITS = {"suspect": 0.3, "mangled": 0.6}
RATES = Rates(20, (0.0, 0.0, 0.16), (0.0, 0.0, 0.16))
STRICT = Mode("low-fpr", 0.3, 0.6, RATES, RATES)
BALANCED = Mode("balanced", 0.2, 0.3, RATES, RATES)


def scores(
    n: int, *severities: Severity, outcome: Outcome = Outcome.CLEAN
) -> tuple[SentenceScore, ...]:
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
    return tuple(made)


def verdict(p: float, found: tuple[SentenceScore, ...] = scores(3)) -> FileVerdict:
    return FileVerdict(
        "a.txt", "", Outcome.UNJUDGED, (), p, found, "none", None, None, "v",
        because=("odd wording",), modes=(STRICT, BALANCED),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.0, "clean"), (0.29, "clean"), (0.3, "suspect"), (0.59, "suspect"), (0.6, "mangled")],
)
def test_thresholds_are_inclusive(p: float, expected: str) -> None:
    assert outcome_of(p, **LIMITS) == expected
    assert judge_file(verdict(p), "low-fpr").outcome == expected


@pytest.mark.parametrize(
    ("p", "low_fpr", "balanced"),
    [
        (0.19, "clean", "clean"),
        (0.2, "clean", "suspect"),
        (0.3, "suspect", "mangled"),
        (0.6, "mangled", "mangled"),
    ],
)
def test_the_mode_picks_the_thresholds(p: float, low_fpr: str, balanced: str) -> None:
    assert judge_file(verdict(p), "low-fpr").outcome == low_fpr
    assert judge_file(verdict(p), "balanced").outcome == balanced
    assert judge_file(verdict(p), "balanced").mode == "balanced"


@given(st.floats(0, 1), st.sampled_from([2, 3]), st.sampled_from(MODES), st.sampled_from(MODES))
def test_judging_again_is_the_same_as_judging_so_at_once(
    p: float, n: int, first: str, second: str
) -> None:
    fresh = verdict(p, scores(n))
    assert judge_file(judge_file(fresh, first), second) == judge_file(fresh, second)


def test_fewer_than_three_judged_sentences_are_no_file() -> None:
    judged = judge_file(verdict(0.9, scores(2)), "low-fpr")
    assert (judged.outcome, judged.p_mangled) == (Outcome.UNJUDGED, None)
    assert judged.reasons == ("2 sentences to judge; at least 3 needed",)


def test_unjudged_sentences_do_not_count() -> None:
    mixed = scores(2) + scores(5, outcome=Outcome.UNJUDGED)
    assert judge_file(verdict(0.9, mixed), "low-fpr").outcome is Outcome.UNJUDGED


def test_a_file_that_could_not_be_read_stays_unjudged() -> None:
    broken = replace(verdict(0.9, ()), p_mangled=None, modes=(), reasons=("gone",), error="gone")
    assert judge_file(broken, "balanced") == broken


def test_reasons_count_findings_by_severity_and_rule() -> None:
    found = scores(3, Severity.MAJOR, Severity.MAJOR, Severity.MINOR)
    judged = judge_file(verdict(0.7, found), "low-fpr")
    assert (judged.outcome, judged.p_mangled) == (Outcome.MANGLED, 0.7)
    assert judged.reasons == (
        "2 major in 3 sentences: 2 fragment",
        "1 minor in 3 sentences: 1 fragment",
        "odd wording",
    )


def test_a_clean_file_needs_no_reasons() -> None:
    judged = judge_file(verdict(0.1), "low-fpr")
    assert (judged.outcome, judged.reasons, judged.p_mangled) == (Outcome.CLEAN, (), 0.1)
