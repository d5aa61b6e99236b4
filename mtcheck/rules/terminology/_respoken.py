"""Terms of the source that the candidate says with other words, judged by how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.lexicon.collocations import Collocations, tokens
from mtcheck.rules.terminology._altered import agree, akin, known_forms, known_hits, swap_kinds
from mtcheck.rules.terminology._story import Story, content_pairs

if TYPE_CHECKING:
    from mtcheck.types import Alignment, Sentence

ONE_WORD = 0.29
"""Least strength of the replacement where the other word of the term stands. In 219 human second
translations of news, 13 files have one such pair and no file has two."""

BOTH_WORDS = 0.2
"""The same for each word where both are replaced."""

BOTH_WORDS_ALONE = 0.4
"""Both words replaced as strongly as this are told without company: 1 in 2,996 human sentences."""

KNOWN_PAIR = 4.0
EVERYDAY_PAIR = 6.5
"""log10 of the count in 10^12 words between which a term is missed when its modifier alone is
replaced; what is more frequent ("first time": 7.4) has too many synonyms."""

COMPANY = 2
"""How many different altered terms a file must hold before they are reported."""

CROWD = 4
"""From so many on, a file is taken for spun, and weaker replacements count as well."""

LOOSE = 0.1
"""Least strength in such a file; none is needed where the linked source sentence has the term."""


class Respoken(NamedTuple):
    """A pair of candidate words that stands for a term of the source.

    ``strict``: strong enough to count as company. ``alone``: strong enough to be told without
    any. ``sure``: strict, and in company.
    """

    alignment: Alignment
    sentence: Sentence
    start: int
    end: int
    expected: str
    strict: bool
    alone: bool
    sure: bool = False


def respoken_terms(
    alignments: Sequence[Alignment], lexicon: Collocations, story: Story
) -> tuple[Respoken, ...]:
    """The altered terms that a file has enough of, in reading order."""
    said = {
        pair
        for alignment in alignments
        for sentence in alignment.candidate
        for pair in _lemma_pairs(sentence.text)
    }
    terms = [pair for pair in story.source_pairs if pair not in said and lexicon.phrase(*pair)]
    if not terms:
        return ()
    found = [
        item
        for alignment in alignments
        for sentence in alignment.candidate
        for item in _in_sentence(alignment, sentence, terms, lexicon, story)
    ]
    if not found:
        return ()
    company = {item.expected for item in found if item.strict} | _known(alignments)
    joined, crowded = len(company) >= COMPANY, len(company) >= CROWD
    return tuple(
        item._replace(sure=item.strict and joined)
        for item in found
        if item.alone or (item.strict and joined) or crowded
    )


def _lemma_pairs(text: str) -> set[tuple[str, str]]:
    return {(left.lemma, right.lemma) for left, right in content_pairs(tokens(text))}


def _known(alignments: Sequence[Alignment]) -> set[str]:
    """What the listed mangled forms in the file stand for."""
    forms = known_forms()
    return {
        hit.expected
        for alignment in alignments
        for sentence in alignment.candidate
        for hit in known_hits(sentence.text, tokens(sentence.text), forms)
    }


def _in_sentence(
    alignment: Alignment,
    sentence: Sentence,
    terms: list[tuple[str, str]],
    lexicon: Collocations,
    story: Story,
) -> Iterator[Respoken]:
    text = sentence.text
    here = _lemma_pairs(alignment.source_text)
    for left, right in content_pairs(tokens(text)):
        first, second = left.lemma, right.lemma
        if (first, second) in story.pairs or lexicon.count(first, second) > 0.0:
            continue
        if text[left.start].isupper() or text[right.start].isupper():
            continue
        if lexicon.phrase(first, second):
            continue
        best: tuple[float, str, bool, bool] | None = None
        hyphened = text[: left.start].endswith(("-", "‐", "‑"))  # of "face-to-face diplomacy"
        for term in terms:
            swaps = [
                (was, meant)
                for was, meant in zip((first, second), term, strict=True)
                if was != meant
            ]
            if any(was in story.words or akin(was, meant) for was, meant in swaps):
                continue
            if hyphened and first != term[0]:
                continue
            rank = _rank(swaps, term, term in here, lexicon)
            if rank and (best is None or rank[0] > best[0]):
                best = (rank[0], lexicon.phrase(*term), rank[1], rank[2])
        if best:
            expected = agree(best[1], right.text)
            yield Respoken(alignment, sentence, left.start, right.end, expected, best[2], best[3])


def _rank(
    swaps: list[tuple[str, str]], term: tuple[str, str], linked: bool, lexicon: Collocations
) -> tuple[float, bool, bool] | None:
    """Strength of the pair as that term, and whether it is strict and may stand alone."""
    strengths = [lexicon.replaces(was, meant) for was, meant in swaps]
    least, most = min(strengths), max(strengths)
    common = KNOWN_PAIR <= lexicon.count(*term) <= EVERYDAY_PAIR
    if len(swaps) == 1:
        if swap_kinds().get(swaps[0]) == "possible":
            return None
        if least < LOOSE and not linked:
            return None
        modifier = swaps[0][1] == term[0]
        return 1 + least, least >= ONE_WORD, modifier and common and least >= ONE_WORD
    if least >= LOOSE or (linked and most >= 0.5):
        return least, least >= BOTH_WORDS, least >= BOTH_WORDS_ALONE
    return None
