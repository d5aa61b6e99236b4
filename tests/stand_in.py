"""A pipeline of ten lines that judges by looking for one word, for tests of what is around it.

It lives in a module of its own because worker processes import it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtcheck.config import Config
from mtcheck.errors import InputError, ModelError
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
)

SIGNATURE = "stand-in:1"


@dataclass(frozen=True)
class StandInTools:
    signature: str = SIGNATURE
    device: str = "cpu"


def load_tools(config: Config) -> StandInTools:
    if config.model.name is not None:
        raise ModelError(f"model {config.model.name!r} cannot be loaded: install it first")
    device = "cpu" if config.model.device == "auto" else config.model.device
    return StandInTools(device=device)


def pick_source(documents: Sequence[Document], tools: StandInTools) -> tuple[int, str]:
    counts = [sum("Brinken" in unit.text for unit in document.units) for document in documents]
    return counts.index(min(counts)), "it has the fewest findings"


def judge_document(
    candidate: Document,
    source: Document | None,
    tools: StandInTools,
    *,
    rows: bool = False,
    others: Sequence[Document] = (),
) -> FileVerdict:
    """Every unit is a sentence; ``Brinken`` is a major finding; ``signal`` a critical one."""
    units = [unit for unit in candidate.units if unit.text.strip()]
    if source is not None and not source.units:
        raise InputError(source.path, "no text in the source")
    scores = []
    for index, unit in enumerate(units):
        findings = tuple(
            Finding(
                code, name, Category.ACCURACY, severity, f"“{word}”?", index, Side.CANDIDATE,
                unit.id, unit.line, start + 1, start, start + len(word), word,
            )
            for code, name, severity, word in (
                ("ACC101", "name-altered", Severity.MAJOR, "Brinken"),
                ("LIN101", "fragment", Severity.CRITICAL, "signal"),
            )
            if (start := unit.text.find(word)) >= 0
        )  # fmt: skip
        sentence = Sentence(unit.text, unit, 0, len(unit.text))
        against = source.units[index] if rows and source else None
        other = (Sentence(against.text, against, 0, len(against.text)),) if against else ()
        p = 0.9 if findings else 0.05
        outcome = Outcome.MANGLED if findings else Outcome.CLEAN
        because = ("a name is altered",) if findings else ()
        alignment = Alignment(index, (sentence,), other, 0.5)
        scores.append(SentenceScore(alignment, (), findings, p, outcome, because))
    worst = max((score.p_mangled for score in scores), default=0.0)
    outcome = Outcome.MANGLED if worst > 0.5 else Outcome.CLEAN
    reasons = (f"{len(others)} others were there",)
    if len(units) < 3:
        outcome, reasons = Outcome.UNJUDGED, ("fewer than 3 judged sentences",)
    return FileVerdict(
        candidate.path,
        source.path if source else "",
        outcome,
        reasons,
        None if outcome is Outcome.UNJUDGED else worst,
        tuple(scores),
        "line" if rows else "comparable",
        0.5 if source else None,
        0.5 if source else None,
        tools.signature,
    )
