"""What every plant works on: a clean sentence with its words, and how to change one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mtcheck.learn.edits import Edit
from mtcheck.learn.wordnet import WordNet
from mtcheck.models import TaggedWord
from mtcheck.text import word_set

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean sentence with its tagged words, and what plants draw on.

    ``names``: names of other texts. ``others``: other sentences. ``foreign``: English words and
    their translations.
    """

    text: str
    words: tuple[TaggedWord, ...]
    wordnet: WordNet
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    foreign: dict[str, str] | None = None

    def at(self, *tags: str) -> list[int]:
        """Positions of the words with one of the tags."""
        return [n for n, word in enumerate(self.words) if word.tag in tags]

    def gap(self, n: int) -> str:
        """What stands between word n and the next."""
        return self.text[self.words[n].end : self.words[n + 1].start]

    def cut(self, start: int, end: int, severity: str) -> Edit:
        """Take out the words from ``start`` up to ``end``, with the space after or before."""
        first, last = self.words[start].start, self.words[end - 1].end
        if first == 0 and self.text[last : last + 1] == " " and end < len(self.words):
            follower = self.words[end]
            if follower.start == last + 1:
                return Edit(0, follower.end, like(follower.text, self.words[0].text), severity)
        if self.text[first - 1 : first] == " ":
            first -= 1
        return Edit(first, last, "", severity)


Edits = tuple[Edit, ...] | None

Plant = Callable[[Clean, Rng], Edits]

AUXILIARY = word_set("be is are was were am been being have has had having do does did s re ve 's")


def table(text: str) -> dict[str, str]:
    """A dictionary from "word: others; word: others".

    >>> table("of: at by; in: to")
    {'of': 'at by', 'in': 'to'}
    """
    pairs = (entry.split(":") for entry in " ".join(text.split()).split(";"))
    return {word.strip(): others.strip() for word, others in pairs}


def pick(found: list[int], rng: Rng) -> int | None:
    """One of the positions, or None where there is none."""
    return found[int(rng.integers(len(found)))] if found else None


def one_of(choices: str | tuple[str, ...], rng: Rng) -> str:
    """One of the words, which a string holds between spaces."""
    words = choices.split() if isinstance(choices, str) else choices
    return words[int(rng.integers(len(words)))]


def like(word: str, model: str) -> str:
    """The word with the capital of the model."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def replaced(clean: Clean, n: int | None, new: str, severity: str) -> Edits:
    """Another word in the place of word ``n``, with its capital; None if nothing changes."""
    if n is None or not new:
        return None
    word = clean.words[n]
    new = like(new, word.text)
    return None if new == word.text else (Edit(word.start, word.end, new, severity),)


def from_table(table: dict[str, str], severity: str, *tags: str) -> Plant:
    """Replace a word that the table knows by one of those it names."""

    def plant(clean: Clean, rng: Rng) -> Edits:
        found = [
            n
            for n, word in enumerate(clean.words)
            if (word.text if word.text == "I" else word.text.lower()) in table
            and (not tags or word.tag in tags)
        ]
        n = pick(found, rng)
        if n is None:
            return None
        old = clean.words[n].text
        new = one_of(table[old if old == "I" else old.lower()], rng)
        return replaced(clean, n, new if new != "I" else "I", severity)

    return plant


def names_of(clean: Clean) -> tuple[str, ...]:
    """The names in a sentence, each a run of words."""
    return tuple(
        clean.text[clean.words[start].start : clean.words[end - 1].end]
        for start, end in name_runs(clean)
    )


def name_runs(clean: Clean) -> list[tuple[int, int]]:
    """Runs of words that are names and nothing else: (first, past the last)."""
    runs: list[tuple[int, int]] = []
    for n, word in enumerate(clean.words):
        text = word.text.removesuffix("'s").removesuffix("’s")
        if not word.is_name or not text[:1].isupper() or text in _CALENDAR:
            continue
        if clean.wordnet.is_common(text):
            continue
        if runs and runs[-1][1] == n and clean.gap(n - 1) == " ":
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return runs


_CALENDAR = word_set(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday COVID-19 Mr Mrs Dr"
)
