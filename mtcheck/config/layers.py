"""Whose word counts: flags over environment variables over a file over defaults.

A stronger layer replaces a list whole, and a table entry by entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mtcheck.config.values import check, nearest, parse
from mtcheck.settings import SETTINGS, Settings, setting_of

PREFIX = "MTCHECK_"
"""What the names of our environment variables begin with."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says: checked values by key, and where each stands, for messages.

    ``origins`` are by key, or by ``key.entry`` for the entries of tables.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    notes: tuple[str, ...] = ()


def flag_layer(flags: Mapping[str, Any]) -> Layer:
    """What the flags of a command say, by key; None and empty lists say nothing.

    >>> flag_layer({"ignore": ["LIN501,STY"], "workers": 2, "select": []}).values
    {'ignore': ('LIN501', 'STY'), 'workers': 2}
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for key, given in flags.items():
        setting = setting_of(key)
        if given is None or ((setting.kind.is_list or setting.kind.is_table) and not given):
            continue
        value = parse(key, given, setting.flag) if isinstance(given, (list, tuple)) else given
        values[key] = check(key, value, setting.flag)
        origins |= _from(setting.flag, key, values[key])
    return Layer(values, origins)


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """What the environment variables say; an empty one says nothing.

    A variable that looks like ours and is none is a note, not an error: others may have reason
    to name theirs so.

    >>> environment_layer({"MTCHECK_FAIL_ON": "suspect", "MTCHECK_SELECT": "ACC101,TER"}).values
    {'fail-on': 'suspect', 'select': ('ACC101', 'TER')}
    >>> environment_layer({"MTCHECK_FAILON": "suspect"}).notes
    ('MTCHECK_FAILON means nothing to mtcheck; the nearest variable is MTCHECK_FAIL_ON',)
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        text = environ.get(setting.variable, "")
        if text:
            value = check(setting.key, parse(setting.key, text, setting.variable), setting.variable)
            values[setting.key] = value
            origins |= _from(setting.variable, setting.key, value)
    known = [*(setting.variable for setting in SETTINGS), CONFIG_VARIABLE]
    notes = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = nearest(name, known)
            hint = f"; the nearest variable is {near}" if near else ""
            notes.append(f"{name} means nothing to mtcheck{hint}")
    return Layer(values, origins, notes=tuple(notes))


CONFIG_VARIABLE = f"{PREFIX}CONFIG"
"""Names the file of settings, as ``--config`` does."""


def merge(layers: Sequence[Layer]) -> Settings:
    """What counts, of layers from the weakest to the strongest."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        for key, value in layer.values.items():
            setting = setting_of(key)
            for rival in setting.rivals:
                if rival not in layer.values:
                    values.pop(rival, None)
            values[key] = {**values.get(key, {}), **value} if setting.kind.is_table else value
        origins |= layer.origins
    return Settings(
        values,
        origins,
        file=next((layer.file for layer in layers if layer.file), ""),
        notes=tuple(note for layer in layers for note in layer.notes),
    )


def gather(flags: Mapping[str, Any], *, environ: Mapping[str, str]) -> Settings:
    """All that a run is told. Raises ConfigError that names the flag, variable or key."""
    return merge([environment_layer(environ), flag_layer(flags)])


def _from(place: str, key: str, value: Any) -> dict[str, str]:
    """The origins of a key that wholly stands in one place."""
    entries = value if setting_of(key).kind.is_table else ()
    return {key: place, **{f"{key}.{entry}": place for entry in entries}}
