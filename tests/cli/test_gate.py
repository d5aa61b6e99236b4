from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtcheck.types import Outcome

from .conftest import Command

EXPECTED = (
    "mode low-fpr, judged alone: 1.0% of clean files are called mangled (95% interval\n"
    "  0.2% to 5.4%, measured on 100 files)\n"
)


WORST = (
    "  mangled.txt:2:8: LIN101 fragment (critical): “signal”\n"
    "  mangled.txt:1:1: ACC101 name-altered (major): “Brinken”\n"
)


@pytest.fixture
def stored(folder: Path, mtcheck: Command) -> str:
    mtcheck("score", "clean.txt", "mangled.txt", "--out", "out")
    return "out/verdicts.jsonl"


def test_stored_and_fresh_verdicts_pass_the_same_gate(stored: str, mtcheck: Command) -> None:
    fresh = mtcheck("gate", "clean.txt", "mangled.txt", "--fail-on", "critical")
    assert mtcheck("gate", stored, "--fail-on", "critical") == fresh
    assert (fresh.code, fresh.out) == (
        1,
        f"mangled.txt: 1 critical finding\n{WORST}gate: failed, 2 files judged\n",
    )


def test_a_threshold_may_be_changed_without_scoring_again(stored: str, mtcheck: Command) -> None:
    assert mtcheck("gate", stored, "--min-score", "96").out == (
        "clean.txt: score 95.0 is below 96\n"
        "  clean.txt:1:1: score 95.0: “Blinken met Xi.”\n"
        "mangled.txt: mangled, score 10.0 is below 96\n"
        f"{WORST}gate: failed, 2 files judged\n{EXPECTED}"
    )


@pytest.mark.parametrize("scored_in", ["low-fpr", "balanced"])
@pytest.mark.parametrize("mode", ["low-fpr", "balanced"])
def test_a_stored_verdict_is_judged_in_the_mode_of_the_gate_as_if_it_were_fresh(
    folder: Path, scored_in: str, mode: str, mtcheck: Command
) -> None:
    mtcheck("score", "clean.txt", "mangled.txt", "--mode", scored_in, "--out", "out", "-q")
    fresh = mtcheck("gate", "clean.txt", "mangled.txt", "--fail-on", "suspect", "--mode", mode)
    again = mtcheck(
        "gate", "out/verdicts.jsonl", "--fail-on", "suspect", "--mode", mode, "--out", "again"
    )
    assert (again.code, again.out) == (fresh.code, fresh.out)
    assert ("clean.txt: suspect" in again.out) is (mode == "balanced")
    told = f"judged again in mode {mode}, stored in mode {scored_in}: 1 file has another outcome"
    assert again.err == ("" if scored_in == mode else f"mtcheck: {told}\n")
    line = json.loads((folder / "again" / "verdicts.jsonl").read_text().splitlines()[0])
    assert (line["mode"], Outcome(line["outcome"])) == (
        mode,
        Outcome.SUSPECT if mode == "balanced" else Outcome.CLEAN,
    )


def test_the_mode_of_the_gate_is_low_fpr_and_its_rate_is_told(
    stored: str, mtcheck: Command
) -> None:
    assert mtcheck("gate", stored).out.endswith(EXPECTED)
    assert mtcheck("gate", stored) == mtcheck("gate", stored, "--mode", "low-fpr")


def test_the_rate_told_is_that_of_what_fails(stored: str, mtcheck: Command) -> None:
    told = " ".join(mtcheck("gate", stored, "--fail-on", "suspect").out.split())
    assert "2.0% of clean files are called suspect or mangled (95% interval 0.6% to 7.0%" in told
    assert "clean files" not in mtcheck("gate", stored, "--fail-on", "critical").out


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
