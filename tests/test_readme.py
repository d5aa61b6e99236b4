"""What the documents say is what the product does. Run as a script, it renews the rule table."""

from __future__ import annotations

import re
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
    old = README.read_text(encoding="utf-8")
    README.write_text(old.replace(between(old, "rules"), rule_table()), encoding="utf-8")
