from __future__ import annotations

from pathlib import Path

from .conftest import Command

HOUSE = Path(__file__).parents[2] / "fixtures" / "glossaries"


def test_glossaries_are_checked_together(mtcheck: Command) -> None:
    done = mtcheck("glossary", "validate", str(HOUSE / "house.csv"), str(HOUSE / "dct.tbx"))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("no problem in 12 terms: ")


def test_the_terms_are_counted_by_status(mtcheck: Command) -> None:
    done = mtcheck("glossary", "validate", str(HOUSE / "dct.tbx"))
    assert (done.code, done.err) == (0, "")
    assert done.out == "no problem in 3 terms: 1 allowed, 1 forbidden, 1 preferred\n"


def test_every_problem_is_told_with_file_and_line(folder: Path, mtcheck: Command) -> None:
    (folder / "g.csv").write_text("source,target,status\na,b,prefered\nc,d,\nc,d,forbidden\n")
    (folder / "h.csv").write_text("source\n\x1b[2J-\n")
    done = mtcheck("glossary", "validate", "g.csv", "h.csv", "gone.csv")
    assert done.code == 2
    assert done.out == (
        "g.csv:2: unknown status 'prefered'; did you mean 'preferred'?\n"
        "g.csv:4: 'd' is forbidden here and preferred on line 3\n"
        "gone.csv: the glossary cannot be read: No such file or directory\n"
    )
    assert done.err == "mtcheck: error: 3 problems in a glossary of 3 terms\n"


def test_escape_sequences_in_a_glossary_do_not_reach_the_terminal(
    folder: Path, mtcheck: Command
) -> None:
    (folder / "g.csv").write_text("source,status\na,\x1b[2J\u202e\n")
    done = mtcheck("glossary", "validate", "g.csv")
    assert done.code == 2
    assert not set(done.out) & {"\x1b", "\u202e"}


def test_a_glossary_may_stand_in_the_settings(folder: Path, mtcheck: Command) -> None:
    (folder / "terms").mkdir()
    (folder / "terms" / "mtcheck.toml").write_text('glossary = ["g.csv"]\n')
    (folder / "terms" / "g.csv").write_text("source,status\na,banned\n")
    done = mtcheck("score", "clean.txt", "--config", "terms/mtcheck.toml")
    assert done.code == 2
    assert done.err.startswith("mtcheck: error: terms/g.csv:2: unknown status 'banned'")
