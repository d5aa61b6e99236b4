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
from mtcheck.readers import BINARY, FAMILIES, read
from mtcheck.rule import Context, Rule, run_rule
from mtcheck.segment import segment
from mtcheck.text import words
from mtcheck.types import Alignment, Document, Sentence, Unit
from tests.readers.formats import FORMATS, Format

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
    """Every reader of text that the extensions name, once; :func:`files` has the others too."""
    binary = {FAMILIES[ending] for ending in BINARY if ending in FAMILIES}
    for family in sorted(set(FAMILIES.values()) - binary):
        ending = next(e for e, f in FAMILIES.items() if f == family and e) if family else ""

        def take(text: str, path: str = f"a{ending}") -> None:
            begin = {".csv": "candidate\n", ".jsonl": '{"candidate": "'}.get(path[1:], "")
            with suppress(InputError):
                read(path, content=(begin + text).encode())

        yield f"reader {family}", take


def document(text: str) -> Document:
    return Document("a.txt", "en", "txt", (Unit("1", text, 1),))


def of_rule(rule: Rule, encoder: Encoder, *, whole: bool = True) -> Subject:
    """The rule on the text as one sentence if wanted and as segmented, beside a source nearly alike."""
    terms, _ = parse_glossary(TERMS, path="g.csv")
    glossary = make_glossary(terms)

    def take(text: str) -> None:
        one = (Sentence(text, Unit("1", text, 1), 0, len(text)),) if text.strip() else ()
        for sentences in (one, segment(document(text)))[0 if whole else 1 :]:
            others = segment(document(text.replace("a", "b", 1) + " y"))
            pairs = tuple(
                Alignment(n, (each,), others[n : n + 1], 0.2) for n, each in enumerate(sentences)
            )
            context = Context(
                sentences, others, Lexicon(), encoder, parallel=True, glossary=glossary
            )
            run_rule(rule, pairs, context)

    return take


def paragraphs(count: int) -> tuple[str, ...]:
    """As many sentences, each with names, words and numbers that no other has.

    What compares everything with everything alike is quick where all is the same, and is not here.
    """
    return tuple(
        f"On day {n} Xa{_letters(n)} of Lo{_letters(7 * n)} said {n * 13 + 5} {_letters(n)}ings "
        f"were lost near the {_letters(3 * n + 1)}ery."
        for n in range(count)
    )


def _letters(number: int) -> str:
    """A word for a number, and another for each."""
    return "".join("bdfgklmnprstaeiou"[number // 17**place % 17] for place in range(4))


def files() -> Iterator[tuple[str, Callable[[int], bytes], Callable[[bytes], object]]]:
    """Each format: its name, a writer of a file of so many paragraphs, and its reader."""
    for one in FORMATS:
        if one.extensions[0] in FAMILIES:  # an archive is taken apart before anything is read

            def write(count: int, one: Format = one) -> bytes:
                return one.write(paragraphs(count))

            def take(content: bytes, path: str = f"a{one.extensions[0]}") -> object:
                return read(path, content=content)

            yield one.name, write, take


def slope(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Of time over size, both as logarithms, by least squares."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(t, 0.0005)) for t in times]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    up = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return up / sum((x - mean_x) ** 2 for x in xs)


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
    return slope(sizes, [seconds(subject, made(fragment, size), tries) for size in sizes])


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
