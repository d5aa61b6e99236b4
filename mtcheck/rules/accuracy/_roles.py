"""Who holds which office of which country, as sentences say it.

``Wang Yi, China's top diplomat``, ``Chinese Foreign Minister Wang Yi`` and ``the foreign
minister of China, Wang Yi`` all say one thing: the person, the country, the class of office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from mtcheck.lexicon import Lexicon
from mtcheck.text import without_accents

_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĶĻŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ]"
_NAME = (
    rf"(?P<name>{_UPPER}[\w'’-]{{0,40}}[\w](?:\s{_UPPER}\.)?"
    rf"(?:\s(?:(?:al|bin|bint|el|de|da|di|von|van|der|la|le|den)[\s-]){{0,2}}{_UPPER}[\w'’-]{{0,40}}\w){{0,3}})"
)
_MOD = (
    r"(?P<mods>(?:(?:former|ex|then|late|previous|incoming|outgoing|future|next|top|senior|acting"
    r"|interim|deputy|vice|assistant|under|new|current|newly elected|first|caretaker|longtime"
    r"|long-time|veteran|powerful|chief|far-right|hard-line|hardline|de facto)[\s-])*)"
)
_PAST = re.compile(
    r"\b(?:former|ex|then|late|previous|incoming|future|next|acting|interim|deputy|vice|assistant"
    r"|under|one-time|elect|caretaker)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sir|Sheikh|Gen|Sen|Prof|General|Prince|King|Queen)\.?\s")


class Role(NamedTuple):
    """One mention: ``text[start:end]``. ``country`` is "" where none is named, ``office`` the
    class of office; ``now`` is False for former, deputy and acting holders.
    """

    name: tuple[str, ...]
    country: str
    form: str
    office: str
    office_form: str
    group: str
    now: bool
    start: int
    end: int
    text: str


class _Patterns(NamedTuple):
    find: tuple[re.Pattern[str], ...]
    countries: dict[str, tuple[str, str]]
    offices: dict[str, tuple[str, str]]


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    countries = {
        row["form"]: (row["country"], row["kind"])
        for row in lexicon.rows("countries")
        if row["kind"] != "capital"
    }
    offices = {row["form"]: (row["office"], row["group"]) for row in lexicon.rows("offices")}
    country = "|".join(re.escape(form) for form in sorted(countries, key=len, reverse=True))
    office = "|".join(
        r"[\s-]".join(re.escape(word) for word in form.split())
        for form in sorted(offices, key=len, reverse=True)
    )
    where = rf"(?<![\w-])(?P<country>{country})(?:['’]s?)?\s"
    what = rf"(?P<office>(?i:{office}))(?![\w-])(?!\sfor\b)"
    abroad = rf"(?:\s(?:to|of|for)\s(?:the\s)?(?:{country}))?"
    of = rf"\s(?:of|for)\s(?:the\s)?(?P<country>{country})(?![\w-])"
    ends = r"(?=\s*(?:[,.;:!?)\]—–”\"]|-\s|$))"
    return _Patterns(
        (
            # Chinese Foreign Minister Wang Yi; China's top diplomat, Wang Yi, ...
            re.compile(rf"{where}{_MOD}{what}{abroad}(?:\s|,\s(?=[^,.;]{{3,40}}[,.;])){_NAME}"),
            # Foreign minister of China Wang Yi
            re.compile(rf"\b{_MOD}{what}{of},?\s{_NAME}"),
            # Wang Yi, the Chinese foreign minister
            re.compile(
                rf"{_NAME},\s(?:who\s(?:is|was)\s)?(?:(?:the|a)\s)?{where}{_MOD}{what}{ends}"
            ),
            # Wang Yi, the foreign minister of China
            re.compile(rf"{_NAME},\s(?:the\s)?{_MOD}{what}{of}{ends}"),
            # Wang Yi, the foreign minister,
            re.compile(rf"{_NAME},\s(?:the\s)?{_MOD}{what}(?=[,.;])"),
            # Foreign Minister Wang Yi
            re.compile(rf"(?<![\w-]){_MOD}{what}\s{_NAME}"),
        ),
        countries,
        {form.replace("-", " "): value for form, value in offices.items()},
    )


@lru_cache(maxsize=4096)
def roles(text: str, lexicon: Lexicon) -> tuple[Role, ...]:
    """The roles that a text states, in order; one per person and place.

    >>> found = roles("Wang Yi, the Chinese premier, met US President Joe R. Biden.", Lexicon())
    >>> [(role.name, role.country, role.office) for role in found]
    [(('wang', 'yi'), 'China', 'prime minister'), (('joe', 'biden'), 'United States', 'president')]
    """
    found: dict[int, Role] = {}
    for role in _find(text, lexicon):
        if not any(
            role.start < other.end and other.start < role.end and role.name == other.name
            for other in found.values()
        ):
            found.setdefault(role.start, role)
    return tuple(found[start] for start in sorted(found))


def _find(text: str, lexicon: Lexicon) -> Iterator[Role]:
    patterns = _patterns(lexicon)
    for pattern in patterns.find:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            form = parts.get("country") or ""
            office_form = re.sub(r"[\s-]+", " ", parts["office"].lower())
            office, group = patterns.offices[office_form]
            name = _person(parts["name"], patterns)
            if not name:
                continue
            before = text[max(0, match.start() - 12) : match.start()]
            yield Role(
                name,
                patterns.countries[form][0] if form else "",
                form,
                office,
                parts["office"],
                group,
                _PAST.search(f"{before} {parts['mods']}") is None,
                match.start(),
                match.end(),
                match.group(),
            )


def _person(name: str, patterns: _Patterns) -> tuple[str, ...]:
    """The name in lower-case words without initials and titles; empty if it is no person."""
    plain = _TITLE.sub("", re.sub(r"['’]s$", "", name))
    parts = tuple(part for part in plain.split() if not re.fullmatch(r"\w\.", part))
    if any(part in patterns.countries for part in parts):
        return ()
    if any(part.lower() in patterns.offices or part in _NOT_NAMES for part in parts):
        return ()
    return tuple(without_accents(part.lower()) for part in parts)


_NOT_NAME_WORDS = (
    "The On In At But And He She It They Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April June July August September October November December "
    "Party Committee Council House Senate Congress Court Ministry Department University Mr Mrs Ms"
)
_NOT_NAMES = frozenset(_NOT_NAME_WORDS.split())


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True for equal full names; middle names may be missing.

    >>> same_person(("joe", "biden"), ("joe", "robinette", "biden"))
    True
    >>> same_person(("wang",), ("wang", "yi"))
    False
    """
    if min(len(one), len(other)) < 2:
        return False
    return set(one) <= set(other) or set(other) <= set(one)


def country_form(country: str, like: str, lexicon: Lexicon) -> str:
    """The country's name, or its adjective where ``like`` is an adjective."""
    kinds = {row["form"]: row["kind"] for row in lexicon.rows("countries")}
    forms = [
        row["form"]
        for row in lexicon.rows("countries")
        if row["country"] == country and row["kind"] == kinds.get(like, "name")
    ]
    return forms[0] if forms else country
