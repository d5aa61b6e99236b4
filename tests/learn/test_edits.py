"""Edits say exactly where they are, and people's edits do no harm."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.learn.edits import WAYS, Edit, apply
from mtcheck.models import TaggedWord
from mtcheck.text import words


def tagged(text: str, tags: str = "") -> tuple[TaggedWord, ...]:
    found = words(text)
    given_tags = tags.split() or ["NN"] * len(found)
    assert len(given_tags) == len(found), [word.text for word in found]
    return tuple(TaggedWord(*word, tag) for word, tag in zip(found, given_tags, strict=True))


def variants(text: str, tags: str = "") -> set[str]:
    return {apply(text, [edit])[0] for way in WAYS for edit in way(text, tagged(text, tags))}


@given(st.text("ab ", min_size=3, max_size=30), st.data())
def test_a_span_quotes_what_was_put_in(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, len(text)))
    changed, spans = apply(text, [Edit(start, end, "XYZ", "minor")])
    assert [(changed[a:b], severity) for a, b, severity in spans] == [("XYZ", "minor")]
    assert changed == text[:start] + "XYZ" + text[end:]


def test_what_was_taken_out_is_marked_at_the_word_after_it():
    changed, spans = apply("She may go home.", [Edit(3, 7, "", "major")])
    assert (changed, spans) == ("She go home.", [(4, 6, "major")])


def test_overlapping_edits_keep_the_first():
    changed, _ = apply("one two", [Edit(0, 5, "x"), Edit(4, 7, "y")])
    assert changed == "xwo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The color of the sky", "The colour of the sky"),
        ("They do not know it", "They don't know it"),
        ("Do not go there", "Don't go there"),
        ("It fell by 4% there", "It fell by 4 percent there"),
        ("On March 3 it rained", "On 3 March it rained"),
        ("They sold 12,500 cars there", "They sold 12500 cars there"),
        ("They sold 12500 cars there", "They sold 12,500 cars there"),
        ("He has seven cats at home", "He has 7 cats at home"),
        ("Red, green, and blue", "Red, green and blue"),
        ("He said “no” twice", 'He said "no" twice'),
    ],
)
def test_house_styles_differ(text, expected):
    assert expected in variants(text)


def test_an_adverbial_may_stand_at_the_end():
    found = variants("In 2015, the mill closed its doors.", "IN CD DT NN VBD PRP$ NNS")
    assert "The mill closed its doors in 2015." in found


@pytest.mark.parametrize("text", ["The US team won", "Chapter 7 is short", "I like it"])
def test_nothing_is_edited_that_would_change_its_meaning(text):
    assert variants(text) == set()


def test_the_same_seed_edits_the_same():
    from mtcheck.learn.edits import edit_harmlessly

    text = "In 2015, the color changed, and 12,500 people did not see it on March 3."
    runs = {edit_harmlessly(text, tagged(text), np.random.default_rng(5)) for _ in range(3)}
    assert len(runs) == 1
    assert runs != {text}
