"""Only what changed since a git revision is held against a file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mtcheck.aside.changed import Changed, changed_since, check_revision
from mtcheck.config import Config, ReadConfig
from mtcheck.errors import ConfigError
from mtcheck.readers import read
from mtcheck.types import FileVerdict, Outcome

from ..stand_in import StandInTools, judge_document

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CONFIG = Config()
OLD = "Brinken met Xi.\nThey spoke for hours.\nThey parted as friends.\n"


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main", *arguments],
        check=True,
        capture_output=True,
    )  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one mangled file, committed."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "repository"
    root.mkdir()
    monkeypatch.chdir(root)
    git("init", "-q")
    write("a.txt", OLD)
    git("add", ".")
    git("commit", "-q", "-m", "one")
    return root


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8", newline="")


def judged(name: str) -> FileVerdict:
    reading = read(name)
    return judge_document(reading.candidate, reading.source, StandInTools(config=CONFIG))


def changed(name: str, revision: str = "HEAD") -> Changed:
    (done,), notes = changed_since([judged(name)], revision)
    assert notes == ()
    return done


def aside(done: Changed) -> list[str]:
    return [finding.suppressed for finding in done.verdict.findings]


def test_in_a_file_that_did_not_change_nothing_counts(repository: Path) -> None:
    done = changed("a.txt")
    assert (done.n_changed, aside(done)) == (0, ["unchanged since HEAD"])
    assert not done.is_held_against("mangled")
    assert done.verdict.outcome is Outcome.MANGLED  # the file is what it is


def test_a_finding_in_a_changed_sentence_counts_and_the_old_one_does_not(repository: Path) -> None:
    write("a.txt", OLD + "sent a signal.\n")
    done = changed("a.txt")
    assert (done.n_changed, aside(done)) == (1, ["unchanged since HEAD", ""])
    assert done.is_held_against("mangled")


def test_a_harmless_change_is_not_held_against_a_mangled_file(repository: Path) -> None:
    write("a.txt", OLD.replace("hours", "days"))
    done = changed("a.txt")
    assert (done.n_changed, aside(done)) == (1, ["unchanged since HEAD"])
    assert not done.is_held_against("mangled")


def test_a_changed_sentence_that_is_mangled_by_its_wording_is_held_against_it(
    repository: Path,
) -> None:
    write("a.txt", OLD + "Xi sat.\n")
    from dataclasses import replace

    verdict = judged("a.txt")
    for outcome, mangled, suspect in (
        (Outcome.CLEAN, False, False),
        (Outcome.SUSPECT, False, True),
        (Outcome.MANGLED, True, True),
    ):
        last = replace(verdict.scores[-1], outcome=outcome)
        (done,), _ = changed_since([replace(verdict, scores=(*verdict.scores[:-1], last))], "HEAD")
        assert done.is_held_against("mangled") is mangled
        assert done.is_held_against("suspect") is suspect


def test_what_moved_or_was_wrapped_otherwise_has_not_changed(repository: Path) -> None:
    prose = (
        "Brinken met Xi by the sea, and they spoke of many things that day for hours and hours.\n"
    )
    write("b.md", f"# Talks\n\n{prose}\nThey parted.\n")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    write(
        "b.md",
        "# Talks\n\nThey parted.\n\n" + "Calm.\n\n" * 20 + prose.replace(" and they", "\nand they"),
    )
    done = changed("b.md")
    assert (done.n_changed, aside(done)) == (20, ["unchanged since HEAD"])


def test_a_sentence_that_comes_once_more_has_changed_once(repository: Path) -> None:
    write("a.txt", "Brinken met Xi.\n" + OLD)
    done = changed("a.txt")
    assert (done.n_changed, sorted(aside(done))) == (1, ["", "unchanged since HEAD"])


def test_a_new_file_counts_whole_whether_git_knows_it_or_not(repository: Path) -> None:
    write("new.txt", OLD)
    write("staged.txt", "Other words.\n" + OLD)
    git("add", "staged.txt")
    for name, n_changed in (("new.txt", 3), ("staged.txt", 4)):
        done = changed(name)
        assert (done.n_changed, aside(done)) == (n_changed, [""])


def test_a_renamed_file_is_compared_with_what_it_was_called(repository: Path) -> None:
    git("mv", "a.txt", "über b.txt")
    write("über b.txt", OLD + "Xi sat.\n")
    done = changed("über b.txt")
    assert (done.n_changed, aside(done)) == (1, ["unchanged since HEAD"])


def test_names_that_are_awkward_for_git_are_found(repository: Path) -> None:
    names = ["two\nlines.txt", "-dash.txt", "deep er/é.txt", "tab\t.txt"]
    for name in names:
        write(name, OLD)
    git("add", ".")
    git("commit", "-q", "-m", "two")
    for name in names:
        assert changed(f"./{name}").n_changed == 0, name


def test_older_revisions_tags_and_branches_are_revisions(repository: Path) -> None:
    git("tag", "v1")
    write("a.txt", OLD + "Xi sat.\n")
    git("commit", "-q", "-am", "two")
    assert [changed("a.txt", rev).n_changed for rev in ("HEAD", "HEAD~1", "v1", "main")] == [
        0,
        1,
        1,
        0,
    ]


def test_tables_are_read_as_they_were_with_their_columns(repository: Path) -> None:
    write("t.csv", "id,text,source\n1,Brinken came.,x\n2,Xi sat.,y\n")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    write("t.csv", "id,text,source\n2,Xi sat.,y\n1,Brinken came.,x\n3,Brinken left.,z\n")
    reading = read("t.csv", settings=ReadConfig(candidate_column="text"))
    verdict = judge_document(
        reading.candidate, reading.source, StandInTools(config=CONFIG), rows=True
    )
    (done,), notes = changed_since([verdict], "HEAD", ReadConfig(candidate_column="text"))
    assert (notes, done.n_changed) == ((), 1)
    assert aside(done) == ["unchanged since HEAD", ""]
    (done,), (note,) = changed_since([verdict], "HEAD")
    assert done.n_changed == 3
    assert note.startswith("t.csv: the whole file counts: as it was at HEAD: t.csv:1: no column")


def test_the_repository_of_the_file_is_asked_whatever_a_hook_has_set(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "-q", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other" / ".git" / "index"))
    assert changed("a.txt").n_changed == 0


def test_a_file_outside_the_repository_counts_whole_and_that_is_said(
    repository: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(OLD)
    verdicts = [judged("a.txt"), judged(str(outside))]
    (inside, whole), notes = changed_since(verdicts, "HEAD")
    assert (inside.n_changed, whole.n_changed) == (0, 3)
    assert notes == (f"{outside}: not in a git repository: the whole file counts",)
    with pytest.raises(ConfigError, match="none of the files is in a git repository"):
        changed_since(verdicts[1:], "HEAD")
    with pytest.raises(ConfigError, match="none of the files is in a git repository"):
        check_revision("HEAD", [str(outside), "-"])
    check_revision("HEAD", [str(outside), "*.txt"])


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "", "HEAD~99", "a\0b", "HEAD:a.txt"])
def test_a_revision_that_git_does_not_know_is_a_configuration_error(
    revision: str, repository: Path
) -> None:
    for check in (
        lambda: changed_since([judged("a.txt")], revision),
        lambda: check_revision(revision, ["a.txt"]),
    ):
        with pytest.raises(ConfigError, match=r"^--changed-since "):
            check()
    assert not Path("x").exists()


def test_without_git_there_is_a_configuration_error(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = judged("a.txt")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigError, match="needs git, which cannot be run"):
        changed_since([verdict], "HEAD")
    with pytest.raises(ConfigError, match="needs git, which cannot be run"):
        check_revision("HEAD", ["a.txt"])


def test_what_a_comment_set_aside_stays_the_comments(repository: Path) -> None:
    write("a.md", "<!-- mtcheck: ignore sic -->\nBrinken met Xi.\n")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    assert aside(changed("a.md")) == ["comment on line 1: sic"]
