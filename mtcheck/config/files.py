"""The file of settings: the nearest ``mtcheck.toml``, or ``[tool.mtcheck]`` of a pyproject.toml.

The search begins in the working folder and goes up to the root of the file system. A
``pyproject.toml`` without the table is passed by. In one folder ``mtcheck.toml`` comes first.
Paths in the file are relative to the folder it lies in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mtcheck.config.layers import Layer, entries_of
from mtcheck.config.values import check, nearest, say_type
from mtcheck.contents import MB, SETTINGS_MB, content_of, text_for_settings
from mtcheck.errors import ConfigError
from mtcheck.settings import SETTINGS, Kind, Setting, setting_of

OWN_NAME = "mtcheck.toml"
SHARED_NAME = "pyproject.toml"
TABLE = ("tool", "mtcheck")
"""Where our settings stand in a file that belongs to several tools."""


def find_file(folder: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The file that counts in a folder, None where there is none; and what a user should know.

    Raises ConfigError for a ``pyproject.toml`` that mentions us and cannot be read.
    """
    for place in (folder, *folder.parents):
        own, shared = place / OWN_NAME, place / SHARED_NAME
        has_own, has_shared = own.is_file(), shared.is_file() and _has_table(shared)
        if has_own and has_shared:
            what = f"[{'.'.join(TABLE)}] of {SHARED_NAME}"
            return own, (f"{_shown(own)} is used; {what} beside it is not read",)
        if has_own or has_shared:
            return (own if has_own else shared), ()
    return None, ()


def read_file(path: str | Path) -> Layer:
    """What a file says. Raises ConfigError naming file, line where it can be found, and key."""
    path = Path(path)
    text = _text(path)
    content = _parse(text, path)
    prefix: tuple[str, ...] = ()
    if path.name == SHARED_NAME:
        prefix = TABLE
        content = _table_of(content)
        if content is None:
            raise ConfigError(f"{_shown(path)}: there is no table [{'.'.join(TABLE)}] in it")
        if not isinstance(content, Mapping):
            raise ConfigError(f"{_shown(path)}: {'.'.join(TABLE)} is {say_type(content)}, no table")
    places = _Places(_shown(path), text, prefix)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for key, raw in content.items():
        setting = _known(key, places)
        value = check(key, raw, partial(places.where, key))
        values[key] = _relocate(setting, value, path.parent)
        origins[key] = places.origin(key)
        for entry in entries_of(key, value):
            origins[".".join((key, *entry))] = places.origin(key, *entry)
    return Layer(values, origins, file=_shown(path), root=str(path.parent.resolve()))


class _Places:
    """Where the keys of a file stand. TOML readers do not say, so its lines are looked at.

    For a key that is written in an unusual way, its table's line is told, or none.
    """

    def __init__(self, file: str, text: str, prefix: Sequence[str]) -> None:
        self.file = file
        self._prefix = tuple(prefix)
        self._lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = key = _split_key(header[1])
            elif entry := _ENTRY.match(line):
                key = (*table, *_split_key(entry[1]))
            else:
                continue
            for end in range(1, len(key) + 1):
                self._lines.setdefault(key[:end], number)

    def origin(self, *key: str) -> str:
        """``mtcheck.toml:3``, or the file alone."""
        for end in range(len(key), 0, -1):
            line = self._lines.get((*self._prefix, *key[:end]))
            if line:
                return f"{self.file}:{line}"
        return self.file

    def where(self, *key: str) -> str:
        """``mtcheck.toml:3: fail-on``, to begin a message with."""
        return f"{self.origin(*key)}: {'.'.join(key)}"


_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=")


def _split_key(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))


def _known(key: str, places: _Places) -> Setting:
    keys = [setting.key for setting in SETTINGS]
    if key in keys:
        return setting_of(key)
    where = f"{places.origin(key)}: unknown key {key!r}"
    if key == TABLE[0]:
        raise ConfigError(f"{where}; in {OWN_NAME} keys stand without [{'.'.join(TABLE)}]")
    near = nearest(key.replace("_", "-").lower(), keys, cutoff=0.0)
    raise ConfigError(f"{where}; the nearest is {near!r}")


def _relocate(setting: Setting, value: Any, folder: Path) -> Any:
    """A value whose paths were relative to a folder, relative to the working folder."""
    if setting.kind is Kind.FILE and value not in setting.words:
        is_name = setting.or_name and not value.startswith(".") and not (folder / value).exists()
        return value if is_name else _moved(value, folder)
    if setting.kind is Kind.FILES:
        return tuple(_moved(path, folder) for path in value)
    if setting.kind is Kind.REPORTS:
        parts = [entry.partition("=") for entry in value]
        return tuple(
            entry if path in ("", "-") else f"{name}={_moved(path, folder)}"
            for entry, (name, _, path) in zip(value, parts, strict=True)
        )
    return value


def _moved(path: str, folder: Path) -> str:
    """The path as seen from the working folder; unchanged if that is the folder itself."""
    try:
        if Path(path).is_absolute() or folder.resolve() == Path.cwd():
            return path
        return os.path.relpath(folder / path)
    except (OSError, ValueError):  # the working folder is gone; another drive
        return str(folder / path)


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    if not path.is_absolute():
        return str(path)
    try:
        return os.path.relpath(path)
    except (OSError, ValueError):  # another drive; a working folder that is gone
        return str(path)


def _text(path: Path) -> str:
    return text_for_settings(path, "the settings", most=SETTINGS_MB * MB, shown=_shown(path))


def _parse(text: str, path: Path) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = re.sub(r" \(at (line \d+, column \d+|end of document)\)", "", str(error))
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else len(text.splitlines()) or 1
        raise ConfigError(f"{_shown(path)}:{number}: not TOML: {message}") from error
    except RecursionError as error:
        raise ConfigError(f"{_shown(path)}: not TOML: nested too deeply") from error


def _table_of(content: Any) -> Any:
    """The table of ours in a shared file, None where there is none."""
    for name in TABLE:
        content = content.get(name) if isinstance(content, Mapping) else None
    return content


def _has_table(path: Path) -> bool:
    """Does a shared file speak to us? One that is broken and never names us does not."""
    try:
        return _table_of(_parse(_text(path), path)) is not None
    except ConfigError:
        try:
            mentioned = TABLE[1].encode() in content_of(path, most=SETTINGS_MB * MB)
        except OSError:
            return False
        if mentioned:
            raise
        return False
