r"""Markdown: paragraphs, headings, list items, quotes and table cells as a reader sees them.

Parsed with markdown-it-py (CommonMark, tables, footnotes). Comments, link targets and definitions,
images and the marks of notes and tasks are no prose and are left out; blocks of code and front
matter as well, unless they are asked for. Code in a sentence stays, masked, so that the sentence is
whole. A block of HTML is read as a page of HTML is; not what follows a comment on its line, which
CommonMark takes for HTML as well.

A unit's text is the *visible* text: ``**bold**`` gives ``bold``, a link its words. Kept in, the
marks would look like broken quotes, glued words and stray punctuation to the rules; masked
with spaces, like misplaced spaces. A line end that only wraps is a space. Every stretch between
marks has an anchor, so that a finding has the line and column of its first character. A comment
leaves nothing behind, but what it says to mtcheck (:mod:`mtcheck.aside.directives`) is handed over.

>>> [(unit.line, unit.text) for unit in units("# On *ties*\n\n- see [this](http://a.b)\n")]
[(1, 'On ties'), (3, 'see this')]
>>> units("# On *ties*\n")[0].where(3)
Where(line=1, column=7, place='')
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.readers.pages.web import SOFT_HYPHENS, left_out, read_page
from mtcheck.readers.traced import Lines, Traced
from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from mtcheck.config.sections import ReadConfig

_FRONT_MATTER: Final = re.compile(
    r"\A(---|\+\+\+)[ \t]*\n(?=[\w\"'-]+\s*[:=]|#|\1)(?:.*\n)*?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)"
)
"""YAML or TOML between marks at the very beginning; a rule followed by text is none."""

_VALUE: Final = re.compile(
    r"[ \t-]*(?:[\w\"'. -]+(?::(?=[ \t\n])|=)[ \t]*)?[\[\"'|>]*(.*?)[\"'\]]*[ \t]*"
)
"""A line of front matter, and in it what it says."""

_BREAK: Final = re.compile(r"<br\b", re.IGNORECASE)
_CODE: Final = re.compile(r"<(/?)(?:code|kbd|samp|tt)\b", re.IGNORECASE)
_NOTE: Final = re.compile(r"\A\[[ xX]\][ \t]|\[\^[^\]\s]+\]")
"""The box of a task, the mark of a footnote: extensions of CommonMark, shown as no words."""

_IMAGE: Final = re.compile(r"<img\b", re.IGNORECASE)
_GONE: Final = "\0"
"""Stands for a comment or an image for a moment; no text that is read holds it."""

_BEHIND: Final = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->[ \t]*)+([^<\s].*)\Z", re.DOTALL)
"""Text on the line of a comment that begins it: HTML to a parser, shown like any other."""

_WRAP: Final = "\r"
"""Stands for a line end that only wraps a line; CommonMark knows no other than LF."""

_AT_LINE_END: Final = re.compile(r"(?<=[\n\r])(?:\0 *)+|(?<![ \0]) *(?:\0 *)+(?=[\n\r])")
_EMPTY_LINE: Final = re.compile(r"(?<=[\n\r])\r+")
_AROUND: Final = re.compile(r"(?<![ \0]) *(?:\0 *)+")
_PIPE: Final = re.compile(r"(?<!\\)\|")


class _Span(NamedTuple):
    """From ``content[offset]`` of a block on, its characters stand at ``source[at]``."""

    offset: int
    at: int


class _Markdown(NamedTuple):
    units: tuple[Unit, ...]
    comments: tuple[Comment, ...]
    n_code: int


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read Markdown; it has no columns."""
    found = _read(text, settings.code)
    suppressions = read_comments(found.comments, len(found.units))
    return Reading(Document(path, "", "md", found.units, suppressions, left_out(found.n_code)))


def units(text: str) -> tuple[Unit, ...]:
    """A unit per block of visible text."""
    return _read(text).units


def _read(text: str, code: str = "skip") -> _Markdown:
    from mtcheck.readers.pages.commonmark import tracing_parser

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    blocks = _Blocks(text, code)
    if front and code == "all":
        blocks.add_front_matter(front.end())
    body = re.sub(r"[^\n]", " ", front.group()) + text[front.end() :] if front else text
    parser = tracing_parser()
    row = -1
    cell = 0
    for token in parser.parse(body):
        if token.type == "tr_open" and token.map:
            row, cell = token.map[0], 0
        lines = token.map or (0, 0)
        if token.type == "inline":
            in_row = row == lines[0]
            spans = blocks.cell(token.content, row, cell) if in_row else None
            cell += in_row
            blocks.add_text(token.content, spans or blocks.spans(token.content, *lines), token)
        elif token.type in ("fence", "code_block"):
            blocks.add_code(token, *lines)
        elif token.type == "html_block":
            behind = _BEHIND.match(token.content)
            whole = blocks.spans(token.content, *lines)
            blocks.add_html(token.content[: behind.start(1)] if behind else token.content, lines[0])
            if behind:
                content = behind[1].rstrip()
                start = behind.start(1)
                spans = [_Span(0, _at(whole, start))]
                spans += (_Span(s.offset - start, s.at) for s in whole if s.offset > start)
                blocks.add_text(content, spans, parser.parseInline(content)[0])
    return _Markdown(tuple(blocks.found), tuple(blocks.comments), blocks.n_code)


class _Blocks:
    """Collects a unit for each block."""

    def __init__(self, source: str, code: str) -> None:
        self.found: list[Unit] = []
        self.comments: list[Comment] = []
        self.n_code = 0
        self._source = source
        self._code = code
        self._lines = Lines(source)
        self._texts = source.split("\n")
        self._borders: list[int] = []  # of the row that is read
        self._first_border = 0

    def spans(self, content: str, first: int, last: int) -> list[_Span]:
        """Where the lines of a block's content stand, in lines ``first`` to ``last`` (from 0).

        A parser takes off what stands before a line (marks of quotes, indentation), never what
        follows it, but for the marks that may close a heading. So lines are matched by their ends.
        """
        found = []
        offset = 0
        lines = content.split("\n")
        while first < last - len(lines) and not self._ends(first, lines[0]):
            first += 1  # a line of odd white space, which the parser leaves out
        for number, line in enumerate(lines, first):
            shown = line.rstrip()
            number = min(number, len(self._texts) - 1)
            start = self._lines.at(number + 1)
            at = (self._ends(number, line) or start) - len(shown)
            if at < start:  # a tab became spaces
                found.append(_Span(offset, start))
                spaces = len(shown) - len(shown.lstrip())
                found.append(_Span(offset + spaces, max(start, at + spaces)))
            else:
                found.append(_Span(offset, at))
            offset += len(line) + 1
        return found

    def _ends(self, number: int, line: str) -> int:
        """Where this line of a block's content ends in the file; 0 if not in line ``number``."""
        there = self._texts[number].rstrip()
        line = line.strip()
        if not there.endswith(line):  # marks may close a heading
            there = there.rstrip("#").rstrip()
        return self._lines.at(number + 1) + len(there) if there.endswith(line) else 0

    def cell(self, content: str, row: int, number: int) -> list[_Span] | None:
        """Where the ``number``-th cell of a table's row stands; None where that is not clear."""
        line = self._texts[row]
        written = content.replace("|", "\\|")
        if number == 0:  # text before the first border may be the mark of a list
            ends = [found.start() for found in _PIPE.finditer(line)]
            self._borders = [-1, *ends, len(line)]
            is_cell = bool(written) and line[: self._borders[1]].rstrip().endswith(written)
            self._first_border = 0 if is_cell else 1
        number += self._first_border
        if number + 1 >= len(self._borders):
            return None
        start, end = self._borders[number] + 1, self._borders[number + 1]
        there = line[start:end].rstrip()
        if not there.endswith(written):
            return None
        at = self._lines.at(row + 1) + start + len(there) - len(written)
        found = [_Span(0, at)]
        for n, pipe in enumerate(re.finditer(r"\|", content), 1):
            found.append(_Span(pipe.start(), at + pipe.start() + n))
        return found

    def add_text(self, content: str, spans: Sequence[_Span], inline: Token) -> None:
        """A block of text: a unit, if there is something to read."""
        shown = Traced(self._source)
        comments: list[tuple[str, int]] = []
        is_any_gone = False
        in_code = 0
        for token in inline.children or ():
            at = token.meta.get("at", 0)
            masked = self._code == "skip" and (in_code > 0 or token.type == "code_inline")
            if token.type == "html_inline":
                if token.content.startswith("<!--"):
                    comments.append((token.content[4:-3], _at(spans, at)))
                if token.content.startswith("<!--") or _IMAGE.match(token.content):
                    shown.add(_GONE, _at(spans, at))
                    is_any_gone = True
                elif _BREAK.match(token.content):
                    shown.add("\n", _at(spans, at))
                elif element := _CODE.match(token.content):
                    in_code = max(0, in_code - 1) if element[1] else in_code + 1
            elif token.type == "image":
                shown.add(_GONE, _at(spans, at))
                is_any_gone = True
            elif token.type in ("softbreak", "hardbreak"):
                shown.add("\n" if token.type == "hardbreak" else _WRAP, _at(spans, at))
            elif token.type in ("text", "text_special", "code_inline"):
                at = _begin(token, content, at)
                for piece, there in _pieces(token.content, at, spans):
                    shown.add(piece, there, masked=masked)
        here = len(self.found)
        if is_any_gone:  # a browser shows the spaces around it as one
            shown.cut(found.span() for found in _AT_LINE_END.finditer(shown.text))
            shown.cut(found.span() for found in _EMPTY_LINE.finditer(shown.text))
            shown.cut(_but_one_space(shown.text))
        shown.cut(found.span() for found in _NOTE.finditer(shown.text))
        shown.cut(found.span() for found in SOFT_HYPHENS.finditer(shown.text))
        if shown.has_words:
            shown.strip(" \t")
            unit = shown.unit(str(here + 1), self._lines)
            self.found.append(replace(unit, text=unit.text.replace(_WRAP, " ")))
        else:
            self.n_code += bool(shown.text.strip())
        self.comments += (
            Comment(text, *self._lines.of(there), here, len(self.found) > here)
            for text, there in comments
        )

    def add_code(self, token: Token, first: int, last: int) -> None:
        """A block of code: left out, or a unit."""
        if self._code == "skip":
            self.n_code += bool(token.content.strip())
            return
        first += token.type == "fence"
        shown = Traced(self._source)
        for piece, at in _pieces(token.content, 0, self.spans(token.content, first, first)):
            shown.add(piece, at)
        shown.strip("\n")
        if shown.has_words:
            self.found.append(shown.unit(str(len(self.found) + 1), self._lines))

    def add_html(self, content: str, first: int) -> None:
        """A block of HTML is a page of its own, in the lines that it takes."""
        lines = []
        for number, line in enumerate(content.split("\n"), first):
            there = self._texts[number] if number < len(self._texts) else ""
            lines.append(" " * (len(there.rstrip()) - len(line.rstrip())) + line)
        page = read_page("\n".join(lines), code=self._code)
        here = len(self.found)
        for n, unit in enumerate(page.units, here + 1):
            anchors = tuple(anchor._replace(line=anchor.line + first) for anchor in unit.anchors)
            self.found.append(Unit(str(n), unit.text, unit.line + first, anchors, unit.masks))
        self.comments += (
            comment._replace(line=comment.line + first, unit=comment.unit + here)
            for comment in page.comments
        )
        self.n_code += page.n_code

    def add_front_matter(self, end: int) -> None:
        """What the lines of front matter say: a unit each."""
        at = self._source.index("\n") + 1
        for line in self._source[at:end].split("\n")[:-2]:
            found = _VALUE.fullmatch(line)
            if found and not line.startswith("#"):
                shown = Traced(self._source)
                shown.add(found[1], at + found.start(1))
                if shown.has_words:
                    self.found.append(shown.unit(str(len(self.found) + 1), self._lines))
            at += len(line) + 1


def _at(spans: Sequence[_Span], offset: int) -> int:
    """Where ``content[offset]`` of a block stands in the file."""
    nearest = bisect_right(spans, offset, key=_offset)
    span = spans[max(nearest - 1, 0)]
    return max(0, span.at + offset - span.offset)


def _offset(span: _Span) -> int:
    return span.offset


def _begin(token: Token, content: str, at: int) -> int:
    """Where in the content the text of a token begins, of which the token begins at ``at``."""
    if token.type == "code_inline":
        at += len(token.markup)
        shown = content[at : at + len(token.content)].replace("\n", " ")
        return at + (shown != token.content)  # a space that keeps off the mark is not shown
    if token.info == "escape":  # not the backslash, where it is not shown
        return at + len(token.markup) - len(token.content)
    is_link = token.type == "text" and content[at : at + 1] == "<" and token.content[:1] != "<"
    return at + is_link


def _pieces(text: str, at: int, spans: Sequence[_Span]) -> Iterator[tuple[str, int]]:
    """The stretches of ``content[at:]`` that are one in the file, with their places there."""
    first = bisect_right(spans, at, key=_offset)
    last = bisect_left(spans, at + len(text), key=_offset)
    borders = [span.offset - at for span in spans[first:last]]
    for start, end in zip([0, *borders], [*borders, len(text)], strict=True):
        yield text[start:end], _at(spans, at + start)


def _but_one_space(text: str) -> Iterator[tuple[int, int]]:
    """The places of comments with the spaces around them, all but one of these."""
    for found in _AROUND.finditer(text):
        space = found.group().find(" ")
        if space < 0:
            yield found.span()
        else:
            kept = found.start() + space
            yield found.start(), kept
            yield kept + 1, found.end()
