"""Why a file fails, in a few lines that an editor can jump from: ``path:line:column``.

For logs of a build and of a commit, where the whole table would be too much and the outcome alone
too little.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtcheck.reporters.visible import visible
from mtcheck.reporters.wording import shortened
from mtcheck.text import counted
from mtcheck.types import FileVerdict, Finding, SentenceScore, Side

MAX_FINDINGS = 3
"""Of a file: enough to see what kind of trouble it is. The reports have the rest."""

MAX_TEXT = 120
"""Characters of a quote or a sentence: a line and a half of a terminal."""


def say_worst(verdict: FileVerdict) -> tuple[str, ...]:
    """The findings that weigh most, a line each; where there is none, the sentence that scores
    least and what moved it. Nothing for a file without either.
    """
    found = [f for f in verdict.findings if not f.suppressed and f.severity.penalty]
    if not found:
        return tuple(_sentence(verdict))
    p_of = {score.alignment.index: score.p_mangled for score in verdict.scores}
    found.sort(key=lambda f: (-f.severity.penalty, -p_of.get(f.alignment, 0.0), f.line, f.column))
    lines = [_line(verdict, finding) for finding in found[:MAX_FINDINGS]]
    if len(found) > MAX_FINDINGS:
        lines.append(f"  and {counted(len(found) - MAX_FINDINGS, 'more finding')}")
    return tuple(lines)


def _line(verdict: FileVerdict, finding: Finding) -> str:
    missing = finding.side is Side.SOURCE
    path = verdict.source_path if missing else verdict.path
    place = visible(finding.where.within(path))
    said = f"“{shortened(finding.quote, MAX_TEXT)}”"
    if finding.suggestion:
        said += f" → “{shortened(finding.suggestion, MAX_TEXT)}”"
    return f"  {place}: {finding.code} {finding.name} ({finding.severity.value}): {said}"


def _sentence(verdict: FileVerdict) -> Iterator[str]:
    known: list[SentenceScore] = [s for s in verdict.scores if s.alignment.candidate]
    if known:
        worst = max(known, key=lambda score: score.p_mangled)
        first = worst.alignment.candidate[0]
        place = visible(first.unit.where(first.start).within(verdict.path))
        text = shortened(worst.alignment.candidate_text, MAX_TEXT)
        why = f" ({visible(worst.because[0])})" if worst.because else ""
        yield f"  {place}: score {worst.score:.1f}: “{text}”{why}"
