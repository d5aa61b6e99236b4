"""Where a text uses a term of the user's glossary, loosely: whether the text may be let off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mtcheck.glossary import Case, Match
from mtcheck.lexicon.inflection import same_word
from mtcheck.rules.terminology._terms import BENDS_BEFORE, Pattern, has_capital, same_capitals
from mtcheck.rules.terminology._tokens import Token, is_shouted, is_titled, opens, tokens
from mtcheck.text import fold, without_accents


def says(text: str, pattern: Pattern, *, rival: Pattern | None = None) -> tuple[int, int] | None:
    """Where a text uses a term, loosely: the offsets, or None.

    Any form of any of its words, with or without spaces and hyphens, in British or American
    spelling, with or without accents. Where ``rival``, the wording that should be replaced, differs
    from the term in nothing else, exactly that matters and is not overlooked.
    """
    found = tokens(text)
    exact = pattern.term.match is Match.EXACT
    other = rival is not None and rival.raws + rival.gaps != pattern.raws + pattern.gaps
    sharp = exact or (other and rival is not None and _loose(rival.lows) == _loose(pattern.lows))
    same_letters = (
        sharp and rival is not None and rival.lows + rival.gaps == pattern.lows + pattern.gaps
    )
    for at in range(len(found)):
        end = _said(found, at, pattern) if sharp else _said_loosely(found, at, pattern)
        if end is None:
            continue
        run = found[at:end]
        if not _capitals_do(text, run, pattern, exact=exact or same_letters, at=at):
            continue
        start, stop = run[0].start - len(pattern.lead), run[-1].end + len(pattern.trail)
        if (pattern.lead or pattern.trail) and (
            text[max(start, 0) : run[0].start] != pattern.lead
            or text[run[-1].end : stop] != pattern.trail
        ):
            continue
        return start, stop
    return None


def _said(found: Sequence[Token], at: int, pattern: Pattern) -> int | None:
    run = found[at : at + len(pattern.lows)]
    if len(run) < len(pattern.lows):
        return None
    exact = pattern.term.match is Match.EXACT
    for n, (token, low) in enumerate(zip(run, pattern.lows, strict=True)):
        if n and token.gap != pattern.gaps[n]:
            return None
        same = token.low == low or (token.low == low + "s" and n == len(run) - 1)
        if not same and (exact or not same_word(token.low, low)):
            return None
    return at + len(run)


def _said_loosely(found: Sequence[Token], at: int, pattern: Pattern) -> int | None:
    wanted = _loose(pattern.lows)
    size = len(pattern.lows)
    run = found[at : at + size]
    if len(run) == size and all(
        (n == 0 or token.gap in (" ", "-") or token.gap == pattern.gaps[n])
        and (token.low == low or same_word(_plain(token.low), _plain(low)))
        for n, (token, low) in enumerate(zip(run, pattern.lows, strict=True))
    ):
        return at + size
    joined = ""
    for end in range(at, min(at + size + 2, len(found))):
        if end > at and found[end].gap not in (" ", "-"):
            break
        joined += found[end].low
        if len(joined) > len(wanted) + 4:
            break
        if same_word(_plain(joined), wanted):
            return end + 1
    return None


def _loose(lows: Sequence[str]) -> str:
    """A term as one word in one spelling."""
    return _plain("".join(lows))


_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=[a-z]{4}[aeiou])ll(?=(?:ed|ing|er|ers|or|ors|ation)$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z]{3})ence(?=s?$)"), "ense"),
    (re.compile(r"(?<=progra)mme(?=s?$)"), "m"),
    (re.compile(r"(?<=[a-z])[ao]e(?=[a-z]{3})"), "e"),
    (re.compile(r"^grey"), "gray"),
)


@lru_cache(maxsize=16384)
@lru_cache(maxsize=16384)
def _plain(low: str) -> str:
    """A lower-case word without accents, in American spelling, or what looks like it.

    >>> _plain("colour"), _plain("organisation"), _plain("cancelled"), _plain("centres")
    ('color', 'organization', 'canceled', 'centers')
    """
    low = without_accents(low)
    for found, put in _SPELLINGS:
        low = found.sub(put, low)
    return low


def _capitals_do(
    text: str, run: Sequence[Token], pattern: Pattern, *, exact: bool, at: int
) -> bool:
    """Are the capitals good enough for the term? Loosely: headings and openings may differ."""
    case = pattern.term.case
    if case is Case.INSENSITIVE or is_shouted(text):
        return True
    if case is Case.SMART and not (has_capital(pattern) or exact):
        return True
    if len(run) != len(pattern.raws):
        return not exact
    pairs = list(zip((token.raw for token in run), pattern.raws, strict=True))
    if at == 0 or opens(text, run[0].start) or is_titled(text):
        # An opening word, or a word of a title, may have a capital that the term has not.
        pairs = [
            (raw[0].lower() + raw[1:] if not listed[0].isupper() else raw, listed)
            for raw, listed in pairs
        ]
    return all(same_capitals(raw, listed) for raw, listed in pairs)


def miswritten(text: str, pattern: Pattern) -> tuple[int, int] | None:
    """Where the term stands in the wrong capitals, if anywhere."""
    found = tokens(text)
    for at in range(len(found)):
        end = _said(found, at, pattern)
        if end is not None and not found[at].masked:
            return found[at].start, found[end - 1].end
    return None


def initials(pattern: Pattern) -> str:
    """What the term may be shortened to: "World Health Organization" to "WHO"."""
    return "".join(raw[0] for raw in pattern.raws if raw.lower() not in BENDS_BEFORE).upper()


def same(one: str, other: str) -> bool:
    """The same wording but for typography and capitals."""
    return fold(one) == fold(other)
