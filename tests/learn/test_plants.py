"""A planted error damages the sentence, where the span says."""

from __future__ import annotations

import numpy as np
import pytest

from mtcheck.learn.edits import apply
from mtcheck.learn.plants import PLANTS, Clean
from mtcheck.learn.plants.meaning import respell
from mtcheck.learn.wordnet import WordNet
from mtcheck.models import TaggedWord
from mtcheck.text import words

TEXT = "On Friday the minister Okafor said that he would not sell 40 km of the old coastal road to Portugal."
TAGS = "IN NNP DT NN NNP VBD IN PRP MD RB VB CD NNS IN DT JJ JJ NN TO NNP"
NO_WORDNET = WordNet({pos: {} for pos in "nvar"}, {})
NEEDS_WORDNET = {"antonym", "broader", "part-of-speech"}
NEEDS_INFLECTION = {"inflection", "tense", "aspect"}


def clean(text: str = TEXT, tags: str = TAGS) -> Clean:
    found = tuple(
        TaggedWord(*word, tag) for word, tag in zip(words(text), tags.split(), strict=True)
    )
    return Clean(text, found, NO_WORDNET, ("Ibarra",), ("It rained.",), {"road": "carretera"})


def plant(
    kind: str, seed: int, sentence: Clean | None = None
) -> tuple[str, list[tuple[int, int, str]]]:
    sentence = sentence or clean()
    edits = PLANTS[kind].plant(sentence, np.random.default_rng(seed))
    return apply(sentence.text, edits) if edits else (sentence.text, [])


@pytest.mark.parametrize("kind", sorted(set(PLANTS) - NEEDS_WORDNET))
def test_every_kind_damages_and_says_where(kind):
    if kind in NEEDS_INFLECTION:
        pytest.importorskip("lemminflect")
    done = 0
    for seed in range(12):
        changed, spans = plant(kind, seed)
        if changed == TEXT:
            continue
        done += 1
        assert spans, changed
        for start, end, severity in spans:
            assert 0 <= start < end <= len(changed)
            assert severity in ("minor", "major")
            assert changed[start:end] == changed[start:end].strip()
    assert done or kind in ("question", "conjunction-lost")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("negation", "would sell"),
        ("name-swapped", "Ibarra"),
        ("foreign", "carretera"),
        ("gender", "she would"),
        ("unit", "40 kg|40 miles"),
        ("final-mark", "Portugal"),
    ],
)
def test_the_error_is_the_one_that_is_named(kind, expected):
    found = [plant(kind, seed)[0] for seed in range(20)]
    assert any(any(form in text for form in expected.split("|")) for text in found)


def test_a_tear_leaves_a_full_stop_inside_the_span():
    changed, ((start, end, _),) = plant("torn", 1)
    assert ". " in changed[start:end]
    assert changed.count(".") == 2


def test_a_moved_clause_loses_no_word():
    moved = [plant("clause-moved", seed)[0] for seed in range(30)]
    moved = [text for text in moved if text != TEXT]
    assert moved
    assert all(sorted(text.split()) == sorted(TEXT.split()) or "Portugal" in text for text in moved)


def test_a_respelt_name_stays_near():
    from rapidfuzz.distance import Levenshtein

    rng = np.random.default_rng(3)
    for name in ("Blinken", "Okafor", "Marrakesh", "Thornhill"):
        for _ in range(20):
            new = respell(name, rng)
            assert new[0] == name[0]
            assert Levenshtein.distance(new, name) <= 4


def test_a_respelt_name_is_respelt_everywhere():
    text = "Okafor left, and nobody followed Okafor."
    sentence = clean(text, "NNP VBD CC NN VBD NNP")
    changed, spans = plant("name", 2, sentence)
    assert len({changed[start:end] for start, end, _ in spans}) == 1
    assert len(spans) == 2


def test_there_is_nothing_to_plant_in_nothing():
    for kind in set(PLANTS) - {"unrelated"}:
        assert plant(kind, 0, clean("Yes.", "UH"))[0] in (
            "Yes.",
            "yes.",
            "Yes",
            "Yes .",
            "Yes Yes.",
            "Yes Yes Yes.",
            "Yes Yes Yes Yes.",
        )
