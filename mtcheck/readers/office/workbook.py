"""Workbooks (``.xlsx``): tables like CSV, with a place that people know, the cell.

Every sheet with the candidate column is read, its rows below the one that names the columns; above
that there may be a title. The other sheets, and those that are hidden, are told in a remark. Hidden
rows and columns are read: a filter hides what it is meant to hide from the eye only, and a workbook
that is saved as CSV holds them as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.aside.directives import COLUMN, read_cell
from mtcheck.contents import say_megabytes, too_many
from mtcheck.errors import InputError
from mtcheck.readers.office.ooxml import Office, is_true, relation_id
from mtcheck.readers.office.sheets import Cell, Shown, date_styles, rows, shared_texts
from mtcheck.readers.strings.keyed import unique
from mtcheck.types import Anchor, Document, Reading, Suppression, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

ROWS_ABOVE: Final = 20
"""Rows, blank ones not counted, among which the columns' names are looked for."""


class _Sheet(NamedTuple):
    """A sheet of the workbook: its name, and the part that holds it."""

    name: str
    part: str


class _Columns(NamedTuple):
    """Numbers of the columns that are read, 0 for one that is not there."""

    candidate: int
    source: int
    id: int
    aside: int


class _Row(NamedTuple):
    """A row with a text: the sheet that it is in, and its cells that count."""

    place: str
    id: str
    candidate: str
    source: str
    aside: str
    aside_place: str


def parse(content: bytes, *, path: str, settings: ReadConfig) -> Reading:
    """Read a workbook; columns are chosen as in CSV."""
    office = Office(content, path=path, what="an Excel workbook", settings=settings)
    sheets, hidden = _sheets(office)
    shown = _shown(office)
    found: list[_Row] = []
    others: list[str] = []
    headers: list[str] = []
    formulas: list[str] = []
    has_source = False
    limits, size = settings.limits, 0
    for sheet in sheets:
        prefix = f"sheet {sheet.name}, " if len(sheets) + len(hidden) > 1 else ""
        table = rows(office.package.read(sheet.part), shown, path=path, inside=sheet.part)
        columns, seen = _header(table, settings, path, prefix)
        if columns is None:
            others.append(sheet.name)
            where = f"in sheet {sheet.name} " if prefix else ""
            headers.append(f"{where}{_say_columns(seen)}" if seen else f"{where}there are none")
            continue
        has_source = has_source or bool(columns.source)
        for text in _texts(table, columns, path, prefix, formulas):
            size += len(text.candidate) + len(text.source)
            found.append(text)
            if size > limits.bytes:
                reason = f"holds more than {say_megabytes(limits.bytes)} of text"
                raise InputError(path, f"{reason}: split it, or raise --max-file-mb")
            if len(found) > limits.sentences:
                raise InputError(path, f"holds {too_many(limits.sentences)}")
    if len(others) == len(sheets):
        said = "; ".join(headers[:4]) or "there is no sheet that is shown"
        reason = f"no column {settings.candidate_column!r}; {said}"
        raise InputError(path, f"{reason}: name one with --candidate-column")
    if not found:
        raise InputError(path, "holds a header but no rows")
    remarks = []
    if others:
        names = ", ".join(others)
        remarks.append(f"sheets without a column {settings.candidate_column!r} not read: {names}")
    if hidden:
        remarks.append(f"hidden sheets not read: {', '.join(sheet.name for sheet in hidden)}")
    if formulas:
        more = f" and {len(formulas) - 3:,} more" if len(formulas) > 3 else ""
        names = ", ".join(formulas[:3])
        remarks.append(
            f"formulas without a stored result not read: {names}{more}; save the workbook in a"
            " spreadsheet program"
        )
    return _reading(found, has_source, path, tuple(remarks))


def _reading(
    found: Sequence[_Row], has_source: bool, path: str, remarks: tuple[str, ...]
) -> Reading:
    candidates, sources = [], []
    suppressions: list[Suppression] = []
    # an id is one of its sheet's: another sheet may have it, too
    names = unique(row.id or str(number) for number, row in enumerate(found, 1))
    for number, (row, name) in enumerate(zip(found, names, strict=True), 1):
        anchors = (Anchor(0, 0, 0, row.place),)
        candidates.append(Unit(name, row.candidate, number, anchors))
        sources.append(Unit(name, row.source, number, anchors))
        suppressions += (
            replace(said, place=f"{COLUMN} in {row.aside_place}")
            for said in read_cell(row.aside, number, number - 1)
        )
    candidate = Document(path, "", "xlsx", tuple(candidates), tuple(suppressions), remarks)
    source = Document(path, "", "xlsx", tuple(sources)) if has_source else None
    return Reading(candidate, source)


def _sheets(office: Office) -> tuple[list[_Sheet], list[_Sheet]]:
    """The sheets of cells that are shown, and those that are hidden, in the workbook's order."""
    part, root = office.main("workbook")
    relations = office.relations(part)
    shown: list[_Sheet] = []
    hidden: list[_Sheet] = []
    listed = root.child("sheets")
    for sheet in listed.each("sheet") if listed else ():
        relation = relations.get(relation_id(sheet))
        if relation is None or relation.kind != "worksheet":
            continue  # a chart, a dialogue, a macro
        is_hidden = sheet.attributes.get("state", "visible") != "visible"
        name = " ".join(sheet.attributes.get("name", "").split())
        (hidden if is_hidden else shown).append(_Sheet(name, relation.target))
    return shown, hidden


def _shown(office: Office) -> Shown:
    """How this workbook's cells are shown."""
    part, root = office.main("workbook")
    texts: list[str] = []
    for relation in office.relations(part).values():
        if relation.kind == "sharedStrings":
            content = office.package.read(relation.target)
            texts = shared_texts(content, path=office.path, inside=relation.target)
    properties = root.child("workbookPr")
    is_mac = properties is not None and is_true(properties.attributes.get("date1904", "0"))
    return Shown(texts, date_styles(office.related(part, "styles")), is_mac)


def _header(
    table: Iterator[list[Cell]], settings: ReadConfig, path: str, prefix: str
) -> tuple[_Columns | None, list[str]]:
    """The columns that the first row with the candidate column names, and else what was there."""
    first: list[str] = []
    for number, row in enumerate(table):
        names = [cell.text.strip() for cell in row]
        first = first or names
        if settings.candidate_column in names:
            where = f"{prefix}row {row[0].row}"
            return (
                _Columns(
                    _column(row, settings.candidate_column, path, where, True),
                    _column(row, settings.source_column, path, where, settings.source_required),
                    _column(row, settings.id_column, path, where, settings.id_required),
                    _column(row, COLUMN, path, where, False),
                ),
                names,
            )
        if number >= ROWS_ABOVE:
            break
    return None, first


def _column(row: Sequence[Cell], name: str, path: str, where: str, is_required: bool) -> int:
    found = [cell for cell in row if cell.text.strip() == name]
    if len(found) > 1:
        raise InputError(path, f"two columns are named {name!r}: {where}")
    if not found and is_required:
        columns = _say_columns([cell.text for cell in row])
        raise InputError(path, f"no column {name!r} in {where}; {columns}: name one of them")
    return found[0].column if found else 0


def _say_columns(names: Sequence[str]) -> str:
    return f"the columns are {', '.join(map(repr, names[:12]))}"


def _texts(
    table: Iterator[list[Cell]],
    columns: _Columns,
    path: str,
    prefix: str,
    formulas: list[str],
) -> Iterator[_Row]:
    """The rows of one sheet that hold a text; ``formulas`` gets the cells whose text is not there.

    Raises InputError for an id that is none.
    """
    seen: dict[str, str] = {}
    for row in table:
        cells = {cell.column: cell for cell in row}
        at = row[0].row
        said = [cells[c].text if c in cells else "" for c in columns]
        candidate, source, name, aside = said
        of_text = (columns.candidate, columns.source)
        formulas += (f"{prefix}cell {c.name}" for c in row if c.is_open and c.column in of_text)
        if not candidate.strip() and not source.strip():
            continue
        place = f"{prefix}cell {Cell(columns.candidate, at, '').name}"
        if columns.id:
            where = f"{prefix}cell {Cell(columns.id, at, '').name}"
            if not name.strip():
                raise InputError(path, f"this row has no id: {where}")
            if name in seen:
                raise InputError(path, f"the id {name!r} of {where} is that of {seen[name]}")
            seen[name] = where
        yield _Row(
            place,
            name,
            candidate,
            source,
            aside,
            f"{prefix}cell {Cell(columns.aside, at, '').name}",
        )
