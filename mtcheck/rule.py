"""What a rule is: a declaration, its examples, and a detector that yields marks.

A rule file holds a docstring (the user's page), ``detect``, private helpers and one ``RULE``.
``detect(alignments, ctx, *, option=default)`` is a generator of :class:`Mark`; it reads no
file, no global, no state. :func:`run_rule` stamps code, name, category and severity on each
mark and makes a :class:`~mtcheck.types.Finding` of it, so that they are declared only once.
"""

from __future__ import annotations

import inspect
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtcheck.errors import RuleError
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    Finding,
    Fix,
    Sentence,
    Severity,
    Side,
    Suppression,
    Unit,
    Where,
)

if TYPE_CHECKING:
    from mtcheck.glossary import Glossary
    from mtcheck.lexicon import Lexicon
    from mtcheck.models import Encoder, Judge, Judgement, Link, TaggedWord

Detector = Callable[..., Iterator["Mark"]]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the quotes that the rule must mark in it, in order, and no others.

    Each line of ``candidate`` is a unit; with ``source``, line n is compared with line n of
    the source, unless ``parallel`` is False: then the source merely tells the same story and
    sentences are matched by meaning. No quotes: a near miss that must stay silent.
    ``suggestions``, where given, are checked as well. ``glossary`` is the text of a glossary
    table, for rules that need one. ``strings``: the lines are strings of a program, each
    by itself, and their placeholders are masked.
    """

    candidate: str
    source: str = ""
    quotes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    parallel: bool = True
    note: str = ""
    glossary: str = ""
    strings: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A detector and everything to say about it.

    ``needs`` may name ``source``, ``judge`` or ``glossary``: the rule is skipped where there is
    none; and ``findings``: it runs after the others, when it is known which suppressions are idle.
    ``options`` are the detector's keyword-only parameters with their defaults. ``fix`` says
    whether its suggestions may be put into the file by themselves.
    """

    code: str
    name: str
    category: Category
    severity: Severity
    detect: Detector
    examples: tuple[Example, ...]
    needs: tuple[str, ...] = ()
    fix: Fix = Fix.NONE

    @property
    def doc(self) -> str:
        """The user's page: the docstring of the rule's module."""
        module = inspect.getmodule(self.detect)
        return inspect.cleandoc((module.__doc__ if module else "") or "")

    @property
    def options(self) -> dict[str, Any]:
        """Option names and defaults, read off the detector's signature."""
        parameters = inspect.signature(self.detect).parameters.values()
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


@dataclass(frozen=True, slots=True)
class Mark:
    """A suspected error, in offsets of one sentence: ``sentence.text[start:end]``.

    ``severity`` overrides the rule's own where a single case hurts more or less, ``fix`` where a
    single suggestion is less certain than the rule's others. ``place``, a line and a column, is
    where the fault lies if that is beside the text, as in a comment; the mark is then empty.
    ``probability`` is that of an editor marking it, where a rule knows it.
    """

    alignment: Alignment
    sentence: Sentence
    start: int
    end: int
    message: str
    suggestion: str = ""
    source_quote: str = ""
    side: Side = Side.CANDIDATE
    severity: Severity | None = None
    probability: float | None = None
    fix: Fix | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the alignments.

    ``candidate`` and ``source`` are all sentences of the file and of its source (empty
    without one); ``others`` are the other candidate files of the run. ``parallel`` is True
    when the two texts are versions of each other line by line, so that what is missing on
    one side means something; False when they merely tell the same story. ``phrases`` are the
    user's (found, expected) pairs, ``names`` the names that the user knows to be right. ``idle``
    are the suppressions that set nothing aside. ``glossary`` are the user's own terms. Of units
    with masks the alignments hold views (:mod:`mtcheck.masked`); ``written`` are these units as
    they are in the file, by side and id. ``strings``: the units of the candidate are strings of a
    program, each by itself, and not the paragraphs of one text.
    """

    candidate: tuple[Sentence, ...]
    source: tuple[Sentence, ...]
    lexicon: Lexicon
    encoder: Encoder
    others: tuple[Document, ...] = ()
    parallel: bool = False
    phrases: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    judge: Judge | None = None
    idle: tuple[Suppression, ...] = ()
    glossary: Glossary | None = None
    written: Mapping[tuple[Side, str], Unit] = field(default_factory=dict)
    strings: bool = False

    def judgement(self, alignment: Alignment) -> Judgement:
        """What the judge says of an alignment: beside its source where it has one."""
        if self.judge is None:
            raise ValueError("there is no judge; a rule that asks one declares that it needs it")
        return self.judge.judge(alignment.candidate_text, alignment.source_text)

    def words(self, text: str) -> tuple[TaggedWord, ...]:
        """The words of a sentence with part-of-speech tags, from the embedded tagger."""
        return self.encoder.tag(text)

    def links(self, alignment: Alignment) -> tuple[Link, ...]:
        """Word links between the two sides of an alignment (offsets of the joined texts).

        Empty when either side is empty.
        """
        if not alignment.candidate or not alignment.source:
            return ()
        return self.encoder.link(alignment.candidate_text, alignment.source_text)


@dataclass(frozen=True, slots=True)
class Passage:
    """The candidate sentences of one unit, for rules that look across sentence borders.

    A missing space (``increasing.Mr. Xi``) or a quotation mark that opens a paragraph lies
    where one sentence ends and the next begins; only the whole unit shows it.
    """

    unit: Unit
    parts: tuple[tuple[Alignment, Sentence], ...]

    @property
    def text(self) -> str:
        """The unit's text: offsets of :meth:`mark` count in it."""
        return self.unit.text

    def mark(
        self,
        start: int,
        end: int,
        message: str,
        *,
        suggestion: str = "",
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Mark | None:
        """A mark at ``unit.text[start:end]``, cut to the one sentence that holds most of it.

        Of two equal halves the later is taken. A suggestion for a span that had to be cut is
        dropped. None where no candidate sentence touches the span.
        """
        best: tuple[int, Alignment, Sentence] | None = None
        for index in range(self._first_after(start), len(self.parts)):
            alignment, sentence = self.parts[index]
            if sentence.start >= end:
                break
            overlap = min(end, sentence.end) - max(start, sentence.start)
            if best is None or overlap >= best[0]:
                best = overlap, alignment, sentence
        if best is None:
            return None
        overlap, alignment, sentence = best
        return Mark(
            alignment,
            sentence,
            max(start, sentence.start) - sentence.start,
            min(end, sentence.end) - sentence.start,
            message,
            suggestion=suggestion if overlap == end - start else "",
            severity=severity,
            fix=fix,
        )

    def holds(self, start: int, end: int) -> bool:
        """Does one sentence hold the whole of ``unit.text[start:end]``?"""
        first = self._first_after(start)
        if first == len(self.parts):
            return False
        sentence = self.parts[first][1]
        return sentence.start <= start and end <= sentence.end

    def _first_after(self, offset: int) -> int:
        """The index of the first sentence that ends after ``offset``."""
        return bisect_right(self.parts, offset, key=lambda part: part[1].end)


def passages(alignments: Sequence[Alignment]) -> tuple[Passage, ...]:
    """The candidate units of a file in reading order, each with its sentences."""
    parts: dict[Unit, list[tuple[Alignment, Sentence]]] = {}
    for alignment in alignments:
        for sentence in alignment.candidate:
            parts.setdefault(sentence.unit, []).append((alignment, sentence))
    return tuple(
        Passage(unit, tuple(sorted(found, key=lambda part: part[1].start)))
        for unit, found in sorted(parts.items(), key=lambda item: item[0].line)
    )


def has_needs(rule: Rule, ctx: Context) -> bool:
    """Is everything there that the rule needs?"""
    there = {"source": ctx.source, "judge": ctx.judge, "glossary": ctx.glossary}
    return not any(need in there and not there[need] for need in rule.needs)


def run_rule(
    rule: Rule, alignments: Sequence[Alignment], ctx: Context, **options: Any
) -> tuple[Finding, ...]:
    """Run one rule over a file.

    Raises :class:`RuleError` naming the rule and the file when the detector crashes or marks
    a span that is not inside its sentence: bad code is never taken for good text.
    """
    if not has_needs(rule, ctx):
        return ()
    findings = []
    try:
        for mark in rule.detect(alignments, ctx, **options):
            findings.append(_finding(rule, mark))
    except RuleError:
        raise
    except Exception as error:
        where = alignments[0].candidate_text[:60] if alignments else ""
        raise RuleError(
            f"rule {rule.code} crashed on a file beginning {where!r}: {error!r}"
        ) from error
    return tuple(findings)


def _finding(rule: Rule, mark: Mark) -> Finding:
    sentence = mark.sentence
    if mark.place is None and not 0 <= mark.start < mark.end <= len(sentence.text):
        raise RuleError(
            f"rule {rule.code} marked [{mark.start}:{mark.end}] outside {sentence.text!r}"
        )
    start, end = sentence.start + mark.start, sentence.start + mark.end
    where = Where(*mark.place) if mark.place else sentence.unit.where(start)
    fix = rule.fix if mark.fix is None else mark.fix
    return Finding(
        code=rule.code,
        name=rule.name,
        category=rule.category,
        severity=mark.severity or rule.severity,
        message=mark.message,
        alignment=mark.alignment.index,
        side=mark.side,
        unit=sentence.unit.id,
        line=where.line,
        column=where.column,
        place=where.place,
        start=start,
        end=end,
        quote=sentence.unit.text[start:end],
        suggestion=mark.suggestion,
        source_quote=mark.source_quote,
        probability=mark.probability,
        fix=fix if mark.suggestion and mark.side is Side.CANDIDATE else Fix.NONE,
    )
