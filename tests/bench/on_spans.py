"""Words and people: does mtcheck mark the words that experts mark?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pandas as pd
from agreement import Estimate, estimate, precision_at, share, tag_scores
from materials import Bench, Section

from seeds import table

WORD = re.compile(r"\w+|[^\w\s]")
"""Marks count as words: experts mark them."""

MEASURES = ("precision", "recall", "F1", "MCC")

Place = tuple[int, int]


def words_of(text: str) -> list[Place]:
    return [found.span() for found in WORD.finditer(text)]


def tags(places: Sequence[Place], spans: Iterable[Sequence[Any]]) -> np.ndarray:
    """1 for every word that one of the spans touches."""
    known = [(span[0], span[1]) for span in spans]
    return np.array([any(a < end and start < b for a, b in known) for start, end in places], bool)


def changed(text: str, source: str) -> np.ndarray:
    """1 for every word of the text that is not matched in the source, in order."""
    words = [text[start:end].lower() for start, end in words_of(text)]
    others = [found.group().lower() for found in WORD.finditer(source)]
    marked = np.ones(len(words), bool)
    for start, _, size in SequenceMatcher(
        None, words, others, autojunk=False
    ).get_matching_blocks():
        marked[start : start + size] = False
    return marked


def spans(bench: Bench) -> Section:
    section = Section("Words: what mtcheck marks against what experts mark")
    rows = bench.table("wmt23_zhen_sxs")
    rows = rows[(rows["text_suspect"] != "1") & (rows["ref_name"] != "")].reset_index(drop=True)
    marked = [json.loads(cell) for cell in rows["spans"]]
    raters = [sorted(json.loads(cell)) for cell in rows["rater_scores"]]
    places = [words_of(text) for text in rows["cand"]]
    union = [tags(p, m) for p, m in zip(places, marked, strict=True)]
    scores = {
        "with source": bench.pairs(
            "wmt23_zhen_sxs", list(zip(rows["cand"], rows["ref"], strict=True))
        ),
        "alone": bench.pairs("sxs-alone", [(text, None) for text in rows["cand"]]),
    }
    said = {
        "word difference": [changed(c, r) for c, r in zip(rows["cand"], rows["ref"], strict=True)]
    }
    for way, found in scores.items():
        for label, starts in (("all findings", ""), ("findings of the judge", "JDG")):
            chosen = [[f[2:] for f in s["findings"] if f[0].startswith(starts)] for s in found]
            said[f"mtcheck {way}, {label}"] = [
                tags(p, c) for p, c in zip(places, chosen, strict=True)
            ]
    judged = judged_words(rows, places)
    rate = float(np.concatenate(union).mean())
    said |= {
        f"judge's words {way}, as many as the experts'": cut(values, rate)
        for way, values in judged.items()
    }
    section.lines += [
        f"{len(rows):,} outputs with the spans of three experts each. Words and marks of punctuation,"
        f" {np.concatenate(union).mean():.0%} of them marked by at least one expert. A word is marked where a"
        " span touches it; pooled over all words.",
        "",
        "Against the union of three experts:",
        "",
    ]
    against_all = {name: _measure(tagged, union, rows["doc"]) for name, tagged in said.items()}
    section.lines += _table(against_all)
    section.lines += [
        "Against the union of two of them, the third left out, mean of the three ways; here the"
        " third expert can be measured likewise:",
        "",
    ]
    two, docs, third, place_of = [], [], [], []
    for n, names in enumerate(raters):
        for rater in names:
            two.append(tags(places[n], [m for m in marked[n] if m[4] != rater]))
            third.append(tags(places[n], [m for m in marked[n] if m[4] == rater]))
            docs.append(rows["doc"][n])
            place_of.append(n)
    against_two = {"the third expert": _measure(third, two, docs)}
    against_two |= {
        name: _measure([tagged[n] for n in place_of], two, docs) for name, tagged in said.items()
    }
    section.lines += _table(against_two)
    if judged:
        theirs = against_two["the third expert"]
        recalls = [0.05, 0.1, 0.2, theirs["recall"].value, 0.5]
        section.lines += [
            "Precision of the judge's surest words against two experts, at the recall named; that of"
            f" the third expert is {theirs['precision'].value:.3f} at"
            f" {theirs['recall'].value:.3f}, and {np.concatenate(two).mean():.3f} of all words are marked:",
            "",
            *table(
                ["recall", *(f"{recall:.2f}" for recall in recalls)],
                [
                    [
                        way,
                        *(f"{p:.3f}" for p in precision_at([v[n] for n in place_of], two, recalls)),
                    ]
                    for way, v in judged.items()
                ],
            ),
        ]
    section.lines += _by_kind(rows, marked, scores, said)
    human, plain = against_two["the third expert"], against_two["word difference"]
    for name in (f"judge's words {way}, as many as the experts'" for way in judged):
        ours = against_two[name]
        section.goals.append((
            f"word tags, F1 / MCC against two experts: {name}", "≥ the third expert",
            _short(ours), f"third expert {_short(human)}, word difference {_short(plain)}",
            ours["F1"].value >= human["F1"].value,
        ))  # fmt: skip
    return section


def judged_words(
    rows: pd.DataFrame, places: Sequence[Sequence[Place]]
) -> dict[str, list[np.ndarray]]:
    """By way: the judge's own probability of every word, the highest of its pieces."""
    try:
        from mtcheck.models.judge import load_judge

        judge = load_judge()
    except Exception as error:  # noqa: BLE001 - a version without a judge is measured without it
        print(f"judge's words: skipped, {error}")
        return {}
    found = {}
    for way, sources in (("with source", rows["ref"]), ("alone", [""] * len(rows))):
        found[way] = []
        for text, source, words in zip(rows["cand"], sources, places, strict=True):
            judgement = judge.judge(text, source)
            values = np.zeros(len(words))
            for (start, end), mark in zip(judgement.spans, judgement.marks, strict=True):
                for n, (left, right) in enumerate(words):
                    if left < end and start < right:
                        values[n] = max(values[n], float(mark[0]))
            found[way].append(values)
    return found


def cut(values: Sequence[np.ndarray], rate: float) -> list[np.ndarray]:
    """The surest words marked, as many in all as this share."""
    least = float(np.quantile(np.concatenate(values), 1 - rate))
    return [one > least for one in values]


def _measure(
    said: Sequence[np.ndarray], true: Sequence[np.ndarray], docs: Sequence[Any]
) -> dict[str, Estimate]:
    return {name: estimate(of, docs) for name, of in tag_scores(said, true).items()}


def _table(figures: dict[str, dict[str, Estimate]]) -> list[str]:
    return table(
        ["marks", *MEASURES],
        [
            [
                f"**{name}**" if name.startswith("mtcheck") else name,
                *(str(found[m]) for m in MEASURES),
            ]
            for name, found in figures.items()
        ],
    )


def _by_kind(
    rows: pd.DataFrame,
    marked: Sequence[Sequence[Any]],
    scores: dict[str, list[dict[str, Any]]],
    said: dict[str, list[np.ndarray]],
) -> list[str]:
    """Share of the experts' spans touched, by category and severity."""
    kinds = Counter((span[3], span[2]) for spans_ in marked for span in spans_)
    chosen = [kind for kind, count in kinds.most_common(14) if count >= 20]
    body = []
    for kind in chosen:
        cells = []
        for way in scores:
            cells.append(
                _recall(rows, marked, kind, [[f[2:] for f in s["findings"]] for s in scores[way]])
            )
        words = [
            [place for place, mark in zip(words_of(text), tagged, strict=True) if mark]
            for text, tagged in zip(rows["cand"], said["word difference"], strict=True)
        ]
        body.append([kind[0], kind[1], kinds[kind], *cells, _recall(rows, marked, kind, words)])
    return [
        "Share of the experts' spans that a finding touches, by kind:",
        "",
        *table(["kind", "severity", "spans", *scores, "word difference"], body),
    ]


def _recall(
    rows: pd.DataFrame,
    marked: Sequence[Sequence[Any]],
    kind: tuple[str, str],
    places: Sequence[Sequence[Sequence[int]]],
) -> str:
    hits, counted = np.zeros(len(rows)), np.zeros(len(rows))
    for n, (spans_, found) in enumerate(zip(marked, places, strict=True)):
        mine = [span for span in spans_ if (span[3], span[2]) == kind]
        counted[n] = len(mine)
        hits[n] = sum(any(a < s[1] and s[0] < b for a, b in found) for s in mine)
    return str(estimate(share(hits, counted), rows["doc"]))


def _short(found: dict[str, Estimate]) -> str:
    return f"{found['F1'].value:.3f} / {found['MCC'].value:.3f}"
