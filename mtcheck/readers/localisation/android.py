r"""String resources of Android: ``<string>``, ``<plurals>`` and ``<string-array>``.

A person reads what Android shows: outside of double quotes white space is one space, ``\n`` and
``\'`` are what they stand for, ``<b>`` only formats. What ``<xliff:g>`` holds is a placeholder.
Strings with ``translatable="false"`` and references (``@string/app``) are no text to judge.

>>> from mtcheck.readers.elements import parse_elements
>>> text = '<resources><string name="bye">Don\\\'t\n  go, <b>%1$s</b>!</string></resources>'
>>> found = read(parse_elements(text, path="strings.xml"), path="res/values-en-rGB/strings.xml")
>>> unit, = found.candidate.units
>>> unit.id, unit.text, unit.masks, found.candidate.language
('bye', "Don't go, %1$s!", ((10, 14),), 'en-GB')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from mtcheck.readers.decoding import check_characters
from mtcheck.readers.elements import Text
from mtcheck.readers.localisation.bilingual import shown, tag
from mtcheck.readers.localisation.inline import with_masks
from mtcheck.readers.strings.keyed import SURROGATES, from_utf16, unique
from mtcheck.readers.traced import Traced
from mtcheck.text import counted
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from mtcheck.readers.elements import Element

FORMAT: Final = "android"

_TOKEN: Final = re.compile(
    rf"{SURROGATES}"
    r"|\\u[0-9a-fA-F]{4}|\\.|\\|\"|[ \t\r\n]+|[^\\\" \t\r\n]+",
    re.DOTALL,
)
_ESCAPED: Final = {"n": "\n", "t": "\t", "\n": "\n"}
_REFERENCE: Final = re.compile(r"\s*[@?](?:\+?[\w.]+:)?(?:[\w]+/)?[\w.:]+\s*")
_FOLDER: Final = re.compile(
    r"values-(?:(?:mcc|mnc)\d+-)*(?:b\+([\w+]+)|([a-z]{2,3})(?:-r([A-Z]{2}))?)(?:-|$)"
)
_PLACEHOLDER: Final = "urn:oasis:names:tc:xliff:document:1.2"


def read(root: Element, *, path: str) -> Reading:
    """Read the strings of a ``<resources>``; the folder ``values-xx`` says their language."""
    found: list[tuple[str, Element]] = []
    left_out = 0
    for entry in root.elements:
        if entry.attributes.get("translatable") == "false":
            left_out += entry.name in ("string", "plurals", "string-array")
            continue
        found += _texts(entry)
    read = [(name, element, _said(element)) for name, element in found]
    kept = [one for one in read if one[2].text.strip()]
    units = []
    for name, (_, element, said) in zip(unique(n for n, _, _ in kept), kept, strict=True):
        check_characters(said.text, path, element.line)
        unit = said.unit(name, element.source.lines, place=shown("key", name))
        units.append(with_masks(unit))
    remarks = []
    if left_out:
        remarks.append(f"{counted(left_out, 'string')} not for translation left out")
    language = root.attributes.get("{http://schemas.android.com/tools}locale") or _language(path)
    return Reading(Document(path, tag(language), FORMAT, tuple(units), (), tuple(remarks)))


def _texts(entry: Element) -> Iterator[tuple[str, Element]]:
    """The texts of a resource, each with its name."""
    name = entry.attributes.get("name", "")
    if entry.name == "string" or (
        entry.name == "item" and entry.attributes.get("type") == "string"
    ):
        items = [(name, entry)]
    elif entry.name == "plurals":
        each = entry.each("item")
        items = [(f"{name}.{one.attributes.get('quantity', 'other')}", one) for one in each]
    elif entry.name in ("string-array", "array"):
        items = [(f"{name}[{number}]", one) for number, one in enumerate(entry.each("item"))]
    else:
        items = []
    return ((name, one) for name, one in items if not _REFERENCE.fullmatch(one.plain))


def _said(element: Element) -> Traced:
    """What Android shows."""
    traced = Traced(element.source.text)
    pieces = list(_pieces(element, masked=False))
    text = "".join(piece for piece, _, _ in pieces)
    ends: list[int] = []
    for piece, _, _ in pieces:
        ends.append((ends[-1] if ends else 0) + len(piece))
    is_quoted, current = False, 0
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        while ends[current] <= start:
            current += 1
        piece, at, masked = pieces[current]
        at += start - (ends[current] - len(piece))
        what = token[0]
        if what == '"':
            is_quoted = not is_quoted
        elif what[0] == "\\":
            traced.add(_unescaped(what), at, masked=masked)
        elif what.isspace() and not is_quoted:
            traced.add(" ", at, masked=masked)
        else:
            number = current
            while start < end:
                piece, at, masked = pieces[number]
                begin = ends[number] - len(piece)
                part = text[start : min(end, ends[number])]
                traced.add(part, at + start - begin, masked=masked)
                start, number = start + len(part), number + 1
    traced.strip(" \n\t" if not _keeps(text) else "")
    return traced


def _pieces(element: Element, *, masked: bool) -> Iterator[tuple[str, int, bool]]:
    for child in element.children:
        if isinstance(child, Text):
            yield from ((text, at, masked) for text, at in child.pieces())
        elif child.name == "br":
            yield "\\n", child.start, masked
        else:
            is_placeholder = child.name == "g" and child.space == _PLACEHOLDER
            yield from _pieces(child, masked=masked or is_placeholder)


def _keeps(text: str) -> bool:
    """Is the white space at the ends quoted, and so meant?"""
    return text.strip().startswith('"')


def _unescaped(what: str) -> str:
    if what[1:2] == "u" and len(what) >= 6:
        return from_utf16(what)
    return _ESCAPED.get(what[1:], what[1:])


def _language(path: str) -> str:
    """The language of the folder of resources that a file lies in, or nothing."""
    found = _FOLDER.match(PurePath(path.replace("\\", "/")).parent.name)
    if not found:
        return ""
    return found[1].replace("+", "-") if found[1] else "-".join(filter(None, found.groups()[1:]))
