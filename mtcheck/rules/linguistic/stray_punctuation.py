"""A punctuation mark stands where no sentence has room for it.

## What it does
Marks a second stop after the first (``issues. . Both``), doubled commas and stops (``,,``,
``..``), and pairs that cannot stand together (``.,`` after an ordinary word, ``,.``, ``?.``).

## Why it matters
When an engine drops a clause, the punctuation around it often stays. A stray mark is a trace
of something that is missing.

## Known limits
Ellipses, ``?!``, decimals, file names, emoticons, and a stop after an abbreviation or a title
that ends in ``!`` or ``?`` are correct and stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.frequency import zipf
from mtcheck.rule import Context, Example, Mark, Rule, passages
from mtcheck.types import Alignment, Category, Severity

_STRAY = re.compile(
    r"(?<![.\s…])[.,;:!?](?: {1,3}[.,;](?![.\w…)(\\/*-]| ?\.))"  # "issues. . Both"
    r"|(?<![.\w\s…/\\])\.\.(?![.\w…/\\])"  # never after a word: see the next line
    r"|(?<=[a-z)\]”’\"])\.\.(?![.…/\\\w])"  # "ended.. Then"
    r"|(?<=[\w)\]”’\"]),,(?![,'])"  # "China,, which"
    r"|(?<=[\w)\]”’\"]),\.(?![.\w…])"  # "China,. Then"
    r"|(?<=[a-z]);[.,](?!\w)"
    r"|(?<=[a-z])[!?]\.(?![.\w…])"  # "why?. Then"
)
_PAIR = re.compile(r"(?<=[a-z])\.,(?!\w)")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*$")
_MAX_REACH = 40
"""How far back the word before a mark is looked for."""

_MIN_ZIPF = 3.5
"""``.,`` is wrong only after a word that everybody knows, so not after an abbreviation."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the punctuation that is too much."""
    abbreviations = ctx.lexicon.words("dotted_abbreviations")
    for passage in passages(alignments):
        text = passage.text
        for found in _STRAY.finditer(text):
            if (
                _is_title(text, found.start())
                or _is_list(text, found.start())
                or _is_abbreviated(text, found)
            ):
                continue
            mark = passage.mark(
                *found.span(), f"“{found.group()}”: a punctuation mark too many, or words missing."
            )
            if mark:
                yield mark
        for found in _PAIR.finditer(text):
            word = _word_before(text, found.start())
            if _is_ordinary(word, abbreviations):
                mark = passage.mark(
                    *found.span(), f"“{word}.,”: a full stop and a comma cannot stand together."
                )
                if mark:
                    yield mark


def _word_before(text: str, position: int) -> str:
    found = _LAST_WORD.search(text[max(0, position - _MAX_REACH) : position])
    return found.group() if found else ""


def _is_ordinary(word: str, abbreviations: frozenset[str]) -> bool:
    """A lower-case word of the language, which takes no full stop of its own."""
    if len(word) < 4 or not word.isalpha() or not word.islower() or word in abbreviations:
        return False
    return zipf(word) >= _MIN_ZIPF


def _is_title(text: str, position: int) -> bool:
    """``Jeopardy!.`` or ``Who’s Afraid?.``: the first mark belongs to a name."""
    return text[position] in "!?" and _word_before(text, position)[:1].isupper()


def _is_abbreviated(text: str, found: re.Match[str]) -> bool:
    """``e.g. ,``: the stop belongs to the word, and only the space is wrong."""
    word = _word_before(text, found.start())
    return found.group()[0] == "." and found.group()[-1] == "," and (len(word) < 4 or "." in word)


def _is_list(text: str, position: int) -> bool:
    """Dots that lead to a page number: ``Introduction . . . . 5``."""
    return text[max(0, position - 4) : position + 8].count(".") > 2


RULE = Rule(
    code="LIN302",
    name="stray-punctuation",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    examples=(
        Example(
            "Talks remain at an impasse on strategic issues. . Both sides see the risk.",
            quotes=(". .",),
        ),
        Example("The ministers,, who met on Friday, left early..", quotes=(",,", "..")),
        Example("Why did they leave?. Nobody was told., she added.", quotes=("?.", ".,")),
        Example("He waited... and waited . . . then asked: really?! “So what?”, she said."),
        Example("Acme Inc., Smith et al., cats, dogs, etc., and 3 p.m., vs., U.S., all fine."),
        Example("He hosts Jeopardy!. The .NET code is in ../src, at version 2.0. :-) ;)"),
    ),
)
