"""What the documents say is what the product does.

Run as a script (``make readme``), it renews what is generated: the table of rules and the output of
``make score``.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def between(text: str, mark: str) -> str:
    """What stands between the two comments that carry the mark."""
    found = re.search(rf"<!-- {mark}: begin -->\n(.*?)<!-- {mark}: end -->", text, re.DOTALL)
    assert found is not None, mark
    return found.group(1)


def rule_table() -> str:
    from mtcheck.reporters.rule_page import render_markdown
    from mtcheck.rules import all_rules

    return render_markdown(all_rules())


def run(*arguments: str) -> str:
    """What a Python process prints at 80 columns in the root of the project."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def score_output() -> str:
    """What ``make score`` prints: the table, and what it tells of the first mangled file."""
    recipe = re.search(
        r"^score:.*\n\t\$\(BIN\)/mtcheck (.*)$", (ROOT / "Makefile").read_text(), re.M
    )
    assert recipe is not None
    arguments: list[str] = []
    for word in shlex.split(recipe.group(1).partition(" --out ")[0]):
        found = (
            sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word)) if "*" in word else []
        )
        arguments += found or [word]
    table, first, *_ = run("-m", "mtcheck", *arguments).split("\n\n")
    return f"```\n{table}\n\n{first}\n...\n```\n"


def test_the_readme_shows_what_make_score_prints() -> None:
    shown = between(README.read_text(encoding="utf-8"), "output of make score")
    assert shown == score_output(), "run: make readme"


def test_the_python_example_of_the_readme_runs() -> None:
    example = between(README.read_text(encoding="utf-8"), "python example")
    code = example.removeprefix("```python\n").removesuffix("```\n")
    printed = run("-c", code)
    assert "-> Blinken" in printed
    assert "Brinken arrived on Monday." in printed


def test_the_readme_lists_every_rule_as_it_is() -> None:
    assert between(README.read_text(encoding="utf-8"), "rules") == rule_table(), "run: make readme"


def test_the_readme_names_every_column_in_order() -> None:
    from mtcheck.reporters.csv_tables import FILE_COLUMNS, FINDING_COLUMNS, SENTENCE_COLUMNS

    text = " ".join(README.read_text(encoding="utf-8").split())
    for columns in (SENTENCE_COLUMNS, FINDING_COLUMNS, FILE_COLUMNS):
        assert ", ".join(f"`{name}`" for name in columns) in text


def test_the_readme_shows_every_option() -> None:
    import typer.main

    from mtcheck.cli import app

    text = README.read_text(encoding="utf-8")
    for command in typer.main.get_command(app).commands.values():  # type: ignore[attr-defined]
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option not in ("--help", "--markdown"):
                    assert option in text, option


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = set(project["build-system"]["requires"]) | set(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        named |= set(extra)
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    for requirement in named:
        name = re.match(r"[\w-]+", requirement)
        assert name is not None
        assert f"\n| {name.group()} |" in table, requirement


def test_pins_are_exact_and_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert "torch==2.13.0" in lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!]+", line), line


if __name__ == "__main__":
    content = README.read_text(encoding="utf-8")
    for mark, renewed in (("rules", rule_table()), ("output of make score", score_output())):
        content = content.replace(between(content, mark), renewed)
    README.write_text(content, encoding="utf-8")
