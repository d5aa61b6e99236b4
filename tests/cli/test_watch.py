"""Watching is driven by a pause that edits files instead of waiting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.cli import watch

from .. import stand_in
from .conftest import CLEAN, MANGLED, Command

Edit = Callable[[], object]
Edits = Callable[..., None]


@pytest.fixture
def edits(monkeypatch: pytest.MonkeyPatch) -> Edits:
    """What happens to the files while mtcheck waits, one step a pause; then Ctrl-C."""

    def script(*steps: Edit) -> None:
        left = [*steps]

        def pause(_: float) -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()

        monkeypatch.setattr(watch, "pause", pause)

    return script


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were judged, and ``load`` where models were loaded, in order."""
    done: list[str] = []
    judge, load = stand_in.judge_document, stand_in.load_tools

    def judge_and_note(candidate, *more, **named):  # type: ignore[no-untyped-def]
        done.append(candidate.path)
        return judge(candidate, *more, **named)

    def load_and_note(config):  # type: ignore[no-untyped-def]
        done.append("load")
        return load(config)

    monkeypatch.setattr(stand_in, "judge_document", judge_and_note)
    monkeypatch.setattr(stand_in, "load_tools", load_and_note)
    return done


def nothing() -> None:
    return None


def save(path: Path, text: str) -> Edit:
    return lambda: path.write_text(text)


def test_only_the_saved_file_is_judged_again_and_the_models_are_loaded_once(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    edits(save(folder / "mangled.txt", CLEAN), nothing)
    done = mtcheck("score", "clean.txt", "mangled.txt", "--watch")
    assert done.code == 0
    assert judged == ["load", "clean.txt", "mangled.txt", "mangled.txt"]
    first, second = done.out.split("\nfile ")
    assert "clean.txt" in first
    assert "mangled.txt" in first
    assert "clean.txt" not in second
    assert "mangled.txt  clean" in second
    assert done.err.splitlines() == [
        "mtcheck: watching 2 files; Ctrl-C ends it",
        "mtcheck: watching 2 files; Ctrl-C ends it",
        "mtcheck: watching ended",
    ]


def test_a_file_written_in_several_steps_is_judged_once(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    path = folder / "clean.txt"
    edits(save(path, ""), path.unlink, save(path, MANGLED), nothing)
    assert mtcheck("score", "clean.txt", "--watch").code == 0
    assert judged == ["load", "clean.txt", "clean.txt"]


def test_a_save_that_changes_no_text_judges_nothing(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    later = time.time() + 60
    edits(lambda: os.utime(folder / "clean.txt", (later, later)), nothing)
    done = mtcheck("score", "clean.txt", "--watch")
    assert judged == ["load", "clean.txt"]
    assert "mtcheck: no text changed; watching 1 file; Ctrl-C ends it" in done.err


def test_another_source_judges_its_candidates_again(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    source = folder / "source.md"
    source.write_text(CLEAN)
    edits(save(source, MANGLED), nothing)
    mtcheck("score", "clean.txt", "--source", "source.md", "--watch")
    assert judged == ["load", "clean.txt", "clean.txt"]


def test_a_new_file_in_a_folder_is_taken_up_and_one_that_went_is_named(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    edits(save(folder / "new.txt", CLEAN), nothing, (folder / "mangled.txt").unlink, nothing)
    done = mtcheck("score", ".", "--watch", "--out", "../out")
    assert judged == ["load", "clean.txt", "mangled.txt", "new.txt"]
    assert "mtcheck: mangled.txt: is gone" in done.err
    rows = (folder.parent / "out" / "files.csv").read_text().splitlines()
    assert [row.partition(",")[0] for row in rows] == ["file", "clean.txt", "new.txt"]


def test_a_file_that_cannot_be_read_for_a_while_ends_nothing(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    path = folder / "clean.txt"
    edits(path.unlink, nothing, save(path, CLEAN), nothing)
    done = mtcheck("score", "clean.txt", "--watch")
    assert done.code == 0
    assert done.err.count("mtcheck: error: clean.txt: does not exist") == 1
    assert judged == ["load", "clean.txt"]  # it came back as it was


def test_an_error_of_the_results_ends_nothing(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    def block() -> None:
        (folder / "out" / "files.csv").unlink()
        (folder / "out" / "files.csv").mkdir()
        (folder / "clean.txt").write_text(MANGLED)

    edits(block, nothing)
    done = mtcheck("score", "clean.txt", "--watch", "--out", "out")
    assert done.code == 0
    assert "mtcheck: error: " in done.err


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("-",), "--watch looks at files; standard input cannot be watched"),
        (
            ("clean.txt", "--source", "-"),
            "--watch looks at files; standard input cannot be watched",
        ),
        (
            ("clean.txt", "--workers", "2"),
            "--watch keeps one set of models loaded: leave --workers out",
        ),
    ],
)
def test_2_for_what_cannot_be_watched(
    arguments: tuple[str, ...], error: str, folder: Path, mtcheck: Command
) -> None:
    done = mtcheck("score", *arguments, "--watch")
    assert (done.code, done.err) == (2, f"mtcheck: error: {error}\n")


def test_130_when_interrupted_before_the_first_result(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stand_in, "judge_document", interrupt)
    assert mtcheck("score", "clean.txt", "--watch").code == 130


def test_quiet_watching_writes_results_and_says_nothing(
    folder: Path, mtcheck: Command, edits: Edits
) -> None:
    edits(save(folder / "mangled.txt", CLEAN), nothing)
    done = mtcheck("score", "mangled.txt", "--watch", "--quiet", "--out", "out")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert ",clean," in (folder / "out" / "files.csv").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_a_save_is_seen_and_ctrl_c_ends_it_with_0(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mtcheck", "score", "clean.txt", "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    try:
        assert "watching 1 file" in process.stderr.readline()
        (folder / "clean.txt").write_text(MANGLED)
        assert "watching 1 file" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert out.count("\nclean.txt ") == 2
    assert err == "mtcheck: watching ended\n"


def test_what_the_baseline_knows_is_set_aside_and_a_saved_baseline_is_read_again(
    folder: Path, mtcheck: Command, edits: Edits, judged: list[str]
) -> None:
    known = folder / "known.json"
    mtcheck("baseline", "create", "mangled.txt", "--baseline", "known.json")
    other = known.read_text().replace("accepted", "rejected")
    judged.clear()
    edits(save(known, "no baseline"), nothing, save(known, other), nothing)
    done = mtcheck("score", "mangled.txt", "--watch", "--baseline", "known.json", "--out", "out")
    assert done.code == 0
    assert judged == ["load", "mangled.txt"]
    assert done.err.count("mtcheck: baseline: 0 new, 2 unchanged, 0 gone\n") == 2
    assert "mtcheck: error: known.json:1: not JSON" in done.err
    assert "baseline: rejected" in (folder / "out" / "findings.csv").read_text()
