"""What may be taken from a PDF, and what becomes of one that asks for more.

pdfminer.six takes the file apart. It trusts what it reads: a stream may unpack to gigabytes, a
range of widths may have a billion members, a form may draw itself, a string of a megabyte
takes hours. So its classes are given a :class:`Budget`, which every token, glyph and
unpacked byte is paid from, and what it would follow without end is looked at before. The sums do
not depend on the machine: a file is refused everywhere or nowhere.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pdfminer.pdfdocument import PDFPasswordIncorrect

from mtcheck.contents import Limits, say_megabytes
from mtcheck.errors import InputError

WORK: Final = 400_000
WORK_A_BYTE: Final = 10
"""Tokens and glyphs that may be taken from a file: so many, and so many for each of its bytes. A
page of a book has 10,000 in 4,000 bytes; what has far more repeats itself, or was made to."""

OBJECTS: Final = 1_000_000
"""Tokens of objects, which are what a file is built of: pages, fonts, tables. What a page shows is
not among them. A thousand pages of a book have 300,000; a million take five seconds."""

SMALL_STREAM: Final = 1 << 21
"""Bytes of what is taken apart more slowly than a page: tables of objects, character maps."""

DEEPEST: Final = 50
"""Levels of the tree of pages, and of forms within forms."""


class EncryptedError(Exception):
    """The file opens with a password only."""


class Budget:
    """How much may still be taken from a file."""

    def __init__(self, path: str, size: int, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._work = WORK + WORK_A_BYTE * size
        self._objects = OBJECTS
        self._bytes = limits.bytes

    def spend(self, amount: int = 1) -> None:
        """Pay for work; raises InputError where there is none left."""
        self._work -= amount
        if self._work < 0:
            reason = "takes far more work to read than a file of its size should"
            raise InputError(self.path, f"{reason}: try to save it anew, or as text")

    def spend_object(self) -> None:
        """Pay for a token of an object; raises InputError as above."""
        self._objects -= 1
        self.spend(1 if self._objects >= 0 else self._work + 1)

    def unpack(self, size: int) -> None:
        """Pay for bytes that were unpacked; raises InputError as above."""
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
def outcome(path: str, page: int = 0) -> Iterator[None]:
    """Whatever the parser says of a file that it cannot read becomes an InputError."""
    where = f"page {page} of the PDF" if page else "the PDF"
    try:
        yield
    except InputError:
        raise
    except (PDFPasswordIncorrect, EncryptedError) as error:
        raise InputError(path, "is encrypted with a password: save it without one") from error
    except RecursionError as error:
        raise InputError(path, f"{where} is nested too deeply to be read") from error
    except Exception as error:  # a damaged file makes the parser raise whatever Python raises
        name = type(error).__name__
        reason = f"{where} is damaged or cut off ({name}): try to save it anew, or as text"
        raise InputError(path, reason) from error


@contextmanager
def quiet() -> Iterator[None]:
    """The parser logs what it skips; what matters of that is an error here."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
