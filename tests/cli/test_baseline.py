"""``mtcheck baseline`` and ``gate --baseline``: an old corpus is taken as it is, what is new fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import CLEAN, MANGLED, Command

NAME = "mtcheck-baseline.json"


@pytest.fixture
def stored(folder: Path, mtcheck: Command) -> str:
    mtcheck("score", "clean.txt", "mangled.txt", "--out", "out", "-q")
    return "out/verdicts.jsonl"


def entries(path: str = NAME) -> list[tuple[str, str, str]]:
    content = json.loads(Path(path).read_text())
    return [(e["file"], e["code"], e["decision"]) for e in content["findings"]]


@pytest.mark.parametrize("first", ["fresh", "stored"])
@pytest.mark.parametrize("then", ["fresh", "stored"])
def test_create_then_gate_passes_from_stored_and_from_fresh_verdicts(
    first: str, then: str, stored: str, mtcheck: Command
) -> None:
    files = {"fresh": ["clean.txt", "./mangled.txt"], "stored": [stored]}
    assert mtcheck("gate", *files[then]).code == 1
    done = mtcheck("baseline", "create", *files[first])
    assert (done.code, done.err) == (0, "")
    assert done.out == f"written: {NAME}, 2 findings, 1 file not clean\n"
    assert entries() == [
        ("mangled.txt", "ACC101", "accepted"),
        ("mangled.txt", "LIN101", "accepted"),
    ]
    done = mtcheck("gate", *files[then], "--baseline", NAME)
    assert done.code == 0
    assert "baseline: 0 new, 2 unchanged, 0 gone\n" in done.out
    assert "gate: passed, 2 files judged" in done.out


def test_the_gate_fails_on_what_is_new_only(folder: Path, mtcheck: Command) -> None:
    mtcheck("baseline", "create", "mangled.txt", "clean.txt")
    (folder / "mangled.txt").write_text("All was calm.\n" * 50 + MANGLED + "Brinken slept.\n")
    done = mtcheck("gate", ".", "--baseline", NAME)
    assert done.code == 1
    assert "baseline: 1 new, 2 unchanged, 0 gone\n" in done.out
    assert "mangled.txt: mangled (1 new finding)\n" in done.out
    (folder / "new.txt").write_text(MANGLED)
    assert "new.txt: mangled (2 new findings)" in mtcheck("gate", "new.txt", "--baseline", NAME).out


def test_a_baseline_means_the_same_in_every_folder(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "texts").mkdir()
    (folder / "mangled.txt").rename(folder / "texts" / "mangled.txt")
    mtcheck("baseline", "create", "texts")
    before = Path(NAME).read_bytes()
    monkeypatch.chdir("texts")
    for files, baseline in ((".", f"../{NAME}"), (str(folder / "texts"), str(folder / NAME))):
        done = mtcheck("gate", files, "--baseline", baseline)
        assert (done.code, done.err) == (0, "")
        assert "baseline: 0 new, 2 unchanged, 0 gone\n" in done.out
        for command in ("update", "prune"):
            mtcheck("baseline", command, files, "--baseline", baseline)
            assert (folder / NAME).read_bytes() == before
    mtcheck("baseline", "create", ".", "--baseline", f"../{NAME}", "--force")
    assert (folder / NAME).read_bytes() == before
    (folder / "ci").mkdir()
    (folder / NAME).rename(folder / "ci" / NAME)
    assert mtcheck("gate", ".", "--baseline", f"../ci/{NAME}").code == 0
    (folder / "ci" / NAME).rename(folder / NAME)
    monkeypatch.chdir("/")
    assert mtcheck("gate", str(folder / "texts"), "--baseline", str(folder / NAME)).code == 0


def test_the_gate_counts_files_that_are_gone_as_show_does(folder: Path, mtcheck: Command) -> None:
    mtcheck("baseline", "create", ".")
    Path("mangled.txt").rename("other.txt")
    for command in (("gate",), ("baseline", "show")):
        done = mtcheck(*command, ".", "--baseline", NAME)
        assert "baseline: 2 new, 0 unchanged, 2 gone\n" in done.out
        assert f"{NAME}: none of the files that it names is here" in done.err


def test_a_baseline_that_is_not_there_says_how_to_make_one(folder: Path, mtcheck: Command) -> None:
    for command in (("gate", "clean.txt"), ("baseline", "update", "clean.txt")):
        done = mtcheck(*command, "--baseline", NAME)
        assert done.code == 2
        assert done.err.endswith("No such file or directory; mtcheck baseline create makes one\n")


def test_create_does_not_overwrite(stored: str, mtcheck: Command) -> None:
    mtcheck("baseline", "create", stored)
    Path(NAME).write_text("kept")
    done = mtcheck("baseline", "create", stored)
    assert (done.code, Path(NAME).read_text()) == (2, "kept")
    assert "there is a baseline already: update it, or give --force" in done.err
    assert mtcheck("baseline", "create", stored, "--force").code == 0
    assert len(entries()) == 2


def test_update_names_each_finding_that_it_adds_even_when_quiet(
    folder: Path, mtcheck: Command
) -> None:
    mtcheck("baseline", "create", "mangled.txt")
    before = Path(NAME).read_text()
    Path("mangled.txt").write_text(MANGLED.replace("signal", "word") + "Brinken slept.\n")
    added = "+ mangled.txt:4:1: ACC101 name-altered “Brinken”\n"
    dry = mtcheck("baseline", "update", "mangled.txt", "--dry-run")
    assert (dry.code, Path(NAME).read_text()) == (0, before)
    assert dry.out == (
        f"{added}{NAME}: 1 finding would be added, 1 unchanged; 1 gone: mtcheck baseline prune\n"
    )
    assert mtcheck("baseline", "update", "mangled.txt", "--quiet").out == added
    assert len(entries()) == 3  # what is gone stays until it is pruned
    assert mtcheck("gate", "mangled.txt", "--baseline", NAME).code == 0
    again = Path(NAME).read_text()
    assert mtcheck("baseline", "update", "mangled.txt").out.startswith(f"{NAME}: 0 findings added")
    assert Path(NAME).read_text() == again


def test_update_keeps_what_people_decided(stored: str, mtcheck: Command) -> None:
    mtcheck("baseline", "create", stored)
    text = (
        Path(NAME).read_text().replace('"accepted", "reason": ""', '"rejected", "reason": "sic"', 1)
    )
    Path(NAME).write_text(text)
    Path("mangled.txt").write_text(MANGLED + "Brinken slept.\n")
    mtcheck("baseline", "update", "mangled.txt")
    assert [decision for _, _, decision in entries()] == ["rejected", "accepted", "accepted"]
    done = mtcheck("baseline", "show")
    assert sorted(done.out.splitlines()) == [
        "mangled.txt: ACC101 “Brinken” (accepted)",
        "mangled.txt: ACC101 “Brinken” (rejected: sic)",
        "mangled.txt: LIN101 “signal” (accepted)",
        "mangled.txt: mangled",
        f"{NAME}: 3 findings (1 rejected), 1 file not clean",
    ]


def test_prune_takes_out_what_is_gone_and_names_it(folder: Path, mtcheck: Command) -> None:
    (folder / "other.txt").write_text(MANGLED)
    mtcheck("baseline", "create", "mangled.txt", "other.txt")
    (folder / "mangled.txt").write_text(CLEAN)
    dry = mtcheck("baseline", "prune", "mangled.txt", "--dry-run")
    assert len(entries()) == 4
    done = mtcheck("baseline", "prune", "mangled.txt")
    assert done.out == (
        "- mangled.txt: ACC101 “Brinken”\n- mangled.txt: LIN101 “signal”\n"
        "- mangled.txt: mangled, now clean\n"
        f"{NAME}: 2 findings taken out, 0 unchanged\n"
    )
    assert dry.out == done.out.replace("taken out", "would be taken out")
    assert {file for file, _, _ in entries()} == {"other.txt"}  # it was not judged
    (folder / "other.txt").unlink()
    done = mtcheck("baseline", "prune", "mangled.txt")
    assert "- other.txt: mangled, now gone\n" in done.out
    assert entries() == []


def test_prune_keeps_what_the_rules_of_this_run_did_not_look_for(
    folder: Path, mtcheck: Command
) -> None:
    mtcheck("baseline", "create", "mangled.txt")
    (folder / "mangled.txt").write_text(CLEAN)
    done = mtcheck("baseline", "prune", "mangled.txt", "--ignore", "ACC101")
    assert "ACC101" not in done.out
    assert entries() == [("mangled.txt", "ACC101", "accepted")]


def test_show_with_files_says_what_is_new_and_gone_and_writes_nothing(
    folder: Path, mtcheck: Command
) -> None:
    mtcheck("baseline", "create", "mangled.txt")
    before = Path(NAME).read_text()
    (folder / "mangled.txt").write_text(MANGLED.replace("signal", "word") + "Brinken slept.\n")
    done = mtcheck("baseline", "show", "mangled.txt")
    assert done.out == (
        "+ mangled.txt:4:1: ACC101 name-altered “Brinken”\n- mangled.txt: LIN101 “signal”\n"
        "baseline: 1 new, 1 unchanged, 1 gone\n"
    )
    assert Path(NAME).read_text() == before


def test_rejected_findings_become_entries_of_the_list_of_ignored_ones(
    folder: Path, mtcheck: Command
) -> None:
    mtcheck("baseline", "create", "mangled.txt")
    assert "no finding is rejected" in mtcheck("baseline", "show", "--toml").err
    text = (
        Path(NAME)
        .read_text()
        .replace('"accepted", "reason": ""', r'"rejected", "reason": "so \"it\" is"')
    )
    Path(NAME).write_text(text)
    Path("mtcheck-ignore.toml").write_text(mtcheck("baseline", "show", "--toml").out)
    done = mtcheck("gate", "mangled.txt", "--out", "out")
    assert (done.code, done.err) == (0, "")
    assert 'so ""it"" is' in Path("out/findings.csv").read_text()


def test_a_score_that_was_too_low_is_known_if_it_was_recorded(
    folder: Path, mtcheck: Command
) -> None:
    gate = ("gate", "clean.txt", "--min-score", "99", "--baseline", NAME)
    mtcheck("baseline", "create", "clean.txt")
    assert mtcheck(*gate).code == 1
    mtcheck("baseline", "update", "clean.txt", "--min-score", "99")
    assert mtcheck(*gate).code == 0


def test_marks_of_a_gate_are_taken_off_before_another(stored: str, mtcheck: Command) -> None:
    mtcheck("baseline", "create", stored)
    mtcheck("gate", stored, "--baseline", NAME, "--out", "gated", "-q")
    assert "baseline: accepted" in Path("gated/findings.csv").read_text()
    for option in ("--fail-on=mangled", "--fail-on=critical"):
        assert mtcheck("gate", "gated/verdicts.jsonl", option).code == 1
    mtcheck("baseline", "create", "gated/verdicts.jsonl", "--baseline", "again.json")
    assert Path("again.json").read_bytes() == Path(NAME).read_bytes()


def test_a_file_that_cannot_be_judged_is_an_error_with_a_baseline_too(
    stored: str, folder: Path, mtcheck: Command
) -> None:
    (folder / "short.txt").write_text("Brinken.\n")
    assert mtcheck("baseline", "create", "gone.txt").code == 3
    assert not Path(NAME).exists()
    assert mtcheck("baseline", "create", "mangled.txt", "short.txt").code == 3
    assert len(entries()) == 2
    assert mtcheck("gate", "mangled.txt", "short.txt", "--baseline", NAME).code == 3


def test_the_baseline_may_be_a_setting(stored: str, mtcheck: Command) -> None:
    Path("mtcheck.toml").write_text('baseline = "known.json"\n')
    assert mtcheck("baseline", "create", stored).out.startswith("written: ")
    assert Path("known.json").is_file()
    assert mtcheck("gate", stored).code == 0


def test_the_decisions_of_the_page_are_a_baseline(stored: str, mtcheck: Command) -> None:
    mtcheck("baseline", "create", stored)
    lines = [
        line.rstrip(",") for line in Path(NAME).read_text().split("\n") if '"fingerprint"' in line
    ]
    head = '{"format": "mtcheck-baseline", "version": 1, "findings": [\n'
    Path("page.json").write_text(head + ",\n".join(lines) + "\n]}\n")
    assert mtcheck("gate", stored, "--baseline", "page.json").code == 0
    Path("page.json").write_text(head + lines[0] + "\n]}\n")
    assert mtcheck("gate", stored, "--baseline", "page.json").code == 1
