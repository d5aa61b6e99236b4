from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.config import (
    AlignConfig,
    Config,
    ModelConfig,
    ReadConfig,
    make_config,
    read_names,
    read_phrases,
)
from mtcheck.errors import ConfigError

REFUSED = [
    (lambda: AlignConfig("lines"), "--align cannot be 'lines': .* did you mean 'line'"),
    (lambda: ModelConfig(device="gpu0"), "--device cannot be 'gpu0': auto, cpu or cuda$"),
    (lambda: ModelConfig(name=""), "--model cannot be empty"),
    (lambda: ReadConfig(encoding="utf8x"), "unknown encoding 'utf8x'; did you mean"),
    (lambda: ReadConfig(encoding="rot13"), "unknown encoding 'rot13'"),
    (lambda: ReadConfig(encoding="zip\0"), "unknown encoding"),
    (lambda: ReadConfig(candidate_column=""), "--candidate-column cannot be empty"),
]


@pytest.mark.parametrize(("make", "message"), REFUSED)
def test_a_setting_that_cannot_mean_what_it_says_is_refused(make: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        make()  # type: ignore[operator]


def test_settings_are_values() -> None:
    assert Config() == Config()
    assert hash(Config()) == hash(Config())


def test_flat_settings_reach_their_sections(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Haenle\n")
    config = make_config(
        align="line",
        candidate_column="mt",
        device="cpu",
        names=tmp_path / "names.txt",
        phrases=None,
        select=["ACC101"],
        rule_options={"ACC101": {"min_frequent": 2}},
    )
    assert (config.align.mode, config.read.candidate_column) == ("line", "mt")
    assert (config.model.device, config.rules.names) == ("cpu", ("Haenle",))
    assert config.rules.options_of("ACC101") == {"min_frequent": 2}
    assert config.rules.options_of("ACC102") == {}
    assert make_config() == Config()


PHRASES = [
    ("", ":1: the first line must be found,expected; it is 'nothing'"),
    ("wrong,right\n", ":1: the first line must be found,expected; it is 'wrong,right'"),
    ("found,expected\nreddish lines\n", ":2: 1 cells where found,expected has 2"),
    ("found,expected\na b,c d,e\n", ":2: 3 cells"),
    ("found,expected\n\nreddish lines, \n", ":3: expected is empty"),
    ("found,expected\n,red lines\n", ":2: found is empty"),
    ("found,expected\nred  lines,red lines\n", ":2: 'red lines' is its own correction"),
    ("found,expected\na b,c d\na b,e f\n", ":3: 'a b' is listed twice"),
    ('found,expected\n"a b,c d\n', ":2: not a CSV row: unexpected end of data"),
]


@pytest.mark.parametrize(("content", "message"), PHRASES)
def test_a_bad_phrase_file_is_refused_with_its_line(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "phrases.csv"
    path.write_text(content)
    with pytest.raises(ConfigError) as raised:
        read_phrases(path)
    assert str(raised.value).startswith(f"{path}{message}")


def test_phrases_are_read_in_order_with_bom_quotes_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "phrases.csv"
    path.write_bytes(
        '\ufefffound,expected\r\nreddish lines,red lines\r\n\r\n"so, on",and so on\r\n'.encode()
    )
    assert read_phrases(path) == (("reddish lines", "red lines"), ("so, on", "and so on"))


def test_a_settings_file_that_cannot_be_decoded_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(b"Blinken\nS\xe3o Paulo\n")
    with pytest.raises(ConfigError, match=r"names.txt:2: the names file must be UTF-8"):
        read_names(path)
    with pytest.raises(ConfigError, match="the phrases file cannot be read: No such file"):
        read_phrases(tmp_path / "missing.csv")


def test_names_are_read_one_a_line_without_remarks(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("# people\nAntony Blinken\n\n Wang Yi \nAntony Blinken\n")
    assert read_names(path) == ("Antony Blinken", "Wang Yi")
    path.write_text("# nobody\n")
    with pytest.raises(ConfigError, match="no name in it"):
        read_names(path)
