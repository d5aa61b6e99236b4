"""Programs count columns differently; whoever opens a file at a finding must land on it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from mtcheck.reporters.csv_tables import csv_table
from mtcheck.reporters.github import render_github
from mtcheck.reporters.gitlab import render_gitlab
from mtcheck.reporters.junit import render_junit
from mtcheck.reporters.markdown import render_markdown
from mtcheck.reporters.places import place_of, source_place_of, uri
from mtcheck.reporters.rdjson import render_rdjson
from mtcheck.reporters.sarif import render_sarif
from mtcheck.types import (
    Alignment,
    Anchor,
    FileVerdict,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Side,
    Unit,
)

from .validators import annotations
from .verdicts import clean, finding, verdict

TEXT = "Größe 😀 and an e\u0301: Brinken\r\nsaid so. Then he\r\nleft."


def judged(
    text: str,
    quote: str,
    path: str = "a.txt",
    *,
    line: int = 4,
    anchors: tuple[Anchor, ...] = (),
    **changes: object,
) -> FileVerdict:
    unit = Unit("1", text, line, anchors)
    first = text[: text.index(quote)].replace("\r\n", "\n").count("\n")
    found = finding(unit, quote, line=line + first, suggestion="Blinken", **changes)
    whole = Sentence(text, unit, 0, len(text))
    score = SentenceScore(Alignment(0, (whole,), (), 1.0), (), (found,), 0.9, Outcome.MANGLED, ())
    return replace(clean(path), scores=(score,), outcome=Outcome.MANGLED)


def on_disk(one: FileVerdict, folder: Path) -> bytes:
    """The file as it lies there: three lines before the unit."""
    unit = one.scores[0].alignment.candidate[0].unit
    path = folder / "a.txt"
    path.write_bytes(("x\r\ny\r\n\r\n" + unit.text).encode("utf-8"))
    return path.read_bytes()


@pytest.mark.parametrize("quote", ["Größe", "😀", "Brinken", "e\u0301: Brinken\r\nsaid", "left."])
def test_every_column_points_at_the_quote(quote: str, tmp_path: Path) -> None:
    one = judged(TEXT, quote)
    content = on_disk(one, tmp_path)
    place = place_of(one, one.scores[0], one.findings[0])

    lines = content.split(b"\r\n")
    rows = b"\r\n".join(lines[place.line - 1 : place.end_line])
    last = len(lines[place.end_line - 1]) - (place.end_byte_column - 1)
    assert rows[place.byte_column - 1 : len(rows) - last].decode() == quote

    texts = content.decode().split("\r\n")
    text = "\r\n".join(texts[place.line - 1 : place.end_line])
    last = len(texts[place.end_line - 1]) - (place.end_column - 1)
    assert text[place.column - 1 : len(text) - last] == quote


def test_reviewdog_counts_bytes_and_sarif_code_points() -> None:
    one = judged(TEXT, "Brinken")
    assert "Größe 😀 and an é: ".encode() != b""
    before = TEXT[: TEXT.index("Brinken")]
    (found,) = json.loads(render_rdjson([one]))["diagnostics"]
    span = (
        {"line": 4, "column": len(before.encode()) + 1},
        {"line": 4, "column": len(before.encode()) + 8},
    )
    assert (found["location"]["range"]["start"], found["location"]["range"]["end"]) == span
    assert found["suggestions"] == [{"range": found["location"]["range"], "text": "Blinken"}]
    run = json.loads(render_sarif([one]))["runs"][0]
    (location,) = run["results"][0]["locations"]
    region = location["physicalLocation"]["region"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (
        4,
        len(before) + 1,
        len(before) + 8,
    )
    assert region["snippet"] == {"text": "Brinken"}
    assert "charOffset" not in region, "what stands before line 4 is not known"
    (command,) = annotations(render_github([one]))
    assert (command["line"], command["col"], command["endColumn"]) == (
        "4",
        str(len(before) + 1),
        str(len(before) + 8),
    )


def test_an_offset_is_given_where_it_is_known() -> None:
    one = judged("Ä 😀 Brinken.", "Brinken", line=1)
    (result,) = json.loads(render_sarif([one]))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["charOffset"], region["charLength"]) == (4, 7)
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "Blinken"}
    assert change["replacements"][0]["deletedRegion"]["charOffset"] == 4


def test_where_text_was_taken_out_of_markup_only_the_line_is_told() -> None:
    anchors = (Anchor(0, 7, 0),)
    one = judged("Then Brinken left.", "Brinken", "page.html", line=7, anchors=anchors, column=0)
    place = place_of(one, one.scores[0], one.findings[0])
    assert (place.line, place.column, place.byte_column) == (7, None, None)
    (found,) = json.loads(render_rdjson([one]))["diagnostics"]
    assert found["location"]["range"] == {"start": {"line": 7}, "end": {"line": 7}}
    assert "suggestions" not in found
    (result,) = json.loads(render_sarif([one]))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert "fixes" not in result


def test_where_the_column_is_known_but_not_the_bytes_nothing_is_replaced() -> None:
    anchors = (Anchor(0, 31, 9, "cue 12"), Anchor(5, 32, 1, "cue 13"))
    one = judged("Then Brinken left.", "Brinken", "a.srt", anchors=anchors, place="cue 13")
    place = place_of(one, one.scores[0], one.findings[0])
    assert (place.line, place.column, place.end_column, place.byte_column) == (32, 1, 8, None)
    (found,) = json.loads(render_rdjson([one]))["diagnostics"]
    assert found["location"]["range"] == {"start": {"line": 32}, "end": {"line": 32}}
    (result,) = json.loads(render_sarif([one]))["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "cue 13"}]
    assert location["physicalLocation"]["region"]["startColumn"] == 1
    assert "fixes" not in result
    assert "suggestions" not in found


def test_in_a_file_without_lines_the_place_has_a_name() -> None:
    one = judged(
        "Then Brinken left.",
        "Brinken",
        "a.docx",
        anchors=(Anchor(0, 0, 0, "cell B7"),),
        place="cell B7",
    )
    one = replace(
        one,
        scores=(replace(one.scores[0], findings=(replace(one.findings[0], line=0, column=0),)),),
    )
    place = place_of(one, one.scores[0], one.findings[0])
    assert (place.line, place.column, place.named) == (None, None, "cell B7")
    (result,) = json.loads(render_sarif([one]))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    for render in (render_markdown, render_junit, render_github, render_gitlab, render_rdjson):
        assert b"cell B7" in render([one])
        assert b"line 0" not in render([one])
    rows = list(csv.DictReader(io.StringIO(csv_table([one], "findings").decode("utf-8-sig"))))
    assert (rows[0]["line"], rows[0]["column"], rows[0]["place"]) == ("", "", "cell B7")


def test_a_remark_that_quotes_nothing_stands_on_its_own_line() -> None:
    one = judged("Then Brinken left.", "Brinken", line=7)
    found = replace(one.findings[0], quote="", start=0, end=0, line=1, column=1)
    place = place_of(one, one.scores[0], found)
    assert (place.line, place.column) == (1, None)


def omission(
    candidate: bool, *, source_path: str = "s.txt"
) -> tuple[FileVerdict, SentenceScore, Finding]:
    there = Unit("1", "Nobody said this.", 12)
    found = finding(there, "Nobody", code="ACC401", name="omission", side=Side.SOURCE)
    here = verdict().scores[1].alignment.candidate if candidate else ()
    source = (Sentence(there.text, there, 0, len(there.text)),)
    score = SentenceScore(Alignment(0, here, source, 1.0), (), (found,), 0.5, Outcome.SUSPECT, ())
    return replace(verdict(), scores=(score,), source_path=source_path), score, found


def test_what_was_left_out_is_shown_at_its_sentence_or_at_the_file() -> None:
    one, score, found = omission(candidate=True)
    place = place_of(one, score, found)
    assert (place.path, place.line, place.column) == ("a.txt", 3, None)
    there = source_place_of(one, score.alignment, found)
    assert there is not None
    assert (there.path, there.line, there.column) == ("s.txt", 12, 1)
    one, score, found = omission(candidate=False)
    assert place_of(one, score, found).line is None
    (result,) = json.loads(render_sarif([one]))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    related = result["relatedLocations"][0]["physicalLocation"]
    assert (related["artifactLocation"]["uri"], related["region"]["startLine"]) == ("s.txt", 12)
    one, score, found = omission(candidate=False, source_path="a.txt")  # the same row of a table
    assert place_of(one, score, found).line == 12


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("texts/a.txt", "texts/a.txt"),
        ("./texts//a.txt", "texts/a.txt"),
        ("..\\up\\a.txt", "../up/a.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("100% größe#1?.txt", "100%25%20gr%C3%B6%C3%9Fe%231%3F.txt"),
        ("undecodable\udce9.txt", "undecodable%E9.txt"),
        ("half\ud800.txt", "half%ED%A0%80.txt"),
        ("/tmp/a.txt", "file:///tmp/a.txt"),
        ("D:\\Texts\\a.txt", "file:///D:/Texts/a.txt"),
        ("\\\\host\\share\\a.txt", "file://host/share/a.txt"),
    ],
)  # fmt: skip
def test_paths_become_uris(path: str, reference: str) -> None:
    assert uri(path) == reference
