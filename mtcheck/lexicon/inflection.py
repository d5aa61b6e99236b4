"""Which English words are forms of one word, and how a word takes the form of another.

A glossary lists "policy"; a text says "policies". Whoever compares letters calls that a missing
term, and whoever cuts endings takes "caring" for a form of "car". So endings are taken off and put
back on: a base counts only if the regular rules of spelling make the found word of it again. What
no rule makes ("men", "sought", "programmed") is in ``irregular_forms.tsv``.

Plurals, third persons, pasts, participles and possessives are forms; comparatives and words of
another class ("builder", "colourful") are words of their own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mtcheck.lexicon import Lexicon
from mtcheck.text import strip_possessive

KINDS = ("s", "ed", "en", "ing")
"""Plural or third person; past; past participle; present participle."""

_VOWELS = "aeiou"
_ONE_SYLLABLE_SHUT = re.compile(r"(?:[^aeiou]|^qu|[^aeiou]qu)*[aeiouy][^aeiouwxy]")
_SHUT = re.compile(r".*[^aeiou][aeiou][bdfgklmnprtv]")

_UNCHANGED = """
news means goods series species lens its his this as is was has us always perhaps besides customs
during thing things being bring king ring sing spring string wing morning evening ceiling nothing
something anything everything bed red need indeed speed seed feed breed hundred politics economics
physics mathematics ethics
"""
UNCHANGED = frozenset(_UNCHANGED.split()) - {"things"}
"""Words that look like forms of something else, and are forms of nothing but themselves."""


@lru_cache(maxsize=65536)
def bases(word: str) -> frozenset[str]:
    """What a lower-case word may be a form of, itself among them; some of it is no word at all.

    >>> sorted(bases("policies")), sorted(bases("caring")), sorted(bases("men"))
    (['policie', 'policies', 'policy'], ['care', 'caring'], ['man', 'men'])
    """
    word = strip_possessive(word)
    if word in UNCHANGED:
        return frozenset({word})
    found = {word, *_reversed().get(word, ())}
    found.update(base for base in _cut(word) if word in _regular(base))
    return frozenset(found)


def same_word(one: str, other: str) -> bool:
    """Are two lower-case words forms of one word?

    >>> same_word("planned", "planning"), same_word("planed", "planning")
    (True, False)
    """
    return one == other or not bases(one).isdisjoint(bases(other))


def kind_of(form: str, base: str) -> str:
    """Which form of ``base`` a word is: one of :data:`KINDS`, or empty for the word as listed.

    >>> kind_of("logged", "log"), kind_of("log", "log")
    ('ed', '')
    """
    if form == base:
        return ""
    return next((kind for kind in KINDS if form in forms(base, kind)), "")


def forms(base: str, kind: str) -> tuple[str, ...]:
    """The forms of a lower-case word of one kind, the usual one first.

    >>> forms("policy", "s"), forms("choose", "en"), forms("visit", "ing")
    (('policies',), ('chosen',), ('visiting', 'visitting'))
    """
    listed = _irregular().get((base, kind)) or (kind == "en" and _irregular().get((base, "ed")))
    if listed:
        return listed
    return _endings(base)[{"s": 0, "ed": 1, "en": 1, "ing": 2}[kind]]


def _regular(base: str) -> frozenset[str]:
    return frozenset(form for group in _endings(base) for form in group)


@lru_cache(maxsize=16384)
def _endings(base: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Regular plural or third person, past and present participle of a base."""
    if len(base) < 2 or not base.isalpha():
        return ((base + "s",), (), ())
    last, before = base[-1], base[-2]
    soft = last == "y" and before not in _VOWELS
    if soft:
        plural: tuple[str, ...] = (base[:-1] + "ies",)
    elif base.endswith(("s", "x", "z", "ch", "sh")):
        plural = (base + "es",)
    elif last == "o" and before not in _VOWELS:
        plural = (base + "s", base + "es")
    else:
        plural = (base + "s",)
    if len(base) < 3:
        return plural, (base + "ed",), (base + "ing",)
    if base.endswith("ie"):
        return plural, (base + "d",), (base[:-2] + "ying",)
    if last == "e":
        kept = before in "eoy"
        return plural, (base + "d",), (base + "ing" if kept else base[:-1] + "ing",)
    if soft:
        return plural, (base[:-1] + "ied",), (base + "ing",)
    doubled, plain = base + last, base
    if last == "c":
        doubled = base + "k"
        stems: tuple[str, ...] = (doubled,)
    elif _ONE_SYLLABLE_SHUT.fullmatch(base):
        stems = (doubled,)
    elif _SHUT.fullmatch(base):
        stems = (plain, doubled)
    else:
        stems = (plain,)
    return plural, tuple(s + "ed" for s in stems), tuple(s + "ing" for s in stems)


def _cut(word: str) -> set[str]:
    """What may be left of a word when a regular ending is taken off; much of it no word at all."""
    found: set[str] = set()
    if word.endswith("s") and not word.endswith("ss"):
        found |= {word[:-1], word[:-2]} if word.endswith("es") else {word[:-1]}
        if word.endswith("ies"):
            found.add(word[:-3] + "y")
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            found |= {stem, stem + "e"}
            if ending == "ed" and stem.endswith("i"):
                found.add(stem[:-1] + "y")
            if ending == "ing" and stem.endswith("y"):
                found.add(stem[:-1] + "ie")
            if len(stem) > 2 and (stem[-1] == stem[-2] or stem.endswith("ck")):
                found.add(stem[:-1])
    return {base for base in found if len(base) > 2 and any(c in "aeiouy" for c in base)}


@cache
def _irregular() -> dict[tuple[str, str], tuple[str, ...]]:
    """(base, kind) to its forms, for bases that no rule fits."""
    return {
        (row["base"], row["kind"]): tuple(row["forms"].split(" "))
        for row in Lexicon().rows("irregular_forms")
    }


@cache
def _reversed() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for (base, _), listed in _irregular().items():
        for form in listed:
            if base not in found.setdefault(form, []):
                found[form].append(base)
    return {form: tuple(known) for form, known in found.items()}
