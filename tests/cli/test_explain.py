from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.cli.explain import _place
from mtcheck.errors import ConfigError
from mtcheck.store import dump_verdicts

from ..reporters.test_explanation import judged
from .conftest import MANGLED, Command


def test_a_sentence_of_a_file_that_is_judged_now(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("explain", "mangled.txt:2")
    assert done.code == 0
    assert done.out.startswith("mangled.txt:2:1, sentence 2 of 3\n  sent a signal.\n")
    assert "LIN101 fragment, critical, line 2, column 8" in done.out
    assert "Compared with: nothing (no source)" in done.out


def test_a_stored_verdict_is_explained_without_the_file(folder: Path, mtcheck: Command) -> None:
    (folder / "v.jsonl").write_bytes(dump_verdicts([judged()]))
    done = mtcheck("explain", "./a.txt:1:19", "--verdicts", "v.jsonl")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("a.txt:1:19, sentence 2 of 3\n")
    assert "together" in done.out
    balanced = mtcheck("explain", "a.txt:1", "--verdicts", "v.jsonl", "--mode", "balanced")
    assert "mode balanced" in " ".join(balanced.out.split())


def test_a_file_may_have_colons_and_digits_in_its_name(folder: Path, mtcheck: Command) -> None:
    (folder / "part:1").mkdir()
    (folder / "part:1" / "a.txt").write_text(MANGLED)
    (folder / "b:7.txt").write_text(MANGLED)
    assert mtcheck("explain", "part:1/a.txt:2").out.startswith("part:1/a.txt:2:1,")
    assert mtcheck("explain", "b:7.txt:1:1").out.startswith("b:7.txt:1:1,")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("C:\\texts\\a.txt:12", ("C:\\texts\\a.txt", 12, None)),
        ("C:\\texts\\a.txt:12:3", ("C:\\texts\\a.txt", 12, 3)),
        ("C:a.txt:5", ("C:a.txt", 5, None)),
        ("a.txt:3", ("a.txt", 3, None)),
        ("a:1:2", ("a", 1, 2)),
        ("-:4", ("-", 4, None)),
    ],
)
def test_a_place_is_read_from_its_end(where: str, expected: tuple[str, int, int | None]) -> None:
    assert _place(where, []) == expected


def test_of_two_readings_the_one_whose_file_is_known_is_meant() -> None:
    assert _place("a:1:2", ["a:1"]) == ("a:1", 2, None)
    assert _place("a:1:2", ["a"]) == ("a", 1, 2)


@pytest.mark.parametrize("where", ["a.txt", "a.txt:", "a.txt:x", ":4", "a.txt:0", "a.txt:1:0"])
def test_what_is_no_place_is_refused(where: str) -> None:
    with pytest.raises(ConfigError, match=r"which line|count from 1"):
        _place(where, [])


def test_a_line_without_a_sentence_names_the_nearest(folder: Path, mtcheck: Command) -> None:
    (folder / "gap.txt").write_text("Blinken met Xi.\n\n\n\nThey spoke.\n")
    done = mtcheck("explain", "gap.txt:4")
    assert done.code == 2
    assert done.err == (
        "mtcheck: error: gap.txt:4: no sentence here; the nearest is gap.txt:5:1, “They spoke.”\n"
    )


def test_a_file_that_is_not_among_the_stored_names_the_nearest(
    folder: Path, mtcheck: Command
) -> None:
    (folder / "v.jsonl").write_bytes(dump_verdicts([judged()]))
    done = mtcheck("explain", "b.txt:1", "--verdicts", "v.jsonl")
    assert done.code == 2
    assert "no verdict of this file in v.jsonl; the nearest is a.txt" in done.err


def test_a_file_that_cannot_be_read_is_exit_3(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("explain", "missing.txt:1").code == 3
    assert mtcheck("explain", "clean.txt:1", "--verdicts", "missing.jsonl").code == 3
