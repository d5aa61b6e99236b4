r"""Tables: comma or tab separated values as RFC 4180 defines them; a unit per row.

The first row names the columns. A cell in quotes may hold line ends, commas and doubled
quotes. Every row is a candidate text and, where there is a source column, what it is compared
with; a column ``mtcheck_ignore`` says which findings in it do not count. A row that does not fit
the header means that a quote or a separator went wrong somewhere above: such a file is refused,
because every row after it would be judged against the wrong text.

>>> from mtcheck.config.sections import ReadConfig
>>> text = 'id,candidate\n7,"The ""old"" fee"\n'
>>> unit, = parse(text, path="a.csv", settings=ReadConfig()).candidate.units
>>> unit.text, unit.where(4).column, unit.where(5).column
('The "old" fee', 8, 10)
"""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from mtcheck.aside.directives import COLUMN, read_cell
from mtcheck.errors import InputError
from mtcheck.readers.strings.keyed import Value, check_dense, decoded
from mtcheck.readers.traced import Lines
from mtcheck.types import Anchor, Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

_LIMIT = threading.Lock()

_DOUBLED: Final = re.compile('""')
"""A quotation mark inside a cell in quotes."""


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read a table: separated by tabs if the file ends in ``.tsv``, else by commas."""
    form = "tsv" if path.lower().endswith(".tsv") else "csv"
    header, rows = table(text, path=path, separator="\t" if form == "tsv" else ",")
    candidate = _column(path, header, settings.candidate_column, "--candidate-column")
    source = _optional(
        path, header, settings.source_column, "--source-column", settings.source_required
    )
    id_column = _optional(path, header, settings.id_column, "--id-column", settings.id_required)
    ids = _ids(path, rows, id_column)
    aside = header.index(COLUMN) if COLUMN in header else None
    suppressions = tuple(
        suppression
        for number, (line, row) in enumerate(rows)
        for suppression in (read_cell(row[aside], line, number) if aside is not None else ())
    )
    used = [column for column in (candidate, source) if column is not None]
    marks = sum(row[column].count('"') for _, row in rows for column in used)
    check_dense(path, marks, "quotation marks in cells", settings.limits)
    lines = Lines(text)
    found: list[Document] = []
    for column in used:
        units = (
            _unit(i, _cell(text, row, column, lines.at(line)), lines)
            for i, (line, row) in zip(ids, rows, strict=True)
        )
        found.append(Document(path, "", form, tuple(units), () if found else suppressions))
    return Reading(*found)


def table(
    text: str, *, path: str, separator: str = ","
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the rows with the line that each begins on. Blank lines are no rows.

    Raises InputError for bad quoting, a row that is longer or shorter than the header, a
    column name that occurs twice, and a table without rows.
    """
    rows: list[tuple[int, list[str]]] = []
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    with _field_size(len(text)):
        try:
            for row in reader:
                if row:
                    rows.append((line, row))
                line = reader.line_num + 1
        except csv.Error as error:
            reason = f"bad quoting in the row that begins here ({error}): a quote inside a cell is"
            raise InputError(path, f"{reason} written twice", line=line) from error
    if not rows:
        raise InputError(path, "holds no rows")
    head_line, header = rows.pop(0)
    names: set[str] = set()
    for name in header:
        if name.strip() and name in names:
            raise InputError(path, f"two columns are named {name!r}", line=head_line)
        names.add(name)
    if not rows:
        raise InputError(path, "holds a header but no rows", line=head_line)
    for line, row in rows:
        if len(row) != len(header):
            reason = f"this row has {len(row)} cells, the header has {len(header)}"
            raise InputError(path, reason, line=line)
    return header, rows


def _cell(text: str, row: Sequence[str], column: int, at: int) -> Value:
    """The cell with its places in the file, in which the row begins at ``text[at]``.

    A cell that begins with a quotation mark is in quotes, and each of its own is there twice; all
    others are written as they are.
    """
    for cell in row[:column]:
        in_quotes = text.startswith('"', at)
        at += len(cell) + (cell.count('"') + 2 if in_quotes else 0) + 1
    cell = row[column]
    if not text.startswith('"', at):
        return Value(cell, ((0, at),))
    return decoded(text, [(at + 1, at + 1 + len(cell) + cell.count('"'))], _DOUBLED, lambda _: '"')


def _unit(name: str, value: Value, lines: Lines) -> Unit:
    anchors = tuple(Anchor(offset, *lines.of(at)) for offset, at in value.steps)
    return Unit(name, value.text, anchors[0].line, anchors)


@contextmanager
def _field_size(size: int) -> Iterator[None]:
    """Let a cell be as long as the file; the limit is one for the whole process."""
    with _LIMIT:
        before = csv.field_size_limit(max(size, 131_072))  # the standard library's default
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _column(path: str, header: Sequence[str], name: str, option: str) -> int:
    if name in header:
        return header.index(name)
    reason = f"no column {name!r}; the columns are {', '.join(map(repr, header[:12]))}"
    if len(header) == 1 and any(char in header[0] for char in ";\t|"):
        reason += ": is it separated by something else than its name says?"
    else:
        reason += f": name one with {option}"
    raise InputError(path, reason, line=1)


def _optional(
    path: str, header: Sequence[str], name: str, option: str, required: bool
) -> int | None:
    if name not in header and not required:
        return None
    return _column(path, header, name, option)


def _ids(path: str, rows: Sequence[tuple[int, list[str]]], column: int | None) -> list[str]:
    """The ids of the rows: the id column, or running numbers from 1."""
    if column is None:
        return [str(number) for number in range(1, len(rows) + 1)]
    seen: dict[str, int] = {}
    for line, row in rows:
        name = row[column]
        if not name.strip():
            raise InputError(path, "this row has no id", line=line)
        if name in seen:
            raise InputError(path, f"the id {name!r} is that of line {seen[name]}", line=line)
        seen[name] = line
    return list(seen)
