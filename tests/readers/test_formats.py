"""Every format: read, ids kept, places mapped, written back, and the same scores as plain text."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mtcheck.cli import main
from mtcheck.config import Config, ReadConfig
from mtcheck.pipeline import judge_document
from mtcheck.readers import FAMILIES, read
from mtcheck.readers.strings.keyed import holds_strings
from mtcheck.review import notes_of
from mtcheck.segment import segment
from mtcheck.tools import Tools, load_tools
from mtcheck.types import Document, FileVerdict

from .. import stand_in
from .formats import FIXTURES, FORMATS, PARAGRAPHS, STORY, Format

KEYS = ("E&xit the the program.", "Save &As of R&D.")
ROWS = [
    pytest.param(one, extension, id=f"{one.name}{extension}")
    for one in FORMATS
    for extension in one.extensions
]
MADE = sorted(path for path in FIXTURES.glob("*/*") if path.name.startswith("story"))
SOURCE = STORY.replace("very very", "very").replace("the the", "the").replace(
    "enormous stakes. sent a signal.", "The stakes are enormous, and the mayor sent a signal."
)  # fmt: skip


def document(one: Format, extension: str, folder: Path) -> Document:
    path = folder / f"story{extension}"
    path.write_bytes(one.write(PARAGRAPHS))
    return read(f"{path}/{one.packed}" if one.packed else str(path)).candidate


def shown(one: Format, content: bytes) -> list[str] | None:
    """The lines in which a place is looked for; None where nobody sees lines."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    if content.startswith(b"PK"):
        member = one.packed or ("c1.xhtml" if one.name == "EPUB" else "")
        if not member:
            return None
        content = zipfile.ZipFile(io.BytesIO(content)).read(member)
    return None if content.startswith(b"%PDF") else content.decode().split("\n")


def test_every_extension_has_its_row() -> None:
    known = {extension for one in FORMATS for extension in one.extensions}
    assert known - {".zip", ".txt.gz"} == set(FAMILIES) - {""}
    assert len(ROWS) == len({str(row.id) for row in ROWS})


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_it_is_read(one: Format, extension: str, tmp_path: Path) -> None:
    found = document(one, extension, tmp_path)
    if one.keeps:
        assert [unit.text for unit in found.units] == list(PARAGRAPHS)
    assert " ".join(unit.text for unit in found.units) == " ".join(PARAGRAPHS)
    lines = [unit.line for unit in found.units]
    assert lines == sorted(lines)
    assert lines[0] > 0


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_ids_are_kept(one: Format, extension: str, tmp_path: Path) -> None:
    units = document(one, extension, tmp_path).units
    assert [unit.id for unit in units] == [one.ids.format(n) for n in range(1, len(units) + 1)]


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_strings_of_a_program_are_told_from_text(
    one: Format, extension: str, tmp_path: Path
) -> None:
    assert holds_strings(document(one, extension, tmp_path)) == (one.ids != "{}")


def test_a_table_of_json_is_text() -> None:
    rows = b'[{"id": "a", "candidate": "Search"}, {"id": "b", "candidate": "Home"}]'
    assert not holds_strings(read("a.json", content=rows).candidate)
    assert holds_strings(read("a.json", content=b'{"a": "Search"}').candidate)


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_the_mark_of_an_access_key_is_no_text_in_strings(
    one: Format, extension: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{extension}"
    path.write_bytes(one.write(KEYS))
    units = read(f"{path}/{one.packed}" if one.packed else str(path)).candidate.units
    if one.ids == "{}":
        assert " ".join(unit.text for unit in units) == " ".join(KEYS)
        return
    assert [unit.text for unit in units] == ["Exit the the program.", "Save As of R&D."]
    lines = path.read_bytes().decode().split("\n")
    for unit in units:
        for word in re.finditer(r"xit|program|As|R|D", unit.text):
            where = unit.where(word.start())
            assert lines[where.line - 1][where.column - 1 :].startswith(word.group())


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_places_are_mapped(one: Format, extension: str, tmp_path: Path) -> None:
    """Where a word stands, there is the word: in that line and column, or in the place named."""
    found = document(one, extension, tmp_path)
    lines = shown(one, one.write(PARAGRAPHS))
    assert lines or one.place
    for number, unit in enumerate(found.units, 1):
        for word in re.finditer(r"[A-Za-z]{2,}", unit.text):
            where = unit.where(word.start())
            if one.place:
                expected = one.place.replace("{+1}", str(number + 1)).replace("{}", str(number))
                assert where.place.startswith(expected)
            if lines is None or not where.line:
                assert one.place
            else:
                assert lines[where.line - 1][where.column - 1 :].startswith(word.group())


@cache
def tools() -> Tools:
    return load_tools(Config())


@cache
def judged(text: str, against: str = "") -> FileVerdict:
    candidate = read("story.txt", content=text.encode()).candidate
    source = read("source.txt", content=against.encode()).candidate if against else None
    return judge_document(candidate, source, tools())


def said(verdict: FileVerdict) -> Any:
    """All that is said of a text, but not where it stands."""
    findings = [
        (f.code, f.quote, f.severity, f.suggestion, f.message, f.alignment, f.probability)
        for f in verdict.findings
    ]
    scores = [
        (s.alignment.candidate_text, s.alignment.source_text, s.metrics, s.p_mangled, s.outcome, s.because)
        for s in verdict.scores
    ]  # fmt: skip
    reasons = [reason for reason in verdict.reasons if reason not in verdict.remarks]
    return verdict.outcome, verdict.p_mangled, reasons, scores, findings


def assert_same(found: Document) -> None:
    sentences = [s.text for unit in PARAGRAPHS for s in segment(_alone(unit))]
    assert [s.text for s in segment(found)] == sentences
    assert said(judge_document(found, None, tools())) == said(judged(STORY))
    source = read("source.txt", content=SOURCE.encode()).candidate
    assert said(judge_document(found, source, tools())) == said(judged(STORY, SOURCE))


def _alone(text: str) -> Document:
    return read("a.txt", content=text.encode()).candidate


def test_the_story_has_something_to_compare() -> None:
    assert {f.code for f in judged(STORY).findings} >= {"LIN101", "LIN102"}
    assert len(judged(STORY).scores) == 13


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_the_same_text_has_the_same_scores(one: Format, extension: str, tmp_path: Path) -> None:
    assert_same(document(one, extension, tmp_path))


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_the_story_as_programs_write_it_has_the_same_scores(path: Path) -> None:
    if path.suffix == ".pdf":
        pytest.importorskip("pdfminer")
    packed = f"{path}/{path.stem}.txt" if path.suffix == ".zip" else str(path)
    assert_same(read(packed).candidate)


FAULTY = ("Brinken met Xi on the quay , and left.", *PARAGRAPHS[:3])


@pytest.mark.parametrize(("one", "extension"), ROWS)
def test_it_is_written_back(
    one: Format,
    extension: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``fix`` mends the file, or leaves it as it is and says so; ``review`` puts a note into a copy."""
    monkeypatch.setitem(sys.modules, "mtcheck.pipeline", stand_in)
    monkeypatch.setitem(sys.modules, "mtcheck.tools", stand_in)
    monkeypatch.chdir(tmp_path)
    path, before = tmp_path / f"a{extension}", one.write(FAULTY)
    path.write_bytes(before)
    assert main(["fix", path.name, "--write"]) == 0
    said = capsys.readouterr().err
    if "fix" in one.back:
        text = " ".join(unit.text for unit in read(str(path)).candidate.units)
        assert text == " ".join(FAULTY).replace(" , ", ", ")
    else:
        assert path.read_bytes() == before
        assert "not fixed: " in said
    path.write_bytes(before)
    code = main(["review", "write", path.name, "--out", "reviewed"])
    if "review" in one.back:
        assert code == 0
        copy = tmp_path / "reviewed" / path.name
        notes = notes_of(str(copy), copy.read_bytes(), settings=ReadConfig())
        assert {note.fingerprint for note in notes}
        texts = [unit.text for unit in read(str(copy)).candidate.units]
        assert texts == list(FAULTY)
    else:
        assert code in (2, 3)
    assert path.read_bytes() == before
