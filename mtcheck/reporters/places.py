"""Where a finding stands, in the terms of those who read reports: path, lines, columns.

Programs count columns differently. SARIF and GitHub are told code points, reviewdog counts the
bytes of UTF-8; with an accent or an emoji before the finding they differ. A column is only
known where a unit is a slice of the file from the beginning of a line, which is so in plain
text. In a table, a page or Markdown the text of a unit has been taken out of its markup: there
the line is known, and a column would point at the wrong word.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from mtcheck.readers import FAMILIES
from mtcheck.text import line_column
from mtcheck.types import Alignment, FileVerdict, Finding, Sentence, SentenceScore, Side

_DRIVE = re.compile(r"[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class Place:
    """Lines and columns count from 1, ``end_column`` is the first one behind; None: not known.

    ``column`` counts code points, ``byte_column`` the bytes of UTF-8.
    """

    path: str
    line: int | None = None
    column: int | None = None
    byte_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    end_byte_column: int | None = None


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
        line, _ = line_column(first.unit.text, first.start, first.unit.line)
        return Place(posix(verdict.path), line, end_line=line)
    if verdict.source_path == verdict.path:  # a table with a source column: the same row
        return Place(posix(verdict.path), finding.line, end_line=finding.line)
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
        or not _is_plain(path)
    ):
        return Place(posix(path), finding.line, end_line=finding.line)
    line, column = line_column(unit.text, finding.start, unit.line)
    end_line, end_column = line_column(unit.text, finding.end, unit.line)
    before = unit.text[finding.start - column + 1 : finding.start]
    last = unit.text[finding.end - end_column + 1 : finding.end]
    return Place(
        posix(path),
        line,
        column,
        _bytes(before) + 1,
        end_line,
        end_column,
        _bytes(last) + 1,
    )


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _is_plain(path: str) -> bool:
    return FAMILIES.get(PurePosixPath(path.replace("\\", "/")).suffix.lower()) == "plain"


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
