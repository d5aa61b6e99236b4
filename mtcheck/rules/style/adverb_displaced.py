"""A sentence opens with a word that cannot open it: "Total, the market grew."

## What it does
Marks an opening word with a comma where an adverb belongs and a spinner has put its synonym of
another kind: *Total,* or *Entire,* for *Overall,* and *Before,* for *Earlier,* where a report of
what named people said or did follows.

## Why it matters
The reader takes the opening word for a noun or a preposition and has to start again.

## Known limits
English only, and only openings that spinners are known to produce. "Before, people queued" is
left alone, as is "Before long," and every opening without a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Category, Severity

if TYPE_CHECKING:
    from mtcheck.types import Alignment

_QUOTES = r"[\"'“”‘’«»\s]*"
_CLAUSE = r"(?=\s+(?:the|this|these|those|that|it|they|we|he|she|there|a|an|his|her|our|its|[A-Z]))"
_REPORT = (
    r"(?=\s+(?:[A-Z][\w.’'\-]*,?\s+(?:and\s+|of\s+|the\s+)?){1,6}"
    r"(?:also\s+|had\s+|has\s+)*(?:said|told|made|met|spoke|held|called|warned|announced|visited"
    r"|arrived|urged|praised|accused|confirmed|denied|signed|claimed|noted|stressed|added)\b)"
)
_ADJECTIVES = r"(?:Total|Entire|Whole|Complete|Typical|Usual|Original|Recent)"
_OPENINGS = (
    (re.compile(rf"^{_QUOTES}({_ADJECTIVES},){_CLAUSE}"), ""),
    (re.compile(rf"^{_QUOTES}(Before,){_REPORT}"), "Earlier,"),
)
_MEANT = {
    "Total,": "Overall,", "Entire,": "Overall,", "Whole,": "Overall,", "Complete,": "Overall,",
    "Typical,": "Typically,", "Usual,": "Usually,", "Original,": "Originally,",
    "Recent,": "Recently,",
}  # fmt: skip


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark openings that cannot open a sentence."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            for opening, meant in _OPENINGS:
                match = opening.match(sentence.text)
                if match:
                    word = match.group(1)
                    suggestion = meant or _MEANT[word]
                    yield Mark(
                        alignment,
                        sentence,
                        match.start(1),
                        match.end(1),
                        f"“{word}” cannot open this sentence; “{suggestion}” can.",
                        suggestion=suggestion,
                    )


RULE = Rule(
    code="STY102",
    name="adverb-displaced",
    category=Category.STYLE,
    severity=Severity.MINOR,
    detect=detect,
    examples=(
        Example(
            "Total, the market grew by a tenth.\nBefore, Meyer and Okoro also met in Lagos.",
            quotes=("Total,", "Before,"),
            suggestions=("Overall,", "Earlier,"),
        ),
        Example("Before, people had to queue for hours.\nTotal sales, the firm says, fell."),
        Example("Before Meyer spoke, the hall was silent."),
    ),
)
