"""An editor who reads the source would mark these words, though no rule can name the fault.

## What it does
Asks the learned judge, which reads the sentence beside its source, how likely editors are to mark
each word. Runs of words above a threshold are reported with that probability: major where a
major error is the likelier kind, otherwise minor. Runs that hold a name are left to ACC101.

## Why it matters
A verb lost, a meaning bent, a sentence that no person would write: rules cannot list them. The
judge has learned from what people marked in tens of thousands of sentences.

## Known limits
It learned from machine translations and has read little else. Where people disagree about a word,
so does it: of the words that one editor marks, another marks fewer than half. It explains
nothing; look at the source's words beside the quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.models import Link
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.judged._spans import Span, marked_spans, marks_in, names_something
from mtcheck.types import Alignment, Category, Severity


def detect(
    alignments: Sequence[Alignment],
    ctx: Context,
    *,
    min_probability: float = 0.9,
    min_major: float = 0.5,
) -> Iterator[Mark]:
    """Mark words that an editor would mark with at least ``min_probability``.

    They are major from ``min_major`` on, the probability of a major error.
    """
    for alignment in alignments:
        if not alignment.source or not alignment.candidate:
            continue
        text = alignment.candidate_text
        judgement = ctx.judgement(alignment)
        for span in marked_spans(text, judgement, min_probability):
            if names_something(ctx.words(text), span):
                continue
            quote = text[span.start : span.end]
            said = _said(ctx.links(alignment), span, alignment.source_text)
            beside = f"; the source says “{said}”" if said else ""
            yield from marks_in(
                alignment,
                span,
                f"An editor would likely mark “{quote}” (probability {span.p_marked:.2f}){beside}.",
                Severity.MAJOR if span.p_major >= min_major else Severity.MINOR,
                said,
            )


def _said(links: Sequence[Link], span: Span, source: str) -> str:
    """The source's words that stand for the span, where they stand together."""
    linked = [
        link.source
        for link in links
        if link.candidate
        and link.source
        and span.start <= link.candidate.start
        and link.candidate.end <= span.end
    ]
    if not linked:
        return ""
    start, end = min(word.start for word in linked), max(word.end for word in linked)
    said = source[start:end]
    return said if len(said.split()) <= 2 * len(linked) + 2 else ""


RULE = Rule(
    code="JDG101",
    name="judged-mangled",
    category=Category.ACCURACY,
    severity=Severity.MINOR,
    needs=("source", "judge"),
    detect=detect,
    examples=(
        Example(
            "The company will open three new elephants next year.",
            source="The company will open three new plants next year.",
            quotes=("elephants",),
        ),
        Example(
            "Ties between the two countries are starting to settle.",
            source="The relationship between the two countries is beginning to stabilize.",
        ),
    ),
)
