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
from mtcheck.rules.accuracy._stated import MAX_EVERYWHERE, Beside, Elsewhere, Rivals, Stated
from mtcheck.rules.accuracy._told import (
    SECONDS,
    Told,
    as_another_unit,
    is_age,
    n_shared_needed,
    told,
    told_elsewhere,
)
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


MIN_NAMES = 2
"""Names that two sentences about meetings share at least, to speak of the same one."""

MIN_SHARED = 3
"""Words beside two lengths of time before one is taken for the other in a wrong unit."""


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
    events = () if ctx.parallel else _events(ctx)
    named = Beside([event.names for event in events], MIN_NAMES)
    told_there = None if ctx.parallel else _elsewhere(ctx)
    for alignment in alignments:
        found = False
        if alignment.source and (ctx.parallel or alignment.cost <= max_cost):
            for mark in _against_source(alignment):
                found = True
                yield mark
        if not found and events:
            for mark in _against_events(alignment, events, named):
                found = True
                yield mark
        if not found and told_there is not None:
            yield from _against_told(alignment, told_there)


def _against_source(alignment: Alignment) -> Iterator[Mark]:
    source_text = alignment.source_text
    source = quantities(source_text)
    here = [(s, q) for s in alignment.candidate for q in quantities(s.text)]
    in_source, all_here = Stated(source), Stated(q for _, q in here)
    lost = [
        other
        for other in source
        if (other.kind in ("count", "measure") or _is_rare_ordinal(other))
        and not all_here.equal(other)
    ]
    like = Rivals(lost)
    for sentence, quantity in here:
        if quantity.kind not in ("count", "measure") and not _is_rare_ordinal(quantity):
            continue
        if in_source.equal(quantity):
            continue
        rivals = [lost[n] for n in sorted(like.of(quantity)) if _altered(quantity, lost[n])]
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


def _is_rare_ordinal(quantity: Quantity) -> bool:
    """The 114th minute, and not the first day."""
    return quantity.kind == "ordinal" and quantity.value > MAX_EVERYWHERE


def _written(text: str, quantity: Quantity, other: Quantity) -> str:
    """The quantity as written: with its currency sign where that is what differs."""
    start = quantity.first if quantity.unit != other.unit else quantity.start
    return text[start : quantity.full]


def _altered(found: Quantity, expected: Quantity) -> bool:
    if is_age(found) != is_age(expected):
        return False
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


def _elsewhere(ctx: Context) -> Elsewhere | None:
    """What the source and the other files tell in numbers; None where they tell nothing."""
    others = told_elsewhere(ctx.source, ctx.others)
    own = Stated(q for sentence in ctx.candidate for q in quantities(sentence.text))
    unsaid = [
        there for there in others if not is_age(there.quantity) and not own.said(there.quantity)
    ]
    return Elsewhere(others, unsaid, MIN_SHARED) if others else None


def _against_told(alignment: Alignment, elsewhere: Elsewhere) -> Iterator[Mark]:
    """The same number beside the same words, anywhere in the source, in another unit."""
    for sentence in alignment.candidate:
        for here in told(sentence.text):
            quantity = here.quantity
            if is_age(quantity) or quantity.kind not in ("count", "measure", "ordinal"):
                continue
            if elsewhere.stated.said(quantity):
                continue
            rivals = {
                unit: there for there in elsewhere.like(here) if (unit := _unit_told(here, there))
            }
            if len(rivals) == 1:
                unit, there = rivals.popitem()
                number = sentence.text[quantity.start : quantity.end]
                right = f"{number} {_plural(unit, quantity)}" if unit in SECONDS else there.text
                yield Mark(
                    alignment,
                    sentence,
                    quantity.start,
                    quantity.full,
                    f"“{here.text}” is “{there.text}” where the same is told elsewhere.",
                    suggestion=right,
                    source_quote=there.text,
                )


def _unit_told(here: Told, there: Told) -> str:
    """The unit or scale that the other text gives to what must be the same quantity; "" if none."""
    n_shared = len(here.around & there.around)
    if _altered(here.quantity, there.quantity):
        if {here.quantity.unit, there.quantity.unit} == {"percent", "percentage point"}:
            return ""
        if here.quantity.kind != there.quantity.kind:
            return ""
        enough = n_shared >= n_shared_needed(here.quantity)
        return (there.quantity.unit or there.text) if enough else ""
    return as_another_unit(here.quantity, there.quantity) if n_shared >= MIN_SHARED else ""


def _plural(unit: str, quantity: Quantity) -> str:
    if quantity.kind == "ordinal" or quantity.value == 1:
        return unit
    return "centuries" if unit == "century" else f"{unit}s"


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


def _against_events(
    alignment: Alignment, events: Sequence[_Event], named: Beside
) -> Iterator[Mark]:
    for sentence in alignment.candidate:
        for event in _meetings(sentence.text):
            names = _names(alignment.candidate_text)
            same = [
                other
                for other in map(events.__getitem__, sorted(named.of(names)))
                if _same_length(event.quantity, other.quantity)
                and len(names & other.names) >= MIN_NAMES
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
