from __future__ import annotations

import io
import time
from typing import Any

import openpyxl
import pytest

from mtcheck.reporters import xlsx
from mtcheck.reporters.xlsx import MAX_CELL, render_xlsx, text_cell
from mtcheck.types import FileVerdict

from .situations import in_odd_places
from .test_sarif import with_findings
from .verdicts import broken, clean, verdict


def book(*verdicts: FileVerdict) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(verdicts)))


def table(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_sheets_say_what_the_tables_say() -> None:
    found = book(verdict(), clean(), broken())
    files, sentences, findings = (table(found[name]) for name in ("files", "sentences", "findings"))
    assert [(row["file"], row["outcome"], row["score"]) for row in files] == [
        ("a.txt", "mangled", 10), ("clean.txt", "clean", 98), ("broken.txt", "unjudged", None)
    ]  # fmt: skip
    assert sentences[0]["similarity"] == 0.7
    assert (findings[0]["quote"], findings[0]["suggestion"]) == ("Brinken", "Blinken")


def test_scores_are_coloured_and_headers_stay_and_filter() -> None:
    found = book(verdict(), clean())
    for name in ("files", "sentences"):
        sheet = found[name]
        ((where, rules),) = ((str(r.sqref), r.rules) for r in sheet.conditional_formatting)
        column = next(cell.column_letter for cell in sheet[1] if cell.value == "score")
        assert where == f"{column}2:{column}{sheet.max_row}"
        assert rules[0].type == "colorScale"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    assert found["findings"].conditional_formatting
    assert found["files"]["A1"].font.bold


def test_every_name_of_a_column_can_be_read_beside_its_filter_button() -> None:
    for sheet in book(verdict()):
        for cell in sheet[1]:
            assert sheet.column_dimensions[cell.column_letter].width >= len(cell.value) + 4


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#REF!", "{=1}", "＝1"]
)
def test_whatever_a_text_begins_with_it_is_a_text(start: str) -> None:
    sheet = book(verdict(f"{start} said. Then left.", start))["sentences"]
    name, text = sheet["A2"], sheet["H2"]
    for cell in (name, text):
        assert cell.data_type == "s"
        assert cell.number_format == "@"
    assert text.value == f"{start} said.".replace("\r", "\n")
    assert text.quotePrefix == (start[0] in "=+-@\t\r＝")


def test_a_cell_that_is_too_long_says_so() -> None:
    cell = text_cell("é" * 40_000)
    assert len(cell) == MAX_CELL
    assert cell.endswith("é… [cut: 40,000 characters in all]")
    assert text_cell("é" * MAX_CELL) == "é" * MAX_CELL
    sentences = table(book(*in_odd_places())["sentences"])
    assert any(row["candidate"].endswith("[cut: 40,004 characters in all]") for row in sentences)


def test_what_excel_would_decode_stays_as_it_is() -> None:
    assert text_cell("_x0007_ and _x005F_ and _xyz_") == "_x005F_x0007_ and _x005F_x005F_ and _xyz_"


def test_what_xml_cannot_hold_is_shown_by_code() -> None:
    assert text_cell("a\0b\x1b[2J\ud800\ufffe\r\nc\td") == "a\\x00b\\x1b[2J\\ud800\\ufffe\nc\td"


def test_no_clock_is_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render_xlsx([verdict()])
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert render_xlsx([verdict()]) == before
    assert b"dcterms" not in before


def test_rows_that_no_sheet_can_hold_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 4)
    rows = table(book(verdict(), verdict())["sentences"])
    assert len(rows) == 3
    assert rows[-1]["file"] == "and 4 more rows, which no sheet can hold"
    monkeypatch.setattr(xlsx, "MAX_ROWS", 7)
    assert len(table(book(verdict(), verdict())["sentences"])) == 6


def test_what_was_set_aside_is_in_the_sheet() -> None:
    (row,) = table(book(with_findings({"suppressed": "baseline: known"}))["findings"])
    assert row["suppressed"] == "baseline: known"
