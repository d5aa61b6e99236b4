"""Every setting, through every layer: a setting that is added is tested without another line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import typer

from mtcheck.cli.options import with_settings
from mtcheck.config.layers import gather
from mtcheck.config.values import check
from mtcheck.errors import ConfigError
from mtcheck.reporters.settings_pages import toml
from mtcheck.settings import SETTINGS, Kind, Setting, Settings, setting_of

LAYERS = ("default", "file", "environment", "flag")
"""From the weakest to the strongest."""

EVERY = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)

SPECIAL = {"encoding": ("cp1252", "latin-1")}
"""Texts that must be one of many."""

SAMPLES: dict[Kind, tuple[Any, Any]] = {
    Kind.TEXT: ("one", "two"),
    Kind.FILE: ("one.txt", "two.txt"),
    Kind.FILES: (["one.csv", "two.csv"], ["three.csv"]),
    Kind.CODES: (["ACC101", "TER"], ["LIN"]),
    Kind.REPORTS: (["html=a.html", "csv=-"], ["sarif=b.sarif"]),
    Kind.SEVERITIES: ({"ACC": "minor", "LIN": "minor"}, {"LIN": "critical"}),
    Kind.GLOBS: ({"a/*": ["ACC"], "b/*": ["LIN"]}, {"b/*": ["TER", "STY"]}),
    Kind.RULES: (
        {"ACC101": {"use-people": False, "min-frequent": 2}, "LIN101": {"min-words": 4}},
        {"ACC101": {"min-frequent": 5}},
    ),
}


def samples(setting: Setting) -> tuple[Any, Any]:
    """Two values that differ from one another, the first one from the default as well."""
    if setting.kind is Kind.SWITCH:
        return not setting.default, setting.default
    if setting.kind in (Kind.WHOLE, Kind.NUMBER):
        low = setting.least or 0
        step = ((setting.most or low + 8) - low) / 8
        numbers = (low + step, low + 2 * step)
        return tuple(map(int, numbers)) if setting.kind is Kind.WHOLE else numbers  # type: ignore[return-value]
    if setting.allowed:
        first = next(value for value in setting.allowed if value != setting.default)
        return first, next(value for value in setting.allowed if value != first)
    return SPECIAL.get(setting.key) or SAMPLES[setting.kind]


def entries(value: Any) -> list[str]:
    """A list or table as variables and flags write it."""
    if isinstance(value, list):
        return value
    written = []
    for name, entry in value.items():
        if isinstance(entry, dict):
            written += [f"{name}.{option}={toml(to)}" for option, to in entry.items()]
        elif isinstance(entry, list):
            written += [f"{name}:{code}" for code in entry]
        else:
            written.append(f"{name}={entry}")
    return written


def as_text(value: Any) -> str:
    return ",".join(entries(value)) if isinstance(value, (list, dict)) else toml(value).strip('"')


def as_flags(setting: Setting, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [setting.flag if value else f"--no-{setting.key}"]
    if isinstance(value, (list, dict)):
        return [word for entry in entries(value) for word in (setting.flag, entry)]
    return [setting.flag, as_text(value)]


@cache
def probe(command: str) -> tuple[typer.Typer, list[Settings]]:
    """A command with the flags of another one, that keeps its settings."""
    kept: list[Settings] = []
    app = typer.Typer()

    @app.command()
    @with_settings(command)
    def run(settings: Settings) -> int:
        kept.append(settings)
        return 0

    return app, kept


Told = Callable[..., Settings]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """The settings of a command that the layers in ``said`` say something to."""
    monkeypatch.chdir(tmp_path)

    def run(setting: Setting, said: dict[str, Any], *, command: str = "") -> Settings:
        arguments: list[str] = []
        for layer, value in said.items():
            if layer == "file":
                (tmp_path / "mtcheck.toml").write_text(f"{setting.key} = {toml(value)}\n")
            elif layer == "environment":
                monkeypatch.setenv(setting.variable, as_text(value))
            elif layer == "flag":
                arguments += as_flags(setting, value)
        app, kept = probe(command or setting.commands[0])
        app(arguments, standalone_mode=False)
        return kept.pop()

    return run


ORIGINS = {"file": "mtcheck.toml:1", "default": "default"}


@pytest.mark.parametrize(("weak", "strong"), list(combinations(LAYERS, 2)), ids=lambda layer: layer)
@EVERY
def test_the_stronger_layer_counts(setting: Setting, weak: str, strong: str, told: Told) -> None:
    one, other = samples(setting)
    if weak == "default":
        settings = told(setting, {strong: one})
        assert settings[setting.key] == check(setting.key, one) != setting.default
    else:
        settings = told(setting, {weak: one, strong: other})
        expected, weaker = check(setting.key, other), check(setting.key, one)
        assert expected != weaker
        if setting.kind is Kind.RULES:
            expected = {
                "ACC101": {"use_people": False, "min_frequent": 5},
                "LIN101": {"min_words": 4},
            }
        elif setting.kind.is_table:
            expected = {**weaker, **expected}
        assert settings[setting.key] == expected
    places = {**ORIGINS, "environment": setting.variable, "flag": setting.flag}
    assert settings.origin(setting.key) == places[strong]
    assert settings.given(setting.key)


@EVERY
def test_without_a_word_the_default_counts(setting: Setting, told: Told) -> None:
    settings = told(setting, {})
    assert settings[setting.key] == setting.default
    assert settings.origin(setting.key) == "default"
    assert not settings.given(setting.key)


@EVERY
def test_every_command_that_has_the_setting_has_its_flag(setting: Setting, told: Told) -> None:
    one, _ = samples(setting)
    for command in setting.commands:
        assert told(setting, {"flag": one}, command=command)[setting.key] == check(setting.key, one)


@EVERY
def test_an_empty_variable_says_nothing(setting: Setting, told: Told, monkeypatch: Any) -> None:
    monkeypatch.setenv(setting.variable, "")
    assert not told(setting, {}).given(setting.key)


def wrong(setting: Setting) -> list[Any]:
    """Values of another type than the setting's, and others that it cannot have."""
    if setting.kind is Kind.SWITCH:
        return [1, "true", []]
    if setting.kind in (Kind.WHOLE, Kind.NUMBER):
        low = [] if setting.least is None else [setting.least - 1]
        high = [] if setting.most is None else [setting.most + 1]
        return [True, "1", [], float("nan"), *low, *high]
    if setting.kind in (Kind.TEXT, Kind.FILE):
        return [1, True, [], {}, "", *(["paralel"] if setting.allowed else [])]
    if setting.kind.is_table:
        return [1, "ACC101=minor", [], {"": "minor"}, {"ACC101": 1}, {"ACC101": [1]}]
    alone = [] if setting.kind is Kind.FILES else ["ACC101"]  # one file needs no list
    return [1, *alone, {}, [1], [""]]


@EVERY
def test_what_it_cannot_mean_names_the_place_and_the_key(setting: Setting, tmp_path: Path) -> None:
    file = tmp_path / "mtcheck.toml"
    for value in wrong(setting):
        file.write_text(f"\n\n{setting.key} = {toml(value)}\n")
        with pytest.raises(ConfigError) as raised:
            gather({}, environ={}, config=str(file))
        assert f"mtcheck.toml:3: {setting.key}" in str(raised.value)


@EVERY
def test_a_variable_that_cannot_be_is_named(setting: Setting) -> None:
    words = {Kind.SWITCH: "perhaps", Kind.WHOLE: "1.5", Kind.NUMBER: "much"}
    word = words.get(setting.kind, "none-of-these" if setting.allowed else "")
    if setting.kind.is_table:
        word = "ACC101"
    if setting.key == "encoding":
        word = "utf8x"
    if word:
        with pytest.raises(ConfigError, match=f"^{setting.variable}"):
            gather({}, environ={setting.variable: word}, search=False)


@EVERY
def test_it_is_declared_in_full(setting: Setting) -> None:
    assert setting.help.endswith(".")
    assert setting.commands
    assert len([other for other in SETTINGS if other.key == setting.key]) == 1
    shown = setting.default if setting.default not in (None, (), {}) else setting.example
    assert check(setting.key, shown) is not None
    if setting.default is not None:
        assert check(setting.key, setting.default) == setting.default


def said(environ: dict[str, str] | None = None, **flags: Any) -> Settings:
    keyed = {key.replace("_", "-"): value for key, value in flags.items()}
    return gather(keyed, environ=environ or {}, search=False)


def test_a_source_in_a_stronger_layer_takes_away_the_pairs_of_a_weaker_one() -> None:
    settings = said({"MTCHECK_PAIRS": "p.csv"}, source="s.txt")
    assert (settings["source"], settings["pairs"]) == ("s.txt", None)
    assert said({"MTCHECK_SOURCE": "s.txt"}, pairs="p.csv")["source"] is None
    both = said(source="s.txt", pairs="p.csv")  # the run says that they contradict each other
    assert (both["source"], both["pairs"]) == ("s.txt", "p.csv")


def test_lists_are_replaced_and_the_extending_ones_are_there_to_add() -> None:
    settings = said({"MTCHECK_IGNORE": "LIN,STY"}, ignore=["TER"], extend_ignore=["ACC1,ACC2"])
    assert settings["ignore"] == ("TER",)
    assert settings["extend-ignore"] == ("ACC1", "ACC2")


@pytest.mark.parametrize(
    ("environ", "flags", "select", "left_out"),
    [
        ({"MTCHECK_IGNORE": "ACC101,TER"}, {"select": ["acc101"]}, ("acc101",), {"TER"}),
        ({"MTCHECK_IGNORE": "ACC101,TER"}, {"extend_select": ["ACC101"]}, (), {"TER"}),
        ({"MTCHECK_IGNORE": "ACC101"}, {"select": ["ACC"]}, ("ACC",), {"ACC101"}),
        (
            {"MTCHECK_SELECT": "ACC101,TER"},
            {"ignore": ["ACC"]},
            ("ACC101", "TER"),
            {"ACC", "ACC101"},
        ),
        ({"MTCHECK_SELECT": "ACC101"}, {"ignore": ["ACC101"]}, ("ACC101",), {"ACC101"}),
        ({"MTCHECK_SELECT": "ACC101"}, {"select": ["TER"], "ignore": ["ACC"]}, ("TER",), {"ACC"}),
    ],
)
def test_of_two_places_the_stronger_decides_about_a_rule_that_both_name(
    environ: dict[str, str], flags: dict[str, Any], select: tuple[str, ...], left_out: set[str]
) -> None:
    settings = said(environ, **flags)
    assert settings["select"] == select
    assert {*settings["ignore"], *settings["extend-ignore"]} == left_out


def test_entries_of_tables_say_where_they_come_from() -> None:
    settings = said(
        {"MTCHECK_SEVERITY": "ACC=minor,TER=minor", "MTCHECK_RULES": "LIN101.min-words=4"},
        severity=["TER=major"],
        rules=["ACC101.use-people=false"],
    )
    assert settings["severity"] == {"ACC": "minor", "TER": "major"}
    assert settings.where("severity", "ACC") == "MTCHECK_SEVERITY"
    assert settings.where("severity", "TER") == "--severity"
    assert settings.origin("rules", "LIN101.min-words") == "MTCHECK_RULES"
    assert settings.origin("rules", "ACC101.use-people") == "--rule-option"


def test_a_comma_may_be_part_of_a_path_or_a_pattern() -> None:
    settings = said(report=["html=a,b.html"], per_file_ignores=["{a,b}/*:LIN,c/*:TER"])
    assert settings["report"] == ("html=a,b.html",)
    assert settings["per-file-ignores"] == {"{a,b}/*": ("LIN",), "c/*": ("TER",)}


def test_a_variable_that_is_none_of_ours_is_told_not_refused() -> None:
    assert said({"MTCHECK_FAILON": "x", "OTHER": "y"}).notes == (
        "MTCHECK_FAILON means nothing to mtcheck; the nearest variable is MTCHECK_FAIL_ON",
    )


def test_the_names_of_a_setting_follow_from_its_key() -> None:
    setting = setting_of("min-score")
    assert (setting.flag, setting.variable, setting.name) == (
        "--min-score",
        "MTCHECK_MIN_SCORE",
        "min_score",
    )
