"""The product as a user meets it: the command in a process of its own, the embedded model."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "seeds").glob("*.txt"))
SOURCE = "seeds/002_59289de0ecc82d18.txt"


def mtcheck(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mtcheck", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "one"
    done = mtcheck("score", *SEEDS, "--source", SOURCE, "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_two_workers_in_another_order_write_the_same_numbers(scored: Path, tmp_path: Path) -> None:
    done = mtcheck(
        "score", *reversed(SEEDS), "--source", SOURCE, "--out", str(tmp_path), "--workers", "2"
    )
    assert done.returncode == 0
    for name in ("sentences.csv", "findings.csv", "files.csv", "verdicts.jsonl"):
        one, two = ((folder / name).read_bytes() for folder in (scored, tmp_path))
        assert sorted(one.splitlines()) == sorted(two.splitlines())


def test_every_quote_is_where_the_table_says(scored: Path) -> None:
    with (scored / "findings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        path = SOURCE if not row["sentence"] else row["file"]
        lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
        line, column = int(row["line"]) - 1, int(row["column"]) - 1
        quote = row["quote"].removeprefix("'") if row["quote"][1:2] in "=+-@" else row["quote"]
        assert lines[line][column:].startswith(quote.split("\n")[0])


def test_the_gate_reads_what_score_wrote(scored: Path) -> None:
    done = mtcheck("gate", str(scored / "verdicts.jsonl"))
    assert done.returncode == 1
    assert "seeds/000_d1b466f5c4b1efac.txt: mangled" in done.stdout
    assert SOURCE not in done.stdout


def test_a_model_that_is_not_there_is_an_error_that_says_what_to_do() -> None:
    done = mtcheck("score", SOURCE, "--model", "no/such-model", HF_HUB_OFFLINE="1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mtcheck: error: ")
    assert "no/such-model" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_run_ends_with_130_and_no_traceback() -> None:
    import signal

    process = subprocess.Popen(
        [sys.executable, "-m", "mtcheck", "score", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdin is not None
    process.stdin.write("x" * 1_000_000)  # more than a pipe holds: once written, it is reading
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (130, "mtcheck: error: interrupted\n")


def test_a_rule_that_is_not_there_is_an_error() -> None:
    done = mtcheck("score", SOURCE, "--ignore", "ACC999")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mtcheck: error: --ignore: no rule 'ACC999'; the nearest is ")
