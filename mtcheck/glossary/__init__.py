"""The user's own terms: what must be said, may be said, and must not be said.

A glossary is a list of rows. Each belongs to a *concept*: in a table the rows with the same
``source``, in a termbase one entry. A row's ``source`` is what the cleaner text says, its
``target`` what the text under test has to say there; both are in the same language, and often the
same words.

=================  =================================================================================
status             what it asks
=================  =================================================================================
preferred          where the source text uses ``source``, the candidate uses ``target``
allowed            ``target`` will do as well
forbidden          the candidate never uses ``target``
do-not-translate   ``source`` stands in the candidate letter for letter
=================  =================================================================================

:mod:`~mtcheck.glossary.tables` reads CSV, :mod:`~mtcheck.glossary.termbases` TBX,
:mod:`~mtcheck.glossary.checks` says what is wrong with a glossary as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from mtcheck.contents import LIST_MB, MB, content_of
from mtcheck.errors import ConfigError
from mtcheck.types import Severity


class Status(StrEnum):
    """What a row asks of the candidate."""

    PREFERRED = "preferred"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    DO_NOT_TRANSLATE = "do-not-translate"


class Match(StrEnum):
    """``inflected``: any form of the words, with a space or a hyphen; ``exact``: as listed."""

    INFLECTED = "inflected"
    EXACT = "exact"


class Case(StrEnum):
    """``smart``: capitals count where the listed term has any."""

    SMART = "smart"
    SENSITIVE = "sensitive"
    INSENSITIVE = "insensitive"


@dataclass(frozen=True, slots=True)
class Term:
    """One row. ``source`` and ``target`` are as listed, spaces made single.

    ``severity`` None leaves the rule's own. ``part_of_speech`` is ``noun``, ``verb``,
    ``adjective``, ``adverb`` or empty for unknown. ``path`` and ``line`` say where it is listed.
    """

    concept: str
    source: str
    target: str
    status: Status
    match: Match = Match.INFLECTED
    case: Case = Case.SMART
    severity: Severity | None = None
    note: str = ""
    part_of_speech: str = ""
    path: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)

    @property
    def accepted(self) -> bool:
        """May the candidate say ``target``?"""
        return self.status is not Status.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Glossary:
    """All rows, in the order of the files; equal to another with the same rows.

    ``digest`` stands for the rows wherever glossaries are compared, hashed or named: a signature
    holds it, and what is prepared of a large glossary is found again by it.
    """

    terms: tuple[Term, ...] = field(compare=False, repr=False)
    digest: str


class Problem(NamedTuple):
    """Something wrong, and where. ``fatal``: nothing can be checked with such a glossary."""

    path: str
    line: int
    text: str
    fatal: bool = True

    def __str__(self) -> str:
        """``file:line: what is wrong``; without a line where it concerns the whole file."""
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


def make_glossary(terms: Sequence[Term]) -> Glossary:
    """A glossary of these rows.

    >>> row = Term("sign in", "sign in", "sign in", Status.PREFERRED)
    >>> make_glossary([row]) == make_glossary([row]), make_glossary([row]) == make_glossary([])
    (True, False)
    """
    return Glossary(tuple(terms), hashlib.sha256(repr(tuple(terms)).encode()).hexdigest()[:16])


def read_glossary(paths: Sequence[str | Path]) -> Glossary | None:
    """The rows of all these files, CSV or TBX, together; None of no file.

    Raises ConfigError with file and line for the first problem that leaves open what is asked:
    :func:`inspect_glossary` lists them all.
    """
    terms, problems = inspect_glossary(paths)
    for problem in problems:
        if problem.fatal:
            raise ConfigError(str(problem))
    return make_glossary(terms) if paths else None


def inspect_glossary(paths: Sequence[str | Path]) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """The rows that can be read, and every problem, in the order of files and lines."""
    from mtcheck.glossary.checks import check_terms

    terms: list[Term] = []
    problems: list[Problem] = []
    order: dict[str, int] = {}
    for path in paths:
        order.setdefault(str(path), len(order))
        content = _content(path)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        found, wrong = parse_glossary(content, path=str(path))
        terms += found
        problems += wrong
        if not found and not wrong:
            problems.append(Problem(str(path), 0, "no term in it"))
    problems += check_terms(terms)
    problems.sort(key=lambda problem: (order[problem.path], problem.line))
    return tuple(terms), tuple(problems)


def parse_glossary(content: bytes, *, path: str) -> tuple[list[Term], list[Problem]]:
    """The rows of one file: TBX where it is XML by its name or its first character, else CSV."""
    from mtcheck.glossary.tables import parse_table
    from mtcheck.glossary.termbases import parse_termbase

    begin = content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if path.lower().endswith((".tbx", ".xml")) or begin.startswith(b"<"):
        return parse_termbase(content, path=path)
    return parse_table(content, path=path)


def _content(path: str | Path) -> bytes | Problem:
    try:
        return content_of(path, most=int(LIST_MB * MB))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        return Problem(str(path), 0, f"the glossary cannot be read: {reason}")
