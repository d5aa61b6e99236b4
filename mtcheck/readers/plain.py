r"""Plain text: a paragraph per line, or paragraphs wrapped over many lines.

Text from the web has one paragraph on each line, however long; text from a mail or an editor
breaks its lines at some column, and a line end there means nothing. A file is taken as wrapped
when its lines are short (40 to 100 characters at most), nearly all of them could not have
taken the next word as well, and many end in mid-sentence. Its lines are then joined into
one unit a paragraph: the line ends stay in the unit's text as they are in the file.

>>> [unit.text for unit in units("Only one line\n\nand another, short.")]
['Only one line', 'and another, short.']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

MAX_WIDTH: Final = 100
MIN_WIDTH: Final = 40
"""Widest and narrowest text column: editors wrap at 65 to 100, mail programs at 72 to 78."""

SLACK: Final = 15
"""Characters that a wrapped line may stay short of the column: people wrap by hand, too."""

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_FIRST_WORD: Final = re.compile(r"\s*(\S+)")


class _Line(NamedTuple):
    number: int
    start: int
    end: int
    text: str


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read plain text; it has no columns."""
    return Reading(Document(path, "", "txt", units(text)))


def units(text: str) -> tuple[Unit, ...]:
    """A unit per line that is not blank, or per paragraph of wrapped text."""
    blocks = _blocks(text)
    wrapped = _is_wrapped(blocks)
    found: list[Unit] = []
    for block in blocks:
        first = block[0]
        for line, following in pairwise([*block, None]):
            assert line is not None
            if following is not None and wrapped and not _breaks(line):
                continue
            found.append(Unit(str(len(found) + 1), text[first.start : line.end], first.number))
            first = following or first
    return tuple(found)


def _lines(text: str) -> Iterator[_Line]:
    for number, found in enumerate(_LINE.finditer(text), 1):
        yield _Line(number, found.start(1), found.end(1), found.group(1))


def _blocks(text: str) -> list[list[_Line]]:
    """Lines that follow each other without a blank one, or an indented first one, between."""
    blocks: list[list[_Line]] = [[]]
    for line in _lines(text):
        blank = not line.text.strip()
        if blocks[-1] and (blank or _is_indented(blocks[-1][-1], line)):
            blocks.append([])
        if not blank:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _is_indented(line: _Line, following: _Line) -> bool:
    """A paragraph begins with the following line; it is not the second line of a list item."""
    deeper = following.text[:1].isspace() and not line.text[:1].isspace()
    return deeper and not _flows(line, following)


def _is_wrapped(blocks: list[list[_Line]]) -> bool:
    """Do the lines of this file end where the column did, not where the paragraph did?"""
    width = max((len(line.text) for block in blocks for line in block), default=0)
    joints = [joint for block in blocks for joint in pairwise(block)]
    if not joints or not MIN_WIDTH <= width <= MAX_WIDTH:
        return False
    full = sum(_is_full(line, following, width) for line, following in joints)
    flowing = sum(_flows(line, following) for line, following in joints)
    return full >= 0.8 * len(joints) and flowing >= 0.3 * len(joints)


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    word = _FIRST_WORD.match(following.text)
    return len(line.text) + 1 + len(word[1] if word else "") > width - SLACK


def _flows(line: _Line, following: _Line) -> bool:
    return not _ENDS_SENTENCE.search(line.text) and following.text.lstrip()[:1].islower()


def _breaks(line: _Line) -> bool:
    """In wrapped text, a short line that ends a sentence ends a paragraph."""
    return len(line.text) < MIN_WIDTH and bool(_ENDS_SENTENCE.search(line.text))
