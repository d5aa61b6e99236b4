"""Files to documents: one module per family of formats, picked late by ``read``.

A reader decodes and cuts a file into units, in order. It never repairs: what is wrong with the
*text* is for the rules to find. What is wrong with the *file* is an :class:`InputError` that
names the file, the line where there is one, and what to do about it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mtcheck.contents import Limits, too_many
from mtcheck.errors import InputError
from mtcheck.readers.decoding import load
from mtcheck.types import Reading

STANDARD_INPUT: Final = "-"

FAMILIES: Final = {
    "": "plain",
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "web",
    ".htm": "web",
    ".xhtml": "web",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
}
"""File extension, lower-case, to the module of this package that reads it."""

SUPPORTED: Final = tuple(extension for extension in FAMILIES if extension)


LIMITS: Final = Limits()

LINES_A_SENTENCE: Final = 10
"""Text wrapped at 40 columns has five lines in a long sentence; as many may be blank."""


PIECES: Final = {"web": (("tags", "<", 5),), "markdown": (("opening brackets", "[", 1),)}
"""What else takes time, how it begins, and how many there may be for each sentence. A page of news
has two tags a sentence; each bracket that is never closed costs Markdown 20 looks ahead."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns of a table, or of the keys of JSON lines.

    The source and the id column may be missing from a file, unless their name is not the
    default one or ``explicit`` says that the user named them.
    """

    candidate: str = "candidate"
    source: str = "source"
    id: str = "id"
    explicit: bool = False

    @property
    def source_required(self) -> bool:
        """A file without the source column is refused."""
        return self.explicit or self.source != "source"

    @property
    def id_required(self) -> bool:
        """A file without the id column is refused."""
        return self.id != "id"


def read(
    path: str,
    *,
    encoding: str | None = None,
    columns: Columns | None = None,
    content: bytes | None = None,
    limits: Limits = LIMITS,
) -> Reading:
    """The document in a file and, where the file is bilingual, its source.

    ``path`` ``-`` is standard input, read as plain text. The text is strict UTF-8 (a byte order
    mark is accepted and also announces UTF-16 and UTF-32) unless ``encoding`` names another.
    Units are paragraphs, lines, table rows or JSON lines; their ids are running numbers from 1,
    or the id column. Only LF, CRLF and CR end a line. ``content`` stands in for the file.

    A file beyond the ``limits`` is refused before it is taken apart: of ten times as many lines as
    sentences are allowed, or of more units.

    Raises :class:`InputError` for a file that is missing, a folder, unreadable, empty, binary,
    too large, undecodable, of an unsupported kind or malformed, and :class:`ConfigError` for an
    encoding that does not exist.
    """
    extension = "" if path == STANDARD_INPUT else Path(path).suffix.lower()
    text = load(path, encoding=encoding, refuse=_refusal(extension), content=content, limits=limits)
    _check_pieces(text, path, FAMILIES[extension], limits)
    family = importlib.import_module(f"{__name__}.{FAMILIES[extension]}")
    reading: Reading = family.parse(text, path=path, columns=columns or Columns())
    if not any(unit.text.strip() for unit in reading.candidate.units):
        raise InputError(path, "holds no text to judge")
    if len(reading.candidate.units) > limits.sentences:
        raise InputError(path, f"holds {too_many(limits.sentences)}")
    return reading


def _check_pieces(text: str, path: str, family: str, limits: Limits) -> None:
    """Refuse what would take gigabytes, or minutes, to take apart."""
    for name, mark, most in PIECES.get(family, ()):
        count = text.count(mark)
        if count > most * limits.sentences:
            reason = f"has {count:,} {name}, too many for {limits.sentences:,} sentences"
            raise InputError(path, f"{reason}: split it, or raise --max-sentences")
    lines = text.count("\n") + text.count("\r")
    if lines > LINES_A_SENTENCE * limits.sentences:
        raise InputError(path, f"has {lines:,} lines, which may be {too_many(limits.sentences)}")


def _refusal(extension: str) -> str:
    """Why a file with this extension is not read, or nothing."""
    if extension in FAMILIES:
        return ""
    return (
        f"files ending in {extension!r} are not supported: save it as one of {', '.join(SUPPORTED)}"
    )
