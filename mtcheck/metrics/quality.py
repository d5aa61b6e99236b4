"""What people would think of a text: its MQM score, from counted evidence and the judge.

The judge sees *which texts* are bad, the evidence *which version* of a text is worse; together they
rank as people do. ``quality`` is an MQM score: near 0 for a flawless text, about -1 where people
would mark one minor error, -5 for one major error, -25 at the worst. The weights are in
``quality.json``, made by ``mtcheck.learn.quality``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log1p
from typing import TYPE_CHECKING

from mtcheck.metrics.evidence import evidence
from mtcheck.text import words

if TYPE_CHECKING:
    from mtcheck.models import Encoder, Judgement

CUT = 6.0
"""Standardised features are cut here: one odd count must not decide alone."""

ROOT = 3.0
"""What is summed is the cube root of a penalty. Of the roots 1 to 5 it was the one with which
differences between good versions are small enough, and those between bad ones large enough, to
agree best with people's ties (WMT23 dev, pairwise accuracy)."""

SHARPNESS = 4.0
"""Of the bend that keeps the sum above zero without making ties."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model of badness: ``bias``, and (mean, scale, weight) by feature."""

    bias: float
    features: Mapping[str, tuple[float, float, float]]

    def value(self, features: Mapping[str, float]) -> float:
        """The root of the penalty to expect; a feature that is missing counts as usual."""
        total = self.bias
        for name, (mean, scale, weight) in self.features.items():
            if name in features:
                total += weight * max(-CUT, min(CUT, (features[name] - mean) / scale))
        return total


def quality(candidate: str, source: str, encoder: Encoder, judgement: Judgement) -> float:
    """The MQM score to expect, below 0.0; without source, of the text alone.

    ``judgement`` is the judge's of the same pair. The same text as the source gives 0.0.
    """
    if candidate == source:
        return 0.0
    features = judged_features(judgement) | {"words": log1p(len(words(candidate)))}
    if source:
        features |= evidence(candidate, source, encoder)
    value = load_weights()["source" if source else "alone"].value(features)
    root: float = log1p(exp(min(SHARPNESS * value, 60.0))) / SHARPNESS
    return round(-float(root**ROOT), 4)


def judged_features(judgement: Judgement) -> dict[str, float]:
    """The judge's figures: root penalty, log-odds of a major error, log1p of marked pieces."""
    some, severe = (float(judgement.marks[:, n].sum()) for n in (0, 1))
    return {
        "judged_penalty": judgement.penalty,
        "judged_major": judgement.major,
        "marked": log1p(some),
        "marked_major": log1p(severe),
    }


@cache
def load_weights() -> dict[str, Weights]:
    """The weights in the package, by way: ``source`` or ``alone``."""
    text = resources.files(__package__).joinpath("quality.json").read_text(encoding="utf-8")
    return {
        way: Weights(float(part["bias"]), {name: tuple(w) for name, w in part["features"].items()})
        for way, part in json.loads(text).items()
        if isinstance(part, dict)
    }
