"""A glossary as a table: CSV with the columns source,target,status,match,case,severity,note.

Only ``source`` must be there, the order is free. Commas, semicolons (as spreadsheets of half of
Europe write them) and tabs are told apart by the first line. An empty ``target`` is the same as
the source; an empty ``status`` means preferred. For a forbidden wording that belongs to no concept
either cell will do.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from mtcheck.glossary import Case, Match, Problem, Status, Term
from mtcheck.types import Severity

COLUMNS = ("source", "target", "status", "match", "case", "severity", "note", "part_of_speech")

PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb")

Choice = TypeVar("Choice", bound=StrEnum)


def parse_table(content: bytes, *, path: str) -> tuple[list[Term], list[Problem]]:
    """The rows that can be read, and what is wrong with the others.

    >>> terms, problems = parse_table(b"source,status\\nwhite list,forbiden\\n", path="g.csv")
    >>> [str(problem) for problem in problems]
    ["g.csv:2: unknown status 'forbiden'; did you mean 'forbidden'?"]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [], [Problem(path, line, "the glossary is not UTF-8")]
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    terms: list[Term] = []
    problems: list[Problem] = []
    header: list[str] | None = None
    line = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if header is None:
                    header = [_name(cell) for cell in row]
                    problems += _check_header(header, path, line)
                    if problems:
                        return [], problems
                elif len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
                    wrong = f"{len(row)} cells where the first line has {len(header)}"
                    problems.append(Problem(path, line, wrong))
                else:
                    cells = {name: _clean(cell) for name, cell in zip(header, row, strict=False)}
                    term, wrong_cells = _term(cells, path, line)
                    problems += (Problem(path, line, wrong) for wrong in wrong_cells)
                    terms += [term] if term else []
            line = rows.line_num + 1
    except csv.Error as error:
        problems.append(Problem(path, line, f"not a CSV row: {error}"))
    return terms, problems


def _name(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_").replace("-", "_")


def _clean(cell: str) -> str:
    return " ".join(cell.split())


def _check_header(header: Sequence[str], path: str, line: int) -> list[Problem]:
    problems = []
    for name in header:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(COLUMNS)}"
            problems.append(Problem(path, line, f"unknown column {name!r}; {hint}"))
        elif header.count(name) > 1:
            problems.append(Problem(path, line, f"two columns are named {name!r}"))
            break
    if not problems and "source" not in header:
        problems.append(Problem(path, line, "no column 'source' in the first line"))
    return problems


def _term(cells: dict[str, str], path: str, line: int) -> tuple[Term | None, list[str]]:
    """The row's term, or None with what is wrong with its cells."""
    wrong: list[str] = []
    status = _choice(Status, "status", cells, Status.PREFERRED, wrong)
    exact = status is Status.DO_NOT_TRANSLATE
    match = _choice(Match, "match", cells, Match.EXACT if exact else Match.INFLECTED, wrong)
    case = _choice(Case, "case", cells, Case.SENSITIVE if exact else Case.SMART, wrong)
    severity = _choice(Severity, "severity", cells, None, wrong)
    part = cells.get("part_of_speech", "").lower()
    if part and part not in PARTS_OF_SPEECH:
        wrong.append(_unknown("part_of_speech", part, PARTS_OF_SPEECH))
    source, target = cells.get("source", ""), cells.get("target", "")
    wrong += _wrong_words(source, target, status)
    if wrong or status is None or match is None or case is None:
        return None, wrong
    concept = source.casefold()
    term = Term(
        concept,
        source or target,
        target or source,
        status,
        match,
        case,
        severity,
        cells.get("note", ""),
        part,
        path,
        line,
    )
    return term, wrong


def _wrong_words(source: str, target: str, status: Status | None) -> list[str]:
    if not source and not target:
        return ["source and target are empty"]
    if not source and status is not Status.FORBIDDEN:
        return ["source is empty"]
    wrong = [
        f"{name} {words!r} has neither a letter nor a digit"
        for name, words in (("source", source), ("target", target))
        if words and not any(char.isalnum() for char in words)
    ]
    if status is Status.DO_NOT_TRANSLATE and target not in ("", source):
        wrong.append(f"{source!r} is do-not-translate and has another target, {target!r}")
    return wrong


def _choice(
    kind: type[Choice],
    column: str,
    cells: dict[str, str],
    default: Choice | None,
    wrong: list[str],
) -> Choice | None:
    """The value of a cell; the default for an empty one; None, and a complaint, for another."""
    value = cells.get(column, "").lower()
    if column == "status":
        value = value.replace(" ", "-").replace("_", "-")
    if not value:
        return default
    try:
        return kind(value)
    except ValueError:
        wrong.append(_unknown(column, value, [known.value for known in kind]))
        return None


def _unknown(column: str, value: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"{', '.join(known[:-1])} or {known[-1]}"
    return f"unknown {column} {value!r}; {hint}"
