"""The number is right, but its unit is another one: days for hours, millions for billions.

## What it does
Compares the quantities of two aligned sentences: the same number with another unit of the same
dimension (hours and days, yuan and dollars, metres and kilometres), or with another scale word
(*million* and *billion*), is marked. In articles that merely tell the same story, how long a
meeting took is compared across the whole source and the other files: *5 1/2 days of talks*
with someone who, everywhere else, was met for five or six *hours*. So is a number that stands
in the whole source with one unit only: *the 114th hour* of a match that the source ends in the
114th *minute*.

## Why it matters
The wrong unit is as wrong as the wrong number, by a factor of 24 or 1,000, and harder to see.

## Known limits
Conversions are left alone, since they change the number too. Percent for percentage points
is marked as minor: many writers do not tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.accuracy._names import TITLES, name_words
from mtcheck.rules.accuracy._quantities import Quantity, quantities
from mtcheck.text import word_set
from mtcheck.types import Alignment, Category, Severity

_MEETING = re.compile(
    r"\b(?:meet(?:s|ings?)?|met|talk(?:s|ed|ing)|discuss(?:ions?|ed|ing)|negotiat(?:ions?|ed|ing)"
    r"|conversations?|deals|dialogues?|consultations?|exchanges|bargaining|summit|hearings?"
    r"|interviews?|debates?|phone calls?)\b",
    re.IGNORECASE,
)
_OF_MEETING = re.compile(
    r"^\s*(?:of\s|in\s|meeting|talking|negotiating|discussing|-?long\s)?\s*(?:\w+\s){0,2}?"
    + _MEETING.pattern,
    re.IGNORECASE,
)

SAME_LENGTH = 0.2
"""Two lengths of one event in different articles: more than five hours, more than six."""


SHARED_WORDS = 2
"""Words of four letters and more that two sentences with one number have in common, at least. In
241 pairs of a human translation and another human's, no number has another unit even without."""

MAX_CALENDAR = 31
"""Days, hours, minutes and years up to this number are everywhere; 47 or 114 hardly recur."""

_PHYSICAL = frozenset(("time", "length", "area", "weight", "volume", "speed", "temperature"))
_EVERYWHERE = word_set(
    "said says that this with from have been were will would could more than most about over after"
    " before their they there which when while also into only other some such last first next"
    " year years month months week weeks days hours minutes seconds miles meters metres"
)


class _Event(NamedTuple):
    quantity: Quantity
    names: frozenset[str]
    quote: str


def detect(
    alignments: Sequence[Alignment], ctx: Context, *, max_cost: float = 0.25
) -> Iterator[Mark]:
    """Yield one mark for each quantity with an altered unit.

    ``max_cost``: in texts that merely tell the same story, sentences further apart are not
    compared number by number.
    """
    elsewhere = () if ctx.parallel else _events(ctx)
    measured = () if ctx.parallel else _measured(ctx)
    for alignment in alignments:
        found = False
        if alignment.source and (ctx.parallel or alignment.cost <= max_cost):
            for mark in _against_source(alignment):
                found = True
                yield mark
        if not found and elsewhere:
            for mark in _against_events(alignment, elsewhere):
                found = True
                yield mark
        if not found and measured:
            yield from _against_numbers(alignment, measured)


def _against_source(alignment: Alignment) -> Iterator[Mark]:
    source_text = alignment.source_text
    source = quantities(source_text)
    here = [(s, q) for s in alignment.candidate for q in quantities(s.text)]
    all_here = [q for _, q in here]
    for sentence, quantity in here:
        if quantity.kind not in ("count", "measure"):
            continue
        if any(_equal(quantity, other) for other in source):
            continue
        rivals = [
            other
            for other in source
            if other.kind in ("count", "measure")
            and not any(_equal(other, q) for q in all_here)
            and _altered(quantity, other)
        ]
        if len(rivals) == 1:
            expected = rivals[0]
            quote = _written(sentence.text, quantity, expected)
            right = _written(source_text, expected, quantity)
            points = {quantity.unit, expected.unit} == {"percent", "percentage point"}
            yield Mark(
                alignment,
                sentence,
                quantity.full - len(quote),
                quantity.full,
                f"The source says “{right}”, this text “{quote}”.",
                suggestion=right,
                source_quote=right,
                severity=Severity.MINOR if points else None,
            )


def _written(text: str, quantity: Quantity, other: Quantity) -> str:
    """The quantity as written: with its currency sign where that is what differs."""
    start = quantity.first if quantity.unit != other.unit else quantity.start
    return text[start : quantity.full]


def _equal(one: Quantity, other: Quantity) -> bool:
    """The same value, and no unit that says otherwise."""
    near = abs(one.value - other.value) <= 0.06 * max(one.value, other.value)
    return near and (one.unit == other.unit or not (one.unit and other.unit))


def _altered(found: Quantity, expected: Quantity) -> bool:
    if found.value == expected.value and found.value > 0:
        # The same number: another unit of the same dimension.
        return (
            bool(found.unit)
            and found.unit != expected.unit
            and found.dimension == expected.dimension
            and not (found.unit.endswith("dollar") and expected.unit.endswith("dollar"))
        )
    return (
        found.mantissa == expected.mantissa
        and found.scale != expected.scale
        and min(found.scale, expected.scale) >= 1e3
        and (found.unit == expected.unit)
        and (bool(found.unit) or found.noun[:4] == expected.noun[:4])
    )


def _events(ctx: Context) -> tuple[_Event, ...]:
    """How long meetings took, in the source and the other files."""
    texts = [sentence.text for sentence in ctx.source]
    for document in ctx.others:
        for unit in document.units:
            texts += re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", unit.text)
    return tuple(event for text in texts for event in _meetings(text))


def _meetings(text: str) -> Iterator[_Event]:
    for quantity in quantities(text):
        if quantity.dimension == "time" and _OF_MEETING.match(text[quantity.full :]):
            yield _Event(quantity, _names(text), text[quantity.start : quantity.full])


def _names(text: str) -> frozenset[str]:
    return frozenset(word.text for word in name_words(text) if word.text.lower() not in TITLES)


def _against_events(alignment: Alignment, elsewhere: Sequence[_Event]) -> Iterator[Mark]:
    for sentence in alignment.candidate:
        for event in _meetings(sentence.text):
            same = [
                other
                for other in elsewhere
                if _same_length(event.quantity, other.quantity)
                and len(_names(alignment.candidate_text) & other.names) >= 2
            ]
            units = {other.quantity.unit for other in same}
            if same and len(units) == 1 and event.quantity.unit not in units:
                other = same[0]
                yield Mark(
                    alignment,
                    sentence,
                    event.quantity.start,
                    event.quantity.full,
                    f"“{event.quote}” of meetings: elsewhere the same meetings took "
                    f"“{other.quote}”.",
                    suggestion=f"{sentence.text[event.quantity.start : event.quantity.end]} "
                    f"{other.quantity.unit}s",
                    source_quote=other.quote,
                )


class _Measured(NamedTuple):
    quantity: Quantity
    around: frozenset[str]
    quote: str


def _measured(ctx: Context) -> tuple[_Measured, ...]:
    """Every number of the source, with the words of its sentence."""
    return tuple(
        _Measured(q, _around(sentence.text), sentence.text[q.first : q.full])
        for sentence in ctx.source
        for q in quantities(sentence.text)
        if q.kind in ("count", "measure", "ordinal")
    )


def _against_numbers(alignment: Alignment, measured: Sequence[_Measured]) -> Iterator[Mark]:
    for sentence in alignment.candidate:
        for quantity in quantities(sentence.text):
            if quantity.dimension not in _PHYSICAL or quantity.kind not in ("measure", "ordinal"):
                continue
            ordinal = quantity.kind == "ordinal"
            same = [
                other
                for other in measured
                if other.quantity.value == quantity.value
                and (other.quantity.kind == "ordinal") == ordinal
            ]
            rivals = [o for o in same if o.quantity.dimension == quantity.dimension]
            units = {other.quantity.unit for other in same}
            if len(units) != 1 or not rivals or quantity.unit in units:
                continue
            here = _around(sentence.text) - {quantity.noun}
            telling = quantity.value > MAX_CALENDAR and quantity.value % 10 != 0
            shared = max(len(here & other.around) for other in rivals)
            if shared < (1 if telling else SHARED_WORDS):
                continue
            other, quote = rivals[0], sentence.text[quantity.first : quantity.full]
            yield Mark(
                alignment,
                sentence,
                quantity.first,
                quantity.full,
                f"“{quote}”: with this number the source speaks of “{other.quote}” only.",
                suggestion=other.quote,
                source_quote=other.quote,
            )


def _around(text: str) -> frozenset[str]:
    """The words of a sentence that may show that two sentences speak of the same thing."""
    return frozenset(
        word for word in re.findall(r"[^\W\d_]{4,}", text.lower()) if word not in _EVERYWHERE
    )


def _same_length(one: Quantity, other: Quantity) -> bool:
    return abs(one.value - other.value) <= SAME_LENGTH * max(one.value, other.value)


RULE = Rule(
    code="ACC202",
    name="unit-altered",
    category=Category.ACCURACY,
    severity=Severity.CRITICAL,
    detect=detect,
    examples=(
        Example(
            candidate="Parliament approved a $95 million package after nine days of debate.",
            source="Parliament approved a $95 billion package after nine hours of debate.",
            quotes=("95 million", "nine days"),
            suggestions=("95 billion", "nine hours"),
        ),
        Example(
            candidate="The pipeline is 40 miles long.",
            source="The pipeline is 40 kilometres long.",
            quotes=("40 miles",),
        ),
        Example(
            candidate="Wang told Blinken at the start of about 5 1/2 days of deals that the "
            "relationship was stabilizing.",
            source="Blinken on Friday began more than six hours of scheduled meetings with Wang.",
            quotes=("5 1/2 days",),
            suggestions=("5 1/2 hours",),
            parallel=False,
        ),
        Example(
            candidate="Okoro scored from a corner in the 114th hour.",
            source="The winning corner was headed in by Okoro in the 114th minute.",
            quotes=("114th hour",),
            suggestions=("114th minute",),
            parallel=False,
        ),
        Example(
            candidate="The winning corner came when Okoro had waited for 16 days.",
            source="Okoro headed in the winning corner in the 16th minute, after 16 corners.",
            note="the number counts several things",
            parallel=False,
        ),
        Example(
            candidate="The plant costs 7 billion yuan, or about a billion dollars.",
            source="The plant costs about $1 billion (7 billion yuan).",
            note="the same quantities in another order",
        ),
        Example(
            candidate="Ortiz and Lam met for three days in Lima.",
            source="After their meeting, Ortiz and Lam waited eight hours for a flight.",
            parallel=False,
        ),
    ),
)
