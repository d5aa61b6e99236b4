"""What stands on the pages of a PDF: every glyph with its place, and nothing else is looked at.

Pictures, drawings, forms to fill in, comments and attachments are not text of the page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral, keyword_name

from mtcheck.contents import Limits
from mtcheck.errors import InputError
from mtcheck.readers.pdf.budget import DEEPEST, SMALL_STREAM, Budget, outcome, quiet
from mtcheck.readers.pdf.objects import Lexer, Stream, open_document, page_list

MOST_IN_A_PAGE: Final = 100_000
"""Glyphs; a page of a newspaper has 30,000."""

MOST_CODES: Final = 1 << 17
"""Codes of a font; none has more than two bytes, but files list some twice."""

UNKNOWN: Final = "\ufffd"
"""A glyph of which the font does not say the character."""

_SOFT_HYPHEN: Final = "\xad"
_INVISIBLE: Final = 3
"""The rendering mode of text that is neither filled nor stroked (ISO 32000-1, section 9.3.6)."""
_INLINE_END: Final = {b"EI": re.compile(rb"EI(?=\s|\Z)"), b"~>": re.compile(rb"~>")}


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


def pages(content: bytes, *, path: str, limits: Limits) -> tuple[str, Iterator[Page]]:
    """The language that the file declares, or ``""``, and its pages. Raises InputError."""
    budget = Budget(path, len(content), limits)
    with outcome(path), quiet():
        document = open_document(content, budget)
        found = page_list(document, budget)
        language = resolve1(document.catalog.get("Lang"))
    tag = language.decode("ascii", "ignore") if isinstance(language, bytes) else ""
    tag = tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) else ""
    return tag, _each(document, found, budget)


def _each(document: PDFDocument, found: Sequence[Any], budget: Budget) -> Iterator[Page]:
    device = _Device(budget)
    interpreter = _Interpreter(_Fonts(budget), device, budget)
    for number, attributes in enumerate(found, 1):
        with outcome(budget.path, number), quiet():
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


class _CodeParser(Lexer, CMapParser):
    """A font's map from codes to characters, looked at before it is built."""

    def __init__(self, data: bytes, budget: Budget) -> None:
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

    def __init__(self, budget: Budget) -> None:
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
            if isinstance(program, Stream) and len(program.get_data()) > SMALL_STREAM:
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


def _check_codes(count: int, budget: Budget) -> None:
    if count > MOST_CODES:
        raise InputError(budget.path, f"holds a font of more than {MOST_CODES:,} codes")


# --- pages ----------------------------------------------------------------------------------------


class _ContentParser(Lexer, PDFContentParser):
    """What a page draws; the pictures within are skipped."""

    def __init__(self, streams: Sequence[object], budget: Budget) -> None:
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
        self, fonts: PDFResourceManager, device: _Device, budget: Budget, level: int = 0
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

    def __init__(self, budget: Budget) -> None:
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
