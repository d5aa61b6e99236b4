"""What a user sees of files in other languages: every command says so, and nothing is scored."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.cli.conftest import Command

ENGLISH = (
    "The harbour stayed closed on Monday because of the storm.",
    "Two cranes were damaged, but nobody was hurt.",
    "The ferries are expected to sail again on Wednesday.",
)
GERMAN = (
    "Der Hafen blieb am Montag wegen des Sturms geschlossen.",
    "Zwei Kräne wurden beschädigt, aber niemand wurde verletzt.",
    "Die Fähren sollen am Mittwoch wieder fahren.",
)
WHY = "is German: mtcheck knows English only"


def write(path: Path, texts: tuple[str, ...]) -> None:
    path.write_text("\n\n".join(texts) + "\n", encoding="utf-8")


def write_table(path: Path, candidates: tuple[str, ...], sources: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("candidate", "source"))
        writer.writerows(zip(candidates, sources, strict=True))


def verdicts(folder: Path) -> dict[str, dict[str, object]]:
    lines = (folder / "out" / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    return {found["path"]: found for found in map(json.loads, lines)}


def test_a_file_in_another_language_is_unjudged_and_the_others_are_judged(
    folder: Path, mtcheck: Command
) -> None:
    write(folder / "de.txt", GERMAN)
    done = mtcheck("score", "de.txt", "clean.txt", "--out", "out")
    assert done.code == 3
    assert f"de.txt: {WHY}" in done.err
    assert WHY in done.out
    found = verdicts(folder)
    assert (found["de.txt"]["outcome"], found["clean.txt"]["outcome"]) == ("unjudged", "clean")
    assert found["de.txt"]["p_mangled"] is None
    assert WHY in (folder / "out" / "files.csv").read_text(encoding="utf-8")


def test_the_gate_does_not_let_it_pass(folder: Path, mtcheck: Command) -> None:
    write(folder / "de.txt", GERMAN)
    assert mtcheck("gate", "de.txt").code == 3
    assert mtcheck("gate", "de.txt", "--language", "en").code != 3


def test_a_setting_outside_the_allowed_ones_is_refused(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("score", "clean.txt", "--language", "de")
    assert done.code == 2
    assert "--language cannot be 'de': auto or en" in done.err


def test_a_source_in_another_language_is_an_error_of_that_file(
    folder: Path, mtcheck: Command
) -> None:
    write(folder / "en.txt", ENGLISH)
    write(folder / "de.txt", GERMAN)
    done = mtcheck("score", "en.txt", "--source", "de.txt")
    assert done.code == 3
    assert f"en.txt: its source cannot be compared with: de.txt: {WHY}" in done.err


def test_the_english_side_of_a_bilingual_file_is_judged_alone(
    folder: Path, mtcheck: Command
) -> None:
    write_table(folder / "pairs.csv", ENGLISH, GERMAN)
    done = mtcheck("score", "pairs.csv", "--out", "out")
    assert done.code == 0, done.err
    found = verdicts(folder)["pairs.csv"]
    assert (found["source_path"], found["source_coverage"]) == ("", None)


def test_a_translation_from_english_is_unjudged_and_the_way_to_its_source_is_told(
    folder: Path, mtcheck: Command
) -> None:
    write_table(folder / "pairs.csv", GERMAN, ENGLISH)
    done = mtcheck("score", "pairs.csv")
    assert done.code == 3
    assert f"{WHY}; its source side is English, which is judged if --candidate-column" in done.err
    done = mtcheck("score", "pairs.csv", "--candidate-column", "source", "--out", "out")
    assert done.code == 0, done.err
    assert verdicts(folder)["pairs.csv"]["source_path"] == ""  # not compared with itself


def test_auto_picks_among_the_english_files(folder: Path, mtcheck: Command) -> None:
    write(folder / "de.txt", GERMAN)
    done = mtcheck("score", "clean.txt", "mangled.txt", "de.txt", "--source", "auto")
    assert done.code == 3
    assert "source: clean.txt" in done.err


def test_nothing_is_mended_or_explained_in_another_language(folder: Path, mtcheck: Command) -> None:
    write(folder / "de.txt", tuple(text.replace(".", " ,") for text in GERMAN))
    before = (folder / "de.txt").read_bytes()
    assert mtcheck("fix", "de.txt", "--write").code == 3
    assert (folder / "de.txt").read_bytes() == before
    assert mtcheck("explain", "de.txt:1").code == 3
