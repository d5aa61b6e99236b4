from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.rule import Example, Rule
from mtcheck.rules import all_rules
from mtcheck.types import Finding

RULES = [rule for rule in all_rules() if rule.code.startswith("ACC")]
PIECES = st.sampled_from(
    [
        "Mr. Blinken",
        "Brinken’s",
        "İstanbul",
        "5 1/2 days",
        "$95 bn",
        "1/0",
        "½",
        "not",
        "never",
        "n't",
        "…",
        "“",
        "”",
        "*foo",
        "部长",
        "ﬁ",
        "ß",
        "Wang Yi, the Taiwanese prime minister",
        "the",
        "said",
        ".",
        ",",
        "(",
        ")",
        "twenty-one hundred",
        "1,2,3",
        "٣",
        "²",
        "\u2028",
        "-",
        "Chinese President Xi Jinping",
        "US",
        "U.S.",
        "percent",
        "durante",
        "un",
        "in",
        "'s",
        "’",
        "1e9",
        "0",
        "and a half",
        "A",
        "é",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)


@pytest.mark.parametrize("parallel", [True, False], ids=["parallel", "comparable"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(candidate=TEXTS, source=TEXTS)
def test_no_text_makes_a_rule_crash(
    run_example: Callable[[Rule, Example], tuple[Finding, ...]],
    candidate: str,
    source: str,
    parallel: bool,
) -> None:
    example = Example(candidate=candidate, source=source, parallel=parallel)
    for rule in RULES:
        run_example(rule, example)
