"""Something that the source says is missing from the text.

## What it does
In texts that are versions of each other line by line, marks a source sentence that has no
counterpart at all, and a source clause whose content words all lack one while the text is
clearly shorter. The mark lies in the source, since there is nothing to mark in the text.

## Why it matters
What is not there cannot be noticed by reading the text alone.

## Known limits
Only parallel texts are compared: an article that merely tells the same story owes the source
nothing. Single missing words are not marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.accuracy._content import without_counterpart
from mtcheck.types import Alignment, Category, Severity, Side


def detect(
    alignments: Sequence[Alignment], ctx: Context, *, min_words: int = 4, min_clause: int = 6
) -> Iterator[Mark]:
    """Yield one mark for each source sentence or clause that is missing.

    ``min_words``: content words that a sentence must have to be missed; ``min_clause``: that
    a clause must have. At 6, human second translations of news have two such clauses in 1,000
    sentences; with 4 words and 0.75 of the length they had sixteen.
    """
    for alignment, sentence, start, end in without_counterpart(
        alignments, ctx, Side.SOURCE, min_words=min_words, min_clause=min_clause
    ):
        message = f"The text has nothing for “{sentence.text[start:end]}”."
        yield Mark(alignment, sentence, start, end, message, side=Side.SOURCE)


RULE = Rule(
    code="ACC401",
    name="omission",
    category=Category.ACCURACY,
    severity=Severity.MAJOR,
    detect=detect,
    needs=("source",),
    examples=(
        Example(
            candidate="The ferry left at noon.",
            source="The ferry left at noon.\nTwo of its engines had failed the inspection.",
            quotes=("Two of its engines had failed the inspection.",),
        ),
        Example(
            candidate="The ferry left at noon with ninety passengers.",
            source="At noon the boat departed, carrying ninety people.",
            note="nothing is missing",
        ),
        Example(
            candidate="The ferry left at noon.",
            source="The ferry left at noon.\nTwo of its engines had failed the inspection.",
            parallel=False,
            note="an article of its own may leave things out",
        ),
    ),
)
