"""``mtcheck config``, and what settings do to a run."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mtcheck.reporters.settings_pages import render_schema, render_settings, render_template, toml
from mtcheck.settings import SETTINGS, Kind, Settings
from mtcheck.store import load_verdicts
from mtcheck.types import Severity

from .conftest import Command

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture(scope="module")
def schema() -> Any:
    found = json.loads(render_schema())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def uncommented(template: str) -> str:
    """The file with every setting switched on: settings begin right behind their ``#``."""
    return "\n".join(
        line[1:] if line.startswith("#") and not line.startswith("# ") else line
        for line in template.splitlines()
    )


def test_what_init_writes_sets_nothing_and_validates(
    folder: Path, mtcheck: Command, schema: Any
) -> None:
    before = mtcheck("score", "clean.txt").out
    done = mtcheck("config", "init")
    assert (done.code, done.out, done.err) == (0, "written: mtcheck.toml\n", "")
    content = tomllib.loads((folder / "mtcheck.toml").read_text())
    assert content == {}
    schema.validate(content)
    assert max(map(len, (folder / "mtcheck.toml").read_text().splitlines())) <= 80
    assert mtcheck("score", "clean.txt").out == before


def test_every_line_of_what_init_writes_may_be_switched_on(
    folder: Path, mtcheck: Command, schema: Any
) -> None:
    text = uncommented(render_template())
    content = tomllib.loads(text)
    assert set(content) == {setting.key for setting in SETTINGS}
    schema.validate(content)
    (folder / "mtcheck.toml").write_text(text)
    shown = mtcheck("config", "show")
    assert (shown.code, shown.err) == (0, "")
    assert tomllib.loads(shown.out) == content
    assert "default" not in {line.rpartition(" # ")[2] for line in shown.out.splitlines()}


@pytest.mark.parametrize("name", ["mtcheck.toml", "clean.txt", "."])
def test_init_overwrites_nothing(folder: Path, mtcheck: Command, name: str) -> None:
    (folder / "mtcheck.toml").write_text("workers = 2\n")
    done = mtcheck("config", "init", name)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"mtcheck: error: {name}: there is such a file already; it stays as it is\n"
    assert (folder / "mtcheck.toml").read_text() == "workers = 2\n"


def test_show_says_where_each_setting_comes_from(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mtcheck.toml").write_text(
        'fail-on = "major"\nmin-score = 60\nselect = ["ACC", "LIN"]\n'
        '[severity]\nACC401 = "minor"\n[rules.ACC101]\nmin-frequent = 2\nuse-people = false\n'
    )
    monkeypatch.setenv("MTCHECK_MIN_SCORE", "70.5")
    monkeypatch.setenv("MTCHECK_RULES", "ACC101.min-frequent=5")
    monkeypatch.setenv("MTCHECK_FAILON", "x")
    done = mtcheck("config", "show")
    lines = {" ".join(line.split()) for line in done.out.splitlines()}
    assert {
        "# file: mtcheck.toml",
        'fail-on = "major" # mtcheck.toml:1',
        "min-score = 70.5 # MTCHECK_MIN_SCORE",
        "# min-coverage # not set",
        'select = ["ACC", "LIN"] # mtcheck.toml:3',
        "workers = 1 # default",
        "[severity]",
        'ACC401 = "minor" # mtcheck.toml:5',
        "[rules.ACC101]",
        "min-frequent = 5 # MTCHECK_RULES",
        "use-people = false # mtcheck.toml:8",
    } <= lines
    assert "MTCHECK_FAILON means nothing" in done.err
    assert mtcheck("config", "show", "--no-config").out.startswith("# no file of settings\n")
    (folder / "other.toml").write_text("workers = 3\n")
    other = mtcheck("config", "show", "--config", "other.toml").out
    assert "# file: other.toml" in other
    assert "workers = 3" in other


def test_nothing_that_is_shown_reaches_the_terminal_as_it_is() -> None:
    value = 'a\x1b[31m\x07"\\\u202e\u2028é'
    shown = render_settings(Settings({"id-column": value}, {"id-column": "MTCHECK_ID_COLUMN"}))
    assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(shown)


@pytest.mark.parametrize(
    "value",
    ["", 'say "hi" \\ there', "tab\tline\nend\x7f\x00é\u2028😀", ["a", "b c"], True, 3, 0.5, 1e-7, 2.0,
     {"a b": {"c": [1, 2]}}],
)  # fmt: skip
def test_toml_is_read_as_it_was_written(value: Any) -> None:
    assert tomllib.loads(f"key = {toml(value)}")["key"] == value


VALID = [
    "",
    'select = ["ALL", "TER", "ACC1", "ACC101", "name-altered"]',
    '[severity]\nACC401 = "minor"\nTER = "neutral"',
    "[rules.LIN101]\nmin-words = 4\n[rules.name-altered]\nuse-people = false",
    "[rules.ACC201]\nmax-cost = 1",
    '[per-file-ignores]\n"drafts/*" = ["LIN"]',
    'glossary = "one.csv"',
    'glossary = ["one.csv", "two.tbx"]',
    "min-score = 60\nmin-coverage = 0.5\nworkers = 4\nquiet = true",
]
INVALID = [
    'fail_on = "major"',
    'fail-on = "mangeld"',
    "min-score = 101",
    'min-score = "60"',
    "min-coverage = 50",
    "workers = 0",
    "workers = 1.5",
    'quiet = "yes"',
    'select = "ACC101"',
    'select = ["ACC999"]',
    'source = ""',
    '[severity]\nACC401 = "blocker"',
    '[severity]\nACC999 = "minor"',
    '[per-file-ignores]\n"*" = "LIN"',
    "[rules.LIN101]\nmax-words = 3",
    '[rules.LIN101]\nmin-words = "x"',
    "[rules.LIN101]\nmin-words = 3.5",
    "[rules.LIN999]\nmin-words = 3",
    "[rules]\nLIN101 = 3",
]


@pytest.mark.parametrize("content", VALID)
def test_the_schema_and_the_command_accept_the_same(
    folder: Path, mtcheck: Command, schema: Any, content: str
) -> None:
    assert schema.is_valid(tomllib.loads(content))
    (folder / "mtcheck.toml").write_text(content)
    assert mtcheck("config", "show").code == 0


@pytest.mark.parametrize("content", INVALID)
def test_the_schema_and_the_command_refuse_the_same(
    folder: Path, mtcheck: Command, schema: Any, content: str
) -> None:
    assert not schema.is_valid(tomllib.loads(content))
    (folder / "mtcheck.toml").write_text(content)
    done = mtcheck("gate", "clean.txt")
    assert (done.code, done.out) == (2, "")
    line = content.count("\n") + 1
    assert done.err.startswith(f"mtcheck: error: mtcheck.toml:{line}: ")


def test_schema_prints_the_schema(mtcheck: Command) -> None:
    done = mtcheck("config", "schema")
    assert (done.code, done.out, done.err) == (0, render_schema(), "")
    properties = json.loads(done.out)["properties"]
    assert list(properties) == [setting.key for setting in SETTINGS]
    for setting in SETTINGS:
        assert properties[setting.key]["description"] == setting.help
        if setting.allowed:
            assert tuple(properties[setting.key]["enum"]) == setting.allowed
        if setting.kind is Kind.NUMBER:
            assert properties[setting.key]["maximum"] == setting.most


def test_the_gate_reads_the_file_and_flags_come_first(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mtcheck.toml").write_text("min-score = 96\n")
    assert mtcheck("gate", "clean.txt").code == 1
    assert mtcheck("gate", "clean.txt", "--no-config").code == 0
    assert mtcheck("gate", "clean.txt", "--min-score", "90").code == 0
    monkeypatch.setenv("MTCHECK_MIN_SCORE", "90")
    assert mtcheck("gate", "clean.txt").code == 0
    assert mtcheck("gate", "clean.txt", "--min-score", "96").code == 1


def test_what_a_variable_cannot_mean_is_exit_2_and_names_it(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTCHECK_SELECT", "ACC101,ACC999")
    done = mtcheck("score", "clean.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mtcheck: error: MTCHECK_SELECT: no rule 'ACC999'; the nearest is ")
    monkeypatch.setenv("MTCHECK_SELECT", "ACC101")
    monkeypatch.setenv("MTCHECK_FAIL_ON", "mangeld")
    done = mtcheck("gate", "clean.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mtcheck: error: MTCHECK_FAIL_ON cannot be 'mangeld': ")


def test_a_switch_of_the_file_can_be_switched_off(folder: Path, mtcheck: Command) -> None:
    (folder / "mtcheck.toml").write_text("quiet = true\n")
    assert mtcheck("score", "clean.txt").out == ""
    assert mtcheck("score", "clean.txt", "--no-quiet").out != ""


def test_every_command_that_judges_takes_the_source_of_the_file(
    folder: Path, mtcheck: Command
) -> None:
    (folder / "sub").mkdir()
    (folder / "pyproject.toml").write_text('[tool.mtcheck]\nsource = "clean.txt"\nout = "out"\n')
    assert mtcheck("score", "mangled.txt").code == 0
    (verdict,) = load_verdicts(folder / "out" / "verdicts.jsonl")
    assert verdict.source_path == "clean.txt"


def test_too_little_coverage_is_exit_3_and_says_so(folder: Path, mtcheck: Command) -> None:
    arguments = (
        "gate",
        "clean.txt",
        "mangled.txt",
        "--source",
        "clean.txt",
        "--fail-on",
        "critical",
    )
    assert mtcheck(*arguments, "--min-coverage", "0.5").code == 1
    done = mtcheck(*arguments, "--min-coverage", "0.51")
    assert done.code == 3
    assert done.err.splitlines()[-1] == (
        "mtcheck: error: mangled.txt: not judged: 50% of it has a counterpart in clean.txt; "
        "at least 51% needed"
    )
    assert "mangled.txt: 1 critical finding" in done.out
    alone = mtcheck("gate", "clean.txt", "--min-coverage", "1")
    assert (alone.code, alone.err) == (0, "")


def test_severities_are_those_of_the_gate_for_stored_verdicts(
    folder: Path, mtcheck: Command
) -> None:
    mtcheck("score", "mangled.txt", "--out", "out")
    assert mtcheck("gate", "out/verdicts.jsonl", "--fail-on", "critical").code == 1
    (folder / "mtcheck.toml").write_text('[severity]\nLIN = "minor"\n')
    done = mtcheck("gate", "out/verdicts.jsonl", "--fail-on", "critical", "--out", "again")
    assert done.code == 0
    before, after = (load_verdicts(f"{name}/verdicts.jsonl")[0] for name in ("out", "again"))
    assert before.count(Severity.CRITICAL) == 1
    assert after.count(Severity.CRITICAL) == 0
    assert (after.p_mangled, after.signature) == (before.p_mangled, before.signature)
    mtcheck("report", "out/verdicts.jsonl", "--report", "jsonl=again.jsonl")
    assert load_verdicts("again.jsonl") == (after,)
    mtcheck("report", "again.jsonl", "--report", "jsonl=back.jsonl", "--no-config")
    assert load_verdicts("back.jsonl") == (after,)


@pytest.mark.parametrize("command", ["score", "gate", "calibrate", "config show"])
def test_help_tells_how_to_name_a_file_of_settings(command: str, mtcheck: Command) -> None:
    text = mtcheck(*command.split(), "--help").out
    assert "--config FILE" in text
    assert "--no-config" in text
