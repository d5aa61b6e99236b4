"""Verdicts made by hand, so that reporters are tested without a model."""

from __future__ import annotations

from dataclasses import replace

from mtcheck.types import (
    Alignment,
    Category,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

SIGNATURE = "mtcheck:0.1.0|model:minilm:53aa5117|segmenter:1"


def finding(unit: Unit, quote: str, **changes: object) -> Finding:
    start = unit.text.index(quote)
    made = Finding(
        code="ACC101",
        name="name-altered",
        category=Category.ACCURACY,
        severity=Severity.MAJOR,
        message=f"The source writes “Blinken”, this file “{quote}”.",
        alignment=0,
        side=Side.CANDIDATE,
        unit=unit.id,
        line=unit.line,
        column=start + 1,
        start=start,
        end=start + len(quote),
        quote=quote,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def verdict(
    text: str = "Brinken sent. A signal.", path: str = "a.txt", *, source: str = "Blinken spoke."
) -> FileVerdict:
    """Two sentences merged on one source sentence, two findings; then one left alone."""
    unit, other = Unit("1", text, 1), Unit("1", source, 1)
    middle = text.index(". ") + 1
    merged = (
        Sentence(text[:middle], unit, 0, middle),
        Sentence(text[middle + 1 :], unit, middle + 1, len(text)),
    )
    last = Unit("2", "They met on Monday.", 3)
    scores = (
        SentenceScore(
            Alignment(0, merged, (Sentence(source, other, 0, len(source)),), 0.3),
            (("similarity", 0.70004), ("chrf", 0.5)),
            (
                finding(unit, text[:middle].split()[0], suggestion="Blinken"),
                finding(
                    unit,
                    text[middle + 1 :],
                    code="LIN101",
                    name="fragment",
                    category=Category.LINGUISTIC,
                    severity=Severity.CRITICAL,
                ),
            ),
            0.93756,
            Outcome.MANGLED,
            ("a name is spelled unlike the source", "the sentence is torn"),
        ),
        SentenceScore(
            Alignment(1, (Sentence(last.text, last, 0, 19),), (), 1.0),
            (),
            (),
            0.01,
            Outcome.CLEAN,
            (),
        ),
    )
    return FileVerdict(
        path,
        "s.txt",
        Outcome.MANGLED,
        ("1 of 2 sentences is mangled",),
        0.9,
        scores,
        "comparable",
        0.5,
        1.0,
        SIGNATURE,
    )


def clean(path: str = "clean.txt") -> FileVerdict:
    unit = Unit("1", "All is well.", 1)
    alignment = Alignment(0, (Sentence(unit.text, unit, 0, 12),), (), 1.0)
    score = SentenceScore(alignment, (), (), 0.02, Outcome.CLEAN, ())
    return FileVerdict(path, "", Outcome.CLEAN, (), 0.02, (score,), "line", None, None, SIGNATURE)


def broken(path: str = "broken.txt") -> FileVerdict:
    error = f"{path}:7: not UTF-8"
    return FileVerdict(
        path, "", Outcome.UNJUDGED, (error,), None, (), "", None, None, SIGNATURE, error
    )
