r"""Apple's ``.strings`` and ``.stringsdict``: UI strings of iOS and macOS.

A ``.strings`` file holds ``"key" = "value";`` with comments of C, in UTF-8 or, with a byte order
mark, UTF-16. Where it is an XML property list instead, and in every ``.stringsdict``, the strings
of the dictionary and, of plural rules, each form are read: ``files.other``. Of a key that is
written twice both are read.

>>> from mtcheck.config.sections import ReadConfig
>>> text = '/* Title */\n"home" = "Say \\"%@\\"";\n'
>>> unit, = parse(text, path="a.strings", settings=ReadConfig()).candidate.units
>>> unit.id, unit.text, unit.where(5).column, unit.masks
('home', 'Say "%@"', 17, ((5, 7),))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NoReturn

from mtcheck.errors import InputError
from mtcheck.readers.strings.keyed import (
    SURROGATES,
    Value,
    check_marks,
    check_size,
    decoded,
    from_utf16,
    say_twice,
    units_of,
)
from mtcheck.readers.traced import Lines
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.elements import Element

_NOTHING: Final = re.compile(r"(?:\s++|//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_STRING: Final = re.compile(r'"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|([\w.$:/\-]+)')
_ESCAPE: Final = re.compile(rf"(?i:{SURROGATES})|\\(?:[uU][0-9a-fA-F]{{4}}|[0-7]{{1,3}}|[\s\S])")
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_RULE_KEYS: Final = frozenset({"NSStringFormatSpecTypeKey", "NSStringFormatValueTypeKey"})


def parse(text: str, *, path: str, settings: ReadConfig) -> Reading:
    """Read a ``.strings`` or a ``.stringsdict`` file."""
    lines = Lines(text)
    kind = "stringsdict" if path.lower().endswith(".stringsdict") else "strings"
    is_list = kind == "stringsdict" or text.lstrip().startswith("<")
    check_marks(path, text, settings.limits)
    found = []
    for one in _of_list(text, path, lines) if is_list else _of_pairs(text, path, lines):
        found.append(one)
        check_size(path, len(found), 0, settings.limits)
    named = [(name, value) for name, value in found if value.text.strip()]
    units = units_of(named, lines, path=path)
    return Reading(Document(path, "", kind, units, (), say_twice(name for name, _ in named)))


def _of_pairs(text: str, path: str, lines: Lines) -> Iterator[tuple[str, Value]]:
    """Key and value of each entry, in order."""

    def fail(reason: str, offset: int) -> NoReturn:
        raise InputError(path, f"is no file of strings: {reason}", line=lines.of(offset)[0])

    def skipped(at: int) -> int:
        found = _NOTHING.match(text, at)
        at = found.end() if found else at
        if text.startswith("/*", at):
            fail("a comment that does not end", at)
        return at

    def string(at: int) -> tuple[Value, int]:
        found = _STRING.match(text, at)
        if found is None:
            here = f"‘{text[at : at + 12].split()[0]}’" if at < len(text) else "the end"
            fail(f"a string expected, not {here}", min(at, len(text) - 1))
        span = found.span(1) if found[1] is not None else found.span(2)
        return decoded(text, [span], _ESCAPE, _meaning), found.end()

    at = skipped(0)
    braces = text.startswith("{", at)
    at = skipped(at + 1) if braces else at
    while at < len(text) and not (braces and text[at] == "}"):
        key, at = string(at)
        value, at = key, skipped(at)
        if text.startswith("=", at):
            value, at = string(skipped(at + 1))
            at = skipped(at)
        if not text.startswith(";", at):
            fail(f"no semicolon after {key.text[:40]!r}", min(at, len(text) - 1))
        yield key.text or "(empty)", value
        at = skipped(at + 1)


def _meaning(found: re.Match[str]) -> str:
    written = found.group()
    if written[1] in "uU" and len(written) >= 6:
        return from_utf16(written)
    if written[1] in "01234567":
        return chr(int(written[1:], 8))
    return _CONTROLS.get(written[1], written[1])


# --- property lists -------------------------------------------------------------------------------


def _of_list(text: str, path: str, lines: Lines) -> Iterator[tuple[str, Value]]:
    from mtcheck.readers.elements import parse_elements

    root = parse_elements(text, path=path)
    outer = root.child("dict")
    if root.name != "plist" or outer is None:
        raise InputError(path, "is XML, but no property list with a dictionary", line=root.line)
    waiting = [("", outer)]
    while waiting:
        name, element = waiting.pop()
        if element.name == "string":
            yield name, _value(element, lines)
            continue
        within: list[tuple[str, Element]] = []
        key = ""
        for member in element.elements:
            if member.name == "key":
                key = member.plain
            elif member.name in ("dict", "string") and key not in _RULE_KEYS:
                within.append((f"{name}.{key}" if name else key, member))
        waiting += reversed(within)


def _value(element: Element, lines: Lines) -> Value:
    texts = element.texts
    if not texts:
        return Value("", ((0, element.inner_start),))
    anchors = texts[0].anchors
    return Value(texts[0].text, tuple((a.offset, lines.at(a.line, a.column)) for a in anchors))
