"""What users copy into their pipelines: it parses, asks for options that exist, and runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..documents import DOCUMENTS, ROOT, block, command_lines, commands, parse, read
from .texts import MANGLED, MENDED

INTEGRATIONS = ROOT / "INTEGRATIONS.md"
ACTION = yaml.safe_load(read(ROOT / "action.yml"))
BIN = Path(sys.executable).parent


def gate_step() -> dict[str, Any]:
    (step,) = (one for one in ACTION["runs"]["steps"] if one.get("name") == "Gate")
    return dict(step)


def act(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's step as the runner does: its inputs in the environment, bash on its script."""
    given = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    filled = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], value)
        for name, value in gate_step()["env"].items()
    }
    assert not any("${{" in value for value in filled.values())
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "MTCHECK_"))}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", gate_step()["run"]],
        cwd=folder,
        env={
            **environment,
            **filled,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_line_of_a_document_can_be_parsed(document: Path) -> None:
    for words in command_lines(read(document)):
        parse(words)


def test_command_lines_are_found_and_wrong_ones_refused() -> None:
    text = (
        "Say `mtcheck rule`:\n\n```sh\nmtcheck gate a.txt --min-score 3  # why\n"
        "$ mtcheck score - < a.txt | head\n```\n"
    )
    lines = [["rule"], ["gate", "a.txt", "--min-score", "3"], ["score", "-"]]
    assert list(command_lines(text)) == lines
    import typer

    with pytest.raises(typer.TyperException):
        parse(["gate", "--no-such-option"])


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_action_fails_on_a_mangled_text_and_annotates_it(tmp_path: Path) -> None:
    texts = tmp_path / "our texts"
    texts.mkdir()
    (texts / "news.txt").write_text(MANGLED, encoding="utf-8")
    (texts / "mended.txt").write_text(MENDED, encoding="utf-8")
    done = act(
        tmp_path,
        files="our texts/news.txt\nour texts/mended.txt\n",
        fail_on="suspect",
        sarif="out.sarif",
        report="csv=all.csv\njunit=all.xml\n",
    )
    assert done.returncode == 1, done.stderr
    assert "our texts/news.txt" in done.stdout
    assert re.search(r"^::(error|warning) file=our texts/news\.txt,line=\d", done.stdout, re.M)
    assert "gate: failed, 2 files judged" in done.stderr  # standard output is the report
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "all.xml").is_file()
    assert (tmp_path / "summary.md").is_file()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_text_of_an_input_of_the_action_is_never_run(tmp_path: Path) -> None:
    done = act(tmp_path, files="$(touch ran)`touch ran`;touch ran\n--version", source="--help")
    assert done.returncode in (2, 3)
    assert not (tmp_path / "ran").exists()


def test_the_action_names_every_input_that_it_uses_and_uses_all() -> None:
    steps = ACTION["runs"]["steps"]
    assert ACTION["runs"]["using"] == "composite"
    assert all("shell" in step for step in steps if "run" in step)
    used = set(re.findall(r"inputs\.([\w-]+)", read(ROOT / "action.yml")))
    assert used == set(ACTION["inputs"])
    for step in steps:
        assert "${{" not in step.get("run", "")  # no input is ever part of a script
    (gate,) = (command for words, command in commands() if words == ("gate",))
    options = {option for parameter in gate.params for option in parameter.opts}
    for option in re.findall(r"--[a-z-]+(?==)|--report", gate_step()["run"]):
        assert option in options, option


def test_the_torch_of_every_file_is_the_pinned_one() -> None:
    (pin,) = re.findall(r"^torch==.*$", read(ROOT / "constraints.txt"), re.M)
    for name in ("action.yml", "Dockerfile", "Makefile"):
        assert re.findall(r"torch==[\d.]+", read(ROOT / name)) == [pin], name


def test_the_workflow_gives_the_action_inputs_that_it_has() -> None:
    workflow = yaml.safe_load(block(INTEGRATIONS, "github"))
    (step,) = (s for s in workflow["jobs"]["mtcheck"]["steps"] if "mtcheck" in s["uses"])
    assert set(step["with"]) <= set(ACTION["inputs"])
    required = {name for name, spec in ACTION["inputs"].items() if spec.get("required")}
    assert required <= set(step["with"])


def test_the_gitlab_job_publishes_the_reports_that_it_writes() -> None:
    (job,) = yaml.safe_load(block(INTEGRATIONS, "gitlab")).values()
    written = dict(re.findall(r"--report (\w+)=(\S+)", " ".join(job["script"])))
    published = job["artifacts"]["reports"]
    assert published == {"codequality": written["gitlab"], "junit": written["junit"]}
    assert job["artifacts"]["when"] == "always"


def test_reviewdog_is_given_the_format_that_it_is_told(tmp_path: Path) -> None:
    runner = yaml.safe_load(block(INTEGRATIONS, "reviewdog"))["runner"]["mtcheck"]
    assert runner["format"] == "rdjson"
    words = runner["cmd"].split()
    assert words[-1] == "rdjson=-"
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "news.txt").write_text(MANGLED, encoding="utf-8")
    words = [w for w in words if w not in ("--source", "originals/")]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["diagnostics"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and what they are given, continued lines joined."""
    lines = read(ROOT / "Dockerfile").replace("\\\n", " ").splitlines()
    found = [line.partition(" ") for line in lines if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in found]


def test_the_image_runs_as_a_user_without_rights_and_asks_for_nothing() -> None:
    steps = instructions()
    words = [word for word, _ in steps]
    assert set(words) <= {"FROM", "WORKDIR", "RUN", "ENV", "COPY", "USER", "ENTRYPOINT", "CMD"}
    last = len(words) - 1 - words[::-1].index("FROM")
    after = steps[last:]
    user = next(rest for word, rest in after if word == "USER")
    assert user not in ("root", "0")
    assert f"{user}" in next(rest for word, rest in after if word == "RUN")
    assert all(":" in rest and ":latest" not in rest for word, rest in steps if word == "FROM")
    assert not any("curl" in rest or "sudo" in rest for _, rest in steps)
    entry = json.loads(next(rest for word, rest in after if word == "ENTRYPOINT"))
    assert entry == ["mtcheck"]
    parse(json.loads(next(rest for word, rest in after if word == "CMD")))


def test_the_image_is_built_from_files_that_are_there_and_let_through() -> None:
    let = {line[1:] for line in read(ROOT / ".dockerignore").splitlines() if line.startswith("!")}
    copied = set()
    for word, rest in instructions():
        if word == "COPY" and "--from" not in rest:
            copied |= set(rest.split()[:-1])
    assert copied == let
    assert all((ROOT / name).exists() for name in copied)


def test_nothing_that_users_copy_acts_on_this_repository() -> None:
    for name in (".github", ".gitlab-ci.yml", ".pre-commit-config.yaml", ".reviewdog.yml"):
        assert not (ROOT / name).exists()
