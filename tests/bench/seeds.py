"""Measure the main job and write ``reports/benchmarks/seeds.md``.

    python tests/bench/seeds.py --shared ../shared [--quick]

Verdicts on the seeds in three ways, spans that an editor marked, file verdicts on round trips
and human translations, false alarms on other human files, and start-up beside what a user would
otherwise import. Parts whose data is absent are named as skipped.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mtcheck.config import Config
from mtcheck.pipeline import judge_document
from mtcheck.run import run_files
from mtcheck.tools import Tools, load_tools
from mtcheck.types import Document, FileVerdict, Outcome, Severity, Unit

ROOT = Path(__file__).parents[2]
SEEDS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "seeds").glob("*.txt"))
SOURCE = next(path for path in SEEDS if "/002_" in path)
EXPECTED = {
    "000": "mangled", "001": "mangled", "002": "clean", "003": "mangled", "004": "clean",
}  # fmt: skip
KINDS = ("name", "terminology", "number", "punctuation", "fragment")
SEVERE = (Severity.MAJOR, Severity.CRITICAL)


def name(path: str) -> str:
    return Path(path).name[:3]


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    return [
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows),
        "",
    ]


def verdicts() -> tuple[list[str], tuple[FileVerdict, ...]]:
    ways = {
        "with 002": run_files(SEEDS, source=SOURCE),
        "`--source auto`": run_files(SEEDS, source="auto"),
        "no source": run_files(SEEDS),
    }
    rows = []
    for n, path in enumerate(SEEDS):
        cells = [f"{v.verdicts[n].outcome} ({v.verdicts[n].p_mangled})" for v in ways.values()]
        rows.append([name(path), EXPECTED[name(path)], *cells])
    lines = ["## 1. Verdicts on the seeds", "", "Outcome and p_mangled of each file.", ""]
    lines += table(["file", "what it is", *ways], rows)
    lines += [f"`auto` took: {ways['`--source auto`'].notes[0]}.", ""]
    return lines, ways["with 002"].verdicts


def spans(shared: Path, found: tuple[FileVerdict, ...]) -> list[str]:
    gold_path = shared / "gold" / "seed_spans.jsonl"
    lines = ["## 2. What an editor marked in 001 and 003", ""]
    if not gold_path.exists():
        return [*lines, "Skipped: no gold spans at hand.", ""]
    gold = [json.loads(line) for line in gold_path.read_text(encoding="utf-8").splitlines()]
    placed = {name(v.path): places(v) for v in found}
    missed, hit = [], Counter[tuple[str, str]]()
    for span in gold:
        touching = [
            f for start, end, f in placed[span["file"][:3]]
            if start < span["end"] and span["start"] < end
        ]  # fmt: skip
        hit[span["category"], span["severity"]] += bool(touching)
        if not touching:
            missed.append(span)
    total = Counter((span["category"], span["severity"]) for span in gold)
    chosen = [k for k in total if k[0] in KINDS and k[1] in ("major", "critical")]
    part, whole = sum(hit[k] for k in chosen), sum(total[k] for k in chosen)
    lines += [
        f"Touched by a finding: **{sum(hit.values())} of {len(gold)}"
        f" ({sum(hit.values()) / len(gold):.0%})**; of the major and critical ones in the"
        f" categories {', '.join(KINDS)}: **{part} of {whole} ({part / whole:.0%})**.",
        "",
    ]
    lines += table(
        ["category", "severity", "touched", "of"],
        [[*key, hit[key], total[key]] for key in sorted(total)],
    )
    if missed:
        lines += ["Missed:", ""]
        lines += [
            f"- {s['file'][:3]} {s['category']}, {s['severity']}: “{s['text']}”" for s in missed
        ]
        lines.append("")
    lines += _precision(gold, placed)
    return lines


def places(verdict: FileVerdict) -> list[tuple[int, int, Any]]:
    """Findings with their offsets in the whole file."""
    text = (ROOT / verdict.path).read_text(encoding="utf-8")
    offsets = {}
    position = 0
    for number, line in enumerate(text.split("\n"), 1):
        offsets[number] = position
        position += len(line) + 1
    return [
        (start := offsets[f.line] + f.column - 1, start + len(f.quote), f)
        for f in verdict.findings
        if f.side == "candidate"
    ]


def _precision(gold: list[Any], placed: dict[str, list[tuple[int, int, Any]]]) -> list[str]:
    lines = []
    for file in ("001", "003"):
        severe = [place for place in placed[file] if place[2].severity in SEVERE]
        marked = [s for s in gold if s["file"].startswith(file)]
        outside = [
            f for start, end, f in severe
            if not any(start < s["end"] and s["start"] < end for s in marked)
        ]  # fmt: skip
        share = 1 - len(outside) / max(len(severe), 1)
        lines += [
            f"{file}: {len(severe)} major or critical findings,"
            f" {len(severe) - len(outside)} on a marked span ({share:.0%}). The others:",
            "",
            *[f"- {f.code} {f.name}: “{f.quote}” → “{f.suggestion}”" for f in outside],
            "",
        ]
    for file in ("002", "004"):
        severe = [f for _, _, f in placed[file] if f.severity in SEVERE]
        lines.append(
            f"{file}: {len(severe)} major or critical findings"
            + "".join(f"; {f.code} “{f.quote}”" for f in severe) + "."
        )  # fmt: skip
    return [*lines, ""]


def document(text: str) -> Document:
    lines = text.split("\n")
    return Document("-", "en", "txt", tuple(Unit(str(n), t, n) for n, t in enumerate(lines, 1)))


def interval(k: int, n: int) -> str:
    """Wilson's 95 % interval of a share."""
    if not n:
        return ""
    z = 1.96
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * ((p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
    return f"{100 * max(middle - half, 0):.0f}–{100 * (middle + half):.0f}"


def round_trips(shared: Path, tools: Tools, quick: bool) -> list[str]:
    path = shared / "data" / "measure" / "documents_round_trips.parquet"
    lines = ["## 3. Real round trips and human translations", ""]
    if not path.exists():
        return [*lines, "Skipped: no documents at hand.", ""]
    import pandas as pd

    rows = pd.read_parquet(path)
    if quick:
        rows = rows[rows["doc"].isin(sorted(rows["doc"].unique())[::3])]
    cells: dict[tuple[str, str], list[FileVerdict]] = {}
    for row in rows.to_dict("records"):
        candidate = document(row["cand"])
        ways = {"with source": document(row["source"]), "alone": None}
        for way, source in ways.items():
            if way == "alone" and "|" in row["engine"]:
                continue
            verdict = judge_document(candidate, source, tools)
            cells.setdefault((row["engine"], way), []).append(verdict)
    for doc in rows[rows["engine"] == "human"]["source"]:
        verdict = judge_document(document(doc), None, tools)
        cells.setdefault(("human (the sources)", "alone"), []).append(verdict)
    body = []
    for (engine, way), found in sorted(cells.items()):
        body.append([engine.replace("|", ", "), way, *_shares(found)])
    lines += [
        "Share of files, with Wilson's 95 % interval in percent. `apertium-*` is the heavy engine,"
        " `nmt-*` the light one; `vs-other-human` compares with another person's translation.",
        "",
    ]
    return lines + table(["texts", "way", "files", "at least suspect", "mangled"], body)


def _shares(found: Sequence[FileVerdict]) -> list[str]:
    n = len(found)
    worse = sum(v.outcome in (Outcome.SUSPECT, Outcome.MANGLED) for v in found)
    mangled = sum(v.outcome is Outcome.MANGLED for v in found)
    return [
        str(n),
        f"{worse / n:.1%} ({interval(worse, n)})",
        f"{mangled / n:.1%} ({interval(mangled, n)})",
    ]


def human_files(shared: Path, tools: Tools, quick: bool) -> list[str]:
    path = shared / "data" / "measure" / "documents_humans_and_mt.parquet"
    lines = ["### Human files of other kinds, judged alone", ""]
    if not path.exists():
        return [*lines, "Skipped: no documents at hand.", ""]
    import pandas as pd

    rows = pd.read_parquet(path)
    rows = rows[rows["label"] == "human"]
    if quick:
        rows = rows.iloc[::4]
    cells: dict[tuple[str, str], list[FileVerdict]] = {}
    worst: Counter[str] = Counter()
    for row in rows.to_dict("records"):
        verdict = judge_document(document("\n".join(json.loads(row["cand"]))), None, tools)
        if verdict.outcome is Outcome.UNJUDGED:
            continue
        cells.setdefault((row["family"], row["domain"]), []).append(verdict)
        if verdict.outcome is not Outcome.CLEAN:
            worst.update(f"{f.code} {f.name}" for f in verdict.findings if f.severity in SEVERE)
    body = [[*key, *_shares(found)] for key, found in sorted(cells.items())]
    body.append(["all", "", *_shares([v for found in cells.values() for v in found])])
    lines += table(["family", "domain", "files", "at least suspect", "mangled"], body)
    common = ", ".join(f"{rule} {count}" for rule, count in worst.most_common(6))
    return [*lines, f"Severe findings in those flagged: {common or 'none'}.", ""]


def start_up(runs: int) -> list[str]:
    """Whole processes in turn, so that a change of the machine's speed hits both alike."""
    python = sys.executable
    command = [python, "-m", "mtcheck", "score", *SEEDS, "--source", SOURCE, "--quiet"]
    what = {
        "mtcheck score, five seeds": command,
        "import sentence_transformers": [python, "-c", "import sentence_transformers"],
        "mtcheck --help": [python, "-m", "mtcheck", "--help"],
        "python -c pass": [python, "-c", "pass"],
    }
    seconds: dict[str, list[float]] = {label: [] for label in what}
    for run in range(runs + 1):
        for label, words in what.items():
            start = time.perf_counter()
            subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
            if run:
                seconds[label].append(time.perf_counter() - start)
    base = statistics.median(seconds["import sentence_transformers"])
    body = [
        [label, f"{statistics.median(s):.2f}", f"{min(s):.2f}–{max(s):.2f}",
         f"{statistics.median(s) / base:.2f}"]
        for label, s in seconds.items()
    ]  # fmt: skip
    lines = ["## 4. Start-up", "", f"Whole processes, seconds, {runs} runs in turn.", ""]
    return lines + table(["process", "median", "range", "beside the import"], body)


def bad_inputs() -> list[str]:
    """What the test table of bad inputs comes to, by running it."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/cli/test_bad_inputs.py", "-o", "addopts=--import-mode=importlib"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = run.stdout.strip().splitlines()[-1] if run.stdout.strip() else "not run"
    last = re.sub(r"[= ]*(.*?) in .*", r"\1", last)
    lines = ["## 5. Bad input", "", "`pytest tests/cli/test_bad_inputs.py`:", "", f"    {last}"]
    return [*lines, ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a third of the documents, no timing")
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "benchmarks" / "seeds.md")
    args = parser.parse_args()
    tools = load_tools(Config())
    lines = [
        "# The main job, measured",
        "",
        "Written by `python tests/bench/seeds.py --shared ../shared`.",
        "",
        f"Signature: `{tools.signature}`",
        "",
    ]
    part, found = verdicts()
    lines += part
    lines += spans(args.shared, found)
    lines += round_trips(args.shared, tools, args.quick)
    lines += human_files(args.shared, tools, args.quick)
    if not args.quick:
        lines += start_up(args.runs)
        lines += bad_inputs()
    text = "\n".join(lines).rstrip() + "\n"
    print(text)
    if not args.quick:
        args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
