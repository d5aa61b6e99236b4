"""A spun sentence has other words in the same forms; the span is the word."""

from __future__ import annotations

import numpy as np
import pytest

from mtcheck.learn.edits import apply
from mtcheck.learn.exchanged import slots
from mtcheck.learn.spin import HARM, Thesaurus, spin, substitutes
from mtcheck.learn.wordnet import WordNet
from mtcheck.models import TaggedWord
from mtcheck.text import words

pytest.importorskip("lemminflect")

DATA = {
    "n": b"00 00 n 03 car 0 auto 0 horseless 0 000 | a\n" b"99 00 n 02 car 0 carriage 0 000 | b\n",
    "v": b"", "a": b"", "r": b"",
}  # fmt: skip
SECOND = DATA["n"].index(b"99")
WORDNET = WordNet(
    {
        "n": {"car": (0, SECOND), "auto": (0,), "horseless": (0,), "carriage": (SECOND,)},
        "v": {}, "a": {}, "r": {},
    },
    DATA,
)  # fmt: skip
ZIPF = {"auto": 4.5, "carriage": 4.0, "horseless": 1.0, "van": 4.5}
THESAURUS = Thesaurus(
    WORDNET, lambda lemma, pos: ("van",) if lemma == "car" else (), lambda word: ZIPF[word]
)


def tagged(text: str, tags: str) -> tuple[TaggedWord, ...]:
    return tuple(
        TaggedWord(*word, tag) for word, tag in zip(words(text), tags.split(), strict=True)
    )


def test_substitutes_take_the_form_of_the_word():
    found = {sub.word: sub.kind for sub in THESAURUS.substitutes(tagged("Cars", "NNS")[0])}
    assert found == {
        "Autos": "close",
        "Horselesses": "rare",
        "Carriages": "other-sense",
        "Vans": "near",
    }


def test_names_and_grammar_words_are_not_spun():
    assert THESAURUS.substitutes(tagged("Car", "NNP")[0]) == ()
    assert THESAURUS.substitutes(tagged("being", "VBG")[0]) == ()


def test_the_article_follows_the_substitute():
    text = "It was a car."
    found = {
        apply(text, edits)[0]
        for seed in range(20)
        for sub, edits in substitutes(
            tagged(text, "PRP VBD DT NN"), THESAURUS, np.random.default_rng(seed)
        )
    }
    assert "It was an auto." in found
    assert "It was a van." in found


def test_a_close_word_harms_less_than_a_rare_one():
    assert HARM["close"] < 2 < HARM["rare"] < HARM["random"]


def test_spinning_marks_what_it_put_in():
    text = "A car passed."
    for seed in range(10):
        edits = spin(tagged(text, "DT NN VBD"), THESAURUS, np.random.default_rng(seed))
        changed, spans = apply(text, edits)
        assert [changed[start:end] for start, end, _ in spans] in (
            [],
            ["auto"],
            ["van"],
            ["carriage"],
            ["horseless"],
        )


def test_words_stand_in_one_slot_between_the_same_neighbours():
    pairs = slots("They had a long talk there.", "They had a long chat there, too.")
    assert [(one.text, other.text) for one, other in pairs] == [("talk", "chat")]
    assert not list(slots("They had a talk.", "They had one long chat."))
