"""HTML: the visible text of each block, decoded, with white space as a browser shows it.

A unit is the text between two block borders: a paragraph, heading, list item, cell, caption.
Left out is what is not read as text: the head, scripts, styles, templates, forms' controls,
navigation, soft hyphens, and what is marked ``hidden``. Runs of white space become one space,
``<br>`` a line end, and two of them a border. Every stretch between tags, character references and
runs of white space has an anchor, so that a finding has the line and column of its first character.

Code is no language: a block of it (``pre``) is left out unless it is asked for; in a sentence it
stays, masked, so that the sentence is whole.

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
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.readers.traced import Lines, Traced
from mtcheck.text import counted
from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HIDDEN: Final = _set(
    "head script style template noscript svg math iframe object audio video canvas select datalist"
    " button textarea nav title rt rp"
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

_SPACE: Final = " \t\n\f\r"
_RUN: Final = re.compile(
    r"(?P<space>[ \t\n\f\r]+)|(?P<words>[^ \t\n\f\r&]+(?: [^ \t\n\f\r&]+)*)"
    r"|&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)|&"
)
"""White space, words with single spaces between them, or a character reference."""

_CODE: Final = _set("code kbd samp tt")
"""Elements that show code. In a sentence it stays, masked, so that the sentence is whole."""

_NOTE: Final = re.compile(
    r"\b(?:doc-noteref|noteref|footnote-ref|doc-backlink|footnote-back|backlink|mw-cite-backlink"
    r"|sd(?:foot|end)note(?:anc|sym)|Mso(?:Foot|End)noteReference|Inline-Template|mw-editsection)\b"
    r"|^sup\b.*\bclass\s*=\s*[\"']?reference\b",
    re.IGNORECASE | re.DOTALL,
)
"""The mark of a note, or the way back from it: DPUB-ARIA, EPUB, pandoc, WordPress, MediaWiki,
LibreOffice, Word; and what MediaWiki puts behind sentences and headings for those who edit."""

SOFT_HYPHENS: Final = re.compile("\xad+")
"""Where a word may be parted at the end of a line: layout, of which a reader sees nothing."""

_LANGUAGE: Final = re.compile(
    r"(?:^|\s)(?:xml:)?lang\s*=\s*[\"']?([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*)", re.IGNORECASE
)


class Page(NamedTuple):
    """What a page of HTML holds."""

    units: tuple[Unit, ...]
    comments: tuple[Comment, ...]
    language: str
    n_code: int
    """How many blocks of code were left out."""


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read HTML; its tables are text, not columns."""
    page = read_page(text, code=settings.code)
    suppressions = read_comments(page.comments, len(page.units))
    document = Document(
        path, page.language, "html", page.units, suppressions, left_out(page.n_code)
    )
    if settings.html == "main":
        from mtcheck.readers.pages.article import only_article

        document = only_article(document, text)
    return Reading(document)


def left_out(n_code: int) -> tuple[str, ...]:
    """What a user should know of blocks of code that were not read."""
    if not n_code:
        return ()
    blocks = counted(n_code, "block of code", "blocks of code")
    return (f"{blocks} left out (--code read: judged as text)",)


def units(text: str) -> tuple[Unit, ...]:
    """A unit per block of visible text."""
    return read_page(text).units


def read_page(text: str, *, code: str = "skip", place: str = "") -> Page:
    """The units of a page, its comments, and what it says of itself.

    ``code`` is what to do with code: ``skip``, ``read`` or, with scripts, ``all``. ``place`` is
    what every anchor says, where the page is a part of something.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = _Blocks(text, code, place)
    comments: list[Comment] = []
    language = ""
    position = 0
    while position < len(text):
        found = _TAG.search(text, position)
        start = found.start() if found else len(text)
        blocks.add_text(position, start)
        if not found:
            break
        closes, name, attributes = found.groups()
        position = found.end()
        if not name:  # a comment or a declaration
            if found.group().startswith("<!--") and found.group().endswith("-->"):
                there = (len(blocks.found), blocks.is_inside)
                comments.append(Comment(found.group()[4:-3], *blocks.lines.of(start), *there))
            continue
        name = name.lower()
        if closes:
            blocks.close(name)
            continue
        blocks.open(name, attributes, start)
        if name == "html" and not language and (said := _LANGUAGE.search(attributes)):
            language = said[1]
        if attributes.endswith("/"):
            blocks.close(name)
        elif name in _RAW:
            end = _RAW[name].search(text, position)
            stop = end.start() if end else len(text)
            if name == "script":
                blocks.add_raw(position, stop)
            position = stop
    blocks.end_block()
    return Page(tuple(blocks.found), tuple(comments), language, blocks.n_code)


class _Blocks:
    """Collects a unit for each block; knows which elements are open, and which hide."""

    def __init__(self, source: str, code: str, place: str) -> None:
        self.found: list[Unit] = []
        self.lines = Lines(source)
        self.n_code = 0
        self._source = source
        self._code = code
        self._place = place
        self._open: list[tuple[str, bool]] = []
        self._count: Counter[str] = Counter()
        self._hidden = 0
        self._shown = Traced(source)
        self._space: tuple[int, bool] | None = None  # the place of one not yet shown; is it code?
        self._line_end = -1  # the place of a line end that is not yet shown
        self._line_ended = False

    @property
    def is_inside(self) -> bool:
        """Is there text already of the block that is being read?"""
        return self._shown.has_words

    def open(self, tag: str, attributes: str, at: int) -> None:
        if tag == "br":
            self._break(at)
        if tag in _BLOCK:
            self.end_block()
            while self._count["head"]:
                self._pop()
        while self._open and self._open[-1][0] in _IMPLIED_END.get(tag, ()):
            self._pop()
        if tag not in _VOID:
            hidden = tag in _HIDDEN or _is_hidden(attributes)
            if tag in ("a", "sup", "span"):
                hidden = hidden or bool(_NOTE.search(f"{tag} {attributes}"))
            if tag == "pre" and self._code == "skip" and not hidden:
                self.n_code += not self._hidden
                hidden = True
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

    def add_text(self, start: int, end: int) -> None:
        """Text of the page that stands at ``source[start:end]``."""
        if self._hidden:
            return
        masked = self._code == "skip" and any(self._count[name] for name in _CODE)
        as_it_is = bool(self._count["pre"])
        for found in _RUN.finditer(self._source, start, end):
            raw, at = found.group(), found.start()
            shown = raw if found.lastgroup else unescape(raw)
            if not as_it_is and not shown.strip(_SPACE):
                self._space = self._space or (at, masked)
                continue
            # "&ampfoo": what follows the name stands as it is
            tail = 0 if shown == raw else _shared_end(raw, shown)
            head = len(shown) - tail
            if as_it_is:
                self._shown.add(shown[:head], at, masked=masked)
            else:
                self._add_words(shown[:head], at, masked)
            self._shown.add(shown[head:], found.end() - tail, masked=masked)

    def add_raw(self, start: int, end: int) -> None:
        """A script: text of its own, where all code is asked for."""
        if self._code == "all":
            self.end_block()
            self._shown.add(self._source[start:end], start)
            self.end_block()

    def end_block(self) -> None:
        """A block border: what was collected since the last one becomes a unit."""
        shown, self._shown = self._shown, Traced(self._source)
        self._space, self._line_end, self._line_ended = None, -1, False
        shown.cut(found.span() for found in SOFT_HYPHENS.finditer(shown.text))
        if shown.has_words:
            shown.strip(_SPACE)
            self.found.append(shown.unit(str(len(self.found) + 1), self.lines, place=self._place))
        else:
            self.n_code += bool(shown.text.strip())

    def _add_words(self, words: str, at: int, masked: bool) -> None:
        if self._shown and self._line_end >= 0:
            self._shown.add("\n", self._line_end)
        elif self._shown and self._space:
            self._shown.add(" ", self._space[0], masked=self._space[1])
        self._shown.add(words, at, masked=masked)
        self._space, self._line_end = None, -1
        self._line_ended = self._line_ended and not words.strip()

    def _break(self, at: int) -> None:
        """A ``<br>``: a line end, or a block border if the line is empty."""
        if self._line_ended:
            self.end_block()
        elif not self._hidden:
            self._line_ended = True
            if self._count["pre"]:
                self._shown.add("\n", at)
            else:
                self._line_end = at

    def _pop(self) -> str:
        name, hidden = self._open.pop()
        self._count[name] -= 1
        self._hidden -= hidden
        return name


def _shared_end(one: str, other: str) -> int:
    """How many characters two texts share at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _is_hidden(attributes: str) -> bool:
    attributes = attributes.lower()
    if "hidden" not in attributes and "none" not in attributes:
        return False
    style = _STYLE.search(attributes)
    if style and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style[1], re.I):
        return True
    return bool(_HIDDEN_ATTRIBUTE.search(_QUOTED.sub('""', attributes)))
