"""The text says something that the source does not say.

## What it does
In texts that are versions of each other line by line, marks a sentence that has no counterpart
in the source at all, and a clause whose content words all lack one while the text is clearly
longer than the source.

## Why it matters
Engines invent: a fluent clause that nobody said is the hardest error to see.

## Known limits
Only parallel texts are compared: an article that merely tells the same story may say more.
Single added words are not marked, nor is a sentence most of which a longer sentence of the source
nearby says: that one was made into two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.accuracy._content import without_counterpart
from mtcheck.types import Alignment, Category, Severity, Side


def detect(
    alignments: Sequence[Alignment], ctx: Context, *, min_words: int = 4, min_clause: int = 6
) -> Iterator[Mark]:
    """Yield one mark for each sentence or clause that the source lacks.

    ``min_words``: content words that a sentence must have to count; ``min_clause``: that a
    clause must have. At 6, human second translations of news have two such clauses in 1,000
    sentences; with 4 words and 0.75 of the length they had sixteen.
    """
    for alignment, sentence, start, end in without_counterpart(
        alignments, ctx, Side.CANDIDATE, min_words=min_words, min_clause=min_clause
    ):
        what = f"“{sentence.text[start:end]}”" if alignment.source else "this sentence"
        yield Mark(alignment, sentence, start, end, f"The source has nothing for {what}.")


RULE = Rule(
    code="ACC402",
    name="addition",
    category=Category.ACCURACY,
    severity=Severity.MAJOR,
    detect=detect,
    needs=("source",),
    examples=(
        Example(
            candidate="The ferry left at noon.\nTwo of its engines had failed the inspection.",
            source="The ferry left at noon.",
            quotes=("Two of its engines had failed the inspection.",),
        ),
        Example(
            candidate="At noon the boat departed, carrying ninety people.",
            source="The ferry left at noon with ninety passengers.",
            note="nothing is added",
        ),
        Example(
            candidate="The museum in Bergen will open its new hall in June.\nThe museum paid nine "
            "million kroner for forty boats from the old fishing villages.",
            source="The museum in Bergen, which paid nine million kroner for forty boats from the "
            "old fishing villages, will open its new hall in June.",
            note="one sentence made into two",
        ),
        Example(
            candidate="The museum in Bergen will open its new hall in June.\nThe museum fired its "
            "director and two guards over a stolen painting.",
            source="The museum in Bergen, which paid nine million kroner for forty boats from the "
            "old fishing villages, will open its new hall in June.",
            quotes=("The museum fired its director and two guards over a stolen painting.",),
        ),
        Example(
            candidate="The ferry left at noon.\nTwo of its engines had failed the inspection.",
            source="The ferry left at noon.",
            parallel=False,
            note="an article of its own may say more",
        ),
    ),
)
