r"""A parser of Markdown whose inline tokens say where they begin.

markdown-it-py knows the lines of a block, not the columns of what stands in it. Its inline state
keeps the position at which a token is made: here it is noted, in ``meta["at"]``, as an offset into
the content of the block. Texts that the library would join are left apart, because each has a place
of its own. Footnotes are read as well, as the blocks that they are.

>>> from itertools import chain
>>> (inline,) = [t for t in tracing_parser().parse("On *ties* &amp; [so](a)") if t.type == "inline"]
>>> [(token.content, token.meta["at"]) for token in inline.children if token.content]
[('On ', 0), ('ties', 4), (' ', 9), ('&', 10), (' ', 15), ('so', 17)]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\]:")
_INDENT: Final = 4
"""How far the further paragraphs of a footnote are indented."""


def tracing_parser() -> MarkdownIt:
    """CommonMark, tables, strikethrough and footnotes, with the place of every inline token."""
    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import ParserInline
    from markdown_it.rules_inline import StateInline

    class State(StateInline):
        _began = -1  # where the text that is no token yet begins

        def append_pending(self, text: str) -> None:
            if self._began < 0:
                self._began = self.pos
            super().append_pending(text)

        def pushPending(self) -> Token:  # noqa: N802
            token = super().pushPending()
            token.meta["at"] = max(self._began, 0)
            self._began = -1
            return token

        def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
            last = self.tokens[-1] if self.tokens and not self.pending else None
            token = super().push(ttype, tag, nesting)
            token.meta["at"] = self.pos
            if last and last.type == ttype == "text" and last.meta["at"] >= self.pos:
                token.meta["at"] = last.meta["at"] + len(last.content)  # one of several marks
            self._began = -1
            return token

    class Inline(ParserInline):
        def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
            state = State(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens

    parser = MarkdownIt()
    parser.inline = Inline()
    parser.configure("commonmark").enable(["table", "strikethrough"])
    parser.disable(["text_join", "fragments_join"], ignoreInvalid=True)
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
    return parser


def _footnote(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A footnote: its mark, and blocks that are indented like its beginning."""
    start = state.bMarks[first] + state.tShift[first]
    found = _FOOTNOTE.match(state.src, start, state.eMarks[first])
    if not found or state.is_code_block(first):
        return False
    if silent:
        return True
    before = state.bMarks[first], state.tShift[first], state.sCount[first], state.parentType
    behind = found.end()
    text = behind
    while text < state.eMarks[first] and state.src[text] in " \t":
        text += 1
    state.bMarks[first] = behind
    state.tShift[first] = text - behind
    state.sCount[first] = state.blkIndent + _INDENT  # the rest of the line is its first paragraph
    state.blkIndent += _INDENT
    state.parentType = "footnote"
    state.push("footnote_open", "", 1)
    state.md.block.tokenize(state, first, last)
    state.push("footnote_close", "", -1)
    state.blkIndent -= _INDENT
    state.bMarks[first], state.tShift[first], state.sCount[first], state.parentType = before
    return True
