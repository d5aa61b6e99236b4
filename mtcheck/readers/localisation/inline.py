r"""What a person reads of a translated string, which is text with codes of its format in it.

Translation tools put what they must not touch into inline elements. Those that only format
(``<g>``, ``<pc>``, ``<bpt>``) vanish; those that stand for something (``<ph>%s</ph>``,
``<x equiv-text="{name}"/>``) are shown and masked, so that the words beside them stay apart and
no sentence loses its subject. Text around them keeps its place in the file to the character.

>>> from mtcheck.readers.elements import parse_elements
>>> text = '<target>Delete <x id="1" equiv-text="{n}"/>\n  <g>files</g></target>'
>>> target = parse_elements(text, path="a.xlf")
>>> unit = said(target).unit("1", "unit 1")
>>> unit.text, unit.masks, unit.where(11).line
('Delete {n} files', ((7, 10),), 2)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, NamedTuple

from mtcheck.placeholders import find_masks
from mtcheck.readers.elements import Element, Text
from mtcheck.readers.strings.keyed import without_access_key
from mtcheck.readers.traced import Traced
from mtcheck.types import Anchor, Unit

_CODE: Final = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements that hold code of another format. A ``sub`` in one is text again, such as what describes
a picture: it is shown as a paragraph of its own, behind the rest."""

_PAIRED: Final = frozenset({"bpt", "ept", "it", "bx", "ex", "sc", "ec", "sm", "em"})
"""Elements that begin or end a format: nothing of them is shown."""

_ALONE: Final = frozenset({"x", "ph", "ut"})
"""Elements that stand for something, unless they say that it is but a format."""

_BREAKS: Final = frozenset({"lb", "pb", "xlf:lb", "xlf:pb", "x-br", "x-html-br", "br"})
_FORMATS: Final = frozenset(
    {"bold", "italic", "underlined", "link", "fmt", "xlf:b", "xlf:i", "xlf:u"}
)
"""Values of ``ctype`` (XLIFF 1.2), ``type`` and ``subType`` (XLIFF 2, TMX)."""

_TAG: Final = re.compile(r"\s*<[/!]?([A-Za-z][\w:.-]*)(?:\s[^<>]*|/)?>\s*")
_SHOWN_TAGS: Final = frozenset(
    {"img", "image", "input", "svg", "video", "audio", "object", "embed", "iframe"}
)
_BREAK: Final = "\0"
"""A line break that is meant; no text holds this character."""

_BLANK: Final = f" \t\n\r\u00a0{_BREAK}"
_SPACE: Final = re.compile(rf"[ \t\n{_BREAK}]+")
_MOST: Final = 200
"""Characters of a code that are shown."""


class _Code(NamedTuple):
    """A code of which only the place is known: the words around it tell whether it is shown."""

    name: str
    at: int


_Piece = tuple[str, int, bool]


@dataclass(slots=True)
class Said:
    """The text of one element: pieces of text (text, offset, is it masked), and codes."""

    element: Element
    keeps_space: bool = False
    dropped: str = ""
    pieces: list[_Piece | _Code] = field(default_factory=list)
    subs: list[Said] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Is there no text at all, codes aside?"""
        texts = (piece for piece in self.pieces if not isinstance(piece, _Code))
        return not any(text.strip(_BLANK) and not masked for text, _, masked in texts) and all(
            sub.is_blank for sub in self.subs
        )

    def unit(self, name: str, place: str) -> Unit:
        """The unit of this text, with masks on what is no language."""
        source = self.element.source
        traced = Traced(source.text)
        self._trace(traced)
        if not traced:
            line, column = source.lines.of(self.element.inner_start)
            return Unit(name, "", line, (Anchor(0, line, column, place),))
        return with_masks(traced.unit(name, source.lines, place=place))

    def _trace(self, traced: Traced) -> None:
        pieces = list(self._shown())
        text = "".join(piece for piece, _, _ in pieces)
        for piece, at, masked in _edited(pieces, list(_layout(text, self.keeps_space))):
            traced.add(piece, at, masked=masked)
        for sub in self.subs:
            if not sub.is_blank:
                if traced:
                    traced.add("\n\n", sub.element.inner_start)
                sub._trace(traced)

    def _shown(self) -> Iterator[_Piece]:
        """The pieces, with a short name for every code that seems to stand for something."""
        following: list[str] = []
        right = ""
        for piece in reversed(self.pieces):
            following.append(right)
            right = right if isinstance(piece, _Code) else piece[0][0]
        left = ""
        for piece, right in zip(self.pieces, reversed(following), strict=True):
            if not isinstance(piece, _Code):
                left = piece[0][-1]
                yield piece
            elif _stands_for_something(left, right):
                yield "{" + piece.name[:_MOST] + "}", piece.at, True


def said(
    element: Element,
    *,
    keeps_space: bool = False,
    data: Mapping[str, str] | None = None,
    dropped: str = "",
) -> Said:
    """What a person reads in an element. ``keeps_space``: its line ends and indents are text.

    ``data`` is the original code of inline elements by the id that their ``dataRef`` names;
    what stands in a ``<mrk>`` of the type ``dropped`` is no text.
    """
    found = Said(element, keeps_space, dropped)
    _read(element, found, data or {}, masked=False)
    return found


def with_masks(unit: Unit) -> Unit:
    """The unit, with masks on its placeholders beside those that it has, and no access key."""
    masks: list[tuple[int, int]] = []
    for start, end in sorted(chain(unit.masks, find_masks(unit.text))):
        if masks and start < masks[-1][1]:
            masks[-1] = masks[-1][0], max(end, masks[-1][1])
        else:
            masks.append((start, end))
    return without_access_key(replace(unit, masks=tuple(masks)))


def _read(element: Element, found: Said, data: Mapping[str, str], *, masked: bool) -> None:
    for child in element.children:
        if isinstance(child, Text):
            found.pieces += ((text, at, masked) for text, at in child.pieces())
        elif child.name in _PAIRED or child.name in _ALONE:
            if child.name in _ALONE:
                _read_code(child, found, data)
            if child.name in _CODE:
                found.subs += (
                    said(sub, keeps_space=found.keeps_space, data=data, dropped=found.dropped)
                    for sub in child.walk()
                    if sub.name == "sub"
                )
        elif child.name == "cp":
            found.pieces.append((_character(child.attributes.get("hex", "")), child.start, True))
        elif not found.dropped or child.attributes.get("mtype") != found.dropped:
            _read(child, found, data, masked=masked or _is_protected(child))


def _read_code(code: Element, found: Said, data: Mapping[str, str]) -> None:
    says = code.attributes
    kinds = {says.get(name, "") for name in ("ctype", "type", "subType")}
    native = [(text, at) for one in code.texts for text, at in one.pieces() if text.strip()]
    shown = (
        says.get("equiv-text")
        or says.get("equiv")
        or "".join(text for text, _ in native)
        or data.get(says.get("dataRef", ""))
        or says.get("disp")
        or ""
    )
    tag = _TAG.fullmatch(shown)
    if kinds & _BREAKS or (tag and tag[1].lower() == "br"):
        found.pieces.append((_BREAK, code.start, False))
    elif kinds & _FORMATS or (tag and tag[1].lower() not in _SHOWN_TAGS):
        return
    elif tag or not shown.strip():
        found.pieces.append(_Code(says.get("id") or says.get("x") or code.name, code.start))
    elif shown == "".join(text for text, _ in native):
        found.pieces += ((text.rstrip(), at, True) for text, at in native)
    else:
        found.pieces.append((shown[:_MOST], code.start, True))


def _is_protected(element: Element) -> bool:
    says = element.attributes
    return element.name == "mrk" and (
        says.get("translate") == "no"
        or says.get("mtype") in ("protected", "x-DNT", "x-no-translate")
    )


def _character(hexadecimal: str) -> str:
    """A character that XML cannot hold; the replacement character for what no text can hold."""
    try:
        code = int(hexadecimal, 16)
        return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
    except (ValueError, OverflowError):
        return "\ufffd"


def _stands_for_something(left: str, right: str) -> bool:
    """Not if it touches a word on one side only, as an anchor does, or the end of a format."""
    if not left or not right:
        return not (left + right).strip(_BLANK)
    return left.isalnum() == right.isalnum()


def _layout(text: str, keeps_space: bool) -> Iterator[tuple[int, int, str]]:
    """The ``text[start:end]`` that are only layout, and what a person sees there.

    A wrapped line goes on; a blank line parts paragraphs.
    """
    for found in _SPACE.finditer(text):
        start, end = found.span()
        run = found.group()
        breaks = run.count(_BREAK)
        if keeps_space:
            if breaks:
                yield start, end, run.replace(_BREAK, "\n")
        elif start == 0 or end == len(text):
            yield start, end, ""
        elif breaks:
            yield start, end, "\n" * min(breaks, 2)
        elif lines := run.count("\n"):
            yield start, end, " " if lines == 1 else "\n\n"


def _edited(pieces: list[_Piece], edits: list[tuple[int, int, str]]) -> Iterator[_Piece]:
    """The pieces with ``text[start:end]``, counted over all, replaced where an edit says so."""
    waiting = edits[::-1]
    here = 0
    for text, at, masked in pieces:
        position, end = here, here + len(text)
        while waiting and waiting[-1][0] < end:
            start, until, new = waiting[-1]
            if start > position:
                yield text[position - here : start - here], at + position - here, masked
            if start >= here and new:
                yield new, at + start - here, False
            position = min(until, end)
            if until > end:
                break
            waiting.pop()
        if position < end:
            yield text[position - here :], at + position - here, masked
        here = end
