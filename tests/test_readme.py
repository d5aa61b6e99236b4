"""What the documents say is what the product does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from .documents import (
    DOCUMENTS,
    README,
    ROOT,
    anchors,
    between,
    block,
    commands,
    commands_document,
    read,
    recipe_of_score,
    rules_document,
    run,
    score_output,
)

USAGE = ROOT / "USAGE.md"


def test_the_readme_shows_what_make_score_prints() -> None:
    assert between(read(README), "output of make score") == score_output(), "run: make readme"


def test_make_score_ends_by_naming_the_page_that_the_readme_names() -> None:
    *_, option, value = recipe_of_score()
    assert (option, value) == ("--report", "html=reports/demo/index.html")
    assert between(read(README), "output of make score").endswith(
        "\nreport: reports/demo/index.html\n```\n"
    )


def test_the_readme_is_read_in_five_minutes() -> None:
    text = read(README)
    assert len(text.splitlines()) <= 200
    assert len(text.split()) <= 2000  # some 400 words a minute, code and tables skimmed


def test_the_readme_shows_a_picture_of_the_report() -> None:
    names = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", read(README))
    assert names == ["reports/benchmarks/report.png"]
    picture = (ROOT / names[0]).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    assert 20_000 < len(picture) < 1_000_000


def test_the_python_example_runs() -> None:
    code = block(USAGE, "python example")
    printed = run("-c", code)
    assert "-> Blinken" in printed
    assert "Brinken arrived on Monday." in printed


def test_every_rule_has_its_page_in_the_document() -> None:
    assert read(ROOT / "RULES.md") == rules_document(), "run: make readme"


def test_the_help_of_every_command_is_in_the_document_as_it_is() -> None:
    assert read(ROOT / "COMMANDS.md") == commands_document(), "run: make readme"


def test_every_column_is_named_in_order() -> None:
    from mtcheck.reporters.csv_tables import FILE_COLUMNS, FINDING_COLUMNS, SENTENCE_COLUMNS

    text = " ".join(read(USAGE).split())
    for columns in (SENTENCE_COLUMNS, FINDING_COLUMNS, FILE_COLUMNS):
        assert ", ".join(f"`{name}`" for name in columns) in text


def test_every_option_is_told_of() -> None:
    text = read(USAGE) + read(README) + read(ROOT / "INTEGRATIONS.md")
    for words, command in commands():
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option not in ("--help", "--markdown"):
                    assert re.search(rf"{option}\b", text), (*words, option)


def test_every_command_is_told_of() -> None:
    text = read(README) + read(USAGE)
    for words, command in commands():
        if words and not getattr(command, "commands", None):
            assert f"mtcheck {' '.join(words)}" in text, words


def test_every_format_is_told_of() -> None:
    from mtcheck.reporters.reports import FORMATS

    for name in FORMATS:
        assert f"`{name}`" in read(README), name
        assert f"`{name}`" in read(USAGE), name


def test_the_readme_takes_its_figures_from_the_full_table() -> None:
    full = read(USAGE).partition("## How well it works")[2].splitlines()
    short = read(README).partition("## How well it works")[2].partition("**Where")[0].splitlines()
    rows = [row for row in short if row.startswith("| ")]
    assert len(rows) >= 6
    for row in rows:
        assert row in full, row


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", read(path))):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        linked = ROOT / name if name else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(read(linked)), target


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", read(path), re.DOTALL | re.M)


def test_the_files_that_the_documents_show_are_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mtcheck.aside.ignore_file import read_ignores
    from mtcheck.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "originals").mkdir()
    (terms,) = blocks(USAGE, "csv")
    (tmp_path / "terms.csv").write_text(terms, encoding="utf-8")
    settings, ignores = blocks(USAGE, "toml")
    (tmp_path / "mtcheck.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "mtcheck-ignore.toml").write_text(ignores, encoding="utf-8")
    assert main(["glossary", "validate", "terms.csv"]) == 0
    assert main(["config", "show"]) == 0
    assert "# mtcheck.toml:1" in capsys.readouterr().out
    assert main(["doctor"]) == 0, capsys.readouterr().out  # the rules know the options
    assert len(read_ignores(tmp_path / "mtcheck-ignore.toml")) == 1


FIRST_GATE = block(README, "first gate").splitlines()


def test_the_first_gate_takes_ten_lines_at_most() -> None:
    assert len(FIRST_GATE) <= 10
    install, *_ = FIRST_GATE
    assert re.fullmatch(r"pip install \.\./mtcheck", install)
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    assert (project["name"], project["scripts"]["mtcheck"]) == ("mtcheck", "mtcheck.cli:main")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_a_newcomer_sees_the_gate_fail_and_then_pass_by_copying_these_lines(tmp_path: Path) -> None:
    """Everything but the installation, which would need a network: mtcheck is there already."""
    said = {line: line.partition("#")[2] for line in FIRST_GATE if line.startswith("mtcheck ")}
    expected = [
        1 if "exit code 1" in said[line] else 0
        for line in FIRST_GATE
        if line.startswith("mtcheck ")
    ]
    assert expected == [1, 0, 0]
    script = "\n".join(
        f'{line}\necho "exit code $?"' if line in said else line for line in FIRST_GATE[1:]
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MTCHECK_", "GITHUB_"))}
    done = subprocess.run(
        ["bash", "--norc", "--noprofile"],
        input=script,
        cwd=tmp_path,
        env={
            **environment,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        encoding="utf-8",
    )
    codes = [int(code) for code in re.findall(r"^exit code (\d+)$", done.stdout, re.M)]
    assert codes == expected, done.stdout + done.stderr
    failed, _, rest = done.stdout.partition("exit code 1\n")
    assert "texts/try.txt: mangled" in failed
    assert "gate: failed, 1 file judged" in failed
    assert "gate: passed" in rest


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    named = set(project["build-system"]["requires"]) | set(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        named |= set(extra)
    table = read(ROOT / "CONTRIBUTING.md").partition("## Dependencies")[2]
    for requirement in named:
        name = re.match(r"[\w.-]+", requirement)
        assert name is not None
        assert f"\n| {name.group()} |" in table, requirement


def test_pins_are_exact_and_name_no_address() -> None:
    lines = read(ROOT / "constraints.txt").split()
    assert "torch==2.13.0" in lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!]+", line), line
