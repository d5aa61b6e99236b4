"""Files to documents: one module per family of formats, picked late by ``read``.

A reader decodes and cuts a file into units, in order. It never repairs: what is wrong with the
*text* is for the rules to find. What is wrong with the *file* is an :class:`InputError` that
names the file, the line where there is one, and what to do about it.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Final

from mtcheck.config.sections import ReadConfig
from mtcheck.contents import Limits, too_many
from mtcheck.errors import InputError
from mtcheck.language import settled
from mtcheck.readers.archives import is_gzip, load_unpacked, plain_name, unpack
from mtcheck.readers.decoding import Declared, load, load_bytes, named_by
from mtcheck.readers.elements import ENCODING
from mtcheck.readers.pages.charset import charset_of
from mtcheck.types import Reading

STANDARD_INPUT: Final = "-"

FAMILIES: Final = {
    "": "plain",
    ".txt": "plain",
    ".text": "plain",
    ".md": "pages.markdown",
    ".markdown": "pages.markdown",
    ".html": "pages.web",
    ".htm": "pages.web",
    ".xhtml": "pages.web",
    ".epub": "pages.epub",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
    ".pdf": "pdf",
    ".json": "strings.json_strings",
    ".arb": "strings.json_strings",
    ".yaml": "strings.yaml_strings",
    ".yml": "strings.yaml_strings",
    ".properties": "strings.properties",
    ".strings": "strings.apple_strings",
    ".stringsdict": "strings.apple_strings",
    ".po": "strings.po",
    ".pot": "strings.po",
    ".xlf": "localisation.markup",
    ".xliff": "localisation.markup",
    ".mqxliff": "localisation.markup",
    ".mxliff": "localisation.markup",
    ".sdlxliff": "localisation.markup",
    ".txlf": "localisation.markup",
    ".tmx": "localisation.markup",
    ".xml": "localisation.markup",
    ".resx": "localisation.markup",
    ".resw": "localisation.markup",
    ".docx": "office.word",
    ".docm": "office.word",
    ".dotx": "office.word",
    ".dotm": "office.word",
    ".odt": "office.opendocument",
    ".ott": "office.opendocument",
    ".fodt": "office.opendocument",
    ".xlsx": "office.workbook",
    ".xlsm": "office.workbook",
}
"""File extension, lower-case, to the module of this package that reads it."""

SUPPORTED: Final = tuple(extension for extension in FAMILIES if extension)


BINARY: Final = frozenset(
    {
        "office.opendocument",
        "office.word",
        "office.workbook",
        "pages.epub",
        "pdf",
        "strings.properties",
    }
)
"""The modules that are given the bytes of a file, not its text."""

DECLARED: Final[dict[str, Declared]] = {
    "localisation.markup": ENCODING,
    "pages.web": charset_of,
    "strings.po": named_by(re.compile(rb"charset=(?!CHARSET)([\w.:-]{2,40})")),
}
"""How a file of a family says in which encoding it is, near its beginning."""

LINES_A_SENTENCE: Final = 10
"""Text wrapped at 40 columns has five lines in a long sentence; as many may be blank."""


PIECES: Final = {
    "pages.web": (("tags", "<", 5),),
    "pages.markdown": (
        ("opening brackets", "[", 1),
        ("asterisks", "*", 2),
        ("underscores", "_", 2),
        ("tildes", "~", 2),
        ("backticks", "`", 2),
    ),
}
"""What else takes time, how it begins, and how many there may be for each sentence. A page of news
has two tags a sentence; each bracket that is never closed costs Markdown 20 looks ahead, every
other mark one, of 25 microseconds."""


_SETTINGS: Final = ReadConfig()


def read(path: str, *, settings: ReadConfig = _SETTINGS, content: bytes | None = None) -> Reading:
    """The document in a file and, where the file is bilingual, its source.

    ``path`` ``-`` is standard input, read as plain text. Text is strict UTF-8 (a byte order mark is
    accepted and also announces UTF-16 and UTF-32) unless the settings name another encoding, or
    the format has a place where a file names its own. Units are paragraphs, rows, strings; their
    ids are the names that the file gives them, else running numbers from 1. Only LF, CRLF and CR
    end a line. ``content`` stands in for the file. A path may lead into a ZIP archive, and a file
    may be compressed with gzip (:mod:`mtcheck.readers.archives`). The documents say which language
    they are in, and a source in another one than English is left out with a remark
    (:mod:`mtcheck.language`).

    A file beyond the settings' limits is refused before it is taken apart: of ten times as many
    lines as sentences are allowed, or of more units.

    Raises :class:`InputError` for a file that is missing, a folder, unreadable, empty, binary,
    too large, undecodable, of an unsupported kind or malformed, and :class:`ConfigError` for an
    encoding that does not exist.
    """
    extension = "" if path == STANDARD_INPUT else Path(plain_name(path)).suffix.lower()
    refuse, limits = _refusal(extension), settings.limits
    if content is None and path != STANDARD_INPUT:
        content = load_unpacked(path, SUPPORTED, limits=limits)
    elif content is not None and is_gzip(path):
        content = unpack(content, path=path, limits=limits)
    name = FAMILIES.get(extension, "")
    what: bytes | str
    if name in BINARY:
        what = load_bytes(path, limits=limits) if content is None else content
        if not what:
            raise InputError(path, "is empty")
    else:
        what = load(
            path,
            encoding=settings.encoding,
            refuse=refuse,
            content=content,
            limits=limits,
            declared=DECLARED.get(name),
        )
        check_pieces(what, path, name, limits)
    family = importlib.import_module(f"{__name__}.{name}")
    reading: Reading = family.parse(what, path=path, settings=settings)
    if not any(unit.text.strip() for unit in reading.candidate.units):
        raise InputError(path, "holds no text to judge")
    if len(reading.candidate.units) > limits.sentences:
        raise InputError(path, f"holds {too_many(limits.sentences)}")
    if settings.candidate_column == settings.source_column:
        reading = Reading(reading.candidate)  # compared with itself it would be flawless
    return settled(reading, settings.language)


def declared_by(path: str) -> Declared | None:
    """How a file of this name says in which encoding it is; None for kinds that do not."""
    return DECLARED.get(FAMILIES.get(Path(path).suffix.lower(), ""))


def check_pieces(text: str, path: str, family: str, limits: Limits) -> None:
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
