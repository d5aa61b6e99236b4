"""Where a finding is shown to the person who reviews a file.

Most findings quote words of the file. What is missing from it (an omission quotes the source) is
shown at the unit where it should be: that of the sentence that stands in its place, or else of the
one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mtcheck.errors import InputError
from mtcheck.readers.traced import Lines
from mtcheck.review.notes import write_note
from mtcheck.types import Document, FileVerdict, Finding, Severity, Side, Unit

CHANGED: Final = "is not the text that was judged: score it again"

_REFERENCE: Final = re.compile(r"&[^;&<>\s]{1,40};|\r\n|[^<]", re.DOTALL)


class Spot(NamedTuple):
    """A note to be shown at ``unit.text[start:end]``; at the unit as a whole where that is empty.

    ``answer`` is what a person has written to an earlier one, to be put behind it.
    """

    finding: Finding
    note: str
    answer: str
    unit: Unit
    start: int
    end: int


def is_shown(finding: Finding) -> bool:
    """Is there something to decide? Not where it is set aside, or weighs nothing."""
    return finding.severity is not Severity.NEUTRAL and not finding.suppressed


def find_spots(
    verdict: FileVerdict, document: Document, answers: Mapping[str, str]
) -> Iterator[Spot]:
    """The spots of a verdict's findings in the document, in reading order.

    ``answers`` are what people have written already, by fingerprint. Raises InputError where the
    document is not what was judged.
    """
    units = {unit.id: unit for unit in document.units}
    for score in verdict.scores:
        for sentence in score.alignment.candidate:
            known = units.get(sentence.unit.id)
            if known is None or known.text != sentence.unit.text:
                raise InputError(verdict.path, CHANGED)
    near = next((s.unit.id for score in verdict.scores for s in score.alignment.candidate), "")
    for score in verdict.scores:
        near = next((s.unit.id for s in score.alignment.candidate), near)
        for finding in filter(is_shown, score.findings):
            is_quoted = finding.side is Side.CANDIDATE and finding.end > finding.start
            unit = units.get(finding.unit if is_quoted else near)
            start, end = (finding.start, finding.end) if is_quoted else (0, 0)
            if unit is None or (is_quoted and unit.text[start:end] != finding.quote):
                raise InputError(verdict.path, CHANGED)
            answer = answers.get(finding.fingerprint, "")
            yield Spot(finding, write_note(finding), answer, unit, start, end)


class Offsets:
    """From lines and columns to offsets of a file's text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)

    def start_of(self, unit: Unit, offset: int) -> int:
        """Where in the file ``unit.text[offset]`` begins; of its line, where only that is known."""
        where = unit.where(offset)
        return self._lines.at(where.line, max(where.column, 1))

    def of(self, spot: Spot) -> tuple[int, int]:
        """The span of the file that shows the spot's words, references written out."""
        start = self.start_of(spot.unit, spot.start)
        if spot.end <= spot.start:
            return start, start
        last = self.start_of(spot.unit, spot.end - 1)
        found = _REFERENCE.match(self._text, last)
        return start, max(start, found.end() if found else last)
