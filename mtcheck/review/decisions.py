"""What people decided in reviewed files, as entries of a baseline; and which file a copy is of.

A reviewed file comes back from somebody's desk. It decides about the findings that were put into
it, and about nothing else: what the finding is, is taken from the verdict that was stored beside
the copies, not from what the note says now. Only of a file without one, such as one that was
reviewed in place, the note is taken at its word.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from mtcheck.aside.baseline import Baseline, Known, added, compare
from mtcheck.review.notes import Note
from mtcheck.types import FileVerdict


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is decided about a file; ``faults`` are (place, why) of notes that decide nothing.

    ``n_open`` notes have no answer yet.
    """

    known: tuple[Known, ...]
    faults: tuple[tuple[str, str], ...]
    n_open: int


def copies(paths: Iterable[str]) -> Mapping[str, str]:
    """Where each file's copy is, below the folder for the copies: as in the folder of them all.

    >>> dict(copies(["texts/a.po", "texts/de/b.po"])), dict(copies(["texts/a.po"]))
    ({'texts/a.po': 'a.po', 'texts/de/b.po': 'de/b.po'}, {'texts/a.po': 'a.po'})
    """
    whole = {path: os.path.abspath(path) for path in paths}  # noqa: PTH100 (no links)
    folder = os.path.commonpath([os.path.dirname(path) for path in whole.values()]) if whole else ""  # noqa: PTH120
    return {path: PurePath(os.path.relpath(at, folder)).as_posix() for path, at in whole.items()}


def decide(notes: Sequence[Note], file: str, verdict: FileVerdict | None) -> Decisions:
    """What the notes of a file decide. ``file`` is its name in a baseline."""
    findings = {f.fingerprint: f for f in verdict.findings} if verdict else {}
    known: dict[str, Known] = {}
    faults: list[tuple[str, str]] = []
    n_open = 0
    for note in notes:
        finding = findings.get(note.fingerprint)
        if note.fault:
            faults.append((note.place, note.fault))
        elif not note.decision:
            n_open += 1
        elif verdict and finding is None:
            faults.append((note.place, "a note of no finding that mtcheck has put into it"))
        else:
            code, quote = (finding.code, finding.quote) if finding else (note.code, note.quote)
            entry = Known(file, note.fingerprint, code, quote, note.decision, note.reason)
            before = known.setdefault(note.fingerprint, entry)
            if before.decision != entry.decision:
                faults.append((note.place, f"{entry.decision} here, {before.decision} before"))
    return Decisions(tuple(known.values()), tuple(faults), n_open)


def merged(
    baseline: Baseline, known: Iterable[Known], verdicts: Iterable[FileVerdict] = ()
) -> Baseline:
    """The baseline with these decisions, which count more than those that it has.

    A file all of whose findings it then knows may be as bad as its verdict says.
    """
    entries = {(entry.file, entry.fingerprint): entry for entry in (*baseline.findings, *known)}
    made = replace(baseline, findings=tuple(entries.values()))
    for verdict in verdicts if made.files is not None else ():
        comparison = compare([verdict], made)
        if not comparison.new:
            made = added(made, comparison)
    return made
