"""Archives on the command line: every member has its own verdict, wherever a file may stand."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from pathlib import Path

import pytest

from .conftest import CLEAN, MANGLED, Command

MEMBERS = {
    "news/good.txt": CLEAN,
    "news/bad.txt": MANGLED,
    "broken.txt": "Hm. \0 Hm, hm, hm.",
    "in.zip": "PK",
}


@pytest.fixture
def archive(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "t.zip", "w") as made:
        for name, text in MEMBERS.items():
            made.writestr(name, text)
    (folder / "bad.txt.gz").write_bytes(gzip.compress(MANGLED.encode()))
    return folder


def outcomes(folder: Path) -> dict[str, str]:
    with (folder / "out" / "files.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["outcome"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("more", [(), ("--workers", "2"), ("--resume",)])
def test_every_member_is_scored_and_the_broken_ones_say_why(
    more: tuple[str, ...], archive: Path, mtcheck: Command
) -> None:
    done = mtcheck("score", "t.zip", "bad.txt.gz", "--out", "out", *more)
    assert done.code == 3
    found = outcomes(archive)
    assert list(found) == [
        "t.zip/broken.txt", "t.zip/in.zip", "t.zip/news/bad.txt", "t.zip/news/good.txt",
        "bad.txt.gz",
    ]  # fmt: skip
    assert found["t.zip/news/good.txt"] == "clean"
    assert found["t.zip/news/bad.txt"] == found["bad.txt.gz"] != "clean"
    assert "t.zip/in.zip: is an archive in an archive: unpack it first" in done.err
    assert "t.zip/broken.txt: is binary: a NUL byte at offset 4" in done.err
    assert sorted(path.name for path in archive.iterdir()) == [
        "bad.txt.gz", "clean.txt", "mangled.txt", "out", "t.zip",
    ]  # fmt: skip


def test_a_source_and_a_line_are_found_inside(archive: Path, mtcheck: Command) -> None:
    done = mtcheck("score", "mangled.txt", "--source", "t.zip/news/good.txt", "--out", "out")
    assert done.code == 0, done.err
    assert outcomes(archive)["mangled.txt"]
    done = mtcheck("explain", "t.zip/news/bad.txt:1")
    assert done.code == 0, done.err
    assert done.out.startswith("t.zip/news/bad.txt:1:1")


def test_a_baseline_knows_members(archive: Path, mtcheck: Command) -> None:
    assert mtcheck("baseline", "create", "t.zip/news").code == 0
    known = json.loads((archive / "mtcheck-baseline.json").read_text())
    assert "t.zip/news/bad.txt" in json.dumps(known)
    with zipfile.ZipFile(archive / "t.zip", "w") as made:
        made.writestr("news/bad.txt", "One more.\n" + MANGLED)
    done = mtcheck("score", "t.zip", "--baseline", "mtcheck-baseline.json", "--out", "out")
    assert done.code == 0, done.err
