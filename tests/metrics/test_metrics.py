from __future__ import annotations

from mtcheck.metrics.fluency import fluency
from mtcheck.metrics.similarity import similarity
from mtcheck.metrics.surface import chrf
from mtcheck.models import Encoder

PAIRS = (
    ("The committee will publish its report before the end of the year.",
     "The committee will publish his inform before of the final of the year."),
    ("Farmers in the valley lost half of their harvest to the flood.",
     "The farmers in the valley lost the half of his harvest to the inundation."),
    ("She told reporters that the talks had gone better than expected.",
     "She said to the reporters that the talks had gone better of the expected."),
    ("The new law makes it easier for small firms to hire apprentices.",
     "The new law does more easy for the small companies contract to apprentices."),
)  # fmt: skip


def test_fluency_is_higher_for_what_a_person_wrote(encoder: Encoder) -> None:
    for human, machine in PAIRS:
        one, other = fluency(human, encoder), fluency(machine, encoder)
        assert one is not None
        assert other is not None
        assert one > other


def test_fluency_is_not_computed_for_a_few_words(encoder: Encoder) -> None:
    assert fluency("No doubt.", encoder) is None


def test_similarity_and_chrf_of_the_same_text_are_whole(encoder: Encoder) -> None:
    assert similarity("The harvest.", "The harvest.", encoder) == 1.0
    assert chrf("The harvest.", "The harvest.") == 100.0


def test_similarity_sees_meaning_where_chrf_sees_letters(encoder: Encoder) -> None:
    text, same, other = (
        "The doctor was angry.",
        "The physician was furious.",
        "The doors were angular.",
    )
    assert similarity(text, same, encoder) > similarity(text, other, encoder)
    assert chrf(text, same) < chrf(text, other)
