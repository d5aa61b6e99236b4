"""OpenDocument texts (ODF 1.3, ISO 26300), packed or flat: the text that is shown and printed.

Body, tables and text boxes in the order of the file, then headers, footers, footnotes and endnotes,
each once. White space is as ODF defines it: runs of it are one space, whatever else is meant has an
element of its own. Comments, hidden text, the numbers of pages, tables of contents and the words of
a form that ask for content are none; a formula is kept, masked.

Tracked deletions are stored apart, with a mark where they were; insertions stand in the text
between two marks. ``--tracked-changes`` decides as for Word documents.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from mtcheck.errors import InputError
from mtcheck.readers.elements import Element, Text, parse_elements
from mtcheck.readers.office.flow import Flow, hidden_styles, units_of
from mtcheck.readers.office.tracked import Tracked
from mtcheck.readers.packed import open_package
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtcheck.config.sections import ReadConfig

_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{_ODF}office:1.0"
STYLE: Final = f"{_ODF}style:1.0"
TABLE: Final = f"{_ODF}table:1.0"
TEXT: Final = f"{_ODF}text:1.0"
DRAWING: Final = f"{_ODF}drawing:1.0"
_LIBREOFFICE: Final = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
_LINKS: Final = "http://www.w3.org/1999/xlink"

_NOT_TEXT: Final = frozenset({
    (OFFICE, "annotation"), (OFFICE, "forms"), (OFFICE, "scripts"), (TEXT, "tracked-changes"),
    (TEXT, "note-citation"), (TEXT, "number"), (TEXT, "ruby-text"), (TEXT, "script"),
    (TEXT, "placeholder"), (TEXT, "execute-macro"),
})  # fmt: skip
_LISTS: Final = frozenset({
    "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
    "alphabetical-index",
})  # fmt: skip
"""What collects what stands elsewhere in the document; a bibliography does not."""
_MARGINS: Final = tuple(
    (kind, f"{kind}{form}") for kind in ("header", "footer") for form in ("", "-first", "-left")
)
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_MOST_SPACES: Final = 1_000
"""Of one ``text:s``: it may claim any number. A line of a page has a hundredth of it."""


def parse(content: bytes, *, path: str, settings: ReadConfig) -> Reading:
    """Read an ``.odt`` or ``.ott``, or one in a single file of XML, ``.fodt``."""
    objects: Callable[[str], Element | None] = _no_object
    if content.lstrip()[:1] == b"<":
        root = styles = parse_elements(content, path=path)
        form = "fodt"
    else:
        form = "odt"
        package = open_package(
            content, path=path, what="an OpenDocument text", limits=settings.limits
        )

        def tree(name: str) -> Element:
            return parse_elements(package.read(name), path=path, inside=name)

        manifest = "META-INF/manifest.xml"
        if manifest in package and any(e.name == "encryption-data" for e in tree(manifest).walk()):
            raise InputError(path, "is encrypted: save it without a password")
        if "content.xml" not in package:
            raise InputError(path, "is not an OpenDocument text: it has no part content.xml")
        root = tree("content.xml")
        styles = tree("styles.xml") if "styles.xml" in package else root

        def objects(name: str) -> Element | None:
            return tree(name) if name in package else None

    body = root.child("body")
    text = body.child("text") if body and root.space == OFFICE else None
    if text is None or text.space != OFFICE:
        kinds = [f"a <{kind.name}>" for kind in body.elements[:1]] if body else []
        kind = kinds[0] if kinds and root.space == OFFICE else f"a <{root.name}>"
        raise InputError(path, f"is not an OpenDocument text but {kind}")
    walk = _Walk(Tracked(settings.tracked_changes), (root, styles), objects)
    walk.read(text)
    walk.read_margins(_pages(root, styles))
    walk.read_notes()
    walk.tracked.check(path)
    return Reading(Document(path, "", form, units_of(walk.flow.blocks), remarks=walk.remarks))


class _Walk:
    """Goes through a document, and tells the flow what is text."""

    def __init__(
        self,
        tracked: Tracked,
        roots: tuple[Element, ...],
        objects: Callable[[str], Element | None],
    ) -> None:
        self.flow = Flow()
        self.tracked = tracked
        self._objects = objects
        self._hidden = _hidden_styles(roots)
        self._regions: dict[str, Element] = {}
        self._notes: dict[str, list[Element]] = {"footnote": [], "endnote": []}
        self._left_out: set[str] = set()  # insertions that are open, and no text
        self._is_inline = False
        self._after_space = True
        self._mute = 0
        self._n_hidden = self._n_lists = 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a user should know about how the document was read."""
        found = [*self.tracked.remarks]
        if self._n_hidden:
            found.append("hidden text left out")
        if self._n_lists:
            found.append("a table of contents left out: it repeats the headings")
        return tuple(found)

    def read(self, root: Element) -> None:
        """The children of an element, as paragraphs of their own."""
        for element in root.elements:
            if (element.space, element.name) == (TEXT, "tracked-changes"):
                for region in element.each("changed-region"):
                    for name in (region.attributes.get("xml:id"), _said(region, TEXT, "id")):
                        self._regions[name or ""] = region
        self._left_out.clear()
        self._children(root)
        self.flow.end()

    def read_margins(self, pages: Sequence[Element]) -> None:
        """Headers and footers that pages show, each text once."""
        count: Counter[str] = Counter()
        said: set[tuple[str, str]] = set()
        for kind, name in _MARGINS:
            for page in pages:
                for margin in page.each(name):
                    key = (kind, margin.plain)
                    if _said(margin, STYLE, "display") != "false" and key not in said:
                        said.add(key)
                        count[kind] += 1
                        base = kind if count[kind] == 1 else f"{kind} {count[kind]}"
                        with self.flow.margin(base):
                            self.read(margin)

    def read_notes(self) -> None:
        """Footnotes, then endnotes, in the order in which the text refers to them."""
        for kind, notes in self._notes.items():
            for number, note in enumerate(notes, 1):
                with self.flow.story(f"{kind} {number}"):
                    self._children(note)

    def _children(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Element):
                self._walk(child)
            elif self._is_inline:
                self._text(child, element)

    def _text(self, text: Text, element: Element) -> None:
        shown = _SPACE.sub(" ", text.text).replace("\xad", "")
        if self._after_space:
            shown = shown.removeprefix(" ")
        self._add(shown, element)

    def _add(self, shown: str, element: Element, *, is_masked: bool = False) -> None:
        if shown and self._is_shown():
            self.flow.add(shown, element, is_masked=is_masked)
            self._after_space = shown.endswith(" ") and element.name != "s"

    def _is_shown(self) -> bool:
        return not self._mute and not self._left_out

    @contextmanager
    def _muted(self, is_muted: bool) -> Iterator[None]:
        self._n_hidden += is_muted
        self._mute += is_muted
        yield
        self._mute -= is_muted

    def _walk(self, element: Element) -> None:
        """One element: what it shows goes to the flow."""
        kind = (element.space, element.name)
        if kind in _NOT_TEXT:
            return
        if kind[0] == TEXT and element.name in _LISTS:
            self._n_lists += 1
        elif kind[0] == DRAWING:
            self._drawing(element)
        elif kind[0] == _LIBREOFFICE and _said(element, _LIBREOFFICE, "showing-place-holder"):
            return
        elif walk := _HANDLERS.get(kind):
            walk(self, element)
        elif kind[0] in (TEXT, TABLE, _LIBREOFFICE) or not self._is_inline:
            self._children(element)

    # Paragraphs and what they stand in

    def _paragraph(self, element: Element) -> None:
        conditions = (part for part in element.each("hidden-paragraph"))
        is_hidden = any(_said(part, TEXT, "is-hidden") == "true" for part in conditions)
        self._inline(element, is_hidden)
        if not self._left_out:  # else its end was put in, too
            self.flow.end()
            self._after_space = True

    def _inline(self, element: Element, is_hidden: bool = False) -> None:
        """What stands in a paragraph."""
        before, self._is_inline = self._is_inline, True
        with self._muted(is_hidden or self._hides(element)):
            self._children(element)
        self._is_inline = before

    def _hides(self, element: Element) -> bool:
        return _said(element, TEXT, "style-name") in self._hidden and bool(element.plain.strip())

    def _span(self, element: Element) -> None:
        with self._muted(self._hides(element)):
            self._children(element)

    def _section(self, element: Element) -> None:
        is_hidden = _said(element, TEXT, "display") == "none"
        with self._muted(is_hidden or _said(element, TEXT, "is-hidden") == "true"):
            self._children(element)

    def _field(self, element: Element) -> None:
        if (
            _said(element, TEXT, "display") != "none"
            and _said(element, TEXT, "is-hidden") != "true"
        ):
            self._children(element)

    def _table(self, element: Element) -> None:
        with self.flow.table():
            self._children(element)

    def _row(self, element: Element) -> None:
        with self.flow.row(repeated=_number(element, TABLE, "number-rows-repeated")):
            self._children(element)

    def _cell(self, element: Element) -> None:
        with self.flow.cell(repeated=_number(element, TABLE, "number-columns-repeated")):
            if element.name == "table-cell":  # else the one above or beside it goes on
                self._children(element)

    def _drawing(self, element: Element) -> None:
        """A picture, a formula, a shape with text."""
        if element.name == "object":
            self._formula(element)
        elif any(child.space == TEXT for child in element.elements) and element.plain.strip():
            if self._is_shown():
                self.flow.later(lambda: self._box(element))
        else:
            for child in element.elements:
                if child.space == DRAWING:
                    self._drawing(child)

    def _box(self, element: Element) -> None:
        before = self._is_inline
        self._is_inline, self._after_space = False, True
        with self.flow.box():
            self._children(element)
        self._is_inline, self._after_space = before, True

    def _formula(self, element: Element) -> None:
        link = posixpath.normpath(_said(element, _LINKS, "href") or ".")
        root = element.child("math") or self._objects(f"{link}/content.xml")
        if root is not None and root.name == "math" and self._is_inline:
            notes = {note.start for note in root.walk() if note.name == "annotation"}
            pieces: list[str] = []
            waiting: list[Element | Text] = [root]
            while waiting:
                node = waiting.pop()
                if isinstance(node, Text):
                    pieces.append(node.text)
                elif node.start not in notes:
                    waiting += reversed(node.children)
            self._add(" ".join("".join(pieces).split()), element, is_masked=True)

    def _note(self, element: Element) -> None:
        body = element.child("note-body")
        kind = _said(element, TEXT, "note-class")
        if body and self._is_shown():
            self._notes["endnote" if kind == "endnote" else "footnote"].append(body)

    # Signs and tracked changes

    def _sign(self, element: Element) -> None:
        if element.name == "s":
            self._add(" " * min(_number(element, TEXT, "c"), _MOST_SPACES), element)
        else:
            self._add("\t" if element.name == "tab" else "\n", element)

    def _begin(self, element: Element) -> None:
        name, kind = self._region(element)
        if kind == "insertion" and not self.tracked.inserted():
            self._left_out.add(name)

    def _finish(self, element: Element) -> None:
        self._left_out.discard(self._region(element)[0])

    def _deletion(self, element: Element) -> None:
        """The place of a deletion; what was deleted is stored apart."""
        name, kind = self._region(element)
        if kind != "deletion" or not self.tracked.deleted():
            return
        deletion = self._regions[name].child("deletion")
        del self._regions[name]  # a deletion has one place, and cannot stand in itself
        parts = [part for part in deletion.elements if part.space != OFFICE] if deletion else []
        for number, part in enumerate(parts):
            if number:
                self.flow.end()
                self._after_space = True
            if part.name in ("p", "h"):
                self._inline(part)
            else:
                self._walk(part)

    def _region(self, element: Element) -> tuple[str, str]:
        name = _said(element, TEXT, "change-id")
        region = self._regions.get(name)
        return name, next((kind.name for kind in region.elements), "") if region else ""


_HANDLERS: Final = {
    (TEXT, "p"): _Walk._paragraph,
    (TEXT, "h"): _Walk._paragraph,
    (TEXT, "span"): _Walk._span,
    (TEXT, "section"): _Walk._section,
    **{(TEXT, name): _Walk._sign for name in ("s", "tab", "line-break")},
    **{
        (TEXT, name): _Walk._field
        for name in ("hidden-text", "variable-set", "variable-get", "expression", "user-field-get")
    },
    (TEXT, "note"): _Walk._note,
    (TEXT, "change-start"): _Walk._begin,
    (TEXT, "change-end"): _Walk._finish,
    (TEXT, "change"): _Walk._deletion,
    (TABLE, "table"): _Walk._table,
    (TABLE, "table-row"): _Walk._row,
    (TABLE, "table-cell"): _Walk._cell,
    (TABLE, "covered-table-cell"): _Walk._cell,
}


def _no_object(_: str) -> None:
    """A flat document has its objects in itself."""


def _said(element: Element, space: str, name: str) -> str:
    return element.attributes.get(f"{{{space}}}{name}", "")


def _number(element: Element, space: str, name: str) -> int:
    """How often something that is written once is meant."""
    said = _said(element, space, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def _pages(root: Element, styles: Element) -> list[Element]:
    """The kinds of pages that the text has: the first one, those that a paragraph asks for, and
    what follows them."""
    pages = {_said(e, STYLE, "name"): e for e in styles.walk() if e.name == "master-page"}
    asked = {_said(e, STYLE, "master-page-name") for e in (*root.walk(), *styles.walk())}
    waiting = [*asked, "Standard" if "Standard" in pages else next(iter(pages), "")]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in pages and name not in used:
            used.add(name)
            waiting.append(_said(pages[name], STYLE, "next-style-name"))
    return [page for name, page in pages.items() if name in used]


def _hidden_styles(roots: tuple[Element, ...]) -> frozenset[str]:
    """The styles of text that hide it, their own word or that of what they build on."""
    said: dict[str, bool] = {}
    based: dict[str, str] = {}
    for root in roots:
        for styles in (root.child("styles"), root.child("automatic-styles")):
            for style in styles.each("style") if styles else ():
                name = _said(style, STYLE, "name")
                properties = style.child("text-properties")
                display = _said(properties, TEXT, "display") if properties else ""
                if display:
                    said[name] = display == "none"
                based[name] = _said(style, STYLE, "parent-style-name")
    return hidden_styles(said, based)
