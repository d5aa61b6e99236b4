"""Input that nobody should trust, measured: hostile files, and how time grows with the worst texts.

    python -m tests.bench.formats

Every case of ``tests/hostile/cases.py`` runs in a process of its own, with the stand-in pipeline;
its processor time and memory are those that the system counted. Growth: each rule, reader and the
segmenter on repeats of each fragment of ``tests/hostile/growth.py``; the five that take longest at
the greatest size are measured again at all sizes, best of three, and the steepest slope is told.
Writes its part of ``reports/benchmarks/formats.md`` and leaves the others as they are.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from json import dumps, loads
from pathlib import Path

from tests.hostile.cases import GOOD, HOSTILE
from tests.hostile.growth import FRAGMENTS, exponent, made, seconds
from tests.hostile.test_growth import SUBJECTS

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "reports" / "benchmarks" / "formats.md"
SIZES = (1250, 2500, 5000)
"""Characters; the greatest is the longest sentence that is judged."""


def hostile() -> str:
    lines = ["| input | exit code | seconds | MB |", "|---|---|---|---|"]
    worst_time = worst_size = 0.0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        for case in HOSTILE:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                (folder / "good.txt").write_text(GOOD)
                case.make(folder)
                job = {
                    "argv": [os.fsencode(word).hex() for word in case.command],
                    "cwd": name,
                    "stdin": str(folder / case.stdin) if case.stdin else "",
                    "stdout": case.stdout,
                    "fsize": case.fsize,
                }
                process.stdin.write(dumps(job) + "\n")
                process.stdin.flush()
                done = loads(process.stdout.readline())
            assert done["code"] == case.code, case.label
            took, size = done["seconds"], done["rss"] / 1e6
            worst_time, worst_size = max(worst_time, took), max(worst_size, size)
            label = repr(case.label)[1:-1].replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {label} | {case.code} | {took:.2f} | {size:.0f} |")
        process.stdin.close()
    head = (
        f"{len(HOSTILE)} inputs, each with a good file beside it where the command takes one. "
        f"All ended as documented; the slowest took {worst_time:.1f} s of processor time, the "
        f"largest {worst_size:.0f} MB.\n\n"
    )
    return head + "\n".join(lines)


def growth() -> str:
    lines = [
        "| what | exponent | seconds for 5,000 characters | worst fragment |",
        "|---|---|---|---|",
    ]
    steepest = 0.0
    for name, subject in SUBJECTS.items():
        subject(made("a ", 200))
        once = {f: seconds(subject, made(f, SIZES[-1]), tries=1) for f in FRAGMENTS}
        slowest = sorted(once, key=lambda f: -once[f])[:5]
        slopes = {f: exponent(subject, f, SIZES) for f in slowest}
        worst = max(slopes, key=lambda f: slopes[f])
        steepest = max(steepest, slopes[worst])
        shown = repr(worst).replace("|", "\\|")
        lines.append(f"| {name} | {slopes[worst]:.2f} | {once[worst]:.4f} | `{shown}` |")
        print(lines[-1], flush=True)
    return f"Steepest: {steepest:.2f}.\n\n" + "\n".join(lines)


def put(title: str, text: str) -> None:
    """Replace a section of the report, or add it at the end."""
    before = (
        REPORT.read_text(encoding="utf-8") if REPORT.exists() else "# Formats and hostile input\n"
    )
    section = f"## {title}\n\n{text}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.M | re.S)
    if pattern.search(before):
        after = pattern.sub(lambda _: section + "\n", before).rstrip("\n") + "\n"
    else:
        after = before.rstrip("\n") + "\n\n" + section
    REPORT.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    put("Growth of time with the worst texts", growth())
    put("Hostile and broken input", hostile())
