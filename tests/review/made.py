"""Files with findings, as the commands make them: judged by the stand-in, notes put in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from mtcheck.config import Config
from mtcheck.config.sections import ReadConfig
from mtcheck.readers import read
from mtcheck.review import Reviewed, notes_of, review_file
from mtcheck.review.notes import Note
from mtcheck.types import FileVerdict, Reading

from .. import stand_in

SETTINGS = ReadConfig()


def judged(path: str, content: bytes) -> FileVerdict:
    """``Brinken`` is a major finding, ``signal`` a critical one, a space before a comma minor."""
    candidate = read(path, content=content).candidate
    return stand_in.judge_document(candidate, None, stand_in.load_tools(Config()))


def reviewed(path: str, content: bytes, verdict: FileVerdict | None = None) -> Reviewed:
    return review_file(verdict or judged(path, content), content, settings=SETTINGS)


def notes(path: str, content: bytes) -> tuple[Note, ...]:
    return notes_of(path, content, settings=SETTINGS)


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(unit.id, unit.text) for unit in reading.candidate.units]


def same_verdict(path: str, before: bytes, after: bytes) -> bool:
    """Is every sentence judged as before? Only the places of findings may be others."""
    one, other = judged(path, before), judged(path, after)
    bare = [
        [replace(f, line=0, column=0, place="") for f in verdict.findings]
        for verdict in (one, other)
    ]
    return bare[0] == bare[1] and said(read(path, content=before)) == said(
        read(path, content=after)
    )


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()
