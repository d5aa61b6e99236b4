"""A character has been decoded with the wrong table and shows as several others.

## What it does
Marks words such as ``donâ€™t`` or ``cafÃ©`` and suggests what was meant.

## Why it matters
The text was written in UTF-8 and read as something else on its way. A reader stumbles over
every such word; a translation engine takes it for a name and leaves it standing.

## How it finds it
The library ftfy tries to undo the wrong decoding, word by word, and we believe it when the
result is plausible where the original was not. Everyday typographic marks alone (“ ” – …)
never start the search.

## Known limits
Damage that has lost a character (``â€`` for a closing quotation mark) is marked without a
suggestion. A single wrong letter (``Schršder``) could be a real one and stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Alignment, Category, Fix, Severity

_CHUNK = re.compile(r"[^ \t\r\n]+")
"""A word; unlike ``\\S`` it keeps the no-break space and U+0085, which mojibake is full of."""

_INNOCENT = re.compile("[\x00-\x7f“”‘’„‚–—…•·«»°©®™€£§½¼¾\xa0\u200b-\u200f\u2028\u2029]+")
"""What ordinary English text contains besides letters with accents."""

_LOST = "â€"
"""What remains of a curly quotation mark (E2 80 9x) once its last byte was dropped."""

_MAX_WORD = 1000
"""Longer runs without a space are data, not words; ftfy's time grows with the run."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark every word that a wrong decoding explains."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            if sentence.text.isascii():
                continue
            for found in _CHUNK.finditer(sentence.text):
                word = found.group()
                if len(word) > _MAX_WORD or _INNOCENT.fullmatch(word):
                    continue
                fixed = _fixed(word)
                if fixed is not None:
                    message = (
                        f"“{word}” is mojibake: “{fixed}” read with the wrong encoding."
                        if fixed
                        else f"“{word}” is mojibake: a character read with the wrong encoding."
                    )
                    yield Mark(alignment, sentence, *found.span(), message, suggestion=fixed)


def _fixed(word: str) -> str | None:
    """The word as it was meant, "" where that is lost, None where nothing is wrong."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(word):
        return "" if _LOST in word else None
    fixed: str = fix_encoding(word)
    if "\ufffd" in fixed:
        return None  # the replacement character has a rule of its own
    if fixed != word:
        return fixed
    return "" if _LOST in word else None


RULE = Rule(
    code="LIN401",
    name="mojibake",
    category=Category.LINGUISTIC,
    severity=Severity.MAJOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example(
            "The minister said he donâ€™t expect the cafÃ© to reopen.",
            quotes=("donâ€™t", "cafÃ©"),
            suggestions=("don’t", "café"),
        ),
        Example("She called it â€œa good startâ€ and left.", quotes=("â€œa", "startâ€")),
        Example("Zoë’s café in São Paulo charged €5 – “très cher” – for crème brûlée…"),
        Example("Ångström, Dvořák and Łódź are spelled as they should be."),
    ),
)
