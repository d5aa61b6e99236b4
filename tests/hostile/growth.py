"""How the time of readers, the segmenter and every rule grows with texts made to be bad for them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest

import numpy as np

from mtcheck.errors import InputError
from mtcheck.glossary import make_glossary, parse_glossary
from mtcheck.lexicon import Lexicon
from mtcheck.models import Encoder, Encoding, Link, TaggedWord
from mtcheck.readers import FAMILIES, read
from mtcheck.rule import Context, Rule, run_rule
from mtcheck.segment import segment
from mtcheck.text import words
from mtcheck.types import Alignment, Document, Sentence, Unit

FRAGMENTS = (
    *tuple("""a A 1 . , - – — ' ’ " “ ” ( ) [ ] … ! ? $ % # * _ ` < > & | = ~ ^ @ / \\ { } é 中""".replace(" ", "")),
    " ", "\t", "\n", "x\n\n", "1.", "1,", "1-", "1 ", "1 a ", "$1 ", "1st ", "1.1", "1:1 ", "1/2 ",
    "A.", "a.", "A ", "a ", ".a", ".A", "a.A", "a-", "a'", "Aa ", "A B ", "Aaa-Bbb ", "Mr. ", "U.S. ",
    "Jan. ", "the the ", "of the ", "and ", "not ", "n't ", "he she ", "was is ", "two hundred ",
    "twenty-", "million ", "“a", "a”", "“a” ", "“ a ”", "('", "(a) a ", "[a ", "« ", "《a", "*a, ",
    "a, ", "a ,b", "a . ", "a\n", "a@", "a@ ", "#a ", "https://a ", "http://a", "a/b ", "a\u0301",
    "\u0301", "\u200b", "a\u200b", "\u202e", "\ufffd", "â€™", "\U0001f600", "&amp;", "<a ", "</p>", "<!--",
    "Xx He said ", "Xi met Li. ", "“No,” he said. ", "He left. ", "Wang Yi, the ", "theUN ", "ofthe ",
    "Chinese Foreign Minister Wang Yi ", "5 km ", "white list ", "iPhone", "—a ", "[a](", "![", "- ", "> ",
)  # fmt: skip
"""What worst cases are made of: whatever some expression looks for, again and again."""

TERMS = b"source,target,status\nwhite list,allow list,preferred\na a a a,b,preferred\nmaster,,forbidden\n"

Subject = Callable[[str], object]


def readers() -> Iterator[tuple[str, Subject]]:
    """Every reader that the extensions name, once."""
    for family in sorted(set(FAMILIES.values())):
        ending = next(e for e, f in FAMILIES.items() if f == family and e) if family else ""

        def take(text: str, path: str = f"a{ending}") -> None:
            begin = {".csv": "candidate\n", ".jsonl": '{"candidate": "'}.get(path[1:], "")
            with suppress(InputError):
                read(path, content=(begin + text).encode())

        yield f"reader {family}", take


def document(text: str) -> Document:
    return Document("a.txt", "en", "txt", (Unit("1", text, 1),))


def of_rule(rule: Rule, encoder: Encoder) -> Subject:
    """The rule on the text as one sentence and as segmented, beside a source that nearly agrees."""
    terms, _ = parse_glossary(TERMS, path="g.csv")
    glossary = make_glossary(terms)

    def take(text: str) -> None:
        whole = (Sentence(text, Unit("1", text, 1), 0, len(text)),) if text.strip() else ()
        for sentences in (whole, segment(document(text))):
            others = segment(document(text.replace("a", "b", 1) + " y"))
            pairs = tuple(
                Alignment(n, (one,), others[n : n + 1], 0.2) for n, one in enumerate(sentences)
            )
            context = Context(
                sentences, others, Lexicon(), encoder, parallel=True, glossary=glossary
            )
            run_rule(rule, pairs, context)

    return take


def seconds(subject: Subject, text: str, tries: int = 3) -> float:
    """The best of several processor times. What is remembered between texts must not count."""
    found = []
    for number in range(tries):
        again = text + "x" * (number + 1)
        started = time.process_time()
        subject(again)
        found.append(time.process_time() - started)
    return min(found)


def made(fragment: str, size: int) -> str:
    return fragment * max(1, size // len(fragment)) + " x."


def exponent(subject: Subject, fragment: str, sizes: tuple[int, ...], tries: int = 3) -> float:
    """The slope of time over size, both as logarithms; 1 is linear, 2 quadratic.

    Times too short to be measured count as half a millisecond, which can only flatten the line.
    """
    times = [max(seconds(subject, made(fragment, size), tries), 0.0005) for size in sizes]
    xs, ys = [math.log(size) for size in sizes], [math.log(t) for t in times]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    up = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return up / sum((x - mean_x) ** 2 for x in xs)


class OnlyWords:
    """An encoder for measuring rules, not models: every word a noun, linked by its place."""

    signature = "only-words"

    def encode(self, texts: Sequence[str]) -> tuple[Encoding, ...]:
        raise NotImplementedError

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), 4), 0.5, np.float32)

    def tag(self, text: str) -> tuple[TaggedWord, ...]:
        return tuple(TaggedWord(w.text, w.start, w.end, "NN") for w in words(text))

    def link(self, candidate: str, source: str) -> tuple[Link, ...]:
        pairs = zip_longest(self.tag(candidate), self.tag(source))
        return tuple(Link(one, other, 0.5 if one and other else 0.0) for one, other in pairs)
