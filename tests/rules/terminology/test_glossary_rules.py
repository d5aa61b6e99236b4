from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mtcheck.rule import Example, Rule
from mtcheck.rules import get_rule
from mtcheck.types import Finding

TABLE = Path(__file__).with_name("glossary_cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in TABLE]


def _param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if case["xfail"] else []
    return pytest.param(case, id=f"{case['code']} {case['label']}", marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_the_rule_marks_what_the_case_expects_and_nothing_else(
    case: dict[str, Any], run_example: Callable[[Rule, Example], tuple[Finding, ...]]
) -> None:
    example = Example(
        candidate=case["candidate"],
        source=case["source"],
        parallel=case["parallel"],
        glossary=case["glossary"],
    )
    findings = run_example(get_rule(case["code"]), example)
    assert [finding.quote for finding in findings] == case["expect"]
    if case["suggest"]:
        assert [finding.suggestion for finding in findings] == case["suggest"]


def test_at_least_a_third_of_the_cases_are_near_misses() -> None:
    assert sum(not case["expect"] for case in CASES) >= len(CASES) / 3
