"""A sentence belongs to the web page, not to the article.

## What it does
Marks what a scraper takes along from around an article: ``Leave a Comment``, ``Required fields
are marked *``, ``Share this:``, ``Read more: …``, cookie banners, picture credits. The whole
sentence must be residue; prose that contains the same words stays silent.

## Why it matters
It is no translation and says nothing about one, so it is neutral and never counts; marked
sentences are left out of the judgement.

In files of a program's strings (PO, JSON, XLIFF, Android and others) the rule is silent:
``Search``, ``Home`` and ``Leave a comment`` are what such a file is there for.

## Known limits
The list is English. A lone word such as ``Related`` or ``Advertisement`` is marked only where it
is a unit of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import fold
from mtcheck.types import Alignment, Category, Sentence, Severity

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[©*]")
_MAX_WORDS = 40
"""Longer sentences are prose, or a cookie notice that says so in its first sentence."""

_MAX_WILD = 14
"""Words that one ``…`` of the list may stand for: a headline after ``Read more:``."""

_WILD = ("…", "N")
_NUMBER = re.compile(r"\d{1,9}[km]?")
"""What ``N`` stands for: ``24``, or the ``2K`` of ``1.2K``."""

_BYLINE = re.compile(r"[:|/©•»›→]")


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the sentences that are residue of a web page, whole."""
    if ctx.strings:
        return
    rows = tuple((row["phrase"], row["scope"]) for row in ctx.lexicon.rows("web_residue"))
    patterns = _compiled(rows)
    for alignment in alignments:
        for sentence in alignment.candidate:
            if _is_residue(sentence, patterns):
                yield Mark(
                    alignment,
                    sentence,
                    0,
                    len(sentence.text),
                    "This belongs to the web page around the article, not to the text.",
                )


_Patterns = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _compiled(rows: tuple[tuple[str, str], ...]) -> _Patterns:
    """Patterns by their first word; a pattern is its words, "…" for any few, "N" for a number."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, scope in rows:
        parts = tuple(
            part
            for piece in phrase.split()
            for part in ((piece,) if piece in _WILD else tuple(_WORD.findall(fold(piece))))
        )
        by_first.setdefault(parts[0], []).append((parts, scope))
    return {first: tuple(found) for first, found in by_first.items()}


def _is_residue(sentence: Sentence, patterns: _Patterns) -> bool:
    if len(sentence.text) > _MAX_WORDS * 12:
        return False
    found = tuple(_WORD.findall(fold(sentence.text)))
    if not found or len(found) > _MAX_WORDS:
        return False
    alone = sentence.text.strip() == sentence.unit.text.strip()
    firsts = (found[0], *_WILD)
    for parts, scope in (pattern for first in firsts for pattern in patterns.get(first, ())):
        if scope == "unit" and not alone:
            continue
        if scope == "label" and not (alone and _is_label(sentence.text, parts)):
            continue
        if _matches(found, parts):
            return True
    return False


def _is_label(text: str, parts: tuple[str, ...]) -> bool:
    """``Photo: …``: a colon or the like right after the label, before the rest."""
    label = len(" ".join(part for part in parts if part not in _WILD))
    return bool(_BYLINE.search(text[: label + 6]))


def _matches(found: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Do the words follow the pattern? Each ``…`` takes up to ``_MAX_WILD`` words.

    Sets of positions instead of backtracking: time is the product of the two lengths.
    """
    places = {0}
    for part in parts:
        if part == "…":
            places = {
                there
                for here in places
                for there in range(here, min(here + _MAX_WILD, len(found)) + 1)
            }
        elif part == "N":
            places = _behind_numbers(found, places)
        else:
            places = {p + 1 for p in places if p < len(found) and found[p] == part}
        if not places:
            return False
    return len(found) in places


def _behind_numbers(found: tuple[str, ...], places: set[int]) -> set[int]:
    """The places behind a number that begins at one of these: ``24``, or ``1,204`` and ``1.2K``."""
    behind: set[int] = set()
    for here in places:
        for there in range(here, min(here + 2, len(found))):
            if not _NUMBER.fullmatch(found[there]):
                break
            behind.add(there + 1)
    return behind


RULE = Rule(
    code="DES101",
    name="web-residue",
    category=Category.DESIGN,
    severity=Severity.NEUTRAL,
    detect=detect,
    examples=(
        Example(
            "Source link\nLeave a Comment\nYour email address will not be published. Required"
            " fields are marked *\nScroll to Top",
            quotes=(
                "Source link",
                "Leave a Comment",
                "Your email address will not be published.",
                "Required fields are marked *",
                "Scroll to Top",
            ),
        ),
        Example(
            "Share this:\nRead more: How the talks began\nPhoto: Jo Doe/Getty Images\n"
            "© 2024 The Daily Example. All rights reserved.\nADVERTISEMENT",
            quotes=(
                "Share this:",
                "Read more: How the talks began",
                "Photo: Jo Doe/Getty Images",
                "© 2024 The Daily Example.",
                "All rights reserved.",
                "ADVERTISEMENT",
            ),
        ),
        Example(
            "24 Comments\nMarch 12, 2024\nThe post Ferry stays appeared first on The Daily Quay.",
            quotes=(
                "24 Comments",
                "March 12, 2024",
                "The post Ferry stays appeared first on The Daily Quay.",
            ),
        ),
        Example("The 24 comments came in by March 12, 2024, and the post was read first."),
        Example("He asked them to leave a comment and to share this with friends."),
        Example(
            "The advertisement drew protests. Read more slowly, she said. Related work exists."
        ),
        Example("The photo shows the ministers. Tags are sold at the gate."),
        Example(
            "Search\nHome\nShare this:\nLeave a Comment\nSkip to content\n{count} Comments",
            note="strings of a program: they are its content",
            strings=True,
        ),
        Example("Search\nHome\nSkip to content", quotes=("Search", "Home", "Skip to content")),
    ),
)
