"""The three CSV tables: sentences, findings, files.

UTF-8, LF, RFC 4180; an empty cell means *not computed*. Numbers have fixed decimals, so equal
verdicts give equal bytes. A text cell that a spreadsheet would run as a formula gets an
apostrophe in front, and control characters are shown by their code; ``raw=True`` turns both
off, for machines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from mtcheck.reporters.modes import mode_of
from mtcheck.reporters.visible import code, without_controls
from mtcheck.types import (
    Alignment,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
)

Cell = str | int | float | None

SENTENCE_COLUMNS = (
    "file", "unit", "sentence", "line", "place", "start", "end", "candidate", "source",
    "source_file",
    "alignment", "similarity", "chrf", "quality", "p_mangled", "score", "outcome", "n_findings",
    "worst_severity", "codes", "reason",
)  # fmt: skip
FINDING_COLUMNS = (
    "file", "unit", "sentence", "line", "column", "place", "start", "end", "code", "name",
    "category", "severity", "quote", "suggestion", "source_quote", "message", "probability",
    "fingerprint", "suppressed",
)  # fmt: skip
FILE_COLUMNS = (
    "file", "source_file", "outcome", "score", "p_mangled", "sentences", "judged", "coverage",
    "source_coverage", "critical", "major", "minor", "reasons", "mode", "false_alarms", "signature",
)  # fmt: skip

# Decimals of every column that is not a whole number: four tell any two sentences apart that
# a reader could, one is what the score is defined with.
DECIMALS = {
    "similarity": 4, "chrf": 4, "quality": 4, "p_mangled": 4, "score": 1, "coverage": 4,
    "source_coverage": 4, "false_alarms": 4, "probability": 3,
}  # fmt: skip
# What Excel, LibreOffice and Google Sheets take as the start of a formula, some of them in its
# full-width form as well (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SEVERITIES = tuple(Severity)
_SURROGATE = re.compile("[\ud800-\udfff]")  # undecodable bytes of a file name: no UTF-8 form


def csv_tables(verdicts: Sequence[FileVerdict], *, raw: bool = False) -> dict[str, bytes]:
    """The content of ``sentences.csv``, ``findings.csv`` and ``files.csv``, by file name."""
    return {f"{name}.csv": csv_table(verdicts, name, raw=raw) for name in TABLES}


def csv_table(verdicts: Sequence[FileVerdict], table: str, *, raw: bool = False) -> bytes:
    """One of :data:`TABLES`, by name."""
    columns, rows_of = TABLES[table]
    return _csv(columns, rows_of(verdicts), raw=raw)


def sentence_rows(verdicts: Iterable[FileVerdict]) -> Iterator[tuple[Cell, ...]]:
    """One row per candidate sentence, in :data:`SENTENCE_COLUMNS`.

    ``sentence`` counts from 1 in the file. Sentences that were merged to match the source
    share ``alignment``, ``source`` and the scores; each finding is counted once, in the
    sentence it points into, unless it was set aside. Source sentences with no counterpart, where
    they are scored (an omission), have a row of their own with ``unit``, ``sentence`` and
    ``candidate`` empty.
    """
    for verdict in verdicts:
        for score, found in _numbered(verdict):
            for number, sentence, findings in found:
                live = [finding for finding in findings if not finding.suppressed]
                worst = max(live, key=lambda f: _SEVERITIES.index(f.severity), default=None)
                unjudged = score.outcome is Outcome.UNJUDGED
                where = sentence.unit.where(sentence.start) if sentence else None
                yield (
                    verdict.path,
                    sentence.unit.id if sentence else None,
                    number,
                    (where.line or None) if where else None,
                    (where.place or None) if where else None,
                    sentence.start if sentence else None,
                    sentence.end if sentence else None,
                    sentence.text if sentence else None,
                    score.alignment.source_text or None,
                    verdict.source_path or None,
                    score.alignment.index,
                    score.metric("similarity"),
                    score.metric("chrf"),
                    score.metric("quality"),
                    None if unjudged else score.p_mangled,
                    None if unjudged else score.score,
                    score.outcome.value,
                    len(live),
                    worst.severity.value if worst else None,
                    " ".join(dict.fromkeys(finding.code for finding in live)) or None,
                    "; ".join(score.because) or None,
                )


def finding_rows(verdicts: Iterable[FileVerdict]) -> Iterator[tuple[Cell, ...]]:
    """One row per finding, in :data:`FINDING_COLUMNS`.

    A finding that points into the source (something was left out) has no ``sentence``; its
    unit, line, column and offsets are then those of the source file. ``suppressed`` says who set
    a finding aside, and why.
    """
    for verdict in verdicts:
        for _, found in _numbered(verdict):
            for number, sentence, findings in found:
                for finding in findings:
                    inside = sentence is not None and _is_inside(finding, sentence)
                    yield (
                        verdict.path,
                        finding.unit,
                        number if inside else None,
                        finding.line or None,
                        finding.column or None,
                        finding.place or None,
                        finding.start,
                        finding.end,
                        finding.code,
                        finding.name,
                        finding.category.value,
                        finding.severity.value,
                        finding.quote,
                        finding.suggestion or None,
                        finding.source_quote or None,
                        finding.message,
                        finding.probability,
                        finding.fingerprint or None,
                        finding.suppressed or None,
                    )


def file_rows(verdicts: Iterable[FileVerdict]) -> Iterator[tuple[Cell, ...]]:
    """One row per file, in :data:`FILE_COLUMNS`; ``reasons`` holds the error of a broken one.

    ``false_alarms`` is the share of clean files that the mode calls mangled.
    """
    for verdict in verdicts:
        judged = sum(len(s.alignment.candidate) for s in verdict.scores if is_judged(s))
        counts = [verdict.count(s) for s in (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)]
        reasons = (verdict.error, *verdict.reasons) if verdict.error else verdict.reasons
        mode = mode_of(verdict)
        numbers: list[Cell] = [sum(len(s.alignment.candidate) for s in verdict.scores), judged]
        yield (
            verdict.path,
            verdict.source_path or None,
            verdict.outcome.value,
            verdict.score,
            verdict.p_mangled,
            *(numbers if not verdict.error else (None, None)),
            verdict.coverage,
            verdict.source_coverage,
            *(counts if not verdict.error else (None, None, None)),
            "; ".join(dict.fromkeys(reasons)) or None,
            verdict.mode or None,
            mode.on_clean.mangled[0] if mode and mode.on_clean.files else None,
            verdict.signature or None,
        )


TABLES: Final[
    dict[str, tuple[Sequence[str], Callable[[Sequence[FileVerdict]], Iterator[tuple[Cell, ...]]]]]
] = {
    "sentences": (SENTENCE_COLUMNS, sentence_rows),
    "findings": (FINDING_COLUMNS, finding_rows),
    "files": (FILE_COLUMNS, file_rows),
}
"""The tables by name: their columns, and what yields their rows."""


def is_judged(score: SentenceScore) -> bool:
    """True where the sentence was given a probability."""
    return score.outcome is not Outcome.UNJUDGED


Found = tuple[int | None, Sentence | None, list[Finding]]


def _numbered(verdict: FileVerdict) -> Iterator[tuple[SentenceScore, list[Found]]]:
    """Each score with its candidate sentences: number in the file, sentence, its findings."""
    number = 0
    for score in verdict.scores:
        found: list[Found] = []
        for sentence in score.alignment.candidate:
            number += 1
            found.append((number, sentence, []))
        found = found or [(None, None, [])]
        for finding in score.findings:
            _home(finding, found, score.alignment).append(finding)
        yield score, found


def _home(finding: Finding, found: list[Found], alignment: Alignment) -> list[Finding]:
    """Where a finding is counted: its sentence, or the first one for a source-side finding."""
    for (_, _, findings), sentence in zip(found, alignment.candidate, strict=False):
        if _is_inside(finding, sentence):
            return findings
    return found[0][2]


def _is_inside(finding: Finding, sentence: Sentence) -> bool:
    return (
        finding.side is Side.CANDIDATE
        and finding.unit == sentence.unit.id
        and sentence.start <= finding.start < sentence.end
    )


def _csv(columns: Sequence[str], rows: Iterable[tuple[Cell, ...]], *, raw: bool) -> bytes:
    lines = [",".join(columns)]
    for row in rows:
        cells = zip(columns, row, strict=True)
        lines.append(",".join(_quoted(_cell(name, cell, raw=raw)) for name, cell in cells))
    text = "".join(f"{line}\n" for line in lines)
    return _SURROGATE.sub(lambda found: code(found.group()), text).encode("utf-8")


def _quoted(cell: str) -> str:
    """RFC 4180. The standard library's writer leaves a lone CR bare, where readers end a row."""
    if any(char in cell for char in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cell(column: str, cell: Cell, *, raw: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if raw else harmless(cell)
    if column in DECIMALS:
        return f"{cell:.{DECIMALS[column]}f}"
    return str(cell)


def harmless(cell: str) -> str:
    """The text as a cell that no spreadsheet runs, with control characters shown by code.

    >>> harmless("=HYPERLINK(1)"), harmless("- he said"), harmless("5 - 3")
    ("'=HYPERLINK(1)", "'- he said", '5 - 3')
    """
    cell = without_controls(cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
