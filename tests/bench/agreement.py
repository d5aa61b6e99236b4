"""How well scores agree with people: statistics that know nothing of mtcheck.

Every statistic is made from columns of equal length and then asked with one weight per row, so
that one and the same code gives the figure (all weights 1) and its bootstrap interval (weights =
how often the row's document was drawn). Scores are higher = better throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], float]
"""Weights of the rows in, figure out."""

SEED = 12345
"""The seed of sacrebleu's bootstrap, so that intervals can be had again."""

DRAWS = 1000
"""Resamples of an interval: the third digit of its ends is stable."""

BINS = 10
"""Of the calibration error, as Guo et al. 2017 cut [0, 1] ("On Calibration of Modern Neural
Networks" has 15; ten is what is commonly quoted)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        between = " to " if self.low < 0 else "–"
        return f"{self.value:.3f} ({self.low:.3f}{between}{self.high:.3f})"


def estimate(
    statistic: Statistic, documents: Sequence[Any], *, draws: int = DRAWS, seed: int = SEED
) -> Estimate:
    """The figure, and the 2.5th and 97.5th percentile of it over resampled documents.

    Rows of a document stay together: their errors hang together, and resampling rows would make
    the interval too narrow. The draws depend on the number of documents alone, so that two
    metrics on the same rows see the same resamples.
    """
    names, place = np.unique(np.asarray(documents, dtype=str), return_inverse=True)
    value = statistic(np.ones(len(place)))
    rng = np.random.default_rng(seed)
    found = [
        statistic(np.bincount(drawn, minlength=len(names)).astype(float)[place])
        for drawn in (rng.integers(len(names), size=len(names)) for _ in range(draws))
    ]
    low, high = np.nanpercentile(found, [2.5, 97.5]) if np.isfinite(found).any() else (np.nan,) * 2
    return Estimate(float(value), float(low), float(high))


def pairs_within(groups: Sequence[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every pair of rows of the same group, each once: two arrays of row numbers.

    >>> [pair.tolist() for pair in pairs_within(["a", "b", "a", "a"])]
    [[0, 0, 2], [2, 3, 3]]
    """
    names = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    order = np.argsort(names, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(names[order])) + 1)
    found = [np.triu_indices(len(part), 1) for part in parts]
    left = [part[i] for part, (i, _) in zip(parts, found, strict=True)]
    right = [part[j] for part, (_, j) in zip(parts, found, strict=True)]
    return np.concatenate(left), np.concatenate(right)


def pairwise(human: ArrayLike, metric: ArrayLike, groups: Sequence[Any]) -> Statistic:
    """Pairwise accuracy with ties at the best epsilon, mean over groups.

    Deutsch, Foster and Freitag 2023, "Ties Matter": of all pairs of outputs of one segment, the
    share where the metric says what the raters say: better, worse, or equal. Metrics hardly ever
    give equal scores, so differences up to epsilon count as equal, and the epsilon that serves
    the metric best is taken. Here it is searched over all differences, so it is exact.
    """
    curve = _tie_curve(human, metric, groups)
    return lambda weight: curve(weight)[0]


def best_epsilon(human: ArrayLike, metric: ArrayLike, groups: Sequence[Any]) -> float:
    """The largest difference of the metric's scores that is best read as equal."""
    return _tie_curve(human, metric, groups)(np.ones(len(groups)))[1]


def _tie_curve(
    human: ArrayLike, metric: ArrayLike, groups: Sequence[Any]
) -> Callable[[Floats], tuple[float, float]]:
    truth, scores = np.asarray(human, float), np.asarray(metric, float)
    left, right = pairs_within(groups)
    apart, judged = scores[left] - scores[right], truth[left] - truth[right]
    order = np.argsort(np.abs(apart), kind="stable")
    left, apart, judged = left[order], apart[order], judged[order]
    names = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    share = 1.0 / np.bincount(names[left], minlength=names.max() + 1)[names[left]]
    apart_right = share * (np.sign(apart) == np.sign(judged)) * (judged != 0)
    gain = share * (judged == 0) - apart_right
    distance = np.abs(apart)
    ends = np.flatnonzero(np.append(np.diff(distance) > 0, True))

    def ask(weight: Floats) -> tuple[float, float]:
        of_pair = weight[left]
        total = float(of_pair @ share)
        if not total:
            return float("nan"), float("nan")
        base = float(of_pair @ apart_right)
        gains = np.cumsum(of_pair * gain)[ends]
        best = int(np.argmax(gains))
        if gains[best] <= 0 and distance[0] > 0:
            return base / total, 0.0
        return (base + float(gains[best])) / total, float(distance[ends[best]])

    return ask


def ordered(
    human: ArrayLike, metric: ArrayLike, groups: Sequence[Any], *, at_least: float
) -> Statistic:
    """Of pairs of one group that raters put so far apart, the share the metric ranks likewise.

    Equal scores are wrong.
    """
    truth, scores = np.asarray(human, float), np.asarray(metric, float)
    left, right = pairs_within(groups)
    judged = truth[left] - truth[right]
    far = np.abs(judged) >= at_least - 1e-9
    left, judged, right = left[far], judged[far], right[far]
    hit = np.sign(scores[left] - scores[right]) == np.sign(judged)
    return lambda weight: _ratio(weight[left] @ hit, weight[left].sum())


def pearson(human: ArrayLike, metric: ArrayLike) -> Statistic:
    """Pearson's correlation over all rows."""
    x, y = np.asarray(human, float), np.asarray(metric, float)

    def ask(weight: Floats) -> float:
        weight = weight / weight.sum()
        one, other = x - weight @ x, y - weight @ y
        spread = (weight @ one**2) * (weight @ other**2)
        return float(weight @ (one * other) / np.sqrt(spread)) if spread > 0 else float("nan")

    return ask


def auc(scores: ArrayLike, is_bad: ArrayLike) -> Statistic:
    """Chance that a bad row scores lower than a good one, equal scores counting half.

    >>> auc([0.1, 0.2, 0.2, 0.9], [1, 1, 0, 0])(np.ones(4))
    0.875
    """
    values, bad = np.asarray(scores, float), np.asarray(is_bad, bool)
    order = np.argsort(values, kind="stable")
    values, bad = values[order], bad[order]
    level = np.append(0, np.cumsum(np.diff(values) > 0)) if len(values) else np.zeros(0, int)

    def ask(weight: Floats) -> float:
        weight = weight[order]
        bads = np.bincount(level, weight * bad)
        goods = np.bincount(level, weight * ~bad)
        below = np.cumsum(bads) - bads / 2
        return _ratio(goods @ below, bads.sum() * goods.sum())

    return ask


def share(hits: ArrayLike, counted: ArrayLike | None = None) -> Statistic:
    """Hits over what is counted; without ``counted``, over rows."""
    up = np.asarray(hits, float)
    down = np.ones(len(up)) if counted is None else np.asarray(counted, float)
    return lambda weight: _ratio(weight @ up, weight @ down)


def calibration_error(p_bad: ArrayLike, is_bad: ArrayLike, *, n_bins: int = BINS) -> Statistic:
    """Expected calibration error: mean distance of what was said from what was so, by bins."""
    p, bad = np.asarray(p_bad, float), np.asarray(is_bad, float)
    place = np.minimum((p * n_bins).astype(int), n_bins - 1)

    def ask(weight: Floats) -> float:
        apart = np.bincount(place, weight * (p - bad), minlength=n_bins)
        return _ratio(np.abs(apart).sum(), weight.sum())

    return ask


def reliability(
    p_bad: ArrayLike, is_bad: ArrayLike, *, weight: Floats | None = None, n_bins: int = BINS
) -> list[tuple[float, float, float]]:
    """Of every bin that is not empty: mean of what was said, share that was so, weight of rows."""
    p, bad = np.asarray(p_bad, float), np.asarray(is_bad, float)
    rows = np.ones(len(p)) if weight is None else weight
    place = np.minimum((p * n_bins).astype(int), n_bins - 1)
    total, said, so = (
        np.bincount(place, rows * values, minlength=n_bins) for values in (np.ones(len(p)), p, bad)
    )
    return [
        (float(said[n] / total[n]), float(so[n] / total[n]), float(total[n]))
        for n in np.flatnonzero(total)
    ]


def tag_scores(said: Sequence[ArrayLike], true: Sequence[ArrayLike]) -> dict[str, Statistic]:
    """Precision, recall, F1 and Matthews correlation of tags, one array of 0/1 a row, pooled."""
    counts = np.array([
        [(s & t).sum(), (s & ~t).sum(), (~s & t).sum(), (~s & ~t).sum()]
        for s, t in ((np.asarray(a, bool), np.asarray(b, bool)) for a, b in zip(said, true, strict=True))
    ], dtype=float)  # fmt: skip

    def of(formula: Callable[[float, float, float, float], float]) -> Statistic:
        return lambda weight: formula(*(float(n) for n in weight @ counts))

    return {
        "precision": of(lambda tp, fp, fn, tn: _ratio(tp, tp + fp)),
        "recall": of(lambda tp, fp, fn, tn: _ratio(tp, tp + fn)),
        "F1": of(lambda tp, fp, fn, tn: _ratio(2 * tp, 2 * tp + fp + fn)),
        "MCC": of(
            lambda tp, fp, fn, tn: _ratio(
                tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
            )
        ),
    }


def precision_at(
    values: Sequence[ArrayLike], true: Sequence[ArrayLike], recalls: Sequence[float]
) -> list[float]:
    """Precision of the highest values, pooled, where they hold so much of what is true.

    >>> precision_at([[0.9, 0.1], [0.8, 0.7]], [[1, 0], [0, 1]], [0.5, 1.0])
    [1.0, 0.6666666666666666]
    """
    order = np.argsort(-np.concatenate(list(values)), kind="stable")
    hits = np.cumsum(np.concatenate(list(true))[order])
    places = [int(np.searchsorted(hits, recall * hits[-1])) for recall in recalls]
    return [float(hits[place] / (place + 1)) for place in places]


def at_share(is_bad: ArrayLike, share_bad: float) -> Floats:
    """Weights under which this share of the rows is bad; they sum to the number of rows.

    >>> at_share([1, 1, 1, 0], 0.5).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    bad = np.asarray(is_bad, bool)
    now = float(bad.mean())
    if not 0 < now < 1:
        return np.ones(len(bad))
    return np.where(bad, share_bad / now, (1 - share_bad) / (1 - now))


def wilson(n_hits: int, n: int) -> Estimate:
    """Share with Wilson's 95 % interval, for rows that are documents themselves.

    >>> print(wilson(0, 300))
    0.000 (0.000–0.013)
    """
    if not n:
        return Estimate(float("nan"), float("nan"), float("nan"))
    z, p = 1.959964, n_hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Estimate(p, max(float(middle - half), 0.0), min(float(middle + half), 1.0))


def _ratio(up: float, down: float) -> float:
    return float(up / down) if down else float("nan")
