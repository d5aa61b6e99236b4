"""The text says something that the source does not say.

## What it does
In texts that are versions of each other line by line, marks a sentence that has no counterpart
in the source at all, and a clause whose content words all lack one while the text is clearly
longer than the source.

## Why it matters
Engines invent: a fluent clause that nobody said is the hardest error to see.

## Known limits
Only parallel texts are compared: an article that merely tells the same story may say more.
Single added words are not marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.accuracy._content import is_content, linked_starts, longest_run
from mtcheck.text import words
from mtcheck.types import Alignment, Category, Severity

MIN_SIMILARITY = 0.5
"""Links with a lower cosine do not count as a counterpart."""

MAX_LENGTH = 0.6
"""The side that lacks a clause has at most this share of the other side's words."""


def detect(
    alignments: Sequence[Alignment], ctx: Context, *, min_words: int = 4, min_clause: int = 6
) -> Iterator[Mark]:
    """Yield one mark for each sentence or clause that the source lacks.

    ``min_words``: content words that a sentence must have to count; ``min_clause``: that a
    clause must have. At 6, human second translations of news have two such clauses in 1,000
    sentences; with 4 words and 0.75 of the length they had sixteen.
    """
    if not ctx.parallel:
        return
    there = " ".join(sentence.text for sentence in ctx.source)
    for alignment in alignments:
        if not alignment.candidate:
            continue
        if not alignment.source:
            for sentence in alignment.candidate:
                tagged = ctx.words(sentence.text)
                if sum(map(is_content, tagged)) >= min_words and sentence.text not in there:
                    yield Mark(
                        alignment,
                        sentence,
                        0,
                        len(sentence.text),
                        "The source has nothing for this sentence.",
                    )
            continue
        n_here = len(words(alignment.candidate_text))
        n_there = len(words(alignment.source_text))
        if len(alignment.candidate) != 1 or n_there > MAX_LENGTH * n_here:
            continue
        sentence = alignment.candidate[0]
        linked, _ = linked_starts(ctx.links(alignment), MIN_SIMILARITY)
        run = longest_run(ctx.words(sentence.text), linked)
        if len(run) >= min_clause:
            start, end = run[0].start, run[-1].end
            yield Mark(
                alignment,
                sentence,
                start,
                end,
                f"The source has nothing for “{sentence.text[start:end]}”.",
            )


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
            candidate="The ferry left at noon.\nTwo of its engines had failed the inspection.",
            source="The ferry left at noon.",
            parallel=False,
            note="an article of its own may say more",
        ),
    ),
)
