"""The space between two words, or two sentences, is missing.

## What it does
Marks sentences that run into each other (``increasing.Mr. Xi``), commas and brackets without
a space after them (``relationship,but``), and small words that cling to the next
(``theUN``, ``ofChina``, ``inthe``).

## Why it matters
Where an engine or a web scraper joined pieces without a space, the pieces were often not meant
to stand side by side at all.

## Known limits
Addresses, file names, code, initials and brand names (``theSkimm``, ``OnStar``) stay silent; so
does a glued pair that wordfreq knows as a word. Two content words (``companyreport``) are left
alone: too many are real.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.frequency import zipf
from mtcheck.rule import Context, Example, Mark, Passage, Rule, passages
from mtcheck.text import word_set
from mtcheck.types import Alignment, Category, Fix, Severity

_SENTENCES = re.compile(
    r"(?<![^\s“‘\"'(])([^\W\d_]{2,30}|\d{1,4}|[^\W\d_]{1,20}[-’'][^\W\d_]{1,20})"
    r"([.!?])([A-Z][^\W\d_]{0,30})(?![^\W_]|\.\w|@|://)"
)
_COMMA = re.compile(
    r"(?<![^\s“‘\"'(])([A-Z]?[a-z]{2,30})([,;])([^\W\d_]{2,30})(?=[\s.?!:;’'\"”]|,(?:\s|$)|$)"
)
_BRACKET = re.compile(r"(?<=\s)\([^()\s]{1,40}\)([a-z]{2,15})(?![\w(\-])")
_TITLE = re.compile(r"(?<![\w.])(Mr|Mrs|Ms|Dr|Prof)\.([A-Z][a-z]{1,30})(?!\w|@|\.\w)")
_GLUED_CAPITAL = re.compile(
    r"(?<![\w.@#/\\\-])(the|of|and|in|to|for|with|by|from|that|at|on)"
    r"([A-Z]{2,12}|[A-Z][a-z]{2,30})(?![\w(@/\\]|\.\w)"
)
_GLUED_LOWER = re.compile(
    r"(?<![\w.@#/\\\-])(the|of|and|that|this|from|in|to|for|on|by|at|is)([a-z]{3,30})(?![\w(@/\\\-]|\.\w)"
)
_WORD = re.compile(r"[^\W\d_]{2,40}")
_MIN_ZIPF = 3.0
"""Both halves must be words that everybody meets (wordfreq: once in a million words)."""

_MIN_LAST_ZIPF = 3.5
"""The last word of a glued sentence; ``foo.Bar`` is code (wordfreq gives ``foo`` 3.3)."""

_MAX_GLUED_ZIPF = 2.0
"""What wordfreq has seen more often than once in ten million words may be a word of its own."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark every place where a space is missing."""
    units = passages(alignments)
    endings = ctx.lexicon.words("name_endings")
    known: frozenset[str] | None = None
    for passage in units:
        yield from _sentences(passage, endings)
        yield from _marks(passage)
        for found in _GLUED_CAPITAL.finditer(passage.text):
            if known is None:
                known = frozenset(w for unit in units for w in _WORD.findall(unit.text))
            if _is_glued_capital(found.group(1), found.group(2), known):
                yield from _mark(passage, found, " ".join(found.groups()))
        for found in _GLUED_LOWER.finditer(passage.text):
            if _is_glued_lower(found.group(1), found.group(2)):
                yield from _mark(passage, found, " ".join(found.groups()))


def _sentences(passage: Passage, endings: frozenset[str]) -> Iterator[Mark]:
    text = passage.text
    for found in _SENTENCES.finditer(text):
        left, stop, right = found.groups()
        if right.lower() in endings or not _ends_sentence(left) or not _opens_sentence(right):
            continue
        if left.isdigit() and _counts(text, found.start()):
            continue
        apart = f"{left}{stop} {right}"
        message = f"The space between two sentences is missing: “{apart}”."
        inside = passage.holds(*found.span())
        end = found.end() if inside else found.start(3)
        right = apart if inside else f"{left}{stop} "
        mark = passage.mark(found.start(), end, message, suggestion=right)
        if mark:
            yield mark


def _counts(text: str, start: int) -> bool:
    """``4.The battery lasts``: the number of an item, at the start or after a stop."""
    return text[max(0, start - 4) : start].rstrip()[-1:] in ("", ".", "!", "?", ":", ";", "\n")


def _ends_sentence(word: str) -> bool:
    return word.isdigit() or (
        word[-1].islower() and not word.istitle() and zipf(word) >= _MIN_LAST_ZIPF
    )


def _opens_sentence(word: str) -> bool:
    return (
        word == "I" or (len(word) > 1 and word[1:].islower()) or (word.isupper() and len(word) > 1)
    )


def _marks(passage: Passage) -> Iterator[Mark]:
    text = passage.text
    for found in _COMMA.finditer(text):
        left, comma, right = found.groups()
        if _is_word(left) and _is_word(right):
            yield from _mark(passage, found, f"{left}{comma} {right}")
    for found in _BRACKET.finditer(text):
        word = found.group(1)
        if word in _AFTER_BRACKET:
            yield from _mark(passage, found, found.group()[: -len(word)] + " " + word)
    for found in _TITLE.finditer(text):
        yield from _mark(passage, found, f"{found.group(1)}. {found.group(2)}")


_AFTER_BRACKET = word_set(
    "said says is are was were has have had will would and or but the of in to for with by from"
    " that which who at on as"
)
"""Words that nobody writes onto a closing bracket, as ``(s)he`` or ``(re)named`` do."""


def _is_glued_capital(small: str, name: str, known: frozenset[str]) -> bool:
    """``theUN`` always; ``inDrive`` only where the file writes ``Drive`` elsewhere."""
    if zipf(small + name) >= _MAX_GLUED_ZIPF:
        return False
    return name in known or (
        small in ("the", "of", "and") and name.isupper() and zipf(name) >= _MIN_ZIPF
    )


_ALWAYS = frozenset(
    f"{small}the" for small in word_set("of in to and for on from with by is that at")
)
_SAFE = word_set("the of and that this from")
"""No English word of ours begins with one of these and goes on with a common word."""

_MIN_COMMON_ZIPF = 4.3
"""A word as common as ``company``: rarer ones make too many accidental splits."""


def _is_glued_lower(small: str, word: str) -> bool:
    if small + word in _ALWAYS:
        return True
    if small not in _SAFE or len(word) < 4 or zipf(word) < _MIN_COMMON_ZIPF:
        return False
    return zipf(small + word) < _MAX_GLUED_ZIPF


def _is_word(word: str) -> bool:
    return zipf(word) >= _MIN_ZIPF


def _mark(passage: Passage, found: re.Match[str], apart: str) -> Iterator[Mark]:
    mark = passage.mark(*found.span(), f"A space is missing: “{apart}”.", suggestion=apart)
    if mark:
        yield mark


RULE = Rule(
    code="LIN202",
    name="words-glued",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example(
            "The pressure to stabilize relations may be increasing.Mr. Xi also seems keen.",
            quotes=("increasing.",),
        ),
        Example(
            "They mended the relationship,but on Friday,the Fed (USA)said no to Mr.Lee.",
            quotes=("relationship,but", "Friday,the", "(USA)said", "Mr.Lee"),
            suggestions=("relationship, but", "Friday, the", "(USA) said", "Mr. Lee"),
        ),
        Example(
            "A spokesman for theUN left China.He spoke ofChina and thecompany inthe park.",
            quotes=("theUN", "ofChina", "thecompany", "inthe"),
        ),
        Example("Visit example.com, Booking.Com or archive.org/The_End; write to jo@x.org."),
        Example("The file report.Pdf holds 3.5 MB, e.g. two maps, i.e. (re)drawn ones, Ph.D."),
        Example("J.R.R. Tolkien read theSkimm at theology school with (s)he-said stories."),
    ),
)
