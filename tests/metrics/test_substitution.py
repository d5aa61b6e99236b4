"""Which words were replaced between equal neighbours, and whether people would accept them."""

from __future__ import annotations

import pytest

from mtcheck.metrics.evidence import evidence
from mtcheck.metrics.substitution import substitutions
from mtcheck.models import Encoder

ACCEPTED_AND_NOT = [
    ("The clinic treats breast cancer every day.", "breast cancer", "breast tumours", "bosom malignancy"),
    ("The minister made a big mistake in the vote.", "big", "serious", "corpulent"),
    ("Prices rose quickly after the harvest failed.", "quickly", "rapidly", "hurriedly"),
    ("The court will hear the case in the spring.", "case", "matter", "suitcase"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "word", "good", "bad"), ACCEPTED_AND_NOT)
def test_a_fitting_synonym_is_likelier_accepted_than_a_spun_one(
    source: str, word: str, good: str, bad: str, encoder: Encoder
) -> None:
    candidates = [source.replace(word, new) for new in (good, bad)]
    (one,), (other,) = (substitutions(text, source, encoder) for text in candidates)
    assert one.fit > other.fit
    strains = [evidence(text, source, encoder)["strain"] for text in candidates]
    assert 0 < strains[0] < strains[1]


def test_the_places_are_those_of_the_words(encoder: Encoder) -> None:
    source, candidate = "They drew red lines on the map.", "They drew reddish outlines on the map."
    (found,) = substitutions(candidate, source, encoder)
    assert candidate[found.start : found.end] == "reddish outlines"
    assert source[found.there : found.until] == "red lines"


@pytest.mark.parametrize(
    ("source", "candidate"),
    [
        ("They met Anna Kern at noon.", "They met Anna Korn at noon."),
        ("They waited in the hall.", "They waited at the hall."),
        ("The line was drawn again.", "The lines was drawn again."),
        ("They paid 300 euros.", "They paid 800 euros."),
        ("They met at noon.", "They met at noon."),
    ],
    ids=["name for name", "little word", "other form", "figure", "equal"],
)
def test_what_others_look_at_is_no_substitution(
    source: str, candidate: str, encoder: Encoder
) -> None:
    assert substitutions(candidate, source, encoder) == ()
