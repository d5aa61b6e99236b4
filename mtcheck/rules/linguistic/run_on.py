"""Two sentences run into one another without a stop.

## What it does
Marks a capitalised pronoun that opens a new sentence in the middle of another ("criticized the
minister He said the visit was a mistake"), with no punctuation between them.

## Why it matters
When an engine puts the pieces of a sentence back together, the stop between two of them is lost
and the second keeps its capital. The reader stumbles and has to guess where one thought ends.

## Known limits
Only He, She, They, We, It, This and These are looked for, because other capitalised words may be
names. Titles in which every word has a capital, and pronouns that are capitalised out of
reverence, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Alignment, Category, Severity

_SEAM = re.compile(
    r"(?<![\w’'-])[\d_’'-]*"  # where a word begins: never again inside a long one
    r"(?P<before>[^\W\d_][\w’'-]*) (?P<pronoun>He|She|They|We|It|This|These) (?P<verb>[a-z]+)\b"
)
_TITLE_WORDS = 3
_TITLE_CHARS = 200
"""How far back these words are looked for."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Marks the seam: the word before, the pronoun and its verb."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            seams = [
                found
                for found in _SEAM.finditer(sentence.text)
                if not _in_title(sentence.text, found.start("before"))
            ]
            tags = {w.start: w.tag for w in ctx.words(sentence.text)} if seams else {}
            for found in seams:
                if tags.get(found.start("verb")) not in ("VBD", "VBZ", "VBP", "MD"):
                    continue
                yield Mark(
                    alignment,
                    sentence,
                    found.start("before"),
                    found.end(),
                    f"A new sentence begins at “{found['pronoun']} {found['verb']}” with no stop"
                    f" after “{found['before']}”.",
                    suggestion=f"{found['before']}. {found['pronoun']} {found['verb']}",
                )


def _in_title(text: str, start: int) -> bool:
    """True when the words before are capitalised too, as in the title of a work."""
    before = re.findall(r"[^\W\d_]+", text[max(0, start - _TITLE_CHARS) : start])[-_TITLE_WORDS:]
    return bool(before) and all(word[0].isupper() for word in before)


RULE = Rule(
    code="LIN104",
    name="run-on",
    category=Category.LINGUISTIC,
    severity=Severity.MAJOR,
    detect=detect,
    examples=(
        Example(
            "Among the farmers, criticized the new minister He said the price was too low.",
            quotes=("minister He said",),
        ),
        Example("He read from The Songs We Sang and left.", note="a title"),
        Example("The minister left. He said nothing.", note="two whole sentences"),
        Example("They said: We will come.", note="a colon stands between"),
    ),
)
