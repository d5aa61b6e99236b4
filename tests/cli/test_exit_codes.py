"""One test for each way to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck import run

from .conftest import Command


def test_0_when_every_file_was_judged_whatever_the_outcome(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("score", "mangled.txt", "clean.txt").code == 0


def test_0_when_the_gate_passes(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("gate", "clean.txt").code == 0


def test_1_when_the_gate_says_no(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("gate", "clean.txt", "mangled.txt")
    assert done.code == 1
    assert done.out.startswith("mangled.txt: mangled\ngate: failed, 2 files judged\n")


def test_2_when_the_settings_make_no_sense(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("score", "clean.txt", "--align", "diagonal").code == 2
    assert mtcheck("score").code == 2
    assert mtcheck("scores", "clean.txt").code == 2
    assert mtcheck("score", "clean.txt", "--workers", "many").code == 2


def test_3_when_a_file_could_not_be_judged(folder: Path, mtcheck: Command) -> None:
    (folder / "short.txt").write_text("Too short to tell.\n")
    assert mtcheck("score", "clean.txt", "missing.txt").code == 3
    done = mtcheck("score", "clean.txt", "short.txt")
    assert (done.code, done.err) == (
        3,
        "mtcheck: error: short.txt: not judged: 1 sentence to judge; at least 3 needed\n",
    )


def test_3_beats_1(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("gate", "mangled.txt", "missing.txt")
    assert done.code == 3
    assert "mangled.txt: mangled" in done.out


def test_2_beats_3_and_1(folder: Path, mtcheck: Command) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "files.csv").mkdir()
    assert mtcheck("gate", "mangled.txt", "missing.txt", "--out", "out").code == 2
    assert mtcheck("gate", "mangled.txt", "missing.txt", "--min-score", "101").code == 2


def test_130_when_interrupted(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run_files", interrupt)
    done = mtcheck("score", "clean.txt")
    assert (done.code, done.err) == (130, "mtcheck: error: interrupted\n")


def test_a_bug_crashes_with_its_traceback(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run, "run_files", crash)
    with pytest.raises(ZeroDivisionError):
        mtcheck("score", "clean.txt")
