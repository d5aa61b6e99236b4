"""The report as a workbook: the sheets files, sentences and findings.

The columns are those of the CSV tables. Every text is a text cell, so nothing in it is ever run
as a formula; numbers are numbers. The header is frozen and filters, the score is coloured, and
what was set aside is grey. Equal verdicts give equal bytes: no clock is in the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mtcheck.reporters.csv_tables import (
    DECIMALS,
    FILE_COLUMNS,
    FINDING_COLUMNS,
    FORMULA,
    SENTENCE_COLUMNS,
    Cell,
    file_rows,
    finding_rows,
    sentence_rows,
)
from mtcheck.reporters.visible import code, without_controls
from mtcheck.types import FileVerdict

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
"""Rows of a sheet, and UTF-16 units of a cell (Excel specifications and limits, Microsoft)."""

_WIDTHS = {
    "file": 32, "source_file": 32, "candidate": 60, "source": 60, "quote": 40, "suggestion": 28,
    "source_quote": 40, "message": 60, "reason": 44, "reasons": 60, "suppressed": 40, "name": 22,
    "place": 24, "category": 22, "codes": 20, "signature": 40, "fingerprint": 19,
}  # fmt: skip
_WIDTH = 12
"""Characters; a column that is not named holds numbers or a short word."""

_BUTTON = 4
"""Characters that the filter's button covers of a column's name."""

# XML 1.0 has no place for these, not even escaped; controls are dealt with before.
_NO_XML = re.compile("[\ufffe\uffff]")
# Excel reads _x0007_ in a text as the character 7 (ECMA-376, ST_Xstring), so a text that says so
# has its first underscore written that way.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_ZIP_START = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can say."""


def render_xlsx(verdicts: Sequence[FileVerdict]) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "mtcheck"
    book.properties.title = "mtcheck report"
    _sheet(book, "files", FILE_COLUMNS, file_rows(verdicts))
    _sheet(book, "sentences", SENTENCE_COLUMNS, sentence_rows(verdicts))
    _sheet(book, "findings", FINDING_COLUMNS, finding_rows(verdicts))
    content = BytesIO()
    book.save(content)
    return _timeless(content.getvalue())


def text_cell(text: str) -> str:
    """The text as a cell can hold it: no controls, no half characters, not too long.

    >>> text_cell("a\\x00b_x0041_"), len(text_cell("😀" * 40_000).encode("utf-16-le")) // 2
    ('a\\\\x00b_x005F_x0041_', 32767)
    """
    shown = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = _ESCAPE.sub("_x005F_", _NO_XML.sub(lambda found: code(found.group()), shown))
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return shown
    note = f"… [cut: {len(text):,} characters in all]"
    kept = units[: 2 * (MAX_CELL - len(note))].decode("utf-16-le", "ignore")
    return f"{kept}{note}"


def _sheet(
    book: Workbook, title: str, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]
) -> None:
    from openpyxl.utils import get_column_letter

    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(columns, 1):
        width = max(_WIDTHS.get(name, _WIDTH), len(name) + _BUTTON)
        sheet.column_dimensions[get_column_letter(number)].width = width
    kept = list(rows)
    if len(kept) >= MAX_ROWS:
        note = f"and {len(kept) - MAX_ROWS + 2:,} more rows, which no sheet can hold"
        kept[MAX_ROWS - 2 :] = [(note, *(None for _ in columns[1:]))]
    cells = _Cells(sheet)
    sheet.append([cells.header(name) for name in columns])
    for row in kept:
        sheet.append([cells.cell(name, value) for name, value in zip(columns, row, strict=True)])
    n_rows = len(kept) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{n_rows}"
    _colour(sheet, columns, max(n_rows, 2))


def _colour(sheet: Any, columns: Sequence[str], last: int) -> None:
    from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    if "score" in columns:
        letter = get_column_letter(columns.index("score") + 1)
        scale = ColorScaleRule(
            start_type="num", start_value=0, start_color="F8696B",
            mid_type="num", mid_value=50, mid_color="FFEB84",
            end_type="num", end_value=100, end_color="63BE7B",
        )  # fmt: skip
        sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", scale)
    if "suppressed" in columns:
        letter = get_column_letter(columns.index("suppressed") + 1)
        grey = FormulaRule(formula=[f'${letter}2<>""'], font=Font(color="808080", italic=True))
        sheet.conditional_formatting.add(f"A2:{get_column_letter(len(columns))}{last}", grey)


class _Cells:
    """Makes the cells of one sheet.

    A row is written as soon as it is appended, so that a column needs one cell of each style, which
    takes one value after another: styling every cell anew takes four times as long.
    """

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[tuple[str, str], Any] = {}

    def header(self, name: str) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self._sheet, name)
        cell.font = Font(bold=True)
        return cell

    def cell(self, column: str, value: Cell) -> Any:
        if value is None:
            return None
        if not isinstance(value, str):
            cell = self._styled(column, "number")
            cell.value = round(value, DECIMALS.get(column, 0))
            return cell
        # What looks like a formula stays a text even when somebody edits the cell.
        cell = self._styled(column, "quoted" if value.startswith(FORMULA) else "text")
        cell.value = text_cell(value)
        cell.data_type = "s"  # whatever it begins with
        return cell

    def _styled(self, column: str, kind: str) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        if (column, kind) not in self._made:
            cell = WriteOnlyCell(self._sheet)
            is_wide = kind != "number" and _WIDTHS.get(column, 0) >= 40
            cell.alignment = Alignment(vertical="top", wrap_text=is_wide)
            if kind != "number":
                cell.number_format = "@"
            elif column in DECIMALS:
                cell.number_format = f"0.{'0' * DECIMALS[column]}"
            cell.quotePrefix = kind == "quoted"
            self._made[column, kind] = cell
        return self._made[column, kind]


def _timeless(content: bytes) -> bytes:
    """The same archive with no trace of when it was written."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name, part in _parts(archive):
            entry = zipfile.ZipInfo(name, _ZIP_START)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, part)
    return packed.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in archive.namelist():
        part = archive.read(name)
        yield name, _MODIFIED.sub(b"", part) if name == "docProps/core.xml" else part
