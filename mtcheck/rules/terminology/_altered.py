"""Which altered phrases are sure enough to report: known forms, derived forms, and density."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from mtcheck.frequency import zipf
from mtcheck.lexicon import Lexicon
from mtcheck.lexicon.collocations import (
    FUNCTION_WORDS,
    SCIENCE,
    Altered,
    Collocations,
    Token,
    lemma,
    tokens,
)
from mtcheck.lexicon.inflection import forms

MANY_WORDS_STRENGTH = 0.2
"""Least strength of every replacement in a phrase of three or more content words, two of them
replaced: 0.4 false alarms per 10,000 words of human news translation at this value."""

BOTH_WORDS_STRENGTH = 0.5
"""The same for a two-word technical term of which nothing is left, one word of it being rare."""

RARE_ZIPF = 4.0
"""Zipf value (log10 of uses in 10^9 words) up to which a word counts as rare: "energetic"."""

ONE_WORD_STRENGTH, ONE_WORD_ZIPF = 0.3, 4.5
"""A two-word term of computing with one word replaced: least strength, and how common the
replacement may be. About 0.5 in 10,000 words of human news,
so alone it is only a minor matter."""

COMPUTING = frozenset({"computing", "technology"})
"""Fields whose terms are so young that nobody says them in other words ("haze computing")."""

LONGEST_FORM = 7
"""Words of the longest form that an engine made of a set phrase."""

AS_COMMON = 0.5
"""Powers of ten: "high speed" is as common as "high level"."""

UNCOUNTED = 1.9
"""By how many powers of ten a plural is rarer than its singular where the word has none to speak
of ("datas" 3.5, "informations" 2.8, "softwares" 2.6); that of "crisis" is 0.9 rarer."""

TECHNICAL = frozenset(
    {"biomedicine", "computing", "engineering", "health", "science", "technology"}
)
"""Fields whose terms are not varied for style."""


class Hit(NamedTuple):
    """An altered phrase by character offsets.

    ``sure``: enough by itself; ``likely``: to be told, and as good as sure in company.
    """

    start: int
    end: int
    expected: str
    sure: bool
    size: int
    likely: bool = False


class Known(NamedTuple):
    """A row of ``known_mangled.tsv``, or a user's phrase (no conditions)."""

    lemmas: tuple[str, ...]
    expected: str
    needs: tuple[str, ...]
    unless: tuple[str, ...]


@cache
def known_forms() -> dict[str, tuple[Known, ...]]:
    """The shipped list by first lemma (``^`` for a capitalised word)."""
    rows = Lexicon().rows("known_mangled")
    return by_first(
        Known(
            pattern(row["found"]),
            row["expected"],
            tuple(part for part in row["needs"].split(",") if part),
            tuple(part for part in row["unless"].split(",") if part),
        )
        for row in rows
    )


def pattern(phrase: str) -> tuple[str, ...]:
    """The lemmas of a phrase; ``^`` stays.

    >>> pattern("older ^ officials")
    ('older', '^', 'official')
    """
    found = []
    for part in phrase.split():
        found += ["^"] if part == "^" else [token.lemma for token in tokens(part)]
    return tuple(found)


def by_first(forms: Iterator[Known] | Sequence[Known]) -> dict[str, tuple[Known, ...]]:
    """Forms by their first lemma, longest first."""
    table: dict[str, list[Known]] = {}
    for form in forms:
        if form.lemmas:
            table.setdefault(form.lemmas[0], []).append(form)
    return {
        first: tuple(sorted(group, key=lambda form: -len(form.lemmas)))
        for first, group in table.items()
    }


@cache
def swap_kinds() -> dict[tuple[str, str], str]:
    """(found, expected) lemmas to ``telltale``, ``likely`` or ``possible``."""
    return {(row["found"], row["expected"]): row["kind"] for row in Lexicon().rows("spinner_swaps")}


def known_hits(
    text: str, found: tuple[Token, ...], forms: dict[str, tuple[Known, ...]]
) -> Iterator[Hit]:
    """Known mangled forms whose conditions hold in this sentence."""
    low = f" {text.lower()} ".replace("’", "'")
    for at, token in enumerate(found):
        starts = forms.get(token.lemma, ())
        if text[token.start].isupper():
            starts = (*starts, *forms.get("^", ()))
        for form in starts:
            last = at + len(form.lemmas) - 1
            if last < len(found) and _fits(text, found, at, form) and _allowed(low, form):
                yield Hit(
                    token.start,
                    found[last].end,
                    agree(form.expected, found[last].text),
                    True,
                    len(form.lemmas),
                )
                break


def _fits(text: str, found: tuple[Token, ...], at: int, form: Known) -> bool:
    for n, wanted in enumerate(form.lemmas):
        token = found[at + n]
        if n and not token.joined:
            return False
        if wanted == "^":
            if not text[token.start].isupper():
                return False
        elif token.lemma != wanted:
            return False
    return True


def _allowed(low: str, form: Known) -> bool:
    if form.needs and not any(part in low for part in form.needs):
        return False
    return not any(part in low for part in form.unless)


def tripped_hits(text: str, found: tuple[Token, ...], lexicon: Collocations) -> Iterator[Hit]:
    """Forms in which translation engines are known to bring phrases back; never names.

    Two words may meet by chance ("lower margins" for "lower bounds"); three prove more.
    """
    for at, token in enumerate(found):
        words = [token.lemma]
        for last in range(at + 1, min(at + LONGEST_FORM, len(found))):
            if not found[last].joined or text[found[last].start].isupper():
                break
            words.append(found[last].lemma)
            expected = lexicon.round_trips.get(" ".join(words))
            if expected and last - at > 1 and (at == 0 or not text[token.start].isupper()):
                meant = agree(expected, found[last].text)
                yield Hit(token.start, found[last].end, meant, False, len(words), True)


def derived_hits(text: str, found: tuple[Token, ...], lexicon: Collocations) -> Iterator[Hit]:
    """Phrases that become set phrases when spun words are put back."""
    kinds = swap_kinds()
    for altered in lexicon.altered(found):
        run = found[altered.first : altered.last + 1]
        places = {place for place, _, _, _ in altered.replaced}
        if _is_name(text, run, places, altered.first):
            continue  # people and firms are called what they like
        if not _unseen(run, places, lexicon):
            continue
        if any(akin(was, meant) for _, was, meant, _ in altered.replaced):
            continue  # "enzymatic activity" is enzyme activity
        if _goes_as_well(run, places, altered, lexicon):
            continue  # "high-speed communications" are no high-level languages
        content = sum(token.lemma not in FUNCTION_WORDS for token in run)
        swaps = [kinds.get((was, meant), "") for _, was, meant, _ in altered.replaced]
        sure = _sure(altered, swaps, content)
        likely = not sure and _likely(altered, swaps, content)
        if sure or likely or (all(swaps) and altered.domain != SCIENCE):
            expected = agree(altered.expected, run[-1].text)
            yield Hit(run[0].start, run[-1].end, expected, sure, content, likely)


def _is_name(text: str, run: tuple[Token, ...], places: set[int], first: int) -> bool:
    """A replaced word is capitalised, and not merely because it opens the sentence."""
    capitals = [text[token.start].isupper() for token in run]
    if first == 0:
        return all(capitals)
    return any(capitals[place] for place in places)


def _unseen(run: tuple[Token, ...], places: set[int], lexicon: Collocations) -> bool:
    pairs = [n for n in range(len(run) - 1) if n in places or n + 1 in places]
    return any(lexicon.count(run[n].lemma, run[n + 1].lemma) == 0.0 for n in pairs)


def _goes_as_well(
    run: tuple[Token, ...], places: set[int], altered: Altered, lexicon: Collocations
) -> bool:
    """Stands a new word beside a kept one about as commonly as the word it should replace?"""
    kept = {n: token.lemma for n, token in enumerate(run) if n not in places}
    for place, found, meant, _ in altered.replaced:
        before, after = kept.get(place - 1), kept.get(place + 1)
        pairs = []
        if before:
            pairs.append((lexicon.count(before, found), lexicon.count(before, meant)))
        if after:
            pairs.append((lexicon.count(found, after), lexicon.count(meant, after)))
        if any(new > 0.0 and new >= old - AS_COMMON for new, old in pairs):
            return True
    return False


def _sure(altered: Altered, swaps: list[str], content: int) -> bool:
    """Enough by itself: telltale words, or most of a technical term replaced.

    Together these mark 0.6 phrases in 10,000 words of human news translation whose word pairs
    are not in the tables, and with the known forms 13 % of published "tortured phrases" of
    science, each judged by itself.
    """
    listed = [kind for kind in swaps if kind in ("telltale", "likely")]
    if altered.domain == SCIENCE and not (
        "telltale" in listed
        and any(_rare(found, ONE_WORD_ZIPF) for _, found, _, _ in altered.replaced)
    ):
        return False
    if len(listed) == len(swaps):
        return len(swaps) > 1 or swaps[0] == "telltale"
    least = min(strength for *_, strength in altered.replaced)
    if len(swaps) < 2:
        return False
    technical = altered.domain in TECHNICAL
    if content > 2 and (technical or any(swaps)) and least >= MANY_WORDS_STRENGTH:
        return True
    if technical and "telltale" in swaps and least >= MANY_WORDS_STRENGTH:
        return True
    return (
        altered.domain in COMPUTING | {"engineering", "science"}
        and least >= BOTH_WORDS_STRENGTH
        and any(_rare(found) for _, found, _, _ in altered.replaced)
    )


def _likely(altered: Altered, swaps: list[str], content: int) -> bool:
    """One word of a two-word term of computing replaced by a listed or an uncommon word."""
    if len(swaps) > 1 or content != 2 or altered.domain not in COMPUTING:
        return False
    _, found, _, strength = altered.replaced[0]
    if swaps[0] == "likely":
        return True
    return strength >= ONE_WORD_STRENGTH and _rare(found, ONE_WORD_ZIPF)


def _rare(word: str, limit: float = RARE_ZIPF) -> bool:
    return zipf(word) <= limit


def akin(first: str, second: str) -> bool:
    """Do two words share a stem, as *finance* and *financial* do?

    >>> akin("finance", "financial"), akin("moment", "money"), akin("nook", "corner")
    (True, False, False)
    """
    shared = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )
    return shared >= max(3, min(4, len(first) - 1, len(second) - 1))


def agree(expected: str, last_found: str) -> str:
    """The expected phrase, in the plural where the found one ends in a plural.

    A word whose plural is hardly used has none: "input data", never "datas".

    >>> agree("red line", "lines"), agree("core interests", "interests")
    ('red lines', 'core interests')
    >>> agree("input data", "records")
    'input data'
    """
    before, _, last = expected.rpartition(" ")
    if not last_found.endswith("s") or lemma(last_found) == last_found or last.endswith("s"):
        return expected
    several = forms(last, "s")[0] if last.islower() else last + "s"
    if zipf(several) < zipf(last) - UNCOUNTED:
        return expected
    return f"{before} {several}".strip()


def without_overlaps(hits: Sequence[Hit]) -> list[Hit]:
    """The surest and longest of hits that share characters, in reading order."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (not hit.sure, not hit.likely, -hit.size, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept)
