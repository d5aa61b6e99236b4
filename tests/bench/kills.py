"""A real run is killed at random moments: what is on disk is the old report or the new one.

    python tests/bench/kills.py [--kills 100] [--out reports/benchmarks/kills.md]

A round begins with the report of older texts in the folder. A run over the newer texts is killed
with SIGKILL at a random moment, and most of the time the run that resumes it is killed as well,
and so on, until one gets through. After every kill the files are looked at as they lie, and once
more after mtcheck has read the stored verdicts, which ends a replacement that was under way.
The last run's files are compared, byte by byte, with those of a run that nobody killed.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from mtcheck.journal import NAME
from mtcheck.store import load_verdicts
from mtcheck.writing import RECORD

FILES = ("files.csv", "findings.csv", "report.html", "sentences.csv", "verdicts.jsonl")
SEED = 12345
N_TEXTS = 8
PARAGRAPHS = (
    "The council met on {day} to talk about the harbour. Nobody had expected {n} people to come. "
    "They sat on the stairs and in the corridor until the doors were closed.",
    "A new bridge would cost about {n} thousand euros, the engineer said. The old one was built by "
    "hand, and nobody likes to walk over it at night.",
    "In the end they put the decision off until {day}. The mayor thanked everyone for the evening, "
    "and the wind had turned to the north by then.",
    "It is a truth that the harbour of the fish has been since {n} years in the need of the repair. "
    "The stone of the wall he falls, and the boats they take the damage of it.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

HEADING = """# Killed runs

Made by `python tests/bench/kills.py`. `mtcheck score` with the shipped models is killed with SIGKILL at
random moments (seed 12345): three in ten anywhere in the run, the others just after so many verdicts, a
quarter of these after the last one, where the report is written. In the folder is the report of an
older version of the texts. *Old* and *new report*: all five files, after the next command has read there. Five
files are renamed within 0.15 ms, which chance hardly ever hits: that a kill at each step of a replacement
leaves one of the two is shown step by step in `tests/test_writing.py` and `tests/cli/test_resume.py`.
"""

Files = dict[str, bytes]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    chance = random.Random(SEED)
    lines = [HEADING]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for age, seed in (("older", 1), ("newer", 2)):
            write_texts(folder / age, random.Random(seed))
        shutil.copytree(folder / "older", folder / "texts")
        run(folder, 1)
        old = read(folder / "out")
        shutil.copytree(folder / "out", folder / "before")
        shutil.rmtree(folder / "texts")
        shutil.copytree(folder / "newer", folder / "texts")
        rows = []
        for workers, share in ((1, 0.7), (2, 0.3)):
            shutil.rmtree(folder / "out")
            shutil.copytree(folder / "before", folder / "out")
            started = time.monotonic()
            run(folder, workers)
            seconds = time.monotonic() - started
            new = read(folder / "out")
            found = kill(folder, workers, round(share * args.kills), seconds, old, new, chance)
            rows.append((workers, seconds, found))
        lines += table(rows)
    text = "\n".join(lines) + "\n"
    print(text)
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    if any(found[bad] for *_, found in rows for bad in BAD):
        sys.exit(1)


BAD = ("a file torn", "a mixed set after reading", "other bytes when resumed", "workers left")


def kill(
    folder: Path, workers: int, kills: int, seconds: float, old: Files, new: Files,
    chance: random.Random,
) -> Counter[str]:  # fmt: skip
    """Kill so many runs; count what is found."""
    found: Counter[str] = Counter()
    while found["kills"] < kills:
        shutil.rmtree(folder / "out")
        shutil.copytree(folder / "before", folder / "out")
        resume = False
        while True:
            process = start(folder, workers, resume=resume)
            seconds = min(seconds, wait_and_kill(process, folder / "out" / NAME, seconds, chance))
            if process.returncode != -signal.SIGKILL:
                found["ended before"] += 1
                break
            found["kills"] += 1
            look(folder / "out", old, new, found)
            if left(process.pid):
                found["workers left"] += 1
            resume = True
            if chance.random() < 0.3:
                break
        journal = folder / "out" / NAME
        found["runs resumed"] += 1
        found["verdicts found in the journal"] += (
            journal.read_bytes().count(b"\n") if journal.exists() else 0
        )
        run(folder, workers, resume=True)
        if read(folder / "out") != new:
            found["other bytes when resumed"] += 1
        if {path.name for path in (folder / "out").iterdir()} != set(FILES):
            found["other bytes when resumed"] += 1
        print(dict(found), file=sys.stderr)
    return found


def wait_and_kill(
    process: subprocess.Popen[bytes], journal: Path, seconds: float, chance: random.Random
) -> float:
    """Kill a run at a random moment; say after how many seconds it was over.

    The moment is drawn from the whole run, or from the moments after so many verdicts, the last
    of which lie where the report is written.
    """
    started = time.monotonic()
    if chance.random() < 0.3:
        moment, n_verdicts = chance.uniform(0, seconds), N_TEXTS + 1
    else:
        moment, n_verdicts = 1e9, chance.choice((*range(N_TEXTS), N_TEXTS, N_TEXTS, N_TEXTS))
    while process.poll() is None and time.monotonic() - started < moment:
        try:
            if journal.read_bytes().count(b"\n") >= n_verdicts:
                moment, n_verdicts = 0, N_TEXTS + 1
                time.sleep(chance.uniform(0, 0.3))
        except FileNotFoundError:
            time.sleep(0.002)
        time.sleep(0.002)
    process.kill()
    process.wait()
    return time.monotonic() - started if process.returncode == 0 else seconds


def look(out: Path, old: Files, new: Files, found: Counter[str]) -> None:
    """What is on disk right after a kill, and after the next command has read there."""
    now = read(out)
    if any(now[name] not in (old[name], new[name]) for name in FILES):
        found["a file torn"] += 1
    found["a record of a replacement"] += (out / RECORD).exists()
    found["a mixed set right after the kill"] += now not in (old, new)
    load_verdicts(out / "verdicts.jsonl")
    now = read(out)
    if now not in (old, new):
        found["a mixed set after reading"] += 1
    found["old report"] += now == old
    found["new report"] += now == new
    for line in now["verdicts.jsonl"].splitlines():
        json.loads(line)


def left(parent: int) -> bool:
    """Is a process of this session still there after ten seconds? Workers end with their parent."""
    for _ in range(100):
        alive = [
            entry.name
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and session(entry) == parent
        ]
        if not alive:
            return False
        time.sleep(0.1)
    return True


def session(process: Path) -> int:
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if state[0] == "Z" else int(state[3])


def start(folder: Path, workers: int, *, resume: bool = False) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mtcheck", "score", "texts", "--out", "out", "--report",
               "html=out/report.html", "-q", "--no-config", "--workers", str(workers)]  # fmt: skip
    return subprocess.Popen(
        [*command, *(["--resume"] if resume else [])], cwd=folder, start_new_session=True
    )


def run(folder: Path, workers: int, *, resume: bool = False) -> None:
    code = start(folder, workers, resume=resume).wait()
    if code != 0:
        sys.exit(f"the run ended with {code}")


def read(out: Path) -> Files:
    return {name: (out / name).read_bytes() for name in FILES}


def write_texts(folder: Path, chance: random.Random) -> None:
    folder.mkdir()
    for number in range(N_TEXTS):
        chosen = [
            chance.choice(PARAGRAPHS).format(day=chance.choice(DAYS), n=chance.randint(3, 400))
            for _ in range(6)
        ]
        (folder / f"{number:02}.txt").write_text("\n\n".join(chosen) + "\n")


def table(rows: list[tuple[int, float, Counter[str]]]) -> list[str]:
    names = ("kills", "a file torn", "a record of a replacement",
             "a mixed set right after the kill", "a mixed set after reading", "old report",
             "new report", "workers left", "runs resumed", "verdicts found in the journal",
             "other bytes when resumed")  # fmt: skip
    heads = [f"{workers} workers" if workers > 1 else "1 worker" for workers, *_ in rows]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "---|" * len(rows)]
    lines.append(
        "| seconds of a run that nobody kills | "
        + " | ".join(f"{s:.1f}" for _, s, _ in rows)
        + " |"
    )
    for name in names:
        lines.append(f"| {name} | " + " | ".join(str(found[name]) for *_, found in rows) + " |")
    return lines


if __name__ == "__main__":
    main()
