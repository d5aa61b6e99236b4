"""A denial is lost or added: the sentence says the opposite of the source.

## What it does
Looks, in two aligned sentences, for a word that both contain and that is denied in one of them
only: *did not sign* and *signed*, *unlikely* and *likely*, *denied that he knew* and
*confirmed that he knew*. Double denials are counted: *not impossible* is possible.

## Why it matters
One lost *not* turns a statement into its opposite, and the sentence still reads perfectly.

## Known limits
Only what is denied on both sides with the same word, or with a shipped pair of opposites, is
seen. Set phrases with a *not* that denies nothing (*not only*, *no doubt*) are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from mtcheck.frequency import zipf
from mtcheck.lexicon import Lexicon
from mtcheck.models import Link
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import MAX_COMPARED, fold, words
from mtcheck.types import Alignment, Category, Sentence, Severity

MIN_OVERLAP = 0.5
"""Dice share of equal words below which two sentences are too differently built to compare."""

LINKED_OVERLAP = 0.5
"""The same, where the denied words are different ones that only stand for each other."""

MIN_SIMILARITY = 0.5
"""Cosine of two linked words above which they are taken to stand for each other."""

_OTHER_PHRASES = (
    r"nothing (?:but|less|short)|none other|whether or not|if not"
    r"|why not|or not|and not|cannot but|can(?:no|')t help|cannot help|not all"
    r"|can(?:no|')t wait (?:to|for|until)"
    r"|no\. ?\d|but not|rather than not|couldn't be more|never before|more than ever"
    r"|not a few|not long|not bad"
)
_NOTHING_DENIED = re.compile(
    r"\b(?:(?:(?:not|no) (?:only|just|merely|simply|solely|least|to mention|until|unlike"
    r"|surprisingly)|no (?:doubt|matter|wonder|less|more than|fewer|later than|sooner|exception"
    r"|one but))\b"
    rf"|(?P<until>(?:not|cannot|n't) )|(?:{_OTHER_PHRASES})\b)"
)
_OTHERWISE = re.compile(rf"(?:{_OTHER_PHRASES})\b")
_UNTIL = re.compile(r"until\b")
_CLAUSE_END = re.compile(r"[.,;]")
_NOT = frozenset(("not", "never", "cannot", "neither", "nor", "hardly", "barely", "scarcely"))
_NO = frozenset(("no", "without"))
_IMPLIED = re.compile(
    r"^(?:fail|refus|declin|unable|stop|prevent|avoid|den(?:y|ie)|reject|neglect|lack|without|instead"
    r"|rather|except|exclud|prohibit|forbid|ban(?:s|ned)?$|bar(?:red|s)?$|barely|scarce|hardly|seldom"
    r"|rare|few$|little$|less$|zero|absen|difficult|impossib|nothing|nobody|none|neither|nor$|no$|not$"
    r"|never|cannot|ceas|quit|abandon|cancel|until|unless|oppos|doubt|trouble|struggl(?:ed|ing)$|decrim|declass|non)"
)
_SKIPPED_WORDS = (
    "be been being is are was were am have has had having do does did will would can could may "
    "might shall should must yet even necessarily always really fully quite very so too as to the "
    "a an any it its him her them they he she we you i this that these those there all ever such "
    "longer also still only just more less much many own other of in on at for by with from about "
    "and or get got gets let one anyone anything"
)
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis|non-?)(?=[a-z]{4,})")
_BREAK = re.compile(r"[,;:.!?—–()\"“”]")


class _Said(NamedTuple):
    """A word, its stem without a denying prefix, and whether it is denied."""

    stem: str
    denied: bool
    start: int
    end: int
    cue: tuple[int, int]


def detect(
    alignments: Sequence[Alignment], ctx: Context, *, max_cost: float = 0.2
) -> Iterator[Mark]:
    """Yield at most one mark for an alignment: the denied word, or the word no longer denied.

    ``max_cost``: in texts that merely tell the same story, sentences further apart are not
    compared.
    """
    for alignment in alignments:
        if not alignment.source or not alignment.candidate:
            continue
        if not ctx.parallel and alignment.cost > max_cost:
            continue
        if _overlap(alignment) < (MIN_OVERLAP if ctx.parallel else 0.6):
            continue
        source = _said(alignment.source_text)
        here = [_said(sentence.text) for sentence in alignment.candidate]
        n_source = sum(word.denied for word in source)
        n_here = sum(word.denied for said in here for word in said)
        if n_source == n_here:
            yield from _opposite(alignment, here, source, ctx.lexicon)
        if (n_source - n_here) % 2 == 0:
            continue  # "Without her I would not" is "with her I would".
        fewer = alignment.source_text if n_here > n_source else alignment.candidate_text
        if _n_implied(fewer) >= max(n_here, n_source):
            continue
        for sentence, said in zip(alignment.candidate, here, strict=True):
            added = n_here > n_source
            pair = _same_word(said, source, added, ctx.lexicon)
            alike = ctx.parallel and _overlap(alignment) >= LINKED_OVERLAP
            if pair is None and alike and len(alignment.candidate) == 1:
                pair = _linked_word(ctx.links(alignment), said, source, added, ctx.lexicon)
            if pair is not None:
                yield _mark(alignment, sentence, *pair)
                break


def _opposite(
    alignment: Alignment,
    here: Sequence[tuple[_Said, ...]],
    source: tuple[_Said, ...],
    lexicon: Lexicon,
) -> Iterator[Mark]:
    """A word and its opposite in the same place, both denied or neither."""
    opposites = _opposites(lexicon)
    all_here = {word.stem for said in here for word in said}
    all_there = {word.stem for word in source}
    for sentence, said in zip(alignment.candidate, here, strict=True):
        for word in said:
            if word.stem in all_there or not (against := opposites.get(word.stem)):
                continue
            for other in source[:MAX_COMPARED]:
                if (
                    other.stem in against
                    and word.denied == other.denied
                    and other.stem not in all_here
                    and _same_place(word, said, other, source)
                ):
                    yield _mark(alignment, sentence, word, other)
                    return


def _same_word(
    here: tuple[_Said, ...], source: tuple[_Said, ...], added: bool, lexicon: Lexicon
) -> tuple[_Said, _Said] | None:
    """A word said once on either side, in the same place, and denied on one only."""
    n_here, n_source = (Counter(word.stem for word in said) for said in (here, source))
    there = {other.stem: other for other in source}
    for word in here:
        if n_here[word.stem] != 1 or n_source[word.stem] != 1:
            continue
        same = there[word.stem]
        if word.denied == same.denied or word.denied != added:
            continue
        if not _same_place(word, here, same, source):
            continue
        if not _denied_by_opposite(word, here, same, source, lexicon):
            return word, same
    return None


def _linked_word(
    links: Sequence[Link],
    here: tuple[_Said, ...],
    source: tuple[_Said, ...],
    added: bool,
    lexicon: Lexicon,
) -> tuple[_Said, _Said] | None:
    """Two words that stand for each other, denied on one side only.

    *Not right* is *wrong*: a word denied is no contradiction of its opposite.
    """
    opposites = _opposites(lexicon)
    by_place = {word.start: word for word in here}
    their_place = {word.start: word for word in source}
    for link in links:
        if link.candidate is None or link.source is None or link.similarity < MIN_SIMILARITY:
            continue
        word = by_place.get(link.candidate.start)
        other = their_place.get(link.source.start)
        if not word or not other or word.denied == other.denied or word.denied != added:
            continue
        if other.stem in opposites.get(word.stem, ()):
            continue
        denied = word if word.denied else other
        if denied.cue != (denied.start, denied.end) and denied.start - denied.cue[1] <= 8:
            return word, other
    return None


def _mark(alignment: Alignment, sentence: Sentence, word: _Said, other: _Said) -> Mark:
    start = min(word.cue[0], word.start) if word.denied else word.start
    their_start = min(other.cue[0], other.start) if other.denied else other.start
    quote = sentence.text[start : word.end]
    theirs = alignment.source_text[their_start : other.end]
    return Mark(
        alignment,
        sentence,
        start,
        word.end,
        f"The source says “{theirs}”, this text “{quote}”: the opposite.",
        suggestion=theirs,
        source_quote=theirs,
    )


def _overlap(alignment: Alignment) -> float:
    left, right = (
        {fold(word.text) for word in words(text)}
        for text in (alignment.candidate_text, alignment.source_text)
    )
    return 2 * len(left & right) / max(len(left) + len(right), 1)


def _same_place(
    word: _Said, here: tuple[_Said, ...], other: _Said, source: tuple[_Said, ...]
) -> bool:
    """The content words around are the same: at least two, and half of them."""
    left, right = _neighbours(word, here), _neighbours(other, source)
    least = min(2, len(left), len(right))
    return len(left & right) >= max(least, 0.5 * max(len(left), len(right))) and least > 0


def _neighbours(word: _Said, said: tuple[_Said, ...]) -> set[str]:
    place = bisect_left(said, word.start, key=lambda other: other.start)
    return {other.stem for other in said[max(0, place - 3) : place + 4] if other is not word}


def _denied_by_opposite(
    word: _Said,
    here: tuple[_Said, ...],
    other: _Said,
    source: tuple[_Said, ...],
    lexicon: Lexicon,
) -> bool:
    """True when an opposite verb beside it makes up for the denial: *denied having*."""
    opposites = _opposites(lexicon)
    left, right = _neighbours(word, here), _neighbours(other, source)
    return any(opposites.get(stem, frozenset()) & right for stem in left - right)


@cache
def _opposites(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in lexicon.rows("antonyms"):
        one, other = _stem(row["one"]), _stem(row["other"])
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {stem: frozenset(others) for stem, others in found.items()}


def _said(text: str) -> tuple[_Said, ...]:
    """The content words of a text, each denied or not."""
    folded = "".join(char if len(char.lower()) != 1 else char.lower() for char in text)
    folded = folded.replace("’", "'")
    harmless = _harmless(folded)
    found: list[_Said] = []
    cue, scope, end, n_denials = (0, 0), 0, 0, 0
    for word in words(text):
        token = folded[word.start : word.end]
        if _BREAK.search(folded[end : word.start]) or token in ("but", "and", "or", "because"):
            scope = 0
        end = word.end
        denies = token in _NOT or token in _NO or token.endswith("n't")
        if token == "nor" and n_denials:
            continue  # it goes on with the denial before: "not by us, nor by them"
        n_denials += denies
        at = bisect_right(harmless, word.start, key=lambda span: span[0])
        if denies and not (at and word.start < harmless[at - 1][1]):
            cue, scope = (word.start, word.end), 1
            continue
        base = _base(token)
        adverb = token.endswith("ly") and base not in _deniable()
        if token in _SKIPPED or denies or adverb or not token[0].isalpha():
            continue
        denied = (scope > 0) != (base != token)
        used = cue if scope > 0 else (word.start, word.end) if base != token else (0, 0)
        found.append(_Said(_stem(base), denied, word.start, word.end, used))
        scope = 0
    return tuple(found)


def _harmless(folded: str) -> list[tuple[int, int]]:
    """Set phrases in which nothing is denied, and any *not* up to the last *until* of its clause.

    Looking ahead from every *not* would take quadratic time where there are many.
    """
    untils = [found.start() for found in _UNTIL.finditer(folded)]
    clause_ends = [found.start() for found in _CLAUSE_END.finditer(folded)]
    spans: list[tuple[int, int]] = []
    place = 0
    while found := _NOTHING_DENIED.search(folded, place):
        start, place = found.span()
        if found["until"]:
            nth = bisect_left(clause_ends, place)
            clause_end = clause_ends[nth] if nth < len(clause_ends) else len(folded)
            last = bisect_left(untils, clause_end) - 1
            if last >= 0 and untils[last] >= place:
                place = untils[last] + len("until")
            elif other := _OTHERWISE.match(folded, start):
                place = other.end()
            else:
                place = start + 1
                continue
        spans.append((start, place))
    return spans


def _n_implied(text: str) -> int:
    """How many words of a text deny something, outright or by what they mean."""
    folded = [fold(word.text) for word in words(text)]
    return sum(
        _IMPLIED.match(token) is not None or token.endswith("n't") or _base(token) != token
        for token in folded
    )


@cache
def _base(token: str) -> str:
    """The word without a denying prefix, if what remains is a common word of its own."""
    prefix = _PREFIX.match(token)
    if not prefix:
        return token
    base = token[prefix.end() :]
    return base if base in _deniable() and zipf(base) > 3.0 else token


@cache
def _deniable() -> frozenset[str]:
    return Lexicon().words("deniable")


_ENDINGS = ("ation", "ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")


def _stem(token: str) -> str:
    """A rough stem: enough to see *signed* and *signing* as one."""
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)]
    return token


RULE = Rule(
    code="ACC301",
    name="negation-flipped",
    category=Category.ACCURACY,
    severity=Severity.CRITICAL,
    detect=detect,
    needs=("source",),
    examples=(
        Example(
            candidate="The council has approved the plan for a new harbour.",
            source="The council has not approved the plan for a new harbour.",
            quotes=("approved",),
            suggestions=("not approved",),
        ),
        Example(
            candidate="A strike before Christmas is unlikely, the union said.",
            source="A strike before Christmas is likely, the union said.",
            quotes=("unlikely",),
        ),
        Example(
            candidate="It is not possible to finish the bridge this year.",
            source="It is impossible to finish the bridge this year.",
            note="one denial on either side",
        ),
        Example(
            candidate="Not only the mayor signed the letter to the ministry.",
            source="The mayor signed the letter to the ministry, and so did others.",
        ),
        Example(
            candidate="The minister failed to sign the order on Monday.",
            source="The minister did not sign the order on Monday.",
        ),
        Example(
            candidate="It was not right to close the library.",
            source="It was wrong to close the library.",
            note="the opposite, denied",
        ),
        Example(
            candidate="The captain can’t wait for the new season.",
            source="The captain is eagerly awaiting the new season.",
        ),
        Example(
            candidate="The plan was not backed by the union, nor by the council.",
            source="The plan was not backed by either the union or the council.",
        ),
        Example(
            candidate="Nor was the plan backed by the union and the council.",
            source="The plan was backed by the union and the council.",
            quotes=("Nor was the plan",),
        ),
    ),
)
