"""Content words of a text, and which of them have no counterpart on the other side.

A paraphrase keeps the content and changes the words, so a word without its like proves
nothing. A long run of content words none of which has a counterpart is a clause that one side
lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.models import Link, TaggedWord
from mtcheck.rule import Context
from mtcheck.text import fold, words
from mtcheck.types import Alignment, Sentence, Side

MIN_SIMILARITY = 0.5
"""Links with a lower cosine do not count as a counterpart."""

MIN_COVERED = 0.6
"""Share of a sentence's content words that have a counterpart in a longer sentence of the source,
which was then divided in two."""

MIN_LIKENESS = 0.4
"""Cosine of two sentences' vectors below which neither is a part of the other."""

N_NEAR = 2
"""Alignments before and after in which the other half of a divided sentence is looked for."""

MAX_NEAR = 20
"""Sentences of the source that one of the text is compared with, lest a long line take for ever."""

MAX_LENGTH = 0.6
"""The side that lacks a clause has at most this share of the other side's words."""

CONTENT_TAGS = ("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "FW")
"""Nouns, names, adjectives and numbers; and verbs, but for the light ones below."""

_LIGHT_WORDS = (
    "be is are was were been being am have has had having do does did doing said say says will "
    "would can could may might shall should must get got make made take took go went come came"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())


def is_content(word: TaggedWord) -> bool:
    """True for nouns, names, adjectives, numbers and full verbs."""
    if fold(word.text) in _LIGHT:
        return False
    return word.tag in CONTENT_TAGS or word.tag.startswith("VB")


def longest_run(
    words: Sequence[TaggedWord], linked: set[int], *, max_linked: int = 0
) -> tuple[TaggedWord, ...]:
    """The longest run of words with no counterpart, from content word to content word.

    ``linked`` holds the starts of the words that have one. Function words neither break a run
    nor count: its length is its number of content words.
    """
    best: list[TaggedWord] = []
    run: list[TaggedWord] = []
    n_linked = 0
    for word in words:
        if not is_content(word):
            continue
        if word.start in linked:
            n_linked += 1
            if n_linked > max_linked:
                run, n_linked = [], 0
            continue
        run.append(word)
        if len(run) > len(best):
            best = list(run)
    return tuple(best)


def linked_starts(links: Sequence[Link], min_similarity: float) -> tuple[set[int], set[int]]:
    """Starts of the linked candidate words and of the linked source words."""
    pairs = [
        (link.candidate.start, link.source.start)
        for link in links
        if link.candidate and link.source and link.similarity >= min_similarity
    ]
    return {left for left, _ in pairs}, {right for _, right in pairs}


def without_counterpart(
    alignments: Sequence[Alignment], ctx: Context, side: Side, *, min_words: int, min_clause: int
) -> Iterator[tuple[Alignment, Sentence, int, int]]:
    """What ``side`` says in parallel texts and the other side does not: sentences and clauses.

    ``min_words``: content words that a sentence must have to count; ``min_clause``: that a clause
    must have. Yields the alignment, the sentence of ``side``, and the span in it.
    """
    if not ctx.parallel:
        return
    mine_is_candidate = side is Side.CANDIDATE
    everything = ctx.source if mine_is_candidate else ctx.candidate
    elsewhere = " ".join(sentence.text for sentence in everything)
    for n, alignment in enumerate(alignments):
        both = (
            (alignment.candidate, alignment.candidate_text),
            (alignment.source, alignment.source_text),
        )
        (mine, text), (theirs, other) = both if mine_is_candidate else both[::-1]
        if not theirs:
            for sentence in mine:
                n_content = sum(map(is_content, ctx.words(sentence.text)))
                if n_content < min_words or sentence.text in elsewhere:
                    continue
                near = alignments[max(0, n - N_NEAR) : n + N_NEAR + 1]
                if not mine_is_candidate or not _is_split_off(sentence, near, ctx):
                    yield alignment, sentence, 0, len(sentence.text)
            continue
        if len(mine) != 1 or len(words(other)) > MAX_LENGTH * len(words(text)):
            continue
        linked = linked_starts(ctx.links(alignment), MIN_SIMILARITY)
        run = longest_run(ctx.words(mine[0].text), linked[0 if mine_is_candidate else 1])
        if len(run) >= min_clause:
            yield alignment, mine[0], run[0].start, run[-1].end


def _is_split_off(sentence: Sentence, near: Sequence[Alignment], ctx: Context) -> bool:
    """Does a sentence nearby in the source say all this, and more? Then that one was divided."""
    content = {word.start for word in ctx.words(sentence.text) if is_content(word)}
    longer = [
        source.text
        for alignment in near
        for source in alignment.source
        if len(source.text) > len(sentence.text)
    ][:MAX_NEAR]
    if not longer:
        return False
    own, *others = ctx.encoder.vectors([sentence.text, *longer])
    for text, other in zip(longer, others, strict=True):
        size = float(own @ own) ** 0.5 * float(other @ other) ** 0.5
        if float(own @ other) < MIN_LIKENESS * size:
            continue
        linked, _ = linked_starts(ctx.encoder.link(sentence.text, text), MIN_SIMILARITY)
        if len(linked & content) >= MIN_COVERED * len(content):
            return True
    return False
