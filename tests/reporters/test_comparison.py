from __future__ import annotations

import csv
import io
import json

from mtcheck.compare import Comparison, compare_versions
from mtcheck.reporters.comparison import (
    COLUMNS,
    comparison_csv,
    comparison_json,
    render_comparison,
)

from ..test_compare import TEXTS, no_encoder, verdict


def comparison(path: str = "new/a.txt", *, alone: bool = False) -> Comparison:
    old = [verdict(TEXTS, 0.1, path="old/a.txt"), verdict(TEXTS, path="old/same.txt")]
    new = [
        verdict(TEXTS, [0.3 + 0.03 * n for n in range(12)], path=path),
        verdict(TEXTS, path="new/same.txt"),
        verdict(["Fish."], path="new/more.txt"),
    ]
    if alone:
        old, new = old[:1], new[:1]
    return compare_versions(old, new, encoder=no_encoder)


def test_the_comparison_says_whether_where_and_why_in_80_columns() -> None:
    text = render_comparison(comparison())
    for words in (
        "all files: worse\n",
        "new/a.txt: worse\n  before    old/a.txt\n  sentences 12 in both\n  score     90.0 → 53.5",
        "as before: new/same.txt",
        "only in NEW: new/more.txt",
        "new/a.txt:12: score 90.0 → 37.0, quality -1.00 → -6.30",
        "    old  This is sentence number 11 of the file.",
        "1,000 resamples, seed 12345",
        "signature model:a",
    ):
        assert words in text, words
    assert max(map(len, text.splitlines())) <= 80


def test_nothing_to_compare_is_said() -> None:
    found = compare_versions([], [verdict(TEXTS)], encoder=no_encoder)
    assert render_comparison(found).startswith("nothing could be compared\n")


def test_the_json_holds_everything_and_no_bare_escape() -> None:
    found = comparison("new/a\x1b[31m.txt")
    text = comparison_json(found)
    assert "\x1b" not in text
    content = json.loads(text)
    assert content["answer"] == "worse"
    assert (content["resamples"], content["seed"]) == (1000, 12345)
    assert {file["new"] for file in content["files"]} == {"new/a\x1b[31m.txt", "new/same.txt"}
    assert content["only_new"] == ["new/more.txt"]
    assert len(content["regressions"]) == 12
    assert content["score"]["low"] <= content["score"]["difference"] <= content["score"]["high"]


def test_the_table_has_a_row_a_file_and_one_for_all_and_runs_nothing() -> None:
    rows = list(
        csv.reader(io.StringIO(comparison_csv(comparison("=new/a,b.txt", alone=True)).decode()))
    )
    assert rows[0] == list(COLUMNS)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert [row[1] for row in rows[1:]] == ["'=new/a,b.txt", ""]
    assert rows[-1][COLUMNS.index("answer")] == "worse"
    assert rows[-1][COLUMNS.index("sentences_both")] == "12"


def test_hostile_text_cannot_act_on_the_terminal() -> None:
    bad = [f"\x1b[2J\u202e{text}" for text in TEXTS]
    found = compare_versions(
        [verdict(bad, 0.1, path="a\x07.txt")],
        [verdict(bad, 0.9, path="b\x1b.txt")],
        encoder=no_encoder,
    )
    text = render_comparison(found)
    assert not set(text) & set("\x1b\x07\u202e")
