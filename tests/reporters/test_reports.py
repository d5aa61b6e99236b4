from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.errors import ConfigError
from mtcheck.reporters.reports import FORMATS, Wanted, parse_reports, render_reports
from mtcheck.types import FileVerdict

from .situations import SITUATIONS
from .validators import TABLES, VALIDATORS, AbsentError, read_csv, read_parquet
from .verdicts import verdict


def validate(check: Callable[..., None], *arguments: object) -> None:
    try:
        check(*arguments)
    except AbsentError as absent:
        pytest.skip(str(absent))


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_in_every_situation(name: str, situation: str) -> None:
    content = FORMATS[name].render(SITUATIONS[situation](), Wanted())
    validate(VALIDATORS[name], content)


@pytest.mark.parametrize("situation", ["empty result", "hostile text"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_holds_too(table: str, situation: str) -> None:
    verdicts = SITUATIONS[situation]()
    read_csv(FORMATS["csv"].render(verdicts, Wanted(table=table)), table)
    read_parquet(FORMATS["parquet"].render(verdicts, Wanted(table=table)), table)


@pytest.mark.parametrize("name", FORMATS)
def test_equal_verdicts_give_equal_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = SITUATIONS["nothing found"]()
    before = FORMATS[name].render(verdicts, Wanted())
    now = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert FORMATS[name].render(verdicts, Wanted()) == before


def test_every_format_has_a_validator() -> None:
    assert list(VALIDATORS) == list(FORMATS)


def test_a_folder_gets_three_tables_and_a_name_one(tmp_path: Path) -> None:
    asked = [
        f"csv={tmp_path / 'tables'}",
        f"csv={tmp_path / 'all.csv'}",
        f"csv={tmp_path / 'FINDINGS.CSV'}",
        f"parquet={tmp_path / 'files.parquet'}",
        "markdown=-",
    ]
    contents = render_reports(parse_reports(asked), [verdict()])
    assert [Path(path).name for path in contents] == [
        "sentences.csv", "findings.csv", "files.csv", "all.csv", "FINDINGS.CSV", "files.parquet", "-"
    ]  # fmt: skip
    read_csv(contents[str(tmp_path / "tables" / "files.csv")], "files")
    read_csv(contents[str(tmp_path / "all.csv")], "sentences")
    read_csv(contents[str(tmp_path / "FINDINGS.CSV")], "findings")
    read_parquet(contents[str(tmp_path / "files.parquet")], "files")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["htlm=a.html"], "no format 'htlm': html, xlsx, csv, parquet, jsonl, markdown, sarif, junit, github, gitlab, rdjson; did you mean 'html'?"),
        (["SARIF=a"], "did you mean 'sarif'?"),
        (["report.html"], "FORMAT=PATH is expected"),
        (["html="], "FORMAT=PATH is expected"),
        (["xlsx=-"], "xlsx is not text: name a file"),
        (["parquet=-"], "parquet is not text: name a file"),
        (["html=."], "a file is written here, not a folder"),
        (["html=new/"], "a file is written here, not a folder"),
        (["html=a\0b"], "a path cannot hold a NUL character"),
        (["csv=a.txt"], "a folder, or a name that ends in .csv"),
        (["html=a", "sarif=./a"], "--report sarif=./a: something else is written to ./a"),
        (["html=-", "sarif=-"], "--report sarif=-: something else is written to standard output"),
        (["html=a", "sarif=link"], "--report sarif=link: something else is written to link"),
        (["csv=t", "csv=t/files.csv"], "something else is written to t/files.csv"),
        (["html=out", "csv=out"], "out/sentences.csv and out cannot both be written"),
        (["csv=out", "html=out"], "out and out/sentences.csv cannot both be written"),
        (["jsonl=res/verdicts.jsonl"], "something else is written to res/verdicts.jsonl"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    asked: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(ConfigError) as caught:
        parse_reports(asked, besides=["res/verdicts.jsonl"])
    assert said in str(caught.value)


def test_a_report_may_stand_in_a_folder_of_tables() -> None:
    asked = ["csv=out", "html=out/index.html", "parquet=out", "sarif=out.sarif"]
    assert len(parse_reports(asked, besides=["out/verdicts.jsonl"])) == 4


def test_what_is_rendered_for_a_gate_names_its_objections() -> None:
    verdicts: list[FileVerdict] = [verdict(path="a.txt"), verdict(path="b.txt")]
    wanted = Wanted(objections=("", "score 10.0 is below 60"))
    content = FORMATS["junit"].render(verdicts, wanted).decode()
    assert content.count("<failure") == 1
    assert 'message="score 10.0 is below 60"' in content
