"""Content words of a text, and which of them have no counterpart on the other side.

A paraphrase keeps the content and changes the words, so a word without its like proves
nothing. A long run of content words none of which has a counterpart is a clause that one side
lacks.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtcheck.models import Link, TaggedWord
from mtcheck.text import fold

CONTENT_TAGS = ("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "FW")
"""Nouns, names, adjectives and numbers; and verbs, but for the light ones below."""

_LIGHT_WORDS = (
    "be is are was were been being am have has had having do does did doing said say says will "
    "would can could may might shall should must get got make made take took go went come came"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())


def is_content(word: TaggedWord) -> bool:
    """True for nouns, names, adjectives, numbers and full verbs."""
    if fold(word.text) in _LIGHT:
        return False
    return word.tag in CONTENT_TAGS or word.tag.startswith("VB")


def longest_run(
    words: Sequence[TaggedWord], linked: set[int], *, max_linked: int = 0
) -> tuple[TaggedWord, ...]:
    """The longest run of words with no counterpart, from content word to content word.

    ``linked`` holds the starts of the words that have one. Function words neither break a run
    nor count: its length is its number of content words.
    """
    best: list[TaggedWord] = []
    run: list[TaggedWord] = []
    n_linked = 0
    for word in words:
        if not is_content(word):
            continue
        if word.start in linked:
            n_linked += 1
            if n_linked > max_linked:
                run, n_linked = [], 0
            continue
        run.append(word)
        if len(run) > len(best):
            best = list(run)
    return tuple(best)


def linked_starts(links: Sequence[Link], min_similarity: float) -> tuple[set[int], set[int]]:
    """Starts of the linked candidate words and of the linked source words."""
    pairs = [
        (link.candidate.start, link.source.start)
        for link in links
        if link.candidate and link.source and link.similarity >= min_similarity
    ]
    return {left for left, _ in pairs}, {right for _, right in pairs}
