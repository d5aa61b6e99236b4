"""Where a text uses a term of the user's glossary.

Whoever looks for terms letter by letter drowns in false alarms: plurals, possessives, line breaks
inside a term, headings in capitals, a term inside a longer one, inside a name or an address. So
there are two ways to look. A term is found *strictly* where its presence raises a suspicion, and
*loosely* where its presence settles one: doubt speaks for the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mtcheck.glossary import Case, Glossary, Match, Status, Term
from mtcheck.lexicon.inflection import bases, same_word
from mtcheck.text import fold, strip_possessive, without_accents, word_set

_WORD = re.compile(r"[^\W_][\u0300-\u036f]*(?:[\u00ad\u2060'’ʼ]?[^\W_][\u0300-\u036f]*)*")
_INVISIBLE = {ord(char): None for char in "\u00ad\u200b\u2060"}
_HYPHEN = re.compile(r"\s*[-‐‑]\s*")
_CODE_SPAN = re.compile(r"`[^`\n]{1,200}`|\{[^{}\n]{0,80}\}|<[^<>\n]{1,200}>")
_CHUNK = re.compile(r"\S+")
_FILE = re.compile(r"\w\.(?:com|org|net|io|dev|html?|php|pyc?|js|json|txt|md|xml|csv|exe|pdf)\b")
_PLACEHOLDER = re.compile(r"%(?:\(\w*\)|\d+\$)?[sdif@]|\$\{?\w|--?[a-z]|[@#]\w|[~.]{0,2}/\w")

BENDS_BEFORE = word_set(
    "of in on at to for with by from as off out up down over under through away back about into"
)
"""Before these the head of a phrase, or its verb, stands: "points of sale", "signed in"."""

COMPOUND = word_set("based driven related like style only enabled specific oriented level wide")
"""What may follow a term after a hyphen without making another word of it."""

MENTIONS = word_set("term terms word words phrase expression called formerly previously named")
"""Words before a wording that is spoken of, not used."""

_QUOTES = "\"'“”‘’«»„‚`"


class Token(NamedTuple):
    """A run of letters and digits: as written (invisible characters out), lower-cased without a
    possessive, its place (without the possessive), and what lies before it.

    ``gap``: ``" "``, ``"-"``, other characters as they are, or ``"^"`` for the first. ``masked``:
    part of an address, a path, a placeholder or code.
    """

    raw: str
    low: str
    start: int
    end: int
    gap: str
    masked: bool


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
        words[_end_of_words(words) :].rstrip(".").strip(_QUOTES),
        frozenset(bends if term.match is Match.INFLECTED else ()),
    )


def _end_of_words(words: str) -> int:
    return [match.end() for match in _WORD.finditer(words)][-1]


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text as terms are made of them.

    >>> [(token.low, token.gap) for token in tokens("The user’s pass- word, please")]
    [('the', '^'), ('user', ' '), ('pass', ' '), ('word', '-'), ('please', ',')]
    """
    found: list[Token] = []
    masks = _masks(text)
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = unicodedata.normalize("NFC", match.group().translate(_INVISIBLE))
        core = strip_possessive(raw)
        if core != raw and len(core) > 1:
            raw, end = core, end - 2
        while masks and masks[0][1] <= start:
            masks.pop(0)
        masked = bool(masks) and masks[0][0] < end
        gap = "^" if not found else _gap(text[last:start])
        low = raw.replace("’", "'").replace("ʼ", "'").lower()
        found.append(Token(raw, low, start, end, gap, masked))
        last = match.end()
    return tuple(found)


def _gap(between: str) -> str:
    between = between.translate(_INVISIBLE)
    if not between.strip():
        return " "
    return "-" if _HYPHEN.fullmatch(between) else between.strip()


def _masks(text: str) -> list[tuple[int, int]]:
    """Spans that are no prose: code, placeholders, tags, addresses, paths, file names."""
    spans = [match.span() for match in _CODE_SPAN.finditer(text)]
    spans += [match.span() for match in _CHUNK.finditer(text) if _is_code(match.group())]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_code(chunk: str) -> bool:
    called = chunk.rstrip(",.;:!?" + _QUOTES).endswith("()")
    chunk = chunk.strip("(),.;:!?" + _QUOTES)
    return (
        "://" in chunk
        or chunk.lower().startswith("www.")
        or ("@" in chunk and "." in chunk.partition("@")[2])
        or "_" in chunk.strip("_*")
        or chunk.count("/") > 1
        or called
        or _PLACEHOLDER.match(chunk) is not None
        or _FILE.search(chunk.lower()) is not None
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
    for hit in hits:
        group = kept.get((hit.first, hit.last))
        if group is not None:
            if hit.literal or not group[0].literal:
                group.append(hit)
        elif all(hit.last < first or last < hit.first for first, last in kept):
            kept[hit.first, hit.last] = [hit]
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
    if all(_same_capitals(token.raw, raw) for token, raw in zip(run, pattern.raws, strict=True)):
        if case is Case.SENSITIVE or _has_capital(pattern):
            return True
    elif case is Case.SENSITIVE:
        return False
    if _has_capital(pattern):
        return shouted
    if shouted or all(token.raw.isupper() and len(token.raw) > 1 for token in run):
        return True
    opens = at == 0 or _opens(text, found[at].start)
    if opens and len(run) == 1 and at + 1 < len(found):
        following = found[at + 1]  # "Lead Belly sang" names somebody
        return not (
            run[0].raw[0].isupper() and following.gap == " " and following.raw[0].isupper()
        ) or is_titled(found)
    capitals = [token.raw[0].isupper() for token in (run[1:] if opens else run)]
    return not any(capitals) or is_titled(found)


def _opens(text: str, start: int) -> bool:
    """Does a sentence, a quotation, a list item or what follows a colon begin here?"""
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:;•*–—" + _QUOTES or before[-1] in "([\n"


def _same_capitals(found: str, listed: str) -> bool:
    """The letters that both begin with are written alike."""
    for one, other in zip(found, listed, strict=False):
        if one.lower() != other.lower():
            return True
        if one != other:
            return False
    return True


def _has_capital(pattern: Pattern) -> bool:
    return pattern.words != pattern.words.lower()


def is_shouted(text: str) -> bool:
    """A text of several letters, all of them capitals."""
    return text.isupper() and sum(char.isalpha() for char in text) > 3


def is_titled(found: Sequence[Token]) -> bool:
    """A heading in which the longer words have capitals.

    >>> is_titled(tokens("Managing the Allow List of a Site"))
    True
    """
    long = [token for token in found if len(token.raw) > 3 and token.raw[0].isalpha()]
    return len(long) > 1 and all(token.raw[0].isupper() for token in long)


def is_mention(text: str, start: int, end: int) -> bool:
    """Is a wording quoted or spoken of, rather than used?

    >>> is_mention("The word “whitelist” is gone.", 10, 19)
    True
    """
    before, after = text[:start].rstrip(), text[end:].lstrip(".,;:!? ")
    if text[:start][-1:] in tuple(_QUOTES) and after[:1] in tuple(_QUOTES) and after:
        return True
    words = before.rstrip(_QUOTES + " ").rpartition(" ")[2].lower().lstrip("(-" + _QUOTES)
    return words.removeprefix("so-") in MENTIONS


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
        if n and not _gap_equal(pattern.gaps[n], token.gap):
            return None
        same = token.low == low or (token.low == low + "s" and n == len(run) - 1)
        if not same and (exact or not same_word(token.low, low)):
            return None
    return at + len(run)


def _gap_equal(wanted: str, gap: str) -> bool:
    return wanted == gap


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
    if case is Case.SMART and not (_has_capital(pattern) or exact):
        return True
    if len(run) != len(pattern.raws):
        return not exact
    pairs = list(zip((token.raw for token in run), pattern.raws, strict=True))
    if at == 0 or _opens(text, run[0].start) or is_titled(tokens(text)):
        # An opening word, or a word of a title, may have a capital that the term has not.
        pairs = [
            (raw[0].lower() + raw[1:] if not listed[0].isupper() else raw, listed)
            for raw, listed in pairs
        ]
    return all(_same_capitals(raw, listed) for raw, listed in pairs)


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
