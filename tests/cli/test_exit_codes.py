"""One test for each way to end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from mtcheck import run

from ..documents import ROOT, commands, read
from .conftest import CLEAN, MANGLED, Command


@dataclass(frozen=True)
class End:
    """A command line in the folder, and the exit code that USAGE.md promises for it."""

    line: str
    code: int


ENDS = (
    End("score clean.txt mangled.txt", 0),
    End("score clean.txt --fail-on mangled", 2),
    End("score clean.txt missing.txt", 3),
    End("gate clean.txt", 0),
    End("gate mangled.txt", 1),
    End("gate clean.txt --min-score 100", 1),
    End("gate clean.txt --baseline missing.json", 2),
    End("gate mangled.txt missing.txt", 3),
    End("gate stored.jsonl", 1),
    End("report stored.jsonl", 0),
    End("report stored.jsonl --report docx=a.docx", 2),
    End("report missing.jsonl", 3),
    End("baseline create mangled.txt", 0),
    End("baseline create mangled.txt --baseline known.json", 2),
    End("baseline create mangled.txt missing.txt", 3),
    End("baseline update mangled.txt --baseline known.json", 0),
    End("baseline update mangled.txt", 2),
    End("baseline update missing.txt --baseline known.json", 3),
    End("baseline prune mangled.txt --baseline known.json", 0),
    End("baseline prune mangled.txt", 2),
    End("baseline prune missing.txt --baseline known.json", 3),
    End("baseline show --baseline known.json", 0),
    End("baseline show", 2),
    End("baseline show missing.txt --baseline known.json", 3),
    End("review write strings.po --out desk", 0),
    End("review write strings.po", 2),
    End("review write strings.po missing.po --out desk", 3),
    End("review read strings.po", 0),
    End("review read strings.po --baseline here.toml", 2),
    End("review read missing.po", 3),
    End("explain mangled.txt:1", 0),
    End("explain mangled.txt:many", 2),
    End("explain missing.txt:1", 3),
    End("fix clean.txt", 0),
    End("fix spaced.txt", 1),
    End("fix spaced.txt --write", 0),
    End("fix clean.txt --diff --write", 2),
    End("fix missing.txt", 3),
    End("compare mangled.txt clean.txt", 0),
    End("compare before.txt after.txt --fail-on-worse", 1),
    End("compare - -", 2),
    End("compare clean.txt missing.txt", 3),
    End("glossary validate terms.csv", 0),
    End("glossary validate wrong.csv", 2),
    End("calibrate --clean clean.txt --mangled mangled.txt --max-fpr 2", 2),
    End("calibrate --clean clean.txt --mangled mangled.txt", 3),
    End("config show", 0),
    End("config show --config missing.toml", 2),
    End("config init", 0),
    End("config init here.toml", 2),
    End("config schema", 0),
    End("rule ACC101", 0),
    End("rule ACC999", 2),
    End("doctor --no-config", 0),
    End("doctor --config here.toml", 2),
)


@pytest.fixture
def crowded(folder: Path, mtcheck: Command) -> Path:
    """The folder with something of every kind that a command takes."""
    (folder / "spaced.txt").write_text(CLEAN.replace("hours.", "hours , and more."))
    for name, person in (("before", "Blinken"), ("after", "Brinken")):
        lines = [f"{person} met envoy number {n}.\n" for n in range(12)]
        (folder / f"{name}.txt").write_text("".join(lines))
    entries = enumerate(MANGLED.splitlines())
    (folder / "strings.po").write_text(
        "\n".join(f'msgid "{number}"\nmsgstr "{line}"\n' for number, line in entries)
    )
    (folder / "terms.csv").write_text("source,target\nwhite list,allow list\n")
    (folder / "wrong.csv").write_text("source,status\nwhite list,forbiden\n")
    (folder / "here.toml").write_text('mood = "dark"\n')
    assert mtcheck("score", "mangled.txt", "--out", "out").code == 0
    (folder / "out" / "verdicts.jsonl").rename(folder / "stored.jsonl")
    assert mtcheck("baseline", "create", "clean.txt", "--baseline", "known.json").code == 0
    return folder


@pytest.mark.parametrize("end", ENDS, ids=lambda end: f"{end.line} -> {end.code}")
def test_a_command_ends_as_documented(end: End, crowded: Path, mtcheck: Command) -> None:
    done = mtcheck(*end.line.split())
    assert done.code == end.code, done.out + done.err


def documented() -> set[tuple[str, int]]:
    """(command, code) of every cell that is not empty, in the table of USAGE.md."""
    table = read(ROOT / "USAGE.md").partition("## Exit codes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z ]+)` \|(.*)\|$", table, re.M)
    return {
        (command, code)
        for command, cells in rows
        for code, cell in enumerate(cells.split("|"))
        if cell.strip()
    }


def test_every_documented_exit_code_is_tested_and_every_tested_one_documented() -> None:
    names = {words for words, command in commands() if not getattr(command, "commands", None)}
    tested = {
        (" ".join(words), end.code)
        for end in ENDS
        for words in names
        if tuple(end.line.split()[: len(words)]) == words
    }
    assert tested | {("calibrate", 0)} == documented()  # test_calibrate.py has enough files for 0
    assert {command for command, _ in documented()} == {" ".join(words) for words in names}


def test_0_when_every_file_was_judged_whatever_the_outcome(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("score", "mangled.txt", "clean.txt").code == 0


def test_0_when_the_gate_passes(folder: Path, mtcheck: Command) -> None:
    assert mtcheck("gate", "clean.txt").code == 0


def test_1_when_the_gate_says_no(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("gate", "clean.txt", "mangled.txt")
    assert done.code == 1
    assert done.out.splitlines() == [
        "mangled.txt: mangled",
        "  mangled.txt:2:8: LIN101 fragment (critical): “signal”",
        "  mangled.txt:1:1: ACC101 name-altered (major): “Brinken”",
        "gate: failed, 2 files judged",
        *done.out.splitlines()[4:],  # what the mode promises
    ]


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
