r"""Where in a file a stretch of a unit stands, and how to write there; or why that is open.

A unit's text is what a reader sees: cells without their quotes, Markdown without its marks, HTML
without tags and with its entities decoded. To change a word in the *file* one has to know which
characters of the file show it. In plain text, tables and JSON lines every character of a unit has
its own place, from where its text begins. In Markdown, HTML and subtitles the anchors of a unit
say where its characters stand; a stretch has a place if it stands there as it is shown. Everything
else is left open, with a reason in words. Whoever writes must read the result again and compare
(:func:`mtcheck.fix.fix_file` does): the place is then not only likely but right.

>>> from mtcheck.readers.plain import parse
>>> from mtcheck.config.sections import ReadConfig
>>> text = "One.\r\nTwo  words.\r\n"
>>> reading = parse(text, path="a.txt", settings=ReadConfig())
>>> find_places(text, reading.candidate, [Stretch(1, 4, 5)])
[Place(start=10, end=11, form='')]
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
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

_JSON: Final = re.compile(rf"{SURROGATES}|\\u[0-9a-fA-F]{{4}}|\\.|.", re.DOTALL)
_CHARACTERS: Final = {
    "": re.compile(".", re.DOTALL),
    "quoted": re.compile('""|[^"]'),
    "json": _JSON,
    "ascii": _JSON,
}
"""How one character of a cell is written, by the form of the cell."""


def find_places(text: str, document: Document, stretches: Sequence[Stretch]) -> list[Place | str]:
    """The place of each stretch in the file's decoded text, or the reason why it has none.

    ``document`` is what its reader made of ``text``.
    """
    if document.format == "txt":
        find = _in_plain
    elif document.format in _ANCHORED:
        find = _in_markup
    elif document.format in ("csv", "tsv", "jsonl"):
        find = _in_cell
    else:
        return [f"files of the kind {document.format} are not written"] * len(stretches)
    lines = Lines(text)
    return [find(text, document, lines, stretch) for stretch in stretches]


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


def _in_cell(text: str, document: Document, lines: Lines, stretch: Stretch) -> Place | str:
    unit = document.units[stretch.unit]
    if LINE_END.search(unit.text, stretch.start, stretch.end):
        return OVER_LINES
    begin = lines.at(unit.anchors[0].line, unit.anchors[0].column)
    form = _form(text, document.format, begin)
    spans = [
        found.span()
        for found in islice(_CHARACTERS[form].finditer(text, begin), max(stretch.end, 1))
    ]
    if len(spans) < stretch.end:
        return MOVED
    start = spans[stretch.start][0] if stretch.start < len(spans) else spans[-1][1]
    end = spans[stretch.end - 1][1] if stretch.end > stretch.start else start
    return Place(start, end, form)


def _form(text: str, kind: str, begin: int) -> str:
    """How the cell is written that begins at ``text[begin]``, without its quotation marks."""
    if kind != "jsonl":
        return "quoted" if text[begin - 1 : begin] == '"' else ""
    start = max(text.rfind("\n", 0, begin), text.rfind("\r", 0, begin)) + 1
    end = LINE_END.search(text, begin)
    return "ascii" if text[start : end.start() if end else len(text)].isascii() else "json"


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
