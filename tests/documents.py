"""The documents in the root folder: what stands in them, and what in them is generated.

Run as a script (``make readme``), it renews what is generated: ``RULES.md``, ``COMMANDS.md``, the
output of ``make score`` in the README, and the sums of the shipped models.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = tuple(
    ROOT / name for name in ("README.md", "USAGE.md", "INTEGRATIONS.md", "RULES.md", "COMMANDS.md")
)
SUMS = ROOT / "mtcheck" / "models" / "SHA256SUMS"

SHELL_WORDS = re.compile(r"^\s*(?:\$ |- (?:run: )?|cmd: )?(mtcheck(?: .*)?)$")
"""A line of a code block that runs mtcheck, as a shell or a pipeline file writes it."""


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def between(text: str, mark: str) -> str:
    """What stands between the two comments that carry the mark."""
    found = re.search(rf"<!-- {mark}: begin -->\n(.*?)<!-- {mark}: end -->", text, re.DOTALL)
    assert found is not None, mark
    return found.group(1)


def block(path: Path, mark: str) -> str:
    """The content of the code block between the two comments that carry the mark."""
    first, *lines, last = between(read(path), mark).splitlines()
    assert first.startswith("```")
    assert last == "```"
    return "\n".join(lines) + "\n"


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of every command line of a document that runs mtcheck, in blocks and in the text.

    What a shell does with the line (comments, pipes, redirections) is cut off.
    """
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.M)
    lines = re.findall(r"`(mtcheck(?: [^`]*)?)`", prose)
    for code in re.findall(r"^```(?:sh|yaml|console)?\n(.*?)^```$", text, re.DOTALL | re.M):
        lines += [found.group(1) for found in map(SHELL_WORDS.match, code.splitlines()) if found]
    for line in lines:
        yield shlex.split(re.split(r"\s[|<>&;]|\s2>", line)[0], comments=True)[1:]


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it: ``(), ('score',), ('baseline', 'create')``..."""
    import typer.main

    from mtcheck.cli import app

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        yield words, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*words, name))

    yield from walk(typer.main.get_command(app), ())


def parse(words: list[str]) -> None:
    """Read a command line as the command does, without running it. Raises a usage error."""
    known = dict(commands())
    depth = max(n for n in range(len(words) + 1) if tuple(words[:n]) in known)
    command = known[tuple(words[:depth])]
    if depth == len(words):
        return  # a command by its name
    assert not getattr(command, "commands", None) or words[depth][0] == "-", words
    if {"--help", "--version", "--install-completion", "--show-completion"} & set(words):
        return  # these answer and end while they are read
    command.make_context(" ".join(words[:depth]), words[depth:])


def rules_document() -> str:
    from mtcheck.reporters.rule_page import render_all
    from mtcheck.rules import all_rules

    return (
        "# The rules\n\nGenerated from the rules themselves by `make readme`; `mtcheck rule CODE` "
        "shows the same in a terminal.\nThe examples are tests.\n\n" + render_all(all_rules())
    )


def commands_document() -> str:
    from mtcheck.cli import main

    parts = [
        "# The commands\n\nGenerated from the commands themselves by `make readme`: what `--help` "
        "prints at 80 columns.\nWhat they are for is told in [USAGE.md](USAGE.md).\n"
    ]
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        for words, _ in commands():
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                assert main([*words, "--help"]) == 0
            title = " ".join(("mtcheck", *words))
            parts.append(f"## {title}\n\n```text\n{printed.getvalue().strip()}\n```\n")
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before
    return "\n".join(parts)


def sums() -> str:
    """SHA-256 of every file of numbers that is shipped, as ``sha256sum`` writes it."""
    folder = SUMS.parent
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".onnx", ".json"))
    names += ["../calibration.json"]
    names += sorted(f"../metrics/{path.name}" for path in folder.parent.glob("metrics/*.json"))
    return "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names
    )


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


def recipe_of_score() -> list[str]:
    """The words after ``mtcheck`` in the recipe of ``make score``, patterns filled in."""
    recipe = re.search(r"^score:.*\n\t\$\(BIN\)/mtcheck (.*)$", read(ROOT / "Makefile"), re.M)
    assert recipe is not None
    words: list[str] = []
    for word in shlex.split(recipe.group(1)):
        found = (
            sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word)) if "*" in word else []
        )
        words += found or [word]
    return words


def score_output() -> str:
    """What ``make score`` prints: the table, the first mangled file, and the end.

    Results are written elsewhere; the name of the page is put back.
    """
    words = recipe_of_score()
    page = words[-1].removeprefix("html=")
    with tempfile.TemporaryDirectory() as folder:
        own = str(Path(folder) / "index.html")
        printed = run("-m", "mtcheck", *words[: words.index("--out")], "--report", f"html={own}")
    table, first, *_, end = printed.rstrip("\n").split("\n\n")
    last = end.splitlines()[-1].replace(own, page)
    return f"```\n{table}\n\n{first}\n...\n{last}\n```\n"


def anchors(text: str) -> set[str]:
    """What the headings of a document can be linked to by, as GitHub forms it."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    SUMS.write_text(sums(), encoding="utf-8")
    (ROOT / "RULES.md").write_text(rules_document(), encoding="utf-8")
    (ROOT / "COMMANDS.md").write_text(commands_document(), encoding="utf-8")
    content = read(README)
    mark = "output of make score"
    README.write_text(content.replace(between(content, mark), score_output()), encoding="utf-8")
