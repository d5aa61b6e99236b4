"""The shape of the package: who may import whom, and what start-up may cost."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

HEAVY = {
    "ftfy",
    "jinja2",
    "lingua",
    "lxml",
    "markdown_it",
    "multiprocessing",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pandas",
    "pdfminer",
    "rapidfuzz",
    "rich",
    "sacrebleu",
    "scipy",
    "sentence_transformers",
    "sentencex",
    "sklearn",
    "symspellpy",
    "tokenizers",
    "torch",
    "trafilatura",
    "transformers",
    "wordfreq",
    "yaml",
}


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT)


def imported(script: str) -> set[str]:
    done = python("-c", f"import sys\n{script}\nprint(*sys.modules, file=sys.stderr)")
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_imports_go_down_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "arguments", [["--help"], ["score", "--help"], ["--version"], ["nonsense"]]
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    names = imported(f"from mtcheck.cli import main; main({arguments!r})")
    assert not names & HEAVY


def test_the_command_imports_typer_and_the_standard_library_only() -> None:
    assert not imported("import mtcheck.cli") & HEAVY


def test_scoring_does_not_import_torch() -> None:
    seeds = sorted(str(path) for path in (ROOT / "seeds").glob("00[02]*.txt"))
    names = imported(f"from mtcheck.cli import main; main(['score', '-q', *{seeds!r}])")
    assert "onnxruntime" in names
    assert not names & {"torch", "transformers", "sentence_transformers", "sklearn"}
    assert not names & {"lingua", "lxml", "pdfminer", "trafilatura", "yaml"}  # of other formats


def test_no_module_is_called_after_nothing() -> None:
    vague = {"utils", "helpers", "common", "core", "base", "manager"}
    assert not [path for path in (ROOT / "mtcheck").rglob("*.py") if path.stem in vague]


def test_a_module_above_500_lines_says_in_its_docstring_why_it_is_long() -> None:
    for path in (ROOT / "mtcheck").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(text)) or ""
        assert text.count("\n") <= 500 or re.search(r"\blong\b", docstring), path
