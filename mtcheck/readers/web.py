"""HTML: the visible text of each block, decoded, with white space as a browser shows it.

A unit is the text between two block borders: a paragraph, heading, list item, cell, caption.
Left out is what is not read as text: the head, scripts, styles, templates, forms' controls,
navigation, and what is marked ``hidden``. Runs of white space become one space (inside ``pre``
they stay), ``<br>`` a line end, and two of them a border. ``line`` is the line on which the
block's text begins; a finding further down in a block that spans several lines has the
line of the block's beginning.

The tags are found with one pattern of our own. The standard library's parser takes quadratic
time on a file of ``<a `` and fails on ``<![``; fast parsers written in C do not say on which
line a text stands. Broken markup is read as browsers do, roughly: no tag soup is an error.

>>> [(unit.line, unit.text) for unit in units("<p>R&amp;D in\\n the <b>U.S.</b>\\n<p>Ends.")]
[(1, 'R&D in the U.S.'), (3, 'Ends.')]
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Final

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.types import Anchor, Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig


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

_TAG: Final = re.compile(
    r"<!--(?:>|.*?-->|.*)"  # a comment; one that never ends swallows the rest
    r"|<[!?][^>]*(?:>|\Z)"
    r"|<(/?)([a-zA-Z][^\s/>]*)"  # a tag ends at > outside quotes, or else at the next >
    r"((?:[^>\"']|\"[^\"]{0,20000}\"|'[^']{0,20000}'){0,1000}+(?=>)|[^>]*)(?:>|\Z)",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_STYLE: Final = re.compile(r"(?:^|\s)style\s*=\s*(\"[^\"]*\"|'[^']*'|\S+)", re.IGNORECASE)
_HIDDEN_ATTRIBUTE: Final = re.compile(r"(?:^|\s)hidden(?=[\s=/]|$)", re.IGNORECASE)
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes")
}
"""Elements whose content is no markup, and where it ends."""

_SPACE: Final = re.compile(r"[ \t\n\f\r]+")


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read HTML; its tables are text, not columns."""
    found, comments = _read(text)
    return Reading(Document(path, "", "html", found, read_comments(comments, len(found))))


def units(text: str) -> tuple[Unit, ...]:
    """A unit per block of visible text."""
    return _read(text)[0]


def _read(text: str) -> tuple[tuple[Unit, ...], tuple[Comment, ...]]:
    """The units, and the comments between and inside them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = _Blocks()
    comments: list[Comment] = []
    position = counted = line_start = 0
    line = 1
    while position < len(text):
        found = _TAG.search(text, position)
        start = found.start() if found else len(text)
        line += text.count("\n", counted, position)
        line_start = max(line_start, text.rfind("\n", counted, start) + 1)
        counted = position
        blocks.add_text(unescape(text[position:start]), line)
        if not found:
            break
        closes, name, attributes = found.groups()
        if not name:  # a comment or a declaration
            if found.group().startswith("<!--") and found.group().endswith("-->"):
                there = line + text.count("\n", position, start)
                column = start - line_start + 1
                place = (len(blocks.found), blocks.is_inside)
                comments.append(Comment(found.group()[4:-3], there, column, *place))
            position = found.end()
            continue
        position = found.end()
        if closes:
            blocks.close(name.lower())
            continue
        blocks.open(name.lower(), attributes)
        if attributes.endswith("/"):
            blocks.close(name.lower())
        elif name.lower() in _RAW:
            end = _RAW[name.lower()].search(text, position)
            position = end.start() if end else len(text)
    blocks.end_block()
    shown = tuple(
        Unit(str(n), block, line, (Anchor(0, line, 0),))
        for n, (block, line) in enumerate(blocks.found, 1)
    )
    return shown, tuple(comments)


class _Blocks:
    """Collects (text, line) of each block; knows which elements are open, and which hide."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self._open: list[tuple[str, bool]] = []
        self._count: Counter[str] = Counter()
        self._hidden = 0
        self._shown: list[str] = []
        self._line = 0
        self._line_ended = False

    @property
    def is_inside(self) -> bool:
        """Is there text already of the block that is being read?"""
        return bool(self._line)

    def open(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self._break()
        if tag in _BLOCK:
            self.end_block()
            while self._count["head"]:
                self._pop()
        while self._open and self._open[-1][0] in _IMPLIED_END.get(tag, ()):
            self._pop()
        if tag not in _VOID:
            hidden = tag in _HIDDEN or _is_hidden(attributes)
            self._open.append((tag, hidden))
            self._count[tag] += 1
            self._hidden += hidden

    def close(self, tag: str) -> None:
        """Close the open elements up to and with the last ``tag``."""
        if tag in _BLOCK:
            self.end_block()
        name = "" if self._count[tag] else tag
        while name != tag:
            name = self._pop()

    def add_text(self, text: str, line: int) -> None:
        if self._hidden or not text:
            return
        if not self._line and text.strip():
            before = text[: len(text) - len(text.lstrip())]
            self._line = line + before.count("\n")
        self._line_ended = self._line_ended and not text.strip()
        self._shown.append(text if self._count["pre"] else _SPACE.sub(" ", text))

    def end_block(self) -> None:
        """A block border: what was collected since the last one becomes a unit."""
        text, line = "".join(self._shown), self._line
        self._shown, self._line, self._line_ended = [], 0, False
        if not self._count["pre"]:
            text = re.sub(r" ?\n ?", "\n", re.sub(r" {2,}", " ", text))
        if text.strip():
            self.found.append((text.strip(" \t\n\f"), line))

    def _break(self) -> None:
        """A ``<br>``: a line end, or a block border if the line is empty."""
        if self._line_ended:
            self.end_block()
        elif not self._hidden:
            self._shown.append("\n")
            self._line_ended = True

    def _pop(self) -> str:
        name, hidden = self._open.pop()
        self._count[name] -= 1
        self._hidden -= hidden
        return name


def _is_hidden(attributes: str) -> bool:
    attributes = attributes.lower()
    if "hidden" not in attributes and "none" not in attributes:
        return False
    style = _STYLE.search(attributes)
    if style and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style[1], re.I):
        return True
    return bool(_HIDDEN_ATTRIBUTE.search(_QUOTED.sub('""', attributes)))
