"""Findings that somebody has set aside: mark them, and say which suppressions do nothing.

A marked finding stays in every report, but moves no score. A suppression that sets nothing aside
is worth a word as well: the fault may have been mended, or its code is mistyped, and the next
finding would then be hidden or shown against the writer's will.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

from mtcheck.errors import ConfigError
from mtcheck.rules import all_rules, get_rule
from mtcheck.types import Alignment, Document, Finding, Side, Suppression


def set_aside(
    findings: Sequence[Finding],
    candidate: Document,
    alignments: Sequence[Alignment],
    *,
    ran: Collection[str],
    left_out: Collection[str] = (),
    require_reasons: bool = False,
) -> tuple[tuple[Finding, ...], tuple[Suppression, ...]]:
    """The findings, those that a suppression covers marked; and the suppressions that are idle.

    A finding in the candidate is covered where its unit is. One that quotes the source is covered
    where the candidate sentences of its alignment are, and where there is none, by what covers the
    whole file. ``ran`` are the codes of the rules that looked at this file, ``left_out`` of those
    that were told not to: a suppression is not called idle for want of a rule. Each idle one comes
    with the fault in words, those of one comment together. ``require_reasons``: one without a
    reason counts as faulty.
    """
    valid = {
        n: _meant(note.code)
        for n, note in enumerate(candidate.suppressions)
        if not _fault(note, require_reasons)
    }
    by_unit, by_fingerprint = _index(candidate, valid)
    whole = [n for n in valid if _covers_all(candidate, n)]
    units_of = {a.index: {s.unit.id for s in a.candidate} for a in alignments}
    used: set[int] = set()
    marked = []
    for finding in findings:
        units = units_of.get(finding.alignment, set())
        if finding.side is Side.CANDIDATE:
            units = {finding.unit}
        notes = {n for unit in units for n in by_unit.get(unit, ())} if units else set(whole)
        fits = {n for n in notes if finding.code in valid[n]}
        fits |= set(by_fingerprint.get(finding.fingerprint, ()))
        used |= fits
        why = _say(candidate.suppressions[min(fits)]) if fits else ""
        marked.append(replace(finding, suppressed=why) if fits else finding)
    idle = []
    for n, note in enumerate(candidate.suppressions):
        fault = _fault(note, require_reasons)
        if not fault and n not in used and _could_be_used(valid[n], ran, left_out):
            fault = _idle(note)
        if fault:
            idle.append(replace(note, fault=fault))
    return tuple(marked), _together(idle)


@cache
def _meant(code: str) -> frozenset[str]:
    """The codes that a code, a name or the beginning of a code stands for; empty if unknown.

    >>> sorted(_meant("TER1")) == sorted(_meant("ter")), sorted(_meant("name-altered"))
    (True, ['ACC101'])
    """
    wanted = code.lower()
    return frozenset(
        rule.code
        for rule in all_rules()
        if not wanted
        or wanted in (rule.code.lower(), rule.name)
        or (len(wanted) >= 3 and rule.code.lower().startswith(wanted))
    )


def _fault(note: Suppression, require_reasons: bool) -> str:
    """What is wrong with a suppression by itself, or nothing."""
    if note.fault:
        return note.fault
    if not _meant(note.code):
        return _unknown(note.code)
    if require_reasons and not note.reason:
        return "it gives no reason, and reasons are required"
    return ""


@cache
def _unknown(code: str) -> str:
    try:
        return f"it means {get_rule(code).code}"
    except ConfigError as error:
        return f"there is {error}"


def _index(
    candidate: Document, valid: Collection[int]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The suppressions by the unit they cover, and those of one finding by fingerprint."""
    by_unit: dict[str, list[int]] = {}
    by_fingerprint: dict[str, list[int]] = {}
    for n in valid:
        note = candidate.suppressions[n]
        if note.fingerprint:
            by_fingerprint.setdefault(note.fingerprint, []).append(n)
            continue
        for unit in candidate.units[note.start : note.end]:
            by_unit.setdefault(unit.id, []).append(n)
    return by_unit, by_fingerprint


def _covers_all(candidate: Document, n: int) -> bool:
    note = candidate.suppressions[n]
    return not note.fingerprint and note.start == 0 and note.end == len(candidate.units)


def _could_be_used(meant: Collection[str], ran: Collection[str], left_out: Collection[str]) -> bool:
    return any(code in ran for code in meant) and not any(code in left_out for code in meant)


def _say(note: Suppression) -> str:
    return f"{note.place}: {note.reason}" if note.reason else note.place


def _idle(note: Suppression) -> str:
    if note.fingerprint:
        return f"no finding of this file has the fingerprint {note.fingerprint}"
    return f"no finding of {note.code} stands there" if note.code else "no finding stands there"


def _together(idle: Iterable[Suppression]) -> tuple[Suppression, ...]:
    """One for each comment, with the faults of all its codes."""
    by_place: dict[tuple[str, int, int, str], list[Suppression]] = {}
    for note in idle:
        by_place.setdefault((note.place, note.line, note.column, note.text), []).append(note)
    return tuple(
        replace(notes[0], fault="; ".join(dict.fromkeys(note.fault for note in notes)))
        for notes in by_place.values()
    )
