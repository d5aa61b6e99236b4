"""A user's own files -> thresholds of their own, and the rates to expect.

The two ways of judging, with a source and alone, are calibrated apart: their probabilities come
from different models. Thresholds come from the clean files (:func:`~mtcheck.modes.thresholds_of`);
where there are many files of both kinds, the probability itself is refitted first, by a line
through its log-odds (Platt 1999). The rates are counted on files that were left out: each file is
judged by what the others say.

What a few files can promise is little, and is said: one clean file in n + 1 is the least rate
that n files can hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtcheck.judge import outcome_of
from mtcheck.modes import ALLOWED, MODES, Limits, modes_of, rates_of, thresholds_of
from mtcheck.own import WAYS, OwnWay, log_odds
from mtcheck.types import FileVerdict, Mode, Outcome, Rates

MIN_FILES = 5
"""Clean and mangled files that a way must have: fewer say nothing."""

MIN_REFIT = 50
"""Clean and mangled files from which the probability is refitted: a line has two parameters;
with 50 its slope is off by a fifth, with 20 by a third (``tests/test_refit.py``)."""

PRIOR = 0.2
"""Probabilities are calibrated as if one file in five were mangled, here as in the package."""

LEAVE_ONE_OUT, N_FOLDS = 200, 20
"""Up to so many files each is left out alone; of more, a twentieth at a time."""

MAX_ALLOWED = 0.5
"""A mode never allows more than every other clean file."""


Labelled = tuple[float, bool]
"""The shipped probability of a file, and whether it is mangled."""

Line = tuple[float, float]
"""Bias and slope through log-odds."""


@dataclass(frozen=True, slots=True)
class WayFit:
    """What came of the files judged in one way.

    ``own`` is None where there were too few. ``clean`` and ``mangled`` are (path, probability)
    as the new calibration has it, the highest first.
    """

    way: str
    clean: tuple[tuple[str, float], ...]
    mangled: tuple[tuple[str, float], ...]
    own: OwnWay | None

    @property
    def least_rate(self) -> float:
        """The least share of clean files that so many clean files can hold."""
        return 1.0 / (len(self.clean) + 1)

    @property
    def is_refitted(self) -> bool:
        """True where the probability itself is another one."""
        return self.own is not None and (self.own.bias, self.own.slope) != (0.0, 1.0)


def refit(
    clean: Sequence[FileVerdict], mangled: Sequence[FileVerdict], *, max_fpr: float = 0.01
) -> tuple[WayFit, ...]:
    """Calibrate both ways on judged files; files that could not be judged are left out.

    ``max_fpr`` is the share of clean files that the mode ``low-fpr`` may call mangled; what the
    other thresholds may grows with it.
    """
    fits = []
    for way in WAYS:
        good, bad = _ranked(clean, way), _ranked(mangled, way)
        own = None
        if min(len(good), len(bad)) >= MIN_FILES:
            shipped = next(v.modes for v in clean if v.way == way and v.p_mangled is not None)
            own = fit_way([p for _, p in good], [p for _, p in bad], shipped, max_fpr=max_fpr)
            good = [(path, own.probability(p)) for path, p in good]
            bad = [(path, own.probability(p)) for path, p in bad]
        fits.append(WayFit(way, tuple(good), tuple(bad), own))
    return tuple(fits)


def fit_way(
    clean: Sequence[float], mangled: Sequence[float], shipped: Sequence[Mode], *, max_fpr: float
) -> OwnWay:
    """The calibration of one way, from shipped probabilities, with cross-validated rates."""
    allowed = {
        mode: {o: min(r * max_fpr / ALLOWED["low-fpr"]["mangled"], MAX_ALLOWED)
               for o, r in rates.items()}
        for mode, rates in ALLOWED.items()
    }  # fmt: skip
    files = [(p, False) for p in clean] + [(p, True) for p in mangled]
    n_folds = len(files) if len(files) <= LEAVE_ONE_OUT else N_FOLDS
    line, lines = (0.0, 1.0), [(0.0, 1.0)] * n_folds
    if min(sum(p > 0 for p in part) for part in (clean, mangled)) >= MIN_REFIT:
        whole = fit_line(files)
        parts = [fit_line(_without(files, n, n_folds), start=whole) for n in range(n_folds)]
        if _is_better(files, parts):
            line, lines = whole, parts
    called: dict[bool, dict[str, dict[str, list[bool]]]] = {
        kind: {mode: {"suspect": [], "mangled": []} for mode in MODES} for kind in (False, True)
    }
    for fold in range(n_folds):
        seen = _without(files, fold, n_folds)
        own = _with_thresholds(lines[fold], seen, shipped, allowed, n_clean=len(clean))
        for p, kind in files[fold::n_folds]:
            for mode in own.modes:
                outcome = outcome_of(own.probability(p), suspect=mode.suspect, mangled=mode.mangled)
                flags = called[kind][mode.name]
                flags["suspect"].append(outcome is not Outcome.CLEAN)
                flags["mangled"].append(outcome is Outcome.MANGLED)
    on_clean, on_mangled = (
        {mode: rates_of(flags) for mode, flags in called[kind].items()} for kind in (False, True)
    )
    own = _with_thresholds(line, files, shipped, allowed, n_clean=len(clean))
    limits = {mode.name: {"suspect": mode.suspect, "mangled": mode.mangled} for mode in own.modes}
    return OwnWay(own.bias, own.slope, modes_of(limits, on_clean, on_mangled))


def fit_line(files: Sequence[Labelled], *, start: Line = (0.0, 1.0)) -> Line:
    """Bias and slope through the log-odds of (probability, is mangled), by Newton's method.

    Files that are word for word their source have probability 0 and keep it: they are left out.
    Both kinds are weighed to :data:`PRIOR`. Targets are Platt's: (n + 1) / (n + 2) of a mangled
    file and 1 / (n + 2) of a clean one, so that files that can be told apart do not make a step.
    """
    from math import exp

    files = [(p, kind) for p, kind in files if p > 0]
    n = {kind: sum(k is kind for _, k in files) for kind in (False, True)}
    weight = {True: PRIOR / n[True], False: (1 - PRIOR) / n[False]}
    target = {True: (n[True] + 1) / (n[True] + 2), False: 1 / (n[False] + 2)}
    bias, slope = start
    for _ in range(50):
        # gradient and Hessian of the weighted log-loss, and a ridge that keeps the first finite
        g0, g1, h00, h01, h11 = 0.0, 1e-6 * (slope - 1.0), 1e-9, 0.0, 1e-6
        for p, kind in files:
            x, w = log_odds(p), weight[kind]
            q = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, bias + slope * x))))
            g0 += w * (q - target[kind])
            g1 += w * (q - target[kind]) * x
            curve = w * q * (1.0 - q)
            h00 += curve
            h01 += curve * x
            h11 += curve * x * x
        det = h00 * h11 - h01 * h01
        step = ((h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det)
        longest = max(abs(step[0]), abs(step[1]), 1.0)
        bias, slope = bias - step[0] / longest, slope - step[1] / longest
        if max(abs(step[0]), abs(step[1])) < 1e-6:
            break
    return round(bias, 4), round(slope, 4)


def _ranked(verdicts: Sequence[FileVerdict], way: str) -> list[tuple[str, float]]:
    """Path and probability of the files judged in this way, the highest first."""
    known = [(v.path, v.p_mangled) for v in verdicts if v.way == way and v.p_mangled is not None]
    return sorted(known, key=lambda one: (-one[1], one[0]))


def _without(files: Sequence[Labelled], fold: int, n_folds: int) -> list[Labelled]:
    return [one for n, one in enumerate(files) if n % n_folds != fold]


def _is_better(files: Sequence[Labelled], lines: Sequence[Line]) -> bool:
    """True where lines judge the files that they have not seen better than what is shipped."""
    n = {kind: sum(k is kind for _, k in files) for kind in (False, True)}
    weight = {True: PRIOR / n[True], False: (1 - PRIOR) / n[False]}
    gain = 0.0
    for fold, (bias, slope) in enumerate(lines):
        if slope <= 0:
            return False
        for p, kind in files[fold :: len(lines)]:
            ours = OwnWay(bias, slope, ()).probability(p)
            gain += weight[kind] * (_surprise(p, kind) - _surprise(ours, kind))
    return gain > 0


def _surprise(p: float, is_mangled: bool) -> float:
    from math import log

    return -log(max(p if is_mangled else 1.0 - p, 1e-6))


def _with_thresholds(
    line: Line,
    files: Sequence[Labelled],
    shipped: Sequence[Mode],
    allowed: Limits,
    *,
    n_clean: int,
) -> OwnWay:
    """Thresholds for what the line makes of the files; the rates are not known yet."""
    bias, slope = line
    own = OwnWay(bias, slope, ())
    fallback = {
        mode.name: {
            "suspect": own.probability(mode.suspect),
            "mangled": own.probability(mode.mangled),
        }
        for mode in shipped
    }
    clean = [own.probability(p) for p, is_mangled in files if not is_mangled]
    limits = thresholds_of(clean, allowed=allowed, fallback=fallback, n=n_clean)
    unknown = dict.fromkeys(MODES, Rates(0, (0.0, 0.0, 1.0), (0.0, 0.0, 1.0)))
    return OwnWay(bias, slope, modes_of(limits, unknown, unknown))
