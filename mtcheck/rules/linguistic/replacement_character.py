"""A character was lost, and a placeholder stands in its place.

## What it does
Marks words with the replacement character U+FFFD, with the three letters ``ï¿½`` that it turns
into, and with a question mark where an apostrophe belongs (``don?t``, ``China?s policy``).

## Why it matters
The character cannot be recovered from the text; somebody has to look at the original.

## Known limits
A question mark stands for any lost letter (``Schr?der``), but only the apostrophe is certain
enough to mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Alignment, Category, Fix, Severity

_LOST = re.compile("\ufffd+|(?:ï¿½)+")
_MAX_REACH = 30
"""Letters shown on either side of the lost one: the longest English words have fewer."""

_QUESTION = re.compile(
    r"(?<![^\s“‘\"'(])(?:"
    r"(?:[Cc]a|[Ww]o|[Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Hh]as|[Hh]ave|[Hh]ad"
    r"|[Cc]ould|[Ww]ould|[Ss]hould)n\?t"
    r"|(?:I|[Ii]t|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|[Yy]ou|[Tt]hat|[Tt]here|[Ww]hat|[Ww]ho|[Ll]et)"
    r"\?(?:s|re|ve|ll|d|m)"
    r"|[^\W\d_]{2,30}\?s(?= [a-z])"
    r")(?![\w=&/?])"
)


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark every word with a lost character."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            text = sentence.text
            done = 0
            for found in _LOST.finditer(text):
                if found.start() < done:
                    continue
                start, done = _word_around(text, *found.span())
                message = f"A character was lost in “{text[start:done]}”."
                yield Mark(alignment, sentence, start, done, message)
            for found in _QUESTION.finditer(text):
                word = found.group()
                meant = word.replace("?", "’")
                message = f"“{word}” has lost its apostrophe: “{meant}”."
                yield Mark(alignment, sentence, *found.span(), message, suggestion=meant)


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to the word, a few letters each way."""
    left = start
    while left > max(0, start - _MAX_REACH) and not text[left - 1].isspace():
        left -= 1
    right = end
    while right < min(len(text), end + _MAX_REACH) and not text[right].isspace():
        right += 1
    return left, right


RULE = Rule(
    code="LIN402",
    name="replacement-character",
    category=Category.LINGUISTIC,
    severity=Severity.MAJOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example("The minister�s reply came late.", quotes=("minister�s",)),
        Example("The fa�ade was repainted�twice.", quotes=("fa�ade", "repainted�twice.")),
        Example("We don?t know yet.", quotes=("don?t",), suggestions=("don’t",)),
        Example("It follows the bank?s announcement.", quotes=("bank?s",), suggestions=("bank’s",)),
        Example("Is it his?so what, she asked. Was it? So be it."),
        Example("See example.com/it?s=1 for the list."),
    ),
)
