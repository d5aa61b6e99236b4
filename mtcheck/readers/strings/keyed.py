r"""What files of strings have in common: a name for each string, and escapes inside it.

A string file says ``"title": "Caf\u00e9\n"``; its unit is named ``title`` and holds what a person
reads. :func:`decoded` undoes the escapes and keeps for every stretch where in the file it begins,
:func:`unit_of` makes a unit of it, with masks on its placeholders. Where a format lets a name come
twice the second is ``name#2``.

>>> import re
>>> text = r"title = caf\u00e9 now"
>>> escape = re.compile(r"\\u([0-9a-f]{4})")
>>> value = decoded(text, [(8, len(text))], escape, lambda found: chr(int(found[1], 16)))
>>> unit = unit_of("title", value, Lines(text), path="a.properties")
>>> unit.text, unit.where(5)
('café now', Where(line=1, column=19, place='key title'))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.contents import too_many
from mtcheck.errors import InputError
from mtcheck.placeholders import KINDS, find_access_key, find_masks
from mtcheck.readers.decoding import check_characters
from mtcheck.readers.traced import Lines
from mtcheck.text import counted
from mtcheck.types import Anchor, Unit

if TYPE_CHECKING:
    from mtcheck.contents import Limits
    from mtcheck.types import Document

MAX_DEPTH: Final = 100
"""Groups of strings within groups. The files of the largest projects have ten levels."""

MAX_NAME: Final = 200
"""Characters of a unit's name: a longer one is cut, and stays unique."""

PIECES_A_STRING: Final = 10
"""A string with its key takes four marks of JSON, and the objects around it some more."""

SURROGATES: Final = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
"""Two escapes that are one character: what UTF-16 cannot say with one, such as an emoji."""

MIN_SHARED: Final = 0.5
"""Two files are versions of one another if this share of the smaller one's names is in both."""

FORMATS: Final = frozenset(
    {
        "json",
        "arb",
        "yaml",
        "properties",
        "strings",
        "stringsdict",
        "po",
        "android",
        "resx",
        "xliff",
    }
)
"""Documents of these formats have units that the file itself names."""

STRINGS: Final = FORMATS | {"tmx"}
"""Documents of these formats hold the strings of a program."""


Key = str | int
"""A key of an object, or the index of a list's item."""


class Value(NamedTuple):
    """A string as a person reads it.

    ``steps``, pairs (offset in ``text``, offset in the file), say where its stretches begin: up to
    the next step its characters stand in the file one by one.
    """

    text: str
    steps: tuple[tuple[int, int], ...]


def decoded(
    text: str,
    spans: Iterable[tuple[int, int]],
    escape: re.Pattern[str],
    meaning: Callable[[re.Match[str]], str],
) -> Value:
    """The ``text[start:end]`` of ``spans`` in one, each ``escape`` replaced by its ``meaning``."""
    pieces: list[str] = []
    steps: list[tuple[int, int]] = []
    here, following = 0, -1

    def take(piece: str, at: int, until: int) -> None:
        nonlocal here, following
        if piece:
            if at != following:
                steps.append((here, at))
            following = until if len(piece) == until - at else -1
            pieces.append(piece)
            here += len(piece)

    for start, end in spans:
        at = start
        for found in escape.finditer(text, start, end):
            take(text[at : found.start()], at, found.start())
            take(meaning(found), *found.span())
            at = found.end()
        take(text[at:end], at, end)
        if not steps:
            steps.append((0, start))
    return Value("".join(pieces), tuple(steps))


def unit_of(
    name: str,
    value: Value,
    lines: Lines,
    *,
    path: str,
    place: str = "",
    kinds: Collection[str] = KINDS,
) -> Unit:
    """The unit of a string; ``place`` says where it is in words, or else its name does.

    Raises InputError for what no text holds, such as half of a surrogate pair from an escape.
    """
    words = place or f"key {name}"
    anchors = tuple(Anchor(offset, *lines.of(at), words) for offset, at in value.steps)
    check_characters(value.text, path, anchors[0].line)
    masks = find_masks(value.text, kinds)
    unit = Unit(name, value.text, anchors[0].line, anchors, masks)
    return without_access_key(unit) if kinds else unit


def without_access_key(unit: Unit) -> Unit:
    """The unit without the mark of an access key, which nobody reads: ``E&xit`` is *Exit*.

    >>> unit = without_access_key(Unit("quit", "E&xit {app}", 3, masks=((6, 11),)))
    >>> unit.text, unit.masks, unit.where(0).column, unit.where(1).column
    ('Exit {app}', ((5, 10),), 1, 3)
    """
    at = find_access_key(unit.text, unit.masks)
    if at < 0:
        return unit
    before = [one for one in unit.anchors or (Anchor(0, *unit.where(0)),) if one.offset < at]
    after = [one._replace(offset=one.offset - 1) for one in unit.anchors if one.offset > at + 1]
    anchors = (*before, Anchor(at, *unit.where(at + 1)), *after)
    masks = tuple((a - 1, b - 1) if a > at else (a, b) for a, b in unit.masks)
    text = unit.text[:at] + unit.text[at + 1 :]
    return replace(unit, text=text, anchors=anchors, masks=masks)


def units_of(
    named: Sequence[tuple[str, Value]],
    lines: Lines,
    *,
    path: str,
    kinds: Collection[str] = KINDS,
) -> tuple[Unit, ...]:
    """The units of strings that are found by their names, which may come twice."""
    names = unique(name for name, _ in named)
    return tuple(
        unit_of(name, value, lines, path=path, kinds=kinds)
        for name, (_, value) in zip(names, named, strict=True)
    )


def from_utf16(escapes: str) -> str:
    r"""The character of a ``\u`` escape, or of two that are surrogates.

    >>> from_utf16(r"\u00e9"), from_utf16(r"\ud83d\ude00")
    ('é', '😀')
    """
    codes = re.sub(r"\\[uU]+", "", escapes)
    return bytes.fromhex(codes).decode("utf-16-be", "surrogatepass")


def name_of(keys: Iterable[Key]) -> str:
    """The path of keys that leads to a string.

    >>> name_of(("menu", "items", 2, "title"))
    'menu.items[2].title'
    """
    name = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return name.removeprefix(".") or "(empty)"


def unique(names: Iterable[str]) -> list[str]:
    """The names, those that come again numbered, those too long cut.

    >>> unique(["a", "b", "a", "a", "a#2"])
    ['a', 'b', 'a#2', 'a#3', 'a#2#2']
    """
    seen: Counter[str] = Counter()
    used: set[str] = set()
    found = []
    for name in names:
        short = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
        seen[short] += 1
        new = short if seen[short] == 1 else f"{short}#{seen[short]}"
        while new in used:
            seen[short] += 1
            new = f"{short}#{seen[short]}"
        used.add(new)
        found.append(new)
    return found


def check_size(path: str, strings: int, pieces: int, limits: Limits) -> None:
    """Raise InputError where a file has too many strings, or takes too long to take apart.

    ``pieces`` are its keys and values. Called while it is read, before memory is full.
    """
    if strings > limits.sentences:
        raise InputError(path, f"holds {too_many(limits.sentences)}")
    check_dense(path, pieces, "keys and values", limits)


def check_marks(path: str, text: str, limits: Limits) -> None:
    """Raise InputError for a file of escapes and placeholders: each has a place to be kept."""
    check_dense(path, sum(map(text.count, "\\{%<&$")), "escapes and placeholders", limits)


def check_dense(path: str, count: int, what: str, limits: Limits) -> None:
    """Raise InputError for a file with more things to be kept than its sentences could need."""
    most = PIECES_A_STRING * limits.sentences
    if count > most:
        reason = f"has more than {most:,} {what}, too many for {limits.sentences:,} sentences"
        raise InputError(path, f"{reason}: split it, or raise --max-sentences")


def are_versions(candidate: Document, source: Document) -> bool:
    """Do the two files name their strings, and by the same names?

    Then a string belongs to the one of its name, not to the one that looks most like it.
    """
    if not {candidate.format, source.format} <= FORMATS:
        return False
    names = [{unit.id for unit in document.units} for document in (candidate, source)]
    least = min(len(one) for one in names)
    return least > 0 and len(names[0] & names[1]) >= MIN_SHARED * least


def holds_strings(document: Document) -> bool:
    """Is every unit a string of a program, and not a paragraph of a text that goes on?

    A table of JSON has rows, as one of CSV has, and no strings.
    """
    first = document.units[0].where(0).place if document.units else ""
    return document.format in STRINGS and not first.startswith("row ")


def say_missing(candidate: Document, source: Document) -> tuple[str, ...]:
    """Remarks on the names that only one of the two files has."""
    mine, theirs = ([unit.id for unit in one.units] for one in (candidate, source))
    lost, new = set(theirs) - set(mine), set(mine) - set(theirs)
    remarks = []
    for names, few, where in (
        (theirs, lost, "only in the source"),
        (mine, new, "not in the source"),
    ):
        if few:
            shown = [name for name in names if name in few][:3]
            more = ", …" if len(few) > len(shown) else ""
            remarks.append(f"{counted(len(few), 'key')} {where}: {', '.join(shown)}{more}")
    return tuple(remarks)


def say_twice(names: Iterable[str]) -> tuple[str, ...]:
    """A remark where names are written more than once."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if not twice:
        return ()
    more = ", …" if len(twice) > 3 else ""
    what = counted(len(twice), "key is", "keys are")
    return (f"{what} written more than once: {', '.join(twice[:3])}{more}",)
