from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import CLEAN, MANGLED, Command

REPORT = """\
with a source: not calibrated, what is shipped stays: 0 clean and 0 mangled
files, at least 5 of each kind are needed

judged alone: 20 clean and 6 mangled files

mode      outcome  from p  clean files called so      mangled files called so
low-fpr   mangled  0.6000  0 of 20 (0–16%)            6 of 6 (61–100%)
low-fpr   suspect  0.3000  0 of 20 (0–16%)            6 of 6 (61–100%)
balanced  mangled  0.3000  0 of 20 (0–16%)            6 of 6 (61–100%)
balanced  suspect  0.2000  0 of 20 (0–16%)            6 of 6 (61–100%)

Each file was judged by a calibration that had not seen it; in brackets, the 95%
interval. “suspect” is suspect or mangled.
20 clean files can promise no rate below 4.8%; 1.0% takes 99. With fewer, mode
low-fpr keeps the shipped threshold unless these files speak against it.
p_mangled: as shipped; 50 files of each kind are needed to refit it.
Clean files that look worst: clean/00.txt (0.05), clean/01.txt (0.05),
clean/02.txt (0.05).
Mangled files that look best: mangled/05.txt (0.90), mangled/04.txt (0.90),
mangled/03.txt (0.90).

written: own.json, for --calibration
"""


@pytest.fixture
def texts(folder: Path) -> Path:
    """Twenty clean files and six mangled ones, and a source for each."""
    for name, text, n_files in (("clean", CLEAN, 20), ("mangled", MANGLED, 6)):
        (folder / name).mkdir()
        for n in range(n_files):
            (folder / name / f"{n:02}.txt").write_text(f"{text}It was story {n}.\n")
    return folder


FILES = ("calibrate", "--clean", "clean", "--mangled", "mangled")


def test_the_report_says_what_to_expect_and_how_little_few_files_promise(
    texts: Path, mtcheck: Command
) -> None:
    done = mtcheck(*FILES, "--out", "own.json")
    assert (done.code, done.err) == (0, "")
    assert done.out == REPORT
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_same_files_give_the_same_bytes(texts: Path, mtcheck: Command) -> None:
    for name in ("one.json", "two.json"):
        mtcheck(*FILES, "--out", name)
    assert (texts / "one.json").read_bytes() == (texts / "two.json").read_bytes()


def test_without_out_nothing_is_written(texts: Path, mtcheck: Command) -> None:
    before = sorted(texts.rglob("*"))
    assert mtcheck(*FILES).out.endswith("\nnot written: give --out FILE\n")
    assert sorted(texts.rglob("*")) == before


def test_the_signature_shows_that_another_calibration_was_used(
    texts: Path, mtcheck: Command
) -> None:
    mtcheck(*FILES, "--out", "own.json", "-q")
    mtcheck("score", "clean.txt", "--out", "shipped", "-q")
    mtcheck("score", "clean.txt", "--calibration", "own.json", "--out", "own", "-q")
    shipped, own = (
        json.loads((texts / name / "verdicts.jsonl").read_text()) for name in ("shipped", "own")
    )
    checksum = json.loads((texts / "own.json").read_text())["checksum"]
    assert own["signature"] == f"{shipped['signature']}+{checksum[:8]}"
    assert own["modes"]["low-fpr"]["expected"]["clean"]["files"] == 20


def test_stored_verdicts_are_judged_by_a_calibration_as_fresh_ones_are(
    texts: Path, mtcheck: Command
) -> None:
    mtcheck(*FILES, "--out", "own.json", "-q")
    (texts / "short.txt").write_text("Too short.\n")
    both = ("clean.txt", "mangled.txt", "short.txt")
    for name, options in (("shipped", ()), ("own", ("--calibration", "own.json"))):
        mtcheck("score", *both, "--out", name, "-q", *options)
    fresh = mtcheck("gate", *both, "--calibration", "own.json", "--out", "fresh")
    expected = (texts / "fresh" / "verdicts.jsonl").read_bytes()
    for name in ("shipped", "own"):
        again = mtcheck(
            "gate", f"{name}/verdicts.jsonl", "--calibration", "own.json", "--out", "again"
        )
        assert again == fresh
        assert (texts / "again" / "verdicts.jsonl").read_bytes() == expected
    # what was judged with it keeps its thresholds, whether it is named again or not
    assert mtcheck("gate", "own/verdicts.jsonl").out == fresh.out


def test_a_way_that_was_not_calibrated_keeps_what_is_shipped_and_says_so(
    texts: Path, mtcheck: Command
) -> None:
    mtcheck(*FILES, "--out", "own.json", "-q")
    told = (
        "mtcheck: own.json: nothing in it for files judged with a source: what is shipped is used"
    )
    for command in ("score", "gate"):
        done = mtcheck(command, "clean.txt", "--source", "mangled.txt", "--calibration", "own.json")
        assert done.err == f"{told}\n"
        assert "with a source: 1.0% of clean files" in done.out
        assert mtcheck(command, "clean.txt", "--calibration", "own.json").err == ""


def test_with_a_source_and_alone_are_calibrated_apart(texts: Path, mtcheck: Command) -> None:
    done = mtcheck(*FILES, "--source", "clean.txt", "--out", "own.json")
    assert done.out.startswith("with a source: 20 clean and 6 mangled files\n")
    assert "\njudged alone: not calibrated, what is shipped stays: 0 clean" in done.out
    assert list(json.loads((texts / "own.json").read_text())["ways"]) == ["source"]


def test_a_file_that_cannot_be_judged_is_told_and_the_others_are_used(
    texts: Path, mtcheck: Command
) -> None:
    (texts / "clean" / "bad.txt").write_bytes(b"\xff\xfe\xff")
    (texts / "mangled" / "short.txt").write_text("Too short.\n")
    done = mtcheck(*FILES, "--out", "own.json")
    assert done.code == 3
    assert [line.split(": ")[2] for line in done.err.splitlines()] == [
        "clean/bad.txt",
        "mangled/short.txt",
    ]
    assert "judged alone: 20 clean and 6 mangled files" in done.out
    assert (texts / "own.json").is_file()


def test_an_empty_folder_is_told_and_nothing_is_written(texts: Path, mtcheck: Command) -> None:
    (texts / "none").mkdir()
    done = mtcheck("calibrate", "--clean", "none", "--mangled", "mangled", "--out", "own.json")
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines() == [
        "mtcheck: error: none: is a folder that holds no supported file",
        "mtcheck: error: too few files to calibrate: judged alone 0 clean and 6 mangled files; "
        "at least 5 clean and 5 mangled ones are needed, judged the same way",
    ]
    assert not (texts / "own.json").exists()


def test_a_text_that_is_there_twice_counts_once(texts: Path, mtcheck: Command) -> None:
    (texts / "clean" / "copy.txt").write_bytes((texts / "clean" / "03.txt").read_bytes())
    done = mtcheck(*FILES)
    assert done.err == "mtcheck: clean/copy.txt: the same text as clean/03.txt; counted once\n"
    assert "judged alone: 20 clean and 6 mangled files" in done.out


def test_the_rate_to_hold_may_be_named(texts: Path, mtcheck: Command) -> None:
    done = mtcheck(*FILES, "--max-fpr", "0.05")
    assert "promise no rate" not in done.out
    assert mtcheck(*FILES, "--max-fpr", "0.002").out.count("0.2% takes 499") == 1


def test_quiet_says_nothing_but_errors(texts: Path, mtcheck: Command) -> None:
    done = mtcheck(*FILES, "--out", "own.json", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
