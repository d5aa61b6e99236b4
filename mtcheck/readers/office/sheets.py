"""The cells of a spreadsheet's sheets (SpreadsheetML, ECMA-376 part 1, section 18), row by row.

A sheet of a hundred thousand rows is a million elements: as a tree it would take half a gigabyte,
so expat is listened to, and a row is all that is kept. A cell says what kind its value is: a text
of its own, the number of a shared text, a number, the result of a formula. A number may be a date:
then its style says so. What comes out is what the sheet shows; dates as ISO 8601 writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from mtcheck.readers.elements import Element

SPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The namespace of SpreadsheetML, transitional and strict."""

_NAME: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Number formats that every spreadsheet knows and that show a date or a time (section 18.8.30)."""
_DAY_0: Final = datetime(1899, 12, 30)
_DAY_0_MAC: Final = datetime(1904, 1, 1)
_CHUNK: Final = 1 << 16
_DEPTH: Final = 30
"""Elements within elements; a text of a cell has nine around it."""


class Cell(NamedTuple):
    """A cell that is not empty: its column as a number from 1, its row, and what it shows.

    What a formula shows is in the file if a spreadsheet program wrote it, or else ``is_open``.
    """

    column: int
    row: int
    text: str
    is_open: bool = False

    @property
    def name(self) -> str:
        """Its name in the sheet.

        >>> Cell(28, 7, "").name
        'AB7'
        """
        letters, column = "", self.column
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


class Shown(NamedTuple):
    """What a workbook says about how its cells are shown.

    ``texts`` are the shared ones, ``dates`` the numbers of the styles that show a date.
    """

    texts: Sequence[str] = ()
    dates: frozenset[int] = frozenset()
    is_mac: bool = False


def rows(content: bytes, shown: Shown, *, path: str, inside: str) -> Iterator[list[Cell]]:
    """The rows of a sheet that hold anything. Raises InputError."""
    listener = _Listener(shown, path, inside)
    for start in range(0, len(content), _CHUNK):
        listener.feed(content[start : start + _CHUNK], start + _CHUNK >= len(content))
        yield from listener.rows
        listener.rows.clear()


def shared_texts(content: bytes, *, path: str, inside: str) -> list[str]:
    """The texts that cells name by their number. Raises InputError."""
    listener = _Listener(Shown(), path, inside)
    listener.feed(content, True)
    return listener.texts


def date_styles(styles: Element | None) -> frozenset[int]:
    """The numbers of the styles in which a number is a date or a time."""
    if styles is None:
        return frozenset()
    codes: dict[str, str] = {}
    for element in styles.walk():
        if element.name == "numFmt":
            code = element.attributes.get("formatCode", "")
            codes[element.attributes.get("numFmtId", "")] = code
    formats = styles.child("cellXfs")
    found = enumerate(formats.each("xf") if formats else ())
    return frozenset(
        number for number, xf in found if _is_date(xf.attributes.get("numFmtId", "0"), codes)
    )


def unescaped(text: str) -> str:
    """A text in which characters that XML cannot hold are written as ``_x000D_``.

    >>> unescaped("a_x000D_b _x005F_x0041_")
    'a\\rb _x0041_'
    """
    return _ESCAPE.sub(lambda found: _character(found), text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number < 0xE000 or not number else chr(number)


def _is_date(number: str, codes: Mapping[str, str]) -> bool:
    if number in codes:
        return bool(re.search("[ymdhs]", _QUOTED.sub("", codes[number]), re.IGNORECASE))
    return number.isdigit() and int(number) in _DATES


class _Listener:
    """Hears a part from expat, and makes rows of cells, or texts, of it."""

    def __init__(self, shown: Shown, path: str, inside: str) -> None:
        self.rows: list[list[Cell]] = []
        self.texts: list[str] = []
        self._shown, self._path, self._inside = shown, path, inside
        self._open: list[str] = []
        self._cells: list[Cell] = []
        self._row = self._column = 0
        self._kind = ""
        self._style = 0
        self._pieces: list[str] = []
        self._is_text = self._is_formula = False
        self._phonetic = 0
        self._parser = expat.ParserCreate(namespace_separator="\n")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.CharacterDataHandler = self._hear

    def feed(self, content: bytes, is_last: bool) -> None:
        try:
            self._parser.Parse(content, is_last)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            raise self._error(f"is not well-formed XML: {what}", error.lineno) from error

    def _error(self, reason: str, line: int) -> InputError:
        return InputError(self._path, f"its part {self._inside}, line {line}, {reason}")

    def _refuse(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise self._error("has a document type: take <!DOCTYPE ...> out of it", line)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition("\n")
        local = local if space in SPACES else ""
        self._open.append(local)
        if len(self._open) > _DEPTH:
            line = self._parser.CurrentLineNumber
            raise self._error(f"is nested deeper than {_DEPTH} elements", line)
        if local == "row":
            self._row = _whole(attributes.get("r"), self._row + 1)
            self._column = 0
        elif local == "c":
            found = _NAME.fullmatch(attributes.get("r", ""))
            self._column = _number(found[1]) if found else self._column + 1
            self._row = int(found[2]) if found else self._row
            self._kind = attributes.get("t", "n")
            self._style = _whole(attributes.get("s"), 0)
            self._pieces.clear()
            self._is_formula = False
        elif local == "si":
            self._pieces.clear()
        elif local == "rPh":
            self._phonetic += 1
        elif local == "f":
            self._is_formula = True
        self._is_text = local in ("v", "t") and not self._phonetic

    def _finish(self, _name: str) -> None:
        local = self._open.pop()
        self._is_text = False
        if local == "rPh":
            self._phonetic -= 1
        elif local == "si":
            self.texts.append(unescaped("".join(self._pieces)))
        elif local == "c":
            text = self._value("".join(self._pieces))
            is_open = self._is_formula and not text and self._kind == "n"
            if text or is_open:
                self._cells.append(Cell(self._column, self._row, text, is_open))
        elif local == "row":
            if self._cells:
                self.rows.append(self._cells)
            self._cells = []

    def _hear(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def _value(self, said: str) -> str:
        """What a cell shows."""
        if self._kind == "s":
            number = _whole(said.strip(), len(self._shown.texts))
            if number >= len(self._shown.texts):
                raise self._error(f"names the text {said!r}, which is not there", self._line)
            return self._shown.texts[number]
        if self._kind in ("str", "inlineStr"):
            return unescaped(said)
        if self._kind == "b":
            return {"0": "FALSE", "1": "TRUE"}.get(said.strip(), said)
        if self._kind != "n":  # an error, or a date that is written as one
            return said
        try:
            value = float(said)
        except ValueError:
            return said
        if self._style in self._shown.dates:
            return _date(value, _DAY_0_MAC if self._shown.is_mac else _DAY_0) or said
        return f"{value:.15g}"

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber


def _whole(said: str | None, otherwise: int) -> int:
    is_number = said is not None and said.isascii() and said.isdigit() and len(said) < 10
    return int(said) if is_number and said else otherwise


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column


def _date(days: float, day_0: datetime) -> str:
    """A number of days as a date, a time, or both; nothing where there is none such."""
    try:
        when = day_0 + timedelta(seconds=round(days * 86_400))
    except (OverflowError, ValueError):
        return ""
    if 0 <= days < 1:
        return f"{when:%H:%M:%S}"
    return f"{when:%Y-%m-%d}" if when.time() == day_0.time() else f"{when:%Y-%m-%d %H:%M:%S}"
