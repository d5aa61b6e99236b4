"""Verdicts that every report must cope with: from a real run, none at all, very many, hostile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from mtcheck.types import FileVerdict, Severity

from ..page.made import hostile, large
from .verdicts import broken, clean, finding, verdict

ROOT = Path(__file__).parents[2]
SEEDS = tuple(f"seeds/{path.name}" for path in sorted((ROOT / "seeds").glob("*.txt")))


@cache
def seeds() -> tuple[FileVerdict, ...]:
    """The five documents of the README, judged as ``make score`` judges them."""
    import os

    import mtcheck

    before = Path.cwd()
    os.chdir(ROOT)
    try:
        return tuple(mtcheck.score_files(SEEDS, source=SEEDS[2]).verdicts)
    finally:
        os.chdir(before)


def empty() -> tuple[FileVerdict, ...]:
    """Nothing was judged."""
    return ()


def nothing_found() -> tuple[FileVerdict, ...]:
    """Clean files, and one that could not be judged."""
    return clean("a.txt"), clean("texts/b.md"), broken("texts/c.txt")


@cache
def many() -> tuple[FileVerdict, ...]:
    """6,000 findings in 1,000 sentences of a dozen files."""
    return large(1_000, 6_000)


PATHS = (
    "C:\\Users\\Zoë\\texts\\a b.txt", "..\\up\\a.txt", "\\\\host\\share\\a.txt", "/tmp/a#1?.txt",
    "./texts/größe 100%.txt", "a:b,c=d::error::e.txt", "-", "undecodable\udce9.txt", "a|b`c`.txt",
    "文本/Ж.txt", "table.csv", "page.html", "",
)  # fmt: skip


def in_odd_places() -> tuple[FileVerdict, ...]:
    """Paths of other systems and alphabets, a quote of 40,000 characters, what was set aside."""
    long = "word " * 8_000 + "end"
    made = [verdict(path=path) for path in PATHS]
    made.append(verdict(f"{long}. Then left.", "long.txt"))
    unit = made[0].scores[0].alignment.candidate[0].unit
    aside = finding(unit, "signal", suppressed="comment on line 3: quoted speech")
    residue = finding(unit, "sent", code="DES101", severity=Severity.NEUTRAL, suggestion="went")
    found = replace(made[0].scores[0], findings=(aside, residue))
    made.append(replace(verdict(path="aside.txt"), scores=(found,)))
    return tuple(made)


def from_attackers() -> tuple[FileVerdict, ...]:
    """Every payload in every place where a text may stand, and the odd places as well."""
    return (*hostile(), *in_odd_places(), broken("\x1b]0;x\x07.txt"), broken("::error::x.txt"))


SITUATIONS: dict[str, Callable[[], tuple[FileVerdict, ...]]] = {
    "seeds": seeds,
    "empty result": empty,
    "nothing found": nothing_found,
    "6,000 findings": many,
    "hostile text": from_attackers,
}
"""By name, as the benchmark tells them."""
