r"""A character that nobody can see stands inside the text.

## What it does
Marks words with zero-width spaces and joiners, soft hyphens, direction controls, a byte order
mark in the middle, control characters, or a Unicode line separator. One finding a sentence.

## Why it matters
Search, spell checking and translation memories see two words where the reader sees one, and
direction controls can make a text read differently from what it says.

## Known limits
Joiners inside emoji, beside letters of scripts that need them (Arabic, Persian, the Indic
scripts), and direction marks in a text with right-to-left letters stay silent. So do no-break
spaces and form feeds, which are ordinary typography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Alignment, Category, Severity

_CONTROL = "\x00-\x08\x0b\x0e-\x1b\x7f-\x9f"
"""C0 without tab, line ends, form feed and the separators that count as space; C1 with U+0085."""

_INVISIBLE = re.compile(
    f"[{_CONTROL}\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\ufff9-\ufffb\U000e0020-\U000e007f]+"
)
_JOINERS = frozenset("\u200c\u200d")
_NEEDS_JOINERS = re.compile("[\u0590-\u0dff\u0f00-\u109f\u1780-\u17ff\u1800-\u18af\ua840-\ua87f]")
"""Hebrew, Arabic, Syriac, the Indic scripts, Tibetan, Burmese, Khmer, Mongolian."""

_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FLAG = "\U0001f3f4"
_NAMES = {
    "\u200b": "zero-width space", "\u200c": "zero-width non-joiner", "\u200d": "zero-width joiner",
    "\u00ad": "soft hyphen", "\ufeff": "byte order mark", "\u2060": "word joiner",
    "\u2028": "line separator", "\u2029": "paragraph separator", "\u0085": "next-line control",
    "\u200e": "left-to-right mark", "\u200f": "right-to-left mark",
    "\u202e": "right-to-left override",
}  # fmt: skip
_MAX_REACH = 30
"""Letters shown on either side: the longest English words have fewer."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the first word of each sentence that hides something."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            text = sentence.text
            if text.isascii() and text.isprintable():
                continue
            found = [m for m in _INVISIBLE.finditer(text) if not _is_at_home(text, *m.span())]
            if not found:
                continue
            first = found[0]
            start, end = _word_around(text, *first.span())
            char = first.group()[0]
            name = _NAMES.get(char, "control character")
            more = f", and {len(found) - 1} more in this sentence" if len(found) > 1 else ""
            yield Mark(
                alignment,
                sentence,
                start,
                end,
                f"An invisible character (U+{ord(char):04X}, {name}) stands here{more}.",
                suggestion=_without(text[start:end]),
            )


def _is_at_home(text: str, start: int, end: int) -> bool:
    """Is the run where its script or its emoji needs it?"""
    run = frozenset(text[start:end])
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if run <= _JOINERS:
        beside = (before, after)
        if any(char and _NEEDS_JOINERS.match(char) for char in beside):
            return True
        return all(char and _EMOJI.match(char) for char in beside)
    if run <= _DIRECTION:
        return bool(_RIGHT_TO_LEFT.search(text))
    if before == _FLAG:
        return all(ord(char) >= 0xE0020 for char in run)
    mojibake = ("\x7f" < char <= "\xff" for char in (before, after) if char)
    return all("\x80" <= char <= "\x9f" for char in run) and any(mojibake)


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    left = start
    while left > max(0, start - _MAX_REACH) and not text[left - 1].isspace():
        left -= 1
    right = end
    while right < min(len(text), end + _MAX_REACH) and not text[right].isspace():
        right += 1
    if not _INVISIBLE.sub("", text[left:right]).strip() and right - left < _MAX_REACH:
        left, right = _with_neighbour(text, left, right)
    return left, right


def _with_neighbour(text: str, left: int, right: int) -> tuple[int, int]:
    """A character that stands alone is shown with the word before it, or after it."""
    near = text[max(0, left - _MAX_REACH) : left].split()
    if near:
        return max(0, text.rindex(near[-1], 0, left)), right
    after = text[right : right + _MAX_REACH].split()
    return (left, text.index(after[0], right) + len(after[0])) if after else (left, right)


def _without(word: str) -> str:
    """The word without what hides in it; a separator of lines becomes a space."""
    plain = _INVISIBLE.sub(lambda m: " " if m.group()[0] in "\x85\u2028\u2029" else "", word)
    return " ".join(plain.split())


RULE = Rule(
    code="LIN403",
    name="invisible-character",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    examples=(
        Example(
            "The agree\u00adment was signed in Gene\u200bva.",
            quotes=("agree\u00adment",),
            suggestions=("agreement",),
        ),
        Example("Officials \u202erefused\u202c to comment.", quotes=("\u202erefused\u202c",)),
        Example("A family emoji \U0001f468\u200d\U0001f469\u200d\U0001f467 hides its joiners."),
        Example("The Persian word می\u200cخواهم needs its non-joiner."),
        Example("It costs 5\u00a0000 euros\u202f; the no-break space is typography."),
    ),
)
