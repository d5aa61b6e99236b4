"""Verdicts as the page wants them: columns of numbers, every text once.

Twenty thousand sentences are twenty thousand small objects in a browser, or a dozen arrays. The
arrays are read several times as fast and take a third of the room, so that is what is written.
Offsets are counted in UTF-16 units, as JavaScript counts them.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from mtcheck.fingerprint import with_fingerprints
from mtcheck.reporters.modes import mode_of, say_false_alarms
from mtcheck.types import (
    Category,
    Document,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

VERSION = 1

# "<" could end the block that the data stands in, or open a comment in it. The others are line
# ends to some programs, or act on whoever looks at the file's source; lone surrogates have no
# UTF-8 form at all.
_UNSAFE = re.compile("[<\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

_RANK = (Outcome.MANGLED, Outcome.SUSPECT, Outcome.UNJUDGED, Outcome.CLEAN)
_SEVERITIES = tuple(Severity)
_OUTCOMES = tuple(Outcome)
_SIDES = (Side.CANDIDATE, Side.SOURCE)


def as_json(data: dict[str, Any]) -> str:
    """The data as JSON that may stand in a ``<script>`` element, whatever its texts say.

    >>> print(as_json({"a": "</script><!--"}))
    {"a":"\\u003c/script>\\u003c!--"}
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def ranked(verdicts: Sequence[FileVerdict]) -> list[FileVerdict]:
    """Worst first: mangled, suspect, unjudged, clean; then by ``p_mangled``."""
    return sorted(verdicts, key=lambda v: (_RANK.index(v.outcome), -(v.p_mangled or 0.0)))


def shape(verdicts: Sequence[FileVerdict]) -> dict[str, Any]:
    """Everything that the page shows, ready for :func:`as_json`.

    ``sentences``, ``slices``, ``findings`` and ``units`` are columns: lists of the same length.
    A sentence here is an alignment; its slices are those of its candidate, then its source. What
    refers to a text is its place in ``texts``.
    """
    return _Shape().add(ranked(verdicts))


class _Shape:
    """Columns that grow, and the tables of what was seen before."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.units: dict[Unit, int] = {}
        self.astral: list[list[int]] = []
        self.rules: dict[tuple[str, str, Category], int] = {}
        self.metrics: dict[str, dict[int, float]] = defaultdict(dict)
        self.sentences = _columns("index", "candidate", "source", "score", "outcome", "because")
        self.slices = _columns("unit", "start", "end")
        self.findings = _columns(
            "sentence", "rule", "severity", "side", "unit", "start", "end", "line", "column",
            "place", "quote", "message", "suggestion", "source_quote", "probability", "fingerprint",
            "suppressed", "fix",
        )  # fmt: skip

    def add(self, verdicts: Iterable[FileVerdict]) -> dict[str, Any]:
        files, seen = [], set[str]()
        for verdict in verdicts:
            files.append(self.file(verdict, _name(verdict.path, seen)))
        n_sentences = len(self.sentences["index"])
        return {
            "version": VERSION,
            "severities": [severity.value for severity in _SEVERITIES],
            "outcomes": [outcome.value for outcome in _OUTCOMES],
            "files": files,
            "rules": [[code, name, category.value] for code, name, category in self.rules],
            "sentences": self.sentences,
            "metrics": {
                name: [values.get(n) for n in range(n_sentences)]
                for name, values in self.metrics.items()
            },
            "slices": self.slices,
            "findings": self.findings,
            "units": {
                "id": [self.text(unit.id) for unit in self.units],
                "text": [self.text(unit.text) for unit in self.units],
                "line": [unit.line for unit in self.units],
            },
            "texts": list(self.texts),
        }

    def file(self, verdict: FileVerdict, name: str) -> dict[str, Any]:
        first, first_finding = len(self.sentences["index"]), len(self.findings["rule"])
        found = verdict.findings
        if not all(finding.fingerprint for finding in found):
            found = with_fingerprints(found, Document(verdict.path, "", "", ()))
        at = 0
        for score in verdict.scores:
            self.sentence(score, found[at : at + len(score.findings)])
            at += len(score.findings)
        mode = mode_of(verdict)
        return {
            "id": name,
            "path": verdict.path,
            "posix": PurePath(verdict.path).as_posix(),
            "source": verdict.source_path,
            "outcome": verdict.outcome.value,
            "score": verdict.score,
            "p": None if verdict.p_mangled is None else round(verdict.p_mangled, 4),
            "reasons": list(dict.fromkeys(filter(None, (verdict.error, *verdict.reasons)))),
            "way": verdict.way,
            "align": verdict.align_mode,
            "coverage": verdict.coverage,
            "source_coverage": verdict.source_coverage,
            "counts": [verdict.count(severity) for severity in _SEVERITIES],
            "n_candidate": sum(len(score.alignment.candidate) for score in verdict.scores),
            "mode": verdict.mode,
            "thresholds": [mode.suspect, mode.mangled] if mode else None,
            "false_alarms": [say_false_alarms(mode, "suspect"), say_false_alarms(mode, "mangled")]
            if mode
            else [],
            "signature": verdict.signature,
            "first": first,
            "n": len(self.sentences["index"]) - first,
            "first_finding": first_finding,
            "n_findings": len(found),
        }

    def sentence(self, score: SentenceScore, found: Sequence[Finding]) -> None:
        alignment = score.alignment
        number = len(self.sentences["index"])
        _append(
            self.sentences,
            alignment.index,
            len(alignment.candidate),
            len(alignment.source),
            score.score,
            _OUTCOMES.index(score.outcome),
            [self.text(reason) for reason in score.because],
        )
        for name, value in score.metrics:
            self.metrics[name][number] = round(value, 4)
        for sentence in (*alignment.candidate, *alignment.source):
            unit = self.unit(sentence.unit)
            start, end = self.place(unit, sentence.start), self.place(unit, sentence.end)
            _append(self.slices, unit, start, end)
        for finding in found:
            sides = (alignment.candidate, alignment.source)
            self.finding(finding, number, sides[_SIDES.index(finding.side)])

    def finding(self, finding: Finding, number: int, side: Sequence[Sentence]) -> None:
        """A finding whose place is in none of the sentences has unit -1, and offsets of 0."""
        home = next((s.unit for s in side if _holds(s, finding)), None)
        unit = -1 if home is None else self.unit(home)
        places = (0, 0)
        if home is not None:
            places = (self.place(unit, finding.start), self.place(unit, finding.end))
        rule = (finding.code, finding.name, finding.category)
        _append(
            self.findings,
            number,
            self.rules.setdefault(rule, len(self.rules)),
            _SEVERITIES.index(finding.severity),
            _SIDES.index(finding.side),
            unit,
            *places,
            finding.line,
            finding.column,
            self.text(finding.place),
            self.text(finding.quote),
            self.text(finding.message),
            self.text(finding.suggestion),
            self.text(finding.source_quote),
            finding.probability,
            finding.fingerprint,
            self.text(finding.suppressed),
            finding.fix.value,
        )

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def unit(self, unit: Unit) -> int:
        if unit not in self.units:
            self.units[unit] = len(self.units)
            self.text(unit.text)
            self.astral.append(
                [n for n, char in enumerate(unit.text) if char > "\uffff"]
                if not unit.text.isascii()
                else []
            )
        return self.units[unit]

    def place(self, unit: int, offset: int) -> int:
        """The offset in UTF-16 units: characters beyond the first plane count twice."""
        return offset + bisect_left(self.astral[unit], offset)


def _columns(*names: str) -> dict[str, list[Any]]:
    return {name: [] for name in names}


def _append(columns: dict[str, list[Any]], *values: Any) -> None:
    for column, value in zip(columns.values(), values, strict=True):
        column.append(value)


def _holds(sentence: Sentence, finding: Finding) -> bool:
    return (
        sentence.unit.id == finding.unit
        and sentence.start <= finding.end
        and finding.start <= sentence.end
        and finding.end <= len(sentence.unit.text)
    )


def _name(path: str, seen: set[str]) -> str:
    """A short name for links to a file, which outlives the file's place in the ranking."""
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    name, n = digest, 1
    while name in seen:
        n += 1
        name = f"{digest}-{n}"
    seen.add(name)
    return name
