"""Could chance alone make such a difference? The paired bootstrap (Koehn 2004).

The material is drawn again, with replacement, a thousand times, and each time the difference of two
versions is taken, as sacrebleu does it. What is drawn is a row: the values of both versions that
belong together, so that what is hard for both moves neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mtcheck.modes import Z

RESAMPLES: Final = 1000
SEED: Final = 12345
"""Both as in sacrebleu, so that a comparison can be repeated to the last digit."""

LEVEL: Final = 0.05
"""Chance may make a better or worse version of an equal one this often."""

MAX_P: Final = LEVEL / 2
"""A difference of one number is called one from here down, because two are asked (Bonferroni)."""

MIN_BLOCKS: Final = 5
"""Fewer say nothing. With five, 6 or 7 in 100 comparisons of equals are called different, with more
about 5 (a simulation in tests/test_compare.py holds it)."""

BETTER, WORSE, MIXED = "better", "worse", "mixed"
EVEN, FEW = "no difference", "too few sentences"


@dataclass(frozen=True, slots=True)
class Change:
    """One number in both versions: their means, the difference, and what chance has to do with it.

    ``low`` and ``high`` hold 95 % of the differences of the resamples. ``p`` is the share of
    resamples that, shifted to no difference, are as far from it as what was found.
    """

    old: float
    new: float
    difference: float
    low: float
    high: float
    p: float
    answer: str


def bootstrap(table: Sequence[Sequence[float]]) -> Change | None:
    """The paired bootstrap over blocks: sum and number of values, old, then new, a row a block.

    >>> bootstrap([[1.0, 1, 1.0, 1]] * 20).p
    1.0
    """
    import numpy as np

    rows = np.asarray(table, dtype=np.float64).reshape(-1, 4)
    totals = rows.sum(axis=0)
    n = len(rows)
    if not n or not totals[1] or not totals[3]:
        return None
    old, new = totals[0] / totals[1], totals[2] / totals[3]
    generator = np.random.default_rng(SEED)
    drawn = np.array(
        [np.bincount(generator.integers(0, n, n), minlength=n) @ rows for _ in range(RESAMPLES)]
    )
    drawn = drawn[(drawn[:, 1] > 0) & (drawn[:, 3] > 0)]
    differences = drawn[:, 2] / drawn[:, 3] - drawn[:, 0] / drawn[:, 1]
    found = new - old
    off = (differences - differences.mean()) * _widening(n)
    low, high = found + np.percentile(off, [50 * LEVEL, 100 - 50 * LEVEL])
    p = (int((np.abs(off) >= abs(found) - 1e-12).sum()) + 1) / (len(off) + 1)
    return Change(
        float(old), float(new), float(found), float(low), float(high), p, _answer(n, found, p)
    )


def _widening(n_blocks: int) -> float:
    """By how much resamples of so many blocks vary too little, at 95 %.

    A resample varies as if the blocks were all there is: its variance lacks a factor n / (n - 1),
    and of few blocks even that is known badly, which is what Student's t has over the normal
    distribution (first term of its expansion). Without it 13 in 100 comparisons of equals of ten
    blocks are called different, with it 5.
    """
    if n_blocks < 2:
        return 1.0
    degrees = n_blocks - 1
    return float((n_blocks / degrees) ** 0.5 * (1 + (Z * Z + 1) / (4 * degrees)))


def _answer(n_blocks: int, found: float, p: float) -> str:
    if abs(found) < 1e-9:
        return EVEN
    if n_blocks < MIN_BLOCKS:
        return FEW
    if p > MAX_P:
        return EVEN
    return BETTER if found > 0 else WORSE


def answer_of(*changes: Change | None) -> str:
    """What several numbers say together.

    >>> answer_of(None), answer_of(bootstrap([[1.0, 1, 1.0, 1]] * 20), None)
    ('', 'no difference')
    """
    answers = {change.answer for change in changes if change}
    if {BETTER, WORSE} <= answers:
        return MIXED
    return next((one for one in (BETTER, WORSE, FEW, EVEN) if one in answers), "")
