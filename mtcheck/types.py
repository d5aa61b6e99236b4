"""The nouns that cross a stage border: frozen, slotted, tuples not lists, small views only.

Offsets count code points of the unit's text. ``p_`` is a probability in [0, 1]. A score is
``100 * (1 - p_mangled)``, higher is better.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")


class Severity(StrEnum):
    """MQM severities: how much it hurts *if* the suspicion is true. Not how sure we are.

    >>> Severity.MAJOR.penalty > Severity.MINOR.penalty
    True
    """

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def penalty(self) -> int:
        """MQM severity multipliers 0, 1, 5, 25 (https://themqm.org)."""
        return {"neutral": 0, "minor": 1, "major": 5, "critical": 25}[self.value]


class Category(StrEnum):
    """The MQM top-level dimensions that our rules report in (https://themqm.org)."""

    ACCURACY = "accuracy"
    TERMINOLOGY = "terminology"
    STYLE = "style"
    LINGUISTIC = "linguistic conventions"
    DESIGN = "design and markup"


class Outcome(StrEnum):
    """The result for a file, or for one sentence."""

    CLEAN = "clean"
    SUSPECT = "suspect"
    MANGLED = "mangled"
    UNJUDGED = "unjudged"


class Side(StrEnum):
    """Which text of an alignment a finding points into."""

    CANDIDATE = "candidate"
    SOURCE = "source"


class Fix(StrEnum):
    """How far a suggestion may be put into the file without a person who reads it.

    ``safe``: whatever was meant, this is how it is written. ``unsafe``: the meaning changes, though
    nothing speaks for another one than the suggestion's. ``""``: a person has to decide.
    """

    NONE = ""
    SAFE = "safe"
    UNSAFE = "unsafe"


class Anchor(NamedTuple):
    """From ``text[offset]`` of a unit on, its characters stand in the file one by one.

    ``line`` and ``column`` (code points), both from 1, are those of the first. A column of 0: only
    the line is known; a line of 0: the file has no lines. ``place`` says where a person would look,
    where a line alone does not: ``cell B7``, ``page 3``, ``cue 17``.
    """

    offset: int
    line: int
    column: int
    place: str = ""


class Where(NamedTuple):
    """A place in a file: 1-based line and column, 0 where not known; and the place in words."""

    line: int
    column: int
    place: str = ""

    def __str__(self) -> str:
        """In words: ``line 3, column 7``, ``cell B7``, ``line 31, cue 12``."""
        line = f"line {self.line}" if self.line else ""
        column = f"column {self.column}" if self.line and self.column else ""
        return ", ".join(part for part in (line, column, self.place) if part)

    def within(self, path: str) -> str:
        """The place in a file, in the form that editors and terminals know.

        >>> Where(3, 7).within("a.txt"), Where(31, 0, "cue 12").within("a.srt")
        ('a.txt:3:7', 'a.srt:31, cue 12')
        >>> Where(0, 0, "page 3").within("a.pdf")
        'a.pdf, page 3'
        """
        known = [str(number) for number in (self.line, self.column) if number]
        at = ":".join([path, *known]) if self.line else path
        return f"{at}, {self.place}" if self.place else at


@dataclass(frozen=True, slots=True)
class Unit:
    """One addressable piece of a file: a paragraph, a table row, a subtitle.

    ``text`` is what a person reads there: never repaired. ``line`` is the 1-based line on which it
    begins; in a file without lines, its number. Without ``anchors`` the text is a slice of the file
    from the beginning of that line on; else they say where its characters stand, in the order of
    their offsets, the first at 0. ``masks`` are the ``text[start:end]``, in order, that are no
    language, such as placeholders.
    """

    id: str
    text: str
    line: int
    anchors: tuple[Anchor, ...] = ()
    masks: tuple[tuple[int, int], ...] = ()

    def where(self, offset: int) -> Where:
        """Where ``text[offset]`` stands in the file. Only LF, CRLF and CR end a line.

        >>> Unit("1", "one\\r\\ntwo", 10).where(6)
        Where(line=11, column=2, place='')
        >>> Unit("1", "R&D is", 3, (Anchor(0, 3, 5, "cue 2"), Anchor(2, 3, 11, "cue 2"))).where(4)
        Where(line=3, column=13, place='cue 2')
        """
        anchor = Anchor(0, self.line, 1)
        if self.anchors:
            nearest = bisect_right(self.anchors, offset, key=lambda anchor: anchor.offset)
            anchor = self.anchors[max(nearest - 1, 0)]
        if not anchor.line:
            return Where(0, 0, anchor.place)
        ends = _line_ends(self.text)
        last = bisect_right(ends, offset)
        lines = last - bisect_right(ends, anchor.offset)
        column = offset - ends[last - 1] + 1 if lines else anchor.column + offset - anchor.offset
        return Where(anchor.line + lines, column if anchor.column else 0, anchor.place)


@lru_cache(maxsize=16)
def _line_ends(text: str) -> tuple[int, ...]:
    """Where each line but the last ends; kept, because a unit may hold many findings."""
    return tuple(found.end() for found in _LINE_END.finditer(text))


@dataclass(frozen=True, slots=True)
class Suppression:
    """A person's word that findings do not count: a comment, a cell of a table, a list's entry.

    It covers ``units[start:end]`` of its document. ``code`` is a rule's code, its name, or the
    beginning of a code, as written; empty means every rule. With ``fingerprint`` it covers that
    one finding only. ``place`` says in words where it stands, such as ``comment on line 3``;
    ``line`` and ``column`` are its 1-based place in the document, and ``text`` is what is written.
    With ``fault``, which says what is wrong with it, it sets nothing aside.
    """

    place: str
    line: int
    column: int
    text: str
    start: int
    end: int
    code: str = ""
    reason: str = ""
    fingerprint: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader hands it over: decoded, in order, never repaired.

    ``language`` is the BCP 47 tag that the file declares, or empty. ``format`` is the reader's
    short name, such as ``txt``. ``suppressions`` are what the file, or a list beside it, says
    should not count; ``remarks`` sentences about how it was read that a user should know.
    """

    path: str
    language: str
    format: str
    units: tuple[Unit, ...]
    suppressions: tuple[Suppression, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of a unit: ``text == unit.text[start:end]``, always."""

    text: str
    unit: Unit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The candidate sentences and the source sentences that say the same.

    Either side may be empty; never both. This is the thing that is scored. ``index`` is its
    place in the file, from 0. ``cost`` is 1 - similarity of the two sides, 1.0 when one is
    empty.
    """

    index: int
    candidate: tuple[Sentence, ...]
    source: tuple[Sentence, ...]
    cost: float

    @property
    def candidate_text(self) -> str:
        """The candidate sentences joined by one space."""
        return " ".join(sentence.text for sentence in self.candidate)

    @property
    def source_text(self) -> str:
        """The source sentences joined by one space."""
        return " ".join(sentence.text for sentence in self.source)


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspected error with the evidence: ``quote == unit.text[start:end]``.

    ``alignment`` is an :class:`Alignment` index; ``unit`` the id of the unit on ``side``;
    ``line``, ``column`` and ``place`` are those of the quote in the file (:class:`Where`).
    ``probability`` is that
    of an editor marking it, None for a rule that does not know it. ``fingerprint`` is what it is
    known by after edits elsewhere (:mod:`mtcheck.fingerprint`). ``suppressed`` says who set it
    aside and why; such a finding is shown, but fails no gate, and moves no score that is made
    after. ``fix`` says whether ``mtcheck fix`` may put the suggestion in. ``own_severity`` is what
    the rule says where the user's settings have changed ``severity``, else None: evidence is
    weighed by it.
    """

    code: str
    name: str
    category: Category
    severity: Severity
    message: str
    alignment: int
    side: Side
    unit: str
    line: int
    column: int
    start: int
    end: int
    quote: str
    suggestion: str = ""
    source_quote: str = ""
    probability: float | None = None
    fingerprint: str = ""
    suppressed: str = ""
    own_severity: Severity | None = None
    fix: Fix = Fix.NONE
    place: str = ""

    @property
    def where(self) -> Where:
        """The place of the quote in the file."""
        return Where(self.line, self.column, self.place)


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """All that is known about one alignment, and what moved it.

    ``metrics`` are (name, value) pairs in a fixed order; a metric that could not be computed
    is left out. ``because`` lists reasons in plain words, the strongest first.
    """

    alignment: Alignment
    metrics: tuple[tuple[str, float], ...]
    findings: tuple[Finding, ...]
    p_mangled: float
    outcome: Outcome
    because: tuple[str, ...]

    @property
    def score(self) -> float:
        """100 * (1 - p_mangled), one decimal: 100.0 is flawless."""
        return round(100.0 * (1.0 - self.p_mangled), 1)

    def metric(self, name: str) -> float | None:
        """The metric's value, or None where it was not computed."""
        return dict(self.metrics).get(name)


@dataclass(frozen=True, slots=True)
class Rates:
    """What share of ``files`` files is called at least suspect, or mangled.

    Both are (share, low, high): the share that was measured, and its 95 % interval.
    """

    files: int
    suspect: tuple[float, float, float]
    mangled: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mode:
    """A named pair of file thresholds, inclusive, and what to expect of it.

    ``on_clean`` are the false alarms, measured on clean human files; ``on_mangled`` the recall,
    measured on mangled ones.
    """

    name: str
    suspect: float
    mangled: float
    on_clean: Rates
    on_mangled: Rates


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """The whole result for one file; reports and gate read nothing else.

    ``coverage`` is the share of candidate sentences with a source counterpart,
    ``source_coverage`` the reverse; both None without a source. ``error`` is non-empty when
    the file could not be judged at all (outcome ``unjudged``, no scores). ``mode`` names the
    one of ``modes`` whose thresholds gave the outcome; the others are kept so that it can be
    judged again without a model. ``because`` is what moved ``p_mangled`` besides findings.
    ``remarks`` say how the file was read, where a user should know.
    """

    path: str
    source_path: str
    outcome: Outcome
    reasons: tuple[str, ...]
    p_mangled: float | None
    scores: tuple[SentenceScore, ...]
    align_mode: str
    coverage: float | None
    source_coverage: float | None
    signature: str
    error: str = ""
    because: tuple[str, ...] = ()
    mode: str = ""
    modes: tuple[Mode, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def way(self) -> str:
        """How it was judged: with a ``source``, or ``alone``."""
        return "alone" if self.source_coverage is None else "source"

    @property
    def score(self) -> float | None:
        """100 * (1 - p_mangled) of the file, one decimal; None when unjudged."""
        return None if self.p_mangled is None else round(100.0 * (1.0 - self.p_mangled), 1)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of the file, in reading order."""
        return tuple(finding for score in self.scores for finding in score.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity, those that were set aside not counted."""
        return sum(f.severity is severity and not f.suppressed for f in self.findings)


@dataclass(frozen=True, slots=True)
class GateResult:
    """The answer for a set of files: passed or not, with a reason per failing file."""

    passed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file: the candidate, and the source where the file holds both.

    With ``source``, unit n of the source belongs to unit n of the candidate (same id): every
    row of a bilingual table is its own pair.
    """

    candidate: Document
    source: Document | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """What the aligner found, in candidate order.

    ``mode`` is the mode it took (``line``, ``parallel``, ``comparable`` or ``none``) and
    ``reason`` why. ``coverage`` is the share of candidate sentences with a source
    counterpart, ``source_coverage`` the reverse; both None where there is no source.
    """

    alignments: tuple[Alignment, ...]
    mode: str
    reason: str
    coverage: float | None
    source_coverage: float | None
