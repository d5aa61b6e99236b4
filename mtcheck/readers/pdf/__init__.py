"""PDF: the text of its pages, column by column, as the paragraphs that it was before it was set.

A paragraph, heading, list item, table cell, caption or footnote is a unit, its lines joined; the
places are pages. Left out are running headers, footers and page numbers, text that is turned, and
invisible text that lies under text that can be seen; the remarks say how much. Bullets, marks of
footnotes and ligatures are a printer's: the text has none of them. White text on white, and
text under a picture, is read like any other.

A scan has no text: it is refused, unless recognition has laid an invisible layer over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mtcheck.errors import InputError
from mtcheck.text import counted
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.pdf.lines import Sheet

MOST_UNKNOWN: Final = 0.05
"""Share of glyphs of unknown characters from which there is nothing to judge."""


def parse(content: bytes, *, path: str, settings: ReadConfig) -> Reading:
    """Read a PDF. Raises InputError for what is none, encrypted, damaged, or holds no text."""
    try:
        import pdfminer  # noqa: F401
    except ModuleNotFoundError as error:
        reason = "a PDF needs pdfminer.six: pip install 'mtcheck[formats]'"
        raise InputError(path, reason) from error
    from mtcheck.readers.pdf.glyphs import pages
    from mtcheck.readers.pdf.lines import gutters_of, lines_of, sheet_of
    from mtcheck.readers.pdf.paragraphs import units_of, without_running

    language, found = pages(content, path=path, limits=settings.limits)
    sheets = []
    characters = 0
    for page in found:
        characters += len(page.glyphs)
        sheets.append(sheet_of(page))
    empty = [sheet.number for sheet in sheets if not sheet.rows]
    if len(empty) == len(sheets):
        raise InputError(path, "holds no text: scanned? Run text recognition (OCR) on it first")
    unknown = sum(sheet.counts.unknown for sheet in sheets)
    if unknown > MOST_UNKNOWN * characters:
        reason = f"{unknown:,} of {characters:,} glyphs of its fonts say no character"
        raise InputError(path, f"{reason}: run text recognition (OCR) on it")
    running = without_running(sheets)
    gutters = gutters_of(sheets)
    units = units_of([line for sheet in sheets for line in lines_of(sheet, gutters)])
    remarks = _remarks(sheets, empty, running)
    return Reading(Document(path, language, "pdf", units, remarks=remarks))


def _remarks(sheets: Sequence[Sheet], empty: Sequence[int], running: int) -> tuple[str, ...]:
    def total(name: str) -> int:
        return sum(getattr(sheet.counts, name) for sheet in sheets)

    scanned = sum(sheet.counts.invisible for sheet in sheets)
    told = (
        (running, "{} of running headers, footers and page numbers left out", "line"),
        (total("turned"), "{} of text that is turned left out", "character"),
        (total("outside"), "{} outside of the pages left out", "character"),
        (total("hidden"), "{} of invisible text left out", "character"),
        (scanned, "{} read from the layer that text recognition made", "page"),
        (total("unknown"), "{} that the fonts do not name, shown as \ufffd", "character"),
    )
    found = [words.format(counted(number, noun)) for number, words, noun in told if number]
    if empty:
        pages = ", ".join(map(str, empty[:5])) + (", ..." if len(empty) > 5 else "")
        noun = "page" if len(empty) == 1 else "pages"
        found.append(f"no text on {noun} {pages}: blank, or a picture")
    return tuple(found)
