"""Text that is put together from stretches of a file, and where each of them stands there.

What a person reads of a page is not what its file holds: tags vanish, ``&amp;`` is one character,
a run of white space is one space. A :class:`Traced` text takes the stretches one after the other,
each with the offset at which it begins, and becomes a unit whose anchors say for every character
on which line and in which column it stands.

>>> source = "<p>R&amp;D in\\n the <b>U.S.</b>"
>>> text = Traced(source)
>>> for stretch, at in (("R", 3), ("&", 4), ("D in", 9), (" ", 13), ("the ", 15), ("U.S.", 22)):
...     text.add(stretch, at)
>>> unit = text.unit("1", Lines(source))
>>> unit.text, unit.where(4), unit.where(7), unit.where(11)
('R&D in the U.S.', Where(line=1, column=12, place=''), Where(line=2, column=2, place=''), \
Where(line=2, column=9, place=''))
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

from mtcheck.types import Anchor, Unit

LINE_END: Final = re.compile(r"\r\n|\r|\n")
"""What ends a line of a file: not what else Unicode knows, such as U+2028."""


class Lines:
    """The lines of a text, to look up the place of an offset. Only LF, CRLF and CR end one."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in LINE_END.finditer(text))]

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of ``text[offset]``."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def at(self, line: int, column: int = 1) -> int:
        """The offset of a place. Raises IndexError where there is no such line."""
        return self._starts[line - 1] + column - 1


class _Stretch(NamedTuple):
    """``text`` begins at ``source[at]``; where it is no slice of the source, its end is open."""

    text: str
    at: int
    masked: bool


class Traced:
    """A text with the place of every stretch of it in ``source``."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._stretches: list[_Stretch] = []
        self.has_words = False
        """Is there more than white space, in what is language?"""

    def __bool__(self) -> bool:
        return bool(self._stretches)

    @property
    def text(self) -> str:
        """What was put together so far."""
        return "".join(stretch.text for stretch in self._stretches)

    def add(self, text: str, at: int, *, masked: bool = False) -> None:
        """Put ``text``, which stands at ``source[at]``, behind the rest."""
        if text:
            self._stretches.append(_Stretch(text, at, masked))
            self.has_words = self.has_words or not (masked or text.isspace())

    def extend(self, other: Traced) -> None:
        """Put another text of the same source behind this one."""
        self._stretches += other._stretches
        self.has_words = self.has_words or other.has_words

    def cut(self, spans: Iterable[tuple[int, int]]) -> None:
        """Leave out the ``text[start:end]`` of ``spans``, which are in order and do not overlap."""
        kept: list[_Stretch] = []
        here = 0
        waiting = list(spans)[::-1]
        for stretch in self._stretches:
            position = 0
            while waiting and waiting[-1][0] < here + len(stretch.text):
                start, end = waiting[-1]
                if start - here > position:
                    kept.append(_part(stretch, position, start - here))
                position = max(position, min(end - here, len(stretch.text)))
                if end > here + len(stretch.text):
                    break
                waiting.pop()
            if position < len(stretch.text):
                kept.append(_part(stretch, position, len(stretch.text)))
            here += len(stretch.text)
        self._stretches = kept
        self.has_words = any(not (one.masked or one.text.isspace()) for one in kept)

    def strip(self, characters: str) -> None:
        """Leave out these characters at both ends."""
        text = self.text
        left = len(text) - len(text.lstrip(characters))
        right = max(left, len(text.rstrip(characters)))
        self.cut(span for span in ((0, left), (right, len(text))) if span[0] < span[1])

    def unit(self, name: str, lines: Lines, *, line: int = 0, place: str = "") -> Unit:
        """The unit of this text; its line is where it begins, unless ``line`` is another."""
        anchors: list[Anchor] = []
        masks: list[tuple[int, int]] = []
        here = 0
        following = -1
        for text, at, masked in self._stretches:
            if at != following:
                anchors.append(Anchor(here, *lines.of(at), place))
            following = at + len(text) if self._source.startswith(text, at) else -1
            if masked:
                start = masks.pop()[0] if masks and masks[-1][1] == here else here
                masks.append((start, here + len(text)))
            here += len(text)
        line = line or (anchors[0].line if anchors else 1)
        return Unit(name, self.text, line, tuple(anchors), tuple(masks))


def _part(stretch: _Stretch, start: int, end: int) -> _Stretch:
    return _Stretch(stretch.text[start:end], stretch.at + start, stretch.masked)
