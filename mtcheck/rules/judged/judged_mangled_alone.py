"""An editor would mark these words even without a source.

## What it does
Where a sentence has no counterpart in a source, asks the learned judge how likely editors are to
mark each word of it. Runs of words above a threshold are reported with that probability. Names and
figures are passed over: nothing here says what they should be.

## Why it matters
Much machine-made text is published without its original at hand. Words in the wrong form or the
wrong company show by themselves.

## Known limits
It is less sure than with a source: a sentence that is fluent and wrong passes. Names, jargon and
quoted speech may look odd to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.models import TaggedWord
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.judged._spans import Span, marked_spans, marks_in
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
        for span in marked_spans(text, ctx.judgement(alignment), min_probability):
            quote = text[span.start : span.end]
            if _only_names(ctx.words(text), span):
                continue
            yield from marks_in(
                alignment,
                span,
                f"An editor would likely mark “{quote}” (probability {span.p_marked:.2f}).",
                Severity.MAJOR if span.p_major >= min_major else Severity.MINOR,
            )


def _only_names(words: Sequence[TaggedWord], span: Span) -> bool:
    inside = [word for word in words if word.start < span.end and span.start < word.end]
    return all(word.is_name or not word.text.isalpha() for word in inside)


RULE = Rule(
    code="JDG102",
    name="judged-mangled-alone",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    needs=("judge",),
    detect=detect,
    examples=(
        Example(
            "The news agency of news announced it that the king was of travel.",
            quotes=("of travel",),
        ),
        Example("The news agency announced that the king was travelling."),
    ),
)
