from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mtcheck.journal import NAME, Journal
from mtcheck.store import load_verdicts

from .. import stand_in
from .conftest import CLEAN, MANGLED, Command

ROOT = Path(__file__).parents[2]
N_FILES = 5
JUDGE = stand_in.judge_document
RUN = ("score", "texts", "--out", "out", "--report", "html=out/r.html", "-q")


@pytest.fixture
def texts(folder: Path) -> Path:
    (folder / "texts").mkdir()
    for number in range(N_FILES):
        text = (MANGLED if number % 2 else CLEAN) + f"It was {number} o'clock.\n"
        (folder / "texts" / f"{number}.txt").write_text(text)
    return folder / "texts"


def results(out: Path = Path("out")) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture
def interrupted(
    texts: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, bytes], list[str]]:
    """What an uninterrupted run writes; and the files judged from now on. A run was interrupted."""
    judged: list[str] = []
    judge, limit = stand_in.judge_document, [10**9]

    def judge_and_note(candidate: Any, *arguments: Any, **more: Any) -> Any:
        if len(judged) == limit[0]:
            raise KeyboardInterrupt
        judged.append(Path(candidate.path).name)
        return judge(candidate, *arguments, **more)

    monkeypatch.setattr(stand_in, "judge_document", judge_and_note)
    assert mtcheck(*RUN).code == 0
    whole = results()
    for path in Path("out").iterdir():
        path.unlink()
    del judged[:]
    limit[0] = 3
    done = mtcheck(*(word for word in RUN if word != "-q"))
    assert done.code == 130
    assert "3 files judged so far: the same command with --resume goes on" in done.err
    limit[0] = 10**9
    del judged[:]
    assert list(results()) == [NAME]
    return whole, judged


Interrupted = tuple[dict[str, bytes], list[str]]


def test_a_resumed_run_judges_the_rest_and_gives_the_same_bytes(
    interrupted: Interrupted, mtcheck: Command
) -> None:
    whole, judged = interrupted
    done = mtcheck("score", "texts", "--out", "out", "--report", "html=out/r.html", "--resume")
    assert (done.code, judged) == (0, ["3.txt", "4.txt"])
    assert "mtcheck: resumed: 3 of 5 files had been judged before" in done.err
    assert results() == whole


def test_the_gate_resumes_as_well(interrupted: Interrupted, mtcheck: Command) -> None:
    _, judged = interrupted
    done = mtcheck("gate", "texts", "--out", "out", "--resume")
    assert (done.code, judged) == (1, ["3.txt", "4.txt"])
    assert NAME not in results()


def test_workers_take_up_what_was_judged_without_them(
    interrupted: Interrupted, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "judge_document", JUDGE)  # one that has a name
    done = mtcheck(*RUN[:-1], "--resume", "--workers", "2")
    assert "resumed: 3 of 5 files" in done.err
    assert results() == interrupted[0]


def test_without_resume_everything_is_judged_anew(
    interrupted: Interrupted, mtcheck: Command
) -> None:
    whole, judged = interrupted
    done = mtcheck(*RUN[:-1])
    assert (done.code, len(judged)) == (0, N_FILES)
    assert (
        "an interrupted run judged 3 files; this one begins anew, --resume would go on" in done.err
    )
    assert results() == whole


@pytest.mark.parametrize(
    ("change", "flags"),
    [
        ("text", ()),
        ("another text", ()),
        ("one more text", ()),
        ("ignored", ()),
        ("nothing", ("--mode", "balanced")),
        ("nothing", ("--severity", "ACC=minor")),
        ("nothing", ("--source", "clean.txt")),
        ("nothing", ("--per-file-ignores", "texts/0.txt:ACC")),
    ],
)
def test_what_would_come_out_another_way_is_judged_again(
    interrupted: Interrupted, mtcheck: Command, change: str, flags: Sequence[str]
) -> None:
    _, judged = interrupted
    stamp = Path("texts/0.txt").stat()
    match change:
        case "text":
            Path("texts/0.txt").write_text(CLEAN + "It was 7 o'clock.\n")
            os.utime("texts/0.txt", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        case "another text":
            Path("texts/4.txt").write_text(CLEAN + "It was 7 o'clock.\n")
        case "one more text":
            Path("texts/9.txt").write_text(CLEAN)
        case "ignored":
            Path("mtcheck-ignore.toml").write_text(
                '[[ignore]]\nfile = "texts/1.txt"\nfingerprint = "0123456789abcdef"\n'
            )
    resumed = mtcheck(*RUN[:-1], *flags, "--resume")
    n_again = len(judged)
    after = results()
    mtcheck(*RUN[:-1], *flags)
    assert results() == after
    assert n_again >= N_FILES
    assert "nothing could be resumed" in resumed.err


def test_times_of_files_do_not_matter(interrupted: Interrupted, mtcheck: Command) -> None:
    whole, judged = interrupted
    for path in Path("texts").iterdir():
        os.utime(path, (0, 0))
    mtcheck(*RUN, "--resume")
    assert (len(judged), results()) == (2, whole)


@pytest.mark.parametrize("damage", ["torn", "bit", "rubbish", "empty"])
def test_a_damaged_line_counts_as_absent(
    interrupted: Interrupted, mtcheck: Command, damage: str
) -> None:
    whole, judged = interrupted
    journal = Path("out") / NAME
    content = journal.read_bytes()
    second = content.index(b"\n") + 1
    journal.write_bytes({
        "torn": content[:-40],
        "bit": content[: second + 200] + b"#" + content[second + 201 :],
        "rubbish": b"\0\xff\n\n" * 5 + content + b"{}\n",
        "empty": b"",
    }[damage])  # fmt: skip
    assert mtcheck(*RUN, "--resume").code == 0
    assert len(judged) == {"torn": 3, "bit": 3, "rubbish": 2, "empty": 5}[damage]
    assert results() == whole


def test_what_is_added_to_a_torn_journal_can_be_read(tmp_path: Path) -> None:
    verdict = stand_in_verdict()
    one = Journal(tmp_path / NAME)
    one.record("k1", verdict)
    one.keep()
    (tmp_path / NAME).write_bytes((tmp_path / NAME).read_bytes() + b"half a li")
    two = Journal(tmp_path / NAME, resume=True)
    two.record("k2", verdict)
    two.keep()
    three = Journal(tmp_path / NAME, resume=True)
    assert three.found == 2
    assert three.recall("k1") == three.recall("k2") == verdict
    three.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_of_a_running_one_is_left_alone(texts: Path, mtcheck: Command) -> None:
    Path("out").mkdir()
    running = Journal(Path("out") / NAME)
    running.record("k", stand_in_verdict())
    before = (Path("out") / NAME).read_bytes()
    done = mtcheck("score", "texts", "--out", "out", "--resume")
    assert done.code == 0
    assert "no progress was kept: another run is just writing there" in done.err
    assert (Path("out") / NAME).read_bytes() == before
    running.discard()


def test_a_full_disk_costs_the_progress_and_nothing_else(
    texts: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mtcheck.journal.write_all", full)
    done = mtcheck("score", "texts", "--out", "out")
    assert done.code == 0
    assert "no progress was kept: No space left on device" in done.err
    assert "verdicts.jsonl" in results()


def test_a_journal_that_is_a_link_is_not_followed(texts: Path, mtcheck: Command) -> None:
    Path("out").mkdir()
    Path("precious").write_text("keep me")
    (Path("out") / NAME).symlink_to(Path("precious").absolute())
    assert mtcheck("score", "texts", "--out", "out", "--resume").code == 0
    assert Path("precious").read_text() == "keep me"


def test_source_auto_is_resumed(
    texts: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("score", "texts", "--source", "auto", "--out", "out", "-q")
    assert mtcheck(*command).code == 0
    whole = results()
    judge, calls, limit = stand_in.judge_document, [0], N_FILES + 2

    def counted(*arguments: Any, **more: Any) -> Any:
        if calls[0] == limit:
            raise KeyboardInterrupt
        calls[0] += 1
        return judge(*arguments, **more)

    monkeypatch.setattr(stand_in, "judge_document", counted)
    assert mtcheck(*command).code == 130
    calls[0], limit = 0, 10**9
    assert mtcheck(*command, "--resume").code == 0
    assert calls[0] == N_FILES - 2  # nothing of the picking, and two less of the judging
    assert results() == whole


def stand_in_verdict() -> Any:
    from ..reporters.verdicts import clean

    return clean()


STEPS = """
import sys
sys.path.insert(0, {root!r})
from tests import stand_in
sys.modules["mtcheck.pipeline"] = sys.modules["mtcheck.tools"] = stand_in
from mtcheck.cli import main
assert main(["score", "texts", "--out", "out", "-q"]) == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_step_a_run_leaves_the_old_report_or_the_new_and_can_be_resumed(
    texts: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any
) -> None:
    base = tmp_path_factory.mktemp("steps") / "f"
    command = ("score", "texts", "--out", "out", "-q")
    for number in (3, 4):
        (texts / f"{number}.txt").unlink()
    mtcheck(*command)
    new = results()
    (texts / "0.txt").write_text(MANGLED)
    mtcheck(*command)
    old = results()
    (texts / "0.txt").write_text(CLEAN + "It was 0 o'clock.\n")
    base.mkdir()
    for name in ("texts", "out"):
        Path(name).rename(base / name)
    done = subprocess.run(
        [sys.executable, "-m", "tests.steps", str(base), STEPS.format(root=str(ROOT))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    n_found = 0
    for number in range(1, int(done.stdout) + 1):
        monkeypatch.chdir(f"{base}-{number}")
        load_verdicts("out/verdicts.jsonl")
        now = results()
        n_found += now.pop(NAME, b"").count(b"\n")
        assert now in (old, new)
        if number % 4 == 0:  # resuming takes longest
            assert mtcheck(*command, "--resume").code == 0
            assert results() == new
    assert n_found > N_FILES


SLOW = """
import sys, time
sys.path.insert(0, {root!r})
from tests import slow_stand_in as stand_in
sys.modules["mtcheck.pipeline"] = sys.modules["mtcheck.tools"] = stand_in
from mtcheck.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "code", "workers"),
    [(signal.SIGINT, 130, "1"), (signal.SIGTERM, 143, "1"), (signal.SIGTERM, 143, "2")],
)
def test_a_run_that_is_told_to_end_keeps_what_it_has(
    texts: Path, number: int, code: int, workers: str
) -> None:
    script = Path("slow.py")
    script.write_text(SLOW.format(root=str(ROOT)))
    with subprocess.Popen(
        [sys.executable, str(script), "score", "texts", "--out", "out", "--workers", workers],
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        journal = Path("out") / NAME
        end = time.monotonic() + 30
        while not (journal.exists() and journal.stat().st_size) and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == code
    assert "Traceback" not in errors
    assert (
        errors.splitlines()[-1]
        == f"mtcheck: error: {'interrupted' if code == 130 else 'terminated'}"
    )
    assert "judged so far: the same command with --resume goes on" in errors
    assert list(results()) == [NAME]
