"""What holds for every rule, present and future."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mtcheck.rule import Example, Rule
from mtcheck.rules import all_rules
from mtcheck.types import Finding

RULES = all_rules()
CASES = [
    pytest.param(rule, example, id=f"{rule.code}-{n}")
    for rule in RULES
    for n, example in enumerate(rule.examples)
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_documented_and_shows_a_hit_and_a_near_miss(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert not rule.doc.startswith(rule.code)
    for heading in ("## What it does", "## Why it matters", "## Known limits"):
        assert heading in rule.doc
    assert any(example.quotes for example in rule.examples)
    assert any(not example.quotes for example in rule.examples)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_marks_exactly_the_quotes_of_its_examples(
    rule: Rule, example: Example, run_example: Callable[[Rule, Example], tuple[Finding, ...]]
) -> None:
    findings = run_example(rule, example)
    assert tuple(finding.quote for finding in findings) == example.quotes
    if example.suggestions:
        assert tuple(finding.suggestion for finding in findings) == example.suggestions


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
