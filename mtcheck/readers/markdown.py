r"""Markdown: paragraphs, headings, list items, quotes and table cells as a reader sees them.

Parsed with markdown-it-py (CommonMark and tables). Code blocks, HTML blocks, comments, link
definitions, images and front matter are no prose and are left out; but not what follows a comment
on its line, although CommonMark takes the line for HTML.

A unit's text is the *visible* text: ``**bold**`` gives ``bold``, a link its words. Kept in, the
marks would look like broken quotes, glued words and stray punctuation to the rules; masked
with spaces, like misplaced spaces. The price is that offsets count in the visible text, so
that a finding's column is that of the text without its marks; a block without marks is an exact
slice of the file, and line ends inside a block are kept, so that lines are always right. A comment
leaves nothing behind, but what it says to mtcheck (:mod:`mtcheck.aside.directives`) is handed over.

>>> [(unit.line, unit.text) for unit in units("# On *ties*\n\n- see [this](http://a.b)\n")]
[(1, 'On ties'), (3, 'see this')]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.types import Anchor, Document, Reading, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from mtcheck.config.sections import ReadConfig

_FRONT_MATTER: Final = re.compile(
    r"\A(---|\+\+\+)[ \t]*\n(?=[\w\"'-]+\s*[:=]|#|\1)(?:.*\n)*?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)"
)
"""YAML or TOML between marks at the very beginning; a rule followed by text is none."""

_SHOWN: Final = frozenset(("text", "text_special", "entity", "code_inline"))
_BREAK: Final = re.compile(r"<br\b", re.IGNORECASE)
_NOTE: Final = re.compile(r"\A\[[ xX]\][ \t]|\A\[\^[^\]\s]+\]:|\[\^[^\]\s]+\]")
"""The box of a task, the mark of a footnote: extensions of CommonMark, shown as no words."""

_GONE: Final = "\0"
"""Stands for a comment for a moment; no text that is read holds it."""

_BEHIND: Final = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->[ \t]*)+([^<\s].*)\Z", re.DOTALL)
"""Text on the line of a comment that begins it: HTML to a parser, shown like any other."""

_AT_LINE_END: Final = re.compile(r"(?<=\n)(?:\0 *)+|(?<![ \0]) *(?:\0 *)+(?=\n)")
_AROUND: Final = re.compile(r"(?<![ \0]) *(?:\0 *)+")


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read Markdown; it has no columns."""
    found, comments = _read(text)
    return Reading(Document(path, "", "md", found, read_comments(comments, len(found))))


def units(text: str) -> tuple[Unit, ...]:
    """A unit per block of visible text."""
    return _read(text)[0]


def _read(text: str) -> tuple[tuple[Unit, ...], tuple[Comment, ...]]:
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FRONT_MATTER.sub(lambda found: "\n" * found.group().count("\n"), text)
    lines = text.split("\n")
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found: list[Unit] = []
    comments: list[Comment] = []
    line = 1
    for token in parser.parse(text):
        if token.map:
            line = token.map[0] + 1
        here = len(found)
        if token.type == "inline" and (visible := _visible(token.children or ())):
            found.append(_unit(found, visible, line))
        for content, further in _comments(token):
            there = line + further
            column = lines[there - 1].find("<!--") + 1 if there <= len(lines) else 1
            comments.append(Comment(content, there, max(column, 1), here, len(found) > here))
        if token.type == "html_block" and (behind := _BEHIND.match(token.content)):
            (inline,) = parser.parseInline(behind[1].rstrip())
            if visible := _visible(inline.children or ()):
                further = token.content.count("\n", 0, behind.start(1))
                found.append(_unit(found, visible, line + further))
    return tuple(found), tuple(comments)


def _unit(found: Sequence[Unit], visible: str, line: int) -> Unit:
    return Unit(str(len(found) + 1), visible, line, (Anchor(0, line, 0),))


def _comments(token: Token) -> Iterator[tuple[str, int]]:
    """The comments of a block, each with how many lines below the block's first it begins."""
    line = counted = end = 0
    if token.type == "html_block":
        text = token.content
        while (start := text.find("<!--", end)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
            line += text.count("\n", counted, start)
            counted = start
            yield text[start + 4 : end], line
        return
    for child in token.children or ():
        if _is_comment(child):
            yield child.content[4:-3], line
        line += child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))


def _visible(tokens: Sequence[Token]) -> str:
    """What is shown of a block; a line end stays one, so that lines can be counted."""
    if any(map(_is_comment, tokens)):  # a browser shows the spaces around one as one
        pieces = (_GONE if _is_comment(token) else _shown(token) for token in tokens)
        shown = _AT_LINE_END.sub("", "".join(pieces))
        shown = _AROUND.sub(lambda gap: " " if " " in gap.group() else "", shown)
    else:
        shown = "".join(map(_shown, tokens))
    shown = _NOTE.sub("", shown)
    return shown.strip(" \t") if shown.strip() else ""


def _is_comment(token: Token) -> bool:
    return token.type == "html_inline" and token.content.startswith("<!--")


def _shown(token: Token) -> str:
    if token.type in _SHOWN:
        return token.content
    breaks = token.type in ("softbreak", "hardbreak") or _BREAK.match(token.content)
    return "\n" if breaks else ""
