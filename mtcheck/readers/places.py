r"""Where in a file a stretch of a unit stands, and how to write there; or why that is open.

A unit's text is what a reader sees: cells without their quotes, Markdown without its marks, HTML
without tags and with its entities decoded. To change a word in the *file* one has to know which
characters of the file show it. In plain text, tables and JSON lines every character of a unit has
its own place. In Markdown, HTML and subtitles the anchors of a unit say where its characters stand;
a stretch has a place if it stands there as it is shown. Everything else is left open, with a reason
in words. Whoever writes must read the result again and compare (:func:`mtcheck.fix.fix_file`
does): the place is then not only likely but right.

>>> from mtcheck.readers.plain import parse
>>> from mtcheck.config.sections import ReadConfig
>>> text = "One.\r\nTwo  words.\r\n"
>>> reading = parse(text, path="a.txt", settings=ReadConfig())
>>> find_places(text, reading.candidate, [Stretch(1, 4, 5)], column="candidate")
[Place(start=10, end=11, form='')]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.readers.strings.keyed import SURROGATES
from mtcheck.readers.traced import LINE_END, Lines

if TYPE_CHECKING:
    from mtcheck.types import Document


class Stretch(NamedTuple):
    """``units[unit].text[start:end]`` of a document; empty where something is to be put in."""

    unit: int
    start: int
    end: int


class Place(NamedTuple):
    """``text[start:end]`` of the file. ``form`` says how text is written there (:func:`write`)."""

    start: int
    end: int
    form: str


Span = tuple[int, int]

IN_MARKUP: Final = "markup, an entity or a line end of the file stands in it or beside it"
OVER_LINES: Final = "it goes over a line end"
MOVED: Final = "its place in the file is not certain"

_ANCHORED: Final = frozenset(
    {
        *("md", "html", "srt", "vtt", "po", "xliff", "tmx", "android", "resx"),
        *("json", "arb", "yaml", "strings", "stringsdict"),
    }
)
"""Formats in which text is written as it is shown, where it has no markup and no escapes. What
is put in there and would need one is found out when the file is read again."""

_JSON_CHAR: Final = re.compile(rf"{SURROGATES}|\\u[0-9a-fA-F]{{4}}|\\.|.", re.DOTALL)
_JSON_SPACE: Final = re.compile(r"[ \t\n\r]*")


def find_places(
    text: str, document: Document, stretches: Sequence[Stretch], *, column: str
) -> list[Place | str]:
    """The place of each stretch in the file's decoded text, or the reason why it has none.

    ``document`` is what its reader made of ``text``, with candidates in the table's ``column``.
    """
    if document.format in ("txt", *_ANCHORED):
        lines = Lines(text)
        find = _in_plain if document.format == "txt" else _in_markup
        return [find(text, document, lines, stretch) for stretch in stretches]
    if document.format in ("csv", "tsv"):
        cells = _cells(text, "," if document.format == "csv" else "\t", column)
    elif document.format == "jsonl":
        cells = _values(text, column)
    else:
        return [f"files of the kind {document.format} are not written"] * len(stretches)
    return [_in_cell(text, document, cells, stretch) for stretch in stretches]


def write(new: str, form: str) -> str:
    """The text as it is written at a place.

    >>> write('say "so"', "quoted"), write("“", "ascii"), write("a", "")
    ('say ""so""', '\\\\u201c', 'a')
    """
    if form == "quoted":
        return new.replace('"', '""')
    if form in ("json", "ascii"):
        return json.dumps(new, ensure_ascii=form == "ascii")[1:-1]
    return new


def _in_plain(text: str, document: Document, lines: Lines, stretch: Stretch) -> Place | str:
    unit = document.units[stretch.unit]
    start = lines.at(unit.line)
    if not text.startswith(unit.text, start):
        return MOVED
    if LINE_END.search(unit.text, stretch.start, stretch.end):
        return OVER_LINES
    return Place(start + stretch.start, start + stretch.end, "")


# --- tables and JSON lines: a character of a cell is one character of the file, or an escape -----


class _Cell(NamedTuple):
    """A cell's content, ``text[start:end]`` of the file, as it is written."""

    start: int
    end: int
    form: str


def _in_cell(
    text: str, document: Document, cells: Sequence[_Cell], stretch: Stretch
) -> Place | str:
    unit = document.units[stretch.unit]
    if len(cells) != len(document.units):
        return MOVED
    cell = cells[stretch.unit]
    spans = _characters(text, cell)
    if len(spans) != len(unit.text):
        return MOVED
    if LINE_END.search(unit.text, stretch.start, stretch.end):
        return OVER_LINES
    start = spans[stretch.start][0] if stretch.start < len(spans) else cell.end
    end = spans[stretch.end - 1][1] if stretch.end > stretch.start else start
    return Place(start, end, cell.form)


def _characters(text: str, cell: _Cell) -> list[Span]:
    """The span of the file that each character of a cell takes."""
    if cell.form == "":
        return [(at, at + 1) for at in range(cell.start, cell.end)]
    pattern = re.compile('""|[^"]') if cell.form == "quoted" else _JSON_CHAR
    return [found.span() for found in pattern.finditer(text, cell.start, cell.end)]


def _cells(text: str, separator: str, column: str) -> list[_Cell]:
    """The cells of one column, below the header."""
    rows = list(_rows(text, separator))
    names = [_said(text, cell) for cell in rows[0]] if rows else []
    if column not in names:
        return []
    index = names.index(column)
    return [row[index] for row in rows[1:] if index < len(row)]


def _said(text: str, cell: _Cell) -> str:
    """What a cell of a table says."""
    content = text[cell.start : cell.end]
    return content.replace('""', '"') if cell.form == "quoted" else content


def _rows(text: str, separator: str) -> Iterator[list[_Cell]]:
    """The rows of a table in the form of RFC 4180; blank lines are none."""
    bare = re.compile(rf"[^{separator}\r\n]*")
    quoted = re.compile(r'"([^"]*(?:""[^"]*)*)"')
    at = 0
    row: list[_Cell] = []
    while at < len(text) or row:
        end = LINE_END.match(text, at)
        if not row and end:
            at = end.end()
            continue
        found = quoted.match(text, at)
        if found:
            row.append(_Cell(*found.span(1), "quoted"))
            at = found.end()
        else:
            found = bare.match(text, at)
            assert found is not None  # it matches nothing, too
            row.append(_Cell(*found.span(), ""))
            at = found.end()
        if text[at : at + 1] == separator:
            at += 1
            continue
        yield row
        row = []
        end = LINE_END.match(text, at)
        if not end:
            return  # the end of the file, or quoting that no reader accepts
        at = end.end()


def _values(text: str, key: str) -> list[_Cell]:
    """The value of one key in every line of JSON, without its quotation marks."""
    cells = []
    at = 0
    for end in [*(found.span() for found in LINE_END.finditer(text)), (len(text), len(text))]:
        line = text[at : end[0]]
        if line.strip():
            span = _value(line, key)
            if span is None:
                return []
            form = "ascii" if line.isascii() else "json"
            cells.append(_Cell(at + span[0], at + span[1], form))
        at = end[1]
    return cells


def _value(line: str, key: str) -> Span | None:
    """The inside of a key's string in one object."""
    decoder = json.JSONDecoder()
    at = _skip(line, _skip(line, 0) + 1)
    while at < len(line) and line[at] == '"':
        name, at = decoder.raw_decode(line, at)
        at = _skip(line, _skip(line, at) + 1)  # past the colon
        _, end = decoder.raw_decode(line, at)
        if name == key:
            return (at + 1, end - 1) if line[at] == '"' else None
        at = _skip(line, _skip(line, end) + 1)  # past the comma
    return None


def _skip(line: str, at: int) -> int:
    found = _JSON_SPACE.match(line, at)
    return found.end() if found else at


# --- what is shown of markup: the anchors of a unit say where each of its characters stands ------


def _in_markup(text: str, document: Document, lines: Lines, stretch: Stretch) -> Place | str:
    """A stretch has a place if it stands in the file as it is shown, with a character on each side.

    Beside a mark it would be open on which side of it something is to be put in.
    """
    unit = document.units[stretch.unit]
    if LINE_END.search(unit.text, stretch.start, stretch.end):
        return OVER_LINES
    left, right = max(0, stretch.start - 1), min(len(unit.text), stretch.end + 1)
    if any(start < right and left < end for start, end in unit.masks):
        return IN_MARKUP
    at = -1
    for offset in range(left, right):
        where = unit.where(offset)
        if not (where.line and where.column):
            return MOVED
        there = lines.at(where.line, where.column)
        follows = at < 0 or there == at + 1
        if not follows or text[there : there + 1] != unit.text[offset]:
            return IN_MARKUP
        at = there
    start = at + 1 - (right - stretch.start)
    return Place(start, start + stretch.end - stretch.start, "")
