"""Measure whether the rules generalise, on stories that none of them was written for.

    python tests/bench/stories.py [--half development|measuring] [--show] [--out FILE]

Every file of ``fixtures/stories`` is judged with the source of its story and alone: verdicts
against what the file is, recall of an editor's spans, precision of major and critical findings,
and what is found in clean text. ``--show`` lists the missed spans and all findings of the
development half; those of the measuring half are counted and never listed. Mangled tellings are
judged again with most of their damage undone, because these stories are damaged more densely than
files found in the wild.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtcheck.config import Config
from mtcheck.pipeline import judge_document
from mtcheck.run import run_files
from mtcheck.tools import load_tools
from mtcheck.types import FileVerdict, Outcome
from seeds import KINDS, ROOT, SEVERE, document, places, table

STORIES = ROOT / "fixtures" / "stories"
HALVES = {"development": ("bank", "climate", "football"), "measuring": ("outbreak", "ruling")}
MANGLED = ("roundtrip", "spun")
WAYS = ("with source", "alone")
KEPT = (0.15, 0.3, 0.5)
DRAWS = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """One telling of a story, judged in one way."""

    story: str
    kind: str
    way: str
    verdict: FileVerdict
    spans: tuple[dict[str, Any], ...]
    found: tuple[tuple[int, int, Any], ...]

    @property
    def right(self) -> bool:
        """The outcome is the one the file must get; alone, suspect will do for a mangled one."""
        if self.kind not in MANGLED:
            return self.verdict.outcome is Outcome.CLEAN
        good = {Outcome.MANGLED} | ({Outcome.SUSPECT} if self.way == "alone" else set())
        return self.verdict.outcome in good

    @property
    def severe(self) -> list[tuple[int, int, Any]]:
        return [place for place in self.found if place[2].severity in SEVERE]

    def touched(self, span: dict[str, Any]) -> list[str]:
        return [f.code for s, e, f in self.found if s < span["end"] and span["start"] < e]

    def outside(self) -> list[Any]:
        return [
            f for s, e, f in self.severe
            if not any(s < span["end"] and span["start"] < e for span in self.spans)
        ]  # fmt: skip


def judge_all(stories: Sequence[str]) -> list[Judged]:
    tools = load_tools(Config())
    judged = []
    for story in stories:
        source = str((STORIES / f"{story}.source.txt").relative_to(ROOT))
        for kind in ("source", "summary", *MANGLED):
            path = STORIES / f"{story}.{kind}.txt"
            if not path.exists():
                continue
            marked = path.with_name(f"{story}.{kind}.spans.jsonl")
            lines = marked.read_text(encoding="utf-8").splitlines() if marked.exists() else []
            spans = tuple(json.loads(line) for line in lines)
            for way in WAYS:
                verdict = run_files(
                    [str(path.relative_to(ROOT))],
                    source=source if way == "with source" else None,
                    load=lambda _: tools,
                ).verdicts[0]
                found = tuple(places(verdict))
                judged.append(Judged(story, kind, way, verdict, spans, found))
    return judged


def thinned(text: str, spans: Sequence[dict[str, Any]], kept: float, seed: int) -> tuple[str, int]:
    """The text with each span left as it is with probability ``kept``, and else put right.

    What cannot be put right is left out. Also the number of spans that are left.
    """
    draw = random.Random(seed)
    parts, position, count = [], 0, 0
    for span in spans:
        left = draw.random() < kept
        count += left
        parts += [text[position : span["start"]], span["text" if left else "expected"]]
        position = span["end"]
    whole = "".join([*parts, text[position:]])
    return "\n".join(" ".join(line.split()) for line in whole.split("\n")), count


def thinned_lines(stories: Sequence[str]) -> list[str]:
    tools = load_tools(Config())
    rows = []
    for kept in KEPT:
        outcomes: dict[str, Counter[Outcome]] = {way: Counter() for way in WAYS}
        errors = []
        for path in (STORIES / f"{s}.{kind}.txt" for s in stories for kind in MANGLED):
            if not path.exists():
                continue
            text = path.read_text(encoding="utf-8")
            marked = path.with_name(path.name.replace(".txt", ".spans.jsonl"))
            spans = [json.loads(line) for line in marked.read_text(encoding="utf-8").splitlines()]
            name = path.name.split(".")[0]
            source = document((STORIES / f"{name}.source.txt").read_text(encoding="utf-8"))
            for seed in range(DRAWS):
                thin, count = thinned(text, spans, kept, 12345 + seed)
                errors.append(1000 * count / len(thin.split()))
                for way, other in zip(WAYS, (source, None), strict=True):
                    outcomes[way][judge_document(document(thin), other, tools).outcome] += 1
        n = len(errors)
        cells = [
            f"{1 - o[Outcome.CLEAN] / n:.0%}, {o[Outcome.MANGLED] / n:.0%}"
            for o in outcomes.values()
        ]
        rows.append([f"{kept:.0%}", f"{sum(errors) / n:.0f}", *cells])
    lines = [
        f"Mangled tellings with most of the damage undone, {DRAWS} draws each: share at least"
        " suspect, and share mangled.",
        "",
    ]
    return lines + table(["damage left", "errors in 1,000 words", *WAYS], rows)


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"


def verdict_lines(judged: Sequence[Judged]) -> list[str]:
    rows = []
    for j in judged:
        if j.way == "alone":
            continue
        alone = next(a for a in judged if (a.story, a.kind, a.way) == (j.story, j.kind, "alone"))
        cells = [
            f"{x.verdict.outcome} ({x.verdict.p_mangled}){'' if x.right else ' **wrong**'}"
            for x in (j, alone)
        ]
        rows.append([j.story, j.kind, "mangled" if j.kind in MANGLED else "clean", *cells])
    right = share(sum(j.right for j in judged), len(judged))
    return [f"Right verdicts: {right}.", "", *table(["story", "telling", "is", *WAYS], rows)]


def recall_lines(judged: Sequence[Judged]) -> list[str]:
    """Share of spans that a finding touches, by way, kind of damage, category and severity."""
    hit: dict[str, Counter[tuple[str, ...]]] = {way: Counter() for way in WAYS}
    total: Counter[tuple[str, ...]] = Counter()
    for j in judged:
        for span in j.spans:
            severity = "minor" if span["severity"] == "minor" else "major"
            keys = [(span["category"], severity), ("all", j.kind), ("all", "spans")]
            if severity == "major" and span["category"] in KINDS:
                keys.append(("major of the five kinds", "/".join(KINDS)))
            for key in keys:
                total[key] += j.way == "alone"
                hit[j.way][key] += bool(j.touched(span))
    rows = [[*key, *(share(hit[way][key], total[key]) for way in WAYS)] for key in sorted(total)]
    return table(["category", "severity or telling", *WAYS], rows)


def precision_lines(judged: Sequence[Judged], listed: bool) -> list[str]:
    lines = []
    for way in WAYS:
        mangled = [j for j in judged if j.way == way and j.kind in MANGLED]
        severe = sum(len(j.severe) for j in mangled)
        outside = [(j, f) for j in mangled for f in j.outside()]
        right = share(severe - len(outside), severe)
        lines += [f"Major and critical findings on a marked span, {way}: {right}.", ""]
        if listed and outside:
            lines += [*[_line(j, f) for j, f in outside], ""]
    clean = [j for j in judged if j.kind not in MANGLED and (j.kind, j.way) != ("source", WAYS[0])]
    wrong = [(j, f) for j in clean for _, _, f in j.found if f.severity != "neutral"]
    words = sum(len(s.alignment.candidate_text.split()) for j in clean for s in j.verdict.scores)
    count = sum(f.severity in SEVERE for _, f in wrong)
    lines += [
        f"In clean tellings ({words} words judged): {count} major or critical findings,"
        f" {len(wrong) - count} minor ones.",
        "",
    ]
    return lines + ([*[_line(j, f) for j, f in wrong], ""] if listed and wrong else [])


def _line(j: Judged, f: Any) -> str:
    quote = " ".join(f.quote.split())
    return f"- {j.story}.{j.kind} {j.way}: {f.code} {f.severity} “{quote}” → “{f.suggestion}”"


def shown(judged: Sequence[Judged]) -> list[str]:
    lines = ["", "### Spans and what touched them", ""]
    for j in judged:
        for span in j.spans:
            codes = " ".join(sorted(set(j.touched(span)))) or "missed"
            if j.way == "with source":
                lines.append(
                    f"- {j.story}.{j.kind} {span['category']} {span['severity']}:"
                    f" “{span['text']}” → “{span['expected']}”: {codes}"
                )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--half", choices=tuple(HALVES), action="append")
    parser.add_argument("--show", action="store_true", help="list spans of the development half")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    lines = ["# Stories that no rule was written for, measured", ""]
    for half in args.half or HALVES:
        judged = judge_all(HALVES[half])
        listed = half == "development"
        lines += [f"## {half.capitalize()}: {', '.join(HALVES[half])}", ""]
        lines += verdict_lines(judged) + thinned_lines(HALVES[half])
        lines += recall_lines(judged) + precision_lines(judged, listed)
        if args.show and listed:
            lines += shown(judged)
    text = "\n".join(lines).rstrip() + "\n"
    print(text)
    if args.out:
        args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
