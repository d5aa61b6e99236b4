from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mtcheck.types import FileVerdict, Finding, Fix

from .. import stand_in
from .conftest import MANGLED, Command

FIXED = "Blinken met Xi.\nsent a signal.\nThey parted as friends.\n"


@pytest.fixture(autouse=True)
def fixable(monkeypatch: pytest.MonkeyPatch, pipeline: None) -> None:
    """``Brinken`` is safely Blinken; ``signal`` may become a note, with ``--unsafe``."""
    plain = stand_in.judge_document

    def with_fix(finding: Finding) -> Finding:
        if finding.quote == "Brinken":
            return replace(finding, suggestion="Blinken", fix=Fix.SAFE)
        return replace(finding, suggestion="note", fix=Fix.UNSAFE)

    def judge(*given: Any, **options: Any) -> FileVerdict:
        verdict = plain(*given, **options)
        scores = tuple(
            replace(score, findings=tuple(map(with_fix, score.findings)))
            for score in verdict.scores
        )
        return replace(verdict, scores=scores)

    monkeypatch.setattr(stand_in, "judge_document", judge)


def test_a_diff_is_shown_nothing_is_changed_and_the_exit_code_says_there_is_something(
    folder: Path, mtcheck: Command
) -> None:
    for arguments in (("fix", "mangled.txt"), ("fix", "mangled.txt", "--diff")):
        done = mtcheck(*arguments)
        assert done.code == 1
        assert done.out == (
            "--- a/mangled.txt\n+++ b/mangled.txt\n@@ -1,3 +1,3 @@\n-Brinken met Xi.\n"
            "+Blinken met Xi.\n sent a signal.\n They parted as friends.\n"
        )
        assert "mangled.txt:1:1: ACC101 “Brinken” → “Blinken”" in done.err
        assert done.err.splitlines()[-1] == (
            "mtcheck: 1 to fix in 1 of 1 file; 1 more with --unsafe; --write changes the files"
        )
    assert (folder / "mangled.txt").read_text() == MANGLED


def test_write_changes_the_file_keeps_its_mode_and_a_second_run_has_nothing_to_do(
    folder: Path, mtcheck: Command
) -> None:
    path = folder / "mangled.txt"
    path.chmod(0o640)
    done = mtcheck("fix", ".", "--write")
    assert (done.code, done.out) == (0, "")
    assert "1 fixed in 1 of 2 files" in done.err
    assert path.read_text() == FIXED
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in folder.iterdir()) == ["clean.txt", "mangled.txt"]
    again = mtcheck("fix", ".")
    assert (again.code, again.out) == (0, "")
    assert "0 to fix in 0 of 2 files" in again.err


def test_unsafe_fixes_are_asked_for(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("fix", "mangled.txt", "--write", "--unsafe", "-q").err == ""
    assert (folder / "mangled.txt").read_text() == FIXED.replace("signal", "note")


def test_a_link_stays_a_link(folder: Path, mtcheck: Command) -> None:
    (folder / "link.txt").symlink_to("mangled.txt")
    assert mtcheck("fix", "link.txt", "--write").code == 0
    assert (folder / "link.txt").is_symlink()
    assert (folder / "mangled.txt").read_text() == FIXED


def test_standard_input_comes_out_fixed(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (("fix", "-"), ("fix", "-", "--write")):
        stream = io.TextIOWrapper(io.BytesIO(MANGLED.replace("\n", "\r\n").encode()))
        monkeypatch.setattr(sys, "stdin", stream)
        done = mtcheck(*arguments)
        assert (done.code, done.out) == (0, FIXED.replace("\n", "\r\n"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MANGLED.encode())))
    done = mtcheck("fix", "-", "--diff")
    assert done.code == 1
    assert done.out.startswith("--- a/standard-input\n")


def test_a_broken_file_is_reported_and_the_others_are_fixed(folder: Path, mtcheck: Command) -> None:
    (folder / "bad.txt").write_bytes(b"caf\xe9 Brinken\n")
    done = mtcheck("fix", "bad.txt", "mangled.txt", "missing.txt", "--write")
    assert done.code == 3
    assert "bad.txt:1: is not UTF-8" in done.err
    assert "missing.txt: does not exist" in done.err
    assert (folder / "mangled.txt").read_text() == FIXED
    assert (folder / "bad.txt").read_bytes() == b"caf\xe9 Brinken\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is write-protected for root")
def test_a_write_protected_file_is_an_error_and_nothing_is_written(
    folder: Path, mtcheck: Command
) -> None:
    (folder / "mangled.txt").chmod(0o444)
    done = mtcheck("fix", "mangled.txt", "--write")
    assert done.code == 2
    assert (folder / "mangled.txt").read_text() == MANGLED


def test_only_chosen_rules_are_fixed_and_no_other_kind_of_file(
    folder: Path, mtcheck: Command
) -> None:
    (folder / "a.rtf").write_bytes(b"{\\rtf1 a}")
    done = mtcheck("fix", "a.rtf")
    assert done.code == 3
    assert "'.rtf' are not supported" in done.err
