"""Make mangled text with real engines: English to a neighbour and back, through Apertium.

    python -m mtcheck.learn.round_trips --data ../shared/data --out round_trips.parquet

Needs Debian's apertium with apertium-eng-spa, apertium-eng-cat and apertium-en-gl (rule-based:
what comes back is heavily mangled). The texts are the human sides of the training data. The
engines make training material; mtcheck itself never runs them.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import pandas as pd

from mtcheck.learn.data import human_rows

ENGINES = {
    "spa": ("eng-spa", "spa-eng"),
    "cat": ("eng-cat", "cat-eng"),
    "glg": ("en-gl", "gl-en"),
}
"""Column name: the two Apertium modes, there and back."""

BLOCK = 200


def main() -> None:
    """Write one row a text: set, doc, seg, system, text, and a column per engine."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mlqe", type=int, default=6000, help="how many Wikipedia texts")
    args = parser.parse_args()
    rows = human_rows(args.data)
    wiki = rows[rows["set"] == "mlqe_pe"]
    wiki = wiki.sample(min(args.mlqe, len(wiki)), random_state=12345)
    rows = rows[rows["set"] != "mlqe_pe"]
    rows = pd.concat([rows, wiki]).reset_index(drop=True)
    for name, modes in ENGINES.items():
        texts = list(rows["text"])
        for mode in modes:
            texts = translate(texts, mode)
        rows[name] = texts
        print(f"{name}: {len(texts)} texts", flush=True)
    rows.to_parquet(args.out)


def translate(texts: list[str], mode: str) -> list[str]:
    """Every text through one Apertium mode; unknown words unmarked, spaces collapsed."""
    found: list[str] = []
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        answers = _run(block, mode)
        if len(answers) != len(block):
            answers = [" ".join(_run([text], mode)) for text in block]
        found += [" ".join(answer.split()) for answer in answers]
    return found


def _run(texts: list[str], mode: str) -> list[str]:
    command = ["apertium", "-u", mode]
    shown = "\n\n".join(texts) + "\n"
    run = subprocess.run(command, input=shown, capture_output=True, text=True, check=True)
    return run.stdout.rstrip("\n").split("\n\n")


if __name__ == "__main__":
    main()
