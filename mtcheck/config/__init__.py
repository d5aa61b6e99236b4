"""Settings: what a run may be told, checked once, before anything is read.

Every setting is declared in :mod:`mtcheck.settings`. :mod:`mtcheck.config.layers` finds out what
counts, of flags, environment variables and a file; :func:`make_config` makes of it the sections
that the stages read. The small files that settings may point to are read on the way.

>>> make_config(align="line", ignore=["LIN501"]).rules.ignore
('LIN501',)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from mtcheck.settings import SETTINGS, Settings, setting_of

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

    They are those of :data:`mtcheck.settings.SETTINGS` that have a place, and ``config``, a file
    that says the rest; a test holds it.
    """

    align: str
    candidate_column: str
    source_column: str
    id_column: str
    candidate_language: str
    source_language: str
    encoding: str | None
    html: str
    code: str
    tracked_changes: str
    language: str
    max_file_mb: float
    max_sentences: int
    max_sentence_chars: int
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
    config: str | Path | None


def make_config(**options: Unpack[Options]) -> Config:
    """The Config that settings describe; reads the files that they point to.

    ``config`` names a file of settings, a ``mtcheck.toml`` or a ``pyproject.toml``, over which the
    other options are laid; no other such file and no environment variable is looked at. Raises
    ConfigError where the settings describe none.
    """
    from mtcheck.config.files import read_file
    from mtcheck.config.layers import Layer, merge

    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    file = given.pop("config", None)
    keys = {setting.name: setting.key for setting in SETTINGS if setting.place}
    values = {}
    for name, value in given.items():
        if name not in keys:
            near = nearest(name, [*keys, "config"], cutoff=0.0)
            raise ConfigError(f"no setting is called {name!r}; the nearest is {near!r}")
        values[keys[name]] = check(keys[name], value)
    return _build(merge([read_file(file) if file else Layer(), Layer(values)]), list(keys.values()))


def config_of(settings: Settings, command: str) -> Config:
    """The Config of a command's run: made of those settings that the command has."""
    return _build(settings, [s.key for s in SETTINGS if s.place and command in s.commands])


def _build(settings: Settings, keys: Sequence[str]) -> Config:
    """The sections that the settings with these keys fill, where they were given."""
    sections: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}
    sections["rules"]["root"] = settings.root
    for key in keys:
        section, field = setting_of(key).place or ("", "")
        if settings.given(key):
            sections[section][field] = _READ.get(key, _frozen)(settings[key])
    return Config(**{name: make(**sections[name]) for name, make in _SECTIONS.items()})


def rules_of(settings: Settings) -> RuleConfig:
    """What settings say about rules, without the files that they point to."""
    fields = {
        setting.place[1]: _frozen(settings[setting.key])
        for setting in SETTINGS
        if setting.place and setting.place[0] == "rules" and setting.key not in _READ
        if settings.given(setting.key)
    }
    return RuleConfig(**fields)


def _frozen(value: Any) -> Any:
    """Tables as tuples of pairs, so that a Config is a value."""
    if isinstance(value, Mapping):
        return tuple((name, _frozen(entry)) for name, entry in value.items())
    return value


_READ: dict[str, Callable[[Any], Any]] = {
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
