"""Lines to paragraphs, as they were before somebody set them on pages.

A paragraph ends where the next line keeps its distance, is indented, has another size or begins an
item of a list; and where a line stays so short that the next word would have found room in it:
whoever sets text breaks a line only where the next word does not fit. It goes on over the border
of a column or page, over footnotes and captions, unless one of these says that it does not. A full
last line without any such sign leaves no trace: two paragraphs are then read as one.

Lines are joined by a space. A hyphen at the end of one is taken out where it is the printer's: a
soft one, or one between halves that are a word together and are not written with it elsewhere
in the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from mtcheck.frequency import zipf
from mtcheck.readers.pdf.lines import MARKER, Line, Sheet
from mtcheck.types import Anchor, Unit

EDGE_ROWS: Final = 3
"""Rows at the top, and at the bottom, of a page that may be a running header or footer."""

SAME_PLACE: Final = 3.0
"""Points by which they may differ in height from page to page."""

A_GAP: Final = 1.25
"""Distance of lines, in usual distances, from which a paragraph ends."""

AN_INDENT: Final = 0.7
"""In heights of the font; one em is usual, half of one is the least in use."""

UNFILLED: Final = 0.1
"""Share of lines that end in mid-sentence too soon from which lines end by another law, such as a
number of characters. How short one is then says little, as it does where gaps part paragraphs."""

EMPTY: Final = 0.3
"""Share of the width of its column that such a line leaves empty where a paragraph ends."""

ANOTHER_SIZE: Final = 0.08
SMALL: Final = 0.93
"""Share of the size of the text below which lines are a footnote, a caption, a table."""

A_WORD: Final = 3.0
"""The Zipf frequency (wordfreq) of a word that people know: "lawmaker" has 3.1, "longterm" 2.8."""

_SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_HALF: Final = re.compile(r"([^\W\d_]+)[-\u2010]$")
_REST: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_TIGHT_END: Final = re.compile(r"\S[-\u2010\u2013\u2014/]$")
_TIGHT_START: Final = re.compile(r"[\u2013\u2014]\S")
_NO_SPACES: Final = re.compile(r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uff60]")
_BULLET: Final = re.compile(r"(?:[•◦▪●○■□‣⁃∙]|[\uf000-\uf0ff])\s*")
_NOTE: Final = re.compile(r"(\d{1,3}|[*†‡§]+)(?=\D)")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:page|p\.)?\s*(\d+|[ivxlc]+)(?:\s*(?:/|of)\s*(\d+))?\W*", re.IGNORECASE
)
_STAMP: Final = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d{2}\b.*|(?:https?|file)://\S+\s+\d+/\d+"
)
"""What browsers put at the top and the bottom of a page that is printed: date, address."""

_SOFT: Final = "\xad"


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line] = field(default_factory=list)


def without_running(sheets: Sequence[Sheet]) -> int:
    """Take running headers, footers and page numbers out of the pages: how many rows.

    They stand at the top or the bottom, with the same words at the same height on several pages,
    or are the page's own number, or what a browser prints there.
    """
    places: dict[tuple[str, bool], list[tuple[int, float]]] = defaultdict(list)
    for sheet in sheets:
        for key, _, height in _edges(sheet):
            places[key].append((sheet.number, height))
    least = 2 if len(sheets) < 4 else 3
    count = 0
    for sheet in sheets:
        gone: list[int] = []
        for is_top in (True, False):
            for key, index, height in _edges(sheet, is_top=is_top):
                same = {n for n, other in places[key] if abs(other - height) <= SAME_PLACE}
                text = _row_text(sheet, index)
                number = _PAGE_NUMBER.fullmatch(text)
                own = number is not None and number[1] == str(sheet.number) and bool(key[0])
                own = own and (number is None or number[2] in (None, str(len(sheets))))
                if not (len(same) >= least or own or _STAMP.fullmatch(text)):
                    break  # what follows is nearer to the text
                gone.append(index)
        if len(set(gone)) == len(sheet.rows) and len(sheets) == 1:
            continue  # a page of nothing else: it is what there is
        count += len(set(gone))
        sheet.rows = [row for n, row in enumerate(sheet.rows) if n not in gone]
    return count


def _edges(
    sheet: Sheet, *, is_top: bool | None = None
) -> Iterator[tuple[tuple[str, bool], int, float]]:
    """(words and end of the page), row, height from that end: from the end inwards."""
    indices = range(len(sheet.rows))
    for top in (True, False) if is_top is None else (is_top,):
        for index in indices[:EDGE_ROWS] if top else indices[: -EDGE_ROWS - 1 : -1]:
            y = sheet.rows[index][0].y
            words = re.sub(r"\d+|\b[ivxlc]+\b", "#", _row_text(sheet, index))
            yield (words, top), index, sheet.height - y if top else y


def _row_text(sheet: Sheet, index: int) -> str:
    return " ".join(run.text for run in sheet.rows[index])


def units_of(lines: Sequence[Line]) -> tuple[Unit, ...]:
    """A unit per paragraph, heading, item, cell, footnote; their anchors say on which page."""
    if not lines:
        return ()
    body = _body_size(lines)
    lines = _without_marks(lines, body)
    words = _words(lines)
    found: list[Unit] = []
    for paragraph in _paragraphs(lines, body):
        unit = _unit(paragraph.lines, len(found) + 1, words)
        if unit.text:
            found.append(unit)
    return tuple(found)


def _body_size(lines: Sequence[Line]) -> float:
    weight: Counter[float] = Counter()
    for line in lines:
        weight[round(line.size, 1)] += len(line.text)
    return weight.most_common(1)[0][0]


def _without_marks(lines: Sequence[Line], body: float) -> list[Line]:
    """The lines without the marks of the footnotes that stand on the same page."""
    notes: dict[int, set[str]] = defaultdict(set)
    used: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        if line.size < SMALL * body and (mark := _NOTE.match(line.text)):
            notes[line.page].add(mark[1])
    found = []
    for line in lines:
        text = line.text
        is_note = line.size < SMALL * body
        for start, end in reversed(line.marks):
            if not (is_note and not start) and text[start:end] in notes[line.page]:
                used[line.page].add(text[start:end])
                text = text[:start].rstrip(" ") + text[end:] if start else text[end:]
        found.append(replace(line, text=text))
    for number, line in enumerate(found):
        mark = _NOTE.match(line.text) if line.size < SMALL * body else None
        if mark and mark[1] in used[line.page]:
            found[number] = replace(line, text=line.text[mark.end() :].lstrip(" .)"))
    return [line for line in found if line.text]


# --- where paragraphs end -------------------------------------------------------------------------


class _Setting:
    """How a file is set: usual distances, edges of blocks, where columns begin."""

    def __init__(self, lines: Sequence[Line], body: float) -> None:
        self.body = body
        self._leading = _leadings(lines)
        self._edges: dict[int, tuple[float, bool]] = {}
        self._left: dict[tuple[int, int], float] = {}
        self._widths: dict[tuple[int, int], float] = {}
        self._fills = True
        for block in self._blocks(lines):
            edge = max(line.x1 for line in block) if len(block) > 2 else block[0].room[1]
            full = sum(edge - line.x1 < 1.0 for line in block)
            straight = len(block) > 3 and full >= 0.6 * len(block)
            for line in block:
                self._edges[id(line)] = (edge, straight)
        columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in lines:
            columns[line.page, line.column].append(line)
        for key, column in columns.items():
            own = [line for line in column if self.is_text(line)] or column
            counts = Counter(round(line.x0) for line in own)
            often = [x for x, n in counts.items() if n >= 0.2 * len(own)]
            self._left[key] = min(often, default=min(counts))
            self._widths[key] = max(line.x1 for line in column) - self._left[key]
        self._fills = self._is_filled(lines) and not self._is_spaced(lines)

    def _blocks(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """Lines of one size and column at their usual distance."""
        block = [lines[0]]
        for line, following in pairwise(lines):
            if self.is_near(line, following) and not following.cell:
                block.append(following)
            else:
                yield block
                block = [following]
        yield block

    def _is_filled(self, lines: Sequence[Line]) -> bool:
        """Do lines in mid-sentence end where the next word does not fit, as a setter's do?"""
        joints = [
            self.is_short(line, following)
            for line, following in pairwise(lines)
            if self.is_near(line, following) and _flows(following) and not _ends(line)
        ]
        return sum(joints) <= UNFILLED * len(joints)

    def _is_spaced(self, lines: Sequence[Line]) -> bool:
        """Are there more gaps between paragraphs than short lines without one?"""
        gaps = ends = 0
        for line, following in pairwise(lines):
            same = (line.page, line.column) == (following.page, following.column)
            if self.is_near(line, following):
                ends += self.is_short(line, following) and not _flows(following)
            elif same and self.is_text(line) and self.is_text(following):
                gaps += 1
        return gaps > ends

    def is_text(self, line: Line) -> bool:
        """Of the size that most of the file has?"""
        return abs(line.size - self.body) <= ANOTHER_SIZE * self.body

    def is_aside(self, line: Line) -> bool:
        """A footnote, a caption, a table: what interrupts the text and is no part of it."""
        return line.size < SMALL * self.body or line.cell

    def is_near(self, line: Line, following: Line) -> bool:
        """Is it the next line of the same block?"""
        if (line.page, line.column) != (following.page, following.column):
            return False
        if abs(line.size - following.size) > ANOTHER_SIZE * max(line.size, following.size):
            return False
        usual = self._leading.get(round(line.size), 1.2 * line.size)
        return 0 < line.y - following.y <= A_GAP * usual + 0.5

    def indent(self, line: Line) -> float:
        """How far it begins from the left edge of its column, in heights of the font."""
        return (line.x0 - self._left[line.page, line.column]) / line.size

    def is_short(self, line: Line, following: Line) -> bool:
        """Would the first word of the following line have found room in it?"""
        edge, straight = self._edges[id(line)]
        room = edge - line.x1
        return room > following.first + 0.3 * line.size or (straight and room > line.size)

    def is_end(self, line: Line, following: Line) -> bool:
        """Does a paragraph end in it, as short as it is?"""
        if not self.is_short(line, following):
            return False
        room = self._edges[id(line)][0] - line.x1
        return self._fills or room > EMPTY * self._widths[line.page, line.column]

    def is_last(self, line: Line, following: Line) -> bool:
        """The same where the following line stands in another column, which must be as wide."""
        wide = self._widths[line.page, line.column]
        other = self._widths[following.page, following.column]
        room = self._left[line.page, line.column] + max(wide, other) - line.x1
        alike = abs(wide - other) < 0.1 * max(wide, other)
        return self.is_short(line, following) or not alike or room > following.first + line.size


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance of two lines, by the size of the font: the least that is frequent."""
    seen: dict[int, list[float]] = defaultdict(list)
    for line, following in pairwise(lines):
        apart = line.y - following.y
        same = (line.page, line.column) == (following.page, following.column)
        if same and 0 < apart < 3 * line.size and abs(line.size - following.size) < 0.5:
            seen[round(line.size)].append(apart)
    found = {}
    for size, all_apart in seen.items():
        counts = Counter(round(apart * 2) / 2 for apart in all_apart)
        often = [apart for apart, n in counts.items() if n >= 0.15 * len(all_apart)]
        found[size] = min(often, default=min(counts))
    return found


def _paragraphs(lines: Sequence[Line], body: float) -> list[_Paragraph]:
    """In the order in which they begin. An aside never ends the paragraph that it interrupts."""
    setting = _Setting(lines, body)
    found: list[_Paragraph] = []
    text: _Paragraph | None = None
    last: _Paragraph | None = None
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        aside = setting.is_aside(line)
        goes_on = last if last and _goes_on(last, line, after, setting) else None
        if goes_on is None and not aside and text is not None and text is not last:
            goes_on = text if _resumes(text.lines[-1], line, setting) else None
        if goes_on is None:
            goes_on = _Paragraph()
            found.append(goes_on)
        goes_on.lines.append(line)
        last = goes_on
        if not aside:
            text = goes_on
    return found


def _goes_on(paragraph: _Paragraph, line: Line, after: Line | None, setting: _Setting) -> bool:
    """Is this line the next one of the paragraph?"""
    last = paragraph.lines[-1]
    if last.cell or line.cell or _BULLET.match(line.text):
        return False
    if not setting.is_near(last, line):
        return _is_inside(last, line, setting) or _resumes(last, line, setting)
    shift = (line.x0 - last.x0) / line.size
    is_heading = line.size > (1 + ANOTHER_SIZE) * setting.body
    if is_heading or _is_centred(last, line, after, setting):
        return True
    if shift > AN_INDENT:
        return _hangs(paragraph, line, after, setting)
    if _ends(last) and len(paragraph.lines) == 1 and _begins(last, line, after, setting):
        return False
    if shift < -AN_INDENT and len(paragraph.lines) > 1:
        return False  # back from a quotation, or to the next item
    if MARKER.match(line.text) and setting.is_short(last, line) and _ends(last):
        return False
    return not (setting.is_end(last, line) and (_ends(last) or not _flows(line)))


def _is_inside(last: Line, line: Line, setting: _Setting) -> bool:
    """Is it a line of the same paragraph that is all code, or all in another font?"""
    if (last.page, last.column) != (line.page, line.column) or _ends(last):
        return False
    near = 0 < last.y - line.y < 1.4 * max(last.size, line.size)
    alike = min(last.size, line.size) > 0.8 * max(last.size, line.size)
    aligned = abs(last.x0 - line.x0) < 2 and not line.text[:1].isupper()
    return near and alike and aligned and not setting.is_short(last, line)


def _is_centred(last: Line, line: Line, after: Line | None, setting: _Setting) -> bool:
    """Are both lines set about one middle? Of text with indents some are, by chance: there the
    line after them begins where one of them does."""
    if abs(last.x0 - line.x0) < 0.2 * line.size:
        return False
    if abs(last.x0 + last.x1 - line.x0 - line.x1) >= 4:
        return False
    if after is None or not setting.is_near(line, after):
        return True
    return min(abs(after.x0 - last.x0), abs(after.x0 - line.x0)) >= 2


def _hangs(paragraph: _Paragraph, line: Line, after: Line | None, setting: _Setting) -> bool:
    """Is it the second line of an item whose first one stands out to the left?"""
    last = paragraph.lines[-1]
    if len(paragraph.lines) > 1 or setting.is_short(last, line):
        return False
    marked = bool(MARKER.match(last.text))
    stays = after is None or not setting.is_near(line, after) or abs(after.x0 - line.x0) < 2
    return marked or (stays and not _ends(last))


def _begins(last: Line, line: Line, after: Line | None, setting: _Setting) -> bool:
    """Is it indented as the one line before it, and the one after it is not?"""
    if after is None or not setting.is_near(line, after):
        return False
    deep = AN_INDENT * line.size
    return abs(line.x0 - last.x0) < 2 and line.x0 - after.x0 > deep


def _resumes(last: Line, line: Line, setting: _Setting) -> bool:
    """Does a paragraph go on in the next column, on the next page, or below what interrupts it?"""
    if last.cell or line.cell or _BULLET.match(line.text):
        return False
    other = abs(last.size - line.size) / max(last.size, line.size)
    if other > ANOTHER_SIZE and (other > 0.2 or _ends(last) or not _flows(line)):
        return False
    same_column = (last.page, last.column) == (line.page, line.column)
    if same_column or not setting.is_text(line):
        return _flows(line) and not _ends(last) and not setting.is_short(last, line)
    if setting.is_last(last, line):
        return _flows(line) and not _ends(last)
    return bool(setting.indent(line) < AN_INDENT) or (_flows(line) and not _ends(last))


def _ends(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.text))


def _flows(line: Line) -> bool:
    return line.text[:1].islower()


# --- what stands in them --------------------------------------------------------------------------


def _unit(lines: Sequence[Line], number: int, words: Counter[str]) -> Unit:
    pieces: list[str] = []
    anchors: list[Anchor] = []
    size = page = 0
    text = ""
    for line in lines:
        own = _BULLET.sub("", line.text, count=1) if not pieces else line.text
        cut, joint = _joint(text, own, words) if pieces else (0, "")
        if cut:
            pieces[-1] = pieces[-1][:-cut]
            size -= cut
        if line.page != page:
            page = line.page
            anchors.append(Anchor(size + len(joint), 0, 0, f"page {page}"))
        pieces += [joint, own]
        size += len(joint) + len(own)
        text = own
    return Unit(str(number), "".join(pieces), number, tuple(anchors))


def _joint(above: str, below: str, words: Counter[str]) -> tuple[int, str]:
    """How many characters to take off the line above, and what to put between."""
    if above.endswith(_SOFT):
        return 1, ""
    half, rest = _HALF.search(above), _REST.match(below)
    if half and rest:
        return (1 if _is_layout(half[1], rest[0], words) else 0), ""
    if _TIGHT_END.search(above) or _TIGHT_START.match(below):
        return 0, ""
    if above and below and _NO_SPACES.match(above[-1]) and _NO_SPACES.match(below[0]):
        return 0, ""
    return 0, " "


def _is_layout(half: str, rest: str, words: Counter[str]) -> bool:
    """Is the hyphen between the halves the printer's?"""
    if not rest.islower():
        return False
    whole, parted = (half + rest).lower(), f"{half}-{rest}".lower()
    if words[whole] != words[parted]:
        return words[whole] > words[parted]
    if zipf(whole) >= A_WORD:
        return True
    return min(zipf(half.lower()), zipf(rest)) < A_WORD


def _words(lines: Sequence[Line]) -> Counter[str]:
    """The words of the file, but for the halves at the ends of lines."""
    found: Counter[str] = Counter()
    for line in lines:
        text = line.text[: half.start()] if (half := _HALF.search(line.text)) else line.text
        found.update(word.lower().replace("\u2010", "-") for word in _WORDS.findall(text))
    return found
