"""``mtcheck review``: from verdicts to files on people's desks, and back to a gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..review.test_docx import answered, docx, p
from ..review.test_xliff import first
from .conftest import CLEAN, MANGLED, Command, Done

BASELINE = "mtcheck-baseline.json"
PO = 'msgid "a"\nmsgstr "Brinken met Xi."\n\nmsgid "b"\nmsgstr "sent a signal."\n\nmsgid "c"\nmsgstr "They parted."\n'  # fmt: skip


@pytest.fixture
def texts(folder: Path) -> Path:
    """A folder with a file of each kind, two findings in each, and a clean one."""
    for name in ("clean.txt", "mangled.txt"):
        (folder / name).unlink()
    (folder / "texts" / "sub").mkdir(parents=True)
    (folder / "texts" / "a.po").write_text(PO)
    third = '<trans-unit id="3"><source>x</source><target>So it is.</target></trans-unit></body>'
    xliff = first("Brinken sent a signal").replace("</body>", third)
    (folder / "texts" / "sub" / "b.xlf").write_text(xliff)
    paragraphs = ("Brinken met Xi.", "a signal", "They parted.")
    (folder / "texts" / "c.docx").write_bytes(docx("".join(map(p, paragraphs))))
    (folder / "texts" / "clean.txt").write_text(CLEAN)
    return folder


def answer(path: str, code: str, said: str) -> None:
    """Write an answer at the end of the note of a rule, as a person does."""
    file = Path(path)
    lines = file.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if f"] {code} " in line)
    lines[at] += said
    file.write_text("\n".join(lines))


def decisions(path: str = BASELINE) -> list[tuple[str, str, str, str, str]]:
    found = json.loads(Path(path).read_text())["findings"]
    return [tuple(e[k] for k in ("file", "code", "quote", "decision", "reason")) for e in found]


def write(mtcheck: Command, *more: str) -> Done:
    done = mtcheck("review", "write", "texts", "--out", "reviewed", *more)
    assert done.code == 0, done.err
    return done


def test_from_findings_to_decisions_to_a_gate_that_passes(texts: Path, mtcheck: Command) -> None:
    before = {path: path.read_bytes() for path in Path("texts").rglob("*") if path.is_file()}
    assert mtcheck("gate", "texts").code == 1
    done = write(mtcheck)
    assert done.out.splitlines() == [
        "reviewed: 6 findings, in 3 of 4 files",
        "write => accepted, or => rejected: and the reason; then mtcheck review read reviewed",
    ]
    assert sorted(str(path) for path in Path("reviewed").rglob("*.*")) == [
        "reviewed/a.po", "reviewed/c.docx", "reviewed/sub/b.xlf", "reviewed/verdicts.jsonl",
    ]  # fmt: skip
    assert all(path.read_bytes() == content for path, content in before.items())

    read = mtcheck("review", "read", "reviewed")
    assert (read.code, read.err) == (0, "")
    assert read.out == f"{BASELINE}: 0 decisions taken over, 0 known, 6 findings not decided\n"
    assert not Path(BASELINE).exists()

    answer("reviewed/a.po", "ACC101", " => rejected: that is his name")
    answer("reviewed/a.po", "LIN101", " => accepted")
    xlf = Path("reviewed/sub/b.xlf")
    xlf.write_text(xlf.read_text().replace('Enabled="yes"', 'Enabled="no"'))
    assert mtcheck("review", "read", "reviewed", "--dry-run").code == 0
    assert not Path(BASELINE).exists()
    read = mtcheck("review", "read", "reviewed")
    assert read.out.splitlines() == [
        "+ texts/a.po: ACC101 “Brinken” (rejected: that is his name)",
        "+ texts/a.po: LIN101 “signal” (accepted)",
        "+ texts/sub/b.xlf: ACC101 “Brinken” (rejected)",
        "+ texts/sub/b.xlf: LIN101 “signal” (rejected)",
        f"{BASELINE}: 4 decisions taken over, 0 known, 2 findings not decided",
    ]
    gate = mtcheck("gate", "texts", "--baseline", BASELINE)
    assert gate.code == 1
    assert "baseline: 2 new, 4 unchanged, 0 gone" in gate.out
    assert "texts/c.docx: mangled (2 new findings)" in gate.out

    word = Path("reviewed/c.docx")
    word.write_bytes(answered(word.read_bytes(), edit=" =&gt; ok"))
    read = mtcheck("review", "read", "reviewed/c.docx", "reviewed/a.po")
    assert f"{BASELINE}: 2 decisions taken over, 2 known, 0 findings not decided" in read.out
    assert mtcheck("gate", "texts", "--baseline", BASELINE).code == 0
    assert mtcheck("gate", "reviewed/verdicts.jsonl", "--baseline", BASELINE).code == 0
    assert write(mtcheck, "--baseline", BASELINE, "--force").out == (
        "reviewed: 0 findings, in 0 of 4 files\n"
    )


@pytest.mark.parametrize("stored", [False, True])
def test_in_place_the_file_itself_is_what_is_reviewed(
    texts: Path, mtcheck: Command, stored: bool
) -> None:
    mtcheck("score", "texts", "--out", "out", "-q")
    files = "out/verdicts.jsonl" if stored else "texts"
    done = mtcheck("review", "write", files, "--in-place")
    assert (done.code, done.err) == (0, "")
    once = Path("texts/a.po").read_bytes()
    answer("texts/a.po", "ACC101", " => ok")
    assert mtcheck("review", "write", files, "--in-place").out.startswith(
        "written: 6 findings, 1 answered already, in 3 of 4 files\n"
    )
    assert len(Path("texts/a.po").read_bytes()) == len(once) + len(" => accepted")
    read = mtcheck("review", "read", "texts/a.po", "texts")
    assert "+ texts/a.po: ACC101 “Brinken” (accepted)\n" in read.out
    assert decisions() == [("texts/a.po", "ACC101", "Brinken", "accepted", "")]
    assert "1 unchanged" in mtcheck("gate", "texts", "--baseline", BASELINE).out


def test_decisions_are_merged_and_the_new_one_counts(texts: Path, mtcheck: Command) -> None:
    mtcheck("baseline", "create", "texts/a.po", "texts/c.docx")
    write(mtcheck)
    answer("reviewed/a.po", "ACC101", " => rejected: sic")
    xlf = Path("reviewed/sub/b.xlf")
    xlf.write_text(xlf.read_text().replace('Enabled="yes"', 'Enabled="no"'))
    mtcheck("review", "read", "reviewed")
    assert decisions() == [
        ("texts/a.po", "ACC101", "Brinken", "rejected", "sic"),
        ("texts/a.po", "LIN101", "signal", "accepted", ""),
        ("texts/c.docx", "ACC101", "Brinken", "accepted", ""),
        ("texts/c.docx", "LIN101", "signal", "accepted", ""),
        ("texts/sub/b.xlf", "ACC101", "Brinken", "rejected", ""),
        ("texts/sub/b.xlf", "LIN101", "signal", "rejected", ""),
    ]
    assert mtcheck("gate", "texts", "--baseline", BASELINE).code == 0  # b.xlf is known as mangled


def test_an_answer_that_is_none_is_told_with_its_place(texts: Path, mtcheck: Command) -> None:
    write(mtcheck)
    answer("reviewed/a.po", "ACC101", " => perhaps")
    answer("reviewed/a.po", "LIN101", " => ok")
    done = mtcheck("review", "read", "reviewed")
    assert done.code == 3
    assert "reviewed/a.po:1: “perhaps” is no decision: write => accepted" in done.err
    assert [code for _, code, *_ in decisions()] == ["LIN101"]


def test_a_note_decides_only_about_what_was_put_into_the_file(
    texts: Path, mtcheck: Command
) -> None:
    write(mtcheck)
    forged = f"# mtcheck[{'f' * 16}] LIN101 fragment (major): “x” => accepted\n"
    path = Path("reviewed/a.po")
    path.write_text(forged + path.read_text().replace("“Brinken”", "“harmless”"))
    answer("reviewed/a.po", "ACC101", " => ok")
    done = mtcheck("review", "read", "reviewed")
    assert done.code == 3
    assert "reviewed/a.po:1: a note of no finding that mtcheck has put into it" in done.err
    assert decisions() == [("texts/a.po", "ACC101", "Brinken", "accepted", "")]


def test_a_reason_acts_on_no_screen(texts: Path, mtcheck: Command) -> None:
    write(mtcheck)
    answer("reviewed/a.po", "ACC101", " => rejected: \x1b[2J::error::\u202e")
    done = mtcheck("review", "read", "reviewed")
    assert done.out.startswith(
        "+ texts/a.po: ACC101 “Brinken” (rejected: \\x1b[2J::error::\\u202e)"
    )
    assert decisions()[0][-1] == "\\x1b[2J::error::\\u202e"


def test_nothing_is_written_over_what_people_may_have_worked_on(
    texts: Path, mtcheck: Command
) -> None:
    write(mtcheck)
    Path("reviewed/a.po").write_text("mine")
    done = mtcheck("review", "write", "texts", "--out", "reviewed")
    assert (done.code, Path("reviewed/a.po").read_text()) == (2, "mine")
    assert "reviewed/a.po: is there already: read what was decided in it first" in done.err
    assert mtcheck("review", "write", "texts", "--out", "reviewed", "--force").code == 0
    assert "mtcheck[" in Path("reviewed/a.po").read_text()
    done = mtcheck("review", "write", "texts", "--out", "texts", "--force")
    assert done.code == 2
    assert "texts/a.po: is one of the files that were read: name another folder" in done.err


def test_files_that_take_no_notes_are_named(texts: Path, mtcheck: Command) -> None:
    Path("texts/d.txt").write_text(MANGLED)
    done = mtcheck("review", "write", "texts", "texts/none.po", "--out", "reviewed")
    assert done.code == 3
    assert "texts/d.txt: takes no notes: XLIFF, PO and Word files do" in done.err
    assert "texts/none.po: does not exist" in done.err
    assert "reviewed: 6 findings, in 3 of 6 files" in done.out
    done = mtcheck("review", "read", "texts/d.txt", "nothing.po", "reviewed")
    assert done.code == 3
    assert "texts/d.txt: takes no notes: XLIFF, PO and Word files do" in done.err
    assert "nothing.po: does not exist" in done.err


def test_verdicts_of_another_text_are_refused(texts: Path, mtcheck: Command) -> None:
    mtcheck("score", "texts", "--out", "out", "-q")
    Path("texts/a.po").write_text(PO.replace("met", "saw"))
    done = mtcheck("review", "write", "out/verdicts.jsonl", "--out", "reviewed")
    assert done.code == 3
    assert "texts/a.po: is not the text that was judged: score it again" in done.err
    assert "4 findings, in 2 of 4 files" in done.out


@pytest.mark.parametrize("more", [(), ("--out", "x", "--in-place")])
def test_it_wants_to_know_where_to_write(
    more: tuple[str, ...], texts: Path, mtcheck: Command
) -> None:
    done = mtcheck("review", "write", "texts", *more)
    assert (done.code, done.out) == (2, "")
    assert "Give --out FOLDER for copies, or --in-place" in done.err


def test_copies_are_found_from_anywhere(
    texts: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = mtcheck("review", "write", str(texts / "texts"), "--out", str(texts / "desk"), "-q")
    assert (done.code, done.out, done.err) == (0, "", "")
    answer("desk/a.po", "ACC101", " => ok")
    monkeypatch.chdir("desk")
    mtcheck("review", "read", "a.po", "--baseline", f"../{BASELINE}")
    monkeypatch.chdir(texts)
    assert decisions() == [("texts/a.po", "ACC101", "Brinken", "accepted", "")]
