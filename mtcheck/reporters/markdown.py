"""The report as Markdown that fits a comment on a pull request: the worst first, "N more".

Every text, file name and reason stands in a code span, the one place in Markdown where nothing
is taken for markup: no mention, no link, no image, no HTML, no number of an issue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mtcheck.reporters.modes import percent, say_modes
from mtcheck.reporters.places import Told, place_of, told, worst_first
from mtcheck.reporters.wording import say_finding, say_unjudged, shortened, worst_files
from mtcheck.text import counted
from mtcheck.types import FileVerdict, Outcome, Severity

MAX_COMMENT = 65_000
"""Bytes. A comment on GitHub holds 65,536 characters; a little is left for whoever posts it."""
MAX_SUMMARY = 1_048_576
"""Bytes that one step may add to the summary of a GitHub job."""

MAX_FINDINGS = 10
MAX_TEXT = 200
"""In a comment: findings of one file, characters of one cell. It is read on a page among others."""

_TAIL = 2_000
"""Bytes kept free for what stands at the end."""
_FILES = (
    "| file | outcome | score | covered | critical | major | minor |\n"
    "|---|---|--:|--:|--:|--:|--:|\n"
)
_FINDINGS = "| line | rule | severity | text | instead | why |\n|--:|---|---|---|---|---|\n"
_TICKS = re.compile("`+")


def render_markdown(
    verdicts: Sequence[FileVerdict], *, limit: int = MAX_COMMENT, whole: bool = False
) -> bytes:
    """The report in at most ``limit`` bytes.

    ``whole``: every finding that fits, not the first few of each file that is not clean.
    """
    files = worst_files(verdicts)
    tail = _tail(files)
    room = limit - len(_bytes(tail)) - _TAIL
    parts = [f"### mtcheck: {_summary(files)}\n\n"]
    if files:
        rows, n_left = _fitting((_file(verdict) for verdict in files), room // 2)
        parts += [_FILES, *rows, f"\nand {counted(n_left, 'more file')}\n" if n_left else ""]
    room -= sum(len(_bytes(part)) for part in parts)
    left = [verdict for verdict in files if verdict.findings]
    for verdict in [v for v in left if whole or v.outcome is not Outcome.CLEAN]:
        section = _section(verdict, room, whole=whole)
        room -= len(_bytes(section))
        if room < 0:
            break
        parts.append(section)
        left.remove(verdict)
    return _bytes("".join([*parts, _left(left), tail]))


def code_span(text: str, limit: int = MAX_TEXT) -> str:
    """The text as a code span.

    >>> code_span("@all `x` <b>"), code_span("`x`")
    ('``@all `x` <b>``', '`` `x` ``')
    """
    shown = shortened(text, limit)
    if not shown:
        return ""
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def _summary(files: Sequence[FileVerdict]) -> str:
    if not files:
        return "no files"
    counts = Counter(verdict.outcome for verdict in files)
    named = [
        f"{counts[outcome]:,} {'not judged' if outcome is Outcome.UNJUDGED else outcome.value}"
        for outcome in (Outcome.MANGLED, Outcome.SUSPECT, Outcome.UNJUDGED, Outcome.CLEAN)
        if counts[outcome]
    ]
    return f"{counted(len(files), 'file')}: {', '.join(named)}"


def _file(verdict: FileVerdict) -> str:
    counts = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)
    name = code_span(verdict.path)
    if verdict.outcome is Outcome.UNJUDGED:
        name += f" {code_span(say_unjudged(verdict))}"
    return _row(
        name,
        verdict.outcome.value,
        "" if verdict.score is None else f"{verdict.score:.1f}",
        "" if verdict.coverage is None else percent(verdict.coverage),
        *("" if verdict.error else str(verdict.count(severity)) for severity in counts),
    )


def _section(verdict: FileVerdict, room: int, *, whole: bool) -> str:
    found = sorted(told([verdict]), key=worst_first)
    listed = found if whole else found[:MAX_FINDINGS]
    heading = f"\n#### {code_span(verdict.path)}: {verdict.outcome.value}\n\n"
    reasons = "".join(f"- {code_span(reason)}\n" for reason in verdict.reasons)
    heading += f"{reasons}\n" if reasons else ""
    rows, n_left = _fitting(map(_finding, listed), room - len(_bytes(heading + _FINDINGS)) - 100)
    n_left += len(found) - len(listed)
    more = f"\nand {counted(n_left, 'more finding')} in this file\n" if n_left else ""
    return "".join([heading, _FINDINGS, *rows, more])


def _finding(item: Told) -> str:
    verdict, score, finding = item
    place = place_of(verdict, score, finding)
    return _row(
        ", ".join(filter(None, (str(place.line or ""), place.named and code_span(place.named)))),
        code_span(f"{finding.code} {finding.name}"),
        finding.severity.value,
        code_span(finding.quote),
        code_span(finding.suggestion),
        code_span(say_finding(finding), 2 * MAX_TEXT),
    )


def _row(*cells: str) -> str:
    r"""A row of a table. A pipe would end the cell, even inside a code span, but for a backslash.

    >>> _row("a|b", "c")
    '| a\\|b | c |\n'
    """
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _left(files: Sequence[FileVerdict]) -> str:
    """What is not listed, in one line."""
    n_found = sum(len(verdict.findings) for verdict in files)
    if not n_found:
        return ""
    findings, others = counted(n_found, "more finding"), counted(len(files), "other file")
    return f"\n{findings} in {others} not listed here\n"


def _tail(files: Sequence[FileVerdict]) -> str:
    """What the mode promises, and what the numbers can be compared with."""
    n_aside = sum(bool(f.suppressed) for verdict in files for f in verdict.findings)
    lines = [f"{counted(n_aside, 'finding')} set aside, not counted above"] if n_aside else []
    lines += [code_span(said, 400) for said in say_modes(files)]
    signatures = dict.fromkeys(v.signature for v in files if v.signature)
    lines += [code_span(f"signature {signature}", 400) for signature in list(signatures)[:2]]
    if len(signatures) > 2:
        lines.append(f"and {counted(len(signatures) - 2, 'more signature')}")
    return "".join(f"\n{line}\n" for line in lines)


def _fitting(lines: Iterable[str], room: int) -> tuple[list[str], int]:
    """The lines that fit into so many bytes, in order, and how many are left."""
    kept: list[str] = []
    waiting: Iterator[str] = iter(lines)
    for line in waiting:
        room -= len(_bytes(line))
        if room < 0:
            return kept, 1 + sum(1 for _ in waiting)
        kept.append(line)
    return kept, 0


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")
