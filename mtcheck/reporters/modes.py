"""What a mode promises, in plain words: at the end of a report, and of the gate."""

from __future__ import annotations

from collections.abc import Sequence

from mtcheck.types import FileVerdict, Mode, Outcome

_WAYS = {"source": "with a source", "alone": "judged alone"}


def say_modes(verdicts: Sequence[FileVerdict], *, outcome: str = "mangled") -> tuple[str, ...]:
    """One sentence for each mode and way of these verdicts: how often clean files are called so.

    ``outcome`` is ``mangled``, or ``suspect`` for that or worse.
    """
    said: dict[str, None] = {}
    for verdict in verdicts:
        mode = mode_of(verdict)
        if mode is not None and verdict.outcome is not Outcome.UNJUDGED:
            said[f"mode {mode.name}, {_WAYS[verdict.way]}: {say_false_alarms(mode, outcome)}"] = (
                None
            )
    return tuple(said)


def mode_of(verdict: FileVerdict) -> Mode | None:
    """The mode that gave the verdict its outcome; None where it carries none."""
    return next((mode for mode in verdict.modes if mode.name == verdict.mode), None)


def say_false_alarms(mode: Mode, outcome: str) -> str:
    """The share of clean files that is called so, with its interval.

    >>> from mtcheck.types import Rates
    >>> rates = Rates(461, (0.0325, 0.0124, 0.0826), (0.0108, 0.0022, 0.0508))
    >>> say_false_alarms(Mode("low-fpr", 0.3, 0.6, rates, rates), "mangled")
    '1.1% of clean files are called mangled (95% interval 0.2% to 5.1%, measured on 461 files)'
    """
    if not mode.on_clean.files:
        return "how many clean files it calls mangled was not measured"
    share, low, high = mode.on_clean.suspect if outcome == "suspect" else mode.on_clean.mangled
    called = "suspect or mangled" if outcome == "suspect" else "mangled"
    return (
        f"{percent(share)} of clean files are called {called} (95% interval "
        f"{percent(low)} to {percent(high)}, measured on {mode.on_clean.files} files)"
    )


def percent(share: float) -> str:
    """A share in percent, with a decimal where it is small or nearly all.

    >>> percent(0.0108), percent(0.862), percent(0.0), percent(0.0001), percent(1.0)
    ('1.1%', '86%', '0%', '<0.1%', '100%')
    """
    if 0 < share < 0.0005:
        return "<0.1%"
    if 0.0 < share < 0.0995 or 0.99 < share < 0.9995:
        return f"{share:.1%}"
    return f"{share:.0%}"
