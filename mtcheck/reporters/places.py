"""Where a finding stands, in the terms of those who read reports: path, lines, columns.

Programs count columns differently. SARIF and GitHub are told code points, reviewdog counts the
bytes of UTF-8; with an accent or an emoji before the finding they differ. How many bytes
stand before it is only known where a unit is a slice of the file from the beginning of a line,
which is so in plain text. Office documents have no lines at all: ``named`` says where to look.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from mtcheck.types import Alignment, FileVerdict, Finding, Sentence, SentenceScore, Side, Where

_DRIVE = re.compile(r"[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class Place:
    """Lines and columns count from 1, ``end_column`` is the first one behind; None: not known.

    ``column`` counts code points, ``byte_column`` the bytes of UTF-8. ``named`` is the place in
    words, such as ``cell B7``, where a line does not say it.
    """

    path: str
    line: int | None = None
    column: int | None = None
    byte_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    end_byte_column: int | None = None
    named: str = ""

    @property
    def where(self) -> Where:
        """The line and the name of the place, to be said in words."""
        return Where(self.line or 0, 0, self.named)


Told = tuple[FileVerdict, SentenceScore, Finding]


def told(verdicts: Iterable[FileVerdict]) -> Iterator[Told]:
    """Every finding with what it belongs to, in reading order."""
    for verdict in verdicts:
        for score in verdict.scores:
            for finding in score.findings:
                yield verdict, score, finding


def worst_first(item: Told) -> tuple[bool, int, float]:
    """A sort key: live findings before those set aside, then by severity, then by belief."""
    _, score, finding = item
    return bool(finding.suppressed), -finding.severity.penalty, -score.p_mangled


def place_of(verdict: FileVerdict, score: SentenceScore, finding: Finding) -> Place:
    """Where the finding is shown in the file under test.

    What the source says and the file leaves out has no place of its own there: it is shown at
    the sentence that it is missing from, or at the file as a whole.
    """
    alignment = score.alignment
    if finding.side is Side.CANDIDATE:
        return _slice(verdict.path, finding, alignment.candidate)
    if alignment.candidate:
        first = alignment.candidate[0]
        return _line(verdict.path, first.unit.where(first.start))
    if verdict.source_path == verdict.path:  # a table with a source column: the same row
        return _line(verdict.path, finding.where)
    return Place(posix(verdict.path))


def source_place_of(verdict: FileVerdict, alignment: Alignment, finding: Finding) -> Place | None:
    """Where a finding that points into the source stands there; None for any other."""
    if finding.side is not Side.SOURCE or not verdict.source_path:
        return None
    return _slice(verdict.source_path, finding, alignment.source)


def _slice(path: str, finding: Finding, sentences: Iterable[Sentence]) -> Place:
    unit = next((s.unit for s in sentences if s.unit.id == finding.unit), None)
    if (
        unit is None
        or not finding.quote  # a remark on a line, not on words
        or unit.text[finding.start : finding.end] != finding.quote
        or not finding.column
    ):
        return _line(path, finding.where)
    first, last = unit.where(finding.start), unit.where(finding.end - 1)
    place = Place(
        posix(path),
        first.line,
        first.column,
        end_line=last.line,
        end_column=last.column + 1,
        named=first.place,
    )
    if unit.anchors:
        return place
    before = unit.text[finding.start - first.column + 1 : finding.start]
    until = unit.text[finding.end - last.column : finding.end]
    return replace(place, byte_column=_bytes(before) + 1, end_byte_column=_bytes(until) + 1)


def _line(path: str, where: Where) -> Place:
    """A place of which no more than the line is known, or its name."""
    line = where.line or None
    return Place(posix(path), line, end_line=line, named=where.place)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def posix(path: str) -> str:
    """The path with slashes and without detours, as tools of a repository write it.

    >>> posix("./texts/a.txt"), posix("texts\\\\a.txt"), posix("../a.txt")
    ('texts/a.txt', 'texts/a.txt', '../a.txt')
    """
    return posixpath.normpath(path.replace("\\", "/")) if path else path


def uri(path: str) -> str:
    """The path as a URI reference: relative ones stay so, anything unusual is percent-encoded.

    >>> uri("texts/Größe 1:2.txt"), uri("C:\\\\texts\\\\a b.txt"), uri("/tmp/a#1.txt")
    ('texts/Gr%C3%B6%C3%9Fe%201%3A2.txt', 'file:///C:/texts/a%20b.txt', 'file:///tmp/a%231.txt')
    """
    path = posix(path)
    try:
        raw = path.encode("utf-8", "surrogateescape")  # the bytes of an undecodable name
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "surrogatepass")
    if _DRIVE.match(path):
        return f"file:///{path[:2]}{quote(raw[2:], safe='/')}"
    encoded = quote(raw, safe="/")
    if encoded.startswith("//"):
        return f"file:{encoded}"
    return f"file://{encoded}" if encoded.startswith("/") else encoded
