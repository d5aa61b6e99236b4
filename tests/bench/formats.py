"""Formats, and input that nobody should trust: what is read, and how time grows with the worst texts.

    python -m tests.bench.formats [--only formats|growth|hostile]

Formats: the tests of ``tests/readers/test_formats.py`` run, and a cell says which of them passed.
Every case of ``tests/hostile/cases.py`` runs in a process of its own, with the stand-in pipeline;
its processor time and memory are those that the system counted. Growth: each rule, reader and the
segmenter on repeats of each fragment of ``tests/hostile/growth.py``; the five that take longest at
the greatest size are measured again at all sizes, best of three, and the steepest slope is told.
Then documents of many sentences, as files of every format. All times are of the processor.
Writes its part of ``reports/benchmarks/formats.md`` and leaves the others as they are.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time
from xml.etree import ElementTree

from tests.hostile.cases import GOOD
from tests.hostile.growth import (
    FRAGMENTS,
    OnlyWords,
    exponent,
    files,
    made,
    of_rule,
    paragraphs,
    seconds,
    slope,
)
from tests.hostile.in_formats import ALL
from tests.hostile.runner import asking
from tests.hostile.test_growth import RULES, SUBJECTS
from tests.readers.formats import FORMATS

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "reports" / "benchmarks" / "formats.md"
SIZES = (1250, 2500, 5000)
"""Characters; the greatest is the longest sentence that is judged."""

COUNTS = (250, 500, 1000)
"""Sentences of a document."""


def hostile() -> str:
    lines = ["| input | exit code | seconds | MB |", "|---|---|---|---|"]
    worst_time = worst_size = 0.0
    with asking() as ask:
        for case in ALL:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                (folder / "good.txt").write_text(GOOD)
                case.make(folder)
                done = ask(case, folder)
            assert done["code"] == case.code, case.label
            took, size = done["seconds"], done["rss"] / 1e6
            worst_time, worst_size = max(worst_time, took), max(worst_size, size)
            label = repr(case.label)[1:-1].replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {label} | {case.code} | {took:.2f} | {size:.0f} |")
    head = (
        f"{len(ALL)} inputs, each with a good file beside it where the command takes one. "
        f"All ended as documented; the slowest took {worst_time:.1f} s of processor time, the "
        f"largest {worst_size:.0f} MB.\n\n"
    )
    return head + "\n".join(lines)


CELLS = {
    "reads": "test_it_is_read",
    "keeps ids": "test_ids_are_kept",
    "maps the place": "test_places_are_mapped",
    "same scores": "test_the_same_text_has_the_same_scores",
    "writes back": "test_it_is_written_back",
}
"""Column of the table to the test that stands behind it."""


def formats() -> str:
    """Which test passed for which format; hostile cases are those that end in its extension."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "junit.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "tests/readers/test_formats.py", f"--junitxml={path}"],
            cwd=ROOT, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        outcomes = {}
        for case in ElementTree.parse(path).iter("testcase"):
            kinds = {child.tag for child in case}
            label = "no" if kinds & {"failure", "error"} else "skipped" if kinds else "yes"
            outcomes[case.get("name", "")] = label
    survived = Counter(
        next((e for e in _endings() if file.endswith(e)), "") for case in ALL for file in case.files
    )
    lines = [
        f"| format | extensions | {' | '.join(CELLS)} | survives |",
        "|---" * (len(CELLS) + 3) + "|",
    ]
    for one in FORMATS:
        cells = []
        for column, test in CELLS.items():
            found = {outcomes.get(f"{test}[{one.name}{e}]", "no test") for e in one.extensions}
            cell = ", ".join(sorted(found))
            if column == "maps the place" and cell == "yes":
                place = one.place.replace("{}", "3").replace("{+1}", "3")
                cell = f"yes: {place or 'line and column'}"
            elif column == "writes back":
                cell = (
                    ", ".join(one.back)
                    if cell == "yes" and one.back
                    else "refused in words"
                    if cell == "yes"
                    else cell
                )
            cells.append(cell)
        cases = sum(survived[e] for e in one.extensions)
        lines.append(
            f"| {one.name} | {' '.join(one.extensions)} | {' | '.join(cells)} | {cases} cases |"
        )
    made = {n: o for n, o in outcomes.items() if n.startswith("test_the_story_as_programs")}
    same = {n: o for n, o in outcomes.items() if n.startswith("test_the_same_text_has")}
    head = (
        "A cell says what its test in `tests/readers/test_formats.py` says ("
        + ", ".join(f"{column}: `{test}`" for column, test in CELLS.items())
        + "); *survives* counts the cases below that bear an extension of the format.\n\n"
        f"Same text, same scores: {sum(o == 'yes' for o in same.values())} of {len(same)} extensions, and "
        f"{sum(o == 'yes' for o in made.values())} of {len(made)} files in `fixtures/formats`, of which some are "
        "made by the programs that people use, give the sentences, scores and findings of `story.txt`, alone and "
        "with a source.\n\n"
    )
    return head + "\n".join(lines)


def _endings() -> list[str]:
    return sorted({e for one in FORMATS for e in one.extensions}, key=len, reverse=True)


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
    return f"Steepest: {steepest:.2f}.\n\n" + "\n".join(lines) + "\n\n" + of_documents()


def of_documents() -> str:
    """Rules and readers on whole documents in which no two sentences are alike."""
    lines = [
        f"Documents in which every sentence has names, words and numbers of its own, of "
        f"{', '.join(f'{n:,}' for n in COUNTS)} sentences: rules beside a source that nearly agrees, "
        "readers with files of the format.",
        "",
        f"| what | exponent | seconds for {COUNTS[-1]:,} |",
        "|---|---|---|",
    ]
    subjects = {rule.code: of_rule(rule, OnlyWords(), whole=False) for rule in RULES}
    for name, subject in {**subjects, "segmenter": SUBJECTS["segmenter"]}.items():
        times = [seconds(subject, "\n".join(paragraphs(count)), tries=3) for count in COUNTS]
        lines.append(f"| {name} | {slope(COUNTS, times):.2f} | {times[-1]:.3f} |")
        print(lines[-1], flush=True)
    for name, write, take in files():
        times = []
        for count in COUNTS:
            content = write(count)
            tries = []
            for _ in range(3):
                started = process_time()
                take(content)
                tries.append(process_time() - started)
            times.append(min(tries))
        lines.append(f"| reader of {name} | {slope(COUNTS, times):.2f} | {times[-1]:.3f} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


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


SECTIONS = {
    "formats": ("Formats", formats),
    "growth": ("Growth of time with the worst texts", growth),
    "hostile": ("Hostile and broken input", hostile),
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=SECTIONS)
    only = parser.parse_args().only
    for name, (title, made_by) in SECTIONS.items():
        if only in (None, name):
            put(title, made_by())
