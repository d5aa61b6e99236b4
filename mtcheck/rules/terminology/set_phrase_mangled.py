"""A set phrase has lost its form: "breast cancer" has become "bosom peril".

## What it does
Looks for known set phrases of news, government, law, finance, health, science and technology in
which words were replaced by near-synonyms. Three kinds of evidence count: phrases that you list
yourself (``--phrases``); a shipped list of forms in which spinners and round trips are known to
leave phrases, some of them only beside words that settle the sense; and forms derived on the
spot, where every replaced word is one that spinners put there and the pair is never seen in
English. Weaker derived forms are reported only when a file is full of them.

## Why it matters
No spelling or grammar check objects: each word is fine. But nobody calls the minister of public
security "minister of public safety", and the reader no longer knows who or what is meant.

## Known limits
Only phrases in the lexicon can be missed. A deliberate pun, a company that took an odd name in
lower case, or regional usage ("share market") may be marked. Capitalised words inside a sentence
are taken for names and left alone, except in the listed forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from mtcheck.lexicon.collocations import load_collocations, tokens
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.terminology._altered import (
    Hit,
    Known,
    by_first,
    derived_hits,
    known_forms,
    known_hits,
    pattern,
    tripped_hits,
    without_overlaps,
)
from mtcheck.text import words
from mtcheck.types import Category, Severity

if TYPE_CHECKING:
    from mtcheck.models import TaggedWord
    from mtcheck.types import Alignment, Sentence


def detect(
    alignments: Sequence[Alignment],
    ctx: Context,
    *,
    min_weak: int = 4,
    words_per_weak: int = 120,
) -> Iterator[Mark]:
    """Mark altered set phrases.

    ``min_weak`` different weak forms, and one per ``words_per_weak`` words, are needed before
    weak forms are reported; a form that is sure by itself counts as two. Human news translation
    has one per 950 words, so four in a file of 480 words are very unlikely there.
    """
    lexicon = load_collocations()
    users = by_first([Known(pattern(found), expected, (), ()) for found, expected in ctx.phrases])
    found: list[tuple[Alignment, Sentence, Hit]] = []
    n_words = 0
    for alignment in alignments:
        for sentence in alignment.candidate:
            run = tokens(sentence.text)
            n_words += len(run)
            derived = [
                *tripped_hits(sentence.text, run, lexicon),
                *derived_hits(sentence.text, run, lexicon),
            ]
            hits = [
                *known_hits(sentence.text, run, users),
                *known_hits(sentence.text, run, known_forms()),
                *(hit for hit in derived if not _is_clause(ctx.words(sentence.text), hit)),
            ]
            hits = [hit for hit in hits if not _is_doubled(sentence.text[hit.start : hit.end])]
            found += [(alignment, sentence, hit) for hit in without_overlaps(hits)]
    sure = {hit.expected for _, _, hit in found if hit.sure}
    likely = {hit.expected for _, _, hit in found if hit.likely} - sure
    weak = {hit.expected for _, _, hit in found} - sure
    evidence = len(weak) + 2 * len(sure)
    dense = evidence >= min_weak and evidence * words_per_weak >= n_words
    company = dense or (bool(sure) and bool(likely))
    for alignment, sentence, hit in found:
        if hit.sure or hit.likely or dense:
            major = hit.sure or (hit.likely and company)
            quote = sentence.text[hit.start : hit.end]
            yield Mark(
                alignment,
                sentence,
                hit.start,
                hit.end,
                f"“{quote}” stands where English says “{hit.expected}”.",
                suggestion=hit.expected,
                severity=None if major else Severity.MINOR,
            )


def _is_clause(words_: Sequence[TaggedWord], hit: Hit) -> bool:
    """Begins with a modal, or a verb in the third person: "will support enterprises"."""
    first = next((word for word in words_ if word.start >= hit.start), None)
    return first is not None and first.tag in ("MD", "VBZ")


def _is_doubled(quote: str) -> bool:
    """A word said twice is another fault, whatever phrase ends in that word."""
    said = [word.text.casefold() for word in words(quote)]
    return any(one == other for one, other in pairwise(said))


RULE = Rule(
    code="TER102",
    name="set-phrase-mangled",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    detect=detect,
    examples=(
        Example(
            "Wang Xiaohong, the minister of public safety, spoke of synthetic opioid predecessors.",
            quotes=("minister of public safety", "synthetic opioid predecessors"),
            suggestions=("minister of public security", "synthetic opioid precursors"),
        ),
        Example(
            "They agreed on policies on Taiwan, individual rights and China’s reddish lines.",
            quotes=("individual rights", "reddish lines"),
            suggestions=("human rights", "red lines"),
        ),
        Example(
            "The hospital treats bosom peril with profound learning and a nicely- known drug.",
            quotes=("bosom peril", "profound learning", "nicely- known"),
            suggestions=("breast cancer", "deep learning", "well known"),
        ),
        Example("The court held that individual rights outweigh the interest of the state."),
        Example("High-speed communications will support enterprises in every district."),
        Example("Canada’s minister of public safety met the public security team."),
        Example("You have two messages messages in your inbox, and a reddish circle beside each."),
        Example("She drew a reddish circle, and a profound silence fell on the woods."),
    ),
)
