"""Where a text uses a term of the user's glossary, strictly.

Whoever looks for terms letter by letter drowns in false alarms: plurals, possessives, line breaks
inside a term, headings in capitals, a term inside a longer one, inside a name or an address. So
there are two ways to look. A term is found *strictly*, here, where its presence raises a suspicion,
and *loosely*, in :mod:`._said`, where its presence settles one: doubt speaks for the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mtcheck.glossary import Case, Glossary, Match, Status, Term
from mtcheck.lexicon.inflection import bases, same_word
from mtcheck.rules.terminology._tokens import QUOTES, Token, is_shouted, is_titled, opens, tokens
from mtcheck.text import word_set

BENDS_BEFORE = word_set(
    "of in on at to for with by from as off out up down over under through away back about into"
)
"""Before these the head of a phrase, or its verb, stands: "points of sale", "signed in"."""

COMPOUND = word_set("based driven related like style only enabled specific oriented level wide")
"""What may follow a term after a hyphen without making another word of it."""


class Pattern(NamedTuple):
    """The words of a term, ready to be compared. ``bends``: positions that may be inflected."""

    term: Term
    words: str
    raws: tuple[str, ...]
    lows: tuple[str, ...]
    gaps: tuple[str, ...]
    lead: str
    trail: str
    bends: frozenset[int]


class Hit(NamedTuple):
    """A pattern in a text: token indices (inclusive), offsets, and whether letter for letter."""

    pattern: Pattern
    first: int
    last: int
    start: int
    end: int
    literal: bool


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A glossary, ready to be looked up: patterns by their first word, rows by concept.

    ``sources`` are what source texts say, ``targets`` what candidates may or must not say.
    """

    sources: Mapping[str, tuple[Pattern, ...]]
    targets: Mapping[str, tuple[Pattern, ...]]
    accepted: Mapping[str, tuple[Pattern, ...]]
    triggers: Mapping[str, tuple[Pattern, ...]]


@lru_cache(maxsize=4)
def prepare(glossary: Glossary) -> Terms:
    """The glossary's rows as patterns; the last few glossaries are kept."""
    sources: dict[str, list[Pattern]] = {}
    targets: dict[str, list[Pattern]] = {}
    accepted: dict[str, list[Pattern]] = {}
    triggers: dict[str, list[Pattern]] = {}
    for term in sorted(glossary.terms, key=lambda term: term.status is not Status.PREFERRED):
        source, target = _pattern(term, term.source), _pattern(term, term.target)
        if source is None or target is None:
            continue
        for table, pattern in ((sources, source), (targets, target)):
            first = pattern.lows[0]
            for key in {first, *(bases(first) if 0 in pattern.bends else ())}:
                table.setdefault(key, []).append(pattern)
        triggers.setdefault(term.concept, []).append(source)
        if term.accepted:
            accepted.setdefault(term.concept, []).append(target)
    return Terms(
        *({k: tuple(v) for k, v in t.items()} for t in (sources, targets, accepted, triggers))
    )


def _pattern(term: Term, words: str) -> Pattern | None:
    found = tokens(words)
    if not found:
        return None
    gaps = tuple(token.gap for token in found)
    lows = tuple(token.low for token in found)
    bends = {len(found) - 1, *(n for n, low in enumerate(lows[1:]) if low in BENDS_BEFORE)}
    return Pattern(
        term,
        words,
        tuple(token.raw for token in found),
        lows,
        gaps,
        words[: found[0].start],
        words[found[-1].end :].rstrip(".").strip(QUOTES),
        frozenset(bends if term.match is Match.INFLECTED else ()),
    )


def find(text: str, table: Mapping[str, tuple[Pattern, ...]]) -> tuple[tuple[Hit, ...], ...]:
    """The terms that a text uses, in reading order; strictly, and the longest wins.

    Patterns of several concepts that fit the same words come together; one that fits them letter
    by letter comes before those that need an inflection.
    """
    found = tokens(text)
    hits: list[Hit] = []
    for at, token in enumerate(found):
        if token.masked:
            continue
        keys = {token.low, *bases(token.low)}
        known = {id(pattern): pattern for key in sorted(keys) for pattern in table.get(key, ())}
        hits += (hit for p in known.values() if (hit := _hit(text, found, at, p)) is not None)
    hits.sort(key=lambda hit: (hit.first - hit.last, hit.start - hit.end, not hit.literal))
    kept: dict[tuple[int, int], list[Hit]] = {}
    taken: set[int] = set()
    for hit in hits:
        group = kept.get((hit.first, hit.last))
        if group is not None:
            if hit.literal or not group[0].literal:
                group.append(hit)
        elif taken.isdisjoint(range(hit.first, hit.last + 1)):
            kept[hit.first, hit.last] = [hit]
            taken.update(range(hit.first, hit.last + 1))
    return tuple(tuple(group) for _, group in sorted(kept.items()))


def _hit(text: str, found: Sequence[Token], at: int, pattern: Pattern) -> Hit | None:
    last = at + len(pattern.lows) - 1
    if last >= len(found):
        return None
    run = found[at : last + 1]
    exact = pattern.term.match is Match.EXACT
    literal = True
    for n, (token, low) in enumerate(zip(run, pattern.lows, strict=True)):
        if token.masked or (n and not _joins(pattern.gaps[n], token.gap, exact=exact)):
            return None
        if token.low != low:
            if n not in pattern.bends or not same_word(token.low, low):
                return None
            literal = False
        literal = literal and (not n or pattern.gaps[n] == token.gap)
    start, end = run[0].start - len(pattern.lead), run[-1].end + len(pattern.trail)
    if start < 0 or text[start : run[0].start] != pattern.lead:
        return None
    if text[run[-1].end : end] != pattern.trail:
        return None
    if not _stands_apart(text, found, at, last, pattern) or not _case_fits(
        text, found, at, pattern
    ):
        return None
    return Hit(pattern, at, last, start, end, literal)


def _joins(wanted: str, gap: str, *, exact: bool) -> bool:
    """Do two words stand together as the term wants? A space and a hyphen are much the same."""
    if wanted in " -" and not exact:
        return gap in (" ", "-")
    return wanted == gap


def _stands_apart(
    text: str, found: Sequence[Token], first: int, last: int, pattern: Pattern
) -> bool:
    """Is it a word of its own: no part of a hyphenated or dotted one, of a number or a version?"""
    before, after = text[: found[first].start], text[found[last].end :]
    if before[-1:] in ("_", "\\") or after[:1] in ("_", "\\"):
        return False
    if not pattern.trail and len(pattern.lows[-1]) == 1 and after[:1] in ("+", "#", "*"):
        return False
    if first and not pattern.lead:
        gap = found[first].gap
        if (gap == "-" and not _dash(before)) or (
            gap in (".", "::", "->", ":", "=") and before[-1:] != " "
        ):
            return False
    if last + 1 < len(found) and not pattern.trail:
        following = found[last + 1]
        if following.gap == "-" and not _dash(after):
            return following.low in COMPOUND
        if (
            following.gap in (".", "::", "->", "=")
            and not after[len(following.gap) :][:1].isspace()
        ):
            return False
    return True


def _dash(side: str) -> bool:
    """Is the hyphen at this side a dash, with a space on both sides of it?"""
    edge = side[-3:] if side[-1:].isspace() else side[:3]
    return len(edge.strip()) == 1 and edge[:1].isspace() and edge[-1:].isspace()


def _case_fits(text: str, found: Sequence[Token], at: int, pattern: Pattern) -> bool:
    """Do the capitals of a use speak for the term? Strict: a name is not the term."""
    case = pattern.term.case
    if case is Case.INSENSITIVE:
        return True
    run = found[at : at + len(pattern.raws)]
    shouted = is_shouted(text)
    if shouted and pattern.words.isupper():
        return False  # all capitals say nothing of an acronym: "US" in "JOIN US"
    if all(same_capitals(token.raw, raw) for token, raw in zip(run, pattern.raws, strict=True)):
        if case is Case.SENSITIVE or has_capital(pattern):
            return True
    elif case is Case.SENSITIVE:
        return False
    if has_capital(pattern):
        return shouted
    if shouted or all(token.raw.isupper() and len(token.raw) > 1 for token in run):
        return True
    first = at == 0 or opens(text, found[at].start)
    if first and len(run) == 1 and at + 1 < len(found):
        following = found[at + 1]  # "Lead Belly sang" names somebody
        return not (
            run[0].raw[0].isupper() and following.gap == " " and following.raw[0].isupper()
        ) or is_titled(text)
    capitals = [token.raw[0].isupper() for token in (run[1:] if first else run)]
    return not any(capitals) or is_titled(text)


def same_capitals(found: str, listed: str) -> bool:
    """The letters that both begin with are written alike."""
    for one, other in zip(found, listed, strict=False):
        if one.lower() != other.lower():
            return True
        if one != other:
            return False
    return True


def has_capital(pattern: Pattern) -> bool:
    """Is any letter of the listed term a capital?"""
    return pattern.words != pattern.words.lower()
