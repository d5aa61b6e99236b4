"""Published tortured phrases, each put into neutral sentences of our own."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from agreement import estimate, share
from materials import Bench, Section
from on_files import false_alarms
from on_sentences import AbsentError

from seeds import table

CARRIERS = (
    "The second part of the report deals with {} at some length.",
    "Earlier work on {} was limited to a few small laboratories.",
    "The students were asked to read three papers about {} before the course began.",
    "No new results on {} have been published since the spring of that year.",
    "A short introduction to {} can be found in the appendix.",
    "Both groups had worked on {} for years without knowing of each other.",
)
"""Sentences in which a noun phrase of any number can stand, and that say nothing about it."""

PER_PHRASE = 2
SPUN = "wmt23.zh-en"
FAMILIES = ("TER", "STY", "JDG")
"""Rules about the choice of words, and the judge."""


def expected_of(cell: str) -> str:
    """The first of the meanings given, without remarks.

    >>> expected_of("fog/mist computing OR cloud computing"), expected_of("effort, see https://x.y")
    ('fog computing', 'effort')
    """
    first = re.split(r" OR |, see ", cell)[0]
    return re.sub(r"\s*/\s*[\w-]+", "", first).strip()


def phrases(bench: Bench) -> Section:
    section = Section("Tortured phrases of published papers")
    rows = bench.table("tortured_phrases")
    rows = rows[
        (rows["n_words"].astype(int) >= 2) & (rows["unsure"] == "0") & (rows["needs_context"] == "")
    ].reset_index(drop=True)
    cases: list[tuple[int, str, str, str]] = []
    for n, (found, cell) in enumerate(zip(rows["tortured"], rows["expected"], strict=True)):
        for step in range(PER_PHRASE):
            carrier = CARRIERS[(n + step * len(CARRIERS) // PER_PHRASE) % len(CARRIERS)]
            cases.append((n, carrier, found, expected_of(cell)))
    scores = {
        "with the expected text": bench.pairs(
            "tortured-source", [(c.format(bad), c.format(good)) for _, c, bad, good in cases]
        ),
        "alone": bench.pairs("tortured-alone", [(c.format(bad), None) for _, c, bad, _ in cases]),
        "control: the expected phrase, alone": bench.pairs(
            "tortured-control", [(c.format(good), None) for _, c, _, good in cases[::PER_PHRASE]]
        ),
    }
    section.lines += [
        f"{len(rows):,} phrases of at least two words, each in {PER_PHRASE} of {len(CARRIERS)} neutral sentences"
        " written for this; the source is the same sentence with what was meant. Hit: a finding"
        " touches the phrase. Intervals resample phrases.",
        "",
    ]
    body, figures = [], {}
    for way, found in scores.items():
        chosen = cases[::PER_PHRASE] if way.startswith("control") else cases
        docs = [n for n, *_ in chosen]
        every = [_touching(score, case, way) for score, case in zip(found, chosen, strict=True)]
        figures[way] = estimate(share([bool(codes) for codes in every]), docs)
        by_family = [
            estimate(
                share([any(code.startswith(family) for code in codes) for codes in every]), docs
            )
            for family in ("TER", "STY", "JDG", "ACC")
        ]
        body.append([way, str(figures[way]), *(f"{e.value:.3f}" for e in by_family)])
    section.lines += table(["way", "touched", "TER", "STY", "JDG", "ACC"], body)
    papers = rows["n_papers"].astype(int).to_numpy()
    hit = np.zeros(len(rows))
    for score, case in zip(scores["alone"], cases, strict=True):
        hit[case[0]] += bool(_touching(score, case, "alone")) / PER_PHRASE
    section.lines += [
        "Alone, by how many papers a phrase was found in:",
        "",
        *table(
            ["papers", "phrases", "touched"],
            [
                [label, int(part.sum()), f"{hit[part].mean():.3f}"]
                for label, part in (
                    ("1", papers == 1), ("2 to 9", (papers > 1) & (papers < 10)),
                    ("10 to 99", (papers > 9) & (papers < 100)), ("100 and more", papers > 99),
                )
                if part.any()
            ],
        ),
    ]  # fmt: skip
    with_source, without = figures["with the expected text"], figures["alone"]
    section.goals.append((
        "tortured phrases: recall with the expected text / alone", "≥ 0.80 / ≥ 0.40",
        f"{with_source} / {without}", "published, without source: 0.87 at precision 0.61",
        with_source.value >= 0.80 and without.value >= 0.40,
    ))  # fmt: skip
    try:
        lines, goal = _alarms(bench)
        section.lines += lines
        section.goals.append(goal)
    except AbsentError as absent:
        section.lines += [f"False alarms: skipped, {absent}.", ""]
    return section


def _alarms(bench: Bench) -> tuple[list[str], tuple[str, str, str, str, bool | None]]:
    body = []
    total = None
    for families in (("TER",), ("STY",), ("JDG",), FAMILIES):
        rates, n_words = false_alarms(bench, families)
        body.append([", ".join(families), *(_rate(e) for e in rates.values())])
        total = rates
    assert total is not None
    rest, n_rest = false_alarms(bench, FAMILIES, without=SPUN)
    body.append(
        [f"all three, outside {SPUN} ({n_rest:,} words)", *(_rate(e) for e in rest.values())]
    )
    lines = [
        f"False alarms: findings of these rules in 10,000 words of clean human text ({n_words:,} words"
        " read alone), every finding counted as false:",
        "",
        *table(["rules", *total], body),
        f'The references of {SPUN} read spun ("wellbeing frameworks", "optical arrange"): what is'
        " found there is mostly no false alarm, so the last row leaves them out.",
        "",
    ]
    goal = (
        "false alarms of word-choice rules and judge in 10,000 words of clean human text, alone",
        "≤ 1", f"{_rate(total['alone'])}; outside {SPUN} {_rate(rest['alone'])}",
        f"with source {_rate(total['with source'])}",
        total["alone"].value <= 1,
    )  # fmt: skip
    return lines, goal


def _rate(found: Any) -> str:
    return f"{found.value:.2f} ({found.low:.2f}–{found.high:.2f})"


def _touching(score: dict[str, Any], case: tuple[int, str, str, str], way: str) -> list[str]:
    """Codes of the findings that touch the phrase."""
    _, carrier, bad, good = case
    phrase = good if way.startswith("control") else bad
    start = carrier.index("{}")
    end = start + len(phrase)
    return [f[0] for f in score["findings"] if f[2] < end and start < f[3]]
