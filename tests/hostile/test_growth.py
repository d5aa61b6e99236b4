"""No text makes a rule, a reader or the segmenter run away: time grows about as the text does.

Only a coarse bound, that a busy machine cannot break; ``tests/bench/formats.py`` prints exponents.
"""

from __future__ import annotations

import re

import pytest

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.rules import all_rules
from mtcheck.segment import segment

from .growth import (
    FRAGMENTS,
    OnlyWords,
    Subject,
    document,
    exponent,
    made,
    of_rule,
    readers,
    seconds,
)

SIZE = 4000
"""Near the longest sentence that is judged."""

QUICK = 0.2
"""Seconds of processor time for such a text; a quadratic rule takes more for some fragment."""

RULES = tuple(rule for rule in all_rules() if "judge" not in rule.needs)
SUBJECTS: dict[str, Subject] = {
    **{rule.code: of_rule(rule, OnlyWords()) for rule in RULES},
    **dict(readers()),
    "segmenter": lambda text: segment(document(text)),
    "directives": lambda text: read_comments(
        [Comment(f" mtcheck: ignore[{text}] {text}", 1, 1, 0, False)], 1
    ),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_no_text_takes_forever(name: str) -> None:
    subject = SUBJECTS[name]
    subject(made("a ", 200))  # what is loaded once
    slow = [f for f in FRAGMENTS if seconds(subject, made(f, SIZE), tries=1) > QUICK]
    for fragment in slow:
        for attempt in (1, 2, 3):
            short = seconds(subject, made(fragment, SIZE // 4))
            long = seconds(subject, made(fragment, SIZE))
            if long < QUICK or long < 10 * short:  # quadratic: 16 times
                break
            assert attempt < 3, f"{name} on {fragment!r}: {short:.3f} s, then {long:.3f} s"


def test_what_is_quadratic_is_seen() -> None:
    found = exponent(re.compile("a+b").search, "a", (2000, 4000, 8000), tries=2)
    assert found > 1.5
    assert exponent(str.upper, "a", (2000, 4000, 8000), tries=2) < 1.3
