from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.rule import Example, Rule
from mtcheck.rules import all_rules
from mtcheck.types import Finding, Severity

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
RULES = [rule for rule in all_rules() if rule.code.startswith("ACC")]
Run = Callable[[Rule, Example], tuple[Finding, ...]]


def _text(number: str) -> str:
    path = next(path for path in SEEDS if path.name.startswith(number))
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("parallel", [True, False], ids=["parallel", "comparable"])
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_text_equal_to_its_source_has_no_finding(
    path: Path, parallel: bool, run_example: Run
) -> None:
    text = path.read_text(encoding="utf-8")
    example = Example(candidate=text, source=text, parallel=parallel)
    assert [finding for rule in RULES for finding in run_example(rule, example)] == []


@pytest.mark.parametrize("number", ["002", "004"])
def test_the_clean_seeds_have_no_major_finding(number: str, run_example: Run) -> None:
    others = tuple(_text(other) for other in ("000", "001", "003"))
    examples = (
        Example(candidate=_text(number)),
        Example(candidate=_text(number), source=_text("002"), others=others, parallel=False),
    )
    found = [f for e in examples for rule in RULES for f in run_example(rule, e)]
    assert [f for f in found if f.severity in (Severity.MAJOR, Severity.CRITICAL)] == []


def test_the_altered_names_of_the_seeds_come_with_the_right_one(run_example: Run) -> None:
    rule = next(rule for rule in RULES if rule.code == "ACC101")
    for example in (
        Example(candidate=_text("001")),
        Example(candidate=_text("001"), source=_text("002"), parallel=False),
    ):
        found = [(f.quote, f.suggestion) for f in run_example(rule, example)]
        assert found.count(("Brinken", "Blinken")) == 4
        assert ("Gina Raimond", "Gina Raimondo") in found
        assert ("Paul Henle", "Paul Haenle") in found
        assert ("Ryan Huss", "Ryan Hass") in found


def test_the_altered_role_and_unit_of_the_seeds_are_found(run_example: Run) -> None:
    example = Example(candidate=_text("003"), source=_text("002"), parallel=False)
    quotes = [f.quote for rule in RULES for f in run_example(rule, example)]
    assert "Wang Yi, the Taiwanese prime minister" in quotes
    assert "5 1/2 days" in quotes
