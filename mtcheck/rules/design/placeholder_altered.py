"""A placeholder of the source is missing, is another one, or was made up.

## What it does
Compares the placeholders of a string with those of its source: ``{name}``, ``%1$s``, ``${var}``,
the arguments of ICU plurals, and tags such as ``<b>``. Unnumbered ones (``%s of %d``) are compared
in their order, named and numbered ones by what they are. A tag counts whatever its attributes are.

## Why it matters
What fills the hole comes from the program: with another name the string shows the hole itself,
stops the program, or says the wrong thing. Engines translate such names as if they were words.

## Known limits
Only formats that hold strings of programs have placeholders (PO, JSON, XLIFF, Android and others):
in prose, braces are braces. In the form of a plural that is for one (``key[0]``, ``key_one``) the
number may be left out. A placeholder that comes more or less often than in the source is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Alignment, Category, Sentence, Severity, Side, Unit

_ARGUMENT = re.compile(r"\{\s*([\w.\-]+)\s*,\s*(plural|select|selectordinal)\b")
_SYNTAX = re.compile(r"\}|#\Z|%%\Z|&[#\w]+;\Z|\\|<!--")
_TAG = re.compile(r"<(/?)\s*([\w:.\-]+)")
_UNNUMBERED = re.compile(r"%(?!\d{1,2}\$|\(|%|<|\{|\d|L\d|[A-Za-z_][\w.]*%)")
_FOR_ONE = re.compile(r"(?:\[0\]|[._]one|[._]zero)\Z")
_NUMBER = re.compile(
    r"%\d*\$?l*[diun]|[{%$]*\{\s*(?:n|num|number|count|total|[a-z]*[cC]ount)\s*\}+"
)


class _Placeholder(NamedTuple):
    """It stands at ``unit.text[start:end]`` and is told as ``words``."""

    start: int
    end: int
    words: str


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark placeholders that the source does not have, and sentences that lack one of it."""
    if not ctx.written:
        return
    for unit, parts in _by_unit(alignments).items():
        others = list(dict.fromkeys(s.unit for alignment in parts for s in alignment.source))
        sides = (Side.CANDIDATE, unit), *((Side.SOURCE, other) for other in others)
        if not any((side, one.id) in ctx.written for side, one in sides):
            continue
        mine = _placeholders(ctx.written.get((Side.CANDIDATE, unit.id), unit))
        theirs: dict[str, _Placeholder] = {}
        for other in others:
            theirs |= _placeholders(ctx.written.get((Side.SOURCE, other.id), other))
        extra = [mine[key] for key in mine if key not in theirs]
        missing = [theirs[key] for key in theirs if key not in mine]
        if len(missing) == 1 and _FOR_ONE.search(unit.id) and _NUMBER.fullmatch(missing[0].words):
            missing = []
        yield from _marks(parts, unit, extra, missing)


def _by_unit(alignments: Sequence[Alignment]) -> Mapping[Unit, list[Alignment]]:
    """The alignments of each candidate unit, where all of it and all that it is aligned with is."""
    found: dict[Unit, list[Alignment]] = {}
    users: dict[Unit, set[str]] = {}
    for alignment in alignments:
        for unit in dict.fromkeys(s.unit for s in alignment.candidate):
            found.setdefault(unit, []).append(alignment)
            for sentence in alignment.source:
                users.setdefault(sentence.unit, set()).add(unit.id)
    return {
        unit: parts
        for unit, parts in found.items()
        if any(alignment.source for alignment in parts)
        and all(len(users[s.unit]) == 1 for alignment in parts for s in alignment.source)
    }


def _placeholders(unit: Unit) -> dict[str, _Placeholder]:
    """The placeholders of a unit as they are written, each in one form; where it stands."""
    found: dict[str, _Placeholder] = {}
    number = 0
    for start, end in unit.masks:
        mask = unit.text[start:end]
        for argument in _ARGUMENT.finditer(mask):
            key = f"{{{argument[1]}, {argument[2]}, …}}"
            found.setdefault(key, _Placeholder(start, end, key))
        if _SYNTAX.match(mask) or _ARGUMENT.match(mask):
            continue
        tag = _TAG.match(mask)
        if tag:
            key = words = f"<{tag[1]}{tag[2]}>"
        elif _UNNUMBERED.match(mask):
            number += 1
            key, words = f"%{number}${mask[1:]}", mask
        else:
            key, words = "".join(mask.split()), mask
        found.setdefault(key, _Placeholder(start, end, words))
    return found


def _marks(
    parts: Sequence[Alignment],
    unit: Unit,
    extra: Sequence[_Placeholder],
    missing: Sequence[_Placeholder],
) -> Iterator[Mark]:
    for new, lost in zip_longest(extra, missing):
        right = lost.words if lost else ""
        if new is None:
            alignment, sentence = _holder(parts, unit, 0)
            start, end = 0, len(sentence.text)
            message = f"The placeholder “{right}” of the source is missing."
        else:
            alignment, sentence = _holder(parts, unit, new.start)
            start = min(max(new.start - sentence.start, 0), len(sentence.text) - 1)
            end = max(start + 1, min(new.end - sentence.start, len(sentence.text)))
            message = f"The source has no placeholder “{new.words}”."
            if lost:
                message = f"The placeholder “{right}” of the source has become “{new.words}”."
        better = right if new and "…" not in right and right[:1] != "<" else ""
        yield Mark(alignment, sentence, start, end, message, suggestion=better, source_quote=right)


def _holder(parts: Sequence[Alignment], unit: Unit, offset: int) -> tuple[Alignment, Sentence]:
    """The sentence of the unit that holds the offset, or the last one before it."""
    sentences = [(a, s) for a in parts for s in a.candidate if s.unit == unit]
    sentences.sort(key=lambda pair: pair[1].start)
    before = [pair for pair in sentences if pair[1].start <= offset]
    return before[-1] if before else sentences[0]


RULE = Rule(
    code="DES201",
    name="placeholder-altered",
    category=Category.DESIGN,
    severity=Severity.CRITICAL,
    detect=detect,
    needs=("source",),
    examples=(
        Example(
            "Hello {benutzer}, you have mail.\nDelete %s files?\nSaved.\n<b>Save now.",
            "Hello {user}, you have mail.\nDelete %d files?\nSaved as {file}.\n<b>Save</b> now.",
            quotes=("{benutzer}", "%s", "Saved.", "Save now."),
            suggestions=("{user}", "%d", "", ""),
            strings=True,
        ),
        Example(
            "You have {zahl, plural, one {# file} other {# files}}.",
            "You have {count, plural, one {# file} other {# files}}.",
            quotes=("{zahl, plural, one {# file} other {",),
            strings=True,
        ),
        Example(
            "{count} messages, {name}!\nSaved %2$s to %1$s.\n{{ n }} files in <a href='x'>it</a>",
            "{name}, {count} messages!\nTo %1$s, saved %2$s.\n{{n}} files in <a href='y'>it</a>",
            note="in another order, with other spaces and attributes",
            strings=True,
        ),
        Example("He wrote {sic} there.", "He wrote so there.", note="prose has no placeholders"),
    ),
)
