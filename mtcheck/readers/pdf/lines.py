"""Glyphs to lines, and lines in the order in which a person reads them.

A PDF places glyphs, and says neither what a word is nor what comes next. Glyphs that follow each
other on one baseline make a run; a gap in it is a space where the file draws none. Runs of one
height make rows. A gutter is a strip that no run crosses over three rows or more, with text
on both sides: what is left of it is read before what is right, and both between what
stands above and below the rows that leave it free. What is short on both sides is no text in
columns but a table, whose rows are read across.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from mtcheck.readers.pdf.glyphs import UNKNOWN, Glyph, Page

SPACE: Final = 0.17
"""Gap, in heights of the font, that is a space where none is drawn. TeX sets 0.22 to 0.5; where
letters are spaced, it is so much more than their usual gap."""

MANY_GAPS: Final = 5
"""Gaps between letters from which one of them is usual."""

APART: Final = 0.8
"""Gap from which two runs of a row may belong to two columns, or cells."""

CELL: Final = 2.0
"""Gap from which they are cells of a table; text that is set to both edges has less."""

LEAST_ROWS: Final = 3
LEAST_CHARACTERS: Final = 12
"""Rows, and characters a run, on each side of a gutter. Cells of tables are shorter."""

FLOWING: Final = 0.4
"""Share of rows that begin with a small letter. In English prose it is 0.8, in cells near 0."""

SLACK: Final = 1.5
"""Points by which the beginnings of a column's lines differ."""

BELOW: Final = 1.7
"""Distance of rows, in heights of the font, up to which the left column goes on alone; or as much
as its paragraphs keep from each other beside the right one."""

MOST_GUTTERS: Final = 60
DEEPEST: Final = 6
"""Gutters that are looked at; columns within columns."""

LIGATURES: Final = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "ft", "\ufb06": "st",
}  # fmt: skip
"""One glyph for two or three letters is how a printer sets them; nobody types it."""


MARKER: Final = re.compile(r"[•◦▪●○■□‣⁃∙·\uf000-\uf0ff]|\(?\w{1,3}[.)]")
"""What stands before an item of a list. Symbol fonts have their bullets in U+F000 to U+F0FF."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column, or a cell: ``text`` without the spaces around it.

    In points: from ``x0`` to ``x1``, baseline at ``y``, height of the font ``size``. ``room`` are
    the edges of its column, ``column`` a number that changes where another one begins. ``cell``
    is True for what stands alone in a table. ``marks`` are raised digits or stars in it, as
    (start, end); ``first`` is the width of its first word.
    """

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    column: int = 0
    room: tuple[float, float] = (0.0, 0.0)
    cell: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What was left out of a page, or could not be read."""

    turned: int = 0
    outside: int = 0
    hidden: int = 0
    unknown: int = 0
    invisible: bool = False


@dataclass(slots=True)
class _Run:
    """Glyphs on one baseline without a wide gap."""

    glyphs: list[Glyph]
    y: float
    size: float
    x0: float = 0.0
    x1: float = 0.0
    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    first: float = 0.0


_Row = list[_Run]


@dataclass(slots=True)
class Sheet:
    """A page as rows of runs from its top, before columns are looked for."""

    number: int
    height: float
    rows: list[_Row]
    counts: Counts


def sheet_of(page: Page) -> Sheet:
    """The rows of a page, and what was left out of it.

    Text is turned as most of the page is; what is turned otherwise is left out. Invisible text is
    read where there is less that can be seen: it is then what a scan was recognised as.
    """
    shown, counts = _readable(page)
    rows = _rows([run for run in map(_finished, _runs(shown)) if run.text])
    for run in (run for row in rows for run in row):
        run.glyphs = []
    return Sheet(page.number, page.height, rows, counts)


def gutters_of(sheets: Iterable[Sheet]) -> frozenset[int]:
    """Where the columns of a file begin, in points: on some page there are enough rows to tell."""
    found: set[int] = set()
    for sheet in sheets:
        _columns(sheet.rows, 0, found, frozenset())
    return frozenset(near for x in found for near in (x - 1, x, x + 1))


def lines_of(sheet: Sheet, gutters: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    """The lines of a page in reading order. At known ``gutters`` one row is enough for columns."""
    found: list[Line] = []
    for column, rows in enumerate(_columns(sheet.rows, 0, set(), gutters)):
        found += _lines(rows, sheet.number, column)
    return tuple(found)


def _readable(page: Page) -> tuple[list[Glyph], Counts]:
    seen = [glyph for glyph in page.glyphs if glyph.seen]
    under = len(page.glyphs) - len(seen)
    is_scan = under > len(seen)
    glyphs = page.glyphs if is_scan else seen
    main = Counter(g.turn for g in glyphs if not g.text.isspace()).most_common(1)
    turn = main[0][0] if main and main[0][0] >= 0 else 0
    straight = [g for g in glyphs if g.turn == turn]
    if turn:
        straight = [_turned(g, turn, page) for g in straight]
    return straight, Counts(
        outside=page.outside,
        turned=sum(g.turn != turn and not g.text.isspace() for g in glyphs),
        hidden=0 if is_scan else under,
        unknown=sum(UNKNOWN in g.text for g in straight),
        invisible=is_scan,
    )


def _turned(glyph: Glyph, turn: int, page: Page) -> Glyph:
    """As it stands when the page is turned so that it can be read."""
    if turn == 1:
        x, y = glyph.y, page.width - glyph.x0
    elif turn == 3:
        x, y = page.height - glyph.y, glyph.x0
    else:
        x, y = page.width - glyph.x0, page.height - glyph.y
    return glyph._replace(x0=x, x1=x + glyph.x1 - glyph.x0, y=y, turn=0)


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    """Glyphs that the file draws one after the other, as long as they go on to the right."""
    runs: list[_Run] = []
    for glyph in glyphs:
        run = runs[-1] if runs else None
        if run is not None and _goes_on(run, glyph):
            run.glyphs.append(glyph)
            if glyph.size > 1.15 * run.size and not glyph.text.isspace():
                run.y, run.size = glyph.y, glyph.size  # what came before was raised
        else:
            runs.append(_Run([glyph], glyph.y, glyph.size))
    return runs


def _goes_on(run: _Run, glyph: Glyph) -> bool:
    last = run.glyphs[-1]
    gap = glyph.x0 - last.x1
    size = max(run.size, glyph.size)
    if not -0.5 * size < gap < APART * min(run.size, glyph.size):
        return False
    apart = abs(glyph.y - run.y)
    smaller = min(run.size, glyph.size) < 0.85 * size
    return apart < 0.1 * size or (smaller and apart < 0.6 * size)


def _finished(run: _Run) -> _Run:
    """Its text, with a space in each gap, without spaces around it; what is drawn twice, once."""
    glyphs = sorted(run.glyphs, key=lambda glyph: glyph.x0)
    gaps = [
        other.x0 - one.x1
        for one, other in pairwise(glyphs)
        if not one.text.isspace() and not other.text.isspace()
    ]
    gap = SPACE * run.size + (max(0.0, median(gaps)) if len(gaps) >= MANY_GAPS else 0.0)
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    size = 0
    last: Glyph | None = None
    word_end: float | None = None
    for glyph in glyphs:
        if last is not None:
            if last.text == glyph.text and glyph.x0 - last.x0 < 0.1 * run.size:
                continue
            spaces = last.text.isspace() or glyph.text.isspace()
            if not spaces and glyph.x0 - last.x1 > gap:
                pieces.append(" ")
                size += 1
            if word_end is None and not last.text.isspace() and (spaces or pieces[-1] == " "):
                word_end = last.x1
        text = LIGATURES.get(glyph.text, glyph.text)
        if _is_mark(glyph, run):
            if marks and marks[-1][1] == size:
                marks[-1] = (marks[-1][0], size + len(text))
            else:
                marks.append((size, size + len(text)))
        pieces.append(text)
        size += len(text)
        last = glyph
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not inked:
        return run
    text = "".join(pieces)
    lead = len(text) - len(text.lstrip(" "))
    run.text = text.strip(" ")
    run.marks = tuple((start - lead, end - lead) for start, end in marks)
    run.x0, run.x1 = inked[0].x0, max(glyph.x1 for glyph in inked)
    run.first = (run.x1 if word_end is None else word_end) - run.x0
    return run


def _is_mark(glyph: Glyph, run: _Run) -> bool:
    raised = glyph.y > run.y + 0.15 * run.size and glyph.size < 0.85 * run.size
    return raised and (glyph.text.isdigit() or glyph.text in "*†‡§")


def _rows(runs: Sequence[_Run]) -> list[_Row]:
    """Runs of one height, from the top of the page, each row from the left."""
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].y - run.y) < 0.25 * min(row[0].size, run.size):
            row.append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.x0)
    return [_joined(row) for row in rows]


def _joined(row: _Row) -> _Row:
    """What touches is one run, in whatever order it was drawn."""
    found: _Row = []
    for run in row:
        last = found[-1] if found else None
        if last is not None and run.x0 - last.x1 < SPACE * min(last.size, run.size):
            both = _Run([*last.glyphs, *run.glyphs], last.y, max(last.size, run.size))
            found[-1] = _finished(both)
        else:
            found.append(run)
    return found


def _columns(
    rows: Sequence[_Row], level: int, seen: set[int], known: frozenset[int]
) -> list[Sequence[_Row]]:
    """The rows of each column, in reading order. ``seen`` gets where columns begin."""
    gutter = _gutter(rows, known) if level < DEEPEST else None
    if gutter is None:
        return [rows] if rows else []
    x, start, end = gutter
    seen.add(x)
    band = rows[start:end]
    left = [part for row in band if (part := [run for run in row if run.x0 < x - SLACK])]
    right = [part for row in band if (part := [run for run in row if run.x0 >= x - SLACK])]
    parts = (rows[:start], left, right, rows[end:])
    return [column for part in parts for column in _columns(part, level + 1, seen, known)]


def _gutter(rows: Sequence[_Row], known: frozenset[int]) -> tuple[int, int, int] | None:
    """Where a column begins, and the rows that leave the gutter before it free: first, last + 1."""
    starts = Counter(
        round(run.x0) for row in rows for number, run in enumerate(row) if number or len(row) == 1
    )
    best: tuple[int, int, int, int] | None = None
    for x, count in starts.most_common(MOST_GUTTERS):
        least = 1 if x in known else LEAST_ROWS
        if count < least:
            continue
        first = 0
        for number in range(len(rows) + 1):
            if number < len(rows) and not _crosses(rows[number], x):
                continue
            found = _band(rows[first:number], x, least) if number - first >= least else None
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], x, first + found[1], first + found[2])
            first = number + 1
    return best[1:] if best else None


def _crosses(row: _Row, x: int) -> bool:
    return any(run.x0 < x - SLACK and run.x1 > x - SLACK - 0.4 * run.size for run in row)


def _band(rows: Sequence[_Row], x: int, least: int) -> tuple[int, int, int] | None:
    """How many rows it has as two columns, and which; None where it is no running text."""
    left = [n for n, row in enumerate(rows) if row[0].x0 < x - SLACK]
    right = [n for n, row in enumerate(rows) if row[-1].x0 >= x - SLACK]
    if min(len(left), len(right)) < least:
        return None
    stop = max(right[-1], left[0]) + 1
    beside = [rows[n][0].y for n in left if right[0] <= n < stop]
    usual = max((one - other for one, other in pairwise(beside)), default=0.0) + 0.5
    for number in left:  # the left column may go on below the right one, as long as its lines do
        if number < stop:
            continue
        above, below = rows[number - 1][0], rows[number][0]
        if above.y - below.y > max(BELOW * max(above.size, below.size), usual):
            break
        stop = number + 1
    start = min(left[0], right[0])
    left = [n for n in left if n < stop]
    if len(left) < least:
        return None
    sides = (
        [[run for run in rows[n] if run.x0 < x - SLACK] for n in left],
        [[run for run in rows[n] if run.x0 >= x - SLACK] for n in right],
    )
    if least > 1 and not all(map(_is_running, sides)):
        return None
    return min(len(left), len(right)), start, stop


def _is_running(rows: Sequence[_Row]) -> bool:
    """Is it text that goes on from row to row? Cells are short, and begin anew."""
    lengths = [sum(len(run.text) for run in row) for row in rows]
    begins = [next((char for char in row[0].text if char.isalpha()), "A") for row in rows]
    flowing = sum(not char.isupper() for char in begins)
    return median(lengths) >= LEAST_CHARACTERS and flowing >= FLOWING * len(rows)


def _lines(rows: Sequence[_Row], page: int, column: int) -> list[Line]:
    """The lines of a column; the runs of a row are one line, or cells where it is a table's."""
    cells = _table_rows(rows)
    found = []
    for row, apart in zip(rows, cells, strict=True):
        groups = [[run] for run in row] if apart else [row]
        found += [_line(group, page, column, cell=apart) for group in groups]
    room = (min((n.x0 for n in found), default=0.0), max((n.x1 for n in found), default=0.0))
    return [replace(line, room=room) for line in found]


def _table_rows(rows: Sequence[_Row]) -> list[bool]:
    """Which rows have a wide gap at the place of one in the row above or below?"""
    gaps = [
        [
            (one.x1, other.x0)
            for one, other in pairwise(row)
            if other.x0 - one.x1 > CELL * min(one.size, other.size)
            and not MARKER.fullmatch(one.text)
        ]
        for row in rows
    ]
    found = []
    for number, own in enumerate(gaps):
        near = gaps[max(0, number - 1) : number] + gaps[number + 1 : number + 2]
        found.append(
            any(a0 < b1 and b0 < a1 for a0, a1 in own for other in near for b0, b1 in other)
        )
    return found


def _line(runs: Sequence[_Run], page: int, column: int, *, cell: bool) -> Line:
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    size = 0
    for run in runs:
        if pieces:
            pieces.append(" ")
            size += 1
        marks += [(size + start, size + end) for start, end in run.marks]
        pieces.append(run.text)
        size += len(run.text)
    weight: Counter[float] = Counter()
    for height, group in groupby(runs, key=lambda run: round(run.size, 1)):
        weight[height] += sum(len(run.text) for run in group)
    main = max(runs, key=lambda run: len(run.text))
    return Line(
        "".join(pieces), page, runs[0].x0, max(run.x1 for run in runs), main.y,
        weight.most_common(1)[0][0], column, cell=cell, marks=tuple(marks), first=runs[0].first,
    )  # fmt: skip
