r"""Markdown: paragraphs, headings, list items, quotes and table cells as a reader sees them.

Parsed with markdown-it-py (CommonMark and tables). Code blocks, HTML blocks, comments, link
definitions, images and front matter are no prose and are left out.

A unit's text is the *visible* text: ``**bold**`` gives ``bold``, a link its words. Kept in, the
marks would look like broken quotes, glued words and stray punctuation to the rules; masked
with spaces, like misplaced spaces. The price is that offsets count in the visible text, so
that a finding's column is that of the text without its marks; a block without marks is an exact
slice of the file, and line ends inside a block are kept, so that lines are always right.

>>> [(unit.line, unit.text) for unit in units("# On *ties*\n\n- see [this](http://a.b)\n")]
[(1, 'On ties'), (3, 'see this')]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from mtcheck.readers import Columns

_FRONT_MATTER: Final = re.compile(
    r"\A(---|\+\+\+)[ \t]*\n(?=[\w\"'-]+\s*[:=]|#|\1)(?:.*\n)*?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)"
)
"""YAML or TOML between marks at the very beginning; a rule followed by text is none."""

_SHOWN: Final = frozenset(("text", "text_special", "entity", "code_inline"))
_BREAK: Final = re.compile(r"<br\b", re.IGNORECASE)
_NOTE: Final = re.compile(r"\A\[[ xX]\][ \t]|\A\[\^[^\]\s]+\]:|\[\^[^\]\s]+\]")
"""The box of a task, the mark of a footnote: extensions of CommonMark, shown as no words."""


def parse(text: str, *, path: str, columns: Columns) -> Reading:
    """Read Markdown; it has no columns."""
    return Reading(Document(path, "en", "md", units(text)))


def units(text: str) -> tuple[Unit, ...]:
    """A unit per block of visible text."""
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FRONT_MATTER.sub(lambda found: "\n" * found.group().count("\n"), text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found: list[Unit] = []
    line = 1
    for token in parser.parse(text):
        if token.map:
            line = token.map[0] + 1
        if token.type == "inline" and (visible := _visible(token.children or ())):
            found.append(Unit(str(len(found) + 1), visible, line))
    return tuple(found)


def _visible(tokens: Sequence[Token]) -> str:
    """What is shown of a block; a line end stays one, so that lines can be counted."""
    shown = _NOTE.sub("", "".join(map(_shown, tokens)))
    return shown.strip(" \t") if shown.strip() else ""


def _shown(token: Token) -> str:
    if token.type in _SHOWN:
        return token.content
    breaks = token.type in ("softbreak", "hardbreak") or _BREAK.match(token.content)
    return "\n" if breaks else ""
