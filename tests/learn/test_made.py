"""Made pairs are labelled by how they were made."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from mtcheck.learn.edits import Edit
from mtcheck.learn.exchanged import Exchange
from mtcheck.learn.made import Texts, _paraphrased, differing, humans, made, round_trips

FIRST = "The harbour master closed the eastern pier on Monday."
SECOND = "On Monday the east pier was shut by the harbour master."
BACK = "The teacher of port closed the oriental spring on Monday."


@pytest.fixture
def texts() -> Texts:
    row = {"set": "wmt20", "doc": "d", "seg": "1"}
    rows = pd.DataFrame(
        [
            {**row, "system": "A", "text": FIRST, "spa": BACK},
            {**row, "system": "B", "text": SECOND, "spa": SECOND},
        ]
    )
    return Texts(rows, Path())


def test_two_humans_are_each_others_negatives(texts):
    rows = list(humans(texts, 0))
    assert {(row.cand, row.ref) for row in rows} == {(FIRST, SECOND), (SECOND, FIRST)}
    assert all(row.mangled == 0 and row.own == 0 and row.cost == 0 for row in rows)


def test_a_round_trip_that_changed_nothing_is_left_out(texts):
    (row,) = round_trips(texts, 0)
    assert (row.kind, row.cand, row.mangled) == ("spa", BACK, 1)
    assert row.ref in (FIRST, SECOND)
    assert row.own == (row.ref == FIRST)
    assert row.cost != row.cost, "nobody has graded a round trip"


def test_the_words_that_differ_are_marked():
    spans = differing(BACK, FIRST)
    assert [BACK[start:end] for start, end, _ in spans] == [
        "teacher",
        "of",
        "port",
        "oriental",
        "spring",
    ]


def test_what_is_planted_costs_its_severity_and_25_at_most():
    row = {"set": "s", "doc": "d", "seg": "1"}
    assert made(row, "k", "c", ("r", 1), spans=[(0, 1, "major")]).cost == 5
    assert made(row, "k", "c", ("r", 1), spans=[(n, n + 1, "major") for n in range(9)]).cost == 25


def test_words_no_rater_minded_make_a_paraphrase(texts):
    row = {"set": "wmt20", "doc": "d", "seg": "1", "text": FIRST}
    shut = FIRST.index("closed")
    east = FIRST.index("eastern")
    fine = [Exchange(row, Edit(shut, shut + 6, "shut", ""), 0.0)]
    minded = [Exchange(row, Edit(east, east + 7, "oriental", "major"), 5.0)]
    also = [Exchange(row, Edit(east, east + 7, "east", ""), 0.0)]
    assert list(_paraphrased(texts, [fine, minded])) == []
    rows = list(_paraphrased(texts, [fine, also]))
    assert {row.cand for row in rows} == {"The harbour master shut the east pier on Monday."}
    assert all(row.mangled == 0 and json.loads(row.spans) == [] for row in rows)
