"""Settings: what a run may be told, checked once, before anything is read.

Every setting is declared in :mod:`mtcheck.settings`. :mod:`mtcheck.config.layers` finds out what
counts, of flags, environment variables and a file; :func:`make_config` makes of it the sections
that the stages read. The small files that settings may point to are read on the way.

>>> make_config(align="line", ignore=["LIN501"]).rules.ignore
('LIN501',)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict, Unpack

from mtcheck.config.lists import read_names, read_phrases
from mtcheck.config.sections import (
    AlignConfig,
    Config,
    JudgeConfig,
    ModelConfig,
    Option,
    ReadConfig,
    RuleConfig,
    SuppressConfig,
)
from mtcheck.config.values import check, nearest, one_of
from mtcheck.errors import ConfigError
from mtcheck.glossary import read_glossary
from mtcheck.own import read_own
from mtcheck.settings import SETTINGS, Settings

__all__ = [
    "AlignConfig",
    "Config",
    "JudgeConfig",
    "ModelConfig",
    "Option",
    "Options",
    "ReadConfig",
    "RuleConfig",
    "SuppressConfig",
    "config_of",
    "make_config",
    "one_of",
    "read_names",
    "read_phrases",
    "rules_of",
]


class Options(TypedDict, total=False):
    """The settings that a :class:`Config` is made of, by their Python names; all may be left out.

    They are those of :data:`mtcheck.settings.SETTINGS` that have a place; a test holds it.
    """

    align: str
    candidate_column: str
    source_column: str
    id_column: str
    encoding: str | None
    model: str | None
    device: str
    phrases: str | Path | None
    names: str | Path | None
    glossary: str | Path | Sequence[str | Path]
    select: Sequence[str]
    ignore: Sequence[str]
    extend_select: Sequence[str]
    extend_ignore: Sequence[str]
    per_file_ignores: Mapping[str, Sequence[str]]
    severity: Mapping[str, str]
    rule_options: Mapping[str, Mapping[str, Option]]
    mode: str
    calibration: str | Path | None
    require_reasons: bool


def make_config(**options: Unpack[Options]) -> Config:
    """The Config that flat settings describe; reads the files of phrases, names, terms and the calibration.

    No file of settings and no environment variable is looked at. Raises ConfigError where the
    settings describe none.
    """
    places = {setting.name: setting for setting in SETTINGS if setting.place}
    sections: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}
    given: Mapping[str, Any] = options
    for name, value in given.items():
        if name not in places:
            near = nearest(name, places, cutoff=0.0)
            raise ConfigError(f"no setting is called {name!r}; the nearest is {near!r}")
        if value is not None:
            section, field = places[name].place or ("", "")
            checked = check(places[name].key, value)
            sections[section][field] = _READ.get(name, _frozen)(checked)
    return Config(**{name: make(**sections[name]) for name, make in _SECTIONS.items()})


def config_of(settings: Settings, command: str) -> Config:
    """The Config of a command's run: made of those settings that the command has."""
    options: dict[str, Any] = {
        setting.name: settings[setting.key]
        for setting in SETTINGS
        if setting.place and command in setting.commands and settings.given(setting.key)
    }
    config = make_config(**options)
    return replace(config, rules=replace(config.rules, root=settings.root))


def rules_of(settings: Settings) -> RuleConfig:
    """What settings say about rules, without the files that they point to."""
    fields = {
        setting.place[1]: _frozen(settings[setting.key])
        for setting in SETTINGS
        if setting.place and setting.place[0] == "rules" and setting.name not in _READ
        if settings.given(setting.key)
    }
    return RuleConfig(**fields)


def _frozen(value: Any) -> Any:
    """Tables as tuples of pairs, so that a Config is a value."""
    if isinstance(value, Mapping):
        return tuple((name, _frozen(entry)) for name, entry in value.items())
    return value


_READ = {
    "phrases": read_phrases,
    "names": read_names,
    "glossary": read_glossary,
    "calibration": read_own,
}
"""Settings that name a file whose content is what counts."""

_SECTIONS: dict[str, Any] = {
    "read": ReadConfig,
    "model": ModelConfig,
    "align": AlignConfig,
    "rules": RuleConfig,
    "judge": JudgeConfig,
    "suppress": SuppressConfig,
}
