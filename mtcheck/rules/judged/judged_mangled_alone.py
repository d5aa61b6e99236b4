"""An editor would mark these words even without a source.

## What it does
Where a sentence has no counterpart in a source, asks the learned judge how likely editors are to
mark each word of it. Runs of words above a threshold are reported with that probability. Runs that
hold a name, a brand or nothing but figures are passed over, because nothing here says what they
should be; so are titles and labels, which have no verb.

## Why it matters
Much machine-made text is published without its original at hand. Words in the wrong form or the
wrong company show by themselves.

## Known limits
It is less sure than with a source: a sentence that is fluent and wrong passes. Names, jargon and
quoted speech may look odd to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.judged._spans import marked_spans, marks_in, names_something
from mtcheck.types import Alignment, Category, Severity


def detect(
    alignments: Sequence[Alignment],
    ctx: Context,
    *,
    min_probability: float = 0.77,
    min_major: float = 0.5,
) -> Iterator[Mark]:
    """Mark words that an editor would mark with at least ``min_probability``.

    They are major from ``min_major`` on, the probability of a major error.
    """
    for alignment in alignments:
        if alignment.source or not alignment.candidate:
            continue
        text = alignment.candidate_text
        words = ctx.words(text)
        if not any(word.is_finite_verb for word in words):
            continue
        for span in marked_spans(text, ctx.judgement(alignment), min_probability):
            quote = text[span.start : span.end]
            if names_something(words, span):
                continue
            yield from marks_in(
                alignment,
                span,
                f"An editor would likely mark “{quote}” (probability {span.p_marked:.2f}).",
                Severity.MAJOR if span.p_major >= min_major else Severity.MINOR,
            )


RULE = Rule(
    code="JDG102",
    name="judged-mangled-alone",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    needs=("judge",),
    detect=detect,
    examples=(
        Example(
            "The firemen put out of the fire in of the house.",
            quotes=("fire in of",),
        ),
        Example("The news agency announced that the king was travelling."),
        Example("Sign out of the shop, and sign in to your eReader again."),
    ),
)
