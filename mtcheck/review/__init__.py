"""Findings into files that people review in their own tools, and what they decided back out.

One module per format. ``insert`` puts notes in and changes nothing else, ``strip`` takes them out,
``notes_in`` reads them with what people answered. What was written is read again before anybody
gets it: every sentence must say what it said, and every note must be found.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from mtcheck.config.sections import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import BINARY, FAMILIES, declared_by, read
from mtcheck.readers.archives import is_packed
from mtcheck.readers.decoding import load, own_encoding
from mtcheck.review.notes import Note
from mtcheck.review.spots import find_spots
from mtcheck.types import FileVerdict, Reading

_BY_FAMILY: Final = {"strings.po": "po", "office.word": "docx"}

FORMATS: Final = {
    extension: "xliff" if extension.endswith(("xlf", "xliff")) else _BY_FAMILY[family]
    for extension, family in FAMILIES.items()
    if family in _BY_FAMILY or extension.endswith(("xlf", "xliff"))
}
"""File extension, lower-case, to the module of this package that writes and reads its notes."""

_PLAIN: Final = {"“": '"', "”": '"', "→": "->", "…": "..."}
"""What our own words in a note become where an encoding lacks it."""

_ALIKE: Final = "with the notes in it, it would read differently: nothing was written into it"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file with notes in it: ``n_notes`` of them, ``n_answered`` of these answered before."""

    path: str
    content: bytes
    n_notes: int
    n_answered: int


def can_review(path: str) -> bool:
    """Can notes be put into a file of this name?"""
    return Path(path).suffix.lower() in FORMATS


def review_file(verdict: FileVerdict, content: bytes, *, settings: ReadConfig) -> Reviewed:
    """The file with a note for each finding that somebody has to decide about.

    ``content`` is what the file holds. Notes of an earlier run are replaced, answers to findings
    that are still there kept. Raises InputError for a file of another kind, for one that is not
    what was judged, and where notes cannot be put in without changing how it reads.
    """
    path = verdict.path
    before = notes_of(path, content, settings=settings)
    answers = {note.fingerprint: note.answer for note in before if note.answer}
    coding = _Coding(path, content, settings)
    format_ = _module(path)
    what = format_.strip(coding.of(content), path=path, settings=settings)
    bare = coding.bytes_of(what)
    reading = read(path, settings=settings, content=bare)
    spots = list(find_spots(verdict, reading.candidate, answers))
    if not spots:
        return Reviewed(path, bare, 0, 0)
    made = coding.bytes_of(format_.insert(what, spots, path=path, settings=settings))
    wanted = {spot.finding.fingerprint for spot in spots}
    there = {note.fingerprint for note in notes_of(path, made, settings=settings)}
    again = read(path, settings=settings, content=made)
    if _said(again) != _said(reading) or not wanted <= there:
        raise InputError(path, _ALIKE)
    return Reviewed(path, made, len(spots), sum(bool(spot.answer) for spot in spots))


def notes_of(path: str, content: bytes, *, settings: ReadConfig) -> tuple[Note, ...]:
    """The notes in a file, with what people answered. Raises InputError as reading it does."""
    what = _Coding(path, content, settings).of(content)
    found: tuple[Note, ...] = _module(path).notes_in(what, path=path, settings=settings)
    return found


def _module(path: str) -> ModuleType:
    suffix = Path(path).suffix.lower()
    if is_packed(path):
        raise InputError(path, "is packed: unpack it, and score it again, to put notes into it")
    if suffix not in FORMATS:
        raise InputError(path, "takes no notes: XLIFF, PO and Word files do")
    return importlib.import_module(f"{__name__}.{FORMATS[suffix]}")


class _Coding:
    """How the bytes of a file become what its module takes, and back: text, or the bytes.

    Its own characters come back as they are. Those of a note that its encoding lacks are written as
    XML has it, or in plain ones.
    """

    def __init__(self, path: str, content: bytes, settings: ReadConfig) -> None:
        self._errors = "xmlcharrefreplace" if _module(path).IS_XML else "backslashreplace"
        self._path, self._encoding = path, settings.encoding
        self._declared = declared_by(path)
        self._is_binary = FAMILIES[Path(path).suffix.lower()] in BINARY
        self._mark, self._codec = own_encoding(
            content, encoding=settings.encoding, declared=self._declared
        )

    def of(self, content: bytes) -> Any:
        """What the module of the format takes. Raises InputError where it would not come back."""
        if self._is_binary:
            return content
        text = load(self._path, encoding=self._encoding, content=content, declared=self._declared)
        if self.bytes_of(text) != content:
            reason = f"{self._codec} does not give the same bytes back: save it as UTF-8"
            raise InputError(self._path, reason)
        return text

    def bytes_of(self, what: str | bytes) -> bytes:
        """The content of the file again. Raises InputError where its encoding lacks characters."""
        if isinstance(what, bytes):
            return what
        plain = {} if self._errors == "xmlcharrefreplace" else _PLAIN
        missing = {ord(char): new for char, new in plain.items() if not self._has(char)}
        try:
            return self._mark + what.translate(missing).encode(self._codec, self._errors)
        except UnicodeError as error:
            reason = f"{self._codec} has not all characters of the notes: save it as UTF-8"
            raise InputError(self._path, reason) from error

    def _has(self, char: str) -> bool:
        try:
            return bool(char.encode(self._codec))
        except UnicodeError:
            return False


def _said(reading: Reading) -> tuple[object, ...]:
    """What a file says, wherever it stands."""
    documents = (reading.candidate, reading.source)
    return tuple(
        tuple((unit.id, unit.text, unit.masks) for unit in document.units)
        for document in documents
        if document is not None
    )
