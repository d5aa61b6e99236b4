"""HTML: the visible text of each block, decoded, with white space as a browser shows it.

A unit is the text between two block borders: a paragraph, heading, list item, cell, caption.
Left out is what is not read as text: the head, scripts, styles, templates, forms' controls,
navigation, and what is marked ``hidden``. Runs of white space become one space (inside ``pre``
they stay), ``<br>`` a line end, and two of them a border. ``line`` is the line on which the
block's text begins, counted by the standard library's parser; a finding further down
in a block that spans several lines has the line of the block's beginning.

>>> [(unit.line, unit.text) for unit in units("<p>R&amp;D in\\n the <b>U.S.</b>\\n<p>Ends.")]
[(1, 'R&D in the U.S.'), (3, 'Ends.')]
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.readers import Columns


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HIDDEN: Final = _set(
    "head script style template noscript svg math iframe object audio video canvas select datalist"
    " button textarea nav title"
)
_VOID: Final = _set("area base br col embed hr img input link meta param source track wbr")
_BLOCK: Final = _set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol p pre search section summary table tbody td tfoot th thead tr ul"
)
"""Elements that the HTML standard's rendering section shows as blocks, list items or cells."""

_IMPLIED_END: Final = {
    "p": ("p",), "li": ("li", "p"), "dt": ("dt", "dd", "p"), "dd": ("dt", "dd", "p"),
    "tr": ("td", "th", "tr", "p"), "td": ("td", "th", "p"), "th": ("td", "th", "p"),
    "body": ("title", "noscript", "head"),
}  # fmt: skip
"""Elements that end when another begins: their end tag may be left out."""

_SPACE: Final = re.compile(r"[ \t\n\f\r]+")
_BORDER: Final = re.compile(r"\n[ \t]*(?=\n)\s*")


def parse(text: str, *, path: str, columns: Columns) -> Reading:
    """Read HTML; its tables are text, not columns."""
    return Reading(Document(path, "en", "html", units(text)))


def units(text: str) -> tuple[Unit, ...]:
    """A unit per block of visible text."""
    collector = _Collector()
    collector.feed(text.replace("\r\n", "\n").replace("\r", "\n"))
    collector.close()
    collector.end_block()
    return tuple(Unit(str(n), shown, line) for n, (shown, line) in enumerate(collector.found, 1))


class _Collector(HTMLParser):
    """Collects (text, line) of each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, int]] = []
        self._open: list[tuple[str, bool]] = []
        self._count: Counter[str] = Counter()
        self._hidden = 0
        self._shown: list[str] = []
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
        if tag in _BLOCK:
            self.end_block()
            while self._count["head"]:
                self._close(self._open[-1][0])
        while self._open and self._open[-1][0] in _IMPLIED_END.get(tag, ()):
            self._close(self._open[-1][0])
        if tag not in _VOID:
            hidden = tag in _HIDDEN or _is_hidden(dict(attrs))
            self._open.append((tag, hidden))
            self._count[tag] += 1
            self._hidden += hidden

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCK:
            self.end_block()
        if self._count[tag]:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._line and data.strip():
            before = data[: len(data) - len(data.lstrip())]
            self._line = self.getpos()[0] + before.count("\n")
        self._add(data if self._count["pre"] else _SPACE.sub(" ", data))

    def end_block(self) -> None:
        """A block border: what was collected since the last one becomes units."""
        text, line = "".join(self._shown), self._line
        self._shown, self._line = [], 0
        for part in _BORDER.split(text):
            tidy = re.sub(r" {2,}", " ", part) if not self._count["pre"] else part
            tidy = re.sub(r" ?\n ?", "\n", tidy).strip(" \t\n\f\r")
            if tidy.strip():
                self.found.append((tidy, line))

    def _add(self, text: str) -> None:
        if not self._hidden:
            self._shown.append(text)

    def _close(self, tag: str) -> None:
        """Close open elements up to and with the last ``tag``."""
        name = ""
        while self._open and name != tag:
            name, hidden = self._open.pop()
            self._count[name] -= 1
            self._hidden -= hidden


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style
