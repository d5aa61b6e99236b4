"""Who a text has introduced, and which unknown surname must be one of them, misheard.

News has a habit that helps: a person is introduced by full name, and is *Mr. Lovell* only after
that. A surname that nobody introduced, and that sounds like one that was, is the same person,
misspelled. Someone introduced in the text itself under another first name is another person,
however alike the surnames.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtcheck.frequency import zipf
from mtcheck.lexicon import Lexicon
from mtcheck.rules.accuracy._heard import CLEAR, FAINT, LOUD, misheard
from mtcheck.rules.accuracy._names import (
    TITLES,
    NameWord,
    Spelling,
    accepted,
    both_chinese,
    is_inflection,
    most_used,
    sound,
)
from mtcheck.rules.accuracy._people import Known, is_country_word, is_known_name
from mtcheck.text import word_set

Uses = Mapping[str, Spelling]

HONORIFICS = word_set("mr mrs ms miss dr prof professor sir lady dame")
"""Titles that only a person bears who was introduced before."""

ALIGNED = 0.3
"""Per consonant, where the aligned sentence has lost just this name: Samoa, *Zamora*."""

LEAD = 0.05
"""By so much, per consonant, the nearest name must beat the next."""

MAX_ZIPF_TITLED = 4.5
"""With a title, a common word can be a misheard name (Len 3.4), the commonest cannot (Long 5.7)."""

MAX_ZIPF_UNTITLED = 2.0
"""Alone, only a word that is hardly ever written: Robel 1.5."""

MAX_ZIPF_NAME = 5.0
"""What is more frequent is no surname, though written with a capital: National Day (5.9)."""

MAX_ZIPF_SURNAME = 3.7
"""Without a title the right name must be no common word: Hansen has 3.6, Trunk 3.8."""

MAX_ZIPF_ALIGNED = 3.0
"""In an aligned sentence: Zamora 2.7."""

MIN_ZIPF_SETTLED = 1.0
"""Names below have no settled English spelling: Blinken has 1.7, Kronstadt 1.9, invented ones 0."""

_HERE = "elsewhere in this text"


class Texts(NamedTuple):
    """How names are used in the file, its source and the other files.

    ``order`` is the order in which names come up in the file, ``compared`` the names that are used
    most in the file, its source and the other files. In versions of one text
    (``parallel``) each may have its own, consistent spelling of a name that is not settled.
    """

    own: Uses
    source: Uses
    others: Uses
    users: Uses
    order: Mapping[str, int]
    compared: tuple[Uses, Uses, Uses]
    parallel: bool


def texts(own: Uses, source: Uses, others: Uses, users: Uses, *, parallel: bool) -> Texts:
    """The uses, with the order in which names come up in the file; ``users`` are the user's."""
    order = {name: n for n, name in enumerate(own)}
    compared = most_used(own), most_used(source), most_used(others)
    return Texts(own, source, others, users, order, compared, parallel)


class _Heard(NamedTuple):
    cost: float
    name: str
    where: str


def by_sound(word: NameWord, known: Texts, near: Uses, lexicon: Lexicon) -> Known | None:
    """The introduced name that an unknown one must be, by its sound.

    The word is not in the source. ``near`` are names that this file lacks, and that the source
    has where it says what this sentence says.
    """
    found = _by_sound(word, known, near, lexicon)
    if found is not None and known.parallel and found.name not in known.own:
        return found if zipf(found.name) >= MIN_ZIPF_SETTLED else None
    return found


def _by_sound(word: NameWord, known: Texts, near: Uses, lexicon: Lexicon) -> Known | None:
    name = word.text
    if word.after or len(name) < 3 or zipf(name) > MAX_ZIPF_TITLED or is_known_name(name, lexicon):
        return None
    own = known.own.get(name, Spelling())
    if own.before:
        return _by_first_name(word, known, tuple(own.before), lexicon)
    if own.after:  # Wang Yi is Mr. Wang
        return None
    if name in known.others and known.others[name].before:
        return None
    title = word.before.lower()
    if word.before and title not in TITLES:
        return None
    if title in HONORIFICS:
        return _best(word, _introduced(word, known), LOUD, lexicon)
    if len(name) < 5 or not any(letter in "aeiouy" for letter in name.lower()):
        return None
    if zipf(name) <= MAX_ZIPF_UNTITLED:
        unknown = zipf(name) == 0.0 and len(name) >= 6
        settled = (
            heard
            for heard in _introduced(word, known)
            if zipf(heard.name) <= MAX_ZIPF_SURNAME
            and (sound(heard.name) != sound(name) or (unknown and heard.where == _HERE))
        )
        found = _best(word, settled, CLEAR if unknown else FAINT, lexicon)
        if found is not None:
            return found
    if zipf(name) <= MAX_ZIPF_ALIGNED:
        lost = (
            _Heard(misheard(name, other), other, "in the source")
            for other in near
            if len(other) >= 5
            and not _longer(name, other)
            and (sound(other) != sound(name) or is_country_word(other, lexicon))
        )
        return _best(word, lost, FAINT if known.parallel else ALIGNED, lexicon)
    return None


def _longer(one: str, other: str) -> bool:
    """A word with something added is another word: Xinhua, Xinhuanet."""
    return "-" in one + other or one.startswith(other) or other.startswith(one)


def _introduced(word: NameWord, known: Texts) -> Iterator[_Heard]:
    """Surnames given with a first name, in the file before this word first comes up."""
    name = word.text
    own, source, others = known.compared
    for uses, where in (
        (own, _HERE),
        (source, "in the source"),
        (others, "in the other files"),
        (known.users, "in your list of names"),
    ):
        for other, use in uses.items():
            if (
                not (use.before or uses is known.users)
                or other == name
                or zipf(other) > MAX_ZIPF_NAME
            ):
                continue
            if where == _HERE and known.order[other] > known.order.get(name, 0):
                continue
            yield _Heard(misheard(name, other), other, where)


def _by_first_name(
    word: NameWord, known: Texts, firsts: tuple[str, ...], lexicon: Lexicon
) -> Known | None:
    """The same first name, or one that sounds like it, with a surname that sounds like this."""
    if zipf(word.text) > MAX_ZIPF_TITLED - 0.5:
        return None
    found: list[_Heard] = []
    _, source, others = known.compared
    for uses, where in ((source, "in the source"), (others, "in the other files")):
        for other, use in uses.items():
            cost = misheard(word.text, other) if use.before else 1.0
            if cost > LOUD or sound(other) == sound(word.text):
                continue
            same = set(firsts) & set(use.before)
            alike = any(misheard(one, first) <= FAINT for one in firsts for first in use.before)
            if same or (alike and cost <= FAINT):
                found.append(_Heard(cost, other, where))
    return _best(word, iter(found), LOUD, lexicon)


def _best(word: NameWord, found: Iterator[_Heard], limit: float, lexicon: Lexicon) -> Known | None:
    """The nearest within the limit, if no other name is nearly as near."""
    ranked = sorted({heard.name: heard for heard in found}.values())
    if not ranked or ranked[0].cost > limit or not _can_be(word, ranked[0].name, lexicon):
        return None
    if len(ranked) > 1 and ranked[1].cost < ranked[0].cost + LEAD:
        return None
    return Known(ranked[0].name, ranked[0].where)


def _can_be(word: NameWord, name: str, lexicon: Lexicon) -> bool:
    one = word.text
    if name.isupper() or (both_chinese(word, name) and not is_country_word(name, lexicon)):
        return False
    return not accepted(one, name) and not is_inflection(one, name)
