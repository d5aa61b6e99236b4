"""Word documents: the text that Word shows and prints, paragraph by paragraph.

Body, tables and text boxes in the order of the file, then headers, footers, footnotes and
endnotes, each once. Of a field its result is text, its instruction is not; comments, hidden text,
the numbers of pages and tables of contents, which repeat the headings, are none. A formula is kept,
masked, because the sentence around it needs something in its place.

Libraries drop what nobody accepted or rejected yet, or take both. Here ``--tracked-changes``
decides: ``final`` reads the document as if all changes were accepted, ``original`` as if all were
rejected.
A paragraph mark can be deleted, too: two paragraphs are then one.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from mtcheck.readers.office.flow import Block, Flow, hidden_styles, units_of
from mtcheck.readers.office.ooxml import Office, attribute, is_on, relation_id
from mtcheck.readers.office.tracked import Tracked
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.elements import Element

SPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespace of WordprocessingML, transitional and strict."""
_MATH: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)

_SHOWN_AS: Final = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
}  # fmt: skip
_NOT_TEXT: Final = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "rt"}
)
_INSERTED: Final = {"ins": "insertion", "moveTo": "move", "cellIns": "insertion"}
_DELETED: Final = {"del": "deletion", "moveFrom": "move", "cellDel": "deletion"}
_LISTS: Final = frozenset({"TOC", "INDEX", "TOA"})
"""Fields that collect what stands elsewhere in the document."""
_NOT_READ: Final = frozenset({"chart", "chartEx", "diagramData", "aFChunk", "subDocument"})
"""Kinds of parts whose text Word shows in the document, and that are not read."""
_SYMBOLS: Final = dict(
    zip(
        range(0xF041, 0xF05B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True
    )
) | dict(zip(range(0xF061, 0xF07B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)) | {
    0xF0A3: "≤", 0xF0A5: "∞", 0xF0AE: "→", 0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×",
    0xF0B7: "•", 0xF0B8: "÷", 0xF0B9: "≠", 0xF0BB: "≈", 0xF0D2: "®", 0xF0D3: "©", 0xF0D4: "™",
}  # fmt: skip
"""Letters and common marks of the font Symbol (its table at unicode.org, ADOBE/symbol.txt)."""


def parse(content: bytes, *, path: str, settings: ReadConfig) -> Reading:
    """Read a ``.docx``, ``.docm``, ``.dotx`` or ``.dotm``."""
    found, remarks = _read(content, path, settings)
    return Reading(Document(path, "", "docx", units_of(found), remarks=remarks))


def blocks(content: bytes, *, path: str, settings: ReadConfig) -> tuple[Block, ...]:
    """A block for each unit of :func:`parse`, in the same order: where its characters stand."""
    return _read(content, path, settings, keeps_runs=True)[0]


def _read(
    content: bytes, path: str, settings: ReadConfig, *, keeps_runs: bool = False
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    office = Office(content, path=path, what="a Word document", settings=settings)
    part, root = office.main("document")
    walk = _Walk(office, part, Tracked(settings.tracked_changes))
    walk.flow.keeps_runs = keeps_runs
    walk.read(part, root)
    for kind, target in _margins(office, part, root):
        walk.read_margin(kind, target)
    for kind in ("footnote", "endnote"):
        walk.read_notes(kind)
    walk.tracked.check(path)
    return tuple(walk.flow.blocks), walk.remarks


def _margins(office: Office, part: str, root: Element) -> list[tuple[str, str]]:
    """Headers and footers that Word shows, each once: what it is, and its part's name."""
    settings = office.related(part, "settings")
    has_even = settings is not None and is_on(settings.child("evenAndOddHeaders"))
    relations = office.relations(part)
    found: dict[str, str] = {}
    for section in root.walk():
        if section.name != "sectPr":
            continue
        has_first = is_on(section.child("titlePg"))
        for reference in section.elements:
            kind = reference.name.removesuffix("Reference")
            form = attribute(reference, "type")
            relation = relations.get(relation_id(reference))
            if relation is None or kind not in ("header", "footer"):
                continue
            if (form != "first" or has_first) and (form != "even" or has_even):
                found.setdefault(relation.target, kind)
    headers = [(kind, name) for name, kind in found.items() if kind == "header"]
    return headers + [(kind, name) for name, kind in found.items() if kind == "footer"]


class _Field:
    """A field that has begun: its instruction, and whether that is over."""

    def __init__(self) -> None:
        self.instruction: list[str] = []
        self.is_result = False
        self.is_list = False


class _Walk:
    """Goes through the parts of a document, and tells the flow what is text."""

    def __init__(self, office: Office, part: str, tracked: Tracked) -> None:
        self.flow = Flow(part)
        self.tracked = tracked
        self._office = office
        self._main = part
        self._styles = _hidden_styles(office.related(part, "styles"))
        self._notes: dict[str, dict[str, None]] = {"footnote": {}, "endnote": {}}
        self._margins: Counter[str] = Counter()
        self._said: set[tuple[str, str]] = set()
        self._around: list[Element] = []
        self._fields: list[_Field] = []
        self._closed: frozenset[int] = frozenset()
        self._mute = 0
        self._n_hidden = self._n_lists = 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a user should know about how the document was read."""
        kinds = [relation.kind for relation in self._office.relations(self._main).values()]
        n_apart = sum(kind in _NOT_READ for kind in kinds)
        found = [*self.tracked.remarks]
        if self._n_hidden:
            found.append("hidden text left out")
        if self._n_lists:
            found.append("a table of contents left out: it repeats the headings")
        if n_apart:
            found.append(f"{n_apart} charts, diagrams or documents in the document are not read")
        return tuple(found)

    def read(self, part: str, root: Element) -> None:
        """A part, from its root element on."""
        self.flow.part = part
        self._closed = _closed_fields(root)
        self._fields, self._around = [], []
        self._children(root)
        self.flow.end()

    def read_margin(self, kind: str, part: str) -> None:
        """A header or a footer, if it says something else than those before."""
        root = self._office.tree(part)
        key = (kind, root.plain)
        if key in self._said:
            return
        self._said.add(key)
        self._margins[kind] += 1
        number = self._margins[kind]
        with self.flow.margin(kind if number == 1 else f"{kind} {number}"):
            self.read(part, root)

    def read_notes(self, kind: str) -> None:
        """The footnotes or endnotes that the text refers to, in that order."""
        if not self._notes[kind]:
            return
        relations = self._office.relations(self._main).values()
        part = next((r.target for r in relations if r.kind == f"{kind}s"), "")
        if not part:
            return
        root = self._office.tree(part)
        notes = {attribute(note, "id"): note for note in root.each(kind)}
        for number, name in enumerate(self._notes[kind], 1):
            if name in notes:
                with self.flow.story(f"{kind} {number}"):
                    self.read(part, notes[name])

    def _children(self, element: Element) -> None:
        self._around.append(element)
        for child in element.elements:
            self._walk(child)
        self._around.pop()

    def _walk(self, element: Element) -> None:
        """One element: what it shows goes to the flow."""
        if element.name == "AlternateContent":
            self._alternatives(element)
        elif element.space in _MATH:
            if element.name == "oMath" and self._is_shown():
                text = "".join(part.plain for part in element.walk() if part.name == "t")
                self.flow.add(" ".join(text.split()), element, self._around, is_masked=True)
            elif element.name == "oMathPara":
                self._children(element)
        elif element.space not in SPACES:  # a drawing: there may be a text box in it
            self._children(element)
        elif element.name not in _NOT_TEXT:
            walk = _HANDLERS.get(element.name)
            if walk:
                walk(self, element)
            else:
                self._children(element)

    def _is_shown(self) -> bool:
        return not self._mute and all(
            field.is_result and not field.is_list for field in self._fields
        )

    def _alternatives(self, element: Element) -> None:
        """The same thing in several forms: a text box for Word, and for its older versions."""
        for form in (*element.each("Choice"), *element.each("Fallback")):
            if form.name == "Fallback" or any(part.space in SPACES for part in form.walk()):
                self._children(form)
                return

    # Paragraphs and what they stand in

    def _paragraph(self, element: Element) -> None:
        properties = element.child("pPr")
        mark = properties.child("rPr") if properties else None
        self._children(element)
        is_joined = mark is not None and (
            any(self._leaves_out(c, any(element.each(c.name))) for c in mark.elements)
            or is_on(mark.child("vanish"))
        )
        frame = properties.child("framePr") if properties else None
        if frame and attribute(frame, "dropCap") in ("drop", "margin"):
            is_joined = True  # the big first letter of a chapter
        if not is_joined:
            self.flow.end()

    def _table(self, element: Element) -> None:
        if self._mute:
            return
        with self.flow.table():
            self._children(element)

    def _row(self, element: Element) -> None:
        properties = element.child("trPr")
        changes = properties.elements if properties else ()
        if not any(self._leaves_out(change) for change in changes):
            with self.flow.row():
                self._children(element)

    def _cell(self, element: Element) -> None:
        properties = element.child("tcPr")
        changes = properties.elements if properties else ()
        is_left_out = any(self._leaves_out(change) for change in changes)
        spans = [attribute(c, "val") for c in changes if c.name == "gridSpan"]
        span = int(spans[0]) if spans and re.fullmatch("[1-9][0-9]?", spans[0]) else 1
        with self.flow.cell(repeated=span):
            merged = [c for c in changes if c.name in ("vMerge", "hMerge")]
            is_continued = any(attribute(c, "val") in ("", "continue") for c in merged)
            if not is_continued and not is_left_out:
                self._children(element)

    def _box(self, element: Element) -> None:
        if not self._is_shown() or not element.plain.strip():
            return
        around = [*self._around]

        def walk() -> None:
            before = self._around, self._fields
            self._around, self._fields = around, []
            with self.flow.box():
                self._children(element)
            self._around, self._fields = before

        self.flow.later(walk)

    def _control(self, element: Element) -> None:
        """A content control: not the words that ask for content, nor a table of contents."""
        properties = element.child("sdtPr")
        if properties:
            if is_on(properties.child("showingPlcHdr")):
                return
            gallery = properties.child("docPartObj")
            gallery = gallery.child("docPartGallery") if gallery else None
            if gallery and attribute(gallery, "val") == "Table of Contents":
                self._n_lists += 1
                return
        self._children(element)

    # Tracked changes

    def _leaves_out(self, element: Element, is_counted: bool = False) -> bool:
        """Is this a change, and what it is about no text? Count it, if nothing else will."""
        if element.space not in SPACES:
            return False
        if element.name in _INSERTED:
            return not self.tracked.inserted(_INSERTED[element.name], n=not is_counted)
        if element.name in _DELETED:
            return not self.tracked.deleted(_DELETED[element.name], n=not is_counted)
        return False

    def _change(self, element: Element) -> None:
        with self._muted(self._leaves_out(element)):
            self._children(element)

    @contextmanager
    def _muted(self, is_muted: bool) -> Iterator[None]:
        self._mute += is_muted
        yield
        self._mute -= is_muted

    # Inside a paragraph

    def _run(self, element: Element) -> None:
        is_hidden = self._is_hidden(element)
        if is_hidden and self._is_shown():
            self._n_hidden += any(part.name in ("t", "delText") for part in element.elements)
        with self._muted(is_hidden):
            self._children(element)

    def _is_hidden(self, run: Element) -> bool:
        properties = run.child("rPr")
        if properties:
            vanish = properties.child("vanish")
            if vanish is not None:
                return is_on(vanish)
            style = properties.child("rStyle")
            if style is not None and attribute(style, "val") in self._styles:
                return True
        if not self._styles:
            return False
        paragraph = next((e for e in reversed(self._around) if e.name == "p"), None)
        properties = paragraph.child("pPr") if paragraph else None
        style = properties.child("pStyle") if properties else None
        return style is not None and attribute(style, "val") in self._styles

    def _text(self, element: Element) -> None:
        if self._is_shown():
            text = element.plain.replace("\n", " ").replace("\xad", "")
            self.flow.add(text, element, self._around)

    def _sign(self, element: Element) -> None:
        text = _SHOWN_AS[element.name]
        if attribute(element, "type") in ("page", "column"):
            text = "\n\n"
        if self._is_shown():
            self.flow.add(text, element, self._around)

    def _symbol(self, element: Element) -> None:
        try:
            number = int(attribute(element, "char") or "0", 16)
        except ValueError:
            return
        number |= 0xF000 if attribute(element, "font") == "Symbol" and number < 0x100 else 0
        is_character = 0x20 <= number < 0xD800 or 0xF900 <= number < 0xFFFE
        text = chr(number) if is_character else ""
        if attribute(element, "font") == "Symbol":
            text = _SYMBOLS.get(number, text)
        if self._is_shown():
            self.flow.add(text, element, self._around)

    def _note(self, element: Element) -> None:
        if self._is_shown():
            notes = self._notes[element.name.removesuffix("Reference")]
            notes.setdefault(attribute(element, "id"))

    # Fields

    def _simple_field(self, element: Element) -> None:
        if not _lists(attribute(element, "instr")):
            self._children(element)
        else:
            self._n_lists += 1

    def _field_mark(self, element: Element) -> None:
        mark = attribute(element, "fldCharType")
        if mark == "begin" and element.start in self._closed:
            self._fields.append(_Field())
        elif mark == "separate" and self._fields:
            field = self._fields[-1]
            field.is_list = not field.is_result and _lists("".join(field.instruction))
            field.is_result = True
            self._n_lists += field.is_list
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, element: Element) -> None:
        if self._fields and not self._fields[-1].is_result:
            self._fields[-1].instruction.append(element.plain)


_HANDLERS: Final = {
    "p": _Walk._paragraph,
    "tbl": _Walk._table,
    "tr": _Walk._row,
    "tc": _Walk._cell,
    "sdt": _Walk._control,
    "txbxContent": _Walk._box,
    **dict.fromkeys(("ins", "del", "moveTo", "moveFrom"), _Walk._change),
    "r": _Walk._run,
    **dict.fromkeys(("t", "delText"), _Walk._text),
    **dict.fromkeys(_SHOWN_AS, _Walk._sign),
    "sym": _Walk._symbol,
    **dict.fromkeys(("footnoteReference", "endnoteReference"), _Walk._note),
    "fldSimple": _Walk._simple_field,
    "fldChar": _Walk._field_mark,
    **dict.fromkeys(("instrText", "delInstrText"), _Walk._instruction),
}


def _lists(instruction: str) -> bool:
    """Is this the instruction of a field that repeats what stands elsewhere?"""
    words = instruction.split(None, 1)
    return bool(words) and words[0].upper() in _LISTS


def _closed_fields(root: Element) -> frozenset[int]:
    """Where the fields begin that end: the instruction of another would hide the rest."""
    opened: list[int] = []
    closed: set[int] = set()
    for element in root.walk():
        if element.name == "fldChar":
            mark = attribute(element, "fldCharType")
            if mark == "begin":
                opened.append(element.start)
            elif mark == "end" and opened:
                closed.add(opened.pop())
    return frozenset(closed)


def _hidden_styles(root: Element | None) -> frozenset[str]:
    """Which styles of text and paragraphs hide it, their own word or that of what they build on."""
    said: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in root.each("style") if root else ():
        name = attribute(style, "styleId")
        properties, base = style.child("rPr"), style.child("basedOn")
        if properties and (vanish := properties.child("vanish")) is not None:
            said[name] = is_on(vanish)
        if base is not None:
            based[name] = attribute(base, "val")
    return hidden_styles(said, based)
