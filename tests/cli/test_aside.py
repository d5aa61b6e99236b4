"""What comments and revisions set aside, through the command."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mtcheck.cli.aside import MAX_REMARKS, tell_idle
from mtcheck.reporters.table import render_table

from ..reporters.verdicts import clean, finding, verdict
from .conftest import MANGLED, Command


def test_the_gate_passes_what_comments_set_aside(folder: Path, mtcheck: Command) -> None:
    (folder / "a.md").write_text(
        "<!-- mtcheck: off[ACC101,LIN101] bad examples -->\n\n" + MANGLED.replace("\n", "\n\n")
    )
    for fail_on in ("suspect", "major"):
        assert mtcheck("gate", "a.md", "--fail-on", fail_on).code == 0


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        who = ["-c", "user.name=t", "-c", "user.email=t@t"]
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)
    return folder


def test_the_gate_holds_against_a_file_what_changed_only(
    repository: Path, mtcheck: Command
) -> None:
    gate = ("gate", "clean.txt", "mangled.txt", "--changed-since", "HEAD")
    done = mtcheck(*gate)
    assert done.code == 0
    assert "changed since HEAD: 0 sentences in 0 of 2 files\n" in done.out
    (repository / "mangled.txt").write_text(MANGLED.replace("friends", "rivals"))
    done = mtcheck(*gate)
    assert (done.code, "1 sentence in 1 of 2 files" in done.out) == (0, True)
    for fail_on in ("mangled", "suspect", "major"):
        (repository / "mangled.txt").write_text(MANGLED.replace("friends", "Brinkens"))
        assert mtcheck(*gate, "--fail-on", fail_on).code == 1
    assert mtcheck(*gate, "--fail-on", "critical").code == 0  # the old one


def test_stored_verdicts_can_be_gated_since_a_revision_too(
    repository: Path, mtcheck: Command
) -> None:
    (repository / "mangled.txt").write_text(MANGLED + "Brinken slept.\n")
    mtcheck("score", "mangled.txt", "--changed-since", "HEAD", "--out", "out")
    text = (repository / "out" / "findings.csv").read_text()
    assert text.count("unchanged since HEAD") == 2
    assert mtcheck("gate", "out/verdicts.jsonl").code == 1
    assert mtcheck("gate", "out/verdicts.jsonl", "--changed-since", "HEAD").code == 1
    (repository / "mangled.txt").write_text(MANGLED)
    mtcheck("score", "mangled.txt", "--out", "out")
    assert mtcheck("gate", "out/verdicts.jsonl", "--changed-since", "HEAD").code == 0


def test_remarks_on_files_that_count_whole_are_limited(
    repository: Path, mtcheck: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for number in range(MAX_REMARKS + 3):
        (outside / f"{number:02}.txt").write_text(MANGLED)
    done = mtcheck("gate", "clean.txt", str(outside), "--changed-since", "HEAD")
    assert done.err.count("not in a git repository: the whole file counts\n") == MAX_REMARKS
    assert "mtcheck: and 3 more that count whole\n" in done.err


def test_what_could_not_be_judged_and_did_not_change_stops_nobody(
    repository: Path, mtcheck: Command
) -> None:
    (repository / "short.txt").write_text("Xi sat.\n")
    (repository / "broken.txt").write_bytes(b"\xff\xfe\xff")
    gate = ("gate", "short.txt", "broken.txt", "clean.txt", "--changed-since", "HEAD")
    assert mtcheck(*gate).code == 3
    who = ["-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run(["git", "add", "."], check=True, capture_output=True)
    subprocess.run(["git", *who, "commit", "-q", "-m", "two"], check=True, capture_output=True)
    assert mtcheck(*gate).code == 0


def test_a_baseline_and_a_revision_work_together(repository: Path, mtcheck: Command) -> None:
    gate = ("gate", "mangled.txt", "--changed-since", "HEAD", "--baseline", "known.json")
    (repository / "mangled.txt").write_text(MANGLED + "Brinken slept.\n")
    mtcheck("baseline", "create", "mangled.txt", "--baseline", "known.json")
    assert mtcheck(*gate).code == 0
    (repository / "mangled.txt").write_text(MANGLED + "Brinken slept.\nA new signal.\n")
    assert mtcheck(*gate).code == 1


def test_what_sets_nothing_aside_is_told_a_line_each_up_to_a_limit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = clean("a.md")
    unit = file.scores[0].alignment.candidate[0].unit
    idle = replace(
        finding(unit, "All"),
        code="SUP101",
        quote="",
        start=0,
        end=0,
        line=7,
        column=0,
        message="It does nothing.",
    )
    many = replace(file, scores=(replace(file.scores[0], findings=(idle,) * (MAX_REMARKS + 2)),))
    tell_idle([many])
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "mtcheck: a.md:7: It does nothing. (SUP101)"
    assert lines[MAX_REMARKS:] == ["mtcheck: and 2 more that set nothing aside"]
    tell_idle([verdict()])
    assert capsys.readouterr().err == ""


def test_the_table_shows_what_is_set_aside_last_and_marks_it() -> None:
    file = verdict()
    one, two = file.scores[0].findings
    aside = replace(two, suppressed="comment on line 3: sic")
    file = replace(file, scores=(replace(file.scores[0], findings=(aside, one)), *file.scores[1:]))
    shown = render_table([file], width=100, colour=False)
    assert "LIN101 fragment (critical): “A signal.” (set aside: comment on line 3: sic)" in shown
    assert shown.index("ACC101") < shown.index("LIN101")
