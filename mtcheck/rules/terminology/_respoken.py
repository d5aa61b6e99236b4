"""Terms of the source that the candidate says with other words, judged by how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.frequency import zipf
from mtcheck.lexicon.collocations import Collocations, Token, tokens
from mtcheck.rules.terminology._altered import agree, akin, known_forms, known_hits, swap_kinds
from mtcheck.rules.terminology._story import Story, content_pairs, is_content

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


_PARTICLES = "at away back by down for in off on out over through under up"
PARTICLES = frozenset(_PARTICLES.split())
"""Words that stay when a spinner turns "sent off" into "mailed off", "on loan" into "on mortgage".
"""

PARTICLE_STRENGTH, PARTICLE_GAP = 0.15, 0.4
"""For such pairs: least strength, and by how many powers of ten the source's pair is commoner.
They are told only in company, so no human second translation shows one."""

LEADING_STRENGTH = 0.5
EVERYDAY_ZIPF = 5.3
"""In a crowd: strength of the first word that vouches for the second without any ("main
professional"), and the frequency from which a second word proves nothing ("moments among")."""


class Respoken(NamedTuple):
    """A pair of candidate words that stands for a term of the source.

    ``strict``: strong enough to count as company. ``alone``: strong enough to be told without
    any. ``sure``: strict, and in company. ``fixed``: a word beside a particle, in company.
    """

    alignment: Alignment
    sentence: Sentence
    start: int
    end: int
    expected: str
    strict: bool
    alone: bool
    sure: bool = False
    fixed: bool = False


def respoken_terms(
    alignments: Sequence[Alignment],
    source: Sequence[Sentence],
    lexicon: Collocations,
    story: Story,
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
    fixed = {pair for sentence in source for pair in _particle_pairs(sentence.text)}
    company = {item.expected for item in found if item.strict} | _known(alignments)
    joined, crowded = len(company) >= COMPANY, len(company) >= CROWD
    if joined:
        found += [
            item
            for alignment in alignments
            for sentence in alignment.candidate
            for item in _beside_particles(alignment, sentence, fixed, lexicon, story)
        ]
    return tuple(
        item._replace(sure=item.strict and joined)
        for item in found
        if item.alone or (item.strict and joined) or crowded or item.fixed
    )


def _lemma_pairs(text: str) -> set[tuple[str, str]]:
    return {(left.lemma, right.lemma) for left, right in content_pairs(tokens(text))}


def _particle_pairs(text: str) -> dict[tuple[str, str], tuple[Token, Token]]:
    """Neighbours of which exactly one is a particle: "sent off", "on loan"."""
    return {
        (left.lemma, right.lemma): (left, right)
        for left, right in pairwise(tokens(text))
        if right.joined
        and (left.lemma in PARTICLES) != (right.lemma in PARTICLES)
        and is_content(right if left.lemma in PARTICLES else left)
    }


def _beside_particles(
    alignment: Alignment,
    sentence: Sentence,
    fixed: set[tuple[str, str]],
    lexicon: Collocations,
    story: Story,
) -> Iterator[Respoken]:
    """Words that replace one beside a particle: in a linked sentence, or in a set phrase."""
    here = _particle_pairs(alignment.source_text)
    for (first, second), (left, right) in _particle_pairs(sentence.text).items():
        n = 1 if first in PARTICLES else 0
        was = (first, second)[n]
        if was in story.words or sentence.text[(left, right)[n].start].isupper():
            continue
        seen = lexicon.count(first, second)
        for term in sorted(fixed):
            if term[1 - n] != (first, second)[1 - n] or akin(was, term[n]):
                continue
            known, strength = lexicon.count(*term), lexicon.replaces(was, term[n])
            near = strength >= PARTICLE_STRENGTH and seen <= known - PARTICLE_GAP
            verb = n == 0 and seen == 0.0 and known >= KNOWN_PAIR
            if (near and lexicon.phrase(*term)) or (term in here and (near or verb)):
                expected = " ".join(term)
                yield Respoken(
                    alignment, sentence, left.start, right.end, expected, False, False, False, True
                )
                break


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
    least = min(strengths)
    common = KNOWN_PAIR <= lexicon.count(*term) <= EVERYDAY_PAIR
    if len(swaps) == 1:
        if swap_kinds().get(swaps[0]) == "possible":
            return None
        if least < LOOSE and not linked:
            return None
        modifier = swaps[0][1] == term[0]
        return 1 + least, least >= ONE_WORD, modifier and common and least >= ONE_WORD
    leading = strengths[0] >= LEADING_STRENGTH and all(
        zipf(was) < EVERYDAY_ZIPF for was, _ in swaps
    )
    if least >= LOOSE or leading:
        return least, least >= BOTH_WORDS, least >= BOTH_WORDS_ALONE
    return None
