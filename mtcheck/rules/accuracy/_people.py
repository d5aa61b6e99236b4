"""Names that we know without being told: people in the news, countries, their adjectives.

The lists are ``people.tsv`` and ``countries.tsv``. A name near one of a known person is an
altered one only if enough speaks for that person: the same first name, a last name that hardly
anybody else bears, and a text about what the person is known for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mtcheck.frequency import zipf
from mtcheck.lexicon import Lexicon
from mtcheck.rules.accuracy._heard import CLEAR, misheard
from mtcheck.rules.accuracy._names import (
    TITLES,
    NameWord,
    both_chinese,
    close_names,
    distance,
    is_chinese,
)

MAX_ZIPF_KNOWN = 3.0
"""With the first name and the subject of the text agreeing: below common surnames."""

MAX_ZIPF_RARE = 2.0
"""With the first name alone agreeing."""

MIN_ZIPF_PLACE = 3.0
"""A place or people that is written about: a name near a rarer one (Samoan) is just a name."""


class Known(NamedTuple):
    """The name that must be meant, and in words how we know it."""

    name: str
    why: str


_WHY = "as far as we know this person"

_OUR_SCRIPT = frozenset(
    ("United States", "United Kingdom", "Canada", "Australia", "New Zealand", "Ireland")
)


class _People(NamedTuple):
    by_first: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    by_last: dict[str, tuple[str, ...]]
    firsts: dict[str, tuple[str, ...]]
    names: frozenset[str]


@cache
def _people(lexicon: Lexicon) -> _People:
    by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    by_last: dict[str, tuple[str, ...]] = {}
    firsts: dict[str, tuple[str, ...]] = {}
    for row in lexicon.rows("people"):
        parts = row["name"].split()
        about = tuple(part for part in (row["country"], *row["about"].split("|")) if part)
        if len(parts) == 2:
            firsts[parts[1]] = (*firsts.get(parts[1], ()), parts[0])
            by_first.setdefault(parts[0], []).append((parts[1], about))
        by_last[parts[-1]] = (*by_last.get(parts[-1], ()), *about)
    names = frozenset(word for row in lexicon.rows("people") for word in row["name"].split())
    return _People({first: tuple(last) for first, last in by_first.items()}, by_last, firsts, names)


def is_known_name(name: str, lexicon: Lexicon) -> bool:
    """True for a first or last name of a person in the news, and for a country or its adjective."""
    return name in _people(lexicon).names or is_country_word(name, lexicon)


def is_country_word(name: str, lexicon: Lexicon) -> bool:
    """True for a country, its adjective or its capital."""
    return name in _country_forms(lexicon)[0]


def by_people(word: NameWord, lexicon: Lexicon, text: str) -> Known | None:
    """The person in the news whose name this must be, in a text about what they are known for."""
    people = _people(lexicon)
    return (
        _by_first_name(word, people, text)
        or _by_last_name(word, people)
        or _by_subject(word, people, text)
    )


def _by_first_name(word: NameWord, people: _People, text: str) -> Known | None:
    """The same first name, and nearly this last name; the nearest of several."""
    name = word.text
    lasts = people.by_first.get(word.before, ())
    if not lasts or name in {last for last, _ in lasts}:
        return None
    found: list[tuple[int, str]] = []
    for last, about in lasts:
        one_spelling = zipf(name) <= 1.0 and (
            not about or about[0] in _OUR_SCRIPT or (zipf(name) == 0.0 and zipf(last) >= 2.5)
        )
        if not close_names(name, last, one_spelling=one_spelling) or both_chinese(word, last):
            continue
        n_about = sum(_mentions(text, term) for term in about)
        rare = zipf(name) <= MAX_ZIPF_RARE and len(name) >= 6
        ceiling = MAX_ZIPF_KNOWN if n_about >= 2 else min(MAX_ZIPF_KNOWN, zipf(last) + 0.5)
        if rare or (n_about >= 1 and zipf(name) <= ceiling):
            found.append((distance(name, last, 2), last))
    return Known(f"{word.before} {min(found)[1]}", _WHY) if found else None


def _by_last_name(word: NameWord, people: _People) -> Known | None:
    """The same rare last name after it, and nearly this first name."""
    firsts = people.firsts.get(word.after, ())
    if word.text in firsts or len(word.text) < 5 or zipf(word.text) > MAX_ZIPF_RARE:
        return None
    if not firsts or zipf(word.after) > 3.5 or is_chinese(word.after):
        return None
    near = [first for first in firsts if close_names(word.text, first, one_spelling=True)]
    return Known(near[0], _WHY) if near else None


def _by_subject(word: NameWord, people: _People, text: str) -> Known | None:
    """A last name that no text knows, nearly that of one whom this text is about."""
    name = word.text
    if len(name) < 6 or zipf(name) > 0.0 or name in people.names or word.after:
        return None
    if word.before and word.before.lower() not in TITLES:
        return None
    for last, about in people.by_last.items():
        if len(last) < 6 or is_chinese(last) or not close_names(name, last):
            continue
        if distance(name, last, 1) > 1 and misheard(name, last) > CLEAR:
            continue  # a family of its own that nobody writes about
        if sum(_mentions(text, term) for term in set(about)) >= 2:
            return Known(last, _WHY)
    return None


@lru_cache(maxsize=1024)
def _mentions(text: str, term: str) -> bool:
    return re.search(rf"\b{re.escape(term)}\b", text) is not None


@cache
def _places(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(
        row["form"]
        for row in lexicon.rows("countries")
        if row["form"].isalpha() and len(row["form"]) >= 6 and zipf(row["form"]) >= MIN_ZIPF_PLACE
    )


def by_place(word: NameWord, lexicon: Lexicon) -> Known | None:
    """A country, its adjective or its capital with one wrong letter, and no word we know."""
    alone = not (word.before or word.after or word.opening)
    if not alone or len(word.text) < 6 or zipf(word.text) > 0.0:
        return None
    for place in _places(lexicon):
        if close_names(word.text, place) and distance(word.text, place, 1) == 1:
            return Known(place, "as a place or people")
    return None


def swapped_country(
    candidate: str, source: str, lexicon: Lexicon
) -> tuple[tuple[int, int], str] | None:
    """Where a text names one country that the source does not, in the place of another.

    Names, adjectives and capitals of a country are one: *Beijing* may stand for China. Returns
    the place in the candidate and the right form.

    >>> text = "The Austrian envoy went to Rome."
    >>> swapped_country(text, "The Australian envoy went to Italy.", Lexicon())
    ((4, 12), 'Australian')
    """
    forms, pattern = _country_forms(lexicon)
    here = [(found.span(), forms[found.group()]) for found in pattern.finditer(candidate)]
    there = [forms[found.group()] for found in pattern.finditer(source)]
    extra = {country for _, (country, _) in here} - {country for country, _ in there}
    lost = {country for country, _ in there} - {country for _, (country, _) in here}
    if len(extra) != 1 or len(lost) != 1:
        return None
    span, (_, kind) = next(item for item in here if item[1][0] in extra)
    right = next(iter(lost))
    fitting = [form for form, value in forms.items() if value == (right, kind)]
    return span, fitting[0] if fitting else right


@cache
def _country_forms(lexicon: Lexicon) -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    forms = {row["form"]: (row["country"], row["kind"]) for row in lexicon.rows("countries")}
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return forms, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
