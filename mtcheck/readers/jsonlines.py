r"""JSON Lines: an object per line, a unit per object.

The candidate and, if any line has one, the source are strings under the keys that the columns
name; the id is a string or a whole number. A key ``mtcheck_ignore`` holds a string that says
which findings in the line do not count. Blank lines are skipped; anything else that is not
an object is refused, and so is a key written twice, of which only one could be meant.

>>> from mtcheck.config.sections import ReadConfig
>>> text = r'{"candidate": "Caf\u00e9 fees"}'
>>> unit, = parse(text, path="a.jsonl", settings=ReadConfig()).candidate.units
>>> unit.text, unit.where(3).column, unit.where(4).column
('Café fees', 19, 25)
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from mtcheck.aside.directives import COLUMN, read_cell
from mtcheck.errors import InputError
from mtcheck.readers.decoding import check_characters
from mtcheck.readers.strings.json_strings import read_string
from mtcheck.readers.strings.keyed import check_dense
from mtcheck.readers.traced import LINE_END
from mtcheck.types import Anchor, Document, Reading, Unit

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig


_SPACE: Final = re.compile(r"[ \t\n\r]*")


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read JSON lines."""
    lines = [(number, line) for number, line in enumerate(LINE_END.split(text), 1) if line.strip()]
    rows = [(number, _object(path, line, number)) for number, line in lines]
    ids = _ids(path, rows, settings)
    suppressions = tuple(
        suppression
        for number, (line, row) in enumerate(rows)
        for suppression in read_cell(_suppressed(path, row, line), line, number)
    )
    column, option = settings.candidate_column, "--candidate-column"
    texts = [_string(path, row, column, number, option) for number, row in rows]
    units = _units(path, ids, lines, column, texts, settings)
    candidate = Document(path, "", "jsonl", units, suppressions)
    column, option = settings.source_column, "--source-column"
    if not settings.source_required and not any(column in row for _, row in rows):
        return Reading(candidate)
    texts = [_string(path, row, column, number, option) for number, row in rows]
    units = _units(path, ids, lines, column, texts, settings)
    return Reading(candidate, Document(path, "", "jsonl", units))


def _units(
    path: str,
    ids: list[str],
    lines: list[tuple[int, str]],
    key: str,
    texts: list[str],
    settings: ReadConfig,
) -> tuple[Unit, ...]:
    """The units of a key's strings, with their places in the lines."""
    spans = [_span(line, key) for _, line in lines]
    escapes = sum(line.count("\\", *span) for (_, line), span in zip(lines, spans, strict=True))
    check_dense(path, escapes, f"escapes under {key!r}", settings.limits)
    units = []
    for name, (number, line), text, span in zip(ids, lines, texts, spans, strict=True):
        steps = read_string(line, *span).steps
        anchors = tuple(Anchor(offset, number, at + 1) for offset, at in steps)
        units.append(Unit(name, text, number, anchors))
    return tuple(units)


def _span(line: str, key: str) -> tuple[int, int]:
    """Where a key's string stands in the line, without its quotation marks.

    The line is an object, and it has the key.
    """
    decoder = json.JSONDecoder()
    at = _skip(line, _skip(line, 0) + 1)
    while True:
        name, at = decoder.raw_decode(line, at)
        at = _skip(line, _skip(line, at) + 1)  # past the colon
        _, end = decoder.raw_decode(line, at)
        if name == key:
            return at + 1, end - 1
        at = _skip(line, _skip(line, end) + 1)  # past the comma


def _skip(line: str, at: int) -> int:
    found = _SPACE.match(line, at)
    return found.end() if found else at


def _object(path: str, line: str, number: int) -> dict[str, Any]:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for key, value in found:
            if key in row:
                raise InputError(path, f"the key {key!r} is written twice", line=number)
            row[key] = value
        return row

    try:
        row = json.loads(line, object_pairs_hook=pairs, parse_constant=_no_number)
    except RecursionError as error:
        raise InputError(path, "this line is nested too deeply", line=number) from error
    except ValueError as error:
        raise InputError(path, f"this line is not JSON: {error}", line=number) from error
    if not isinstance(row, dict):
        reason = f'this line is {_kind(row)}, not an object such as {{"candidate": "..."}}'
        raise InputError(path, reason, line=number)
    return row


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _string(path: str, row: dict[str, Any], key: str, line: int, option: str) -> str:
    if key not in row:
        keys = ", ".join(map(repr, list(row)[:12])) or "none"
        reason = f"no key {key!r}; the keys are {keys}: name one with {option}"
        raise InputError(path, reason, line=line)
    value = row[key]
    if not isinstance(value, str):
        raise InputError(path, f"{key!r} is {_kind(value)}, not a string", line=line)
    check_characters(value, path, line)
    return value


def _suppressed(path: str, row: dict[str, Any], line: int) -> str:
    value = row.get(COLUMN)
    if value is not None and not isinstance(value, str):
        reason = f"{COLUMN!r} is {_kind(value)}, not a string such as 'ACC101: as printed'"
        raise InputError(path, reason, line=line)
    return value or ""


def _ids(path: str, rows: list[tuple[int, dict[str, Any]]], settings: ReadConfig) -> list[str]:
    if not settings.id_required and not any(settings.id_column in row for _, row in rows):
        return [str(number) for number in range(1, len(rows) + 1)]
    seen: dict[str, int] = {}
    for line, row in rows:
        value = row.get(settings.id_column)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if settings.id_column in row and not isinstance(value, str):
            reason = f"{settings.id_column!r} is {_kind(value)}, not a string or a whole number"
            raise InputError(path, reason, line=line)
        if not isinstance(value, str) or not value.strip():
            raise InputError(path, f"this line has no {settings.id_column!r}", line=line)
        check_characters(value, path, line)
        if value in seen:
            reason = f"the id {value!r} is that of line {seen[value]}"
            raise InputError(path, reason, line=line)
        seen[value] = line
    return list(seen)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return names.get(type(value), "null" if value is None else "a number")
