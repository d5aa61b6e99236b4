"""From probabilities of word pieces to marked spans, with made-up judgements."""

from __future__ import annotations

import numpy as np
import pytest

from mtcheck.models import Judgement
from mtcheck.models.embedded import load_encoder
from mtcheck.rules.judged._spans import MAX_WORDS, Span, marked_spans, marks_in, names_something
from mtcheck.segment import segment
from mtcheck.types import Alignment, Document, Severity, Unit


def judgement(text: str, marked: dict[str, tuple[float, float]]) -> Judgement:
    """Every space-separated word is a piece; those named have these probabilities."""
    spans, marks, at = [], [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
        marks.append(marked.get(word, (0.05, 0.01)))
    return Judgement(0.0, 0.0, 0.0, tuple(spans), np.array(marks, np.float32).reshape(-1, 2))


def quotes(text: str, marked: dict[str, tuple[float, float]], least: float = 0.5) -> list[str]:
    return [text[s.start : s.end] for s in marked_spans(text, judgement(text, marked), least)]


def test_a_span_goes_on_over_words_that_are_nearly_as_sure() -> None:
    marked = {"torn": (0.4, 0.1), "wide": (0.7, 0.2), "open": (0.35, 0.1), "now": (0.2, 0.1)}
    assert quotes("it was torn wide open now", marked) == ["torn wide open"]


def test_nothing_below_the_threshold_begins_a_span() -> None:
    assert quotes("it was torn wide open", {"torn": (0.49, 0.4), "wide": (0.49, 0.4)}) == []


def test_marks_alone_are_no_span() -> None:
    assert quotes("it was torn , he said", {",": (0.9, 0.1)}) == []


def test_of_a_long_run_only_the_surest_words_are_marked() -> None:
    names = [f"word{n}" for n in range(MAX_WORDS + 3)]
    marked = dict.fromkeys(names, (0.4, 0.1)) | {"word4": (0.8, 0.1)}
    assert quotes(" ".join(names), marked) == ["word4"]


def test_a_span_over_two_sentences_marks_both() -> None:
    text = "It was torn. Open now."
    unit = Unit("1", text, 1)
    sentences = segment(Document("a.txt", "en", "txt", (unit,)))
    alignment = Alignment(0, sentences, (), 1.0)
    said = judgement(text, {"torn.": (0.8, 0.1), "Open": (0.9, 0.6)})
    (span,) = marked_spans(text, said, 0.5)
    marks = list(marks_in(alignment, span, "why", Severity.MAJOR))
    assert [m.sentence.text[m.start : m.end] for m in marks] == ["torn.", "Open"]
    assert {m.probability for m in marks} == {0.9}


@pytest.mark.parametrize(
    ("quote", "named"),
    [
        ("eReader", True),
        ("Valley", True),
        ("2026", True),
        ("fastly", False),
        ("went fastly", False),
    ],
)
def test_a_span_with_a_name_a_brand_or_figures_only_is_told_apart(quote: str, named: bool) -> None:
    text = "She went fastly to the Valley with an eReader in 2026."
    words = load_encoder(1).tag(text)
    start = text.index(quote)
    assert names_something(words, Span(start, start + len(quote), 0.9, 0.1)) is named
