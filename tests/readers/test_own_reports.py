"""What mtcheck wrote is known again in a folder, whatever its name; and nothing else is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mtcheck.aside.baseline import Baseline
from mtcheck.aside.baseline_file import dump_baseline
from mtcheck.compare import compare_versions
from mtcheck.models import Encoder
from mtcheck.own import dump_own
from mtcheck.readers import own_reports
from mtcheck.readers.own_reports import is_own
from mtcheck.readers.paths import expand
from mtcheck.reporters.comparison import comparison_csv, comparison_json
from mtcheck.reporters.csv_tables import TABLES
from mtcheck.reporters.reports import FORMATS, Wanted

from ..reporters.situations import SITUATIONS
from .formats import FORMATS as TEXTS
from .formats import PARAGRAPHS, Format

SCRIPT = Path(own_reports.__file__).parents[1] / "reporters/page/script/exports.js"

SILENT = {("empty result", name) for name in ("jsonl", "github", "gitlab")}
"""Reports of nothing that hold nothing."""
UNREAD = ("parquet",)
"""Formats that no reader of texts would open."""


def written(name: str, table: str, situation: str) -> bytes:
    return FORMATS[name].render(SITUATIONS[situation](), Wanted(table=table))


def no_encoder() -> Encoder:
    raise AssertionError("the model is not needed")


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name != "6,000 findings"])
@pytest.mark.parametrize(
    ("name", "table"),
    [
        (name, table)
        for name, form in FORMATS.items()
        if name not in UNREAD
        for table in (TABLES if form.tables else ("sentences",))
    ],
)
def test_every_report_is_known_by_its_content(
    name: str, table: str, situation: str, tmp_path: Path
) -> None:
    path = tmp_path / "some.txt"
    path.write_bytes(written(name, table, situation))
    assert is_own(str(path)) == ((situation, name) not in SILENT)


def test_what_is_no_report_of_verdicts_is_known_as_well(tmp_path: Path) -> None:
    old = SITUATIONS["seeds"]()
    comparison = compare_versions(old, old, encoder=no_encoder)
    columns = re.search(r"CSV_COLUMNS = \[(.*?)\]", SCRIPT.read_text("utf-8"), re.DOTALL)
    assert columns is not None
    decisions = ",".join(re.findall(r'"(\w+)"', columns[1]))
    for content in (
        comparison_csv(comparison),
        comparison_json(comparison).encode(),
        dump_baseline(Baseline(())),
        dump_own("model:a", {}),
        f"{decisions}\n".encode(),
        b"\xef\xbb\xbf" + written("csv", "files", "seeds").replace(b"\n", b"\r\n"),
    ):
        path = tmp_path / "some.json"
        path.write_bytes(content)
        assert is_own(str(path)), content[:200]


NOT_OURS = {
    "a table to judge": b"candidate,source\nA.,B.\n",
    "one more column": written("csv", "files", "seeds").replace(
        b",signature\n", b",signature,x\n", 1
    ),
    "one column less": written("csv", "sentences", "seeds").replace(b",reason\n", b"\n", 1),
    "a header within": b"A text.\n" + written("csv", "files", "seeds"),
    "a heading about us": b"### mtcheck: a checker of texts\n\nIt reads.\n",
    "a page about us": b'<!doctype html>\n<html lang="en">\n<title>mtcheck report</title><p>Hm.</p>',
    "another tool's SARIF": written("sarif", "", "seeds").replace(b'"mtcheck"', b'"other"', 1),
    "another tool's diagnostics": written("rdjson", "", "seeds").replace(
        b'"mtcheck"', b'"other"', 1
    ),
    "another tool's tests": written("junit", "", "seeds").replace(
        b'package="mtcheck"', b'package="x"'
    ),
    "another tool's code quality": re.sub(
        b'"check_name": "[^"]*"', b'"check_name": "E501"', written("gitlab", "", "seeds")
    ),
    "strings": b'{"format": "mtcheck checks the format"}',
    "an annotation in a text": b"::error file=a.txt,title=Oh::no\n",
    "a cut workbook": written("xlsx", "", "seeds")[:200],
    "nothing": b"",
}


@pytest.mark.parametrize("content", NOT_OURS.values(), ids=NOT_OURS)
def test_nothing_else_is_taken_for_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(content)
    assert not is_own(str(path))


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)
def test_no_text_of_any_format_is_taken_for_it(one: Format, tmp_path: Path) -> None:
    path = tmp_path / f"a{one.extensions[0]}"
    path.write_bytes(one.write(PARAGRAPHS))
    assert not is_own(str(path))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text and what an earlier run wrote beside it."""
    (tmp_path / "a.txt").write_text("The talks go on.", "utf-8")
    (tmp_path / "out").mkdir()
    for name in TABLES:
        (tmp_path / "out" / f"{name}.csv").write_bytes(written("csv", name, "seeds"))
    (tmp_path / "page.html").write_bytes(written("html", "", "seeds"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("inputs", "files", "said"),
    [
        (["."], ["a.txt"], "4 files that mtcheck wrote passed over: out/files.csv, out/findings.csv, "
         "out/sentences.csv and 1 more; name one to judge it"),
        (["o*", "a.txt", "out"], ["o*", "a.txt", "out"], "3 files that mtcheck wrote passed over: "
         "out/files.csv, out/findings.csv, out/sentences.csv; name one to judge it"),
        (["out/files.csv", "."], ["out/files.csv", "a.txt"], "3 files that mtcheck wrote passed over: "
         "out/findings.csv, out/sentences.csv, page.html; name one to judge it"),
        (["out/*.csv", "out"], ["out/files.csv", "out/findings.csv", "out/sentences.csv", "out"], ""),
        (["page.html"], ["page.html"], ""),
    ],
)  # fmt: skip
def test_a_folder_does_not_stand_for_it(
    inputs: list[str], files: list[str], said: str, folder: Path
) -> None:
    notes: list[str] = []
    assert list(expand(inputs, tell=notes.append)) == files
    assert notes == ([said] if said else [])


def test_a_link_a_pipe_and_what_cannot_be_read_are_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "linked.csv").symlink_to("out/files.csv")
    assert list(expand(["."])) == ["a.txt", "gone.txt", "pipe.txt"]


def test_a_table_of_the_users_own_by_the_name_of_ours_is_judged(folder: Path) -> None:
    (folder / "verdicts.jsonl").write_text('{"text": "The court acquitted him."}\n', "utf-8")
    notes: list[str] = []
    assert list(expand(["."], tell=notes.append)) == ["a.txt", "verdicts.jsonl"]
    assert len(notes) == 1
