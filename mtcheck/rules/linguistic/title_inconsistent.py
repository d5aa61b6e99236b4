"""One file writes the same title or abbreviation in two ways.

## What it does
Compares ``Mr`` with ``Mr.``, and so Mrs, Ms, Dr, Prof, and ``US`` with ``U.S.``, and so UK, UN,
EU. Once a file, at the first place of the form that is used less.

## Why it matters
A person, and a house style, keeps to one form. A text patched together from several
translations does not.

## Known limits
Headlines are left out, because newspapers write ``US`` in headlines and ``U.S.`` below; so are
amounts (``US$``) and words in capitals beside other capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Alignment, Category, Sentence, Severity

_TITLE = re.compile(r"(?<![\w.\-])(Mr|Mrs|Ms|Dr|Prof)(\.?)(?= [A-Z])")
_INITIALS = re.compile(
    r"(?<![\w.$#@&])(?:(US|UK|UN|EU)(?![\w$£€&]|\.\w|['’]?[A-Z]| [A-Z]{2,}| \$)"
    r"|(U\.S\.|U\.K\.|U\.N\.|E\.U\.)(?!\w))"
)
_SENTENCE_END = re.compile(r"[.!?…]\W{0,3}$")
_ALL_CAPITALS_BEFORE = re.compile(r"[A-Z]{3,}[\s-]$")

_Place = tuple[Alignment, Sentence, int, int]


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the first place of the rarer form, once for each title."""
    forms: dict[str, dict[bool, list[_Place]]] = {}
    for alignment in alignments:
        for sentence in alignment.candidate:
            if not _SENTENCE_END.search(sentence.text[-5:]):
                continue
            for key, dotted, start, end in _places(sentence.text):
                place = (alignment, sentence, start, end)
                forms.setdefault(key, {True: [], False: []})[dotted].append(place)
    for by_form in forms.values():
        dots, plain = by_form[True], by_form[False]
        if not dots or not plain:
            continue
        rare, usual = (dots, plain) if len(dots) < len(plain) else (plain, dots)
        if len(rare) == len(usual) and _order(dots[0]) > _order(plain[0]):
            rare, usual = dots, plain
        alignment, sentence, start, end = rare[0]
        quote = sentence.text[start:end]
        _, other, left, right = usual[0]
        form = other.text[left:right]
        message = (
            f"“{quote}” here, but “{form}” {len(usual)} times in this text: keep to one form."
            if len(usual) > 1
            else f"“{quote}” here, but “{form}” elsewhere in this text: keep to one form."
        )
        yield Mark(alignment, sentence, start, end, message, suggestion=form)


def _order(place: _Place) -> tuple[int, int, int]:
    alignment, sentence, start, _ = place
    return sentence.unit.line, sentence.start + start, alignment.index


def _places(text: str) -> Iterator[tuple[str, bool, int, int]]:
    """Title or initials without stops, with or without them here, start, end."""
    for found in _TITLE.finditer(text):
        yield found.group(1), bool(found.group(2)), *found.span()
    for found in _INITIALS.finditer(text):
        plain, dotted = found.groups()
        if plain and _ALL_CAPITALS_BEFORE.search(text[max(0, found.start() - 5) : found.start()]):
            continue
        yield (plain or dotted.replace(".", "")), bool(dotted), *found.span()


RULE = Rule(
    code="LIN501",
    name="title-inconsistent",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    examples=(
        Example(
            "Mr. Lind met Mr. Roy in the U.S. on Friday.\n"
            "Later Mr Roy thanked Mr Lind. Then Mr. Roy left the US for good.",
            quotes=("Mr", "US"),
            suggestions=("Mr.", "U.S."),
        ),
        Example("US and UK leaders meet\nThe U.S. paid US$ 5 for a USB stick, Dr. Who said."),
        Example("Mr Lind and Mr Roy met Dr. Ames of Rodeo Dr in Los Angeles."),
    ),
)
