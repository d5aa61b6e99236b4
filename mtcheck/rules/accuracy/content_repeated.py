"""A sentence, or what a sentence says, comes twice.

## What it does
Marks a sentence whose words are nearly those of an earlier sentence of the same text, unless
the source has it twice as well; and, as a minor fault, a verb that comes twice for one subject
in one sentence, the second time with a pronoun for its object: *has criticized the aid as a
provocation and has immediately criticized it*.

## Why it matters
Engines and rewriters lose their place and say things again. A reader takes it for
carelessness.

In files of a program's strings (PO, JSON, XLIFF, Android and others) only what comes twice in one
string is marked: ``Delete the file`` and ``Delete the files`` are two strings, each with its key.

## Known limits
Short sentences, lists, headings and whole quotations may be repeated on purpose and are left
alone. A repetition in quite other words is not seen.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import fold, words
from mtcheck.types import Alignment, Category, Sentence, Severity

_QUOTE = re.compile(r"^[\"“”'‘«]")
_ENDS = re.compile(r"[.!?][\"”’')\]]*$")
_AGAIN = re.compile(
    r"\b(?P<first>[a-z]{4,}(?:ed|en|ew|ought|aught))\s(?P<middle>[^.;:!?“”\"]{3,120}?),?\sand\s"
    r"(?:(?:has|have|had|also|then)\s){0,2}(?:\w+ly\s)?"
    r"(?P<again>(?P=first))\s(?:it|them|him|her|that|this)\b"
)


MAX_BOILERPLATE = 2
"""A sentence that comes more often, word for word, is meant to: shipping terms, refrains."""


MIN_SAME_SOURCE = 0.7
"""Share of words with their order from which a sentence of the source says the same."""


MAX_ALIKE = 1000
"""With so many sentences at most is one compared: what has more like it is a form, not a text."""


NEAR = 4
"""Within so many sentences a repetition is major; further apart writers repeat a lead or a sum
on purpose, and it is minor. Human news repeats itself 1.5 times in 1,000 sentences."""


def detect(
    alignments: Sequence[Alignment],
    ctx: Context,
    *,
    min_words: int = 10,
    min_same: float = 0.9,
) -> Iterator[Mark]:
    """Yield one mark for each repeated sentence.

    ``min_words``: shorter sentences are left alone. ``min_same``: share of words, with their
    order, that two sentences must have in common.
    """
    from rapidfuzz.distance import Indel

    source = [_tokens(sentence) for sentence in ctx.source]
    counts = Counter(token for sentence in ctx.candidate for token in _tokens(sentence))
    counts.update(token for tokens in source for token in tokens)
    before, versions = _Alike(min_same, counts), _Alike(MIN_SAME_SOURCE, counts)
    for tokens in source:
        versions.add(tokens)
    often = Counter(fold(sentence.text.strip()) for sentence in ctx.candidate)
    seen: list[tuple[list[str], Sentence, list[str], int]] = []
    for alignment in alignments:
        for sentence in alignment.candidate:
            yield from _verb_again(alignment, sentence, ctx)
            tokens = _tokens(sentence)
            if len(tokens) < min_words or not _is_prose(sentence):
                continue
            if often[fold(sentence.text.strip())] > MAX_BOILERPLATE:
                continue
            earlier = next(
                (
                    (other, theirs, place)
                    for other_tokens, other, theirs, place in map(
                        seen.__getitem__, before.of(tokens)
                    )
                    if not (ctx.strings and other.unit.id != sentence.unit.id)
                    and _could_be_same(tokens, other_tokens, min_same)
                    and Indel.normalized_similarity(tokens, other_tokens) >= min_same
                ),
                None,
            )
            aligned = [token for other in alignment.source for token in _tokens(other)]
            seen.append((tokens, sentence, aligned, alignment.index))
            before.add(tokens)
            if earlier is None:
                continue
            n_source = sum(
                Indel.normalized_similarity(tokens, source[n]) >= MIN_SAME_SOURCE
                for n in versions.of(tokens)
            )
            if n_source >= 2:
                continue
            if aligned and earlier[1] and Indel.normalized_similarity(aligned, earlier[1]) >= 0.4:
                continue
            yield Mark(
                alignment,
                sentence,
                0,
                len(sentence.text),
                f"This sentence repeats “{earlier[0].text}”.",
                severity=None if alignment.index - earlier[2] <= NEAR else Severity.MINOR,
            )


class _Alike:
    """Which lists of tokens can have a share of ``least`` in common, without looking at all.

    Two such lists have one of their rarest tokens in common: of n tokens, as many as may be
    missing, and one more ("prefix filtering", Chaudhuri et al. 2006). The k-th time that a token
    comes is another token.
    """

    def __init__(self, least: float, counts: Counter[str]) -> None:
        self.least = least / (2 - least)  # of the longer list, where both make up 1
        self.counts = counts
        self.n_lists = 0
        self.by_token: dict[tuple[str, int], list[int]] = {}

    def add(self, tokens: list[str]) -> None:
        for token in self._rarest(tokens):
            self.by_token.setdefault(token, []).append(self.n_lists)
        self.n_lists += 1

    def of(self, tokens: list[str]) -> list[int]:
        """The numbers of the lists that were added, in order, :data:`MAX_ALIKE` at most."""
        lists = (self.by_token.get(token, ())[:MAX_ALIKE] for token in self._rarest(tokens))
        return sorted({number for numbers in lists for number in numbers})[:MAX_ALIKE]

    def _rarest(self, tokens: list[str]) -> list[tuple[str, int]]:
        times: Counter[str] = Counter()
        ranked = []
        for token in tokens:
            ranked.append((self.counts[token], token, times[token]))
            times[token] += 1
        n_needed = max(1, math.ceil(self.least * len(tokens) - 1e-6))
        return [(token, nth) for _, token, nth in sorted(ranked)[: len(tokens) - n_needed + 1]]


def _verb_again(alignment: Alignment, sentence: Sentence, ctx: Context) -> Iterator[Mark]:
    for found in _AGAIN.finditer(sentence.text):
        if any(found.group() in other.text for other in ctx.source):
            continue
        yield Mark(
            alignment,
            sentence,
            found.start("again"),
            found.end(),
            f"“{found.group('first')}” comes twice for the same.",
            severity=Severity.MINOR,
        )


def _tokens(sentence: Sentence) -> list[str]:
    return [fold(word.text) for word in words(sentence.text)]


def _could_be_same(one: list[str], other: list[str], min_same: float) -> bool:
    """A cheap bound: the words, whatever their order, and the numbers among them."""
    if abs(len(one) - len(other)) > (1 - min_same) * (len(one) + len(other)):
        return False
    left, right = set(one), set(other)
    if len(left & right) < (2 * min_same - 1) * max(len(left), len(right)):
        return False
    if {word for word in left if word[0].isdigit()} != {w for w in right if w[0].isdigit()}:
        return False
    return 2 * sum((Counter(one) & Counter(other)).values()) >= min_same * (len(one) + len(other))


def _is_prose(sentence: Sentence) -> bool:
    text = sentence.text.strip()
    whole_quote = _QUOTE.match(text) is not None and re.search(r"[\"”’»]$", text) is not None
    lower = sum(word.text[0].islower() for word in words(text))
    return not whole_quote and _ENDS.search(text) is not None and lower >= 0.5 * len(words(text))


RULE = Rule(
    code="ACC403",
    name="content-repeated",
    category=Category.ACCURACY,
    severity=Severity.MAJOR,
    detect=detect,
    examples=(
        Example(
            candidate="The harbour will stay closed until the storm has passed on Sunday.\n"
            "Ferries wait in Dover.\n"
            "The harbour will stay closed until the storm has passed by Sunday.",
            quotes=("The harbour will stay closed until the storm has passed by Sunday.",),
        ),
        Example(
            candidate="Peru has criticized the loan as a trap and has immediately criticized it.",
            quotes=("criticized it",),
        ),
        Example(
            candidate="In 2019 the plant made 200 cars and sold them all over the country.\n"
            "In 2020 the plant made 300 cars and sold them all over the country.",
            note="other numbers: other facts",
        ),
        Example(
            candidate="Open the page that you chose in a new tab of this window.\n"
            "Open the page that you chose in the new tab of this window.",
            note="strings of a program, each with its key",
            strings=True,
        ),
        Example(
            candidate="The file {name} is open. Your work will be gone for good when you leave this"
            " page. Your work will be gone for good if you leave this page.",
            quotes=("Your work will be gone for good if you leave this page.",),
            note="twice in one string of a program",
            strings=True,
        ),
        Example(
            candidate="“We shall never give this island up to anyone,” she said.\n"
            "He wanted the harbour, and they wanted it too.",
        ),
    ),
)
