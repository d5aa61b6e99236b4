from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from mtcheck.config import Config, ReadConfig
from mtcheck.errors import ConfigError, InputError
from mtcheck.journal import Journal
from mtcheck.run import KILLED, Progress, Run, run_files
from mtcheck.store import dump_verdicts
from mtcheck.types import Document, FileVerdict, Outcome

from . import deadly_stand_in, stand_in

CLEAN = "Blinken met Xi.\nThey spoke for hours.\nThey parted as friends.\n"
MANGLED = "Brinken met Xi.\nsent a signal.\nThey parted as friends.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "mangled.txt").write_text(MANGLED)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "pairs.csv").write_text(
        "id,candidate,source\n1,Brinken met Xi.,Blinken met Xi.\n2,They spoke.,They spoke.\n"
        "3,They left.,They left.\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mtcheck.pipeline", stand_in)
    monkeypatch.setitem(sys.modules, "mtcheck.tools", stand_in)


def run(inputs: list[str], **options: object) -> Run:
    return run_files(inputs, **options)  # type: ignore[arg-type]


def test_every_file_has_a_verdict_in_the_order_given(folder: Path) -> None:
    verdicts = run(["mangled.txt", "clean.txt"]).verdicts
    assert [(v.path, v.outcome) for v in verdicts] == [
        ("mangled.txt", Outcome.MANGLED),
        ("clean.txt", Outcome.CLEAN),
    ]
    assert {v.signature for v in verdicts} == {stand_in.SIGNATURE}


def test_a_broken_file_never_stops_the_others_and_never_passes_silently(folder: Path) -> None:
    lost, empty, good = run(["missing.txt", "empty.txt", "clean.txt"]).verdicts
    assert lost.outcome is empty.outcome is Outcome.UNJUDGED
    assert lost.error.startswith("missing.txt: ")
    assert lost.reasons == (lost.error,)
    assert lost.signature == stand_in.SIGNATURE
    assert empty.error.startswith("empty.txt")
    assert good.outcome is Outcome.CLEAN


def test_a_rule_may_compare_a_file_with_all_others_of_the_run(folder: Path) -> None:
    verdicts = run(["missing.txt", "mangled.txt", "clean.txt"]).verdicts
    assert [v.because for v in verdicts[1:]] == [("1 others were there",)] * 2


def test_one_source_serves_all_files(folder: Path) -> None:
    verdicts = run(["mangled.txt", "clean.txt"], source="clean.txt").verdicts
    assert [v.source_path for v in verdicts] == ["clean.txt", "clean.txt"]


def test_a_source_that_cannot_be_read_leaves_its_files_unjudged(folder: Path) -> None:
    (verdict,) = run(["mangled.txt"], source="empty.txt").verdicts
    assert verdict.outcome is Outcome.UNJUDGED
    assert verdict.error.startswith("mangled.txt: its source cannot be read: empty.txt")


def test_a_table_brings_its_own_source_row_by_row(folder: Path) -> None:
    (verdict,) = run(["pairs.csv"]).verdicts
    assert (verdict.align_mode, verdict.source_path) == ("line", "pairs.csv")
    assert verdict.scores[0].alignment.source_text == "Blinken met Xi."


def test_a_source_that_is_named_comes_before_the_table_s_own(folder: Path) -> None:
    (verdict,) = run(["pairs.csv"], source="clean.txt").verdicts
    assert (verdict.align_mode, verdict.source_path) == ("comparable", "clean.txt")


def test_without_any_source_files_are_judged_alone(folder: Path) -> None:
    (verdict,) = run(["mangled.txt"]).verdicts
    assert (verdict.source_path, verdict.coverage) == ("", None)


def test_auto_picks_a_source_says_so_and_judges_it_alone(folder: Path) -> None:
    result = run(["missing.txt", "mangled.txt", "clean.txt"], source="auto")
    assert [v.source_path for v in result.verdicts] == ["", "clean.txt", ""]
    assert result.notes == (
        "source: clean.txt, picked because it has the fewest findings; it is itself judged alone",
    )
    with pytest.raises(ConfigError, match="picks one of several files; 1 can be judged"):
        run(["missing.txt", "clean.txt"], source="auto")


def test_any_number_of_workers_gives_the_same_bytes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    for number in range(6):
        (folder / f"{number}.txt").write_text((MANGLED, CLEAN)[number % 2] * (number + 1))
    inputs = ["missing.txt", *(f"{number}.txt" for number in range(6)), "pairs.csv"]
    steps: list[Progress] = []
    alone = dump_verdicts(run(inputs).verdicts)
    assert dump_verdicts(run(inputs, workers=2, progress=steps.append).verdicts) == alone
    assert [s.done for s in steps if s.stage == "judge"] == list(range(2, 9))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_worker_that_is_killed_costs_at_most_its_own_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    names = ["0.txt", "once-1.txt", "2.txt", "always-3.txt", "4.txt"]
    for number, name in enumerate(names):
        (folder / name).write_text((MANGLED, CLEAN)[number % 2] * (number + 1))
    alone = run(names).verdicts
    journal = Journal(folder / "journal", resume=False)
    deadly = deadly_stand_in.judge_document
    verdicts = run(names, workers=2, judge=deadly, journal=journal).verdicts
    assert journal.n_written == 4
    journal.discard()
    killed = verdicts[3]
    assert [*verdicts[:3], verdicts[4]] == [*alone[:3], alone[4]]
    assert killed.outcome is Outcome.UNJUDGED
    assert killed.error == f"always-3.txt: {KILLED}"


def test_progress_counts_files_by_stage(folder: Path) -> None:
    steps: list[Progress] = []
    run(["clean.txt", "mangled.txt"], progress=steps.append)
    assert steps == [
        Progress("read", 1, 2, "clean.txt"),
        Progress("read", 2, 2, "mangled.txt"),
        Progress("judge", 1, 2, "clean.txt"),
        Progress("judge", 2, 2, "mangled.txt"),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": "a", "pairs": "b"}, "--source and --pairs contradict each other"),
        ({"source": "auto", "pairs": "b"}, "--source and --pairs contradict each other"),
        ({"source": ""}, "--source cannot be empty"),
        ({"workers": 0}, "--workers cannot be 0: at least 1"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    folder: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        run(["clean.txt"], **options)


def test_the_reader_gets_its_settings(folder: Path) -> None:
    (folder / "old.txt").write_bytes("Zoë left.\nZoë came.\nZoë ate.\n".encode("latin-1"))
    (verdict,) = run(["old.txt"], config=Config(read=ReadConfig("latin-1"))).verdicts
    assert verdict.scores[0].alignment.candidate_text == "Zoë left."
    (verdict,) = run(["pairs.csv"], config=Config(read=ReadConfig(candidate_column="x"))).verdicts
    assert "no column 'x'" in verdict.error


def test_a_pattern_without_a_file_is_an_unjudged_name(folder: Path) -> None:
    (verdict,) = run(["nothing-*.txt"]).verdicts
    assert verdict.error.startswith("nothing-*.txt: ")


def test_a_list_of_pairs_will_do_without_files(folder: Path) -> None:
    (folder / "list.csv").write_text("candidate,source\nmangled.txt,clean.txt\nclean.txt,\n")
    verdicts = run([], pairs="list.csv").verdicts
    assert [(v.path, v.source_path) for v in verdicts] == [
        ("mangled.txt", "clean.txt"),
        ("clean.txt", ""),
    ]
    with pytest.raises(InputError, match=r"clean.txt:1: "):
        run([], pairs="clean.txt")
    with pytest.raises(ConfigError, match="no files given"):
        run([])


def test_a_file_without_its_source_is_unjudged_and_the_others_are_not(folder: Path) -> None:
    (folder / "sources").mkdir()
    (folder / "sources" / "clean.html").write_text(f"<p>{CLEAN}</p>")
    good, lost = run(["clean.txt", "mangled.txt"], source="sources").verdicts
    assert (good.outcome, good.source_path) == (Outcome.CLEAN, "sources/clean.html")
    assert lost.error.startswith("mangled.txt: no source in sources is called")


def test_files_of_strings_are_paired_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "en.json").write_text('{"a": "One.", "b": "Two.", "c": "Three."}')
    (tmp_path / "gb.yml").write_text("c: Three.\na: One.\nd: Four.\n")
    (tmp_path / "other.txt").write_text("One.\n")
    asked: dict[str, tuple[bool, tuple[str, ...]]] = {}

    def judge(candidate: Document, source: Document, tools: Any, **how: Any) -> FileVerdict:
        asked[Path(candidate.path).name] = how["rows"], candidate.remarks
        return stand_in.judge_document(candidate, source, tools, **how)

    paths = [str(tmp_path / "gb.yml"), str(tmp_path / "other.txt")]
    source = str(tmp_path / "en.json")
    run_files(paths, source=source, load=stand_in.load_tools, judge=judge)
    assert asked["gb.yml"][0]
    assert asked["gb.yml"][1][-2:] == (
        "1 key only in the source: b",
        "1 key not in the source: d",
    )
    assert asked["other.txt"] == (False, ())
