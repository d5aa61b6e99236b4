"""What should set findings aside sets none aside: it is out of date, or written wrong.

## What it does
Marks every suppression that has no effect, at its own line: a comment such as
``<!-- mtcheck: ignore[ACC101] reason -->`` in Markdown or HTML, a cell of the column
``mtcheck_ignore``, or an entry of ``mtcheck-ignore.toml`` (on line 1 of the file it speaks of).
The message says why: nothing is found there (any more), there is no such rule (with the nearest one
that exists), ``on`` without ``off``, no text follows, or no reason is given where
``require-reasons`` asks for one. In plain text and in cells of tables, which have no comments, the
comment itself is marked.

## Why it matters
A suppression that has outlived its finding hides the next one, and one that is mistyped hides
nothing. It says nothing about the text, so it is neutral and never counts.

## Known limits
One that names a rule which did not look at the file, because it was left out or needs a source, is
not reported. What covers the wrong place but covers something is taken as meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule, passages
from mtcheck.types import Alignment, Category, Severity

_COMMENT = re.compile(r"^[ \t]*(<!--\s*mtcheck\s*:[^\n]{0,500}?-->)", re.IGNORECASE | re.MULTILINE)


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the idle suppressions at their places, and comments that stand where none can be."""
    places = [(s.unit.line, s, a) for a in alignments for s in a.candidate]
    places.sort(key=lambda place: place[0])
    for idle in ctx.idle if places else ():
        later = bisect_left(places, idle.line, key=lambda place: place[0])
        _, sentence, alignment = places[min(later, len(places) - 1)]
        beside = f" ({idle.place})" if idle.fingerprint else ""
        words = f"“{idle.text}”{beside} sets nothing aside: {idle.fault}."
        yield Mark(alignment, sentence, 0, 0, words, place=(idle.line, idle.column))
    for passage in passages(alignments):
        for found in _COMMENT.finditer(passage.text):
            mark = passage.mark(
                *found.span(1),
                "This sets nothing aside: there are no comments here. Set findings aside by their "
                "fingerprints in mtcheck-ignore.toml, or in a column mtcheck_ignore.",
            )
            if mark:
                yield mark


RULE = Rule(
    code="SUP101",
    name="unused-suppression",
    category=Category.DESIGN,
    severity=Severity.NEUTRAL,
    detect=detect,
    needs=("findings",),
    examples=(
        Example(
            "<!-- mtcheck: ignore[ACC101] as the paper prints it -->\nBrinken arrived on Monday.",
            quotes=("<!-- mtcheck: ignore[ACC101] as the paper prints it -->",),
            note="a plain text, which has no comments",
        ),
        Example(
            "Write mtcheck: ignore[ACC101] in a comment before the sentence.",
            note="about suppressions, and none",
        ),
    ),
)
