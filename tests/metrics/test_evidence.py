"""The evidence of a pair: what is lost, added, changed or disfigured moves the number named after it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.metrics.evidence import evidence
from mtcheck.metrics.matching import match
from mtcheck.models import Encoder

SOURCE = "The mayor of Lisbon said on Monday that 300 families had left the old harbour."

CHANGED = [
    ("names_lost", "The mayor of the city said on Monday that 300 families had left the old harbour."),
    ("names_new", "The mayor of Porto said on Monday that 300 families had left the old harbour."),
    ("numbers_changed", "The mayor of Lisbon said on Monday that 800 families had left the old harbour."),
    ("negation", "The mayor of Lisbon said on Monday that 300 families had not left the old harbour."),
    ("question", "Had the mayor of Lisbon said on Monday that 300 families left the old harbour?"),
    ("tense", "The mayor of Lisbon says on Monday that 300 families had left the old harbour."),
    ("plural", "The mayor of Lisbon said on Monday that 300 families had left the old harbours."),
    ("auxiliaries_new", "The mayor of Lisbon said on Monday that 300 families have left the old harbour."),
    ("prepositions_lost", "The mayor of Lisbon said Monday that 300 families had left the old harbour."),
    ("spaces_more", "The mayor of Lisbon said on Monday that 300 families had left the old harbour ."),
    ("marks_more", "The mayor of Lisbon said on Monday. that 300 families had left the old harbour."),
    ("unpaired_quotes_more", 'The mayor of Lisbon said on Monday that 300 families had "left the old harbour.'),
    ("foreign_more", "The mayor of Lisbon said on Monday that 300 families had left the old гавань."),
    ("repeats_more", "The mayor of Lisbon said on Monday that 300 families had left the old harbour harbour."),
    ("lower_start_more", "the mayor of Lisbon said on Monday that 300 families had left the old harbour."),
    ("unfinished_more", "The mayor of Lisbon said on Monday that 300 families had left the old harbour"),
    ("capitals_less", "The mayor of lisbon said on monday that 300 families had left the old harbour."),
    ("unknown_words", "The mayor of Lisbon said on Monday that 300 familles had leftt the old harbour."),
    ("strange_pairs", "The mayor of Lisbon said on Monday that 300 families left had the old harbour."),
    ("swapped", "The mayor of Lisbon said on Monday that 300 families had left the harbour old."),
    ("unlinked_source", "The mayor of Lisbon said on Monday that families had left the harbour."),
    ("unlinked_candidate", "The mayor of Lisbon said on Monday that 300 angry local families had left the old harbour."),
    ("lost", "The mayor of Lisbon said on Monday that families had left."),
    ("added", "The mayor of Lisbon said on Monday that 300 families with violins had left the old harbour."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "candidate"), CHANGED, ids=[name for name, _ in CHANGED])
def test_each_number_moves_with_what_it_is_named_after(
    name: str, candidate: str, encoder: Encoder
) -> None:
    assert evidence(candidate, SOURCE, encoder)[name] > evidence(SOURCE, SOURCE, encoder)[name]


def test_gender_moves_when_he_becomes_she(encoder: Encoder) -> None:
    source = "He said that he would sell his boat."
    assert evidence("She said that she would sell her boat.", source, encoder)["gender"] > 0.6
    assert evidence(source, source, encoder)["gender"] == 0.0


def test_equal_texts_match_fully_and_show_no_change(encoder: Encoder) -> None:
    found = evidence(SOURCE, SOURCE, encoder)
    full = ("recall", "precision", "states_recall", "states_precision", "similarity", "chrf")
    assert all(found[name] == pytest.approx(1.0, abs=1e-5) for name in full)
    kept = {*full, "same_words", "source_words", "worst_lost", "worst_added", "fluency"}
    assert {name: v for name, v in found.items() if name not in kept and abs(v) > 0.01} == {}


def test_a_paraphrase_matches_better_than_another_story(encoder: Encoder) -> None:
    paraphrase = (
        "On Monday Lisbon's mayor reported that 300 families had moved out of the old port."
    )
    other = "The central bank of Norway kept its key interest rate at four per cent this week."
    assert match(paraphrase, SOURCE, encoder).recall > match(other, SOURCE, encoder).recall + 0.2


def test_the_word_without_like_is_the_least_matched(encoder: Encoder) -> None:
    candidate = SOURCE.replace("families", "volcanoes")
    least = min(match(candidate, SOURCE, encoder).candidate, key=lambda word: word.similarity)
    assert least.word.text == "volcanoes"


@given(candidate=st.text(max_size=60), source=st.text(max_size=60))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_two_texts_have_the_same_finite_numbers(
    candidate: str, source: str, encoder: Encoder
) -> None:
    found = evidence(candidate, source, encoder)
    assert list(found) == list(evidence(SOURCE, SOURCE, encoder))
    assert all(abs(value) < 100 for value in found.values())
