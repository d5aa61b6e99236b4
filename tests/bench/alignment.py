"""Measure the aligner where the truth is known: two human translations of the same documents.

    python tests/bench/alignment.py --shared ../shared

Each document of WMT20 was translated by two people, segment by segment. With the true
counterpart of a segment removed, its best match anywhere is a false one; with it, the match should
be the true one. Shuffled, the two versions are comparable texts with known links.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from mtcheck.align import MIN_COMPARABLE, MIN_PARALLEL, _table, _values, align
from mtcheck.learn.data import human_rows
from mtcheck.models.embedded import load_encoder
from mtcheck.segment import segment
from seeds import document, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--documents", type=int, default=60)
    args = parser.parse_args()
    rows = human_rows(args.shared / "data")
    rows = rows[rows["set"] == "wmt20_zhen_mqm"]
    encoder = load_encoder()
    true, false, right, comparable = [], [], [], []
    parallel = 0
    docs = sorted(rows["doc"].unique())[: args.documents]
    for doc in docs:
        part = rows[rows["doc"] == doc].drop_duplicates(["seg", "system"])
        both = part.pivot(index="seg", columns="system", values="text").dropna()
        if len(both.columns) != 2 or len(both) < 4:
            continue
        one, other = (list(both[name]) for name in both.columns)
        left, right_ = (segment(document("\n".join(lines))) for lines in (one, other))
        parallel += align(left, right_, encoder).mode == "parallel"
        order = np.random.default_rng(12345).permutation(len(other))
        shuffled = segment(document("\n".join(other[i] for i in order)))
        values = _values(*_table(left, shuffled, encoder))
        lines = [int(order[int(s.unit.id) - 1]) for s in shuffled]
        for row, sentence in zip(values, left, strict=True):
            mine = np.array([line == int(sentence.unit.id) - 1 for line in lines])
            true.append(row[mine].max())
            false.append(row[~mine].max())
        for found in align(left, shuffled, encoder, mode="comparable").alignments:
            if found.source:
                line = int(order[int(found.source[0].unit.id) - 1])
                right.append(line == int(found.candidate[0].unit.id) - 1)
            comparable.append(bool(found.source))
    true_, false_ = np.array(true), np.array(false)
    print(f"{len(docs)} documents, {len(true)} sentences; called parallel: {parallel}")
    print(
        "\n".join(
            table(
                ["least value", "true counterpart reaches it", "best false one reaches it"],
                [
                    [limit, f"{(true_ >= limit).mean():.3f}", f"{(false_ >= limit).mean():.3f}"]
                    for limit in (MIN_PARALLEL, 0.5, 0.54, MIN_COMPARABLE, 0.62, 0.66)
                ],
            )
        )
    )
    print(f"comparable: {np.mean(comparable):.3f} linked, {np.mean(right):.3f} of the links right")


if __name__ == "__main__":
    main()
