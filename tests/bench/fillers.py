"""What should models see in place of a placeholder? The measurement behind :mod:`mtcheck.masked`.

    python tests/bench/fillers.py --shared ../shared

Sentences of human texts get one name, number or noun replaced by a placeholder as long as those of
real files. For each filler that might stand in its place: how far it moves the log-odds of
``p_mangled``, those of the judge, and the fluency of the sentence as people wrote it; the cosine of
both; and the findings beside the placeholder that the sentence did not have.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from math import log
from pathlib import Path
from statistics import fmean

import pandas as pd

from mtcheck.config import Config
from mtcheck.pipeline import judge_document
from mtcheck.tools import Tools, load_tools
from mtcheck.types import Document, SentenceScore, Unit

PLACEHOLDERS = {"NNP": "{user_name}", "CD": "{count}", "NN": "{file}"}
FILLERS = ("5", "2", "3", "7", "8", "9", "0", "1", "12", "10", "five", "one", "X", "[UNK]", "raw", "",
           "it", "this", "item", "thing", "value", "word", "name", "John", "Alex", "Paris")  # fmt: skip
MOST = 70
"""Sentences of each of the three kinds."""

Case = tuple[str, int, int, str]


def cases(path: Path, tools: Tools) -> list[Case]:
    """Sentences with the place of a word that a placeholder takes, and that placeholder."""
    rows = pd.read_parquet(path)
    draw = random.Random(12345)
    found: list[Case] = []
    count = dict.fromkeys(PLACEHOLDERS, 0)
    for document in rows[rows.label == "human"].sample(400, random_state=12345).cand:
        segments = json.loads(document)
        draw.shuffle(segments)
        for text in map(str.strip, segments[:2]):
            if not 30 < len(text) < 160 or "{" in text or not text[0].isupper() or text[-1] != ".":
                continue
            words = [
                word
                for word in tools.encoder.tag(text)
                if count.get(word.tag, MOST) < MOST
                and (word.tag != "CD" or (word.text.isdigit() and len(word.text) < 4))
            ]
            if words:
                word = draw.choice(words)
                count[word.tag] += 1
                found.append((text, word.start, word.end, PLACEHOLDERS[word.tag]))
    return found


def judged(texts: Sequence[str], tools: Tools) -> dict[int, list[SentenceScore]]:
    """The scores of each text, all in one document."""
    units = tuple(Unit(str(n), text, n) for n, text in enumerate(texts, 1))
    verdict = judge_document(Document("a.txt", "en", "txt", units), None, tools)
    found: dict[int, list[SentenceScore]] = {}
    for score in verdict.scores:
        found.setdefault(score.alignment.candidate[0].unit.line, []).append(score)
    return found


def moved(
    filler: str, known: Sequence[Case], before: dict[int, list[SentenceScore]], tools: Tools
) -> str:
    """A row of the table."""
    spans, texts = [], []
    for text, start, end, placeholder in known:
        seen = placeholder if filler == "raw" else filler.rjust(len(placeholder))
        texts.append(text[:start] + seen + text[end:])
        spans.append((start, start + len(seen)))
    after = judged(texts, tools)
    values: dict[str, list[float]] = {"p": [], "judged_major": [], "fluency": [], "cosine": []}
    new = 0
    for n, (case, text, (start, end)) in enumerate(zip(known, texts, spans, strict=True), 1):
        one, other = before[n], after.get(n, [])
        vectors = tools.encoder.vectors([case[0], text])
        values["cosine"].append(float(vectors[0] @ vectors[1]))
        beside = {f.code for s in other for f in s.findings if f.end <= start or end <= f.start}
        new += len(beside - {f.code for s in one for f in s.findings}) + (len(one) != len(other))
        if len(one) == len(other) == 1:
            values["p"].append(abs(_logit(one[0]) - _logit(other[0])))
            for name in ("judged_major", "fluency"):
                mine, theirs = one[0].metric(name), other[0].metric(name)
                if mine is not None and theirs is not None:
                    values[name].append(abs(mine - theirs))
    return (
        f"{filler or 'blank':8}" + "".join(f"{fmean(v):9.3f}" for v in values.values()) + f"{new:5}"
    )


def _logit(score: SentenceScore) -> float:
    return log(score.p_mangled / (1 - score.p_mangled))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    path = parser.parse_args().shared / "data/measure/documents_humans_and_mt.parquet"
    tools = load_tools(Config())
    known = cases(path, tools)
    before = judged([text for text, *_ in known], tools)
    print(f"{len(known)} sentences\nfiller          p    judge  fluency   cosine  new")
    for filler in FILLERS:
        print(moved(filler, known, before, tools), flush=True)


if __name__ == "__main__":
    main()
