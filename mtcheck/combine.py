"""Metrics and findings into ``p_mangled``, and what moved it.

Two small logistic models, one for a sentence and one for a file, each in two ways: with a source
and alone. The coefficients, what they were fitted on and the rates to expect are in
``calibration.json``, made by ``mtcheck.learn.calibrate``. No coefficient of a finding is
negative, so another finding never raises a score.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log
from typing import Any

from mtcheck.modes import modes_from_json
from mtcheck.types import Finding, Mode, Outcome, SentenceScore, Severity

LOG_ODDS_RANGE = 5.0
"""Log-odds of the fluency probe and of the judge are cut here: beyond, they repeat themselves."""

WORDING = {
    "unlike_human": "the wording is unlike that of human texts",
    "below_source": "the wording reads less naturally than the source",
    "judged_major": "editors would likely mark a major error",
    "judged_made": "the wording is that of an engine or a spinner",
}
"""What is measured of whole sentences, and how it is said where it is a reason."""

SHRINK = 2.0
"""A mean over n sentences counts as n / (n + 2) of itself: few sentences say little."""


GLOSSARY_RULES = frozenset({"TER103", "TER104"})
"""Rules of the user's own terms. Whether a house says "sign in" or "log in" tells nothing of how a
text was made, so that their findings move no probability; they fail a gate by their severity."""

UNKNOWN_EVIDENCE = 2.0
"""Of a rule that the calibration has not seen: as if one human sentence in 370 had a finding."""

MANGLED_RATE = 0.02
"""Findings of one rule in a mangled sentence, where evidence is weighed: one in fifty. Torn seeds
have one torn sentence in eight; a lower figure is the cautious one."""

SLIP = 0.75
"""Share of the strongest finding of a file that is forgiven: people make one slip too. Of 51 human
files of the training data that have a severe finding, 40 have just one."""

MAX_FILE_EVIDENCE = 15.0
"""Evidence of a whole file at most: beyond, the case is clear."""

MAX_EVIDENCE = 4.0
"""Evidence of one finding at most: a rule is not trusted beyond what a few thousand human
sentences can show."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: ``bias`` and named ``weights``.

    ``suspect`` and ``mangled`` are the thresholds of a sentence. Those of a file depend on the
    mode, and are applied by :mod:`mtcheck.judge`; its ``modes`` hold them, and its ``suspect``
    and ``mangled`` are the least of any mode.
    """

    bias: float
    weights: Mapping[str, float]
    suspect: float
    mangled: float
    modes: tuple[Mode, ...] = ()

    def probability(self, features: Mapping[str, float]) -> float:
        """P(mangled) of these features, in (0, 1), rounded to 6 decimals."""
        logit = self.bias + sum(w * features.get(name, 0.0) for name, w in self.weights.items())
        logit = max(-30.0, min(30.0, logit))
        return round(1.0 / (1.0 + exp(-logit)), 6)

    def shares(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log-odds, the largest first."""
        parts = {name: w * features.get(name, 0.0) for name, w in self.weights.items()}
        return dict(sorted(parts.items(), key=lambda part: -part[1]))


Evidence = Mapping[str, float]
"""By ``CODE:severity``: log of how much likelier such a finding is in mangled text."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The models for sentences and files and the evidence of findings, by way.

    The ways are ``source`` and ``alone``; ``signature`` is a hash of the whole.
    """

    sentence: Mapping[str, Model]
    document: Mapping[str, Model]
    evidence: Mapping[str, Evidence]
    signature: str


def evidence_of(n_findings: int, n_sentences: int) -> float:
    """Evidence of a rule that had so many findings in so many human sentences.

    ``log(MANGLED_RATE / human rate)``, never negative: a rule that fires on human text as often
    as anywhere says nothing.

    >>> evidence_of(0, 3000), round(evidence_of(8, 3000), 1), evidence_of(200, 3000)
    (4.0, 2.0, 0.0)
    """
    rate = (n_findings + 0.5) / (n_sentences + 1.0)
    return min(max(log(MANGLED_RATE / rate), 0.0), MAX_EVIDENCE)


def sentence_features(
    metrics: Mapping[str, float], findings: Sequence[Finding], evidence: Evidence
) -> dict[str, float]:
    """What the sentence model reads.

    Of the metrics: ``fluency``, the log-odds of :mod:`mtcheck.metrics.fluency`, and
    ``source_fluency``, the same of the source sentence or of the whole source; ``judged_major`` and
    ``judged_made``, log-odds of the judge. Any may be missing; similarity is deliberately not among
    them. Of the findings: the evidence of the severe ones and of the minor ones, each cut at two
    certain ones.
    """
    severe, minor = _weigh(findings, evidence)
    features = {
        "severe": min(severe, 2 * MAX_EVIDENCE),
        "minor": min(minor, 2 * MAX_EVIDENCE),
    }
    if "fluency" in metrics:
        fluency = metrics["fluency"]
        features["unlike_human"] = -_cut(fluency)
        if "source_fluency" in metrics:
            features["below_source"] = _cut(metrics["source_fluency"] - fluency)
    for name in ("judged_major", "judged_made"):
        if name in metrics:
            features[name] = _cut(metrics[name])
    return features


def document_features(scores: Sequence[SentenceScore], evidence: Evidence) -> dict[str, float]:
    """What the file model reads: mean wording, and the evidence of all findings.

    The evidence is a log-likelihood ratio of two Poisson rates: every finding adds its own,
    every sentence without one takes MANGLED_RATE away, so that a long human text may have a few.
    """
    judged = [s for s in scores if s.outcome is not Outcome.UNJUDGED and s.alignment.candidate]
    features = {}
    found = [sentence_features(dict(score.metrics), (), evidence) for score in judged]
    for name in WORDING:
        values = [one[name] for one in found if name in one]
        if values:
            features[name] = sum(values) / (len(values) + SHRINK)
    n_sentences = sum(len(score.alignment.candidate) for score in judged)
    findings = [finding for score in scores for finding in score.findings]
    for name, weight in zip(
        ("severe", "minor"), _weigh(findings, evidence, slip=SLIP), strict=True
    ):
        features[name] = min(max(weight - MANGLED_RATE * n_sentences, 0.0), MAX_FILE_EVIDENCE)
    return features


def _weigh(
    findings: Iterable[Finding], evidence: Evidence, *, slip: float = 0.0
) -> tuple[float, float]:
    """Evidence of the severe findings, and of the minor ones; neutral ones never count, nor do
    those that somebody set aside. Severities are the rules' own, as in the calibration: what a
    user calls them says nothing about how likely they are.

    ``slip``: how much of the strongest one of either kind is forgiven, 0 to 1.

    What the judge marks never counts here: the judge speaks of the whole sentence by itself.
    A term or a name that is repeated is one decision of the writer, and counts once.
    """
    weights: dict[tuple[bool, str, str], float] = {}
    for finding in findings:
        severity = finding.own_severity or finding.severity
        if severity is Severity.NEUTRAL or finding.probability is not None:
            continue
        if finding.suppressed or finding.code in GLOSSARY_RULES:
            continue
        key = (severity is Severity.MINOR, finding.code, finding.quote.lower())
        weight = evidence.get(f"{finding.code}:{severity}", UNKNOWN_EVIDENCE)
        weights[key] = max(weights.get(key, 0.0), weight)
    severe = [weight for (is_minor, _, _), weight in weights.items() if not is_minor]
    minor = [weight for (is_minor, _, _), weight in weights.items() if is_minor]
    total, rest = (sum(found) - slip * max(found, default=0.0) for found in (severe, minor))
    return total, rest


def _cut(value: float) -> float:
    return max(-LOG_ODDS_RANGE, min(LOG_ODDS_RANGE, value))


ROUNDING = 1e-4
"""Probabilities are rounded; a reason must not be lost at the threshold for that."""


def explain(
    features: Mapping[str, float], findings: Sequence[Finding], model: Model
) -> tuple[str, ...]:
    """What moved a probability up, in plain words, the most severe first.

    Wording is a reason where it would make the text suspect by itself: whatever is not clean
    has a reason.
    """
    reasons: list[tuple[int, str]] = []
    for finding in findings:
        moves = finding.code not in GLOSSARY_RULES and not finding.suppressed
        if moves and finding.severity is not Severity.NEUTRAL:
            reasons.append((finding.severity.penalty, _say(finding)))
    shares = {name: max(model.shares(features).get(name, 0.0), 0.0) for name in WORDING}
    enough = log(model.suspect / (1 - model.suspect)) - model.bias  # without any finding
    if sum(shares.values()) >= max(enough - ROUNDING, 0.1):
        reasons.append((Severity.MAJOR.penalty - 1, WORDING[max(shares, key=lambda n: shares[n])]))
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

    sentence = {
        way: _model(values, values["suspect"], values["mangled"])
        for way, values in content["sentence"].items()
    }
    document = {}
    for way, values in content["document"].items():
        modes = modes_from_json(values["modes"])
        suspect, mangled = min(m.suspect for m in modes), min(m.mangled for m in modes)
        document[way] = _model(values, suspect, mangled, modes)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Calibration(sentence, document, content["evidence"], digest)


def _model(
    values: Mapping[str, Any], suspect: float, mangled: float, modes: tuple[Mode, ...] = ()
) -> Model:
    weights = dict(sorted(values["weights"].items()))
    return Model(float(values["bias"]), weights, float(suspect), float(mangled), modes)
