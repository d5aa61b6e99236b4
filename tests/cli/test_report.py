"""Reports of the commands: where they go, what goes with them, and what nothing in them may do."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mtcheck.cli import main
from mtcheck.cli.screen import show_report
from mtcheck.reporters.reports import FORMATS
from mtcheck.store import dump_verdicts

from ..reporters.test_github import FORGERIES
from ..reporters.validators import VALIDATORS, AbsentError, annotations
from ..reporters.verdicts import broken, clean, verdict
from .conftest import CLEAN, MANGLED, Command

NAMES = {"csv": "r.csv", "parquet": "r.parquet"}


@pytest.fixture
def stored(folder: Path) -> str:
    (folder / "verdicts.jsonl").write_bytes(dump_verdicts([verdict(), clean()]))
    return "verdicts.jsonl"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "command", ["score mangled.txt clean.txt", "gate mangled.txt", "report verdicts.jsonl"]
)
def test_every_command_writes_every_format(
    command: str, name: str, folder: Path, stored: str, mtcheck: Command
) -> None:
    code = mtcheck(*command.split(), "-q").code
    done = mtcheck(*command.split(), "--report", f"{name}=new/{NAMES.get(name, 'r')}")
    assert done.code == code, "a report changes no exit code"
    assert done.out.endswith(f"report: new/{NAMES.get(name, 'r')}\n")
    try:
        VALIDATORS[name]((folder / "new" / NAMES.get(name, "r")).read_bytes())
    except AbsentError as absent:
        pytest.skip(str(absent))


def test_several_reports_are_named_one_a_line_at_the_end(folder: Path, mtcheck: Command) -> None:
    done = mtcheck(
        "score",
        "clean.txt",
        "--report",
        "html=a.html",
        "--report",
        "csv=tables",
        "--report",
        "sarif=b",
    )
    assert done.out.splitlines()[-3:] == ["report: a.html", "report: tables", "report: b"]
    assert sorted(path.name for path in (folder / "tables").iterdir()) == [
        "files.csv",
        "findings.csv",
        "sentences.csv",
    ]
    assert mtcheck("score", "clean.txt", "-q", "--report", "html=a.html").out == ""


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.binary])
def test_a_report_on_standard_output_stands_there_alone(
    name: str, folder: Path, stored: str, mtcheck: Command
) -> None:
    mtcheck("report", stored, "--report", f"{name}={NAMES.get(name, 'r')}")
    content = (folder / NAMES.get(name, "r")).read_text(encoding="utf-8")
    for command in (("report", stored), ("gate", stored)):
        done = mtcheck(
            *command, "--report", f"{name}=-", "--report", "jsonl=again.jsonl", "--mode", "low-fpr"
        )
        if name != "junit" or command[0] == "report":
            assert done.out == content
        assert "report: again.jsonl\n" in done.err
        assert ("gate: failed" in done.err) is (command[0] == "gate")
    fresh = mtcheck("score", "mangled.txt", "--report", f"{name}=-")
    assert "file " not in fresh.out.partition("\n")[0]
    assert "covered" not in fresh.out or name in ("html", "markdown")


def test_stored_verdicts_give_the_reports_of_the_run_itself(folder: Path, mtcheck: Command) -> None:
    reports = [f"{name}={{}}/{NAMES.get(name, name)}" for name in FORMATS]
    flags = [flag.format("one") for report in reports for flag in ("--report", report)]
    mtcheck("score", "mangled.txt", "clean.txt", "--out", "out", *flags)
    flags = [flag.format("two") for report in reports for flag in ("--report", report)]
    assert mtcheck("report", "out/verdicts.jsonl", *flags).code == 0
    for name in FORMATS:
        one, two = (folder / where / NAMES.get(name, name) for where in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), name
    assert (folder / "two" / "jsonl").read_bytes() == (
        folder / "out" / "verdicts.jsonl"
    ).read_bytes()


def test_without_a_report_the_table_is_shown(stored: str, mtcheck: Command) -> None:
    done = mtcheck("report", stored)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("file ")
    assert "a.txt" in done.out


def test_verdicts_of_several_files_are_one_report(
    folder: Path, stored: str, mtcheck: Command
) -> None:
    (folder / "more.jsonl").write_bytes(dump_verdicts([broken()]))
    done = mtcheck("report", stored, "more.jsonl", "--report", "gitlab=-")
    assert done.code == 0, "that a file could not be judged was said when it was judged"
    assert {entry["location"]["path"] for entry in json.loads(done.out)} == {"a.txt", "broken.txt"}


def test_a_damaged_file_of_verdicts_does_not_hide_the_others(
    folder: Path, stored: str, mtcheck: Command
) -> None:
    (folder / "torn.jsonl").write_text("{")
    done = mtcheck("report", "torn.jsonl", stored, "--report", "markdown=r.md")
    assert done.code == 3
    assert "a.txt" in (folder / "r.md").read_text()
    alone = mtcheck("report", "torn.jsonl", "--report", "markdown=none.md")
    assert (alone.code, alone.out, (folder / "none.md").exists()) == (3, "", False)


def test_a_mode_judges_again(folder: Path, mtcheck: Command) -> None:
    mtcheck("score", "clean.txt", "--mode", "balanced", "--out", "out", "-q")
    kept = mtcheck("report", "out/verdicts.jsonl", "--report", "markdown=-")
    assert "1 suspect" in kept.out, "as stored"
    again = mtcheck("report", "out/verdicts.jsonl", "--mode", "low-fpr", "--report", "markdown=-")
    assert "1 clean" in again.out
    assert "judged again in mode low-fpr" in again.err


def test_rendering_loads_no_model(stored: str, folder: Path) -> None:
    reports = [f"'--report', '{name}=r/{NAMES.get(name, name)}'" for name in FORMATS]
    code = (
        "import sys; from mtcheck.cli import main;"
        f"assert main(['report', '{stored}', {', '.join(reports)}]) == 0;"
        "print([n for n in ('onnxruntime', 'torch', 'tokenizers') if n in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root)}, check=True,
    )  # fmt: skip
    assert done.stdout.endswith("\n[]\n")


def test_the_gate_tells_junit_what_it_fails(folder: Path, mtcheck: Command) -> None:
    done = mtcheck(
        "gate", "clean.txt", "mangled.txt", "--min-score", "96", "--report", "junit=r.xml"
    )
    text = (folder / "r.xml").read_text()
    assert done.code == 1
    assert 'failures="2"' in text
    assert 'message="score 95.0 is below 96"' in text
    mtcheck("gate", "clean.txt", "mangled.txt", "--fail-on", "critical", "--report", "junit=r.xml")
    assert 'failures="1"' in (folder / "r.xml").read_text()


def test_a_file_of_which_too_little_could_be_compared_fails_in_junit_too(
    folder: Path, mtcheck: Command
) -> None:
    (folder / "v.jsonl").write_bytes(
        dump_verdicts([replace(clean(), coverage=0.2, source_path="s.txt")])
    )
    done = mtcheck("gate", "v.jsonl", "--min-coverage", "0.5", "--report", "junit=r.xml")
    assert done.code == 3
    assert (
        done.err
        == "mtcheck: error: clean.txt: not judged: 20% of it has a counterpart in s.txt; at least 50% needed\n"
    )
    assert "20% of it has a counterpart" in (folder / "r.xml").read_text()


# What cannot be written.


def test_results_are_written_all_or_none(folder: Path, mtcheck: Command) -> None:
    (folder / "out" / "verdicts.jsonl").mkdir(parents=True)
    done = mtcheck(
        "score", "clean.txt", "--out", "out", "--report", "html=r.html", "--report", "csv=t"
    )
    assert done.code == 2
    assert "out/verdicts.jsonl: cannot be written" in done.err
    assert not (folder / "r.html").exists()
    assert list((folder / "out").iterdir()) == [folder / "out" / "verdicts.jsonl"]


@pytest.mark.parametrize(
    ("flags", "written"),
    [
        (("--report", "csv=clean.txt.csv", "--pairs", "clean.txt.csv"), "clean.txt.csv"),
        (("--report", "html=clean.txt"), "clean.txt"),
        (("--report", "html=./sub/../clean.txt"), "sub/../clean.txt"),
        (("--report", "sarif=mangled.txt", "--source", "mangled.txt"), "mangled.txt"),
    ],
)
def test_no_report_replaces_what_was_judged(
    flags: tuple[str, ...], written: str, folder: Path, mtcheck: Command
) -> None:
    (folder / "sub").mkdir()
    (folder / "clean.txt.csv").write_text("candidate,source\nclean.txt,mangled.txt\n")
    done = mtcheck("score", "clean.txt", *flags)
    assert (done.code, done.err) == (
        2,
        f"mtcheck: error: {written}: cannot be written: it is one of the files that were read\n",
    )
    assert (folder / "clean.txt").read_text() == CLEAN
    assert (folder / "mangled.txt").read_text() == MANGLED


def test_no_report_replaces_the_verdicts_it_is_made_of(
    folder: Path, stored: str, mtcheck: Command
) -> None:
    before = (folder / stored).read_bytes()
    for command in ("report", "gate"):
        done = mtcheck(command, stored, "--report", f"jsonl={stored}")
        assert done.code == 2
        assert "it is one of the files that were read" in done.err
    assert (folder / stored).read_bytes() == before


def test_a_folder_that_may_not_be_written_is_refused_before_any_work(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # a superuser may write everywhere
    done = mtcheck("score", "clean.txt", "--report", "html=new/r.html")
    assert (done.code, done.out) == (2, "")
    assert done.err == "mtcheck: error: --report html=new/r.html: nothing can be written in .\n"


@pytest.mark.parametrize("wrong", ["htlm=r.html", "html", "html=clean.txt/r", "html=."])
def test_an_error_says_who_asked_for_the_report(
    wrong: str, folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mtcheck.toml").write_text(f'quiet = true\nreport = ["{wrong}"]\n')
    assert mtcheck("score", "clean.txt").err.startswith("mtcheck: error: mtcheck.toml:2: report")
    monkeypatch.setenv("MTCHECK_REPORT", wrong)
    assert mtcheck("score", "clean.txt").err.startswith("mtcheck: error: MTCHECK_REPORT")
    assert mtcheck("score", "clean.txt", "--report", "sarif=r").code == 0


# A job of GitHub.


@pytest.fixture
def summary(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = folder / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def test_annotations_bring_the_whole_table_to_the_summary(
    summary: Path, stored: str, mtcheck: Command
) -> None:
    summary.write_text("What was there.\n")
    done = mtcheck("report", stored, "--report", "github=-")
    assert [command["level"] for command in annotations(done.out.encode())] == ["error", "error"]
    text = summary.read_text()
    assert text.startswith("What was there.\n\n### mtcheck: 2 files: 1 mangled, 1 clean\n")
    assert "`LIN101 fragment`" in text


def test_other_reports_leave_the_summary_alone(
    summary: Path, stored: str, mtcheck: Command
) -> None:
    mtcheck("report", stored, "--report", "markdown=r.md")
    assert not summary.exists()


def test_a_summary_that_is_full_is_left_as_it_is(
    summary: Path, stored: str, mtcheck: Command
) -> None:
    summary.write_bytes(b"x" * 1_048_500)
    done = mtcheck("report", stored, "--report", "github=-")
    assert done.code == 0
    assert "the summary of this step is full" in done.err
    assert summary.stat().st_size == 1_048_500


def test_a_summary_that_cannot_be_written_is_an_error_before_any_work(
    summary: Path, stored: str, mtcheck: Command
) -> None:
    summary.mkdir()
    done = mtcheck("report", stored, "--report", "github=-", "--report", "html=r.html")
    assert (done.code, done.out, (summary.parent / "r.html").exists()) == (2, "", False)
    assert "the summary of the job cannot be written there" in done.err


def is_command(line: str) -> bool:
    return line.lstrip().startswith("::") or "##[" in line


@pytest.mark.parametrize("command", ["score", "gate", "report"])
@pytest.mark.parametrize("text", FORGERIES)
def test_in_a_job_nothing_but_annotations_is_a_command(
    text: str, command: str, summary: Path, folder: Path, mtcheck: Command
) -> None:
    name = f"{text.replace('/', '_')}.txt"
    words = (f"{text} Brinken met Xi.", "They parted as friends.")
    (folder / name).write_text("\n".join(words * 2), newline="")
    (folder / "v.jsonl").write_bytes(dump_verdicts([verdict(f"{text} sent. {text}.", name)]))
    inputs = "v.jsonl" if command == "report" else name
    for report in (
        (),
        ("--report", "csv=-"),
        ("--report", "markdown=-"),
        ("--report", "junit=-"),
        ("--report", "jsonl=-"),
        ("--report", "sarif=-"),
    ):
        done = mtcheck(command, *report, "--", inputs, f"gone {name}")
        for line in (done.out + done.err).replace("\r", "\n").split("\n"):
            assert not is_command(line), (report, line)
    done = mtcheck(command, "--report", "github=-", "--", inputs)
    assert annotations(done.out.encode())
    assert not any(map(is_command, done.err.replace("\r", "\n").split("\n")))


def test_json_that_was_disarmed_says_the_same(
    stored: str, folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (folder / "v.jsonl").write_bytes(dump_verdicts([verdict("##[error]x sent. A.")]))
    out = mtcheck("report", "v.jsonl", "--report", "jsonl=-").out
    assert "##[" not in out
    assert json.loads(out) == json.loads((folder / "v.jsonl").read_bytes())


# A terminal.


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("raw", [(), ("--csv-raw",)])
@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.binary])
def test_no_report_acts_on_a_terminal(
    name: str, raw: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "v.jsonl").write_bytes(
        dump_verdicts([verdict("\x1b[2J\x07\x9b31m sent. \x1b]0;x\x07.", "\x1b[1m.txt")])
    )
    screen = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["report", "v.jsonl", "--report", f"{name}=-", *raw]) == 0
    shown = screen.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert shown
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)


def test_a_report_on_standard_output_is_utf8_whatever_the_locale_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", screen)
    show_report("csv", "größe\n".encode())
    assert screen.buffer.getvalue() == "größe\n".encode()  # type: ignore[attr-defined]
