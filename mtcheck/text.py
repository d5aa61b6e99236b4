"""Pure text helpers: words with offsets, normal forms, scripts. Nothing here judges.

A *word* is a run of letters, digits and inner marks: ``U.S.``, ``don’t``, ``5.5``,
``well-known`` stay whole, because names, contractions and numbers are compared whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MAX_COMPARED = 300
"""Words of a sentence up to which two are compared word by word, which takes time in the product of
their lengths. The longest sentences of newspapers have a hundred."""

_APOSTROPHES = "'’ʼ"
_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.  p.m.
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?\b"  # 5.5  80,000  1/2  20th
    rf"|[^\W\d_]+(?:[{_APOSTROPHES}\-‐‑][^\W_]+)*"  # don’t  well-known  COVID-19
    r"|[^\W_]+"  # mixed letters and digits
)


class Word(NamedTuple):
    """A word and its place: ``text == sentence[start:end]``."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text with their offsets.

    >>> [word.text for word in words("The U.S. won’t pay $5.5 billion, he said.")]
    ['The', 'U.S.', 'won’t', 'pay', '5.5', 'billion', 'he', 'said']
    """
    return tuple(Word(found.group(), *found.span()) for found in _WORD.finditer(text))


def word_set(text: str) -> frozenset[str]:
    """The space-separated words of a text as a set: how short word lists are written down.

    >>> sorted(word_set("of in to"))
    ['in', 'of', 'to']
    """
    return frozenset(text.split())


_FOLD = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ‛", "'"),
        **dict.fromkeys("“”„«»‟", '"'),
        **dict.fromkeys("–—‐‑−‒", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f", " "),
        "…": "...",
    }
)


def fold(text: str) -> str:
    """Lower-cased, with typographic quotes, dashes and spaces made plain.

    >>> fold("The “U.S.” – it’s")
    'the "u.s." - it\\'s'
    """
    return text.translate(_FOLD).lower()


def strip_possessive(word: str) -> str:
    """The word without a possessive ending.

    >>> strip_possessive("Blinken’s"), strip_possessive("States’"), strip_possessive("his")
    ('Blinken', 'States', 'his')
    """
    for ending in ("'s", "’s", "ʼs", "'", "’", "ʼ"):
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)]
    return word


def without_accents(text: str) -> str:
    """The text with combining marks removed.

    >>> without_accents("São Paulo")
    'Sao Paulo'
    """
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, which takes an s unless it has a plural of its own.

    >>> counted(1, "finding"), counted(6000, "finding"), counted(2, "entry", "entries")
    ('1 finding', '6,000 findings', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
