"""What the Tab key offers, asked as a shell asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtcheck.rules import all_rules

BIN = Path(sys.executable).parent


def offered(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """What is offered after the line, in bash."""
    from mtcheck.cli import main

    monkeypatch.setenv("_MTCHECK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    with pytest.raises(SystemExit):
        main([])
    return capsys.readouterr().out.split()


CODES = [rule.code for rule in all_rules()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("mtcheck ga", ["gate"]),
        ("mtcheck gate --fail-", ["--fail-on"]),
        ("mtcheck gate --fail-on ", ["mangled", "suspect", "major", "critical"]),
        ("mtcheck score --mode b", ["balanced"]),
        ("mtcheck score --align ", ["auto", "line", "parallel", "comparable"]),
        ("mtcheck score --select ACC20", ["ACC201", "ACC202"]),
        ("mtcheck score --ignore LIN20", ["LIN201", "LIN202"]),
        ("mtcheck rule ", CODES),
        ("mtcheck score --rule-option ACC101.min", ["ACC101.min_frequent="]),
        ("mtcheck score --report sar", ["sarif="]),
        ("mtcheck score --phrases ", []),  # the shell offers files
    ],
)
def test_the_words_that_may_stand_there_are_offered(
    line: str, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert offered(line, monkeypatch, capsys) == words


@pytest.mark.parametrize(
    ("shell", "answer"),
    [("zsh", """_arguments '*: :(("low-fpr"))'"""), ("fish", "low-fpr")],
)
def test_other_shells_are_answered_in_their_own_way(
    shell: str, answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mtcheck.cli import main

    monkeypatch.setenv("_MTCHECK_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "mtcheck score --mode lo")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().out == f"{answer}\n"


@pytest.mark.parametrize(
    ("shell", "told"),
    [("bash", "complete_bash"), ("zsh", "#compdef"), ("fish", "complete --command")],
)
def test_every_shell_gets_its_own_script(shell: str, told: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    # The shell is found among the parents: "true" keeps it from giving its place to the command.
    asked = f"{sys.executable} -m mtcheck --show-completion; true"
    done = subprocess.run(
        [shell, "-c", asked], capture_output=True, encoding="utf-8", env=environment
    )
    assert told in done.stdout, done.stderr
    checked = subprocess.run(
        [shell, "-n"], input=done.stdout, capture_output=True, encoding="utf-8"
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_offers_the_modes_after_the_option() -> None:
    script = """
    eval "$(mtcheck --show-completion)"
    COMP_WORDS=(mtcheck score --mode lo); COMP_CWORD=3
    _mtcheck_completion mtcheck
    echo "offered: ${COMPREPLY[*]}"
    """
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, encoding="utf-8", env=environment
    )
    assert done.stdout == "offered: low-fpr\n", done.stderr
