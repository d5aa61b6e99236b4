"""Modes: named pairs of file thresholds, how they are found, and what they may be expected to do.

A mode promises something about clean human files, so its thresholds come from clean human files
only: :func:`thresholds_of` puts each just above the files that may be called so. What comes of
it is counted on files that had no part in it, and a count carries its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, isfinite, sqrt
from typing import Any

from mtcheck.types import Mode, Rates

LOW_FPR, BALANCED = "low-fpr", "balanced"
MODES = (LOW_FPR, BALANCED)
"""The strictest first."""

OUTCOMES = ("suspect", "mangled")
"""What has a threshold, the mildest first."""

ALLOWED = {
    LOW_FPR: {"suspect": 0.025, "mangled": 0.01},
    BALANCED: {"suspect": 0.1, "mangled": 0.05},
}
"""Share of clean human files that a mode may call at least suspect, or mangled. One in a hundred
is what a gate in a continuous build can bear; balanced allows five times as many."""

LEAST = {
    LOW_FPR: {"suspect": 0.3, "mangled": 0.6},
    BALANCED: {"suspect": 0.2, "mangled": 0.3},
}
"""Thresholds at least, whatever the clean files allow. Probabilities are calibrated as if one file
in five were mangled: below 0.2 a file looks better than one about which nothing is known, and from
0.6 on it is clearly more likely mangled than not."""

DECIMALS = 4
"""Of a threshold."""

Z = 1.96
"""Standard deviations to either side that hold 95 % of a normal distribution."""

Limits = Mapping[str, Mapping[str, float]]
"""By mode, then by outcome (``suspect``, ``mangled``): a threshold, or a share of files."""


def share_of(n_called: float, n: float) -> tuple[float, float, float]:
    """A share and its 95 % interval (Wilson 1927), which holds for few files and for none called.

    Where files come from the same documents, give the number of documents as ``n``, and
    ``n_called`` in proportion: versions of one document are not independent.

    >>> [round(value, 3) for value in share_of(0, 20)]
    [0.0, 0.0, 0.161]
    """
    if n <= 0:
        return 0.0, 0.0, 1.0
    share = n_called / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low, high = max(middle - reach, 0.0), min(middle + reach, 1.0)
    return round(share, DECIMALS), round(min(low, share), DECIMALS), round(high, DECIMALS)


def thresholds_of(
    clean: Sequence[float],
    *,
    allowed: Limits = ALLOWED,
    least: Limits = LEAST,
    fallback: Limits | None = None,
    n: int | None = None,
) -> dict[str, dict[str, float]]:
    """Thresholds by mode and outcome, from the ``p_mangled`` of clean files.

    A threshold just above the k-th highest of n clean files calls another file like them with
    probability k / (n + 1) at most, whatever the distribution; k is as large as ``allowed`` lets
    it be. Where it must be 0 there are too few files to hold the rate. The threshold is then
    ``fallback``, raised only as far as the files speak against it: until the interval of the share
    that is called so reaches down to what is allowed. Without a fallback it is above all files.

    ``n`` is given where ``clean`` is a part of the files, as in cross-validation: k is then that of
    the whole. A more lenient mode never has the higher threshold, nor has a milder outcome.

    >>> thresholds_of([0.01] * 98 + [0.7, 0.8])["low-fpr"]
    {'suspect': 0.7001, 'mangled': 0.8001}
    >>> thresholds_of([0.01] * 100)["low-fpr"]
    {'suspect': 0.3, 'mangled': 0.6}
    """
    highest = sorted(clean, reverse=True)
    size = len(highest) if n is None else n
    found: dict[str, dict[str, float]] = {}
    stricter = dict.fromkeys(OUTCOMES, 1.0)
    for mode in MODES:
        found[mode] = {}
        bound = 1.0
        for outcome in reversed(OUTCOMES):
            share, at_least = allowed[mode][outcome], least[mode][outcome]
            k = floor(share * (size + 1) + 1e-9)
            if k == 0 and fallback is not None:
                at_least = max(at_least, fallback[mode][outcome])
                k = sum(p >= at_least for p in highest)
                while share_of(k, len(highest))[1] > share:
                    k -= 1
                k += 1
            k = max(k, 1)
            above = _just_above(highest[k - 1]) if k <= len(highest) else 0.0
            bound = min(max(at_least, above), bound, stricter[outcome])
            found[mode][outcome] = bound
        stricter = found[mode]
        found[mode] = {outcome: stricter[outcome] for outcome in OUTCOMES}
    return found


def rates_of(
    called: Mapping[str, Sequence[bool]], *, documents: Sequence[str] | None = None
) -> Rates:
    """How many files were called ``suspect`` (or worse) and ``mangled``, one flag a file.

    ``documents``: which document each file is of, where several files are of one.
    """
    n_files = len(called["mangled"])
    n = len(set(documents)) if documents is not None else n_files
    shares = [share_of(sum(called[o]) / max(n_files, 1) * n, n) for o in OUTCOMES]
    return Rates(n_files, shares[0], shares[1])


def modes_of(
    thresholds: Limits, on_clean: Mapping[str, Rates], on_mangled: Mapping[str, Rates]
) -> tuple[Mode, ...]:
    """The modes that thresholds and rates, both by mode, make up."""
    return tuple(
        Mode(
            name,
            thresholds[name]["suspect"],
            thresholds[name]["mangled"],
            on_clean[name],
            on_mangled[name],
        )
        for name in MODES
    )


def modes_to_json(modes: Sequence[Mode]) -> dict[str, Any]:
    """Modes by name, as they stand in ``calibration.json`` and in stored verdicts."""
    return {
        mode.name: {
            "suspect": mode.suspect,
            "mangled": mode.mangled,
            "expected": {
                name: {
                    "files": rates.files,
                    "suspect": list(rates.suspect),
                    "mangled": list(rates.mangled),
                }
                for name, rates in (("clean", mode.on_clean), ("mangled", mode.on_mangled))
            },
        }
        for mode in modes
    }


def modes_from_json(data: Any) -> tuple[Mode, ...]:
    """The modes that :func:`modes_to_json` wrote: all of them, or none.

    Raises ValueError that names the place.
    """
    modes = []
    if data and set(_keys(data, "modes")) != set(MODES):
        raise ValueError(f"modes: {' and '.join(MODES)} expected, not {', '.join(data)!r:.40}")
    for name in _keys(data, "modes"):
        values, place = data[name], f"modes.{name}"
        suspect, mangled = (
            _share(_get(values, outcome, place), f"{place}.{outcome}") for outcome in OUTCOMES
        )
        if suspect > mangled:
            raise ValueError(f"{place}: suspect {suspect:g} is above mangled {mangled:g}")
        expected = _get(values, "expected", place)
        place += ".expected"
        rates = [_rates(_get(expected, on, place), f"{place}.{on}") for on in ("clean", "mangled")]
        modes.append(Mode(name, suspect, mangled, *rates))
    return tuple(modes)


def _just_above(p: float) -> float:
    scale = 10.0**DECIMALS
    return (floor(p * scale + 1e-9) + 1) / scale


def _rates(data: Any, place: str) -> Rates:
    files = _get(data, "files", place)
    if not isinstance(files, int) or isinstance(files, bool) or files < 0:
        raise ValueError(f"{place}.files: {files!r:.40} is no number of files")
    found = []
    for outcome in OUTCOMES:
        values = _get(data, outcome, place)
        if not isinstance(values, list) or len(values) != 3:
            raise ValueError(f"{place}.{outcome}: a share, its low and its high end expected")
        share, low, high = (_share(value, f"{place}.{outcome}") for value in values)
        if not low <= share <= high:
            raise ValueError(f"{place}.{outcome}: {share:g} is not between {low:g} and {high:g}")
        found.append((share, low, high))
    return Rates(files, found[0], found[1])


def _share(value: Any, place: str) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not isfinite(value):
        raise ValueError(f"{place}: a number expected, not {value!r:.40}")
    if not 0 <= value <= 1:
        raise ValueError(f"{place}: {value:g} is not between 0 and 1")
    return float(value)


def _get(data: Any, key: str, place: str) -> Any:
    if key not in _keys(data, place):
        raise ValueError(f"{place}: {key!r} is missing")
    return data[key]


def _keys(data: Any, place: str) -> list[str]:
    if not isinstance(data, dict):
        raise ValueError(f"{place}: names and values expected, not {data!r:.40}")
    return list(data)
