"""Which files a run is about, and which source each gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.errors import ConfigError, InputError
from mtcheck.readers import read
from mtcheck.readers.paths import Planned, expand, pair_up

FILES = (
    "b.txt", "a.txt", "notes.md", "sub/c.html", "sub/deep/d.csv", "picture.png", "LICENSE",
    ".hidden.txt", ".git/e.txt", "refs/a.txt", "refs/notes.txt", "refs/x/b.txt", "refs/y/b.txt",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The talks go on.", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (["b.txt", "a.txt"], ["b.txt", "a.txt"]),
        (["b.txt", "./b.txt", "sub/../b.txt", "-", "-"], ["b.txt", "-"]),
        (["sub"], ["sub/c.html", "sub/deep/d.csv"]),
        (["sub/", "sub/c.html"], ["sub/c.html", "sub/deep/d.csv"]),
        (["*.txt"], ["a.txt", "b.txt"]),
        (["?.txt", "n[o]tes.md"], ["a.txt", "b.txt", "notes.md"]),
        (["sub/**/*.csv"], ["sub/deep/d.csv"]),
        (["su*"], ["sub/c.html", "sub/deep/d.csv"]),
        (["picture.png", "LICENSE"], ["picture.png", "LICENSE"]),
        (["missing.txt", "a.txt"], ["missing.txt", "a.txt"]),
        (["empty", "*.docx", "a.txt", ""], ["empty", "*.docx", "a.txt", ""]),
    ],
)
def test_inputs_are_expanded_in_order_and_once(
    inputs: list[str], expected: list[str], folder: Path
) -> None:
    assert list(expand(inputs)) == expected


def test_a_folder_gives_its_supported_files_without_hidden_ones(folder: Path) -> None:
    names = [str(Path(path).relative_to(folder)) for path in expand([str(folder)])]
    assert names == sorted(
        name for name in FILES if "." in name[1:] and name[0] != "." and "png" not in name
    )


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder: Path) -> None:
    (folder / "[a].txt").write_text("One.", encoding="utf-8")
    assert expand(["[a].txt"]) == ("[a].txt",)


@pytest.mark.parametrize(
    ("path", "words"),
    [("empty", "folder that holds no supported file"), ("*.docx", "matches no file"), ("", "empty name")],
)  # fmt: skip
def test_what_stands_for_no_file_is_refused_when_its_turn_comes(
    path: str, words: str, folder: Path
) -> None:
    with pytest.raises(InputError, match=words):
        read(path)


def test_no_inputs_are_a_usage_error() -> None:
    with pytest.raises(ConfigError, match="no files"):
        expand([])


def test_one_source_serves_all_and_itself(folder: Path) -> None:
    assert pair_up(["b.txt", "a.txt"], source="a.txt") == (
        Planned("b.txt", "a.txt"),
        Planned("a.txt", "a.txt"),
    )
    assert pair_up(["b.txt"]) == (Planned("b.txt", None),)


def test_a_folder_of_sources_is_matched_by_name_then_stem(folder: Path) -> None:
    plans = pair_up(["a.txt", "notes.md", "b.txt", "sub/c.html", "-"], source="refs")
    assert [plan.source for plan in plans] == ["refs/a.txt", "refs/notes.txt", None, None, None]
    messages = [str(plan.error or "") for plan in plans]
    assert messages[:2] == ["", ""]
    assert messages[2].startswith("b.txt: several sources")
    assert messages[3] == "sub/c.html: no source in refs is called c.html or c.*"
    assert messages[4].startswith("-: standard input has no name")


def test_pairs_are_relative_to_their_file(folder: Path) -> None:
    (folder / "refs/pairs.csv").write_text("candidate,source\n../b.txt,a.txt\n../a.txt,\n", "utf-8")
    plans = pair_up(["a.txt", str(folder / "b.txt"), "notes.md"], pairs="refs/pairs.csv")
    assert plans[:2] == (Planned("a.txt", None), Planned(str(folder / "b.txt"), "refs/a.txt"))
    assert str(plans[2].error) == "notes.md: is not a candidate in refs/pairs.csv"
    everything = pair_up([], pairs="refs/pairs.csv")
    assert everything == (Planned("refs/../b.txt", "refs/a.txt"), Planned("refs/../a.txt", None))
    assert read(everything[0].candidate).candidate.units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("candidate\nb.txt\n", "pairs.csv:1: no column 'source'"),
        ("candidate,source\n", "pairs.csv:1: holds a header but no rows"),
        ("candidate,source\nb.txt\n", "pairs.csv:2: this row has 1 cells"),
        ("candidate,source\n,a.txt\n", "pairs.csv:2: this row has no candidate"),
        ("candidate,source\nb.txt,a.txt\n./b.txt,\n", "pairs.csv:3: './b.txt' has a row already"),
        ('candidate,source\n"b.txt,a.txt\n', "pairs.csv:2: bad quoting"),
        ("", "pairs.csv: is empty"),
    ],
)
def test_a_broken_pairs_file_stops_the_run(text: str, words: str, folder: Path) -> None:
    (folder / "pairs.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        pair_up(["b.txt"], pairs="pairs.csv")
    assert str(caught.value).startswith(words)


def test_contradicting_sources_are_a_usage_error(folder: Path) -> None:
    with pytest.raises(ConfigError, match="contradict"):
        pair_up(["b.txt"], source="a.txt", pairs="pairs.csv")
    with pytest.raises(ConfigError, match="standard input"):
        pair_up(["-"], source="-")
