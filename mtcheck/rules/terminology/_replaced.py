"""A phrase of the source said with other words, in a sentence that is otherwise the source's.

Between versions of one text the words around a phrase stay, so that what stands in its place is
known without guessing. It is a fault where English joins the source's words and does not join
the candidate's: "surface region" for "surface area", "k-implies bunching" for "k-means
clustering". A person who edits a text also changes words, but seldom the words of one phrase
alone, and hardly ever to a pair that nobody has written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.frequency import zipf
from mtcheck.lexicon.collocations import FUNCTION_WORDS, Collocations, Token, tokens
from mtcheck.rules.terminology._altered import akin
from mtcheck.rules.terminology._story import is_content
from mtcheck.text import MAX_COMPARED, word_set

if TYPE_CHECKING:
    from mtcheck.models import TaggedWord
    from mtcheck.rule import Context
    from mtcheck.types import Alignment, Sentence

MIN_SAME = 0.95
"""Share of the other words that both texts have in common. At 0.9 half as many human pairs more
would be marked."""

MAX_WORDS = 7
"""Longer differences are rewritten clauses, not phrases."""

MAX_NEW = 4
"""With more new words it is another way to put it."""

BRIDGE = 2
"""Differences with at most so many common words between them are one: "demise of the *toll*"."""

MIN_GAP = 0.5
"""By how many powers of ten the source's word pairs must be commoner; with two words replaced
they may be as rare as MAX_LOSS more, since a new pair of two new words is itself suspicious."""

MAX_LOSS = 0.5

AKIN_GAP = 3.0
"""The gap for a word of the same stem ("distance" for "distancing"): mostly grammar."""

TERM_GAP = 1.0
"""The gap for a pair that is seen, where a set phrase of the source lost a word."""

RARER = 0.3
"""Where neither pair is seen: by how much rarer the one new word must be."""

NOMINAL = word_set("NN NNS NNP NNPS JJ JJR JJS VBG VBN IN CD DT CC TO HYPH FW RB POS PRP$ SYM AFX")
"""Penn Treebank tags of words inside noun phrases."""

MODIFIERS = ("NN", "JJ", "VBG", "VBN")
"""Beginnings of the tags of nouns, adjectives and participles, the content of noun phrases."""


class Replaced(NamedTuple):
    """Where the candidate has other words, by offsets of one sentence, and what the source says."""

    alignment: Alignment
    sentence: Sentence
    start: int
    end: int
    expected: str


class _Region(NamedTuple):
    """Token indices of a difference: ``here[start:end]`` stands where ``there[first:last]`` does.

    ``same`` is the share of the words around it that both texts have.
    """

    start: int
    end: int
    first: int
    last: int
    same: float


def replaced_phrases(
    alignments: Sequence[Alignment], ctx: Context, lexicon: Collocations
) -> Iterator[Replaced]:
    """Phrases of the source that were replaced, in reading order.

    In 39,000 words of human translations against another person's, whose pairs were not counted,
    it finds three.
    """
    for alignment in alignments:
        if len(alignment.candidate) != 1 or len(alignment.source) != 1:
            continue
        (sentence,), (source,) = alignment.candidate, alignment.source
        here, there = _without_acronyms(sentence.text), _without_acronyms(source.text)
        for region in _regions(here, there):
            if not _is_replaced(sentence.text, source.text, here, there, region, lexicon):
                continue
            first, last = there[region.first], there[region.last - 1]
            if _is_nominal(ctx.words(source.text), there, region):
                start, end = here[region.start].start, here[region.end - 1].end
                expected = source.text[first.start : last.end]
                yield Replaced(alignment, sentence, start, end, expected)


def _without_acronyms(text: str) -> tuple[Token, ...]:
    """The tokens, less those in brackets: "long short-term memory (LSTM)"."""
    return tuple(
        token
        for token in tokens(text)
        if not (
            text[token.start - 1 : token.start] == "(" and text[token.end : token.end + 1] == ")"
        )
    )


def _regions(here: tuple[Token, ...], there: tuple[Token, ...]) -> Iterator[_Region]:
    """Differences that have words on both sides, those near each other as one."""
    left, right = [t.lemma for t in here], [t.lemma for t in there]
    if max(len(left), len(right)) > MAX_COMPARED:
        return
    merged: list[tuple[bool, int, int, int, int]] = []
    for kind, i, j, k, n in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        changed = kind != "equal"
        if changed and len(merged) > 1 and merged[-1][2] - merged[-1][1] <= BRIDGE:
            merged.pop()
            _, i, _, k, _ = merged.pop()
        merged.append((changed, i, j, k, n))
    changes = [part[1:] for part in merged if part[0]]
    total = sum(j - i + n - k for i, j, k, n in changes)
    for i, j, k, n in changes:
        size = j - i + n - k
        rest = len(left) + len(right) - size
        same = 1.0 - (total - size) / rest if rest else 1.0
        while i < j and k < n and left[i] == right[k]:
            i, k = i + 1, k + 1
        while i < j and k < n and left[j - 1] == right[n - 1]:
            j, n = j - 1, n - 1
        if same >= MIN_SAME and 0 < j - i <= MAX_WORDS and 0 < n - k <= MAX_WORDS:
            yield _Region(i, j, k, n, same)


def _is_replaced(
    text: str,
    source: str,
    here: tuple[Token, ...],
    there: tuple[Token, ...],
    region: _Region,
    lexicon: Collocations,
) -> bool:
    """Does English join the source's words, and not the candidate's?"""
    start, end, first, last, _ = region
    if not (_joined(here, start, end) and _joined(there, first, last)):
        return False
    edges = (here[start], here[end - 1], there[first], there[last - 1])
    if any(token.lemma in FUNCTION_WORDS for token in edges):
        return False
    if "".join(t.lemma for t in here[start:end]) == "".join(t.lemma for t in there[first:last]):
        return False  # "coronavirus" is "corona virus"
    kept = {t.lemma for t in here} & {t.lemma for t in there}
    new = [t for t in here[start:end] if is_content(t) and t.lemma not in kept]
    old = [t for t in there[first:last] if is_content(t) and t.lemma not in kept]
    if not new or not old or abs(len(new) - len(old)) > 2 or len(new) > MAX_NEW:
        return False
    term = _has_term(there, first, last, lexicon)
    names = [t for t in new if start and text[t.start].isupper()]
    if names and not term:
        return False
    if any(t.lemma in FUNCTION_WORDS for t in here[start:end]) and not (
        term or any(t.lemma in FUNCTION_WORDS for t in there[first:last])
    ):
        return False
    found, meant = _counts(here, start, end, lexicon), _counts(there, first, last, lexicon)
    gap = fmean(meant) - fmean(found) if found and meant else 0.0
    if any(first and source[t.start].isupper() for t in old) and not term and gap < TERM_GAP:
        return False
    related = any(lexicon.replaces(a.lemma, b.lemma) > 0.0 for a in new for b in old)
    if len(new) == 1 and any(akin(new[0].lemma, t.lemma) for t in old) and gap < AKIN_GAP:
        return False
    if not found:
        return len(new) > 1 and related
    if min(found) > 0.0:
        return term and related and gap >= TERM_GAP
    known = related or max(meant, default=0.0) > 0.0
    if gap >= MIN_GAP or (len(new) > 1 and gap > -MAX_LOSS and known):
        return True
    return related and gap >= 0.0 and _is_rarer(new[0].lemma, old[0].lemma)


def _is_rarer(word: str, other: str) -> bool:
    """By RARER powers of ten, as the words that a spinner takes from its thesaurus are."""
    return zipf(word) + RARER <= zipf(other)


def _joined(found: tuple[Token, ...], start: int, end: int) -> bool:
    return all(token.joined for token in found[start + 1 : end])


def _counts(found: tuple[Token, ...], start: int, end: int, lexicon: Collocations) -> list[float]:
    """How common the pairs of content words are that touch these tokens."""
    return [
        lexicon.count(found[n].lemma, found[n + 1].lemma)
        for n in range(max(0, start - 1), min(end, len(found) - 1))
        if found[n + 1].joined and is_content(found[n]) and is_content(found[n + 1])
    ]


def _has_term(
    found: tuple[Token, ...], first: int, last: int, lexicon: Collocations, reach: int = 3
) -> bool:
    """Does a set phrase hold one of these tokens?"""
    return any(
        lexicon.term(*(token.lemma for token in found[start:end]))
        for start in range(max(0, first - reach), last)
        for end in range(max(start + 2, first + 1), min(len(found), start + 5) + 1)
        if _joined(found, start, end)
    )


def _is_nominal(words: Sequence[TaggedWord], there: tuple[Token, ...], region: _Region) -> bool:
    """Are these words of a noun phrase of several words, or of a modifier in one?"""
    start, end = there[region.first].start, there[region.last - 1].end
    inside = [word.tag for word in words if word.start < end and word.end > start]
    after = next((word.tag for word in words if word.start >= end), "")
    if not inside or not NOMINAL.issuperset(inside):
        return False
    if inside[0] in ("VBG", "VBN") and "IN" in inside:
        return False  # "celebrated with new boats"
    if not (inside[-1].startswith((*MODIFIERS, "RB")) or after.startswith(MODIFIERS)):
        return False
    around = {word.start: word.tag for word in words}
    beside = [
        neighbour
        for neighbour, joint in (
            (region.first - 1, region.first),
            (region.last, region.last),
        )
        if 0 <= neighbour < len(there) and there[joint].joined
    ]
    return sum(map(is_content, there[region.first : region.last])) > 1 or any(
        is_content(there[n]) and around.get(there[n].start, "NN").startswith(MODIFIERS)
        for n in beside
    )
