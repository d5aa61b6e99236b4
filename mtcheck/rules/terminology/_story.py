"""What the source and the other files say about the story: their words and word pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from mtcheck.lexicon.collocations import FUNCTION_WORDS, Token, tokens
from mtcheck.rule import Context


@dataclass(frozen=True, slots=True)
class Story:
    """How many texts and sentences use a lemma or a pair of neighbouring content lemmas.

    ``words`` and ``pairs`` count sentences of the source and of the other files together;
    ``source_words`` and ``source_pairs`` those of the source alone.
    """

    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    source_words: Counter[str]
    source_pairs: Counter[tuple[str, str]]


def read_story(ctx: Context) -> Story:
    """Count the source and the other candidates of the run."""
    source_words: Counter[str] = Counter()
    source_pairs: Counter[tuple[str, str]] = Counter()
    for sentence in ctx.source:
        _count(sentence.text, source_words, source_pairs)
    words, pairs = Counter(source_words), Counter(source_pairs)
    for document in ctx.others:
        for unit in document.units:
            _count(unit.text, words, pairs)
    return Story(words, pairs, source_words, source_pairs)


def _count(text: str, words: Counter[str], pairs: Counter[tuple[str, str]]) -> None:
    found = tokens(text)
    words.update(token.lemma for token in found)
    pairs.update((left.lemma, right.lemma) for left, right in content_pairs(found))


def content_pairs(found: tuple[Token, ...]) -> list[tuple[Token, Token]]:
    """Neighbouring content words that only a space or a hyphen parts."""
    return [
        (left, right)
        for left, right in pairwise(found)
        if right.joined and is_content(left) and is_content(right)
    ]


def is_content(token: Token) -> bool:
    """A word of three letters or more that is not a function word."""
    return len(token.lemma) > 2 and token.lemma not in FUNCTION_WORDS
