"""TER102: mangled set phrases are found, and ways to say things that people use are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.lexicon import Lexicon
from mtcheck.models import Encoder
from mtcheck.rule import Context, Example, Rule, run_rule
from mtcheck.rules.terminology.set_phrase_mangled import RULE
from mtcheck.types import Alignment, Finding, Sentence, Severity, Unit

Run = Callable[[Rule, Example], tuple[Finding, ...]]

MANGLED = [
    ("The deal on artificial consciousness was signed.", "artificial consciousness"),
    ("The Deputy spoke of older Japanese officials in Tokyo.", "older Japanese officials"),
    ("They held talks on the ballistic projectile programme.", "ballistic projectile"),
    ("Doctors warn that heart disappointment is on the rise.", "heart disappointment"),
    ("The model relies on haze figuring in every town.", "haze figuring"),
    ("Prices rose as the inventory market fell on wall street.", "inventory market"),
    ("He was accused of meddling and impeding in the country’s affairs.", "impeding in"),
    ("The minister made hints at a compromise.", "made hints at"),
    ("Officials said the demise toll would rise.", "demise toll"),
    ("The savvy-grid project starts in May.", "savvy-grid"),
]
FINE = [
    "Individual rights must be weighed against the needs of the group.",
    "Refugees are entitled to international protection under the convention.",
    "The older officials and the younger ones disagreed.",
    "Their marriage was in trouble, and so was the firm.",
    "Five days of deals start on Black Friday, the retailer said.",
    "The reddish glow of the lines on the map was a printing error.",
    "Public safety is the job of the city’s department.",
    "She has primary interests in botany and music.",
    "The red lines on the chart show core inflation.",
    "Savvy investors sold early.",
    "The predecessor of the current model had no radio.",
    "A profound silence followed the speech.",
    "The human rights lawyer met the foreign minister and senior officials.",
    "Mid-sized businesses pay more tax than small ones.",
    "Crimson Lines Ltd sails to Oslo.",
]


@pytest.mark.parametrize(("text", "quote"), MANGLED)
def test_a_mangled_phrase_is_marked(text: str, quote: str, run_example: Run) -> None:
    assert any(quote in finding.quote for finding in run_example(RULE, Example(text)))


@pytest.mark.parametrize("text", FINE)
def test_what_people_say_is_left_alone(text: str, run_example: Run) -> None:
    assert run_example(RULE, Example(text)) == ()


def test_the_seed_that_was_spun_is_full_of_them(run_example: Run) -> None:
    text = (
        "China’s genuine development privileges have been excessively suppressed and our primary "
        "interests are facing problems. China wants the US to stay off its reddish lines."
    )
    quotes = [finding.quote for finding in run_example(RULE, Example(text))]
    assert quotes == ["development privileges", "primary interests", "reddish lines"]


def test_a_users_phrase_always_fires(encoder: Encoder) -> None:
    text = "The blue widget turns."
    unit = Unit("1", text, 1)
    sentence = Sentence(text, unit, 0, len(text))
    ctx = Context((sentence,), (), Lexicon(), encoder, phrases=(("blue widget", "azure gadget"),))
    (finding,) = run_rule(RULE, (Alignment(0, (sentence,), (), 1.0),), ctx)
    assert (finding.quote, finding.suggestion) == ("blue widget", "azure gadget")


def test_a_term_of_computing_with_one_word_replaced_is_minor_unless_in_company(
    run_example: Run,
) -> None:
    (alone,) = run_example(RULE, Example("The firm published the wellspring code in May."))
    assert (alone.quote, alone.severity) == ("wellspring code", Severity.MINOR)
    text = "The firm published the wellspring code in May. It learns by profound learning."
    assert {finding.severity for finding in run_example(RULE, Example(text))} == {Severity.MAJOR}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_crash(encoder: Encoder, text: str) -> None:
    unit = Unit("1", text, 1)
    sentence = Sentence(text, unit, 0, len(text))
    ctx = Context((sentence,), (), Lexicon(), encoder)
    run_rule(RULE, (Alignment(0, (sentence,), (), 1.0),), ctx)
