"""A user's own calibration: the small JSON file that ``mtcheck calibrate`` writes.

It holds, for each way that was calibrated, what turns the shipped probability of a file into
that of the user's texts, and thresholds for every mode. It fits one set of numbers only: the
signature that it was made under is in it, and any other is refused. So is a file that somebody
edited: its checksum no longer fits, and nobody would know what its rates are the rates of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, isfinite, log
from pathlib import Path
from typing import Any

from mtcheck.contents import MB, SETTINGS_MB, text_of
from mtcheck.errors import ConfigError
from mtcheck.modes import modes_from_json, modes_to_json
from mtcheck.types import Mode

FORMAT = "mtcheck-calibration"
VERSION = 1
"""Raised when a reader of the old form would misread the new one."""

WAYS = ("source", "alone")

MAX_LOGIT = 14.0
"""Stored probabilities have 6 decimals: beyond these log-odds they are 0 or 1."""


@dataclass(frozen=True, slots=True)
class OwnWay:
    """Of files judged in one way: log-odds become ``bias + slope * log-odds``, then ``modes``."""

    bias: float
    slope: float
    modes: tuple[Mode, ...]

    def probability(self, p_mangled: float) -> float:
        """The user's probability for the shipped one, rounded to 6 decimals.

        What was 0 stays 0: a file that is word for word its source is not mangled.

        >>> OwnWay(-1.0, 0.5, ()).probability(0.9)
        0.524633
        """
        if p_mangled == 0.0:
            return 0.0
        return round(1.0 / (1.0 + exp(-(self.bias + self.slope * log_odds(p_mangled)))), 6)


@dataclass(frozen=True, slots=True)
class OwnCalibration:
    """What was found for each way that was calibrated; the others keep what is shipped.

    ``base`` is the signature that it was made under; ``signature`` stands for its content.
    """

    path: str
    base: str
    ways: Mapping[str, OwnWay]
    signature: str

    @property
    def full_signature(self) -> str:
        """What verdicts carry that were judged with it."""
        return f"{self.base}+{self.signature}"


def log_odds(p: float) -> float:
    """log(p / (1 - p)), cut at :data:`MAX_LOGIT` to either side."""
    if p <= 0.0 or p >= 1.0:
        return MAX_LOGIT if p >= 1.0 else -MAX_LOGIT
    return max(-MAX_LOGIT, min(MAX_LOGIT, log(p / (1.0 - p))))


def dump_own(base: str, ways: Mapping[str, OwnWay]) -> bytes:
    """The file, as UTF-8 JSON. Equal calibrations give equal bytes."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "base": base,
        "ways": {
            way: {"bias": own.bias, "slope": own.slope, "modes": modes_to_json(own.modes)}
            for way, own in ways.items()
        },
    }
    content["checksum"] = _checksum(content)
    return (json.dumps(content, indent=1) + "\n").encode()


def read_own(path: str | Path) -> OwnCalibration:
    """The calibration in a file. Raises ConfigError, with the place, for any other file."""
    try:
        content = json.loads(text_of(path, most=SETTINGS_MB * MB))
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not JSON in UTF-8") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: the calibration file cannot be read: {reason}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ConfigError(f"{path}: not a calibration that mtcheck calibrate wrote")
    version = content.get("version")
    if version != VERSION:
        raise ConfigError(
            f"{path}: a calibration of version {version!r}; this mtcheck reads version {VERSION}: "
            "calibrate again, or use the mtcheck that wrote it"
        )
    try:
        ways = {way: _way(values, f"ways.{way}") for way, values in _ways(content)}
        base = content.get("base")
        if not isinstance(base, str) or not base:
            raise ValueError(f"base: a signature expected, not {base!r:.40}")
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
    checksum = content.get("checksum")
    if checksum != _checksum({k: v for k, v in content.items() if k != "checksum"}):
        raise ConfigError(
            f"{path}: checksum: it was changed after mtcheck calibrate wrote it, "
            "so its rates are those of another calibration; calibrate again"
        )
    return OwnCalibration(str(path), base, ways, checksum[:8])


def difference(base: str, other: str) -> str:
    """In which parts two signatures differ, in words; empty where they are the same.

    >>> difference("version:1|model:a", "version:1|model:b")
    'model:a there, model:b here'
    """
    there, here = (dict(part.partition(":")[::2] for part in s.split("|")) for s in (base, other))
    return "; ".join(
        f"{name}:{there.get(name, '')} there, {name}:{here.get(name, '')} here"
        for name in {**there, **here}
        if there.get(name) != here.get(name)
    )


def _checksum(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _ways(content: Mapping[str, Any]) -> list[tuple[str, Any]]:
    ways = content.get("ways")
    if not isinstance(ways, dict) or not ways or set(ways) - set(WAYS):
        shown = sorted(ways) if isinstance(ways, dict) else ways
        raise ValueError(f"ways: source or alone or both expected, not {shown!r:.40}")
    return list(ways.items())


def _way(values: Any, place: str) -> OwnWay:
    if not isinstance(values, dict):
        raise ValueError(f"{place}: names and values expected, not {values!r:.40}")
    numbers = []
    for name in ("bias", "slope"):
        value = values.get(name)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not isfinite(value):
            raise ValueError(f"{place}.{name}: a number expected, not {value!r:.40}")
        numbers.append(float(value))
    if numbers[1] <= 0:
        raise ValueError(f"{place}.slope: {numbers[1]:g} is not above 0")
    if abs(numbers[0]) > MAX_LOGIT or numbers[1] > MAX_LOGIT:
        raise ValueError(f"{place}: bias {numbers[0]:g} or slope {numbers[1]:g} is out of range")
    try:
        modes = modes_from_json(values.get("modes"))
    except ValueError as error:
        raise ValueError(f"{place}.{error}") from error
    if not modes:
        raise ValueError(f"{place}.modes: none")
    return OwnWay(numbers[0], numbers[1], modes)
