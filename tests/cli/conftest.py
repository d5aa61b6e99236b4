from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mtcheck.cli import main

from .. import stand_in

CLEAN = "Blinken met Xi.\nThey spoke for hours.\nThey parted as friends.\n"
MANGLED = "Brinken met Xi.\nsent a signal.\nThey parted as friends.\n"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is around the stages is tested with a pipeline of ten lines."""
    monkeypatch.setitem(sys.modules, "mtcheck.pipeline", stand_in)
    monkeypatch.setitem(sys.modules, "mtcheck.tools", stand_in)
    monkeypatch.syspath_prepend(Path(__file__).parents[2])  # for worker processes


@pytest.fixture(autouse=True)
def no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests may themselves run in a job of GitHub, and write into no summary of it."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a clean and a mangled file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "mangled.txt").write_text(MANGLED)
    return tmp_path


@pytest.fixture
def mtcheck(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process. An exception that it lets through fails the test."""

    def run(*arguments: str) -> Done:
        code = main(arguments)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run
