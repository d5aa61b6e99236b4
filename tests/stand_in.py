"""A pipeline of ten lines that judges by looking for one word, for tests of what is around it.

It lives in a module of its own because worker processes import it by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mtcheck.aside.suppress import set_aside
from mtcheck.config import Config
from mtcheck.errors import ConfigError, InputError, ModelError
from mtcheck.fingerprint import with_fingerprints
from mtcheck.judge import judge_file
from mtcheck.own import difference
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    FileVerdict,
    Finding,
    Fix,
    Mode,
    Outcome,
    Rates,
    Sentence,
    SentenceScore,
    Severity,
    Side,
)

SIGNATURE = "stand-in:1"


RATES = Rates(100, (0.02, 0.006, 0.07), (0.01, 0.002, 0.054))
MODES = (Mode("low-fpr", 0.3, 0.6, RATES, RATES), Mode("balanced", 0.04, 0.3, RATES, RATES))
"""Under balanced, what has no finding is suspect."""


@dataclass(frozen=True)
class StandInTools:
    signature: str = SIGNATURE
    device: str = "cpu"
    config: Config = field(default_factory=Config)


def load_tools(config: Config) -> StandInTools:
    if config.model.name is not None:
        raise ModelError(f"model {config.model.name!r} cannot be loaded: install it first")
    device = "cpu" if config.model.device == "auto" else config.model.device
    own = config.judge.calibration
    if own is not None and own.base != SIGNATURE:
        raise ConfigError(f"{own.path}: base: {difference(own.base, SIGNATURE)}")
    signature = own.full_signature if own else SIGNATURE
    return StandInTools(signature, device, config)


def pick_source(
    documents: Sequence[Document], tools: StandInTools, *, judge: Callable[..., FileVerdict]
) -> tuple[int, str]:
    for document in documents:
        judge(document, None, tools)
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
    """Every unit is a sentence; ``Brinken`` is a major finding; ``signal`` a critical one.

    What the file sets aside does not count.
    """
    units = [unit for unit in candidate.units if unit.text.strip()]
    if source is not None and not source.units:
        raise InputError(source.path, "no text in the source")
    found: list[Finding] = []
    alignments = []
    for index, unit in enumerate(units):
        found += (
            Finding(
                code, name, Category.ACCURACY, severity, f"“{word}”?", index, Side.CANDIDATE,
                unit.id, unit.line, start + 1, start, start + len(word), word,
                suggestion=word.strip() if fix else "", fix=fix,
            )
            for code, name, severity, word, fix in (
                ("ACC101", "name-altered", Severity.MAJOR, "Brinken", Fix.NONE),
                ("LIN101", "fragment", Severity.CRITICAL, "signal", Fix.NONE),
                ("LIN201", "space-misplaced", Severity.MINOR, " ,", Fix.SAFE),
            )
            if (start := unit.text.find(word)) >= 0
        )  # fmt: skip
        sentence = Sentence(unit.text, unit, 0, len(unit.text))
        against = source.units[index] if rows and source else None
        other = (Sentence(against.text, against, 0, len(against.text)),) if against else ()
        alignments.append(Alignment(index, (sentence,), other, 0.5))
    marked, _ = set_aside(
        with_fingerprints(found, candidate), candidate, alignments, ran=("ACC101", "LIN101")
    )
    scores = []
    for alignment in alignments:
        findings = tuple(f for f in marked if f.alignment == alignment.index)
        is_live = any(not f.suppressed for f in findings)
        p = 0.9 if is_live else 0.05
        outcome = Outcome.MANGLED if is_live else Outcome.CLEAN
        because = ("a name is altered",) if is_live else ()
        scores.append(SentenceScore(alignment, (), findings, p, outcome, because))
    own = tools.config.judge.calibration
    ours = (own.ways if own else {}).get("source" if source else "alone")
    worst = max((score.p_mangled for score in scores), default=0.0)
    verdict = FileVerdict(
        candidate.path,
        source.path if source else "",
        Outcome.UNJUDGED,
        (),
        ours.probability(worst) if ours else worst,
        tuple(scores),
        "line" if rows else "comparable",
        0.5 if source else None,
        0.5 if source else None,
        tools.signature,
        because=(f"{len(others)} others were there",),
        modes=ours.modes if ours else MODES,
    )
    return judge_file(verdict, tools.config.judge.mode)
