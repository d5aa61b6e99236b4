"""Everything that is known about one sentence, for a terminal: what it was compared with, what
differs, what was measured, what moved its probability and by how much, and every finding.

The shares are those of the logistic model that made the probability
(:meth:`mtcheck.combine.Model.shares`): they add up to its log-odds, and so do the rounded ones that
are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from math import floor
from typing import NamedTuple

from mtcheck.combine import (
    GLOSSARY_RULES,
    MAX_FILE_EVIDENCE,
    UNKNOWN_EVIDENCE,
    Calibration,
    Model,
    document_features,
    sentence_features,
)
from mtcheck.errors import ConfigError
from mtcheck.reporters.lines import filled
from mtcheck.reporters.visible import visible
from mtcheck.rules import get_rule
from mtcheck.text import MAX_COMPARED, fold
from mtcheck.types import FileVerdict, Finding, Outcome, Sentence, SentenceScore, Severity, Side

METRICS = {
    "similarity": "likeness of meaning, 1 at most: finds the counterpart, moves no probability",
    "chrf": "likeness of letters, 100 at most: moves no probability",
    "fluency": "log-odds that a person put the words together, not an engine",
    "source_fluency": "the same of the source sentence, or of the whole source",
    "quality": "MQM score to expect: 0 flawless, -1 a minor error, -5 a major one",
    "judged_major": "the judge's log-odds that an editor marks a major error",
    "judged_made": "the judge's log-odds that an engine or a spinner chose the words",
}
"""What each metric says, in words."""

FEATURES = {
    "unlike_human": "how unlike the wording is to that of human texts",
    "below_source": "how much less naturally it reads than the source",
    "judged_major": "the judge: would an editor mark a major error?",
    "judged_made": "the judge: were the words chosen by an engine or a spinner?",
    "severe": "major and critical findings, by how seldom people's sentences have them",
    "minor": "minor findings, likewise",
}
"""What each feature of the models asks; above 0 is yes."""

MIN_ALIKE = 0.1
"""Texts that share less of their words are not shown word by word: it would all be difference."""

ROUNDING = 2e-6
"""Stored probabilities have 6 decimals."""


class Found(NamedTuple):
    """A candidate sentence of a verdict: its number in the file, from 1, and its score."""

    number: int
    sentence: Sentence
    score: SentenceScore


def sentences_of(verdict: FileVerdict) -> list[Found]:
    """The candidate sentences of a file, in reading order of their alignments."""
    pairs = [(one, score) for score in verdict.scores for one in score.alignment.candidate]
    return [Found(number, one, score) for number, (one, score) in enumerate(pairs, 1)]


def sentences_at(verdict: FileVerdict, line: int, column: int | None = None) -> list[Found]:
    """The sentences that stand on a line, or the one that holds a column of it; maybe none."""
    found = []
    for one in sentences_of(verdict):
        first, last = _ends(one.sentence)
        if first[0] <= line <= last[0]:
            place = (line, column)
            if column is None or first <= place <= last:
                found.append(one)
    return found


def nearest_to(verdict: FileVerdict, line: int, column: int | None = None) -> Found | None:
    """The sentence nearest to a place; None where the file has no sentence."""

    def distance(one: Found) -> tuple[int, int]:
        first, last = _ends(one.sentence)
        lines = max(first[0] - line, line - last[0], 0)
        beside = 0 if lines or column is None else max(first[1] - column, column - last[1], 0)
        return lines, beside

    return min(sentences_of(verdict), key=distance, default=None)


def place_of(sentence: Sentence) -> tuple[int, int]:
    """The line and the column, from 1, on which a sentence begins; a column of 0 is not known.

    In a file without lines the unit's number stands for the line.
    """
    return _at(sentence, sentence.start)


def _ends(sentence: Sentence) -> tuple[tuple[int, int], tuple[int, int]]:
    last = max(sentence.start, sentence.end - 1)
    return place_of(sentence), _at(sentence, last)


def _at(sentence: Sentence, offset: int) -> tuple[int, int]:
    where = sentence.unit.where(offset)
    return where.line or sentence.unit.line, where.column


def render_explanation(
    verdict: FileVerdict,
    found: Sequence[Found],
    calibration: Calibration | None,
    *,
    width: int = 80,
) -> str:
    """The explanation of sentences of one file, then of the file's own verdict.

    ``calibration`` is that of the verdict, or None where it is not at hand: shares are then left
    out. Sentences that were merged are explained once.
    """
    n_all = sum(len(score.alignment.candidate) for score in verdict.scores)
    lines: list[str] = []
    told: set[int] = set()
    for one in found:
        if one.score.alignment.index not in told:
            told.add(one.score.alignment.index)
            lines += [*_sentence(verdict, one, n_all, calibration, width), ""]
    lines += _file(verdict, calibration, width)
    return "\n".join(lines) + "\n"


def _sentence(
    verdict: FileVerdict, one: Found, n_all: int, calibration: Calibration | None, width: int
) -> Iterator[str]:
    score = one.score
    first = score.alignment.candidate[0]
    place = first.unit.where(first.start).within(verdict.path)
    which = f"sentence {one.number} of {n_all}"
    yield filled(f"{place}, {which}", width)
    yield filled(f"  {score.alignment.candidate_text}", width)
    yield ""
    yield from _alignment(verdict, score, width)
    yield ""
    yield "Measured"
    for name, value in score.metrics:
        yield filled(f"  {name:<15} {value:>9.4f}  {METRICS.get(name, '')}", width, indent=29)
    if not score.metrics:
        yield "  nothing"
    yield ""
    yield from _sentence_shares(verdict, score, calibration, width)
    yield ""
    yield "Findings" if score.findings else "Findings: none"
    for finding in score.findings:
        yield from _finding(verdict, finding, calibration, width)


def _alignment(verdict: FileVerdict, score: SentenceScore, width: int) -> Iterator[str]:
    alignment = score.alignment
    if not alignment.source:
        why = "no source" if verdict.way == "alone" else "nothing in the source says the same"
        yield filled(f"Compared with: nothing ({why}); judged by itself", width)
        return
    kind = f"{len(alignment.candidate)}:{len(alignment.source)}"
    likeness = f"similarity {1 - alignment.cost:.2f}, cost {alignment.cost:.2f}"
    yield filled(f"Compared with ({kind}, {likeness}, {verdict.align_mode} texts)", width)
    first = alignment.source[0]
    where = first.unit.where(first.start)._replace(column=0)
    yield filled(f"  {where.within(verdict.source_path)}", width)
    yield filled(f"  {alignment.source_text}", width)
    yield ""
    yield from _difference(alignment.source_text, alignment.candidate_text, width)


def _difference(source: str, candidate: str, width: int) -> Iterator[str]:
    old, new = source.split(), candidate.split()
    if old == new:
        yield "Differs in: nothing, word for word the same"
        return
    if max(len(old), len(new)) > MAX_COMPARED:
        yield "Differs in: too many words to compare"
        return
    matcher = SequenceMatcher(None, _keys(old), _keys(new), False)
    if matcher.ratio() < MIN_ALIKE:
        yield "Differs in: nearly every word"
        return
    parts: list[str] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":  # the same words, maybe with other marks
            for one, other in zip(old[a:b], new[c:d], strict=True):
                parts += [other] if one == other else [f"[-{one}-]", f"{{+{other}+}}"]
            continue
        if a < b:
            parts.append(f"[-{' '.join(old[a:b])}-]")
        if c < d:
            parts.append(f"{{+{' '.join(new[c:d])}+}}")
    yield "Differs in ([-only the source-] {+only the text+})"
    yield filled(f"  {' '.join(parts)}", width)


def _keys(words: Sequence[str]) -> list[str]:
    """The words without what stands around them, so that a moved mark is no other word."""
    return [fold(word).strip("\"'.,;:!?()") or word for word in words]


# --- what moved the probability --------------------------------------------------------------


def _sentence_shares(
    verdict: FileVerdict, score: SentenceScore, calibration: Calibration | None, width: int
) -> Iterator[str]:
    if score.outcome is Outcome.UNJUDGED:
        yield "Not judged: web residue, or text without words"
        return
    if calibration is None:
        yield filled(
            f"p_mangled {score.p_mangled:.6f}, {score.outcome.value}; its shares are not known: "
            "the verdict was made with another calibration",
            width,
        )
        return
    model = calibration.sentence[verdict.way]
    evidence = calibration.evidence[verdict.way]
    features = sentence_features(dict(score.metrics), score.findings, evidence)
    yield "What moved p_mangled (log-odds: + speaks for mangled, - against)"
    yield from _shares(model, features, width)
    p, logit = model.probability(features), _log_odds(model, features)
    if abs(p - score.p_mangled) > ROUNDING:
        yield filled(f"  but p_mangled is {score.p_mangled:.6f}: {_exception(score)}", width)
    else:
        yield filled(_said(logit, p, model.suspect, model.mangled, score.outcome), width)
    yield filled(f"  score = 100 · (1 - p_mangled) = {score.score:.1f}", width)


def _exception(score: SentenceScore) -> str:
    if score.alignment.candidate_text.split() == score.alignment.source_text.split():
        return "word for word what the source says, which is called clean"
    return "the verdict was changed after it was judged"


def _said(logit: float, p: float, suspect: float, mangled: float, outcome: Outcome) -> str:
    return (
        f"  p_mangled = 1 / (1 + e^{-logit:.2f}) = {p:.4f}: {outcome.value} "
        f"(suspect from {suspect:g}, mangled from {mangled:g})"
    )


def _log_odds(model: Model, features: Mapping[str, float]) -> float:
    return model.bias + sum(model.shares(features).values())


def _shares(model: Model, features: Mapping[str, float], width: int) -> Iterator[str]:
    """A line for the bias, one for each feature, one for their sum."""
    shares = model.shares(features)
    total = _log_odds(model, features)
    shown = add_up([model.bias, *shares.values()], total)
    yield filled(f"  {'start':<15} {shown[0]:>+6.2f}  before anything is looked at", width)
    for (name, share), rounded in zip(shares.items(), shown[1:], strict=True):
        if name not in features:
            yield filled(f"  {name:<15} {rounded:>+6.2f}  not measured", width)
            continue
        times = f"{features[name]:.2f} × {model.weights[name]:.2f}"
        rest = f"{times}: {FEATURES.get(name, '')}" if share or features[name] else times
        yield filled(f"  {name:<15} {rounded:>+6.2f}  {rest}", width, indent=26)
    yield f"  {'together':<15} {round(total, 2):>+6.2f}"


def add_up(parts: Sequence[float], total: float, *, decimals: int = 2) -> list[float]:
    """The parts rounded so that they add up to the rounded total (largest remainders).

    >>> add_up([0.333, 0.333, 0.333], 0.999)
    [0.34, 0.33, 0.33]
    """
    scale = 10**decimals
    floors = [floor(part * scale) for part in parts]
    # Rounded as it is printed: 0.025 * 100 is a half, which would go to the even 0.02.
    missing = round(round(total, decimals) * scale) - sum(floors)
    order = sorted(range(len(parts)), key=lambda n: (floors[n] - parts[n] * scale, n))
    for n in order[: max(missing, 0)]:
        floors[n] += 1
    return [value / scale for value in floors]


# --- findings, the file ----------------------------------------------------------------------


def _finding(
    verdict: FileVerdict, finding: Finding, calibration: Calibration | None, width: int
) -> Iterator[str]:
    where = str(finding.where)
    if finding.side is Side.SOURCE:
        where += " of the source"
    yield filled(f"  {finding.code} {finding.name}, {finding.severity.value}, {where}", width)
    arrow = f" → “{finding.suggestion}”" if finding.suggestion else ""
    yield filled(f"    “{finding.quote}”{arrow}", width, indent=4)
    yield filled(f"    {finding.message}", width, indent=4)
    summary = _summary(finding.code)
    if summary:
        yield filled(f"    Rule: {summary} (mtcheck rule {finding.code})", width, indent=4)
    if finding.suppressed:
        yield filled(f"    Set aside, counts nothing: {finding.suppressed}", width, indent=4)
    else:
        yield filled(f"    {_weight(verdict, finding, calibration)}", width, indent=4)
    if finding.fingerprint:
        yield f"    fingerprint {visible(finding.fingerprint)}"


def _summary(code: str) -> str:
    try:
        rule = get_rule(code)
    except ConfigError:
        return ""
    return rule.doc.partition("\n")[0] if rule.code == code else ""


def _weight(verdict: FileVerdict, finding: Finding, calibration: Calibration | None) -> str:
    severity = finding.own_severity or finding.severity
    if severity is Severity.NEUTRAL:
        return "Neutral: counts nothing."
    if finding.code in GLOSSARY_RULES:
        return "A term of your own: counts nothing in p_mangled."
    if finding.probability is not None:
        return (
            f"An editor would mark it with probability {finding.probability:.2f}; counts "
            "nothing more, the judge's view of the whole sentence does."
        )
    if calibration is None:
        return "What it counts is not known: another calibration."
    key = f"{finding.code}:{severity}"
    weight = calibration.evidence[verdict.way].get(key, UNKNOWN_EVIDENCE)
    feature = "minor" if severity is Severity.MINOR else "severe"
    return f"Counts {weight:.2f} in {feature}; 0 is as common in people's sentences, 4 the most."


def _file(verdict: FileVerdict, calibration: Calibration | None, width: int) -> Iterator[str]:
    yield filled(f"The file {verdict.path}: {verdict.outcome.value}", width)
    if verdict.coverage is not None and verdict.source_coverage is not None:
        yield filled(
            f"  against {verdict.source_path}: {verdict.coverage:.0%} of its sentences have a "
            f"counterpart, {verdict.source_coverage:.0%} of the source's",
            width,
        )
    if verdict.p_mangled is None:
        yield from (filled(f"  {reason}", width, indent=4) for reason in verdict.reasons)
        return
    if calibration is not None:
        model = calibration.document[verdict.way]
        features = document_features(verdict.scores, calibration.evidence[verdict.way])
        if abs(model.probability(features) - verdict.p_mangled) <= ROUNDING:
            yield "  What moved p_mangled: the mean of the sentences' wording, and all findings"
            yield from _shares(model, features, width)
            mode = {mode.name: mode for mode in verdict.modes}.get(verdict.mode)
            if mode:
                logit, p = _log_odds(model, features), verdict.p_mangled
                said = _said(logit, p, mode.suspect, mode.mangled, verdict.outcome)
                yield filled(f"{said}, mode {mode.name}", width)
            if max(features["severe"], features["minor"]) >= MAX_FILE_EVIDENCE:
                yield filled(
                    f"  Findings count {MAX_FILE_EVIDENCE:g} at most; most of the strongest one is "
                    "forgiven, and a clean sentence takes a little away.",
                    width,
                )
            return
    yield filled(f"  p_mangled {verdict.p_mangled:.4f}, mode {verdict.mode}", width)


def calibration_in(signature: str) -> tuple[str, bool]:
    """The calibration that a verdict's signature names, and whether a user's own came on top.

    >>> calibration_in("version:1|calibration:0a1b2c3d")
    ('0a1b2c3d', False)
    """
    found = re.search(r"(?:^|\|)calibration:(\w+)(\+.*)?$", signature)
    return (found[1], bool(found[2])) if found else ("", False)
