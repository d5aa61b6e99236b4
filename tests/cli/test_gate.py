from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Command


@pytest.fixture
def stored(folder: Path, mtcheck: Command) -> str:
    mtcheck("score", "clean.txt", "mangled.txt", "--out", "out")
    return "out/verdicts.jsonl"


def test_stored_and_fresh_verdicts_pass_the_same_gate(stored: str, mtcheck: Command) -> None:
    fresh = mtcheck("gate", "clean.txt", "mangled.txt", "--fail-on", "critical")
    assert mtcheck("gate", stored, "--fail-on", "critical") == fresh
    assert (fresh.code, fresh.out) == (
        1,
        "mangled.txt: 1 critical finding\ngate: failed, 2 files judged\n",
    )


def test_a_threshold_may_be_changed_without_scoring_again(stored: str, mtcheck: Command) -> None:
    assert mtcheck("gate", stored, "--min-score", "96").out == (
        "clean.txt: score 95.0 is below 96\n"
        "mangled.txt: mangled, score 10.0 is below 96\n"
        "gate: failed, 2 files judged\n"
    )


def test_the_gate_may_write_the_tables_too(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("gate", "clean.txt", "--out", "out", "--quiet").out == ""
    assert (folder / "out" / "verdicts.jsonl").is_file()


def test_numbers_that_cannot_be_compared_are_told(
    folder: Path, stored: str, mtcheck: Command
) -> None:
    line = (folder / stored).read_text().splitlines()[0]
    other = json.loads(line) | {"signature": "another"}
    (folder / "kept.jsonl").write_text(json.dumps(other, separators=(",", ":")) + "\n")
    assert (
        "2 signatures: their numbers cannot be compared"
        in mtcheck("gate", stored, "kept.jsonl").err
    )


def test_a_gate_with_nothing_to_judge_does_not_say_that_it_passed(
    folder: Path, mtcheck: Command
) -> None:
    done = mtcheck("gate", "missing.txt")
    assert (done.code, done.out) == (3, "gate: nothing could be judged\n")
