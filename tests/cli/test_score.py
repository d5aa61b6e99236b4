from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mtcheck.cli import screen
from mtcheck.run import Progress

from .conftest import Command


def test_the_report_is_printed_and_the_files_written(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("score", "clean.txt", "mangled.txt", "--source", "clean.txt", "--out", "out")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("file         outcome  score  covered  critical  major  minor\n")
    assert "mangled.txt: mangled, against clean.txt (comparable texts)\n" in done.out
    assert "LIN101 fragment (critical): “signal”" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "files.csv",
        "findings.csv",
        "sentences.csv",
        "verdicts.jsonl",
    ]


def test_the_same_input_gives_the_same_bytes_with_any_number_of_workers(
    folder: Path, mtcheck: Command
) -> None:
    for workers in "12":
        assert mtcheck("score", ".", "--out", f"../{workers}", "--workers", workers).code == 0
    one, two = ({p.name: p.read_bytes() for p in Path(f"../{n}").iterdir()} for n in "12")
    assert one == two


def test_a_write_that_fails_leaves_the_old_results(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    mtcheck("score", "clean.txt", "--out", "out")
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = mtcheck("score", "mangled.txt", "--out", "out")
    assert done.code == 2
    assert done.err.endswith(".csv: cannot be written: No space left on device\n")
    after = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    assert after.pop(".mtcheck-journal")  # what was judged is not lost
    assert after == before


def test_a_folder_with_an_earlier_run_is_judged_as_before(folder: Path, mtcheck: Command) -> None:
    reports = ("html=page.html", "markdown=summary.md", "sarif=sarif.json", "xlsx=out/book.xlsx")
    wanted = ("score", ".", "--out", "out", *(f"--report={report}" for report in reports))
    first = mtcheck(*wanted)
    before = (folder / "out/files.csv").read_bytes()
    again = mtcheck(*wanted)
    assert (first.code, again.code, first.err) == (0, 0, "")
    assert (again.out, (folder / "out/files.csv").read_bytes()) == (first.out, before)
    assert again.err == (
        "mtcheck: 8 files that mtcheck wrote passed over: out/book.xlsx, out/files.csv, "
        "out/findings.csv and 5 more; name one to judge it\n"
    )
    assert mtcheck("score", ".", "-q").err == ""
    named = mtcheck("score", "out/files.csv")
    assert (named.code, "passed over" in named.err) == (3, False)


def test_quiet_says_nothing_but_errors(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("score", "-q", "clean.txt", "missing.txt", "--device", "cpu", "--out", "out")
    assert (done.code, done.out) == (3, "")
    assert done.err == "mtcheck: error: missing.txt: does not exist\n"


def test_the_device_is_told_where_it_was_asked_for(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("score", "clean.txt", "--device", "auto").err == "mtcheck: device: cpu\n"
    assert mtcheck("score", "clean.txt").err == ""


def test_the_picked_source_is_told_with_the_reason(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("score", "mangled.txt", "clean.txt", "--source", "auto")
    assert done.err == (
        "mtcheck: source: clean.txt, picked because it has the fewest findings; "
        "it is itself judged alone\n"
    )


def test_csv_raw_leaves_cells_as_they_are(folder: Path, mtcheck: Command) -> None:
    (folder / "f.txt").write_text("=1+1 is two.\nSo it is.\nIndeed.\n")
    for flags, cell in (((), "'=1+1 is two."), (("--csv-raw",), "=1+1 is two.")):
        mtcheck("score", "f.txt", "--out", "out", *flags)
        with (folder / "out" / "sentences.csv").open(newline="") as file:
            assert next(csv.DictReader(file))["candidate"] == cell


def test_colour_needs_a_terminal_and_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert screen.has_colour(Terminal())  # type: ignore[arg-type]
    assert not screen.has_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not screen.has_colour(Terminal())  # type: ignore[arg-type]
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not screen.has_colour(Terminal())  # type: ignore[arg-type]


def test_a_progress_bar_shows_on_long_work_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    for patience, shown in ((60.0, False), (0.0, True)):
        monkeypatch.setattr(screen, "PATIENCE_SECONDS", patience)
        with screen.progress_bar(quiet=False) as advance:
            advance(Progress("read", 1, 2, "a.txt"))
            advance(Progress("judge", 1, 2, "a.txt"))
        assert ("judge" in capsys.readouterr().err) is shown
    with screen.progress_bar(quiet=True) as advance:
        advance(Progress("judge", 1, 2, "a.txt"))
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_is_no_error() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "mtcheck", "rule"],
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")


def test_standard_input_is_read(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "clean.txt").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        done = mtcheck("score", "-")
    assert done.code == 0
    assert done.out.splitlines()[1].split()[:2] == ["-", "clean"]
