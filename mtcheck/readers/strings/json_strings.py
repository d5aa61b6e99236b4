r"""JSON files of strings: nested objects and lists, ARB, WebExtension and FormatJS messages.

Every string is a unit, named by the path of its keys: ``home.title``, ``menu.items[2]``. In ARB
(Flutter) ``@@locale`` is the language, and what else begins with ``@`` describes strings and is
none. Where each entry is an object with a ``message`` (WebExtension) or a ``defaultMessage``
(FormatJS), only that is read. A list of objects with a ``candidate`` (or the key that
``--candidate-column`` names) is a table, one row an object, as in JSON Lines.

The file is read by a scanner of our own because the standard library's says nothing about places.
Duplicate keys, of which only one could be meant, and nesting of more than 100 levels are refused.

>>> from mtcheck.config.sections import ReadConfig
>>> reading = parse('{"home": {"title": "Hi {name}"}}', path="en.json", settings=ReadConfig())
>>> unit, = reading.candidate.units
>>> unit.id, unit.masks, unit.where(3).column
('home.title', ((3, 9),), 24)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from mtcheck.errors import InputError
from mtcheck.placeholders import COLON, KINDS
from mtcheck.readers.strings.keyed import (
    MAX_DEPTH,
    SURROGATES,
    Key,
    Value,
    check_marks,
    check_size,
    decoded,
    name_of,
    unit_of,
    units_of,
)
from mtcheck.readers.traced import Lines
from mtcheck.text import counted
from mtcheck.types import Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.contents import Limits

_TOKEN: Final = re.compile(
    r'"(?P<string>[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"'
    r"|(?P<mark>[{}\[\]:,])"
    r"|(?P<other>true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])"
)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_ESCAPE: Final = re.compile(rf"{SURROGATES}|\\(?:u[0-9a-fA-F]{{4}}|.)")
_MESSAGE_KEYS: Final = {
    "message": frozenset({"message", "description", "placeholders", "hash"}),
    "defaultMessage": frozenset({"defaultMessage", "description", "id", "file", "start", "end"}),
}
"""The key that holds the string, and all that may stand beside it."""

_MASKS: Final = (*KINDS, COLON)
"""Laravel keeps ``:name`` in JSON files of strings."""


class _String(NamedTuple):
    """A string, ``file[start:end]`` without its marks, and the keys that lead to it."""

    keys: tuple[Key, ...]
    start: int
    end: int


class _Scan(NamedTuple):
    """All strings of a file in order; ``items``: how many members the outermost value has."""

    strings: list[_String]
    opening: str
    items: int


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read a JSON file of strings."""
    lines = Lines(text)
    check_marks(path, text, settings.limits)
    scan = _scan(text, path, lines, settings.limits)
    rows = _rows(text, scan, path, settings, lines)
    if rows is not None:
        return rows
    is_arb = path.lower().endswith(".arb")
    strings, language, remarks = scan.strings, "", []
    if is_arb:
        language = next((_read(text, one).text for one in strings if one.keys == ("@@locale",)), "")
        strings = [one for one in strings if not str(one.keys[0]).startswith("@")]
    elif member := _message_key(scan):
        strings = [one for one in strings if len(one.keys) == 2 and one.keys[1] == member]
        strings = [one._replace(keys=one.keys[:1]) for one in strings]
    else:
        strings = [one for one in strings if one.keys[-1:] != ("$schema",)]
    named = [(name_of(one.keys), _read(text, one)) for one in strings]
    kept = [(name, value) for name, value in named if value.text.strip()]
    if len(kept) < len(named):
        remarks.append(f"{counted(len(named) - len(kept), 'empty string')} left out")
    units = units_of(kept, lines, path=path, kinds=_MASKS)
    kind = "arb" if is_arb else "json"
    return Reading(Document(path, language.replace("_", "-"), kind, units, (), tuple(remarks)))


def _scan(text: str, path: str, lines: Lines, limits: Limits) -> _Scan:
    """All strings that are values. Raises InputError, with the line, for what is not JSON."""

    def fail(reason: str, offset: int) -> NoReturn:
        raise InputError(path, reason, line=lines.of(offset)[0])

    strings: list[_String] = []
    stack: list[tuple[str, set[str]]] = []  # the open objects and lists, with the keys seen
    keys: list[Key] = []
    opening, items, pieces = "", 0, 0
    wants = "value"  # value, first (value or end), key, first key, colon, comma, nothing
    at = _space(text, 0)
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            fail(f"is not JSON: {_what(text, at)}", at)
        token = found["mark"] or ('"' if found["string"] is not None else "literal")
        if wants in ("value", "first") and token not in ("}", ":", ","):
            if token == "]" and wants == "first":
                stack.pop()
                keys.pop()
                wants = "comma"
            elif token == "]":
                fail("is not JSON: a comma before ‘]’", at)
            elif token in "{[":
                if len(stack) == MAX_DEPTH:
                    fail(f"is nested too deeply: more than {MAX_DEPTH} levels", at)
                opening = opening or token
                stack.append((token, set()))
                keys.append(0 if token == "[" else "")
                wants = "first" if token == "[" else "first key"
            else:
                if token == '"':
                    strings.append(_String(tuple(keys), *found.span("string")))
                wants = "comma"
        elif wants in ("key", "first key") and token == '"':
            key = _read(text, _String((), *found.span("string"))).text
            if key in stack[-1][1]:
                fail(f"the key {key!r} is written twice", at)
            stack[-1][1].add(key)
            keys[-1] = key
            wants = "colon"
        elif wants == "first key" and token == "}":
            stack.pop()
            keys.pop()
            wants = "comma"
        elif wants == "colon" and token == ":":
            wants = "value"
        elif wants == "comma" and token == "," and stack:
            if stack[-1][0] == "[":
                keys[-1] = int(keys[-1]) + 1
                wants = "value"
            else:
                wants = "key"
        elif wants == "comma" and stack and token == {"{": "}", "[": "]"}[stack[-1][0]]:
            if len(stack) == 1:
                items = len(stack[-1][1]) if stack[-1][0] == "{" else int(keys[-1]) + 1
            stack.pop()
            keys.pop()
        elif not stack and wants == "comma":
            fail("is not JSON: more text after its end (JSON Lines end in .jsonl)", at)
        else:
            what = "a string" if token == '"' else _what(text, at)
            fail(f"is not JSON: {_expected(wants)} expected, not {what}", at)
        at = _space(text, found.end())
        pieces += 1
        if not pieces % 10_000:
            check_size(path, len(strings), pieces, limits)
    if stack or wants != "comma":
        fail("is not JSON: it ends in the middle", len(text) - 1)
    check_size(path, len(strings), pieces, limits)
    if not opening:
        fail("is a single value, not an object of strings", 0)
    return _Scan(strings, opening, items)


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expected(wants: str) -> str:
    return {"first key": "a key in quotation marks", "key": "a key in quotation marks",
            "colon": "a colon", "comma": "a comma"}.get(wants, "a value")  # fmt: skip


def _what(text: str, at: int) -> str:
    """What stands there, in words."""
    if text.startswith(("//", "/*", "#"), at):
        return "a comment"
    if text[at] == '"':
        return "a string that does not end, or has a control character or an unknown escape in it"
    return f"‘{text[at : at + 12].split()[0]}’"


def _read(text: str, one: _String) -> Value:
    return read_string(text, one.start, one.end)


def read_string(text: str, start: int, end: int) -> Value:
    """What the string of JSON says that is ``text[start:end]``, without its quotation marks."""
    return decoded(text, [(start, end)], _ESCAPE, _meaning)


def _meaning(found: re.Match[str]) -> str:
    meant: str = json.loads(f'"{found.group()}"')
    return meant


def _message_key(scan: _Scan) -> str:
    """The key that holds the string in every entry, where all entries are messages."""
    for member, allowed in _MESSAGE_KEYS.items():
        holders = {one.keys[0] for one in scan.strings if one.keys[1:] == (member,)}
        beside = all(len(one.keys) > 1 and one.keys[1] in allowed for one in scan.strings)
        if scan.opening == "{" and beside and holders and len(holders) == scan.items:
            return member
    return ""


# --- a table: a list of objects, a row each ------------------------------------------------------


def _rows(text: str, scan: _Scan, path: str, settings: ReadConfig, lines: Lines) -> Reading | None:
    """The file as a table, if it is one: every object of its list has a candidate."""
    if scan.opening != "[":
        return None
    rows: dict[int, dict[str, _String]] = {}
    for one in scan.strings:
        if len(one.keys) == 2:
            rows.setdefault(int(one.keys[0]), {})[str(one.keys[1])] = one
    column = settings.candidate_column
    if len(rows) != scan.items or not all(column in row for row in rows.values()):
        return None
    names = list(_row_names(text, path, rows, settings, lines))
    candidate = _side(text, path, rows, column, names, lines)
    if not settings.source_required and not any(settings.source_column in r for r in rows.values()):
        return Reading(Document(path, "", "json", candidate))
    for number, row in rows.items():
        if settings.source_column not in row:
            line = lines.of(next(iter(rows[number].values())).start)[0]
            reason = f"no string {settings.source_column!r} in this object: name one with "
            raise InputError(path, reason + "--source-column", line=line)
    source = _side(text, path, rows, settings.source_column, names, lines)
    return Reading(Document(path, "", "json", candidate), Document(path, "", "json", source))


def _side(
    text: str,
    path: str,
    rows: dict[int, dict[str, _String]],
    column: str,
    names: list[str],
    lines: Lines,
) -> tuple[Unit, ...]:
    values = [_read(text, row[column]) for row in rows.values()]
    return tuple(
        unit_of(name, value, lines, path=path, place=f"row {number}", kinds=())
        for number, (name, value) in enumerate(zip(names, values, strict=True), 1)
    )


def _row_names(
    text: str,
    path: str,
    rows: dict[int, dict[str, _String]],
    settings: ReadConfig,
    lines: Lines,
) -> Iterator[str]:
    """The ids of the rows where each has one, else running numbers."""
    column = settings.id_column
    if not all(column in row for row in rows.values()):
        if settings.id_required:
            first = next(row for row in rows.values() if column not in row)
            line = lines.of(next(iter(first.values())).start)[0]
            raise InputError(path, f"no string {column!r} in this object", line=line)
        yield from map(str, range(1, len(rows) + 1))
        return
    seen: set[str] = set()
    for row in rows.values():
        name = _read(text, row[column]).text
        if name in seen:
            line = lines.of(row[column].start)[0]
            raise InputError(path, f"the id {name!r} is there twice", line=line)
        seen.add(name)
        yield name
