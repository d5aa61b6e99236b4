"""Sentences and people: rankings of translations, substitutes, planted errors, texts alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from agreement import (
    Estimate,
    Statistic,
    auc,
    best_epsilon,
    estimate,
    ordered,
    pairwise,
    pearson,
    share,
)
from alternatives import harper, language_model, surface
from materials import AbsentError, Bench, Section

from seeds import table

PIECES = {
    "p_mangled alone": "p",
    "similarity alone": "similarity",
    "chrF as mtcheck has it": "chrf",
    "fluency alone": "fluency",
    "judge: major error": "judged_major",
    "judge: made by an engine": "judged_made",
}
"""What mtcheck measures, one by one, under the names of its metrics."""

LOWER_IS_BETTER = ("p", "judged_major", "judged_made")
OFFICIAL = ("XCOMET-XXL", "MetricX-23", "BLEURT-20", "COMET", "BERTscore", "chrF", "BLEU", "XLsim")
"""Of 43: the best two of the campaign, those commonly used, and likeness of sentence vectors."""

LANGUAGES = {
    "zh-en": ("wmt23_zhen_mqm", "refA", 0.517, 0.40),
    "he-en": ("wmt23_heen_mqm", "refB", 0.530, 0.43),
}


def ranking(scores: Sequence[dict[str, Any]]) -> np.ndarray:
    """mtcheck's number for ranking: ``quality``; of a version without one, 1 - p_mangled."""
    return column(scores, "quality" if any("quality" in s for s in scores) else "p")


def pieces(scores: Sequence[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Every piece that was measured, higher = better."""
    return {
        label: column(scores, piece)
        for label, piece in PIECES.items()
        if any(piece in score for score in scores)
    }


def column(scores: Sequence[dict[str, Any]], name: str) -> np.ndarray:
    """A metric by row, higher = better; what was not computed is the median of the others."""
    sign = -1.0 if name in LOWER_IS_BETTER else 1.0
    values = np.array([sign * score.get(name, np.nan) for score in scores], float)
    known = values[np.isfinite(values)]
    return np.where(np.isfinite(values), values, np.median(known) if len(known) else 0.0)


def wmt23(bench: Bench) -> Section:
    section = Section("WMT23: do scores rank translations as experts do?")
    section.lines += [
        "Pairwise accuracy with ties (Deutsch et al. 2023: best epsilon, here searched over all"
        " differences; grouped by segment) and Pearson's correlation with the experts' MQM scores."
        " In brackets 95 % intervals, 1,000 resamples of documents. The other metrics' scores are"
        " those they were handed in with; COMET and xCOMET read the foreign source as well.",
        "",
    ]
    figures = {}
    for name in LANGUAGES:
        try:
            figures[name] = _wmt23(bench, name, section)
        except AbsentError as absent:
            section.lines += [f"{name}: skipped, {absent}.", ""]
    if not figures:
        raise AbsentError("no table of WMT23 is at hand")
    section.plots.append(("points", "agreement.png", figures))
    return section


def _wmt23(bench: Bench, name: str, section: Section) -> dict[str, list[float]]:
    folder, reference, least_accuracy, least_pearson = LANGUAGES[name]
    rows, _, found = wmt_rows(bench, folder, reference)
    human, segments = rows["score"].astype(float).to_numpy(), rows["doc"] + "|" + rows["seg"]
    body, figures = [], {}
    ours = pairwise(human, found["mtcheck"], segments)
    for metric, values in found.items():
        theirs = pairwise(human, values, segments)
        accuracy = estimate(theirs, rows["doc"])
        correlation = estimate(pearson(human, values), rows["doc"])
        ahead = estimate(_difference(ours, theirs), rows["doc"]) if metric in OFFICIAL else ""
        figures[metric] = (accuracy, correlation)
        epsilon = best_epsilon(human, values, segments)
        body.append([_bold(metric), str(accuracy), str(ahead), str(correlation), f"{epsilon:.3g}"])
    section.lines += [f"**{name}, {reference}: {len(rows):,} outputs.**", ""]
    header = ["metric", "pairwise accuracy", "mtcheck is ahead by", "Pearson", "epsilon"]
    section.lines += table(header, body)
    accuracy, correlation = figures["mtcheck"]
    section.goals.append((
        f"WMT23 {name} ({reference}): pairwise accuracy / Pearson",
        f"≥ {least_accuracy:.3f} / ≥ {least_pearson:.2f}",
        f"{accuracy.value:.3f} / {correlation.value:.3f}",
        _beside(figures, ("BLEURT-20", "COMET", "BERTscore", "XLsim")),
        accuracy.value >= least_accuracy and correlation.value >= least_pearson,
    ))  # fmt: skip
    return {
        metric: [a.value, a.low, a.high]
        for metric, (a, _) in figures.items()
        if metric not in PIECES
    }


def _difference(one: Statistic, other: Statistic) -> Statistic:
    """Both on the same resample, so that the interval is that of the difference."""
    return lambda weight: one(weight) - other(weight)


def wmt_rows(
    bench: Bench, folder: str, reference: str
) -> tuple[pd.DataFrame, list[dict[str, Any]], dict[str, np.ndarray]]:
    """The rows with this reference, what mtcheck says of them, and all metrics by name."""
    rows = bench.table(folder)
    rows = rows[rows["ref_name"] == reference].reset_index(drop=True)
    scores = bench.pairs(folder, list(zip(rows["cand"], rows["ref"], strict=True)))
    found = {"mtcheck": ranking(scores)}
    found |= pieces(scores)
    try:
        official = bench.official(folder, rows)
        for metric in OFFICIAL:
            values = official[f"{metric}-{reference}"].to_numpy(float)
            found[metric] = np.where(np.isfinite(values), values, np.nanmedian(values))
    except AbsentError:
        pass
    found["random"] = np.random.default_rng(12345).random(len(rows))
    return rows, scores, found


def far_pairs(bench: Bench) -> Section:
    section = Section("Two translations of one segment, at least 5 MQM points apart")
    section.lines += [
        "Share of such pairs ranked as the experts rank them; a tie is wrong. One expert scored"
        " each output of the large sets; three scored those of the side-by-side set, and their"
        " means are more to be trusted.",
        "",
    ]
    sets = {
        "zh-en, one expert": ("wmt23_zhen_mqm", "refA", None),
        "zh-en, mean of three": ("wmt23_zhen_sxs", "refA", 0.82),
        "he-en, one expert": ("wmt23_heen_mqm", "refB", 0.80),
    }
    columns: dict[str, dict[str, Estimate]] = {}
    for name, (folder, reference, least) in sets.items():
        try:
            rows, _, found = wmt_rows(bench, folder, reference)
            if folder.endswith("sxs"):
                found |= _official_of_sxs(bench, rows, reference)
        except AbsentError as absent:
            section.lines += [f"{name}: skipped, {absent}.", ""]
            continue
        human, segments = rows["score"].astype(float), rows["doc"] + "|" + rows["seg"]
        columns[name] = {
            metric: estimate(ordered(human, values, segments, at_least=5), rows["doc"])
            for metric, values in found.items()
        }
        if least:
            value = columns[name]["mtcheck"].value
            section.goals.append((
                f"WMT23 pairs ≥ 5 MQM points apart, {name}", f"≥ {least:.2f}", f"{value:.3f}",
                ", ".join(f"{m} {columns[name][m].value:.3f}" for m in ("BLEURT-20", "chrF") if m in columns[name]),
                value >= least,
            ))  # fmt: skip
    if not columns:
        raise AbsentError("no table of WMT23 is at hand")
    metrics = list(dict.fromkeys(metric for column_ in columns.values() for metric in column_))
    body = [[_bold(m), *(str(c.get(m, "")) for c in columns.values())] for m in metrics]
    section.lines += table(["metric", *columns], body)
    return section


def _official_of_sxs(bench: Bench, rows: pd.DataFrame, reference: str) -> dict[str, np.ndarray]:
    try:
        official = bench.official("wmt23_zhen_mqm", rows)
    except AbsentError:
        return {}
    return {
        metric: official[f"{metric}-{reference}"].to_numpy(float)
        for metric in OFFICIAL
        if official[f"{metric}-{reference}"].notna().all()
    }


def swords(bench: Bench) -> Section:
    """Rejected: nobody accepts the substitute; accepted: at least half of the people do."""
    section = Section("SWORDS: which one-word substitutes do people reject?")
    rows = bench.table("swords")
    accepted = rows["score"].astype(float)
    rows = rows[(accepted == 0) | (accepted >= 0.5)].reset_index(drop=True)
    bad = (rows["score"].astype(float) == 0).to_numpy()
    pairs = list(zip(rows["cand"], rows["ref"], strict=True))
    scores = bench.pairs("swords", pairs)
    found = {"mtcheck": ranking(scores)}
    found |= pieces(scores) | surface(pairs)
    touched = [
        any(start < end and f[2] < end and start < f[3] for f in score["findings"])
        for score, (start, end) in zip(scores, map(json.loads, rows["span"]), strict=True)
    ]
    section.lines += [
        f"{bad.sum():,} substitutes that nobody accepts against {(~bad).sum():,} that at least half"
        " of the people accept, each in its passage, with the passage as it was for a source."
        " AUC: the chance that the rejected one scores lower. 0.5 is chance.",
        "",
    ]
    figures = {m: estimate(auc(v, bad), rows["doc"]) for m, v in found.items()}
    section.lines += table(["metric", "AUC"], [[_bold(m), str(f)] for m, f in figures.items()])
    section.lines += [
        f"A finding touches the substitute in {np.mean(np.array(touched)[bad]):.1%} of the rejected"
        f" and {np.mean(np.array(touched)[~bad]):.1%} of the accepted ones.",
        "",
    ]
    section.goals.append((
        "SWORDS, rejected against accepted substitutes: AUC", "≥ 0.70",
        str(figures["mtcheck"]), f"chrF {figures['chrF'].value:.3f}, BLEU {figures['BLEU'].value:.3f}",
        figures["mtcheck"].value >= 0.70,
    ))  # fmt: skip
    return section


def demetr(bench: Bench) -> Section:
    section = Section("DEMETR: planted errors")
    rows = bench.table("demetr")
    rows = rows[rows["category"] != "base_id35_reference"].reset_index(drop=True)
    texts = {side: list(zip(rows[side], rows["ref"], strict=True)) for side in ("good", "bad")}
    scored = bench.pairs("demetr", texts["good"] + texts["bad"])
    scores = {"good": scored[: len(rows)], "bad": scored[len(rows) :]}
    found = {"mtcheck": tuple(ranking(scored).reshape(2, -1))}
    found |= {label: tuple(values.reshape(2, -1)) for label, values in pieces(scored).items()}
    plain = {side: surface(texts[side]) for side in ("good", "bad")}
    found |= {metric: (plain["good"][metric], plain["bad"][metric]) for metric in plain["good"]}
    hits = {metric: good > bad for metric, (good, bad) in found.items()}
    flagged = np.mean([s["p"] > 0.5 for s in scores["bad"]])
    section.lines += [
        f"{len(rows):,} pairs of a translation and the same with one error planted,"
        f" {rows['category'].nunique()} kinds, both against the human translation. Share of pairs where"
        " the good one scores higher; a tie is wrong. `base_id35_reference` is left out.",
        "",
    ]
    figures = {m: estimate(share(hit), rows["doc"]) for m, hit in hits.items()}
    section.lines += table(["metric", "accuracy"], [[_bold(m), str(f)] for m, f in figures.items()])
    shown = ["mtcheck", "BLEU", "chrF", "chrF++"]
    kinds = {
        kind: {m: float(hits[m][part].mean()) for m in shown}
        for kind, part in rows.groupby("category").indices.items()
    }
    order = sorted(kinds, key=lambda kind: kinds[kind]["mtcheck"])
    sizes = rows["category"].value_counts()
    section.lines += table(
        ["kind", "pairs", *shown],
        [[kind, sizes[kind], *(f"{kinds[kind][m]:.3f}" for m in shown)] for kind in order],
    )
    section.lines += [f"Of the bad ones, p_mangled is above 0.5 in {flagged:.1%}.", ""]
    low = [kind for kind in order if kinds[kind]["mtcheck"] < 0.80]
    value = figures["mtcheck"].value
    section.goals.append((
        "DEMETR: ranking accuracy, micro; kinds below 0.80", "≥ 0.95; none",
        f"{figures['mtcheck']}; {len(low) or 'none'}",
        f"chrF++ {figures['chrF++'].value:.3f}, BLEU {figures['BLEU'].value:.3f}; published: COMET-22 about 0.98",
        value >= 0.95 and not low,
    ))  # fmt: skip
    section.plots.append(("kinds", "demetr.png", {kind: kinds[kind] for kind in order}))
    return section


def alone(bench: Bench) -> Section:
    section = Section("Alone: texts with a major error, without any source")
    parts = []
    for folder in ("wmt23_zhen_mqm", "wmt23_zhen_sxs"):
        try:
            part = bench.table(folder).assign(set=folder)
        except AbsentError as absent:
            section.lines += [f"{folder}: skipped, {absent}.", ""]
            continue
        if "text_suspect" in part:  # raters edited the text while marking
            part = part[part["text_suspect"] != "1"]
        parts.append(part)
    if not parts:
        raise AbsentError("no table with spans is at hand")
    rows = pd.concat(parts, ignore_index=True)
    scores = bench.pairs("alone", [(text, None) for text in rows["cand"]])
    bad = has_major(rows)
    found = {"mtcheck (quality)": ranking(scores), "mtcheck (p_mangled)": column(scores, "p")}
    found |= {name: v for name, v in pieces(scores).items() if name != "p_mangled alone"}
    found["number of findings"] = -np.array([len(score["findings"]) for score in scores], float)
    found["shortness"] = -rows["cand"].str.split().str.len().to_numpy(float)
    try:
        found |= harper(list(rows["cand"]))
    except AbsentError as absent:
        section.lines += [f"Harper: skipped, {absent}.", ""]
    section.lines += [
        "An output is bad where an expert marked a major error in it (of three experts: any)."
        " AUC: the chance that a bad one scores lower. Long texts have more errors, so their"
        " length is a baseline; perplexity is read both as the mean by piece and as the sum.",
        "",
    ]
    places = {
        f"{folder} ({part.sum():,}, {bad[part].mean():.0%} bad)": part
        for folder in rows["set"].unique()
        if (part := (rows["set"] == folder).to_numpy()).any()
    }
    body = []
    first: dict[str, Estimate] = {}
    for metric, values in found.items():
        cells = [estimate(auc(values[p], bad[p]), rows["doc"][p]) for p in places.values()]
        both = estimate(auc(values, bad), rows["doc"])
        first[metric] = both
        body.append([_bold(metric), *map(str, cells), str(both)])
    section.lines += table(["metric", *places, "both"], body)
    names = ["shortness", *(name for name in first if name.startswith("Harper"))]
    beside = ", ".join(f"{name} {first[name].value:.3f}" for name in names)
    try:
        chosen, read = language_model(list(rows["cand"]))
        lines, best = _against_language_model(rows, bad, found, chosen, read)
        section.lines += lines
        beside += f", {best}"
    except AbsentError as absent:
        section.lines += [f"Perplexity: skipped, {absent}.", ""]
    ours, other = first["mtcheck (quality)"], first["mtcheck (p_mangled)"]
    section.goals.append((
        "alone: AUC, MQM major error or not", "≥ 0.70",
        f"quality {ours}, p_mangled {other}", beside, max(ours.value, other.value) >= 0.70,
    ))  # fmt: skip
    return section


def _against_language_model(
    rows: pd.DataFrame,
    bad: np.ndarray,
    found: dict[str, np.ndarray],
    chosen: np.ndarray,
    read: dict[str, np.ndarray],
) -> tuple[list[str], str]:
    subset = {metric: values[chosen] for metric, values in found.items()} | read
    figures = {
        m: estimate(auc(v, bad[chosen]), rows["doc"].iloc[chosen]) for m, v in subset.items()
    }
    lines = [f"On {len(chosen):,} of the texts, beside SmolLM2-135M (4 bits, as packaged):", ""]
    lines += table(["metric", "AUC"], [[_bold(m), str(f)] for m, f in figures.items()])
    best = max(read, key=lambda metric: figures[metric].value)
    return lines, f"SmolLM2 {best} {figures[best].value:.3f}"


def has_major(rows: pd.DataFrame) -> np.ndarray:
    return np.array(
        [any(span[2] != "minor" for span in json.loads(spans)) for spans in rows["spans"]]
    )


def _bold(metric: str) -> str:
    return f"**{metric}**" if metric.startswith("mtcheck") else metric


def _beside(figures: dict[str, tuple[Estimate, Estimate]], metrics: Sequence[str]) -> str:
    known = [(m, figures[m]) for m in metrics if m in figures]
    return ", ".join(f"{m} {a.value:.3f} / {r.value:.3f}" for m, (a, r) in known)
