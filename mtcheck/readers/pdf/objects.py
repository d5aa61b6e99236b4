"""The objects of a PDF: what a file is made of, before anything of it is shown."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSEOF, PSLiteral, literal_name

from mtcheck.errors import InputError
from mtcheck.readers.pdf.budget import DEEPEST, SMALL_STREAM, Budget, EncryptedError

MOST_PAGES: Final = 10_000
"""More are a shelf, not a book. It also bounds the walk over a tree of pages."""

LONG_TOKEN: Final = 100_000
"""Bytes of a string or name. Annex C of ISO 32000-1 names 32,767 as what readers allow."""

_SLOW: Final = {"ObjStm", "XRef", "CMap"}
"""Streams that are taken apart more slowly than a page."""

_PREDICTED: Final = 4
_FILL_COST: Final = 20
_REFERENCE_COST: Final = 1000
"""What takes as long as one token: undoing the predictor of so many bytes. What takes as long as so
many tokens: filling a buffer, following an object that only refers to another, maybe in a ring."""

_ZLIB_HEADER: Final = 2
"""Bytes before the data (RFC 1950, section 2.2)."""


def open_document(content: bytes, budget: Budget) -> PDFDocument:
    """The document in these bytes. Raises InputError, EncryptedError, and what pdfminer does."""
    if b"%PDF-" not in content[:1024]:
        raise InputError(budget.path, "is not a PDF, whatever its name says")
    parser = _Parser(BytesIO(content))
    parser.budget = budget
    document = _Document(parser)
    if document.encryption is not None and document.decipher is None:
        raise EncryptedError
    return document


def page_list(document: PDFDocument, budget: Budget) -> list[dict[str, Any]]:
    """The attributes of every page in order, with what they inherit."""
    found: list[dict[str, Any]] = []
    root = dict_value(document.catalog.get("Pages"))
    seen: set[int] = set()
    stack: list[tuple[Any, dict[str, Any], int]] = [(document.catalog.get("Pages"), {}, 0)]
    while stack:
        item, inherited, level = stack.pop()
        budget.spend()
        if isinstance(item, PDFObjRef):
            if item.objid in seen:
                raise InputError(budget.path, "the tree of its pages leads back into itself")
            seen.add(item.objid)
        own = dict_value(item)
        attributes = {**inherited, **own}
        if "Kids" in own and level < DEEPEST:
            passed = ("Resources", "MediaBox", "CropBox", "Rotate")
            inherited = {key: attributes[key] for key in passed if key in attributes}
            kids = list_value(own["Kids"])
            budget.spend(len(kids))
            stack.extend((kid, inherited, level + 1) for kid in reversed(kids))
        elif "Kids" in own:
            raise InputError(budget.path, "the tree of its pages is too deep")
        elif own:
            found.append(attributes)
        if len(found) > MOST_PAGES:
            raise InputError(budget.path, f"has more than {MOST_PAGES:,} pages: split it")
    told = resolve1(root.get("Count"))
    if not found or (isinstance(told, int) and told > len(found)):
        reason = "is damaged or cut off: no page can be found"
        if found:
            reason = f"is damaged: it should have {told:,} pages, and {len(found):,} can be found"
        raise InputError(budget.path, reason)
    return found


class Lexer:
    """What all parsers here pay for: each token, and each buffer of 4,096 bytes."""

    budget: Budget

    def nexttoken(self) -> Any:
        """The next token, paid for."""
        self.budget.spend()
        return super().nexttoken()  # type: ignore[misc]

    def fillbuf(self) -> bool:
        """The next buffer, paid for; a token that fills many is refused."""
        if len(self._curtoken) > LONG_TOKEN:  # type: ignore[attr-defined]
            raise InputError(self.budget.path, f"holds a string of more than {LONG_TOKEN:,} bytes")
        if self.charpos >= len(self.buf):  # type: ignore[attr-defined]
            self.budget.spend(_FILL_COST)
        return bool(super().fillbuf())  # type: ignore[misc]


class _Objects(Lexer):
    """What objects cost, wherever they lie."""

    def nexttoken(self) -> Any:
        """The next token, paid for as one of an object too."""
        self.budget.spend_object()
        return super().nexttoken()


class _Parser(_Objects, PDFParser):
    """Objects of the file. Its streams are unpacked by :class:`Stream`."""

    def fillbuf(self) -> bool:
        return super().fillbuf() if hasattr(self, "budget") else PDFParser.fillbuf(self)

    def push(self, *objs: Any) -> None:
        super().push(*((pos, self._bounded(obj)) for pos, obj in objs))

    def _bounded(self, obj: Any) -> Any:
        if type(obj) is not PDFStream:
            return obj
        stream = Stream(obj.attrs, obj.rawdata or b"", obj.decipher)
        stream.budget = self.budget
        return stream


class _ObjectParser(_Objects, PDFStreamParser):
    """Objects inside a stream."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        PDFStreamParser.__init__(self, data)


class _Document(PDFDocument):
    """Pays for the objects that lie in streams, and for tables of objects that lead on."""

    _tables = 0

    def read_xref_from(self, parser: Any, start: int, xrefs: Any) -> None:
        self._tables += 1
        if self._tables > 1_000:  # each save adds one
            raise InputError(parser.budget.path, "the tables of its objects lead on without end")
        super().read_xref_from(parser, start, xrefs)

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        if isinstance(found, PDFObjRef):  # which may lead back to this one
            assert isinstance(self._parser, _Parser)
            self._parser.budget.spend(_REFERENCE_COST)
        return found

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        assert isinstance(self._parser, _Parser)
        parser = _ObjectParser(stream.get_data(), self._parser.budget)
        parser.set_document(self)
        objects: list[object] = []
        try:
            while True:
                objects.append(parser.nextobject()[1])
        except PSEOF:
            count = resolve1(stream.get("N"))
            return objects, count if isinstance(count, int) else 0


class Stream(PDFStream):
    """A stream that is unpacked in bounded steps; what is damaged is an error, not empty."""

    budget: Budget

    def decode(self) -> None:
        """Unpack the stream, as far as the budget goes."""
        data = self.rawdata or b""
        if self.decipher:
            self.budget.spend(len(data) // 8)
            data = self.decipher(self.objid or 0, self.genno or 0, data, self.attrs)
        slow = _name(self.attrs.get("Type")) in _SLOW
        for kind, parameters in self.get_filters():
            data = self._unpacked(_name(kind), data)
            wanted = dict_value(parameters)
            predictor = resolve1(wanted.get("Predictor", 1))
            if predictor != 1:
                data = self._predicted(data, predictor, wanted)
            if slow and len(data) > SMALL_STREAM:
                raise InputError(self.budget.path, "holds a table of objects that is too large")
        self.data, self.rawdata = data, None

    def _unpacked(self, kind: str, data: bytes) -> bytes:
        budget = self.budget
        if kind in ("FlateDecode", "Fl"):
            data = _inflated(data, budget.room)
        elif kind in ("LZWDecode", "LZW"):
            pieces, size = [], 0
            for piece in LZWDecoder(BytesIO(data)).run():
                pieces.append(piece)
                size += len(piece)
                budget.spend()
                if size > budget.room:
                    break
            data = b"".join(pieces)
        elif kind in ("RunLengthDecode", "RL"):
            data = _run_lengths(data, budget.room)
        else:  # those of text shrink; those of pictures stand in no page's content
            if len(data) + 4 * data.count(b"z") > 2 * SMALL_STREAM:  # z: four bytes, in base 85
                raise InputError(budget.path, "holds a page in a coding that is too large for it")
            budget.spend(len(data) // 64)
            whole = PDFStream({"Filter": LIT(kind)}, data)
            whole.decode()
            data = whole.data or b""
        budget.unpack(len(data))
        return data

    def _predicted(self, data: bytes, predictor: object, wanted: Mapping[str, Any]) -> bytes:
        from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

        colors, columns, bits = (
            int(resolve1(wanted.get(key, default)))
            for key, default in (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
        )
        if not isinstance(predictor, int) or not 0 < colors * columns * bits < 8 * SMALL_STREAM:
            raise ValueError("no such predictor")
        self.budget.spend(len(data) // _PREDICTED)
        if predictor == 2:
            return apply_tiff_predictor(colors, columns, bits, data)
        return apply_png_predictor(predictor, colors, columns, bits, data)


def _inflated(data: bytes, most: int) -> bytes:
    """Up to ``most`` bytes. The check sum at the end is often wrong, and is not looked at.

    Raises zlib.error for what is broken, EOFError for what is cut off.
    """
    if not data:
        return b""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    found = inflater.decompress(data[_ZLIB_HEADER:], most)
    if not inflater.eof and len(found) < most:
        raise EOFError
    return found


def _run_lengths(data: bytes, most: int) -> bytes:
    found = bytearray()
    at = 0
    while at < len(data) and len(found) < most:
        length = data[at]
        if length == 128:
            break
        if length < 128:
            found += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            found += data[at + 1 : at + 2] * (257 - length)
            at += 2
    return bytes(found)


def _name(value: object) -> str:
    value = resolve1(value)
    return str(literal_name(value)) if isinstance(value, PSLiteral) else ""


# --- fonts ----------------------------------------------------------------------------------------
