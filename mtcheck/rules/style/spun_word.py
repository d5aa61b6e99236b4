"""A word of the source has become a synonym that does not fit beside its neighbours.

## What it does
Follows the word links between a candidate sentence and its source. Where a linked word differs,
stands between the same two words as in the source, is never seen next to them while the source's
word is, and means something else in this place, it is reported: "bosom
cancer" for "breast cancer", "development privileges" for "development rights".

## Why it matters
A synonym spinner replaces words one by one. Each is close in meaning, and each makes the reader
stumble: the register, the idiom, or the exact claim is lost.

## Known limits
Only sentences with a counterpart in the source are looked at. Rare but deliberate word choice
next to a common source word may be marked; that is why the finding is minor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtcheck.lexicon.collocations import (
    FUNCTION_WORDS,
    Token,
    load_collocations,
    misfit,
    tokens,
)
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.types import Category, Severity

if TYPE_CHECKING:
    from mtcheck.models import Link
    from mtcheck.types import Alignment

FRAMED = ((1.0, 0.22), (3.5, 0.5))
"""For a word never seen beside its neighbours, which are the source's own: (least misfit, limit
of similarity). A translator's synonym keeps close to the word in context, or is at least said
there now and then; a spinner's is neither. In 55,000 words of human translations against another
person's four pass, and one word in 9 of published tortured phrases; with (1.0, 0.35) and (3.0, 0.5)
it was thirteen, and one in 7."""


def detect(
    alignments: Sequence[Alignment],
    ctx: Context,
) -> Iterator[Mark]:
    """Mark spun words: see :data:`FRAMED` for the bars they must pass."""
    lexicon = load_collocations()
    known = {token.lemma for sentence in ctx.source for token in tokens(sentence.text)}
    for alignment in alignments:
        if not alignment.source or not alignment.candidate:
            continue
        offset = 0
        links: dict[int, Link] | None = None
        said = tokens(alignment.source_text)
        for sentence in alignment.candidate:
            found = tokens(sentence.text)
            for at, token in enumerate(found):
                if not _may_be_spun(token, sentence.text, known):
                    continue
                if links is None:
                    links = {k.candidate.start: k for k in ctx.links(alignment) if k.candidate}
                link = links.get(offset + token.start)
                there = _place(link, said)
                if link is None or there is None:
                    continue
                before, after = _neighbours(found, at)
                meant = said[there]
                gap = misfit(lexicon, before, token.lemma, meant.lemma, after)
                framed = bool(before and after) and (before, after) == _neighbours(said, there)
                unseen = not lexicon.count(before, token.lemma) + lexicon.count(token.lemma, after)
                spun = any(gap >= g and link.similarity < limit for g, limit in FRAMED)
                if framed and unseen and spun:
                    word = alignment.source_text[meant.start : meant.end]
                    yield Mark(
                        alignment,
                        sentence,
                        token.start,
                        token.end,
                        f"“{sentence.text[token.start : token.end]}” does not go with its "
                        f"neighbours; the source says “{word}”.",
                        suggestion=word,
                        source_quote=word,
                    )
            offset += len(sentence.text) + 1


def _may_be_spun(token: Token, text: str, known: set[str]) -> bool:
    return (
        token.lemma not in known
        and token.lemma not in FUNCTION_WORDS
        and len(token.lemma) > 3
        and not text[token.start].isupper()
    )


def _place(link: Link | None, said: tuple[Token, ...]) -> int | None:
    """The index of the linked source token; None for a name, a compound or no link."""
    if link is None or link.source is None or link.source.is_name:
        return None
    for n, token in enumerate(said):
        if (token.start, token.end) == (link.source.start, link.source.end):
            return n if token.lemma not in FUNCTION_WORDS else None
    return None


def _neighbours(found: tuple[Token, ...], at: int) -> tuple[str, str]:
    before = found[at - 1].lemma if at and found[at].joined else ""
    after = found[at + 1].lemma if at + 1 < len(found) and found[at + 1].joined else ""
    return before, after


RULE = Rule(
    code="STY101",
    name="spun-word",
    category=Category.STYLE,
    severity=Severity.MINOR,
    needs=("source",),
    detect=detect,
    examples=(
        Example(
            "She has been treated for bosom cancer since spring.",
            source="She has been treated for breast cancer since spring.",
            quotes=("bosom",),
            suggestions=("breast",),
        ),
        Example(
            "The car broke down, so that they drove a loaned vehicle.",
            source="The car broke down, so that they drove a replacement vehicle.",
        ),
        Example(
            "The two leaders held lengthy talks on trade.",
            source="The two leaders held long talks on trade.",
        ),
        Example(
            "Officials voiced concern about the plan.",
            source="Officials expressed concern about the plan.",
        ),
    ),
)
