"""Whole files: what is mangled, what is human, and whether p_mangled says how likely that is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from agreement import (
    Estimate,
    Statistic,
    at_share,
    auc,
    calibration_error,
    estimate,
    reliability,
    share,
    wilson,
)
from alternatives import harper
from materials import AbsentError, Bench, Section

from seeds import table

HEAVY, LIGHT = "apertium-spa", "nmt-por"
NAMES = {HEAVY: "heavy engine", LIGHT: "light engine"}
OTHER = "|vs-other-human"
PRIOR = 0.2
"""Mixed so that one text in five is mangled: what mtcheck's probabilities are calibrated for
(``mtcheck.learn.calibrate``). The tables hold far more mangled texts than that."""

MODES = ("low-fpr", "balanced")
SIGNS = (
    "mtcheck",
    "mean similarity",
    "mean chrF",
    "Harper's findings by word",
    "the same, spelling left out",
)
"""What may be taken for a sign that a file is mangled."""


@dataclass(frozen=True, slots=True)
class File:
    """A text of many lines, what it is, and what mtcheck says of it."""

    doc: str
    kind: str
    domain: str
    lines: Sequence[str]
    found: dict[str, Any]

    @property
    def is_human(self) -> bool:
        return self.kind == "human"

    @property
    def is_judged(self) -> bool:
        return self.found["p"] is not None


def round_trips(bench: Bench) -> dict[str, list[File]]:
    """By way: human second translations and machine round trips. Alone, every text once."""
    rows = bench.documents("documents_round_trips")
    texts: dict[str, dict[tuple[str, str], tuple[Any, Any]]] = {"with source": {}, "alone": {}}
    for row in rows.to_dict("records"):
        candidate, source = row["cand"].split("\n"), row["source"].split("\n")
        texts["with source"][row["doc"], row["engine"]] = (candidate, source)
        if OTHER not in row["engine"]:
            texts["alone"][row["doc"], row["engine"]] = (candidate, None)
        if row["engine"] == "human":
            texts["alone"][row["doc"], "human, the other"] = (source, None)
    found = {}
    for way, known in texts.items():
        verdicts = bench.files(f"round-trips-{way.split()[0]}", list(known.values()))
        found[way] = [
            File(doc, kind.split(",")[0], "news", lines, verdict)
            for ((doc, kind), (lines, _)), verdict in zip(known.items(), verdicts, strict=True)
        ]
    return found


def human_files(bench: Bench) -> dict[str, list[File]]:
    """By way: every human document at hand, whatever table it stands in."""
    found: dict[str, list[File]] = {"alone": [], "with source": []}
    try:
        rows = bench.documents("documents_humans_and_mt")
        rows = rows[rows["label"] == "human"]
        texts = [json.loads(cell) for cell in rows["cand"]]
        sources = [json.loads(cell) if cell else None for cell in rows["ref"]]
        names = [f"{f}, {d}" for f, d in zip(rows["family"], rows["domain"], strict=True)]
        docs = list(rows["doc"])
        verdicts = bench.files("humans-alone", [(text, None) for text in texts])
        for doc, name, text, verdict in zip(docs, names, texts, verdicts, strict=True):
            found["alone"].append(File(doc, "human", name, text, verdict))
        paired = [n for n, source in enumerate(sources) if source]
        verdicts = bench.files("humans-source", [(texts[n], sources[n]) for n in paired])
        for n, verdict in zip(paired, verdicts, strict=True):
            found["with source"].append(File(docs[n], "human", names[n], texts[n], verdict))
    except AbsentError as absent:
        print(f"human documents: skipped, {absent}")
    try:
        for way, files in round_trips(bench).items():
            for file in files:
                if file.is_human:
                    family = file.doc.split("_")[0] + ".zh-en, " + file.domain
                    found[way].append(File(file.doc, "human", family, file.lines, file.found))
    except AbsentError as absent:
        print(f"round trips: skipped, {absent}")
    if not found["alone"]:
        raise AbsentError("no human document is at hand")
    return found


def documents(bench: Bench) -> Section:
    section = Section("Files: round trips against human texts")
    files = round_trips(bench)
    n_docs = len({file.doc for file in files["alone"]})
    section.lines += [
        f"{n_docs} documents: translations by two people; one of them sent through Apertium and Spanish"
        " (heavy), and through a neural engine and Portuguese (light). AUC: the chance that the"
        " round trip looks worse than the human text. *Own source*: the round trip against the"
        " text that went in, the second human translation against the first. *Another's*: the"
        " round trip against the other person's translation. Low similarity and low chrF are what"
        " a user of similarity would take for a sign.",
        "",
    ]
    sides = {
        "with source": {f"{name}, own source": engine for engine, name in NAMES.items()}
        | {f"{name}, another's": engine + OTHER for engine, name in NAMES.items()},
        "alone": {f"{name}, alone": engine for engine, name in NAMES.items()},
    }
    figures: dict[str, dict[str, Estimate]] = {}
    body = []
    for way, engines in sides.items():
        for name, engine in engines.items():
            chosen = [f for f in files[way] if f.kind in ("human", engine) and f.is_judged]
            figures[name] = _against_humans(chosen)
            called = [
                f.found["outcomes"].get(MODES[0]) == "mangled" for f in chosen if not f.is_human
            ]
            cells = [str(figures[name].get(sign, "")) for sign in SIGNS]
            body.append([name, len(chosen), *cells, f"{np.mean(called):.0%}"])
    header = ["round trips", "files", f"**{SIGNS[0]}**", *SIGNS[1:], "called mangled, low-fpr"]
    section.lines += table(header, body)
    for names, least in (
        ((f"{NAMES[HEAVY]}, own source", f"{NAMES[HEAVY]}, another's"), 0.99),
        ((f"{NAMES[LIGHT]}, own source", f"{NAMES[LIGHT]}, another's"), 0.95),
        ((f"{NAMES[HEAVY]}, alone",), 0.95),
        ((f"{NAMES[LIGHT]}, alone",), 0.75),
    ):
        beside = {
            sign: [f"{figures[name][sign].value:.3f}" for name in names if sign in figures[name]]
            for sign in SIGNS[1:]
        }
        section.goals.append((
            f"files, AUC: {'; '.join(names)}", f"≥ {least:.2f}",
            "; ".join(str(figures[name][SIGNS[0]]) for name in names),
            "; ".join(f"{sign} {', '.join(found)}" for sign, found in beside.items() if found),
            all(figures[name][SIGNS[0]].value >= least for name in names),
        ))  # fmt: skip
    order = ["human", HEAVY, HEAVY + OTHER, LIGHT, LIGHT + OTHER]
    strips = {
        way: {
            kind.replace("|vs-other-human", "\nother's source"): [
                f.found["p"] for f in of_way if f.kind == kind and f.is_judged
            ]
            for kind in reversed(order)
            if any(f.kind == kind for f in of_way)
        }
        for way, of_way in files.items()
    }
    section.plots.append(("strips", "files.png", strips))
    return section


def humans(bench: Bench) -> Section:
    section = Section("False alarms: clean human files")
    files = human_files(bench)
    section.lines += [
        "Every human document at hand. The share called mangled (and at least suspect), with"
        " Wilson's 95 % interval. Files with fewer than three sentences are not judged and not"
        " counted. `en-orig` are English originals; the others are human translations, among them"
        " some that raters found poor (`wmt23.zh-en`).",
        "",
    ]
    for way, of_way in files.items():
        judged = [file for file in of_way if file.is_judged]
        domains = sorted({file.domain for file in judged})
        body = []
        for domain in (*domains, "all"):
            chosen = [file for file in judged if domain in (file.domain, "all")]
            body.append([domain, len(chosen), *_called(chosen)])
        section.lines += [f"**{way.capitalize()}** ({len(of_way) - len(judged)} not judged):", ""]
        header = [f"{mode}: {what}" for mode in MODES for what in ("mangled", "at least suspect")]
        section.lines += table(["texts", "files", *header], body)
        flagged = [file.found["outcomes"].get(MODES[0]) == "mangled" for file in judged]
        rate = wilson(sum(flagged), len(flagged))
        section.goals.append((
            f"clean human files called mangled, low-fpr, {way}", "≤ 1 %",
            f"{sum(flagged)} of {len(flagged)}: {rate.value:.1%} ({rate.low:.1%}–{rate.high:.1%})", "",
            rate.value <= 0.01,
        ))  # fmt: skip
    return section


def _against_humans(files: Sequence[File]) -> dict[str, Estimate]:
    """By sign: the chance that it takes a round trip for worse than a human text."""
    known: dict[str, list[float | None]] = {
        SIGNS[0]: [-file.found["p"] for file in files],
        SIGNS[1]: [file.found["similarity"] for file in files],
        SIGNS[2]: [file.found["chrf"] for file in files],
    }
    try:
        counts = harper(["\n".join(file.lines) for file in files]).values()
        for sign, count in zip(SIGNS[3:], counts, strict=True):
            words = [file.found["n_words"] for file in files]
            known[sign] = [n / n_words for n, n_words in zip(count, words, strict=True)]
    except AbsentError as absent:
        print(f"Harper: skipped, {absent}")
    bad, docs = [not file.is_human for file in files], [file.doc for file in files]
    return {
        sign: estimate(auc([v for v in values if v is not None], bad), docs)
        for sign, values in known.items()
        if None not in values
    }


def _called(files: Sequence[File]) -> list[str]:
    cells = []
    for mode in MODES:
        outcomes = [file.found["outcomes"].get(mode) for file in files]
        for worse in (("mangled",), ("suspect", "mangled")):
            if None in outcomes:
                cells.append("")
                continue
            rate = wilson(sum(o in worse for o in outcomes), len(outcomes))
            cells.append(f"{rate.value:.1%} ({rate.low:.1%}–{rate.high:.1%})")
    return cells


def calibration(bench: Bench) -> Section:
    section = Section("Calibration: does p_mangled say how likely it is?")
    section.lines += [
        "Expected calibration error, ten bins. *Major error*: p_mangled of an output (the highest of"
        " its sentences) against the share of its experts that marked a major error in it. *Round trip*: of a"
        " sentence or a file, against whether an engine made it or a person wrote it. Of round trips"
        f" there are as many as one makes; they are weighted to be one in {1 / PRIOR:.0f}, for which the"
        " probabilities are meant (second column: as they come). Outputs are no goal: experts with the"
        " foreign original at hand mark a major error in one of three human translations too.",
        "",
    ]
    sets = _labelled(bench, section)
    if not sets:
        raise AbsentError("nothing with labels is at hand")
    body, plots = [], {}
    figures = {}
    for name, (p, bad, docs, is_mixed) in sets.items():
        at_prior = _at_prior(p, bad) if is_mixed else None
        plain = estimate(calibration_error(p, bad), docs)
        mixed = estimate(at_prior, docs) if at_prior else plain
        figures[name] = mixed
        body.append([name, f"{len(p):,}", f"{bad.mean():.0%}", str(mixed), str(plain)])
        plots[name.replace(": ", ":\n")] = [
            list(bin_)
            for bin_ in reliability(p, bad, weight=at_share(bad, PRIOR) if is_mixed else None)
        ]
    section.lines += table(["texts", "n", "bad", "ECE", "ECE as they come"], body)
    for part in ("files", "sentences"):
        chosen = {name: e for name, e in figures.items() if name.startswith(part)}
        if chosen:
            section.goals.append((
                f"calibration error of p_mangled, {part}", "≤ 0.05",
                ", ".join(f"{name.split(': ')[1]} {e}" for name, e in chosen.items()), "",
                all(e.value <= 0.05 for e in chosen.values()),
            ))  # fmt: skip
    section.plots.append(("reliability", "calibration.png", plots))
    return section


Labelled = tuple[np.ndarray, np.ndarray, list[str], bool]


def _labelled(bench: Bench, section: Section) -> dict[str, Labelled]:
    found: dict[str, Labelled] = {}
    try:
        for way, files in round_trips(bench).items():
            judged = [file for file in files if file.is_judged]
            found[f"files: round trips, {way}"] = (
                np.array([file.found["p"] for file in judged]),
                np.array([not file.is_human for file in judged]),
                [file.doc for file in judged],
                True,
            )
            lines = [(f, p) for f in judged for _, p, _ in f.found["sentences"]]
            found[f"sentences: round trips, {way}"] = (
                np.array([p for _, p in lines]),
                np.array([not file.is_human for file, _ in lines]),
                [file.doc for file, _ in lines],
                True,
            )
    except AbsentError as absent:
        section.lines += [f"Round trips: skipped, {absent}.", ""]
    for folder, name in (("wmt23_zhen_mqm", "one expert"), ("wmt23_zhen_sxs", "mean of three")):
        try:
            rows = bench.table(folder)
        except AbsentError as absent:
            section.lines += [f"{folder}: skipped, {absent}.", ""]
            continue
        rows = rows[rows["ref_name"] != ""].reset_index(drop=True)
        bad = share_of_experts(rows)
        ways = {
            "with source": bench.pairs(folder, list(zip(rows["cand"], rows["ref"], strict=True))),
            "alone": bench.pairs(f"{folder}-alone", [(text, None) for text in rows["cand"]]),
        }
        for way, scores in ways.items():
            p = np.array([score["p"] for score in scores])
            found[f"outputs: major error, {name}, {way}"] = (p, bad, list(rows["doc"]), False)
    return found


def share_of_experts(rows: pd.DataFrame) -> np.ndarray:
    """By output: what share of its experts marked a major error in it."""
    found = []
    for spans, scores in zip(rows["spans"], rows["rater_scores"], strict=True):
        strict = {span[4] for span in json.loads(spans) if span[2] != "minor"}
        found.append(len(strict) / max(len(json.loads(scores)), len(strict), 1))
    return np.array(found)


def _at_prior(p: np.ndarray, bad: np.ndarray) -> Statistic:
    ask, weights = calibration_error(p, bad), at_share(bad, PRIOR)
    return lambda weight: ask(weight * weights)


def false_alarms(
    bench: Bench, families: Sequence[str], *, without: str = "-"
) -> tuple[dict[str, Estimate], int]:
    """Findings of these families in 10,000 words of clean human text, by way; words read alone.

    ``without``: texts whose domain begins so are left out.
    """
    found = {}
    n_words = 0
    for way, every in human_files(bench).items():
        files = [file for file in every if not file.domain.startswith(without)]
        counts = [
            sum(f[0].startswith(tuple(families)) for f in file.found["findings"]) for file in files
        ]
        words = [file.found["n_words"] / 10_000 for file in files]
        found[way] = estimate(share(counts, words), [file.doc for file in files])
        if way == "alone":
            n_words = sum(file.found["n_words"] for file in files)
    return found, n_words
