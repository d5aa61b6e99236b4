"""Rows that the judge learns from: human labels, and damage that was made on purpose.

Human labels: MQM of WMT20/21 Chinese-English and of biomedical abstracts (penalty, raters' spans),
MLQE-PE (direct assessment, words that the post-editor changed). Made material: what
``mtcheck.learn.made`` writes. Every row has what is known of it, and None where nothing is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from mtcheck.learn.data import read_rows

MAX_PENALTY = 25.0

SETS = ("wmt20_zhen_mqm", "wmt21_zhen_mqm", "bio_mqm", "mlqe_pe", "made")


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate and its source with what people, or the maker, said of it.

    ``target``: square root of the MQM penalty (0 flawless, 1 a minor error, 2.2 a major one), of
    MLQE a linear map of the z-score onto about the same range. ``major``: share of the raters
    who marked a major error. ``made``: 1 what an engine or a planted damage made of a human text,
    0 human. ``spans``: (start, end, share of raters marking any error, marking a major one).
    ``circular``: the spans follow from the source, and say nothing when it is shown.
    ``shows_alone``: without the source the labels still hold; a changed number does not show.
    ``kind``: how it was made; ``own``: out of its very source.
    """

    set: str
    doc: str
    segment: str
    candidate: str
    source: str
    target: float | None = None
    major: float | None = None
    made: float | None = None
    spans: tuple[tuple[int, int, float, float], ...] | None = None
    circular: bool = False
    shows_alone: bool = True
    kind: str = ""
    own: bool = False


def human_labelled(data: Path) -> Iterator[Row]:
    """All usable rows of ``train/``."""
    for name in ("wmt20_zhen_mqm", "wmt21_zhen_mqm", "bio_mqm"):
        rows = read_rows(data / "train" / f"{name}.tsv.gz")
        for column in ("text_suspect", "ref_suspect"):
            if column in rows:
                rows = rows[rows[column] != "1"]
        for row in rows.to_dict("records"):
            yield _mqm(name, row)
    rows = read_rows(data / "train" / "mlqe_pe.tsv.gz")
    rows = rows[(rows["domain"] != "wikiquote") & (rows["cand"] != "")]
    for row in rows.to_dict("records"):
        spans = tuple((s[0], s[1], 1.0, 0.0) for s in json.loads(row["spans"] or "[]"))
        target = min(max(1.6 - 1.2 * float(row["score"]), 0.0), 5.0)
        yield Row(
            "mlqe_pe",
            row["doc"],
            row["seg"],
            row["cand"],
            row["ref"],
            target,
            spans=spans,
            circular=True,
        )


def _mqm(name: str, row: Any) -> Row:
    """A row of an MQM file; ``neutral`` marks count as nothing."""
    marks = json.loads(row["spans"] or "[]")
    raters = max(int(row["n_raters"] or 1), 1)
    severe: dict[str, bool] = defaultdict(bool)
    spans = []
    for start, end, severity, _, rater in marks:
        if severity == "neutral":
            continue
        major = severity in ("major", "critical", "non-translation")
        severe[rater] |= major
        spans.append((start, end, 1.0 / raters, major / raters))
    penalty = min(max(-float(row["score"]), 0.0), MAX_PENALTY)
    return Row(
        name,
        row["doc"],
        row["seg"],
        row["cand"],
        row["ref"],
        target=penalty**0.5,
        major=min(sum(severe.values()) / raters, 1.0),
        made=0.0 if row["is_human"] == "1" else None,
        spans=tuple(spans),
    )


def made(folder: Path) -> Iterator[Row]:
    """Everything that ``mtcheck.learn.made`` has written to a folder, one Parquet file or more.

    What was planted has a penalty and spans. A round trip has neither: what an engine worded in
    another way need not be wrong.
    """
    for path in sorted(folder.glob("*.parquet")):
        for row in pd.read_parquet(path).to_dict("records"):
            marks = json.loads(row["spans"])
            cost = float(row["cost"])
            spans = tuple((s, e, 1.0, float(severity != "minor")) for s, e, severity in marks)
            yield Row(
                "made",
                row["doc"],
                row["group"],
                row["cand"],
                row["ref"],
                target=None if isnan(cost) else min(cost, MAX_PENALTY) ** 0.5,
                made=float(row["mangled"]),
                spans=None if isnan(cost) else spans,
                shows_alone=bool(row["alone"]),
                kind=row["kind"],
                own=bool(row["own"]),
            )
