"""STY101: misfit synonyms against the source."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtcheck.rule import Example, Rule
from mtcheck.rules.style.spun_word import RULE
from mtcheck.types import Finding, Severity

Run = Callable[[Rule, Example], tuple[Finding, ...]]

FINE = [
    ("The talks were fruitful.", "The talks were productive."),
    ("Prices rose sharply in May.", "Prices increased sharply in May."),
    ("The company hired staff.", "The firm hired staff."),
    ("Lena Brandt spoke.", "Lena Brand spoke."),
]


def test_a_spun_word_is_marked_with_the_sources_word(run_example: Run) -> None:
    example = Example(
        "The harbour was closed for lengthy-lasting works; kidney disappointment was ruled out.",
        source="The harbour was closed for long-lasting works; kidney failure was ruled out.",
    )
    findings = run_example(RULE, example)
    assert ("disappointment", "failure") in {(f.quote, f.suggestion) for f in findings}
    assert {finding.severity for finding in findings} == {Severity.MINOR}


@pytest.mark.parametrize(("candidate", "source"), FINE)
def test_a_fitting_synonym_is_left_alone(candidate: str, source: str, run_example: Run) -> None:
    assert run_example(RULE, Example(candidate, source=source)) == ()
