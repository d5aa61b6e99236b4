"""Whose word counts: flags over environment variables over a file over defaults.

A stronger layer replaces a list whole, and a table entry by entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mtcheck.config.globs import moved
from mtcheck.config.values import check, nearest, parse
from mtcheck.errors import ConfigError
from mtcheck.settings import SETTINGS, Kind, Settings, setting_of

PREFIX = "MTCHECK_"
"""What the names of our environment variables begin with."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says: checked values by key, and where each stands, for messages.

    ``origins`` are by key, or by ``key.entry`` for the entries of tables. ``file`` is the file that
    was read, as shown in messages, and ``root`` the folder it lies in, if the layer is one.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    root: str = ""
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
    """What counts, of layers from the weakest to the strongest.

    >>> file, flags = Layer({"ignore": ("TER", "LIN501")}), Layer({"select": ("LIN501",)})
    >>> merge([file, flags])["ignore"], merge([file, flags])["select"]
    (('TER',), ('LIN501',))
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        weaker, overruled = _settled(values, layer.values)
        values = {**weaker, **layer.values}
        for key, value in layer.values.items():
            if setting_of(key).kind.is_table:
                values[key] = _laid_over(weaker.get(key, {}), value)
            for rival in setting_of(key).rivals:
                if rival not in layer.values:
                    values.pop(rival, None)
        origins |= layer.origins
        if overruled:
            values["extend-ignore"] = (*values.get("extend-ignore", ()), *overruled)
            origins.setdefault("extend-ignore", layer.origins.get("ignore", ""))
    return Settings(
        values,
        origins,
        file=next((layer.file for layer in layers if layer.file), ""),
        root=next((layer.root for layer in layers if layer.root), ""),
        notes=tuple(note for layer in layers for note in layer.notes),
    )


def _settled(
    weaker: Mapping[str, Any], stronger: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The weaker settings, made to agree with the stronger ones on the rules that both name.

    Of what one place says the longer code counts, see :mod:`mtcheck.selection`; of two places the
    stronger. A rule that it lets in by name is no longer left out. What it leaves out, a family
    perhaps, is left out even if the weaker one let in a member: such codes are the second value.
    """
    let_in, left_out = (
        tuple(code.upper() for key in (how, f"extend-{how}") for code in stronger.get(key, ()))
        for how in ("select", "ignore")
    )
    settled = dict(weaker)
    for key in ("ignore", "extend-ignore"):
        if key in weaker:
            settled[key] = tuple(code for code in weaker[key] if code.upper() not in let_in)
    overruled = tuple(
        code
        for key in ("select", "extend-select")
        if key not in stronger
        for code in weaker.get(key, ())
        if code.upper().startswith(left_out)
    )
    return settled, overruled


def gather(
    flags: Mapping[str, Any],
    *,
    environ: Mapping[str, str],
    config: str | None = None,
    search: bool = True,
) -> Settings:
    """All that a run is told.

    ``config`` names the file of settings; without it, the variable MTCHECK_CONFIG may, and else
    the nearest one is searched for, unless ``search`` is False. Raises ConfigError that names the
    flag, the variable, or the file with line and key.
    """
    from mtcheck.config.files import find_file, read_file

    layers: list[Layer] = []
    if search:
        notes: tuple[str, ...] = ()
        if config == "":
            raise ConfigError("--config cannot be empty; --no-config reads no file")
        named = config or environ.get(CONFIG_VARIABLE)
        path = Path(named) if named else None
        if path is None:
            path, notes = find_file(_working_folder())
        if path is not None:
            layers = [replace(read_file(path), notes=notes)]
    said = [environment_layer(environ), flag_layer(flags)]
    if layers:
        said = [_seen_from(layers[0].root, layer) for layer in said]
    return merge([*layers, *said])


def _seen_from(root: str, layer: Layer) -> Layer:
    """A layer whose patterns were relative to the working folder, relative to that of the file."""
    values, origins = dict(layer.values), dict(layer.origins)
    for key, value in layer.values.items():
        if setting_of(key).kind is Kind.GLOBS:
            values[key] = {moved(pattern, root): codes for pattern, codes in value.items()}
            origins |= _from(origins[key], key, values[key])
    return replace(layer, values=values, origins=origins)


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # it was removed
        return Path()


def entries_of(key: str, value: Any) -> list[tuple[str, ...]]:
    """The entries of a table, as the keys that lead to them; a rule's options one by one."""
    kind = setting_of(key).kind
    if kind is Kind.RULES:
        return [(code, name.replace("_", "-")) for code, given in value.items() for name in given]
    return [(entry,) for entry in value] if kind.is_table else []


def _from(place: str, key: str, value: Any) -> dict[str, str]:
    """The origins of a key that wholly stands in one place."""
    entries = entries_of(key, value)
    return {key: place, **{".".join((key, *entry)): place for entry in entries}}


def _laid_over(weaker: Mapping[str, Any], stronger: Mapping[str, Any]) -> dict[str, Any]:
    """A table whose entries, and those of its tables, replace the entries of a weaker one."""
    both = {
        name: _laid_over(weaker[name], value)
        for name, value in stronger.items()
        if isinstance(value, Mapping) and isinstance(weaker.get(name), Mapping)
    }
    return {**weaker, **stronger, **both}
