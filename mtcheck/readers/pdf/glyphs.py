"""What stands on the pages of a PDF: every glyph with its place, and nothing else is looked at.

pdfminer.six takes the file apart. It trusts what it reads: a stream may unpack to gigabytes, a
range of widths may have a billion members, a form may draw itself, a string of a megabyte
takes hours. So its classes are given a :class:`_Budget`, which every token, glyph and
unpacked byte is paid from, and what it would follow without end is looked at before. The sums do
not depend on the machine: a file is refused everywhere or nowhere.

Pictures, drawings, forms to fill in, comments and attachments are not text of the page.
"""

from __future__ import annotations

import logging
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final, NamedTuple

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSEOF, PSKeyword, PSLiteral, keyword_name, literal_name

from mtcheck.contents import Limits, say_megabytes
from mtcheck.errors import InputError

WORK: Final = 400_000
WORK_A_BYTE: Final = 10
"""Tokens and glyphs that may be taken from a file: so many, and so many for each of its bytes. A
page of a book has 10,000 in 4,000 bytes; what has far more repeats itself, or was made to."""

MOST_PAGES: Final = 10_000
MOST_IN_A_PAGE: Final = 100_000
"""Glyphs; a page of a newspaper has 30,000."""

LONG_TOKEN: Final = 100_000
"""Bytes of a string or name. Annex C of ISO 32000-1 names 32,767 as what readers allow."""

MOST_CODES: Final = 1 << 17
"""Codes of a font; none has more than two bytes, but files list some twice."""

SMALL_STREAM: Final = 1 << 21
"""Bytes of what is taken apart more slowly than a page: tables of objects, character maps."""

DEEPEST: Final = 50
"""Levels of the tree of pages, and of forms within forms."""

UNKNOWN: Final = "\ufffd"
"""A glyph of which the font does not say the character."""

_SOFT_HYPHEN: Final = "\xad"
_INVISIBLE: Final = 3
_INLINE_END: Final = {b"EI": re.compile(rb"EI(?=\s|\Z)"), b"~>": re.compile(rb"~>")}
_SLOW: Final = {"ObjStm", "XRef", "CMap"}
_PREDICTOR_COST: Final = 32
_FILL_COST: Final = 20
_REFERENCE_COST: Final = 1000
_ZLIB_HEADER: Final = 2


class Glyph(NamedTuple):
    """A glyph in points from the lower left corner of its page: baseline at ``y``.

    ``size`` is the height of the font. ``turn`` is the direction of writing in quarters of a circle
    (0: to the right), -1 for any other; whatever it is, ``x1 - x0`` is the glyph's width. ``seen``
    is False for invisible text, the layer that recognition lays over a scan.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turn: int
    seen: bool


class Page(NamedTuple):
    """A page as a reader sees it, turned as it is shown; ``number`` counts from 1.

    ``outside`` is how many glyphs lie outside of it.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    outside: int = 0


class _EncryptedError(Exception):
    """The file opens with a password only."""


def pages(content: bytes, *, path: str, limits: Limits) -> tuple[str, Iterator[Page]]:
    """The language that the file declares, or ``""``, and its pages. Raises InputError."""
    budget = _Budget(path, len(content), limits)
    with _outcome(path), _quiet():
        document = _open(content, budget)
        found = _page_list(document, budget)
        language = resolve1(document.catalog.get("Lang"))
    tag = language.decode("ascii", "ignore") if isinstance(language, bytes) else ""
    tag = tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) else ""
    return tag, _each(document, found, budget)


def _each(document: PDFDocument, found: Sequence[Any], budget: _Budget) -> Iterator[Page]:
    device = _Device(budget)
    interpreter = _Interpreter(_Fonts(budget), device, budget)
    for number, attributes in enumerate(found, 1):
        with _outcome(budget.path, number), _quiet():
            page = PDFPage(document, number, attributes, None)
            for piece in page.contents:
                if not isinstance(resolve1(piece), PDFStream):
                    reason = f"page {number} is damaged: its content is missing"
                    raise InputError(budget.path, reason)
            device.glyphs = []
            interpreter.process_page(page)
            shown = _shown(page, number, device.glyphs)
        yield shown


def _shown(page: PDFPage, number: int, glyphs: list[Glyph]) -> Page:
    """The page with what lies outside of it cut off."""
    x0, y0, x1, y1 = (float(side) for side in page.mediabox)
    width, height = abs(x1 - x0), abs(y1 - y0)
    if page.rotate in (90, 270):
        width, height = height, width
    inside = [g for g in glyphs if -1 <= g.x0 <= width + 1 and -1 <= g.y <= height + 1]
    outside = sum(not glyph.text.isspace() for glyph in glyphs)
    outside -= sum(not glyph.text.isspace() for glyph in inside)
    return Page(number, width, height, inside, outside)


class _Budget:
    """How much may still be taken from a file."""

    def __init__(self, path: str, size: int, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._work = WORK + WORK_A_BYTE * size
        self._bytes = limits.bytes

    def spend(self, amount: int = 1) -> None:
        self._work -= amount
        if self._work < 0:
            reason = "takes far more work to read than a file of its size should"
            raise InputError(self.path, f"{reason}: try to save it anew, or as text")

    def unpack(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0:
            most = say_megabytes(self._limits.bytes)
            reason = f"unpacks to more than {most}: split it, or raise --max-file-mb"
            raise InputError(self.path, reason)

    @property
    def most(self) -> int:
        """Bytes that a file may unpack to."""
        return self._limits.bytes

    @property
    def room(self) -> int:
        """Bytes that may still be unpacked, and one more to see that there are."""
        return self._bytes + 1


@contextmanager
def _outcome(path: str, page: int = 0) -> Iterator[None]:
    """Whatever the parser says of a file that it cannot read becomes an InputError."""
    where = f"page {page} of the PDF" if page else "the PDF"
    try:
        yield
    except InputError:
        raise
    except (PDFPasswordIncorrect, _EncryptedError) as error:
        raise InputError(path, "is encrypted with a password: save it without one") from error
    except RecursionError as error:
        raise InputError(path, f"{where} is nested too deeply to be read") from error
    except Exception as error:  # a damaged file makes the parser raise whatever Python raises
        name = type(error).__name__
        reason = f"{where} is damaged or cut off ({name}): try to save it anew, or as text"
        raise InputError(path, reason) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """The parser logs what it skips; what matters of that is an error here."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


# --- objects --------------------------------------------------------------------------------------


def _open(content: bytes, budget: _Budget) -> PDFDocument:
    if b"%PDF-" not in content[:1024]:
        raise InputError(budget.path, "is not a PDF, whatever its name says")
    parser = _Parser(BytesIO(content))
    parser.budget = budget
    document = _Document(parser)
    if document.encryption is not None and document.decipher is None:
        raise _EncryptedError
    return document


def _page_list(document: PDFDocument, budget: _Budget) -> list[dict[str, Any]]:
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


class _Lexer:
    """What all parsers here pay for: each token, and each buffer of 4,096 bytes."""

    budget: _Budget

    def nexttoken(self) -> Any:
        self.budget.spend()
        return super().nexttoken()  # type: ignore[misc]

    def fillbuf(self) -> bool:
        if len(self._curtoken) > LONG_TOKEN:  # type: ignore[attr-defined]
            raise InputError(self.budget.path, f"holds a string of more than {LONG_TOKEN:,} bytes")
        if self.charpos >= len(self.buf):  # type: ignore[attr-defined]
            self.budget.spend(_FILL_COST)
        return bool(super().fillbuf())  # type: ignore[misc]


class _Parser(_Lexer, PDFParser):
    """Objects of the file. Its streams are unpacked by :class:`_Stream`."""

    def fillbuf(self) -> bool:
        return super().fillbuf() if hasattr(self, "budget") else PDFParser.fillbuf(self)

    def push(self, *objs: Any) -> None:
        super().push(*((pos, self._bounded(obj)) for pos, obj in objs))

    def _bounded(self, obj: Any) -> Any:
        if type(obj) is not PDFStream:
            return obj
        stream = _Stream(obj.attrs, obj.rawdata or b"", obj.decipher)
        stream.budget = self.budget
        return stream


class _ObjectParser(_Lexer, PDFStreamParser):
    """Objects inside a stream."""

    def __init__(self, data: bytes, budget: _Budget) -> None:
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


class _Stream(PDFStream):
    """A stream that is unpacked in bounded steps; what is damaged is an error, not empty."""

    budget: _Budget

    def decode(self) -> None:
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
        self.budget.spend(len(data) // _PREDICTOR_COST * 8)
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


class _CodeParser(_Lexer, CMapParser):
    """A font's map from codes to characters, looked at before it is built."""

    def __init__(self, data: bytes, budget: _Budget) -> None:
        self.budget = budget
        self._codes = 0
        CMapParser.__init__(self, FileUnicodeMap(), BytesIO(data))

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        if token in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
            objects = [entry for _, entry in self.curstack]
            for first, last in zip(objects[::3], objects[1::3], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes):
                    low, high = (int.from_bytes(code[-8:], "big") for code in (first, last))
                    self._codes += max(0, high - low) + 1
            _check_codes(self._codes, self.budget)
        elif token is self.KEYWORD_ENDBFCHAR:
            self._codes += len(self.curstack) // 2
            _check_codes(self._codes, self.budget)
        super().do_keyword(pos, token)


class _Fonts(PDFResourceManager):
    """Fonts, each built once, from a copy of its description that holds nothing endless."""

    def __init__(self, budget: _Budget) -> None:
        super().__init__()
        self._budget = budget

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        self._budget.spend(100)
        return super().get_font(objid, self._checked(spec))

    def _checked(self, spec: Mapping[str, object]) -> dict[str, object]:
        checked = dict(spec)
        for key in ("W", "W2", "Widths"):
            if key in checked:
                checked[key] = self._numbers(list_value(checked[key]), ranges=key != "Widths")
        if "FontBBox" in checked:
            checked["FontBBox"] = self._numbers(list_value(checked["FontBBox"])[:4])
        if "FontDescriptor" in checked:
            own = dict_value(checked["FontDescriptor"])
            descriptor = {key: value for key, value in own.items() if key != "FontFile2"}
            descriptor["FontBBox"] = self._numbers(list_value(own.get("FontBBox"))[:4])
            program = resolve1(own.get("FontFile"))
            if isinstance(program, _Stream) and len(program.get_data()) > SMALL_STREAM:
                del descriptor["FontFile"]
            checked["FontDescriptor"] = descriptor
        codes = resolve1(checked.get("ToUnicode"))
        if isinstance(codes, PDFStream):
            data = codes.get_data()
            if len(data) > SMALL_STREAM:
                raise InputError(self._budget.path, "holds a font whose table is too large")
            _CodeParser(data, self._budget).run()
        elif "ToUnicode" in checked and not isinstance(codes, PSLiteral):
            del checked["ToUnicode"]
        return checked

    def _numbers(self, values: Sequence[object], *, ranges: bool = False) -> list[Any]:
        """Numbers, and lists of numbers, in place of what may be anything."""
        found: list[Any] = []
        count = 0
        for value in map(resolve1, values):
            if isinstance(value, list):
                value = [n if isinstance(n, int | float) else 0 for n in map(resolve1, value)]
                count += len(value)
            elif not isinstance(value, int | float):
                value = 0
            elif ranges and isinstance(value, int) and found and isinstance(found[-1], int):
                count += max(0, value - found[-1])  # a first code and a last one, or a width
            found.append(value)
            if count > 4 * MOST_CODES or abs(value if isinstance(value, int) else 0) > MOST_CODES:
                _check_codes(MOST_CODES + 1, self._budget)
        self._budget.spend(len(found) // 4)
        return found


def _check_codes(count: int, budget: _Budget) -> None:
    if count > MOST_CODES:
        raise InputError(budget.path, f"holds a font of more than {MOST_CODES:,} codes")


# --- pages ----------------------------------------------------------------------------------------


class _ContentParser(_Lexer, PDFContentParser):
    """What a page draws; the pictures within are skipped."""

    def __init__(self, streams: Sequence[object], budget: _Budget) -> None:
        self.budget = budget
        pieces, size = [], 0
        for stream in map(resolve1, streams):
            budget.spend()
            pieces.append(stream.get_data())
            size += len(pieces[-1])
            if size > budget.most:  # the same one, many times
                budget.unpack(size)
        self._data = b"\n".join(pieces)
        whole = PDFStream({}, b"")
        whole.data = self._data
        PDFContentParser.__init__(self, [whole])

    def get_inline_data(self, pos: int, target: bytes = b"EI") -> tuple[int, bytes]:
        end = _INLINE_END[target].search(self._data, pos)
        self.seek(end.end() if end else len(self._data))
        return pos, b""


class _Interpreter(PDFPageInterpreter):
    """Runs what a page draws, and pays for it. Pictures and paths are not looked at."""

    def __init__(
        self, fonts: PDFResourceManager, device: _Device, budget: _Budget, level: int = 0
    ) -> None:
        super().__init__(fonts, device)
        self._budget, self._level = budget, level

    def dup(self) -> _Interpreter:
        if self._level > DEEPEST:
            raise InputError(self._budget.path, "holds forms within forms without end")
        assert isinstance(self.device, _Device)
        return type(self)(self.rsrcmgr, self.device, self._budget, self._level + 1)

    def execute(self, streams: Sequence[object]) -> None:
        self.stream_ids = {
            stream.objid
            for stream in map(resolve1, streams)
            if isinstance(stream, PDFStream) and stream.objid is not None
        }
        if self.stream_ids & self.parent_stream_ids:
            raise InputError(self._budget.path, "holds a form that draws itself")
        parser = _ContentParser(streams, self._budget)
        try:
            while True:
                _, found = parser.nextobject()
                if not isinstance(found, PSKeyword):
                    self.argstack.append(found)
                    continue
                self._run(str(keyword_name(found)))
                self.argstack.clear()
        except PSEOF:
            return

    def _run(self, name: str) -> None:
        for mark, letter in (("*", "_a"), ('"', "_w"), ("'", "_q")):
            name = name.replace(mark, letter)
        operator = _OPERATORS.get(name)
        if operator is None:
            return
        wanted = operator.__code__.co_argcount - 1
        given = self.argstack[-wanted:] if wanted else []
        if len(given) == wanted:
            operator(self, *given)


_NAMES: Final = (
    "q", "Q", "cm", "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T_a",
    "TJ", "Tj", "_q", "_w", "Do", "BDC", "BMC", "EMC",
)  # fmt: skip
_OPERATORS: Final[dict[str, Any]] = {name: getattr(_Interpreter, f"do_{name}") for name in _NAMES}
"""The operators that place text, of those that pdfminer knows."""


class _Device(PDFTextDevice):
    """Collects glyphs."""

    def __init__(self, budget: _Budget) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self.glyphs: list[Glyph] = []
        self._budget = budget
        self._seen = True
        self._spans: list[bool] = []

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        actual = props.get("ActualText") if isinstance(props, dict) else None
        self._spans.append(actual in (b"\xfe\xff\x00\xad", b"\xad"))

    def end_tag(self) -> None:
        if self._spans:
            self._spans.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._seen = textstate.render != _INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        self._budget.spend(2)
        if len(self.glyphs) >= MOST_IN_A_PAGE:
            reason = f"has a page of more than {MOST_IN_A_PAGE:,} characters"
            raise InputError(self._budget.path, reason)
        advance = float(font.char_width(cid)) * fontsize * scaling
        a, b, c, d, e, f = matrix
        x, y = e + rise * c, f + rise * d
        x1 = x + advance * a
        high = math.hypot(c, d)
        size = abs(fontsize) * high
        if font.vscale != 0.001:  # drawn by hand, in a scale of its own
            size = abs(font.get_height() * fontsize) * high or size
        values = (x, y, x1, size)
        if not all(map(math.isfinite, values)) or not size:
            return advance if math.isfinite(advance) else 0.0
        turn = _turn(a, b) if not font.is_vertical() else -1
        text = _SOFT_HYPHEN if self._spans and self._spans[-1] else _text(font, cid)
        if turn != 0:
            x1 = x + abs(advance) * math.hypot(a, b)
        self.glyphs.append(Glyph(text, min(x, x1), max(x, x1), y, size, turn, self._seen))
        return advance


def _turn(a: float, b: float) -> int:
    if abs(b) < 0.05 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) < 0.05 * abs(b):
        return 1 if b > 0 else 3
    return -1


def _text(font: PDFFont, cid: int) -> str:
    try:
        text = str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return UNKNOWN
    if text in ("\t", "\n", "\r"):
        return " "
    if not text or any(char < " " or "\ud800" <= char <= "\udfff" for char in text):
        return UNKNOWN
    return text
