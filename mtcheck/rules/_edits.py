"""Single words replaced in a sentence that is otherwise the source's.

Between versions of one text, a sentence that keeps nearly all its words and changes one was
edited, not written anew: what was changed there can be judged more boldly than in a paraphrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from mtcheck.text import MAX_COMPARED, Word, fold, words
from mtcheck.types import Alignment, Sentence

MIN_SAME = 0.7
"""Share of words that must be the same on both sides. Second human translations of news reach it
in 12 of 100 sentences."""


class Edit(NamedTuple):
    """``candidate`` stands where the source has ``source``; offsets of the two sentences."""

    sentence: Sentence
    candidate: Word
    source_sentence: Sentence
    source: Word


def single_edits(alignment: Alignment) -> Iterator[Edit]:
    """Words replaced one for one, in a pair of sentences with mostly the same words."""
    if len(alignment.candidate) != 1 or len(alignment.source) != 1:
        return
    (sentence,), (other,) = alignment.candidate, alignment.source
    left, right = words(sentence.text), words(other.text)
    if max(len(left), len(right)) > MAX_COMPARED:
        return
    matcher = SequenceMatcher(
        None, [fold(w.text) for w in left], [fold(w.text) for w in right], autojunk=False
    )
    if matcher.ratio() < MIN_SAME:
        return
    for kind, start, end, there, until in matcher.get_opcodes():
        if kind == "replace" and end - start == until - there == 1:
            yield Edit(sentence, left[start], other, right[there])
