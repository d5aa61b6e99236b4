"""A phrase or a predicate comes again where a person would not repeat it.

## What it does
Marks a phrase of three to twelve words that follows itself at once (``the side details, the
side details``), and a verb that comes again with ``it`` or ``them`` for the same object (``has
criticized the aid … and has immediately criticized it``).

## Why it matters
A round trip that loses a word fills the gap with one that it has used already, and the reader
asks what the second mention is to say. Three times and more is a loop: a neural engine that no
longer reads its input (major).

## Known limits
A long phrase that comes again later in the sentence is not marked: human texts, abstracts above
all, repeat terms and names that way on purpose. Refrains (``we will go on, we will go on``),
short verbs that people repeat without noticing, and repeats across a full stop stay silent;
sentences said twice are the subject of another rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import Word, word_set, words
from mtcheck.types import Alignment, Category, Severity

_AGAIN_IT = re.compile(
    r"\b(?:and|but)(?: then)?,? ((?:has|have|had|is|was|were|are|will|would) )?"
    r"(?:(?:also|then|later|again|even|further|[a-z]{2,15}ly) ){0,2}"
    r"([a-z]{4,20}) (it|them|him)(?=[.;!?”]|$)"
)
_PLAIN_VERBS = word_set(
    "make makes made take takes took have does want need love loved read keep give gave know knew"
    " like think said tell told help find found hate call called send sent"
)
"""Verbs that people repeat without noticing: ``if you love it, and I love it``."""

_MAX_VERB_DISTANCE = 250
"""Characters between a verb and its repeat: about forty words, the length of a long sentence."""

_MAX_PHRASE = 12
"""Words in a phrase that follows itself; longer repeats are sentences."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the phrases and predicates that come twice."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            for start, end, message in _predicates(sentence.text):
                yield Mark(alignment, sentence, start, end, message)
            for start, end, message, once, severity in _phrases(sentence.text):
                yield Mark(
                    alignment, sentence, start, end, message, suggestion=once, severity=severity
                )


def _predicates(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _AGAIN_IT.finditer(text):
        auxiliary, verb, _ = found.groups()
        if verb in _PLAIN_VERBS:
            continue
        before = text[max(0, found.start() - _MAX_VERB_DISTANCE) : found.start()]
        first = re.search(rf"\b{(auxiliary or '') + verb} (?!(?:it|them|him)\b)", before)
        if first and len(words(before[first.end() :])) >= 2:
            message = f"“{verb}” comes twice with the same object: “{found.group()}”."
            yield found.start(), found.end(), message


def _phrases(text: str) -> Iterator[tuple[int, int, str, str, Severity | None]]:
    found = words(text)
    keys = [word.text.lower() for word in found]
    done = 0
    for n in range(3, len(keys) - 2):
        for length in range(3, min(_MAX_PHRASE, n - done, len(keys) - n) + 1):
            if keys[n] != keys[n - length] or keys[n - length : n] != keys[n : n + length]:
                continue
            if not _is_phrase(keys[n : n + length]):
                continue
            end = n + length
            while keys[end : end + length] == keys[n : n + length]:
                end += length
            done = end
            seam = text[found[n - 1].end : found[n].start]
            if end == n + length and "," in seam and keys[0] in _CLAUSE_OPENERS:
                break
            if _is_slip(text, found[n - length : end], keys[n : n + length]):
                once = text[found[n - length].start : found[n - 1].end]
                times = (end - n) // length + 1
                yield (
                    found[n - length].start,
                    found[end - 1].end,
                    f"“{once}” stands {'twice' if times == 2 else f'{times} times'} in a row.",
                    "" if keys[n - 1] in _LINKS else once,
                    Severity.MAJOR if times > 2 else None,
                )
            break


_CLAUSE_OPENERS = word_set(
    "with as after before when while if since although though because once in on for by at"
)
"""``With the end of the war, the end of the war …``: the comma parts two clauses."""

_LINKS = word_set("and or but the a an of to in")
_PRONOUNS = word_set("i we you he she it they let no not never")
"""A refrain is a clause with one of these: ``we will go on, we will go on``."""


def _is_phrase(keys: Sequence[str]) -> bool:
    """Three different words and no number."""
    return len(set(keys)) >= 3 and all(key.replace("-", "").isalpha() for key in keys)


def _is_slip(text: str, run: Sequence[Word], phrase: Sequence[str]) -> bool:
    """In one breath, and no refrain."""
    gaps = [text[run[i - 1].end : run[i].start] for i in range(1, len(run))]
    if any("," in gap for gap in gaps) and not _PRONOUNS.isdisjoint(phrase):
        return False
    return not any(gap.strip(" ,\u00a0") for gap in gaps)


RULE = Rule(
    code="LIN103",
    name="phrase-repeated",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    examples=(
        Example(
            "China has criticized US assistance to Taiwan as a perilous provocation and has"
            " immediately criticized it.",
            quotes=("and has immediately criticized it",),
        ),
        Example(
            "The picture kept the side details, the side details and the frame.",
            quotes=("the side details, the side details",),
            suggestions=("the side details",),
        ),
        Example(
            "It names the four parties, the four parties, the four parties as winners.",
            quotes=("the four parties, the four parties, the four parties",),
        ),
        Example("He praised the plan, then read the report again and praised it again."),
        Example("With the fall of the wall, the fall of the wall became a date."),
        Example("The council of the city and the council of the county praised the plan."),
        Example("We will go on, we will go on, we will go on, and it will end."),
        Example("He drafted the bill, and she has signed it."),
    ),
)
