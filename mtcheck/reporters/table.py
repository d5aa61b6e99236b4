"""The report a person reads in a terminal: a table of files, then the worst sentences.

Plain text that stands on its own without colour, at 80 columns. Texts and file names are
data: nothing in them is taken for markup, and characters that would act on the terminal are
shown by their code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtcheck.reporters.modes import say_modes
from mtcheck.reporters.visible import visible
from mtcheck.types import FileVerdict, Finding, Outcome, SentenceScore, Severity

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_STYLES = {"clean": "green", "suspect": "yellow", "mangled": "bold red", "unjudged": "magenta"}
_RANK = {severity: rank for rank, severity in enumerate(Severity)}

# A screen: the reader gets the worst of each file, the tables have the rest.
MAX_FILES = 20
MAX_SENTENCES = 3
MAX_FINDINGS = 6
MAX_TEXT = 240


def render_table(verdicts: Sequence[FileVerdict], *, width: int = 80, colour: bool = False) -> str:
    """The whole report as text, lines no wider than ``width``, ANSI colours if asked for."""
    import io

    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(_files(verdicts))
        for part in _details(verdicts):
            console.print(part)
        for number, sentence in enumerate(say_modes(verdicts)):
            console.print(_text("" if number else "\n", style="dim").append(sentence))
        for signature in dict.fromkeys(v.signature for v in verdicts if v.signature):
            console.print()
            for line in _signature_lines(visible(signature), width):
                console.print(_text(line, style="dim"))
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _files(verdicts: Sequence[FileVerdict]) -> RenderableType:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("file", overflow="fold", ratio=1)
    table.add_column("outcome")
    for name in ("score", "covered", "critical", "major", "minor"):
        table.add_column(name, justify="right")
    for verdict in verdicts:
        counts = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)
        table.add_row(
            _text(visible(verdict.path)),
            _text(verdict.outcome.value, style=_STYLES[verdict.outcome]),
            "" if verdict.score is None else f"{verdict.score:.1f}",
            "" if verdict.coverage is None else f"{verdict.coverage:.0%}",
            *("" if verdict.error else str(verdict.count(severity)) for severity in counts),
        )
    return table


def _details(verdicts: Sequence[FileVerdict]) -> Iterator[RenderableType]:
    told = [v for v in verdicts if v.outcome is not Outcome.CLEAN or v.remarks]
    told.sort(key=lambda verdict: -1.0 if verdict.p_mangled is None else -verdict.p_mangled)
    for verdict in told[:MAX_FILES]:
        yield _text("")
        yield _heading(verdict)
        for reason in dict.fromkeys((verdict.error, *verdict.reasons)):
            if reason:
                said = reason.removeprefix(f"{verdict.path}: ")  # the heading says it
                yield _indented(_text(visible(said)), 2)
        if verdict.outcome is not Outcome.CLEAN:
            yield from _sentences(verdict)
    n_left = sum(verdict.outcome is not Outcome.CLEAN for verdict in told[MAX_FILES:])
    if n_left:
        yield _text("")
        yield _text(f"and {n_left} more files that are not clean")


def _heading(verdict: FileVerdict) -> Text:
    heading = _text(visible(verdict.path), style="bold")
    heading.append(": ", style="not bold")
    heading.append(verdict.outcome.value, style=_STYLES[verdict.outcome])
    if verdict.source_path == verdict.path and verdict.align_mode == "line":
        heading.append(", against its own source side", style="not bold")
    elif verdict.source_path:
        heading.append(f", against {visible(verdict.source_path)}", style="not bold")
        if verdict.align_mode not in ("", "none"):
            heading.append(f" ({verdict.align_mode} texts)", style="not bold")
    elif verdict.outcome is not Outcome.UNJUDGED:
        heading.append(", judged alone, without a source", style="not bold")
    return heading


def _sentences(verdict: FileVerdict) -> Iterator[RenderableType]:
    bad = [score for score in verdict.scores if _is_worth_telling(score)]
    bad.sort(key=lambda score: (-score.p_mangled, score.alignment.index))
    for score in bad[:MAX_SENTENCES]:
        first = (score.alignment.candidate or score.alignment.source)[0]
        place = "left out"
        if score.alignment.candidate:
            place = visible(str(first.unit.where(first.start)._replace(column=0)))
        yield _indented(_text(f"score {score.score:.1f}, {place}", style="dim"), 2)
        text = score.alignment.candidate_text or score.alignment.source_text
        yield _indented(_text(_shortened(text)), 4)
        findings = _distinct(score.findings)
        for finding, n_same in findings[:MAX_FINDINGS]:
            yield _indented(_finding(finding, n_same), 4)
        for reason in _besides_findings(score):
            yield _indented(_text(f"also: {visible(reason)}" if findings else visible(reason)), 4)
        if len(findings) > MAX_FINDINGS:
            yield _indented(_text(f"and {len(findings) - MAX_FINDINGS} more findings"), 4)
    if len(bad) > MAX_SENTENCES:
        yield _indented(_text(f"and {len(bad) - MAX_SENTENCES} more such sentences"), 2)


def _besides_findings(score: SentenceScore) -> list[str]:
    """What moved the score and is no finding; findings are told in full."""
    names = tuple(f"{finding.name}: " for finding in score.findings)
    return [reason for reason in score.because if not reason.startswith(names)]


def _is_worth_telling(score: SentenceScore) -> bool:
    if score.outcome is Outcome.UNJUDGED:
        return False
    hurts = any(f.severity.penalty and not f.suppressed for f in score.findings)
    return hurts or score.outcome is not Outcome.CLEAN


def _distinct(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Findings that read the same told once, with their number; the severest first.

    Those that were set aside come last. What lies beside the text, such as a comment, is left out.
    """
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    told = [finding for finding in findings if finding.quote]
    told.sort(key=lambda f: (bool(f.suppressed), -_RANK[f.severity], f.start))
    for finding in told:
        key = (finding.code, finding.quote, finding.suggestion, finding.suppressed)
        groups.setdefault(key, []).append(finding)
    return [(group[0], len(group)) for group in groups.values()]


def _finding(finding: Finding, n_same: int) -> Text:
    line = _text(f"{finding.code} {finding.name} ({finding.severity.value}): ", style="bold")
    line.append(f"“{_shortened(finding.quote)}”", style="not bold")
    if finding.suggestion:
        line.append(f" → “{_shortened(finding.suggestion)}”", style="not bold")
    if n_same > 1:
        line.append(f", {n_same} times", style="not bold")
    if finding.suppressed:
        line.append(f" (set aside: {_shortened(finding.suppressed)})", style="not bold")
    return line


def _shortened(text: str) -> str:
    shown = visible(text[: MAX_TEXT + 1]).strip()
    return shown if len(text) <= MAX_TEXT else f"{shown[:MAX_TEXT].rstrip()}…"


def _signature_lines(signature: str, width: int) -> list[str]:
    """The signature, broken only behind a ``|`` so that its parts stay readable."""
    lines = ["signature "]
    for part in re.findall(r"[^|]*\|?", signature):
        if len(lines[-1]) + len(part) > width:
            lines.append("  ")
        lines[-1] += part
    return lines


def _indented(text: Text, columns: int) -> RenderableType:
    from rich.padding import Padding

    return Padding(text, (0, 0, 0, columns))


def _text(content: str, *, style: str = "") -> Text:
    from rich.text import Text

    return Text(content, style=style, overflow="fold")
