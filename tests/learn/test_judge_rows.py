"""What the judge learns from, row by row; no training data needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the [test] extra is not installed")

from mtcheck.learn.judge_rows import MAX_PENALTY, _mqm, made


def mqm_row(**changed: str) -> dict[str, str]:
    spans = [
        [0, 3, "major", "Accuracy", "a"],
        [4, 7, "minor", "Style", "b"],
        [0, 1, "neutral", "x", "b"],
    ]
    row = {
        "doc": "d", "seg": "1", "cand": "one two", "ref": "two one", "score": "-3",
        "n_raters": "2", "spans": json.dumps(spans), "is_human": "0",
    }  # fmt: skip
    return {**row, **changed}


def test_spans_carry_the_share_of_raters_and_neutral_ones_do_not_count() -> None:
    row = _mqm("wmt20_zhen_mqm", mqm_row())
    assert row.spans == ((0, 3, 0.5, 0.5), (4, 7, 0.5, 0.0))
    assert row.major == 0.5
    assert row.target == pytest.approx(3**0.5)
    assert row.made is None


def test_a_human_text_was_not_made_and_penalties_have_a_ceiling() -> None:
    row = _mqm("bio_mqm", mqm_row(is_human="1", score="-100"))
    assert row.made == 0.0
    assert row.target == MAX_PENALTY**0.5


def test_a_round_trip_has_no_penalty_and_planted_damage_has(tmp_path: Path) -> None:
    import pandas as pd

    base = {"doc": "s:d", "group": "s:d:1", "ref": "We met.", "mangled": 1, "alone": 0, "own": 1}
    rows = [
        {**base, "kind": "spa", "cand": "We found.", "cost": float("nan"), "spans": "[]"},
        {**base, "kind": "verb-lost", "cand": "We.", "cost": 5.0, "spans": '[[0, 2, "major"]]'},
    ]
    pd.DataFrame(rows).to_parquet(tmp_path / "made.parquet")
    trip, planted = made(tmp_path)
    assert trip.target is None
    assert planted.target == pytest.approx(5**0.5)
    assert planted.spans == ((0, 2, 1.0, 1.0),)
    assert not planted.shows_alone
    assert trip.segment == planted.segment
