"""What holds for every rule whose suggestions may be put into a file by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mtcheck.rule import Example, Rule
from mtcheck.rules import all_rules
from mtcheck.types import Finding, Fix, Side

RULES = [rule for rule in all_rules() if rule.fix]
CASES = [
    pytest.param(rule, example, id=f"{rule.code}-{n}")
    for rule in RULES
    for n, example in enumerate(rule.examples)
    if example.quotes
]


def test_spaces_glued_words_and_quotation_marks_are_safe_and_names_are_not() -> None:
    fixes = {rule.code: rule.fix for rule in all_rules()}
    assert {fixes[code] for code in ("LIN201", "LIN202", "LIN301")} == {Fix.SAFE}
    assert fixes["ACC101"] is Fix.UNSAFE


def test_a_rule_that_changes_what_is_said_is_never_safe() -> None:
    safe = {rule.code[:3] for rule in RULES if rule.fix is Fix.SAFE}
    assert safe == {"LIN"}


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_says_nothing_of_its_own_suggestions(
    rule: Rule, example: Example, run_example: Callable[[Rule, Example], tuple[Finding, ...]]
) -> None:
    before = run_example(rule, example)
    findings = [f for f in before if f.fix and f.side is Side.CANDIDATE]
    lines = example.candidate.split("\n")
    for finding in sorted(findings, key=lambda f: (f.unit, -f.start)):
        text = lines[int(finding.unit) - 1]
        assert text[finding.start : finding.end] == finding.quote
        text = text[: finding.start] + finding.suggestion + text[finding.end :]
        lines[int(finding.unit) - 1] = text
    after = run_example(rule, replace(example, candidate="\n".join(lines)))
    assert {f.quote for f in after} <= {f.quote for f in before if f not in findings}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_fixable_rule_shows_a_suggestion_in_its_examples(
    rule: Rule, run_example: Callable[[Rule, Example], tuple[Finding, ...]]
) -> None:
    found = [finding for example in rule.examples for finding in run_example(rule, example)]
    assert any(finding.fix is rule.fix and finding.suggestion for finding in found)


def test_what_may_have_been_another_word_is_left_to_a_person(
    run_example: Callable[[Rule, Example], tuple[Finding, ...]],
) -> None:
    repeated = next(rule for rule in RULES if rule.code == "LIN102")
    text = "The the minister spoke of the relations relations, of safety and safety, of of trade."
    fixes = {f.quote: f.fix for f in run_example(repeated, Example(text))}
    assert fixes == {
        "The the": Fix.SAFE,
        "relations relations": Fix.NONE,
        "safety and safety": Fix.NONE,
        "of of": Fix.SAFE,
    }


def test_a_name_is_restored_only_from_the_source(
    run_example: Callable[[Rule, Example], tuple[Finding, ...]],
) -> None:
    altered = next(rule for rule in RULES if rule.code == "ACC101")
    fixes = {f.quote: f.fix for example in altered.examples for f in run_example(altered, example)}
    assert fixes["Brinken"] is Fix.UNSAFE  # the source's Blinken
    assert fixes["Paul Henle"] is Fix.NONE  # known from a list
    assert fixes["Castogne"] is Fix.NONE  # the file's own frequent spelling
