"""The order of the stages for one file, on one page.

    segment -> align -> detect -> measure -> combine -> judge

What is loaded once and shared by all files is in :class:`~mtcheck.tools.Tools`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean

from mtcheck.align import align
from mtcheck.aside.suppress import set_aside
from mtcheck.combine import (
    GLOSSARY_RULES,
    document_features,
    explain,
    sentence_features,
)
from mtcheck.config import ReadConfig
from mtcheck.fingerprint import with_fingerprints
from mtcheck.judge import TOO_LONG, judge_file, outcome_of, say_passed
from mtcheck.language import AUTO, ENGLISH, ONLY, languages_of, name_of
from mtcheck.masked import Masked, hide, view_of
from mtcheck.metrics.fluency import fluencies, fluency
from mtcheck.metrics.quality import quality
from mtcheck.metrics.similarity import similarity
from mtcheck.metrics.surface import chrf
from mtcheck.readers.strings.keyed import holds_strings
from mtcheck.rule import Context, has_needs, run_rule
from mtcheck.rules import all_rules
from mtcheck.segment import segment
from mtcheck.selection import with_severities
from mtcheck.tools import Tools
from mtcheck.types import (
    Alignment,
    Document,
    FileVerdict,
    Finding,
    Matching,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
)

Passed = dict[Sentence, tuple[Sentence, str]]
"""Sentences that are passed over, as they are aligned: as they are written, and why."""

WORD_CHOICE = ("TER", "STY")
"""Families of rules about the choice of words."""

JUDGE_AGREES = "An editor would mark it as well"
"""What a rule's message says where the judge marks the same words, with its probability."""


def judge_document(
    candidate: Document,
    source: Document | None,
    tools: Tools,
    *,
    rows: bool = False,
    others: Sequence[Document] = (),
) -> FileVerdict:
    """Judge one file, with its source or alone.

    ``rows``: unit n of the source belongs to unit n of the candidate, as in bilingual tables.
    ``others``: the other candidates of the run, which rules may compare names with; their order
    makes no difference.
    """
    tools = tools.for_file(candidate.path)
    read = tools.config.read
    masked = hide(candidate, source)
    candidate, source = masked.candidate, masked.source
    passed: Passed = {}
    left = _as_aligned(segment(candidate, most=read.max_sentences), read, passed)
    right = _as_aligned(segment(source, most=read.max_sentences) if source else (), read, passed)
    mode = "line" if rows and tools.config.align.mode == "auto" else tools.config.align.mode
    matching = align(left, right, tools.encoder, mode=mode)
    context = Context(
        candidate=left,
        source=right,
        lexicon=tools.lexicon,
        encoder=tools.encoder,
        others=tuple(view_of(other) for other in sorted(others, key=lambda other: other.path)),
        parallel=matching.mode in ("line", "parallel"),
        phrases=tools.config.rules.phrases,
        names=tools.config.rules.names,
        glossary=tools.config.rules.glossary,
        judge=tools.judge,
        written=masked.placeholders,
        strings=holds_strings(candidate),
    )
    findings = _detect(matching, context, tools, masked, passed)
    way = "source" if right else "alone"
    model = tools.calibration.document[way]
    scores = masked.shown(_score(matching, findings, right, tools, way, passed, masked))
    features = document_features(scores, tools.calibration.evidence[way])
    same = bool(scores) and not passed and all(_is_same(score.alignment) for score in scores)
    verdict = FileVerdict(
        path=candidate.path,
        source_path=source.path if source else "",
        outcome=Outcome.UNJUDGED,
        reasons=(),
        p_mangled=0.0 if same else model.probability(features),
        scores=scores,
        align_mode=matching.mode,
        coverage=matching.coverage,
        source_coverage=matching.source_coverage,
        signature=tools.signature,
        because=explain(features, (), model),
        modes=model.modes,
        remarks=(*candidate.remarks, *say_passed(scores)),
    )
    return judge_file(with_severities(verdict, tools.config.rules), tools.config.judge.mode)


def _as_aligned(
    sentences: Sequence[Sentence], read: ReadConfig, passed: Passed
) -> tuple[Sentence, ...]:
    """The sentences, those that are too long cut to what is allowed.

    What begins like the source is then found beside it, whatever comes after. ``passed`` gets the
    sentences that are not judged, because of their length or their language.
    """
    most, found = read.max_sentence_chars, []
    languages = languages_of(sentences) if read.language == AUTO else [ENGLISH] * len(sentences)
    for sentence, language in zip(sentences, languages, strict=True):
        length, kept = len(sentence.text), sentence
        if length > most:
            kept = replace(sentence, text=sentence.text[:most], end=sentence.start + most)
            passed[kept] = sentence, f"has {length:,} characters, {TOO_LONG} ({most:,})"
        elif language not in ("", ENGLISH):
            passed[kept] = sentence, f"is {name_of(language)}: {ONLY}"
        found.append(kept)
    return tuple(found)


def _is_passed(alignment: Alignment, passed: Passed) -> bool:
    return bool(passed) and any(s in passed for s in (*alignment.candidate, *alignment.source))


def _unjudged(alignment: Alignment, passed: Passed) -> SentenceScore:
    """What is said of sentences that are not judged: why."""
    reasons = [f"it {passed[one][1]}" for one in alignment.candidate if one in passed]
    reasons += [f"its source {passed[one][1]}" for one in alignment.source if one in passed]
    candidate, source = (
        tuple(passed[one][0] if one in passed else one for one in side)
        for side in (alignment.candidate, alignment.source)
    )
    as_written = replace(alignment, candidate=candidate, source=source)
    return SentenceScore(as_written, (), (), 0.0, Outcome.UNJUDGED, (reasons[0],))


def _detect(
    matching: Matching,
    context: Context,
    tools: Tools,
    masked: Masked,
    passed: Passed,
) -> dict[int, list[Finding]]:
    """The findings of every rule, by alignment, in reading order, those set aside marked.

    What is the same in the source is no finding: it is what the user calls clean. But a glossary
    may ask of the candidate what the source does not have.
    """
    candidate = masked.candidate
    found: dict[int, list[Finding]] = {n.index: [] for n in matching.alignments}
    by_index = {n.index: n for n in matching.alignments}
    same = {n.index for n in matching.alignments if _is_same(masked.aligned(n))}
    looking = [rule for rule in tools.rules if "findings" not in rule.needs]
    judged = [n for n in matching.alignments if not _is_passed(n, passed)]
    for rule in looking:
        options = tools.config.rules.options_of(rule.code)
        for finding in masked.findings(run_rule(rule, judged, context, **options), by_index):
            if finding.alignment not in same or rule.code in GLOSSARY_RULES:
                found[finding.alignment].append(finding)
    kept = [finding for findings in found.values() for finding in _without_echoes(findings)]
    kept.sort(key=_reading_order)
    marked, idle = set_aside(
        with_fingerprints(kept, candidate),
        candidate,
        matching.alignments,
        ran={rule.code for rule in looking if has_needs(rule, context)},
        left_out={rule.code for rule in all_rules()} - {rule.code for rule in tools.rules},
        require_reasons=tools.config.suppress.require_reasons,
    )
    context = replace(context, idle=idle)
    last = [
        finding
        for rule in tools.rules
        if "findings" in rule.needs
        for finding in run_rule(rule, judged, context)
    ]
    detected: dict[int, list[Finding]] = {index: [] for index in found}
    for finding in sorted((*marked, *with_fingerprints(last, candidate)), key=_reading_order):
        detected[finding.alignment].append(finding)
    return detected


def _reading_order(finding: Finding) -> tuple[int, str, int, int, int, str]:
    place = (finding.line, finding.start, finding.end)
    return (finding.alignment, finding.side, *place, finding.code)


def _without_echoes(findings: Sequence[Finding]) -> list[Finding]:
    """Where several rules mark the same words, one finding is enough.

    Of rules that look at the choice of words the most severe is kept; of equals, the one with the
    first code, which knows most. What the judge marks too becomes a second reason of the rule's
    finding, because the rule can name the fault.
    """
    kept: list[Finding] = []
    rules = [f for f in findings if f.probability is None]
    for finding in sorted(rules, key=lambda f: (-f.severity.penalty, f.code, f.start)):
        echo = _is_word_choice(finding) and any(
            _is_word_choice(other) and other.code != finding.code and _overlap(finding, other)
            for other in kept
        )
        if not echo:
            kept.append(finding)
    for judged in (f for f in findings if f.probability is not None):
        named = [n for n, rule in enumerate(kept) if _overlap(judged, rule)]
        for n in named:
            kept[n] = _agreed(kept[n], judged)
        if not named:
            kept.append(judged)
    return kept


def _is_word_choice(finding: Finding) -> bool:
    """Of a rule about the choice of words, and not of one that knows the user's own terms."""
    return finding.code.startswith(WORD_CHOICE) and finding.code not in GLOSSARY_RULES


def _overlap(one: Finding, other: Finding) -> bool:
    """Do both mark some of the same words?"""
    same = (one.side, one.unit) == (other.side, other.unit)
    return same and other.start < one.end and one.start < other.end


def _agreed(rule: Finding, judged: Finding) -> Finding:
    """The rule's finding with the judge's word added, once."""
    if rule.severity is Severity.NEUTRAL or JUDGE_AGREES in rule.message:
        return rule
    return replace(rule, message=f"{rule.message} {JUDGE_AGREES} ({judged.probability:.2f}).")


def _is_same(alignment: Alignment) -> bool:
    """True when both sides say the same in the same words, spaces aside."""
    return bool(alignment.source) and (
        alignment.candidate_text.split() == alignment.source_text.split()
    )


def _score(
    matching: Matching,
    findings: dict[int, list[Finding]],
    source: Sequence[Sentence],
    tools: Tools,
    way: str,
    passed: Passed,
    masked: Masked,
) -> tuple[SentenceScore, ...]:
    """Every alignment's score."""
    whole = [s.text for s in source if s not in passed]
    known = [v for v in fluencies(whole, tools.encoder) if v is not None]
    whole_source = fmean(known) if known else None
    model = tools.calibration.sentence[way]
    scores = []
    for alignment in matching.alignments:
        if _is_passed(alignment, passed):
            scores.append(_unjudged(alignment, passed))
            continue
        found = findings[alignment.index]
        metrics = _measure(alignment, whole_source, tools)
        features = sentence_features(metrics, found, tools.calibration.evidence[way])
        p_mangled, because = model.probability(features), explain(features, found, model)
        if _is_same(masked.aligned(alignment)):
            p_mangled, because = 0.0, ()
        outcome = outcome_of(p_mangled, suspect=model.suspect, mangled=model.mangled)
        if not _is_judged(alignment, found):
            outcome = Outcome.UNJUDGED
        scores.append(
            SentenceScore(
                alignment, tuple(metrics.items()), tuple(found), p_mangled, outcome, because
            )
        )
    return tuple(scores)


def _measure(alignment: Alignment, whole_source: float | None, tools: Tools) -> dict[str, float]:
    """``whole_source``: mean fluency of the source, for sentences that have no counterpart."""
    metrics = {}
    encoder = tools.encoder
    one, other = alignment.candidate_text, alignment.source_text
    if one and other:
        metrics["similarity"] = similarity(one, other, encoder)
        metrics["chrf"] = chrf(one, other)
    own = fluency(one, encoder) if one else None
    if own is not None:
        metrics["fluency"] = own
        paired = fluency(other, encoder) if other else None
        baseline = whole_source if paired is None else paired
        if baseline is not None:
            metrics["source_fluency"] = round(baseline, 4)
    if one:
        judgement = tools.judge.judge(one, other)
        metrics["quality"] = quality(one, other, encoder, judgement)
        metrics["judged_major"] = round(judgement.major, 4)
        metrics["judged_made"] = round(judgement.made, 4)
    return metrics


def _is_judged(alignment: Alignment, found: Sequence[Finding]) -> bool:
    """Web residue and text without a single word are not judged."""
    text = alignment.candidate_text or alignment.source_text
    if not any(char.isalpha() for char in text):
        return False
    neutral = sum(
        f.end - f.start
        for f in found
        if f.severity is Severity.NEUTRAL and not f.suppressed and f.code not in GLOSSARY_RULES
    )
    return neutral < len(text) / 2


def pick_source(
    documents: Sequence[Document],
    tools: Tools,
    *,
    judge: Callable[..., FileVerdict] = judge_document,
) -> tuple[int, str]:
    """The cleanest of the documents by their own sentences: its index, and why in words.

    Every document is judged alone. Of several that are about as clean, the longest is taken,
    because a source is there to be compared with. ``judge`` is what judges a document.
    """
    verdicts = [judge(document, None, tools) for document in documents]
    known = [(v.p_mangled, n) for n, v in enumerate(verdicts) if v.p_mangled is not None]
    if not known:
        return 0, "none of the files has enough sentences to be judged"
    least = min(known)[0]
    near = [n for p, n in known if p <= max(2 * least, least + 0.02)]
    index = max(near, key=lambda n: (len(verdicts[n].scores), documents[n].path))
    others = [p for p, n in known if n != index]
    chosen = verdicts[index].p_mangled or 0.0
    reason = f"its own sentences look cleanest (p_mangled {chosen:.2f} judged alone"
    if others:
        reason += f"; the others {min(others):.2f} to {max(others):.2f}"
    return index, reason + ")"
