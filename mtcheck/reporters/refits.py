"""What ``mtcheck calibrate`` found, for a person: thresholds, rates, and what to doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from textwrap import fill

from mtcheck.modes import MODES
from mtcheck.refit import MIN_FILES, MIN_REFIT, WayFit
from mtcheck.reporters.modes import percent
from mtcheck.reporters.visible import visible
from mtcheck.types import Mode, Rates

# So many files are named on either side: those that may have been put into the wrong folder.
MAX_NAMED = 3

_WAYS = {"source": "with a source", "alone": "judged alone"}


def render_refits(fits: Sequence[WayFit], *, max_fpr: float, width: int = 80) -> str:
    """The report as text, lines no wider than ``width`` where no file name is."""
    parts = []
    for fit in fits:
        lines = _calibrated(fit, max_fpr) if fit.own is not None else _left(fit)
        parts.append("\n".join(_wrapped(line, width) for line in lines))
    return "\n\n".join(parts) + "\n"


def say_too_few(fits: Sequence[WayFit]) -> str:
    """Why nothing could be calibrated, as one sentence."""
    found = ", ".join(f"{_WAYS[fit.way]} {_count(fit)}" for fit in fits if fit.clean or fit.mangled)
    return (
        f"too few files to calibrate: {found or 'none could be judged'}; at least {MIN_FILES} "
        f"clean and {MIN_FILES} mangled ones are needed, judged the same way"
    )


def _left(fit: WayFit) -> Iterator[str]:
    yield (
        f"{_WAYS[fit.way]}: not calibrated, what is shipped stays: {_count(fit)}, "
        f"at least {MIN_FILES} of each kind are needed"
    )


def _calibrated(fit: WayFit, max_fpr: float) -> Iterator[str]:
    assert fit.own is not None
    modes = {mode.name: mode for mode in fit.own.modes}
    yield f"{_WAYS[fit.way]}: {_count(fit)}"
    yield ""
    yield _row("mode", "outcome", "from p", "clean files called so", "mangled files called so")
    for name in MODES:
        for outcome in ("mangled", "suspect"):
            yield _rates(modes[name], outcome)
    yield ""
    yield (
        "Each file was judged by a calibration that had not seen it; in brackets, the 95% "
        "interval. “suspect” is suspect or mangled."
    )
    n_clean = len(fit.clean)
    if fit.least_rate > max_fpr:
        needed = ceil(1 / max_fpr - 1e-9) - 1
        yield (
            f"{n_clean} clean files can promise no rate below {percent(fit.least_rate)}; "
            f"{percent(max_fpr)} takes {needed}. With fewer, mode low-fpr keeps the shipped "
            "threshold unless these files speak against it."
        )
    yield f"p_mangled: {_line(fit)}."
    yield f"Clean files that look worst: {_named(fit.clean[:MAX_NAMED])}."
    yield f"Mangled files that look best: {_named(fit.mangled[: -MAX_NAMED - 1 : -1])}."


def _line(fit: WayFit) -> str:
    assert fit.own is not None
    if fit.is_refitted:
        return f"refitted, log-odds = {fit.own.bias:+.2f} {fit.own.slope:+.2f} · shipped log-odds"
    if min(len(fit.clean), len(fit.mangled)) < MIN_REFIT:
        return f"as shipped; {MIN_REFIT} files of each kind are needed to refit it"
    return "as shipped; refitted, it would judge these files no better"


def _rates(mode: Mode, outcome: str) -> str:
    threshold = mode.suspect if outcome == "suspect" else mode.mangled
    cells = (_share(rates, outcome) for rates in (mode.on_clean, mode.on_mangled))
    return _row(mode.name, outcome, f"{threshold:.4f}", *cells)


def _share(rates: Rates, outcome: str) -> str:
    share, low, high = rates.suspect if outcome == "suspect" else rates.mangled
    n_called = round(share * rates.files)
    return f"{n_called} of {rates.files} ({percent(low).rstrip('%')}–{percent(high)})"


def _row(*cells: str) -> str:
    widths = (8, 7, 6, 25, 0)
    return "  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)).rstrip()


def _count(fit: WayFit) -> str:
    return f"{len(fit.clean)} clean and {len(fit.mangled)} mangled files"


def _named(files: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{visible(path)} ({p:.2f})" for path, p in files)


def _wrapped(line: str, width: int) -> str:
    if "  " in line:  # a row of the table
        return line
    kept = line.replace(" (", "\0(")  # a file and its number stay together
    return fill(kept, width, break_long_words=False, break_on_hyphens=False).replace("\0", " ")
