"""A number contradicts the number that the source gives for the same thing.

## What it does
Compares the quantities of two aligned sentences. A number that the source lacks is marked
where the source has, in its place, another number for the same thing: with the same unit or
counting the same noun. How a number is written does not matter: 80,000, 80 thousand and
*eighty thousand* are one number, and so are 7 July and July 7.

## Why it matters
A reader cannot see that a number is wrong, and acts on it.

## Known limits
Where the texts only tell the same story, sentences must be nearly the same before their
numbers are compared. Conversions (yuan to dollars, acres to hectares) and rounded numbers are
left alone, and so are clock times, scores and numbers that are merely missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.accuracy._quantities import Quantity, number_words, quantities
from mtcheck.text import fold, words
from mtcheck.types import Alignment, Category, Sentence, Severity

ROUNDED = 0.1
"""A number with *about* or *more than* may differ by this share: nearly 500 for 487."""

MAX_NUMBERS = 100
"""A sentence with more is a table that lost its cells: which number belongs to which is anyone's
guess, and each would be compared with each."""

SAME_SENTENCE = 0.7
"""Share of equal words above which two sentences of different articles say the same."""


def detect(
    alignments: Sequence[Alignment], ctx: Context, *, max_cost: float = 0.25
) -> Iterator[Mark]:
    """Yield one mark for each number that contradicts the aligned source.

    ``max_cost``: in texts that merely tell the same story, sentences further apart are not
    compared.
    """
    for alignment in alignments:
        if not alignment.candidate or not alignment.source:
            continue
        if not ctx.parallel and (alignment.cost > max_cost or overlap(alignment) < SAME_SENTENCE):
            continue
        source_text = alignment.source_text
        source = quantities(source_text)
        here = [(s, q) for s in alignment.candidate for q in quantities(s.text)]
        if max(len(here), len(source)) > MAX_NUMBERS:
            continue
        digits = _digits(source_text)
        like = number_words(source_text)
        missing = [
            (s, q)
            for s, q in here
            if not _in(q, source)
            and not _digits(s.text[q.start : q.end]) & digits
            and q.value not in like
            and q.mantissa not in like
        ]
        like_here = number_words(alignment.candidate_text)
        digits_here = _digits(alignment.candidate_text)
        lost = [
            q
            for q in source
            if not _in(q, [q for _, q in here])
            and q.value not in like_here
            and q.mantissa not in like_here
            and not _digits(source_text[q.start : q.end]) & digits_here
        ]
        for sentence, quantity in missing:
            rivals = [q for q in lost if _same_thing(quantity, q, sentence, alignment)]
            if not rivals and ctx.parallel and len(missing) == len(lost) == 1:
                rivals = [q for q in lost if _only_one(quantity, q, sentence, alignment)]
            if len(rivals) == 1:
                yield _mark(alignment, sentence, quantity, rivals[0], source_text)


def _digits(text: str) -> set[str]:
    """The numbers in digits, without separators: 272.000 is how others write 272,000."""
    return {re.sub("[.,]", "", digits) for digits in re.findall(r"\d+(?:[.,]\d+)*", text)}


def _mark(
    alignment: Alignment, sentence: Sentence, found: Quantity, expected: Quantity, source: str
) -> Mark:
    quote = sentence.text[found.start : found.end]
    right = source[expected.start : expected.end]
    large = max(found.value, expected.value) >= 1.2 * min(found.value, expected.value)
    return Mark(
        alignment,
        sentence,
        found.start,
        found.end,
        f"The source says “{source[expected.start : expected.full]}”, this text "
        f"“{sentence.text[found.start : found.full]}”.",
        suggestion=right if right.lower() != quote.lower() else "",
        source_quote=source[expected.start : expected.full],
        severity=Severity.CRITICAL if large else Severity.MAJOR,
    )


def overlap(alignment: Alignment) -> float:
    """Dice share of equal words between the two sides, without case and numbers."""
    left, right = (
        {fold(word.text) for word in words(text) if not word.text[0].isdigit()}
        for text in (alignment.candidate_text, alignment.source_text)
    )
    return 2 * len(left & right) / max(len(left) + len(right), 1)


def _in(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """True when the value occurs, exactly, rounded, or as a conversion may have it."""
    for other in others:
        larger = max(abs(quantity.value), abs(other.value), 1e-9)
        difference = abs(quantity.value - other.value) / larger
        if difference < 1e-6 or quantity.mantissa == other.mantissa:
            return True
        if quantity.kind in ("year", "date", "ordinal"):
            continue
        same_length = _n_digits(quantity.value) == _n_digits(other.value)
        around = quantity.around != other.around or not same_length
        if (quantity.around or other.around) and around and difference <= ROUNDED:
            return True
        if difference <= 0.05 and not same_length and _is_rounding(quantity.value, other.value):
            return True
        if {quantity.unit, other.unit} == {"percent", ""} and (
            abs(quantity.value / 100 - other.value) < 1e-6
            or abs(other.value / 100 - quantity.value) < 1e-6
        ):
            return True
    return False


def _n_digits(value: float) -> int:
    """Significant digits as written: 2 for 95,000,000."""
    return len(f"{value:.10g}".replace(".", "").strip("0")) if value < 1e10 else 0


def _is_rounding(one: float, other: float) -> bool:
    """17.95 and 18, 1,234,567 and 1.23 million: one is the other with fewer digits."""
    short, long = sorted((f"{one:.10g}", f"{other:.10g}"), key=lambda text: len(text.rstrip("0")))
    n_digits = len(short.replace(".", "").strip("0"))
    return f"{float(long):.{max(n_digits, 1)}g}" == f"{float(short):.{max(n_digits, 1)}g}" and len(
        long.replace(".", "").strip("0")
    ) > max(n_digits, 1)


def _same_thing(found: Quantity, lost: Quantity, sentence: Sentence, alignment: Alignment) -> bool:
    if found.kind != lost.kind or found.unit != lost.unit or found.value == 0 or lost.value == 0:
        return False
    if found.kind in ("year", "date"):
        return _near_words(sentence.text, found, alignment.source_text, lost)
    if found.noun[:4] and found.noun[:4] == lost.noun[:4] and len(found.noun) > 2:
        return True
    return bool(found.unit) and _near_words(sentence.text, found, alignment.source_text, lost)


def _only_one(found: Quantity, lost: Quantity, sentence: Sentence, alignment: Alignment) -> bool:
    """The only number that either sentence has for itself, in sentences much alike."""
    alike = found.kind == lost.kind and found.unit == lost.unit and min(found.value, lost.value) > 0
    near = _around(sentence.text, found) & _around(alignment.source_text, lost)
    return alike and overlap(alignment) >= 0.5 and len(near) >= 1


def _near_words(text: str, found: Quantity, source: str, lost: Quantity) -> bool:
    """Two of the three words on either side are the same."""
    left = _around(text, found)
    right = _around(source, lost)
    return len(left & right) >= 2


def _around(text: str, quantity: Quantity) -> set[str]:
    before = [fold(word.text) for word in words(text[: quantity.start])][-4:]
    after = [fold(word.text) for word in words(text[quantity.full :])][:4]
    return {word[:5] for word in (*before, *after) if len(word) > 2 and word not in _IDLE}


_IDLE = frozenset(
    ("the", "and", "for", "was", "were", "has", "had", "have", "with", "from", "that")
)


RULE = Rule(
    code="ACC201",
    name="number-altered",
    category=Category.ACCURACY,
    severity=Severity.CRITICAL,
    detect=detect,
    needs=("source",),
    examples=(
        Example(
            candidate="The port handled 52 million containers last year.",
            source="The port handled 25 million containers last year.",
            quotes=("52 million",),
            suggestions=("25 million",),
        ),
        Example(
            candidate="Unemployment fell to 6.1 percent in the spring.",
            source="Unemployment fell to 4.1 percent in the spring.",
            quotes=("6.1",),
            suggestions=("4.1",),
        ),
        Example(
            candidate="On 7 July some eighty thousand people marched, and 95,000 million dollars "
            "were at stake.",
            source="On July 7, about 80,000 people marched, and $95 billion was at stake.",
            note="the same numbers, written otherwise",
        ),
        Example(
            candidate="Nearly 500 workers signed the letter.",
            source="The letter was signed by 487 workers.",
            note="rounded",
        ),
        Example(
            candidate="Some 40 to 60 thousand visitors came to the fair every day.",
            source="Some 40,000 to 60,000 visitors came to the fair every day.",
            note="the scale word belongs to both ends of a range",
        ),
        Example(
            candidate="Some 40 to 60 thousand visitors came to the fair every day.",
            source="Some 10,000 to 60,000 visitors came to the fair every day.",
            quotes=("40",),
        ),
        Example(
            candidate="The levy falls by 70 kopecks a litre in spring.",
            source="The levy falls by 0.7 roubles a litre in spring.",
            note="the same sum in the smaller coin",
        ),
        Example(
            candidate="The two ministers met for more than five hours on Friday in Muscat.",
            source="The ministers began more than six hours of scheduled meetings in Muscat.",
            parallel=False,
            note="another article on the same day: no contradiction within one sentence",
        ),
    ),
)
