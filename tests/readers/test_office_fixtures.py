"""Documents that LibreOffice, pandoc and openpyxl wrote: the same text from every one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mtcheck.config import ReadConfig
from mtcheck.readers import read
from mtcheck.types import Document

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
OFFICE = FORMATS / "office"
STORY = tuple((FORMATS / "story.txt").read_text(encoding="utf-8").strip().split("\n\n"))

HARBOUR = (
    ("paragraph 1", "The ferry stays"),
    ("paragraph 2", "The council met on Tuesday and voted, as expected."),
    ("paragraph 3", "A light went out."),
    ("paragraph 4", "Rust was found below the waterline. It was repaired."),
    ("text box 1", "The ferry was built in 1974."),
    ("paragraph 5", "Pumps and ropes are new."),
    ("paragraph 6", "The engine\tis old."),
    ("table 1, row 1, cell 1", "Adults pay three euros."),
    ("table 1, row 1, cell 2", "Children pay one."),
    ("table 1, row 2, cell 1", "Dogs travel free."),
    ("paragraph 7", "See the timetable\nand be early."),
    ("header", "News from the harbour"),
    ("footnote 1", "Nine members were there."),
)
ORIGINAL = (
    ("paragraph 1", "The ferry stays"),
    ("paragraph 2", "The council met on evening and voted, as expected."),
    ("paragraph 3", "A light went out. Nobody saw it."),
    ("paragraph 4", "The crew slept."),
)


def document(path: Path, way: str = "final") -> Document:
    return read(str(path), settings=ReadConfig(tracked_changes=way)).candidate


def shown(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple((unit.where(0).place, unit.text) for unit in document.units)


@pytest.mark.parametrize("name", ["story.docx", "story.odt", "story-pandoc.docx", "story.xlsx"])
def test_the_story_is_the_same_from_every_tool(name: str) -> None:
    found = document(OFFICE / name)
    assert tuple(unit.text for unit in found.units) == STORY
    assert found.remarks == ()


@pytest.mark.parametrize("name", ["harbour.fodt", "harbour.odt", "harbour.docx"])
def test_all_that_a_document_may_hold_is_the_same_from_every_format(name: str) -> None:
    final = document(OFFICE / name)
    assert shown(final) == HARBOUR
    changes, hidden = final.remarks
    assert changes.startswith("tracked changes: 1 insertion kept, ")
    assert hidden == "hidden text left out"
    assert shown(document(OFFICE / name, "original"))[:4] == ORIGINAL


def test_a_workbook_that_a_spreadsheet_program_saved_is_read() -> None:
    settings = ReadConfig(candidate_column="English", source_column="From before", id_column="Key")
    reading = read(str(OFFICE / "texts.xlsx"), settings=settings)
    assert [unit.id for unit in reading.candidate.units] == ["greeting", "notice"]
    assert shown(reading.candidate)[1] == (
        "sheet Texts, cell B3",
        "The ferry goes away at nine o clock.",
    )
    assert reading.source
    assert reading.source.units[1].text == "The ferry leaves at nine."
    assert reading.candidate.remarks == ("sheets without a column 'English' not read: Notes",)


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="needs pandoc")
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_what_pandoc_writes_is_read(form: str, tmp_path: Path) -> None:
    made = tmp_path / f"a.{form}"
    text = "# Fees\n\nThree euros[^1], or $a+b$ **in all**.\n\n- One.\n- Two.\n\n[^1]: Since May.\n"
    command = ["pandoc", "-f", "markdown", "-o", str(made)]
    subprocess.run(command, input=text.encode(), check=True, timeout=60)
    found = [unit for unit in shown(document(made)) if not unit[0].startswith(("header", "footer"))]
    assert found == [
        ("paragraph 1", "Fees"),
        ("paragraph 2", "Three euros, or a+b in all."),
        ("paragraph 3", "One."),
        ("paragraph 4", "Two."),
        ("footnote 1", "Since May."),
    ]
