"""Suggestions into files: what is certain is put in, nothing else changes by a byte.

A rule says of its suggestion whether it may be put in without a person
(:class:`~mtcheck.types.Fix`). What is left is to put it in the right place. That is never guessed:
the place must be certain (:mod:`mtcheck.readers.places`), the file must come back byte for byte
from its encoding, and the new version is read again: every unit must then say what it said before,
but for the suggestion. A finding that fails one of these stays as it is, with the reason.

Fixing one thing may reveal another, or two findings may claim the same words: a file is judged
and fixed in rounds until a round finds nothing to do, so that a second run has nothing to do
either. Fixes that undo one another, or to which their own rule objects, are taken back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from mtcheck.config.sections import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import BINARY, FAMILIES, declared_by, read
from mtcheck.readers.archives import LOCKED as PACKED
from mtcheck.readers.archives import is_packed
from mtcheck.readers.decoding import load, own_encoding
from mtcheck.readers.places import MOVED, Place, Stretch, find_places, write
from mtcheck.types import Document, FileVerdict, Finding, Fix, Reading, Side

MAX_ROUNDS: Final = 8
"""What a fix reveals is fixed in the next round: overlapping findings take two or three. Longer
chains undo each other."""

MAX_RESTARTS: Final = 6
"""How often fixes that turn out wrong are taken back before the file is left alone."""

LOCKED: Final = "nothing is written into files of this kind: mend it where it was written"
FOR_PRINT: Final = "nothing is written into a PDF: mend what it was made from"

RESTLESS: Final = "fixes of this paragraph undo each other"
OBJECTED: Final = "the rule would object to the result as well"
UNEQUAL: Final = "the file would then read differently in another place"

Judge = Callable[[bytes], FileVerdict]
"""The verdict of a file if it had this content."""


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that could have been fixed, and why it was not."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file before and after, what was fixed, and what was left with its reason.

    ``fixed`` are findings of the rounds in which they were fixed: their places are those of the
    file as it was then. ``n_unsafe`` is how many more would be fixed if unsafe fixes were allowed.
    """

    path: str
    before: bytes
    after: bytes
    fixed: tuple[Finding, ...] = ()
    left: tuple[Left, ...] = ()
    n_unsafe: int = 0

    @property
    def changed(self) -> bool:
        """True where there is something to write."""
        return self.before != self.after


class _Edit(NamedTuple):
    """One finding's change: ``new`` for ``units[unit].text[start:end]``."""

    finding: Finding
    unit: int
    start: int
    end: int
    new: str


class _Round(NamedTuple):
    """What one round made of a file."""

    content: bytes
    done: tuple[Finding, ...]
    left: tuple[Left, ...]


def locked(path: str) -> str:
    """Why no file of this name is ever changed, or nothing.

    >>> locked("a/b.txt"), locked("a/b.txt.gz")
    ('', 'lies in an archive: unpack it, fix it, and pack it again')
    """
    if is_packed(path):
        return PACKED
    family = FAMILIES.get(Path(path).suffix.lower(), "")
    if family == "pdf":
        return FOR_PRINT
    return LOCKED if family in BINARY else ""


def fix_file(
    verdict: FileVerdict,
    content: bytes,
    *,
    judge: Judge,
    unsafe: bool = False,
    settings: ReadConfig | None = None,
) -> FixedFile:
    """What is certain in a file, fixed.

    ``verdict`` is that of ``content``; ``judge`` judges later versions. ``unsafe`` allows
    suggestions that change what is said. ``settings`` are those that the file is
    read with. A file that could not be read stays as it is.
    """
    path = verdict.path
    if verdict.error:
        return FixedFile(path, content, content)
    how = settings or ReadConfig()
    if why := locked(path):
        wanted = [f for f in verdict.findings if _is_open(f, (Fix.SAFE, Fix.UNSAFE))]
        return FixedFile(path, content, content, (), tuple(Left(f, why) for f in wanted))
    judged = {content: verdict}

    def judge_once(version: bytes) -> FileVerdict:
        if version not in judged:
            judged[version] = judge(version)
        return judged[version]

    def fix_once(version: bytes, wanted: Sequence[Finding]) -> _Round:
        as_judged = replace(how, language="en")  # it has been; a word more or less is no matter
        return _fix_once(version, wanted, partial(read, path, settings=as_judged), how)

    n_unsafe = 0 if unsafe else sum(_is_open(found, (Fix.UNSAFE,)) for found in verdict.findings)
    allowed = (Fix.SAFE, Fix.UNSAFE) if unsafe else (Fix.SAFE,)
    current = content
    fixed: list[Finding] = []
    for _ in range(MAX_RESTARTS):
        run = _run(current, allowed, judge_once, fix_once)
        fixed += run.done
        if run.content == current:
            return FixedFile(path, content, current, tuple(fixed), run.left, n_unsafe)
        current = run.content  # another run on it must find nothing to do
    left = tuple(Left(finding, RESTLESS) for finding in verdict.findings if finding in fixed)
    return FixedFile(path, content, content, (), left, n_unsafe)


def _run(
    content: bytes,
    allowed: Collection[Fix],
    judge: Judge,
    fix_once: Callable[[bytes, Sequence[Finding]], _Round],
) -> _Round:
    """Rounds until there is nothing to do; fixes that turn out wrong are taken back first."""
    verdict = judge(content)
    frozen: set[tuple[str, str]] = set()
    kept_back: list[Left] = []
    for _ in range(MAX_RESTARTS):
        current, latest = content, verdict
        fixed: list[Finding] = []
        for _ in range(MAX_ROUNDS):
            found = [f for f in latest.findings if _is_open(f, allowed) and _key(f) not in frozen]
            step = fix_once(current, found)
            fixed += step.done
            if step.content == current:
                break
            current = step.content
            latest = judge(current)
        bad = {_key(f): RESTLESS for f in step.done} or _objections(verdict, latest, fixed)
        if not bad:
            return _Round(current, tuple(fixed), (*step.left, *kept_back))
        frozen |= set(bad)
        kept_back += [Left(f, bad[_key(f)]) for f in fixed if _key(f) in bad]
    return _Round(content, (), tuple(kept_back))


def _key(finding: Finding) -> tuple[str, str]:
    """What is fixed together, or not: the findings of one rule in one unit."""
    return finding.unit, finding.code


def _objections(
    before: FileVerdict, after: FileVerdict, fixed: Sequence[Finding]
) -> dict[tuple[str, str], str]:
    """Fixes to take back because their rule objects to what came of them.

    A rule that finds something new in the unit objects to its fixes there; one that finds it
    elsewhere, to all its fixes in the file.
    """
    codes = {finding.code for finding in fixed}
    old, new = (
        Counter((f.unit, f.code, f.quote) for f in verdict.findings if f.code in codes)
        for verdict in (before, after)
    )
    done = {_key(finding) for finding in fixed}
    bad: dict[tuple[str, str], str] = {}
    for unit, code, _ in new - old:
        here = {(unit, code)} & done or {key for key in done if key[1] == code}
        bad.update(dict.fromkeys(here, OBJECTED))
    return bad


def _is_open(finding: Finding, allowed: Collection[Fix]) -> bool:
    """May it be fixed? Not what somebody set aside: they want it as it is."""
    return (
        finding.fix in allowed
        and finding.side is Side.CANDIDATE
        and not finding.suppressed
        and finding.suggestion != finding.quote
    )


def _fix_once(
    content: bytes,
    findings: Sequence[Finding],
    read_again: Callable[..., Reading],
    settings: ReadConfig,
) -> _Round:
    """Fix what does not overlap; of what does, the severest, then the first."""
    if not findings:
        return _Round(content, (), ())
    reading = read_again(content=content)
    path, declared = reading.candidate.path, declared_by(reading.candidate.path)
    text = load(path, encoding=settings.encoding, content=content, declared=declared)
    mark, codec = own_encoding(content, encoding=settings.encoding, declared=declared)
    if _encoded(text, mark, codec) != content:
        reason = f"{codec} does not give the same bytes back"
        return _Round(content, (), tuple(Left(finding, reason) for finding in findings))
    left: list[Left] = []
    edits = _without_overlaps(_edits(findings, reading, left))
    placed: list[tuple[_Edit, Place]] = []
    stretches = [Stretch(edit.unit, edit.start, edit.end) for edit in edits]
    places = find_places(text, reading.candidate, stretches)
    for edit, place in zip(edits, places, strict=True):
        if isinstance(place, str):
            left.append(Left(edit.finding, place))
        elif _encoded(edit.new, b"", codec) is None:
            left.append(Left(edit.finding, f"{codec} has no character for “{edit.new}”"))
        else:
            placed.append((edit, place))

    def is_right(chosen: Sequence[tuple[_Edit, Place]]) -> bool:
        """Does the file, read again, say just what it should?"""
        new = _encoded(_written(text, chosen), mark, codec)
        try:
            return new is not None and _plain(read_again(content=new)) == _expected(reading, chosen)
        except InputError:
            return False

    kept = _certain(placed, is_right)
    left += [Left(edit.finding, UNEQUAL) for edit, place in placed if (edit, place) not in kept]
    after = _encoded(_written(text, kept), mark, codec)
    assert after is not None
    return _Round(after, tuple(edit.finding for edit, _ in kept), tuple(left))


def _edits(findings: Sequence[Finding], reading: Reading, left: list[Left]) -> list[_Edit]:
    """The changes that findings ask for, each cut to what really changes."""
    units = {unit.id: number for number, unit in enumerate(reading.candidate.units)}
    edits = []
    for finding in findings:
        number = units.get(finding.unit)
        unit = None if number is None else reading.candidate.units[number]
        if (
            number is None
            or unit is None
            or unit.text[finding.start : finding.end] != finding.quote
        ):
            left.append(Left(finding, MOVED))
            continue
        head, tail = _shared(finding.quote, finding.suggestion)
        new = finding.suggestion[head : len(finding.suggestion) - tail]
        edits.append(_Edit(finding, number, finding.start + head, finding.end - tail, new))
    return edits


def _shared(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts share at the start, and at the end of the rest.

    >>> _shared("is  stable", "is stable")
    (3, 6)
    """
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    most -= head
    tail = next((n for n in range(most) if one[-1 - n] != other[-1 - n]), most)
    return head, tail


def _without_overlaps(edits: Sequence[_Edit]) -> list[_Edit]:
    """The edits whose quotes do not overlap; of those that do the severest, then the first.

    In reading order.
    """
    kept: dict[int, list[_Edit]] = {}
    for edit in sorted(edits, key=lambda e: (-e.finding.severity.penalty, e.unit, e.start)):
        others = kept.setdefault(edit.unit, [])
        apart = all(
            edit.finding.end <= other.finding.start or other.finding.end <= edit.finding.start
            for other in others
        )
        if apart:
            others.append(edit)
    return sorted((e for found in kept.values() for e in found), key=lambda e: (e.unit, e.start))


_Placed = Sequence[tuple[_Edit, Place]]


def _certain(placed: _Placed, is_right: Callable[[_Placed], bool]) -> list[tuple[_Edit, Place]]:
    """All of them if the file is then right; else those halves of halves that keep it right."""
    if not placed or is_right(placed):
        return list(placed)
    if len(placed) == 1:
        return []
    middle = len(placed) // 2
    kept = [*_certain(placed[:middle], is_right), *_certain(placed[middle:], is_right)]
    if is_right(kept):
        return kept
    return _certain(placed[:middle], is_right)


def _written(text: str, placed: _Placed) -> str:
    """The file's text with the edits in it."""
    parts = []
    at = 0
    for edit, place in sorted(placed, key=lambda one: one[1].start):
        parts += [text[at : place.start], write(edit.new, place.form)]
        at = place.end
    return "".join((*parts, text[at:]))


def _expected(reading: Reading, placed: _Placed) -> Reading:
    """What the new version must be read as."""
    units = list(reading.candidate.units)
    for edit, _ in sorted(placed, key=lambda one: -one[0].start):
        unit = units[edit.unit]
        text = unit.text[: edit.start] + edit.new + unit.text[edit.end :]
        units[edit.unit] = replace(unit, text=text)
    return _plain(replace(reading, candidate=replace(reading.candidate, units=tuple(units))))


def _plain(reading: Reading) -> Reading:
    """The reading without what moves along its line: suppressions, and the places of its units.

    Nor does it matter what is remarked of the file: that follows from what it says.
    """
    source = reading.source and _bare(reading.source)
    return Reading(_bare(reading.candidate), source)


def _bare(document: Document) -> Document:
    units = tuple(replace(unit, anchors=(), masks=()) for unit in document.units)
    return replace(document, units=units, suppressions=(), remarks=())


def _encoded(text: str, mark: bytes, codec: str) -> bytes | None:
    """The bytes of a text, or None where the encoding has no character for it."""
    try:
        return mark + text.encode(codec)
    except UnicodeError:
        return None
