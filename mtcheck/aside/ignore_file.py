"""``mtcheck-ignore.toml``: findings set aside by fingerprint, for files that have no comments.

::

    [[ignore]]
    file = "texts/harbour.txt"          # from the folder of this file
    fingerprint = "7a0c1d7be52f9a11"    # as in findings.csv and in every report
    code = "ACC101"                     # for people; optional, as are the other two
    quote = "Brinken"
    reason = "the paper spells it so"

The nearest such file is taken: from the text's own folder upwards, or else from the working folder
upwards. It is read strictly, because an entry that is not understood would count as absent.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mtcheck.contents import MB, SETTINGS_MB, text_of
from mtcheck.errors import ConfigError
from mtcheck.types import Suppression

NAME: Final = "mtcheck-ignore.toml"

_MAX_REMARKS: Final = 10
_KEYS: Final = ("file", "fingerprint", "code", "quote", "reason")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_HEADING: Final = re.compile(r"[ \t]*\[\[[ \t]*[\"']?ignore[\"']?[ \t]*\]\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[ignore]]``: ``file`` is absolute; ``place`` says where the entry stands."""

    file: str
    fingerprint: str
    code: str
    quote: str
    reason: str
    place: str


class IgnoreFiles:
    """The lists beside the files of a run, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Mapping[str, tuple[Entry, ...]]] = {}

    def suppressions(self, path: str, n_units: int) -> tuple[Suppression, ...]:
        """What the list nearest to a file says of it; ``-`` is named so in the list, too.

        Raises ConfigError, with the line where there is one, for a list that cannot be read.
        """
        here = Path.cwd()
        file = _absolute(here, path)
        nearest = _nearest(Path(file).parent) if path != "-" else None
        nearest = nearest or _nearest(here)
        if nearest is None:
            return ()
        if nearest not in self._read:
            by_file: dict[str, tuple[Entry, ...]] = {}
            for entry in read_ignores(_shown(nearest, here)):
                by_file[entry.file] = (*by_file.get(entry.file, ()), entry)
            self._read[nearest] = by_file
        entries = self._read[nearest].get("-" if path == "-" else file, ())
        return tuple(
            Suppression(
                place=entry.place,
                line=1,
                column=1,
                text=f"{entry.code or entry.fingerprint} ‘{entry.quote}’".removesuffix(" ‘’"),
                start=0,
                end=n_units,
                code=entry.code,
                reason=entry.reason,
                fingerprint=entry.fingerprint,
            )
            for entry in entries
        )

    def remarks(self) -> tuple[str, ...]:
        """A sentence for each file that the lists read so far name, and that is not there."""
        found = []
        for by_file in self._read.values():
            for file, entries in by_file.items():
                if file != "-" and not os.path.lexists(file):
                    shown = _shown(Path(file), Path.cwd()).as_posix()
                    found.append(f"{entries[0].place}: sets nothing aside: {shown} is not there")
        return tuple(found[:_MAX_REMARKS]) + (
            (f"and {len(found) - _MAX_REMARKS} more files that are ignored and not there",)
            if len(found) > _MAX_REMARKS
            else ()
        )


def read_ignores(path: Path) -> tuple[Entry, ...]:
    """The entries of a list, in order.

    Raises ConfigError with the line for what is not TOML, an unknown or missing key, an empty file
    name, a fingerprint that is none, and an entry that is there twice.
    """
    try:
        text = text_of(path, most=SETTINGS_MB * MB)
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)\Z", str(error))
        where = f"{path}:{found[1]}" if found else f"{path}"
        reason = str(error)[: found.start()] if found else str(error)
        raise ConfigError(f"{where}: not TOML: {reason}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: the list of ignored findings is not UTF-8") from error
    except (OSError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"{path}: cannot be read: {reason}") from error
    for key in content:
        if key != "ignore":
            raise ConfigError(
                f"{path}{_line_of(text, key)}: unknown key {key!r}: entries are [[ignore]]"
            )
    found_entries = content.get("ignore", [])
    if not isinstance(found_entries, list) or not all(isinstance(e, dict) for e in found_entries):
        raise ConfigError(f"{path}: ignore is not a list of tables: write [[ignore]]")
    headings = [n for n, line in enumerate(text.split("\n"), 1) if _HEADING.match(line)]
    known = len(headings) == len(found_entries)
    entries: dict[tuple[str, str], Entry] = {}
    for number, values in enumerate(found_entries):
        place = f"{path.name}:{headings[number]}" if known else f"{path.name}, entry {number + 1}"
        where = f"{path.parent / place}"
        entry = _entry(values, path.parent, place, where)
        before = entries.setdefault((entry.file, entry.fingerprint), entry)
        if before is not entry:
            raise ConfigError(f"{where}: this finding is in {before.place} already")
    return tuple(entries.values())


def write_entry(entry: Mapping[str, str]) -> str:
    """An ``[[ignore]]`` as TOML, ready to be added to a list.

    >>> print(write_entry({"file": "a.txt", "fingerprint": "7a0c1d7be52f9a11", "reason": "sic"}))
    [[ignore]]
    file = "a.txt"
    fingerprint = "7a0c1d7be52f9a11"
    reason = "sic"
    <BLANKLINE>
    """
    lines = [f"{key} = {_quoted(entry[key])}" for key in _KEYS if entry.get(key)]
    return "\n".join(["[[ignore]]", *lines, ""])


def _entry(values: dict[str, Any], folder: Path, place: str, where: str) -> Entry:
    for key, value in values.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.0)
            raise ConfigError(f"{where}: unknown key {key!r}; the nearest is {near[0]!r}")
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {key} is not a string")
    for key in ("file", "fingerprint"):
        if not values.get(key, "").strip():
            raise ConfigError(f"{where}: {key} is missing")
    if not _FINGERPRINT.fullmatch(values["fingerprint"]):
        shown = values["fingerprint"]
        raise ConfigError(
            f"{where}: {shown!r} is no fingerprint: 16 hexadecimal digits, lower-case"
        )
    if "\0" in values["file"]:
        raise ConfigError(f"{where}: {values['file']!r} is no path")
    file = values["file"]
    return Entry(
        file="-" if file == "-" else _absolute(folder, str(PurePosixPath(file))),
        fingerprint=values["fingerprint"],
        code=values.get("code", ""),
        quote=values.get("quote", ""),
        reason=" ".join(values.get("reason", "").split()),
        place=place,
    )


def _nearest(folder: Path) -> Path | None:
    """The list in this folder, or in the nearest folder above that has one."""
    for place in (folder, *folder.parents):
        if (place / NAME).is_file():
            return place / NAME
    return None


def _shown(path: Path, here: Path) -> Path:
    """The path as people write it: from the working folder, where it is below that."""
    return path.relative_to(here) if path.is_relative_to(here) else path


def _absolute(folder: Path, path: str) -> str:
    return os.path.normpath(folder.absolute() / path)


def _line_of(text: str, key: str) -> str:
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[\]=.]", line):
            return f":{number}"
    return ""


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda c: f"\\u{ord(c.group()):04x}", escaped)
        + '"'
    )
