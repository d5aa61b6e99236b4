"""The statistics of the benchmark are what they claim to be, on cases small enough to count."""

from __future__ import annotations

import doctest
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest


def load() -> ModuleType:
    path = Path(__file__).parent / "bench" / "agreement.py"
    spec = importlib.util.spec_from_file_location("bench_agreement", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


agreement = load()


def once(n: int) -> np.ndarray:
    return np.ones(n)


def slow_pairwise(human: np.ndarray, metric: np.ndarray, groups: np.ndarray) -> float:
    """The definition, word by word: every epsilon, every group, every pair."""
    every = {0.0} | {abs(a - b) for a in metric for b in metric}
    best = 0.0
    for epsilon in every:
        of_groups = []
        for group in set(groups):
            rows = np.flatnonzero(groups == group)
            hits = []
            for n, i in enumerate(rows):
                for j in rows[n + 1 :]:
                    said = 0.0 if abs(metric[i] - metric[j]) <= epsilon else metric[i] - metric[j]
                    hits.append(np.sign(said) == np.sign(human[i] - human[j]))
            if hits:
                of_groups.append(np.mean(hits))
        best = max(best, float(np.mean(of_groups)))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_pairwise_accuracy_is_that_of_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    human = rng.integers(-4, 1, n).astype(float)
    metric = np.round(human + rng.normal(0, 2, n), 1)
    groups = rng.integers(0, 9, n)
    found = agreement.pairwise(human, metric, groups)(once(n))
    assert found == pytest.approx(slow_pairwise(human, metric, groups))


def test_pairwise_accuracy_of_a_perfect_metric_is_one() -> None:
    human = [0, 0, -1, -5, 0, -1]
    groups = ["a", "a", "a", "a", "b", "b"]
    assert agreement.pairwise(human, human, groups)(once(6)) == 1.0


def test_a_constant_metric_gets_the_ties_right_and_nothing_else() -> None:
    human = [0, 0, -1, -5]
    assert agreement.pairwise(human, [3] * 4, ["a"] * 4)(once(4)) == pytest.approx(1 / 6)


def test_every_segment_counts_the_same_however_many_outputs_it_has() -> None:
    human = [0, -1, -2, 0, -1]
    metric = [3, 2, 1, 1, 2]
    groups = ["a", "a", "a", "b", "b"]
    assert agreement.pairwise(human, metric, groups)(once(5)) == pytest.approx(0.5)


def test_a_document_drawn_twice_weighs_as_if_it_stood_there_twice() -> None:
    rng = np.random.default_rng(7)
    human, metric = rng.integers(-3, 1, 12).astype(float), rng.normal(size=12)
    groups = np.repeat(["a", "b", "c"], 4)
    weight = np.repeat([2.0, 0.0, 1.0], 4)
    rows = np.r_[0:4, 0:4, 8:12]
    again = np.r_[["a"] * 4, ["d"] * 4, ["c"] * 4]
    twice = human[rows], metric[rows]
    assert agreement.pairwise(human, metric, groups)(weight) == pytest.approx(
        agreement.pairwise(*twice, again)(once(12))
    )
    assert agreement.pearson(human, metric)(weight) == pytest.approx(
        agreement.pearson(*twice)(once(12))
    )
    assert agreement.auc(metric, human < -1)(weight) == pytest.approx(
        agreement.auc(twice[1], twice[0] < -1)(once(12))
    )


def test_pearson_is_numpys() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(2, 50))
    assert agreement.pearson(x, y)(once(50)) == pytest.approx(np.corrcoef(x, y)[0, 1])


def test_auc_counts_pairs_and_half_of_the_ties() -> None:
    rng = np.random.default_rng(5)
    scores, bad = rng.integers(0, 6, 60), rng.random(60) < 0.4
    pairs = [(a < b) + (a == b) / 2 for a in scores[bad] for b in scores[~bad]]
    assert agreement.auc(scores, bad)(once(60)) == pytest.approx(np.mean(pairs))


def test_ranking_of_far_pairs_takes_no_tie_for_a_hit() -> None:
    human, metric, groups = [0, -5, -9, 0], [2, 1, 1, 0], ["a", "a", "a", "b"]
    assert agreement.ordered(human, metric, groups, at_least=4)(once(4)) == pytest.approx(2 / 3)
    assert agreement.ordered(human, metric, groups, at_least=5)(once(4)) == 1.0


def test_calibration_error_is_zero_for_what_is_so_and_the_distance_otherwise() -> None:
    p, bad = [0.25] * 4 + [0.75] * 4, [1, 0, 0, 0, 1, 1, 1, 0]
    assert agreement.calibration_error(p, bad)(once(8)) == 0.0
    assert agreement.calibration_error([0.9] * 4, [0, 0, 1, 1])(once(4)) == pytest.approx(0.4)
    assert agreement.calibration_error([0.0, 1.0], [0, 1])(once(2)) == 0.0


def test_calibration_holds_for_the_share_of_bad_rows_that_it_is_asked_for() -> None:
    p, bad = np.array([0.2] * 10), np.array([1] * 8 + [0] * 2)
    weight = agreement.at_share(bad, 0.2)
    assert weight.sum() == pytest.approx(10)
    assert agreement.calibration_error(p, bad)(weight) == pytest.approx(0.0)
    assert agreement.calibration_error(p, bad)(once(10)) == pytest.approx(0.6)
    ((said, so, rows),) = agreement.reliability(p, bad, weight=weight)
    assert (said, so, rows) == pytest.approx((0.2, 0.2, 10))


def test_tags_are_counted_over_all_rows() -> None:
    said, true = [[1, 1, 0], [0, 0]], [[1, 0, 0], [1, 0]]
    found = {name: of(once(2)) for name, of in agreement.tag_scores(said, true).items()}
    assert found["precision"] == 0.5
    assert found["recall"] == 0.5
    assert found["F1"] == 0.5
    assert found["MCC"] == pytest.approx(np.corrcoef([1, 1, 0, 0, 0], [1, 0, 0, 1, 0])[0, 1])


def test_an_interval_holds_its_figure_and_is_the_same_every_time() -> None:
    rng = np.random.default_rng(0)
    hits, documents = rng.random(200) < 0.7, np.repeat(np.arange(20), 10)
    found = agreement.estimate(agreement.share(hits), documents)
    assert found.low < found.value < found.high
    assert found == agreement.estimate(agreement.share(hits), documents)


def test_rows_of_one_document_widen_the_interval() -> None:
    hits = np.repeat([1.0, 0.0] * 10, 10)
    together = agreement.estimate(agreement.share(hits), np.repeat(np.arange(20), 10))
    apart = agreement.estimate(agreement.share(hits), np.arange(200))
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_what_cannot_be_counted_is_no_number() -> None:
    assert np.isnan(agreement.auc([1.0, 2.0], [0, 0])(once(2)))
    assert np.isnan(agreement.wilson(0, 0).value)


def test_the_examples_in_its_docstrings_hold() -> None:
    assert doctest.testmod(agreement).failed == 0
