"""Metrics and findings into ``p_mangled``, and what moved it.

Two small logistic models, one for a sentence and one for a file, each in two ways: with a source
and alone. The coefficients, what they were fitted on and the rates to expect are in
``calibration.json``, made by ``mtcheck.learn.calibrate``. No coefficient of a finding is
negative, so another finding never raises a score.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log1p

from mtcheck.types import Finding, Outcome, SentenceScore, Severity

FLUENCY_RANGE = 5.0
"""Log-odds of the fluency probe are cut here: beyond, they only repeat themselves."""

SHRINK = 2.0
"""A mean over n sentences counts as n / (n + 2) of itself: few sentences say little."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: ``bias`` and named ``weights``; ``suspect`` and ``mangled`` thresholds."""

    bias: float
    weights: Mapping[str, float]
    suspect: float
    mangled: float

    def probability(self, features: Mapping[str, float]) -> float:
        """P(mangled) of these features, in (0, 1), rounded to 6 decimals."""
        logit = self.bias + sum(w * features.get(name, 0.0) for name, w in self.weights.items())
        logit = max(-30.0, min(30.0, logit))
        return round(1.0 / (1.0 + exp(-logit)), 6)

    def shares(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log-odds, the largest first."""
        parts = {name: w * features.get(name, 0.0) for name, w in self.weights.items()}
        return dict(sorted(parts.items(), key=lambda part: -part[1]))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The models for sentences and files, with a source and alone; ``signature`` is a hash."""

    sentence: Mapping[str, Model]
    document: Mapping[str, Model]
    signature: str


def sentence_features(
    metrics: Mapping[str, float], findings: Sequence[Finding]
) -> dict[str, float]:
    """What the sentence model reads.

    Of the metrics: ``fluency``, the log-odds of :mod:`mtcheck.metrics.fluency`, and
    ``source_fluency``, the same of the source sentence or of the whole source. Either may be
    missing; similarity is deliberately not among them.
    """
    features = {
        "severe": float(min(_severe(findings), 3)),
        "critical": float(min(_count(findings, Severity.CRITICAL), 2)),
        "minor": float(min(_count(findings, Severity.MINOR), 4)),
    }
    if "fluency" in metrics:
        fluency = metrics["fluency"]
        features["unlike_human"] = -_cut(fluency)
        if "source_fluency" in metrics:
            features["below_source"] = _cut(metrics["source_fluency"] - fluency)
    return features


def document_features(scores: Sequence[SentenceScore]) -> dict[str, float]:
    """What the file model reads: means over the judged sentences, and rates of findings."""
    judged = [s for s in scores if s.outcome is not Outcome.UNJUDGED and s.alignment.candidate]
    found = [sentence_features(dict(score.metrics), ()) for score in judged]
    features = {}
    for name in ("unlike_human", "below_source"):
        values = [one[name] for one in found if name in one]
        if values:
            features[name] = sum(values) / (len(values) + SHRINK)
    n_sentences = sum(len(score.alignment.candidate) for score in judged)
    findings = [finding for score in scores for finding in score.findings]
    minor = _count(findings, Severity.MINOR)
    features["severe_rate"] = log1p(20.0 * _severe(findings) / (n_sentences + 5.0))
    features["minor_rate"] = log1p(10.0 * minor / (n_sentences + 5.0))
    return features


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _severe(findings: Sequence[Finding]) -> int:
    return _count(findings, Severity.MAJOR) + _count(findings, Severity.CRITICAL)


def _cut(value: float) -> float:
    return max(-FLUENCY_RANGE, min(FLUENCY_RANGE, value))


def explain(
    features: Mapping[str, float], findings: Sequence[Finding], model: Model
) -> tuple[str, ...]:
    """What moved a probability up, in plain words, the most severe first."""
    reasons: list[tuple[int, str]] = []
    for finding in findings:
        if finding.severity is not Severity.NEUTRAL:
            reasons.append((finding.severity.penalty, _say(finding)))
    shares = model.shares(features)
    for name, words in (
        ("unlike_human", "the wording is unlike that of human texts"),
        ("below_source", "the wording reads less naturally than the source"),
    ):
        if shares.get(name, 0.0) >= 1.0 and features[name] > 0:
            reasons.append((Severity.MAJOR.penalty - 1, words))
    reasons.sort(key=lambda reason: -reason[0])
    return tuple(dict.fromkeys(words for _, words in reasons))


def _say(finding: Finding) -> str:
    quote = finding.quote if len(finding.quote) <= 50 else finding.quote[:49] + "…"
    better = f" (expected “{finding.suggestion}”)" if finding.suggestion else ""
    return f"{finding.name}: “{quote}”{better}"


@cache
def load_calibration() -> Calibration:
    """The calibration in the package."""
    import hashlib

    text = resources.files(__package__).joinpath("calibration.json").read_text(encoding="utf-8")
    content = json.loads(text)

    def models(part: str) -> dict[str, Model]:
        return {
            way: Model(
                bias=float(values["bias"]),
                weights=dict(sorted(values["weights"].items())),
                suspect=float(values["suspect"]),
                mangled=float(values["mangled"]),
            )
            for way, values in content[part].items()
        }

    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Calibration(models("sentence"), models("document"), digest)
