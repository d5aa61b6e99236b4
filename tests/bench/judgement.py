"""Measure what mtcheck's judgement is worth, beside what a user would take instead.

    python tests/bench/judgement.py --data ../shared/data [--half dev] [--only NAME ...]
        [--workers N] [--sample N] [--cache FOLDER]

Writes ``reports/benchmarks/judgement.md`` with plots beside it: a section for every row of the
table at its top. Sections whose data is absent say so. With ``--cache`` what mtcheck said of a text
is kept, and so is every section: ``--only`` then measures some again and puts the whole report
together. Kept answers are used only for the very same package.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from materials import ROOT, AbsentError, Bench, Section
from on_files import calibration, documents, humans
from on_phrases import phrases
from on_sentences import alone, demetr, far_pairs, swords, wmt23
from on_spans import spans
from on_speed import speed

from seeds import table

SECTIONS: dict[str, Callable[[Bench], Section]] = {
    "wmt23": wmt23,
    "far-pairs": far_pairs,
    "swords": swords,
    "demetr": demetr,
    "spans": spans,
    "alone": alone,
    "documents": documents,
    "humans": humans,
    "calibration": calibration,
    "phrases": phrases,
    "speed": speed,
}
OUT = ROOT / "reports" / "benchmarks" / "judgement.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", default="dev", help="stem of the tables that are read")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=[])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sample", type=int, help="about so many rows of every table")
    parser.add_argument("--cache", type=Path, help="folder where answers and sections are kept")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    bench = Bench(args.data, args.half, args.sample, args.workers, args.cache)
    sections: dict[str, Section] = {}
    seconds: dict[str, float] = {}
    for name, measure in SECTIONS.items():
        kept = args.cache / f"section-{args.half}-{name}.json" if args.cache else None
        if args.only and name not in args.only:
            if kept and kept.exists():
                content = json.loads(kept.read_text(encoding="utf-8"))
                seconds[name] = content.pop("seconds")
                sections[name] = Section(**content)
            continue
        start = time.perf_counter()
        try:
            sections[name] = measure(bench)
        except AbsentError as absent:
            sections[name] = Section(name, [f"Skipped: {absent}.", ""])
        seconds[name] = time.perf_counter() - start
        print(f"{name}: {seconds[name]:.0f} s", flush=True)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            content = asdict(sections[name]) | {"seconds": seconds[name]}
            kept.write_text(json.dumps(content), encoding="utf-8")
    text = report(args, sections, seconds)
    print(text)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(text, encoding="utf-8")


def report(
    args: argparse.Namespace, sections: dict[str, Section], seconds: dict[str, float]
) -> str:
    """The whole report; draws the plots on the way."""
    from mtcheck.config import make_config
    from mtcheck.tools import load_tools

    plotted = draw(args.out.parent, sections)
    goals = [goal for section in sections.values() for goal in section.goals]
    marks = {True: "yes", False: "**no**", None: ""}
    lines = [
        "# The judgement, measured",
        "",
        f"Written by `python tests/bench/judgement.py --data ../shared/data --half {args.half}`"
        + (f" `--sample {args.sample}`" if args.sample else "")
        + f" in {sum(seconds.values()) / 60:.0f} minutes with {args.workers} processes. One section alone:"
        " `--only NAME`. None of the texts was learned from.",
        "",
        f"Signature: `{load_tools(make_config()).signature}`",
        "",
        *table(
            ["what", "target", "mtcheck", "beside it", "reached"],
            [[*goal[:4], marks[goal[4]]] for goal in goals],
        ),
    ]
    for number, (name, section) in enumerate(sections.items(), 1):
        lines += [
            f"## {number}. {section.title}",
            "",
            f"`--only {name}`, {seconds[name]:.0f} s.",
            "",
        ]
        lines += section.lines
        lines += [
            f"![{section.title}]({file})\n" for _, file, _ in section.plots if file in plotted
        ]
    return "\n".join(lines).rstrip() + "\n"


def draw(folder: Path, sections: dict[str, Section]) -> set[str]:
    """The plots that could be drawn: all, or none where matplotlib is not installed."""
    try:
        import plots
    except ImportError:
        print("plots: skipped, matplotlib is not installed")
        return set()
    folder.mkdir(parents=True, exist_ok=True)
    drawn = set()
    for section in sections.values():
        for kind, file, data in section.plots:
            getattr(plots, kind)(data, folder / file)
            drawn.add(file)
    return drawn


if __name__ == "__main__":
    main()
