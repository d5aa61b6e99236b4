"""What is wrong with a glossary as a whole: rows that contradict, repeat or shadow each other.

A contradiction leaves open what the candidate should say, so nothing can be checked with it. A
repeated row, a second preferred target, and a forbidden wording inside an accepted one do no harm
(the longest match wins), but whoever keeps the glossary will want to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.glossary import Case, Problem, Status, Term
from mtcheck.text import fold

_SPLIT = re.compile(r"[\s-]+")


def check_terms(terms: Sequence[Term]) -> list[Problem]:
    """Every problem between rows, at the line of the later row.

    >>> rows = [Term("whitelist", "whitelist", "allowlist", Status.PREFERRED, line=2),
    ...         Term("whitelist", "whitelist", "allowlist", Status.FORBIDDEN, line=3)]
    >>> [problem.text for problem in check_terms(rows)]
    ["'allowlist' is forbidden here and preferred on line 2"]
    """
    return [*_repeated(terms), *_contradicted(terms), *_two_preferred(terms), *_inside(terms)]


def _repeated(terms: Sequence[Term]) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], Term] = {}
    for term in terms:
        key = (term.concept, term.source, term.target, term.status.value)
        first = seen.setdefault(key, term)
        if first is not term:
            what = f"{term.target!r} as {term.status.value}"
            yield _problem(term, f"lists {what} again, as {_where(first, term)}", fatal=False)


def _contradicted(terms: Sequence[Term]) -> Iterator[Problem]:
    """One wording both accepted and forbidden, and one source both to keep and to replace.

    What is forbidden for one concept may be right for another. A forbidden wording that stands for
    itself is forbidden everywhere.
    """
    places = {id(term): place for place, term in enumerate(terms)}
    by_words: dict[str, list[Term]] = {}
    by_source: dict[str, list[Term]] = {}
    for term in terms:
        by_words.setdefault(fold(term.target), []).append(term)
        by_source.setdefault(fold(term.source), []).append(term)
    for group in by_words.values():
        accepted = [term for term in group if term.accepted]
        for term in group:
            rivals = (
                rival
                for rival in accepted
                if not term.accepted
                and (rival.concept == term.concept or term.source == term.target)
                and _same_case(term, rival)
            )
            for rival in rivals:
                first, later = _in_order(rival, term, places)
                words = f"{later.target!r} is {later.status.value} here"
                yield _problem(later, f"{words} and {first.status.value} {_where(first, later)}")
                break
    for group in by_source.values():
        kept = next((t for t in group if t.status is Status.DO_NOT_TRANSLATE), None)
        for term in group:
            if kept and term.accepted and fold(term.target) != fold(kept.target):
                first, later = _in_order(kept, term, places)
                words = f"{later.source!r} is {later.status.value} here"
                yield _problem(later, f"{words} and {first.status.value} {_where(first, later)}")


def _two_preferred(terms: Sequence[Term]) -> Iterator[Problem]:
    seen: dict[str, Term] = {}
    for term in terms:
        if term.status is Status.PREFERRED:
            first = seen.setdefault(term.concept, term)
            if first.target != term.target:
                words = f"{term.target!r} is preferred for {term.source!r}"
                also = f"so is {first.target!r} {_where(first, term)}"
                yield _problem(term, f"{words}; {also}: make one of them allowed", fatal=False)


def _inside(terms: Sequence[Term]) -> Iterator[Problem]:
    """Forbidden wordings that are part of an accepted one."""
    holders: dict[tuple[str, ...], Term] = {}
    longest = max((len(_parts(t.target)) for t in terms if not t.accepted), default=0)
    for term in terms:
        parts = _parts(term.target) if term.accepted else ()
        for start in range(len(parts)):
            for end in range(start + 1, min(start + longest, len(parts)) + 1):
                if end - start < len(parts):
                    holders.setdefault(parts[start:end], term)
    for term in terms:
        holder = None if term.accepted else holders.get(_parts(term.target))
        if holder is not None:
            words = f"{term.target!r} is forbidden, and part of {holder.target!r}"
            what = f"which is {holder.status.value} {_where(holder, term)}"
            yield _problem(term, f"{words}, {what}: it is not marked there", fatal=False)


def _parts(words: str) -> tuple[str, ...]:
    return tuple(_SPLIT.split(fold(words)))


def _same_case(one: Term, other: Term) -> bool:
    """Do both mean the same letters? Capitals count where either row lets them count."""
    if one.target == other.target:
        return True
    return not any(
        term.case is Case.SENSITIVE
        or (term.case is Case.SMART and term.target != fold(term.target))
        for term in (one, other)
    )


def _in_order(one: Term, other: Term, places: dict[int, int]) -> tuple[Term, Term]:
    return (one, other) if places[id(one)] < places[id(other)] else (other, one)


def _where(first: Term, later: Term) -> str:
    """Where another row is listed, as seen from ``later``."""
    if first.path == later.path:
        return f"on line {first.line}"
    return f"in {first.path}:{first.line}"


def _problem(term: Term, text: str, *, fatal: bool = True) -> Problem:
    return Problem(term.path, term.line, text, fatal)
