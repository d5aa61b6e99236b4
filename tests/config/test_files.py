"""The file of settings: which one counts, what its paths mean, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.config import Options, make_config
from mtcheck.config.files import find_file, read_file
from mtcheck.config.globs import matches
from mtcheck.config.layers import gather
from mtcheck.errors import ConfigError
from mtcheck.settings import SETTINGS, Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    return tmp_path


def found(environ: dict[str, str] | None = None, config: str | None = None) -> Settings:
    return gather({}, environ=environ or {}, config=config)


def test_the_nearest_file_upwards_counts(folder: Path) -> None:
    (folder / "mtcheck.toml").write_text('fail-on = "critical"\n')
    assert found()["fail-on"] == "critical"
    assert found().file == "../../mtcheck.toml"
    assert found().origin("fail-on") == "../../mtcheck.toml:1"
    (folder / "a" / "pyproject.toml").write_text('[tool.mtcheck]\nfail-on = "major"\n')
    assert (found()["fail-on"], found().origin("fail-on")) == ("major", "../pyproject.toml:2")


def test_a_pyproject_without_the_table_is_passed_by(folder: Path) -> None:
    (folder / "mtcheck.toml").write_text("workers = 2\n")
    (folder / "a" / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
    assert found()["workers"] == 2
    (folder / "a" / "pyproject.toml").write_text("[tool.mtcheck]\n")
    assert found()["workers"] == 1


def test_in_one_folder_mtcheck_toml_comes_first_and_that_is_told(folder: Path) -> None:
    (folder / "mtcheck.toml").write_text("workers = 2\n")
    (folder / "pyproject.toml").write_text("[tool.mtcheck]\nworkers = 3\n")
    assert found()["workers"] == 2
    assert found().notes == (
        "../../mtcheck.toml is used; [tool.mtcheck] of pyproject.toml beside it is not read",
    )
    (folder / "pyproject.toml").write_text("[tool.black]\n")
    assert found().notes == ()


def test_a_broken_pyproject_is_an_error_only_if_it_speaks_of_us(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.black\n")
    assert found().file == ""
    (folder / "pyproject.toml").write_text('[tool.mtcheck]\nworkers = 2\nname = "\n')
    with pytest.raises(ConfigError, match=r"pyproject.toml:3: not TOML: "):
        found()


def test_a_named_file_counts_instead_and_the_variable_may_name_it(folder: Path) -> None:
    (folder / "mtcheck.toml").write_text("workers = 2\n")
    (folder / "strict.toml").write_text("workers = 3\n")
    (folder / "loose.toml").write_text("workers = 4\n")
    strict, loose = str(folder / "strict.toml"), str(folder / "loose.toml")
    assert found(config=strict)["workers"] == 3
    assert found({"MTCHECK_CONFIG": loose})["workers"] == 4
    assert found({"MTCHECK_CONFIG": loose}, config=strict)["workers"] == 3
    assert gather({}, environ={"MTCHECK_CONFIG": loose}, search=False)["workers"] == 1


def test_python_reads_a_file_only_if_asked_and_lays_its_options_over_it(folder: Path) -> None:
    Path("mtcheck.toml").write_text('align = "line"\nmode = "balanced"\nfail-on = "major"\n')
    assert make_config().align.mode == "auto"
    config = make_config(config="mtcheck.toml", align="parallel")
    assert (config.align.mode, config.judge.mode) == ("parallel", "balanced")


def test_python_has_every_setting_that_a_run_is_made_of() -> None:
    names = {setting.name for setting in SETTINGS if setting.place}
    assert set(Options.__annotations__) == {*names, "config"}
    with pytest.raises(
        ConfigError, match="no setting is called 'ignored'; the nearest is 'ignore'"
    ):
        make_config(ignored=["ACC101"])  # type: ignore[call-arg]


def test_paths_are_relative_to_the_file(folder: Path) -> None:
    (folder / "models").mkdir()
    file = folder / "mtcheck.toml"
    file.write_text(
        'phrases = "lists/p.csv"\nsource = "originals"\nout = "/tmp/x"\nglossary = ["t.csv"]\n'
        'report = ["html=out/r.html", "csv=-"]\nmodel = "models"\nencoding = "cp1252"\n'
    )
    settings = found()
    up = Path("..", "..")
    assert settings["phrases"] == str(up.joinpath("lists", "p.csv"))
    assert settings["source"] == str(up.joinpath("originals"))
    assert settings["out"] == "/tmp/x"
    assert settings["glossary"] == (str(up.joinpath("t.csv")),)
    assert settings["report"] == (f"html={up.joinpath('out', 'r.html')!s}", "csv=-")
    assert settings["model"] == str(up.joinpath("models"))
    file.write_text('source = "auto"\nmodel = "all-MiniLM-L6-v2"\n')
    assert (found()["source"], found()["model"]) == ("auto", "all-MiniLM-L6-v2")
    file.write_text('model = "./all"\n')
    assert found()["model"] == str(up.joinpath("all"))


def test_paths_in_a_file_of_the_working_folder_stay_as_they_are(folder: Path) -> None:
    Path("mtcheck.toml").write_text('phrases = "lists/p.csv"\n')
    assert found()["phrases"] == "lists/p.csv"


REFUSED = [
    ("fail_on = 1\n", "mtcheck.toml:1: unknown key 'fail_on'; the nearest is 'fail-on'"),
    ("\n[sevrity]\nACC101 = 'minor'\n", "mtcheck.toml:2: unknown key 'sevrity'; the nearest is 'severity'"),
    ("[tool.mtcheck]\nworkers = 2\n", "mtcheck.toml:1: unknown key 'tool'; in mtcheck.toml keys stand without [tool.mtcheck]"),
    ('fail-on = "mangeld"\n', "mtcheck.toml:1: fail-on cannot be 'mangeld': mangled, suspect, major or critical; did you mean 'mangled'?"),
    ("workers = 2.0\n", "mtcheck.toml:1: workers must be a whole number, not 2.0"),
    ("min-score = 200\n", "mtcheck.toml:1: min-score cannot be 200: 0 to 100"),
    ("min-coverage = 50\n", "mtcheck.toml:1: min-coverage cannot be 50: 0 to 1"),
    ("quiet = 'yes'\n", "mtcheck.toml:1: quiet must be true or false, not 'yes'"),
    ("select = 'ACC101'\n", "mtcheck.toml:1: select must be a list of text, not 'ACC101'"),
    ("out = 2026-01-01\n", "mtcheck.toml:1: out must be text, not a date"),
    ("# so\n[severity]\nACC101 = 'blocker'\n", "mtcheck.toml:3: severity.ACC101 cannot be 'blocker': neutral, minor, major or critical"),
    ("[severity]\nACC101 = 'off'\n", "mtcheck.toml:2: severity.ACC101 cannot be 'off': neutral, minor, major or critical; to leave a rule out, name it in ignore"),
    ("[per-file-ignores]\n'a/*' = 'ACC'\n", "mtcheck.toml:2: per-file-ignores.a/* must be a list of text, not 'ACC'"),
    ("[rules]\nLIN101 = 3\n", "mtcheck.toml:2: rules.LIN101 must be a table, not 3"),
    ("[rules.LIN101]\nmin-words = [3]\n", "mtcheck.toml:2: rules.LIN101.min-words must be true, false, a number or text, not a list"),
    ("rules.LIN101.min-words = [3]\n", "mtcheck.toml:1: rules.LIN101.min-words must be true, false, a number or text, not a list"),
    ("workers = 2\nworkers = 3\n", "mtcheck.toml:2: not TOML: Cannot overwrite a value"),
    ("workers\n", "mtcheck.toml:1: not TOML: "),
    ("encoding = 'utf8x'\n", "mtcheck.toml:1: encoding: unknown encoding 'utf8x'; did you mean 'utf-8'?"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_a_file_cannot_say_is_refused_with_file_line_and_key(
    folder: Path, content: str, message: str
) -> None:
    Path("mtcheck.toml").write_text(content)
    with pytest.raises(ConfigError) as raised:
        found()
    assert str(raised.value).startswith(message)


def test_a_file_that_cannot_be_read_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone.toml: the settings cannot be read: No such file"):
        found(config="gone.toml")
    with pytest.raises(ConfigError, match="the settings cannot be read: Is a directory"):
        found(config=str(folder))
    with pytest.raises(ConfigError, match="the settings cannot be read"):
        found(config="\0")
    Path("mtcheck.toml").write_bytes(b"\nnames = 'S\xe3o.txt'\n")
    with pytest.raises(ConfigError, match=r"mtcheck.toml:2: the settings must be UTF-8"):
        found()
    Path("pyproject.toml").write_text("[tool.black]\n")
    with pytest.raises(ConfigError, match=r"there is no table \[tool.mtcheck\] in it"):
        found(config="pyproject.toml")
    Path("pyproject.toml").write_text("[tool]\nmtcheck = 3\n")
    with pytest.raises(ConfigError, match=r"tool.mtcheck is a number, no table"):
        found(config="pyproject.toml")


def test_a_byte_order_mark_and_windows_lines_are_no_obstacle(folder: Path) -> None:
    Path("mtcheck.toml").write_bytes(b"\xef\xbb\xbf# so\r\nworkers = 2\r\n")
    assert (found()["workers"], found().origin("workers")) == (2, "mtcheck.toml:2")


def test_keys_are_found_however_they_are_written(folder: Path) -> None:
    file = folder / "pyproject.toml"
    file.write_text(
        "[tool.mtcheck]\n\"fail-on\" = 'major'\n[tool.mtcheck.severity]\n'ACC101'='minor'\n"
        "[tool.mtcheck.rules]\nLIN101.min-words = 4\n"
    )
    origins = read_file(file).origins
    assert [origin.rpartition(":")[2] for origin in origins.values()] == ["2", "3", "4", "5", "6"]
    file.write_text("[tool]\nmtcheck = { workers = 2 }\n")
    assert read_file(file).values == {"workers": 2}


def test_the_search_ends_at_the_root(folder: Path) -> None:
    assert find_file(Path("/nowhere/at/all")) == (None, ())


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("drafts/*", "drafts/a.txt", True),
        ("drafts/*", "drafts/old/a.txt", True),
        ("drafts/*", "texts/drafts/a.txt", False),
        ("drafts/", "drafts/old/a.txt", True),
        ("**/drafts/*", "texts/drafts/a.txt", True),
        ("**/drafts/*", "drafts/a.txt", True),
        ("./drafts/*.txt", "./drafts/a.txt", True),
        ("*.md", "drafts/a.md", True),
        ("*.md", "drafts/a.mdx", False),
        ("a.txt", "drafts/a.txt", True),
        ("?.txt", "drafts/a.txt", True),
        ("[ab].txt", "a.txt", True),
        ("[!ab].txt", "a.txt", False),
        ("{a,b*}.txt", "bc.txt", True),
        ("{a,b}.txt", "c.txt", False),
        ("!drafts/*", "drafts/a.txt", False),
        ("!drafts/*", "texts/a.txt", True),
        ("a+(b).txt", "a+(b).txt", True),
        ("[.txt", "[.txt", True),
        ("[a-", "[a-", True),
        ("[z-a].txt", "b.txt", False),
    ],
)
def test_patterns_are_held_against_files(
    folder: Path, pattern: str, path: str, expected: bool
) -> None:
    assert matches(pattern, path) is expected


def test_patterns_are_relative_to_the_folder_of_the_settings(folder: Path) -> None:
    assert matches("a/b/drafts/*", "drafts/x.txt", root=str(folder))
    assert not matches("drafts/*", "drafts/x.txt", root=str(folder))
    assert matches("a/*", str(folder / "a" / "x.txt"), root=str(folder))
    assert matches(f"{folder.as_posix()}/a/*", str(folder / "a" / "x.txt"), root=str(folder))


def test_patterns_of_flags_are_relative_to_the_working_folder(folder: Path) -> None:
    (folder / "mtcheck.toml").write_text('[per-file-ignores]\n"drafts/*" = ["ACC"]\n')
    flags = ["drafts/*:LIN", "!./old/:TER", "*.md:STY"]
    settings = gather({"per-file-ignores": flags}, environ={})
    assert settings["per-file-ignores"] == {
        "drafts/*": ("ACC",),
        "a/b/drafts/*": ("LIN",),
        "!a/b/old/": ("TER",),
        "*.md": ("STY",),
    }
    assert settings.root == str(folder)
    assert settings.origin("per-file-ignores", "a/b/drafts/*") == "--per-file-ignores"
    assert matches("a/b/drafts/*", "drafts/x.txt", root=settings.root)
