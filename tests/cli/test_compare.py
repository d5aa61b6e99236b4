from __future__ import annotations

import json
from pathlib import Path

from mtcheck.store import dump_verdicts

from ..test_compare import TEXTS, verdict
from .conftest import Command


def stored(path: Path, *verdicts: object) -> str:
    path.write_bytes(dump_verdicts(verdicts))  # type: ignore[arg-type]
    return str(path)


def test_files_that_are_judged_now(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("compare", "clean.txt", "mangled.txt")
    assert done.code == 0
    assert done.out.startswith("the file: too few sentences to tell (at least 5)\n")
    assert "mangled.txt:1: score 95.0 → 10.0" in " ".join(done.out.split())


def test_stored_verdicts_need_no_model_and_a_worse_version_fails_if_it_should(
    folder: Path, mtcheck: Command
) -> None:
    old = stored(folder / "old.jsonl", verdict(TEXTS, 0.1))
    new = stored(folder / "new.jsonl", verdict(TEXTS, [0.3 + 0.03 * n for n in range(12)]))
    assert mtcheck("compare", old, new).code == 0
    assert mtcheck("compare", old, new, "--fail-on-worse").code == 1
    assert mtcheck("compare", new, old, "--fail-on-worse").code == 0
    assert mtcheck("compare", old, old, "--fail-on-worse").code == 0


def test_json_and_table(folder: Path, mtcheck: Command) -> None:
    old = stored(folder / "old.jsonl", verdict(TEXTS, 0.1))
    done = mtcheck("compare", old, old, "--json", "--out", "tables/out.csv")
    assert json.loads(done.out)["answer"] == "no difference"
    assert (folder / "tables" / "out.csv").read_text().startswith("old_file,new_file,answer,")


def test_a_folder_of_results_stands_for_its_verdicts(folder: Path, mtcheck: Command) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()
        stored(folder / name / "verdicts.jsonl", verdict(TEXTS, 0.1))
    assert "no difference" in mtcheck("compare", "one", "two").out


def test_different_settings_are_refused(folder: Path, mtcheck: Command) -> None:
    old = stored(folder / "old.jsonl", verdict(TEXTS))
    new = stored(folder / "new.jsonl", verdict(TEXTS, signature="model:b"))
    done = mtcheck("compare", old, new)
    assert done.code == 2
    assert "model:a there, model:b here" in done.err
    assert mtcheck("compare", old, "clean.txt").code == 2


def test_nothing_that_could_be_compared_is_exit_3(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("compare", "missing.txt", "clean.txt")
    assert done.code == 3
    assert "missing.txt: does not exist" in done.err
    old = stored(folder / "old.jsonl", verdict(TEXTS, source=[1] * 12))
    new = stored(folder / "new.jsonl", verdict(TEXTS))
    done = mtcheck("compare", old, new)
    assert done.code == 3
    assert "could be compared" in done.err
