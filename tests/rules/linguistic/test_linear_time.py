"""Every rule of the family reads hostile text in time that grows with its length, not faster."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from mtcheck.lexicon import Lexicon
from mtcheck.rule import Context, Rule, run_rule
from mtcheck.rules import get_rule
from mtcheck.types import Alignment, Sentence, Unit

TRIGGERS = {
    "LIN102": ("the ", "of the ", "safety and ", "a "),
    "LIN103": ("the four parties, ", "a b ", "has praised it and has praised it, ", "and a it "),
    "LIN201": ("a- ", "a$ 1", " ,", "( ", ") ", "a  b ", "U. S. ", "5, 000 ", "a ’s ", "-", "a"),
    "LIN202": ("end.The ", "theUN ", "thecompany ", "a,bc", "(a)is ", "a.", "the"),
    "LIN301": ("” ", "“", ",” ", '" a', "‘ a ", "” a, ", "a“ "),
    "LIN302": (". ", ",,", "..", "?. ", "told., ", "!"),
    "LIN401": ("â€™ ", "Ã©", "â€", "é"),
    "LIN402": ("\ufffd", "\ufffda", "don?t ", "a?s "),
    "LIN403": ("\u200b", "\u200ba", "\u00ad ", "\u202e"),
    "LIN501": ("Mr ", "Mr. A Mr A ", "U.S. US ", "US"),
    "DES101": ("leave a comment ", "read more: ", "© ", "… "),
}
"""What each rule looks for, over and over."""

LENGTH = 200_000
MAX_GROWTH = 6.0
"""Four times the text may cost at most this many times the work; quadratic work costs 16."""


def sentence_of(trigger: str, length: int) -> Alignment:
    text = (trigger * (length // len(trigger) + 1))[:length]
    return Alignment(0, (Sentence(text, Unit("1", text, 1), 0, length),), (), 1.0)


def n_lines_run(rule: Rule, alignment: Alignment) -> int:
    """How many lines of Python the rule executes: the same on every machine."""
    count = 0

    def local(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return local

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        return local if "mtcheck" in frame.f_code.co_filename else None

    ctx = Context(alignment.candidate, (), Lexicon(), None)  # type: ignore[arg-type]
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run_rule(rule, (alignment,), ctx)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("code", "trigger"), [(code, one) for code, some in TRIGGERS.items() for one in some]
)
def test_four_times_the_text_is_about_four_times_the_work(code: str, trigger: str) -> None:
    rule = get_rule(code)
    short, long = (n_lines_run(rule, sentence_of(trigger, n)) for n in (1_000, 4_000))
    assert long <= MAX_GROWTH * short + 200


@pytest.mark.parametrize(
    ("code", "trigger"), [(code, one) for code, some in TRIGGERS.items() for one in some]
)
def test_a_long_text_of_nothing_but_triggers_is_read_to_its_end(code: str, trigger: str) -> None:
    """Backtracking hides in one line of Python: this would take hours, not seconds."""
    alignment = sentence_of(trigger, LENGTH)
    ctx = Context(alignment.candidate, (), Lexicon(), None)  # type: ignore[arg-type]
    for finding in run_rule(get_rule(code), (alignment,), ctx):
        assert finding.quote == alignment.candidate[0].text[finding.start : finding.end]
