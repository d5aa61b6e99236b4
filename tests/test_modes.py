from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.combine import load_calibration
from mtcheck.modes import (
    ALLOWED,
    LEAST,
    MODES,
    modes_from_json,
    modes_to_json,
    rates_of,
    share_of,
    thresholds_of,
)
from mtcheck.refit import MIN_FILES, MIN_REFIT

PROBABILITIES = st.lists(st.floats(0, 1).map(lambda p: round(p, 6)), min_size=1, max_size=300)
FREE = {mode: {"suspect": 0.0, "mangled": 0.0} for mode in MODES}


@given(PROBABILITIES)
def test_no_more_clean_files_are_called_so_than_a_mode_allows(clean: list[float]) -> None:
    below_one = [min(p, 0.999) for p in clean]
    for mode, limits in thresholds_of(below_one, least=FREE).items():
        for outcome, threshold in limits.items():
            called = sum(p >= threshold for p in below_one)
            assert called <= ALLOWED[mode][outcome] * (len(clean) + 1)


@given(PROBABILITIES)
def test_a_stricter_mode_and_a_worse_outcome_never_have_the_lower_threshold(
    clean: list[float],
) -> None:
    found = thresholds_of(clean, fallback=LEAST)
    for mode in MODES:
        assert found[mode]["suspect"] <= found[mode]["mangled"] <= 1
    for outcome in ("suspect", "mangled"):
        assert found["balanced"][outcome] <= found["low-fpr"][outcome]
        assert found["low-fpr"][outcome] >= LEAST["low-fpr"][outcome]


SHIPPED = {mode: {"suspect": 0.4, "mangled": 0.8} for mode in MODES}


@pytest.mark.parametrize(
    ("clean", "expected", "comment"),
    [
        ([0.1] * 20, 0.8, "nothing is lowered that 20 files cannot hold"),
        ([0.1] * 19 + [0.9], 0.8, "one of 20 may be chance"),
        ([0.1] * 18 + [0.9] * 2, 0.9001, "two of 20 are no one in a hundred"),
        ([0.1] * 97 + [0.9], 0.8, "98 files are too few by one"),
        ([0.1] * 98 + [0.9], 0.9001, "99 files hold one in a hundred: none of them is called so"),
        ([0.1] * 99, 0.6, "and may lower the threshold, as far as it may ever go"),
    ],
)
def test_with_too_few_files_the_shipped_threshold_stays_unless_they_speak_against_it(
    clean: list[float], expected: float, comment: str
) -> None:
    assert thresholds_of(clean, fallback=SHIPPED)["low-fpr"]["mangled"] == expected, comment


def test_no_file_at_all_changes_nothing() -> None:
    assert thresholds_of([], fallback=SHIPPED)["low-fpr"] == SHIPPED["low-fpr"]


@pytest.mark.parametrize(
    ("n_called", "n", "low", "high"),
    # Wilson's interval, as tables and statsmodels have it
    [(0, 20, 0.0, 0.1611), (1, 20, 0.0089, 0.2361), (10, 100, 0.0552, 0.1744), (5, 5, 0.5655, 1.0)],
)
def test_a_share_carries_its_interval(n_called: int, n: int, low: float, high: float) -> None:
    assert share_of(n_called, n)[1:] == pytest.approx((low, high), abs=1e-3)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_share_is_inside_its_interval(n_called: int, n: int) -> None:
    share, low, high = share_of(min(n_called, n), n)
    assert 0 <= low <= share <= high <= 1


def test_versions_of_one_document_do_not_narrow_the_interval() -> None:
    called = {"suspect": [False] * 40, "mangled": [False] * 40}
    wide = rates_of(called, documents=["a", "b", "c", "d"] * 10)
    assert wide.files == 40
    assert wide.mangled == share_of(0, 4)
    assert rates_of(called).mangled == share_of(0, 40)


def test_the_shipped_modes_say_what_to_expect_and_are_ordered() -> None:
    for model in load_calibration().document.values():
        strict, balanced = model.modes
        assert (strict.name, balanced.name) == MODES
        assert balanced.suspect <= strict.suspect
        assert balanced.mangled <= strict.mangled
        assert (model.suspect, model.mangled) == (balanced.suspect, balanced.mangled)
        assert strict.on_clean.files > 100
        # what is allowed lies inside what was measured on unseen documents, or above it
        assert strict.on_clean.mangled[1] <= ALLOWED["low-fpr"]["mangled"]
        assert strict.on_clean.mangled[0] <= balanced.on_clean.mangled[0]
        assert strict.on_mangled.mangled[0] <= balanced.on_mangled.mangled[0]


def test_modes_survive_json() -> None:
    modes = load_calibration().document["source"].modes
    assert modes_from_json(json.loads(json.dumps(modes_to_json(modes)))) == modes


def test_the_documents_say_what_a_mode_allows_and_what_files_promise() -> None:
    text = (Path(__file__).parents[1] / "USAGE.md").read_text(encoding="utf-8")
    for mode in MODES:
        row = re.search(rf"^\| `{mode}`.*\| ([\d.]+) \| ([\d.]+) \|$", text, re.M)
        assert row is not None
        assert [float(cell) / 100 for cell in row.groups()] == [
            ALLOWED[mode]["mangled"],
            ALLOWED[mode]["suspect"],
        ]
    assert (MIN_FILES, MIN_REFIT) == (5, 50)  # "at least five of each", "with 50 of each kind"
    assert round(100 / 21, 1) == 4.8
    words = " ".join(text.split())
    assert "20 clean ones can promise no rate below 4.8 %, and one in a hundred takes 99" in words
