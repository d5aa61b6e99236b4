"""From the judge's probabilities for word pieces to spans of whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtcheck.models import Judgement, TaggedWord
from mtcheck.rule import Mark
from mtcheck.types import Alignment, Severity

_PART = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")

SPREAD = 0.6
"""A span goes on over words that have this share of the probability that begins one."""

MAX_WORDS = 12
"""Longer spans say nothing about where: only their surest words are marked then."""


class Span(NamedTuple):
    """``text[start:end]`` with the highest probabilities of its words."""

    start: int
    end: int
    p_marked: float
    p_major: float


def marked_spans(text: str, judgement: Judgement, least: float) -> Iterator[Span]:
    """Runs of words of which at least one is marked with probability ``least`` or more."""
    words = _words(text, judgement)
    run: list[Span] = []
    for word in [*words, Span(len(text), len(text), 0.0, 0.0)]:
        if word.p_marked >= least * SPREAD:
            run.append(word)
            continue
        if len(run) > MAX_WORDS:
            run = [one for one in run if one.p_marked >= least]
            for one in run:
                yield from _joined([one], text, least)
        else:
            yield from _joined(run, text, least)
        run = []


def names_something(words: Sequence[TaggedWord], span: Span) -> bool:
    """Does the span hold a name, a brand such as ``eReader``, or nothing but figures and letters?

    To the judge a rare name looks like a spelling mistake: 15 of its 20 marks in 100,000 words of
    human text judged alone were names, labels or titles.
    """
    inside = [word for word in words if word.start < span.end and span.start < word.end]
    spelt = [word for word in inside if word.text.isalpha() and len(word.text) > 1]
    return not spelt or any(
        word.is_name or (word.start > 0 and word.text != word.text.lower()) for word in spelt
    )


def _joined(run: list[Span], text: str, least: float) -> Iterator[Span]:
    """The run as one span, where it is sure enough and holds a word."""
    if not run or max(one.p_marked for one in run) < least:
        return
    start, end = run[0].start, run[-1].end
    if any(char.isalnum() for char in text[start:end]):
        yield Span(start, end, max(o.p_marked for o in run), max(o.p_major for o in run))


def _words(text: str, judgement: Judgement) -> list[Span]:
    """Every word and mark of the text with the highest probabilities of its pieces."""
    found, n = [], 0
    pieces = judgement.spans
    for part in _PART.finditer(text):
        start, end = part.span()
        while n < len(pieces) and pieces[n][1] <= start:
            n += 1
        last = n
        while last < len(pieces) and pieces[last][0] < end:
            last += 1
        if last > n:
            top = judgement.marks[n:last].max(axis=0)
            found.append(Span(start, end, float(top[0]), float(top[1])))
    return found


def marks_in(
    alignment: Alignment, span: Span, message: str, severity: Severity, source_quote: str = ""
) -> Iterator[Mark]:
    """The span of the joined text as marks in the sentences that it touches."""
    offset = 0
    for sentence in alignment.candidate:
        start, end = max(span.start - offset, 0), min(span.end - offset, len(sentence.text))
        if start < end:
            yield Mark(
                alignment,
                sentence,
                start,
                end,
                message,
                source_quote=source_quote,
                severity=severity,
                probability=round(span.p_marked, 3),
            )
        offset += len(sentence.text) + 1
