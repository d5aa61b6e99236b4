r"""XML as a small tree that knows where everything stands.

A localisation file or an office document is XML, and whoever mends it needs the line and the column
of a word, which no tree of the standard library has. Here expat finds out what is well formed, what
a name means and where markup begins; the text between is cut out of the file itself, so that every
character of it has its place, entities and CDATA included.

XML can also be made to hurt: entities that unfold to gigabytes, names of files that a parser then
opens, nesting that fills the stack. None of it is needed for text: a document type that declares
things of its own is refused, and so is nesting deeper than 200. Nothing outside the file is opened.

>>> root = parse_elements('<t xml:lang="en">Fish &amp;\n<b>chips</b></t>', path="menu.xml")
>>> root.name, root.attributes["xml:lang"], root.plain
('t', 'en', 'Fish &\nchips')
>>> root.texts[0].anchors
(Anchor(offset=0, line=1, column=18, place=''), Anchor(offset=6, line=1, column=28, place=''))
>>> b = root.child("b")
>>> b.line, b.column, (b.start, b.inner_start, b.inner_end, b.end)
(2, 1, (28, 31, 36, 40))
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from mtcheck.errors import InputError
from mtcheck.readers.decoding import check_characters, load, named_by
from mtcheck.readers.traced import Lines, Traced

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

    from mtcheck.types import Anchor

MAX_DEPTH: Final = 200
"""Elements within elements. Word nests tables and text boxes 40 deep; programs that walk a tree by
recursion give up near 1,000."""

MAX_ELEMENTS: Final = 500_000
"""Elements, and as many references. A novel as DOCX has about 100,000; a million take 500 MB."""

ENCODING: Final = named_by(
    re.compile(rb"""\A<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
)
"""Finds where the XML declaration of a file names its encoding."""

_XML: Final = "http://www.w3.org/XML/1998/namespace\n"
_TAG: Final = re.compile(r"""<(?:[^>"']+|"[^"]*"|'[^']*')*+>""")
_ATTRIBUTE: Final = re.compile(r"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([^;&\s]+));")
_PREDEFINED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


def parse_elements(text: str | bytes, *, path: str, inside: str = "") -> Element:
    """The root element of a document. Offsets are those of ``text``, of bytes when decoded.

    Bytes are read in the encoding that their byte order mark or the XML declaration names, else in
    UTF-8. ``inside`` is the member of a package, for messages. A document type that names a file
    (TMX and XHTML have one) is allowed and never followed; the entity names of HTML are then known.

    Raises InputError, with a line, for what is not well formed, for a document type with
    declarations (entities of any kind), for an entity that nobody declared, for more than
    ``MAX_DEPTH`` levels or ``MAX_ELEMENTS`` elements.
    """
    if isinstance(text, bytes):
        text = _decode(text, path, inside)
    builder = _Builder(text, path, inside)
    return builder.build()


class Source:
    """The decoded text of a file, and its lines, which are counted when first asked for."""

    __slots__ = ("_lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        """Where its lines begin."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """What stands between two tags, as a reader of the document gets it.

    ``spans`` are (start, end, is it CDATA) of the file's text: more than one where a comment or a
    CDATA section begins or ends.
    """

    source: Source = field(repr=False)
    spans: tuple[tuple[int, int, bool], ...]

    @property
    def text(self) -> str:
        """The characters, references resolved, every line end a line feed."""
        return "".join(piece for piece, _ in self.pieces())

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Where the characters stand: one anchor at 0, one wherever file and text part."""
        traced = Traced(self.source.text)
        for piece, at in self.pieces():
            traced.add(piece, at)
        return traced.unit("", self.source.lines).anchors

    def pieces(self) -> Iterator[tuple[str, int]]:
        """The text in pieces, each with where in the file it begins.

        Up to the end of a piece its characters stand in the file one by one, except that a piece is
        a single reference, or ends with a line feed for a line end of another kind.
        """
        text = self.source.text
        for start, end, is_cdata in self.spans:
            for found in () if is_cdata else _REFERENCE.finditer(text, start, end):
                yield from _lines(text, start, found.start())
                yield _resolve(found), found.start()
                start = found.end()
            yield from _lines(text, start, end)


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of the tree.

    ``name`` is its local name and ``space`` the URI of its namespace, or empty. Names of
    ``attributes`` are ``id``, ``xml:lang``, ``{uri}local``. The element is ``[start:end]`` of the
    file's text, what is between its tags ``[inner_start:inner_end]``; both are ``end`` in ``<a/>``.
    """

    name: str
    space: str
    attributes: Mapping[str, str]
    children: tuple[Element | Text, ...]
    start: int
    inner_start: int
    inner_end: int
    end: int
    source: Source = field(repr=False)

    @property
    def line(self) -> int:
        """The line on which its tag begins, from 1."""
        return self.source.lines.of(self.start)[0]

    @property
    def column(self) -> int:
        """The column at which its tag begins, from 1."""
        return self.source.lines.of(self.start)[1]

    @property
    def elements(self) -> tuple[Element, ...]:
        """Its children that are elements."""
        return tuple(child for child in self.children if isinstance(child, Element))

    @property
    def texts(self) -> tuple[Text, ...]:
        """Its children that are text."""
        return tuple(child for child in self.children if isinstance(child, Text))

    @property
    def plain(self) -> str:
        """All text in it, at any depth."""
        found: list[str] = []
        waiting: list[Element | Text] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Text):
                found.append(node.text)
            else:
                waiting += reversed(node.children)
        return "".join(found)

    def child(self, name: str) -> Element | None:
        """The first child element of this local name."""
        return next(self.each(name), None)

    def each(self, name: str) -> Iterator[Element]:
        """The child elements of this local name."""
        for child in self.children:
            if isinstance(child, Element) and child.name == name:
                yield child

    def walk(self) -> Iterator[Element]:
        """Itself and every element in it, at any depth, as they begin in the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.elements)


class _Frame:
    """An element whose end has not come yet."""

    __slots__ = ("attributes", "children", "inner", "name", "spans", "start")

    def __init__(self, name: str, attributes: Mapping[str, str], start: int, inner: int) -> None:
        self.name, self.attributes, self.start, self.inner = name, attributes, start, inner
        self.children: list[Element | Text] = []
        self.spans: list[tuple[int, int, bool]] = []


class _Builder:
    """Listens to expat, and makes a tree of what it says."""

    def __init__(self, text: str, path: str, inside: str) -> None:
        self._path, self._inside = path, inside
        try:
            self._data = text.encode()
        except UnicodeEncodeError:
            check_characters(text, path)
            raise
        self._source, self._text = Source(text), text
        self._ascii = len(self._data) == len(text)
        self._byte = self._offset = 0  # the same place, in bytes of UTF-8 and in characters
        self._position = 0  # up to here the text is accounted for
        self._frames: list[_Frame] = []
        self._root: Element | None = None
        self._count = 0
        self._has_type = False
        self._parser = self._listening()

    def build(self) -> Element:
        if self._text.count("&") > MAX_ELEMENTS:
            raise self._error(f"has more than {MAX_ELEMENTS:,} references: split it", 1)
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            reason = f"is not well-formed XML: {what}, at column {error.offset + 1}"
            raise self._error(reason, error.lineno) from error
        if self._root is None:
            raise self._error("is not well-formed XML: no element found", 1)
        return self._root

    def _listening(self) -> XMLParserType:
        parser = expat.ParserCreate("utf-8", "\n")
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._finish
        parser.CommentHandler = lambda _: self._skip("-->")
        parser.ProcessingInstructionHandler = lambda *_: self._skip("?>")
        parser.StartCdataSectionHandler = self._open_cdata
        parser.EndCdataSectionHandler = self._close_cdata
        return parser

    def _error(self, reason: str, line: int) -> InputError:
        if self._inside:
            return InputError(self._path, f"its part {self._inside}, line {line}, {reason}")
        return InputError(self._path, reason, line=line)

    def _refuse(self, reason: str, offset: int) -> InputError:
        return self._error(reason, self._source.lines.of(offset)[0])

    def _here(self) -> int:
        """Where in the text expat is."""
        byte = self._parser.CurrentByteIndex
        if self._ascii:
            return byte
        self._offset += len(self._data[self._byte : byte].decode())
        self._byte = byte
        return self._offset

    # What expat says

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, has_subset: bool
    ) -> None:
        self._has_type = True
        if has_subset:
            reason = "declares entities, or other things, in its document type: take <!DOCTYPE"
            raise self._refuse(f"{reason} ... [ ... ]> out of it", self._here())

    def _entity(self, *_: object) -> None:
        raise self._refuse("declares entities: take them out of it", self._here())

    def _begin(self, name: str, ordered: list[str]) -> None:
        start = self._here()
        self._take(start)
        self._count += 1
        if len(self._frames) == MAX_DEPTH:
            raise self._refuse(f"is nested deeper than {MAX_DEPTH} elements", start)
        if self._count > MAX_ELEMENTS:
            raise self._refuse(f"has more than {MAX_ELEMENTS:,} elements: split it", start)
        end = self._tag_end(start)
        if self._has_type and ordered and "&" in (tag := self._text[start:end]):
            ordered = self._with_entities(tag, ordered, start)
        if self._frames:
            self._flush(self._frames[-1])
        attributes = dict(zip(map(_name, ordered[::2]), ordered[1::2], strict=True))
        self._frames.append(_Frame(name, attributes or _NO_ATTRIBUTES, start, end))
        self._position = end

    def _finish(self, _name: str) -> None:
        here = self._here()
        frame = self._frames.pop()
        if here == frame.inner and self._text[here - 2 : here] == "/>":
            end = here
        else:
            self._frames.append(frame)
            self._take(here)
            self._frames.pop()
            end = self._text.index(">", here) + 1
        self._flush(frame)
        space, _, local = frame.name.rpartition("\n")
        element = Element(
            local,
            space,
            frame.attributes,
            tuple(frame.children),
            frame.start,
            frame.inner,
            here,
            end,
            self._source,
        )
        self._position = end
        if self._frames:
            self._frames[-1].children.append(element)
        else:
            self._root = element

    def _skip(self, mark: str) -> None:
        """Over a comment or a processing instruction, which ends with ``mark``."""
        here = self._here()
        self._take(here)
        self._position = self._text.index(mark, here + 2) + len(mark)

    def _open_cdata(self) -> None:
        here = self._here()
        self._take(here)
        self._position = here + len("<![CDATA[")

    def _close_cdata(self) -> None:
        end = self._text.index("]]>", self._position)
        if end > self._position:
            self._frames[-1].spans.append((self._position, end, True))
        self._position = end + len("]]>")

    # What it leaves to us

    def _take(self, end: int) -> None:
        """The text up to ``end`` belongs to the element that is open."""
        if not self._frames:
            return
        if end > self._position:
            if self._has_type:
                self._check_references(self._position, end)
            self._frames[-1].spans.append((self._position, end, False))

    def _flush(self, frame: _Frame) -> None:
        if frame.spans:
            frame.children.append(Text(self._source, tuple(frame.spans)))
            frame.spans.clear()

    def _tag_end(self, start: int) -> int:
        found = _TAG.match(self._text, start)
        assert found, "expat has found a tag here"
        return found.end()

    def _check_references(self, start: int, end: int) -> None:
        """With a document type that it has not read, expat leaves unknown entities out silently."""
        for found in _REFERENCE.finditer(self._text, start, end):
            if found[3] and found[3] not in _PREDEFINED and f"{found[3]};" not in html5:
                raise self._refuse(
                    f"uses the entity {found[0]}, which nobody declared", found.start()
                )

    def _with_entities(self, tag: str, ordered: list[str], start: int) -> list[str]:
        """The attributes with the entities of HTML, which expat has left out of their values."""
        self._check_references(start, start + len(tag))
        written = [found for found in _ATTRIBUTE.finditer(tag) if not _declares_space(found[1])]
        for number, found in enumerate(written):
            value = found[2] if found[2] is not None else found[3]
            if "&" in value:
                value = re.sub(r"\r\n|[\r\n\t]", " ", value)
                ordered[2 * number + 1] = _REFERENCE.sub(_resolve, value)
        return ordered


def _declares_space(name: str) -> bool:
    return name == "xmlns" or name.startswith("xmlns:")


def _name(name: str) -> str:
    """The name of an attribute as expat gives it, as we write it."""
    if "\n" not in name:
        return name
    if name.startswith(_XML):
        return f"xml:{name[len(_XML) :]}"
    space, _, local = name.rpartition("\n")
    return f"{{{space}}}{local}"


def _lines(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """``text[start:end]``, cut behind each line end that is not a line feed, and becomes one."""
    while (found := text.find("\r", start, end)) >= 0:
        yield f"{text[start:found]}\n", start
        start = found + (2 if text.startswith("\n", found + 1, end) else 1)
    if start < end:
        yield text[start:end], start


def _resolve(found: re.Match[str]) -> str:
    """What a reference stands for."""
    if found[3]:
        return _PREDEFINED.get(found[3]) or html5[f"{found[3]};"]
    return chr(int(found[1], 16) if found[1] else int(found[2]))


def _decode(content: bytes, path: str, inside: str) -> str:
    """The text of bytes, in the encoding that they name themselves."""
    try:
        return load(path, content=content, declared=ENCODING)
    except InputError as error:
        if not inside:
            raise
        raise InputError(path, f"its part {inside} {error.reason}") from error
