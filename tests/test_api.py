from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import mtcheck
from mtcheck.reporters.csv_tables import SENTENCE_COLUMNS

from . import stand_in
from .reporters.verdicts import broken, verdict
from .test_run import CLEAN, MANGLED


def test_at_most_ten_names_are_public_and_each_is_there() -> None:
    assert len(mtcheck.__all__) <= 10
    for name in mtcheck.__all__:
        assert getattr(mtcheck, name).__doc__
    with pytest.raises(AttributeError, match="has no attribute 'score_file'"):
        _ = mtcheck.score_file


def test_importing_the_package_imports_nothing_of_it() -> None:
    script = "import sys, mtcheck; print([m for m in sys.modules if m.startswith('mtcheck.')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "[]\n"


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mtcheck.pipeline", stand_in)


def test_files_are_scored_from_paths_or_one_path(tmp_path: Path, stand_ins: None) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "mangled.txt").write_text(MANGLED)
    result = mtcheck.score_files([tmp_path / "mangled.txt"], source=tmp_path / "clean.txt")
    assert [v.outcome for v in result.verdicts] == [mtcheck.Outcome.MANGLED]
    assert result.verdicts[0].source_path == str(tmp_path / "clean.txt")
    assert len(mtcheck.score_files(tmp_path / "clean.txt").verdicts) == 1
    assert mtcheck.score_files(tmp_path, source="auto").notes


def test_pairs_are_scored_row_by_row(stand_ins: None) -> None:
    pairs = [("Brinken spoke.", "Blinken spoke."), ("He left.", None), ("He ate.", "He ate.")]
    result = mtcheck.score_pairs(pairs)
    frame = result.to_frame()
    assert list(frame["unit"]) == ["1", "2", "3"]
    assert list(frame["outcome"]) == ["mangled", "clean", "clean"]
    assert list(frame["source"].fillna("")) == ["Blinken spoke.", "", "He ate."]
    alone = mtcheck.score_pairs([("He left.", None), ("He ate.", "")])
    assert alone.verdicts[0].coverage is None


def test_the_options_are_those_of_the_command(tmp_path: Path, stand_ins: None) -> None:
    (tmp_path / "old.txt").write_bytes("Zoë left.\nZoë came.\nZoë ate.\n".encode("cp1252"))
    result = mtcheck.score_files(tmp_path, encoding="cp1252", align="line", select=["ACC101"])
    assert result.to_frame()["candidate"][0] == "Zoë left."
    with pytest.raises(mtcheck.MtcheckError, match="--align cannot be 'x'"):
        mtcheck.score_pairs([], align="x")
    with pytest.raises(mtcheck.MtcheckError, match="no setting is called 'encodings'; the nearest"):
        mtcheck.score_files(tmp_path, encodings="cp1252")  # type: ignore[call-arg]


def test_the_frame_has_the_columns_of_sentences_csv_and_types() -> None:
    frame = mtcheck.Result((verdict(), broken("bad\udc80.txt"))).to_frame()
    assert tuple(frame.columns) == SENTENCE_COLUMNS
    assert {name: str(dtype) for name, dtype in frame.dtypes.items() if dtype != "string"} == {
        "sentence": "Int64",
        "line": "Int64",
        "start": "Int64",
        "end": "Int64",
        "alignment": "Int64",
        "similarity": "Float64",
        "chrf": "Float64",
        "quality": "Float64",
        "p_mangled": "Float64",
        "score": "Float64",
        "n_findings": "Int64",
    }
    assert frame["p_mangled"].tolist() == [0.93756, 0.93756, 0.01]
    assert pd.isna(frame["similarity"][2])
    assert pd.isna(frame["codes"][2])


def test_a_frame_of_nothing_has_its_columns_and_types() -> None:
    empty = mtcheck.Result((broken("bad\udc80.txt"),)).to_frame()
    assert len(empty) == 0
    assert empty.dtypes.equals(mtcheck.Result((verdict(),)).to_frame().dtypes)


def test_an_undecodable_file_name_fits_in_a_frame() -> None:
    frame = mtcheck.Result((verdict(path="bad\udc80.txt"),)).to_frame()
    assert frame["file"][0] == "bad\udc80.txt"
