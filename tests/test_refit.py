"""Calibrating on files whose distribution is known: what is promised is kept."""

from __future__ import annotations

import random
from math import exp
from statistics import fmean, stdev

import pytest

from mtcheck.modes import share_of
from mtcheck.refit import MIN_FILES, MIN_REFIT, fit_line, fit_way, refit
from mtcheck.types import FileVerdict, Outcome

from .stand_in import MODES

BIAS, SLOPE = -1.0, 0.6
"""The true line of the files drawn here: with a prior of one in five, their log-odds."""


def drawn(n: int, rng: random.Random) -> tuple[list[float], list[float]]:
    """Shipped probabilities of n clean and n mangled files that a line would put right."""
    spread, middle = 2.0, -2.0
    apart = SLOPE * spread**2  # of two normal distributions with one spread
    return (
        [round(1 / (1 + exp(-rng.gauss(middle, spread))), 6) for _ in range(n)],
        [round(1 / (1 + exp(-rng.gauss(middle + apart, spread))), 6) for _ in range(n)],
    )


def labelled(clean: list[float], mangled: list[float]) -> list[tuple[float, bool]]:
    return [(p, False) for p in clean] + [(p, True) for p in mangled]


@pytest.mark.parametrize(("n", "off_by"), [(20, 0.35), (MIN_REFIT, 0.25), (400, 0.1)])
def test_the_more_files_the_nearer_the_line(n: int, off_by: float) -> None:
    rng = random.Random(1)
    slopes = [fit_line(labelled(*drawn(n, rng)))[1] for _ in range(60)]
    assert stdev(slopes) / fmean(slopes) < off_by
    assert fmean(slopes) == pytest.approx(SLOPE, abs=0.1)


def test_files_that_can_be_told_apart_do_not_make_a_step_of_the_line() -> None:
    bias, slope = fit_line(labelled([0.001] * 60, [0.999] * 60))
    assert 0 < slope < 1
    assert abs(bias) < 3


@pytest.mark.parametrize("n", [20, 60, 150])
def test_files_never_seen_are_hardly_ever_judged_worse_than_the_interval_says(n: int) -> None:
    """Of 20 calibrations, by the true rates: false alarms above it, or recall below, once."""
    rng = random.Random(n)
    clean, mangled = drawn(2000, rng)
    worse = [0, 0]
    for _ in range(20):
        own = fit_way(*drawn(n, rng), MODES, max_fpr=0.05)
        mode = own.modes[0]
        share = [fmean(own.probability(p) >= mode.mangled for p in f) for f in (clean, mangled)]
        worse[0] += share[0] > mode.on_clean.mangled[2]
        worse[1] += share[1] < mode.on_mangled.mangled[1]
    assert max(worse) <= 1


@pytest.mark.parametrize("max_fpr", [0.02, 0.05, 0.1])
def test_no_more_clean_files_are_called_mangled_than_was_asked_for(max_fpr: float) -> None:
    rng = random.Random(3)
    unseen, _ = drawn(2000, rng)
    true = []
    for _ in range(20):
        own = fit_way(*drawn(120, rng), MODES, max_fpr=max_fpr)
        true.append(fmean(own.probability(p) >= own.modes[0].mangled for p in unseen))
    assert fmean(true) <= max_fpr


def test_a_refit_that_would_judge_no_better_is_not_made() -> None:
    """Mangled files that look as the clean ones do: nothing can be learned from them."""
    rng = random.Random(4)
    clean, _ = drawn(80, rng)
    other, _ = drawn(80, rng)
    own = fit_way(clean, [1 - p for p in other], MODES, max_fpr=0.01)
    assert own.slope > 0
    turned = fit_way([0.9] * 60, [0.1] * 60, MODES, max_fpr=0.01)
    assert (turned.bias, turned.slope) == (0.0, 1.0)


def test_files_that_are_their_own_source_do_not_move_the_line() -> None:
    clean, mangled = drawn(80, random.Random(6))
    assert fit_line(labelled([0.0] * 500 + clean, mangled)) == fit_line(labelled(clean, mangled))
    same = fit_way([0.0] * 80, mangled, MODES, max_fpr=0.01)
    assert (same.bias, same.slope) == (0.0, 1.0)


def test_the_rates_of_a_calibration_grow_from_the_strict_mode_to_the_balanced_one() -> None:
    strict, balanced = fit_way(*drawn(100, random.Random(5)), MODES, max_fpr=0.01).modes
    assert strict.on_clean.mangled[0] <= balanced.on_clean.mangled[0]
    assert strict.on_mangled.mangled[0] <= balanced.on_mangled.mangled[0]
    assert strict.on_clean.files == strict.on_mangled.files == 100


def verdict(path: str, p: float | None, *, coverage: float | None = None) -> FileVerdict:
    outcome = Outcome.UNJUDGED if p is None else Outcome.CLEAN
    return FileVerdict(
        path, "", outcome, (), p, (), "none", coverage, coverage, "v", modes=MODES
    )  # fmt: skip


def test_the_ways_are_kept_apart_and_unjudged_files_left_out() -> None:
    alone = [verdict(f"{n}.txt", 0.1) for n in range(MIN_FILES)]
    paired = [verdict(f"{n}.csv", 0.2, coverage=0.9) for n in range(MIN_FILES - 1)]
    mangled = [verdict(f"{n}.txt", 0.9) for n in range(MIN_FILES)]
    more = [verdict(f"{n}.csv", 0.8, coverage=0.9) for n in range(MIN_FILES)]
    source, own = refit([*alone, *paired, verdict("lost.txt", None)], [*mangled, *more])
    assert (source.way, source.own, len(source.clean)) == ("source", None, MIN_FILES - 1)
    assert own.own is not None
    assert {p for _, p in own.clean} == {0.1}
    assert own.own.modes[0].on_clean.mangled == share_of(0, MIN_FILES)
    assert own.least_rate == pytest.approx(1 / 6)
