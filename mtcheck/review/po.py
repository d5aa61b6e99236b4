r"""Notes in PO files: a translator's comment above the entry, which every PO editor shows.

::

    # mtcheck[0123456789abcdef] ACC101 name-altered (major): “Brinken” → “Blinken”. Not so there.
    #: talks.c:12
    msgid "..."
    msgstr "Antony Brinken arrived."

The person who decides writes at the end of the line, or in a comment line of its own below it that
begins with ``=>``. Lines are put in and taken out whole, so that nothing else changes.

polib, and editors built on it, wrap long comments when they save. A note or an answer so cut is put
together again: it goes on in the line below if the first word there did not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mtcheck.review.notes import ARROW, BEGINS, Note, decided, read_note
from mtcheck.review.spots import Spot

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

IS_XML: Final = False
"""Whether a character that the file's encoding lacks may be written as a reference."""

WRAPPED: Final = 78
"""Characters of a line of a comment that polib wraps."""

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_WORD: Final = re.compile(r"[^\s-]*-?")
_COMMENT: Final = re.compile(r"\s*#(?![~,.:|=])\s?(.*)")


def strip(text: str, *, path: str, settings: ReadConfig) -> str:
    """The file without any note of ours, and what people answered to them."""
    del path, settings
    ours = {number for note in _found(text) for number in note[1]}
    lines = (found[0] for found in _LINE.finditer(text))
    return "".join(line for number, line in enumerate(lines, 1) if number not in ours)


def insert(text: str, spots: Sequence[Spot], *, path: str, settings: ReadConfig) -> str:
    """The file with each note above the entry of its unit. It must hold none of ours."""
    del path, settings
    above: dict[int, list[str]] = {}
    begins = _begins(text)
    for spot in spots:
        line = begins[spot.unit.where(spot.start).line - 1]
        above.setdefault(line, []).append(spot.note + spot.answer)
    parts: list[str] = []
    for number, found in enumerate(_LINE.finditer(text), 1):
        parts += [f"# {note}{found[2] or chr(10)}" for note in above.get(number, ())]
        parts.append(found[0])
    return "".join(parts)


def notes_in(text: str, *, path: str, settings: ReadConfig) -> tuple[Note, ...]:
    """The notes of a file, with what people answered, in order."""
    del path, settings
    return tuple(note for note, _ in _found(text))


def _found(text: str) -> Iterator[tuple[Note, list[int]]]:
    """Each note of ours with the lines that it and its answer take."""
    pieces: list[str] = []
    lines: list[int] = []
    last = ""
    for number, found in enumerate(_LINE.finditer(text), 1):
        comment = _COMMENT.match(found[1])
        said = comment[1] if comment else ""
        if pieces and said.startswith(ARROW):
            pieces.append(said)
        elif pieces and not BEGINS.match(said) and _goes_on(last, said):
            pieces[-1] += said if last.endswith("-") else f" {said}"
        else:
            yield from _note(pieces, lines)
            pieces, lines = [said] if BEGINS.match(said) else [], []
        lines.append(number)
        last = found[1]
    yield from _note(pieces, lines)


def _note(pieces: Sequence[str], lines: list[int]) -> Iterator[tuple[Note, list[int]]]:
    """The note that a comment and the answers below it are, if they are one."""
    note = read_note(pieces[0], f":{lines[0]}") if pieces else None
    for answer in pieces[1:]:
        note = decided(note, answer) if note else None
    if note:
        yield note, lines


def _goes_on(line: str, said: str) -> bool:
    """Was the line broken because the next word did not fit?

    >>> _goes_on("# It was" + " so" * 22, "there."), _goes_on("# It was so.", "Is it?")
    (True, False)
    """
    word = _WORD.match(said)
    length = len(line) + (not line.endswith("-")) + len(word[0] if word else "")
    return bool(said) and len(line) <= WRAPPED < length


def _begins(text: str) -> list[int]:
    """For each line, the line on which its entry begins, comments included."""
    begins: list[int] = []
    begin, state = 1, "between"
    for number, found in enumerate(_LINE.finditer(text), 1):
        line = found[1].lstrip()
        if line.startswith("#~") or (not line and state == "comments"):
            state = "between"
        elif line.startswith(("#", "msgctxt", "msgid")) and not line.startswith("msgid_plural"):
            if state in ("between", "value"):
                begin = number
            state = "comments" if line.startswith("#") else "key"
        elif line.startswith("msgstr"):
            state = "value"
        begins.append(begin)
    return begins
