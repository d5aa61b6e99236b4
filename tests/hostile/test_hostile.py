"""Input that nobody should trust: a documented end within a gigabyte, and before it is killed."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .cases import GOOD, Hostile
from .in_formats import ALL

MEMORY = 1_000_000_000

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and limits of POSIX")


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[[Hostile, Path], dict[str, Any]]]:
    from .runner import asking  # needs what only POSIX has

    with asking() as ask:
        yield ask


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.label)
def test_it_ends_as_documented(
    case: Hostile, run: Callable[[Hostile, Path], dict[str, Any]], tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    case.make(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = run(case, tmp_path)
    assert "Traceback" not in done["err"], done["err"][-2000:]
    assert done["code"] == case.code, done["err"][-2000:]
    errors = [line for line in done["err"].splitlines() if "mtcheck: error: " in line]
    assert len(errors) == (1 if case.code else 0)
    for word in case.says:
        assert word in errors[0]
    assert done["rss"] < MEMORY
    assert max(map(len, errors), default=0) < 2000  # what is wrong, not all that is there
    if case.scored:
        with (tmp_path / "out" / "files.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["file"]: row["outcome"] for row in csv.DictReader(file)}
        assert rows.pop("good.txt") == "clean"
        assert len(rows) == 1
        assert ("unjudged" in rows.values()) == (case.code == 3)
    elif "--out" not in case.command:
        assert sorted(tmp_path.iterdir()) == before  # nothing half done
    else:
        assert not [p for p in (tmp_path / "out").iterdir() if not p.name.startswith(".mtcheck")]


def test_there_are_enough_cases_and_their_labels_are_unique() -> None:
    assert len({case.label for case in ALL}) == len(ALL) >= 80
