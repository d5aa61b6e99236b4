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

from materials import ROOT, AbsentError, Bench, Section, package_digest
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
    parser.add_argument(
        "--out", type=Path, help=f"default: {OUT.relative_to(ROOT)}, for a whole run"
    )
    args = parser.parse_args()
    bench = Bench(args.data, args.half, args.sample, args.workers, args.cache)
    sections: dict[str, Section] = {}
    seconds: dict[str, float] = {}
    package = package_digest()
    for name, measure in SECTIONS.items():
        stem = f"section-{args.half}-{args.sample or 'all'}-{name}.json"
        kept = args.cache / stem if args.cache else None
        if args.only and name not in args.only:
            if kept and kept.exists():
                content = json.loads(kept.read_text(encoding="utf-8"))
                seconds[name] = content.pop("seconds")
                is_old = content.pop("package") != package
                sections[name] = Section(**content)
                if is_old:
                    sections[name].title += " (measured with an earlier package)"
            continue
        start = time.perf_counter()
        try:
            sections[name] = measure(bench)
        except AbsentError as absent:
            goal = (name, "", f"skipped: {absent}", "", None)
            sections[name] = Section(name, [f"Skipped: {absent}.", ""], [goal])
        seconds[name] = time.perf_counter() - start
        print(f"{name}: {seconds[name]:.0f} s", flush=True)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            content = asdict(sections[name]) | {"seconds": seconds[name], "package": package}
            kept.write_text(json.dumps(content), encoding="utf-8")
    out = args.out or (OUT if args.half == "dev" else OUT.with_name(f"judgement-{args.half}.md"))
    is_whole = len(sections) == len(SECTIONS) and not args.sample and args.data.exists()
    text = report(args, sections, seconds, out if is_whole or args.out else None)
    print(text)
    if is_whole or args.out:
        out.write_text(text, encoding="utf-8")
    else:
        print(f"Not a whole run: {out.name} stays as it is; --out writes what there is.")


def report(
    args: argparse.Namespace,
    sections: dict[str, Section],
    seconds: dict[str, float],
    out: Path | None,
) -> str:
    """The whole report; draws the plots beside it, where it is written."""
    from mtcheck.config import make_config
    from mtcheck.tools import load_tools

    plotted = draw(out, sections) if out else {}
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


def draw(out: Path, sections: dict[str, Section]) -> dict[str, list[str]]:
    """File names of the plots by section; none where matplotlib is not installed."""
    try:
        import plots
    except ImportError:
        print("plots: skipped, matplotlib is not installed")
        return {}
    out.parent.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, list[str]] = {}
    for name, section in sections.items():
        for kind, file, data in section.plots:
            path = out.with_name(f"{out.stem}-{file}")
            getattr(plots, kind)(data, path)
            drawn.setdefault(name, []).append(path.name)
    return drawn


if __name__ == "__main__":
    main()
