"""The same quantity told elsewhere: which number of another text speaks of the same thing.

Two articles on one event seldom put a number into sentences that can be aligned. But a number
that is rare, beside the words that stand beside it elsewhere, is the same number: *the kick in
the 114th hour* and *a corner kick in the 114th minute*. And a length of time is told in units
of one's choice: *31 years* are three decades, and not *three centuries*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mtcheck.rules.accuracy._quantities import Quantity, quantities
from mtcheck.text import fold, strip_possessive, word_set, words
from mtcheck.types import Document, Sentence

SECONDS = {
    "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0,
    "fortnight": 1209600.0, "month": 2629800.0, "quarter": 7889400.0, "year": 31557600.0,
    "decade": 315576000.0, "century": 3155760000.0,
}  # fmt: skip
"""Length of the units of time; a year is 365.25 days."""

_SAME_LENGTH = 0.12
"""31 years are *three decades*, six hours and a half are *six*."""

SAME_TIME = 2 * _SAME_LENGTH
"""Up to this share of the longer, two lengths of time are taken for one: 36 months, three years."""

_OTHER_LENGTH = 4.0
"""By at least this factor a wrong unit is off; less may be another way to count."""

_IDLE = word_set(
    "the and for was were has had have with from that this than more less over about nearly almost "
    "around least most some only just after before since until into its his her their our your "
    "not but who which what when where been being are is will would could should may might can "
    "said says say also other another they them she him all any each per cent percent"
)


class Told(NamedTuple):
    """A quantity and the content words around it, cut to five letters."""

    quantity: Quantity
    text: str
    around: frozenset[str]


def told(text: str) -> tuple[Told, ...]:
    """The quantities of a sentence, with the words around them.

    >>> [(q.quantity.unit, sorted(q.around)) for q in told("He scored in the 114th minute.")]
    [('minute', ['score'])]
    """
    return tuple(Told(q, text[q.start : q.full], _around(text, q)) for q in quantities(text))


def told_elsewhere(source: Sequence[Sentence], others: Sequence[Document]) -> tuple[Told, ...]:
    """The quantities of the source and of the other files."""
    texts = [sentence.text for sentence in source]
    for document in others:
        for unit in document.units:
            texts += re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", unit.text)
    return tuple(one for text in texts for one in told(text))


def _around(text: str, quantity: Quantity) -> frozenset[str]:
    """The six content words before a quantity and the four after it."""
    before, after = (
        [
            word
            for found in words(part)
            if len(word := fold(strip_possessive(found.text))) > 2 and word not in _IDLE
        ]
        for part in (text[: quantity.start], text[quantity.full :])
    )
    return frozenset(word[:5] for word in (*before[-6:], *after[:4]))


def n_shared_needed(quantity: Quantity) -> int:
    """How many words must agree before two equal numbers are taken for one.

    >>> [n_shared_needed(told(f"in {n}")[0].quantity) for n in ("the 114th hour", "137 days")]
    [1, 2]
    >>> n_shared_needed(told("three days")[0].quantity)
    3
    """
    rare = quantity.mantissa >= 13 and quantity.mantissa % 10 and quantity.mantissa % 12
    if quantity.kind == "ordinal":
        return 1 if quantity.value > 31 else 3
    return 2 if rare else 3


def is_age(quantity: Quantity) -> bool:
    """The 28-year-old driver is no length of time."""
    return quantity.noun in ("old", "olds")


def as_another_unit(found: Quantity, expected: Quantity) -> str:
    """The unit in which the found number says what the other one says; "" if there is none.

    >>> three, years = told("three centuries")[0].quantity, told("31 years")[0].quantity
    >>> as_another_unit(three, years)
    'decade'
    """
    here, there = seconds(found), seconds(expected)
    if not here or not there or max(here, there) < _OTHER_LENGTH * min(here, there):
        return ""
    for unit, of_one in SECONDS.items():
        length = found.value * of_one
        if unit != found.unit and abs(length - there) <= _SAME_LENGTH * max(length, there):
            return unit
    return ""


def seconds(quantity: Quantity) -> float:
    """How long a time is; 0 where the quantity is no time."""
    if quantity.kind != "measure" or quantity.scale >= 1e3:
        return 0.0
    return quantity.value * SECONDS.get(quantity.unit, 0.0)
