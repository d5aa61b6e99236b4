"""Spin a sentence: synonyms put in word by word, as article spinners do.

Two wells: WordNet's synonyms of any sense, the right one or not, and the nearest words by the
encoder's vectors, which are as often opposites or sisters as synonyms. What is put in takes the
form of what it replaces ("sought" for "looked", not "seek").

How much a substitute harms is judged by what WordNet and word counts know: a frequent word that
means first of all what the replaced word means first of all does little harm; a rare word, or one
that shares only a later sense, is what makes spun text unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mtcheck.frequency import zipf
from mtcheck.learn.edits import Edit
from mtcheck.learn.wordnet import WordNet, inflect, lemma_of, pos_of
from mtcheck.models import Encoder, TaggedWord
from mtcheck.text import word_set

Rng = np.random.Generator

HARM = {"close": 1.0, "usual": 2.5, "near": 3.0, "rare": 4.0, "other-sense": 5.0, "random": 8.0}
"""Cost of a substitute, in MQM points; from 2 on it is a major error."""

COMMON = 3.5
"""Zipf frequency: 3.5 is three in a million words, what every reader uses."""

RANDOM = 0.3
"""How often a word that has nothing to do with it is put in too."""

MOST = 3
"""Substitutes for one word: more would drown the words that do no harm."""

VOCABULARY = 2000
N_NEIGHBOURS = 8

_KEPT = word_set(
    "be is are was were am been being have has had having do does did done doing not n't s t "
    "more most less least very so too also just only than then there here when where why how now "
    "other such same own many much few several first second last next one two no"
)
_TAGS = word_set("NN NNS VB VBD VBZ VBP VBN VBG JJ JJR JJS RB")


@dataclass(frozen=True, slots=True)
class Substitute:
    """A word for another, in the right form, and what kind it is: a key of :data:`HARM`."""

    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Where substitutes come from. ``neighbours`` maps a lemma to near words by vector."""

    wordnet: WordNet
    neighbours: Callable[[str, str], tuple[str, ...]]
    frequency: Callable[[str], float]

    def substitutes(self, word: TaggedWord) -> tuple[Substitute, ...]:
        """All substitutes for a word in its sentence; none for grammar words and names."""
        if word.tag not in _TAGS or word.text.lower() in _KEPT or not word.text.isalpha():
            return ()
        pos, lemma = pos_of(word.tag), lemma_of(word.text, word.tag)
        found: dict[str, str] = {}
        for number, sense in enumerate(self.wordnet.senses(lemma, pos)[:6]):
            for other in sense.words:
                if other.lower() != lemma and other.isalpha() and other.islower():
                    found.setdefault(other, self._kind(sense, other, pos, number))
        for other in self.neighbours(lemma, pos):
            if other[:4] != lemma[:4]:
                found.setdefault(other, "near")
        formed = [(inflect(other, word.tag, word.text), kind) for other, kind in found.items()]
        return tuple(
            Substitute(new, kind)
            for new, kind in formed
            if new.isalpha() and new.lower() != word.text.lower()
        )

    def _kind(self, sense: Any, other: str, pos: str, number: int) -> str:
        if number:
            return "other-sense"
        frequency = self.frequency(other)
        if frequency < COMMON:
            return "rare"
        own = self.wordnet.senses(other, pos)
        if own and own[0] is sense:
            return "close" if frequency >= COMMON + 0.5 else "usual"
        return "usual" if sense in own[:3] else "other-sense"


def load_thesaurus(wordnet: WordNet, encoder: Encoder) -> Thesaurus:
    """A thesaurus over the most frequent words that WordNet knows; a minute."""
    from wordfreq import top_n_list

    kept: dict[str, list[str]] = {pos: [] for pos in "nvar"}
    for word in top_n_list("en", 4 * VOCABULARY):
        if word.isalpha() and len(word) > 2 and wordnet.is_common(word):
            for pos in kept:
                if word in wordnet.index[pos]:
                    kept[pos].append(word)
                    break
    places = {pos: {word: n for n, word in enumerate(words)} for pos, words in kept.items()}
    vectors = {pos: np.asarray(encoder.vectors(words[:VOCABULARY])) for pos, words in kept.items()}

    def neighbours(lemma: str, pos: str) -> tuple[str, ...]:
        place = places[pos].get(lemma, VOCABULARY)
        if place >= len(vectors[pos]):
            return ()
        near = np.argsort(-(vectors[pos] @ vectors[pos][place]))[1 : N_NEIGHBOURS + 1]
        return tuple(kept[pos][int(index)] for index in near)

    return Thesaurus(wordnet, neighbours, zipf)


def spin(words: Sequence[TaggedWord], thesaurus: Thesaurus, rng: Rng) -> tuple[Edit, ...]:
    """One word replaced, or up to every third that can be; by a careful spinner or a careless one.

    An article before a replaced word follows it, three times in four.
    """
    usable = [(n, subs) for n, word in enumerate(words) if (subs := thesaurus.substitutes(word))]
    if not usable:
        return ()
    share = float(rng.choice([0.0, 0.15, 0.25, 0.34]))
    style = STYLES[int(rng.integers(len(STYLES)))]
    wanted = max(1, round(share * len(usable)))
    edits: list[Edit] = []
    for index in rng.permutation(len(usable)):
        n, subs = usable[int(index)]
        chosen = [sub for kind in style for sub in subs if sub.kind == kind]
        if not chosen:
            continue
        sub = chosen[int(rng.integers(min(4, len(chosen))))]
        edits += replacing(words, n, sub, follow=rng.random() < 0.75)
        wanted -= 1
        if not wanted:
            break
    return tuple(edits)


STYLES = (
    ("close", "usual"),
    ("close", "usual", "rare"),
    ("usual", "other-sense", "rare"),
    ("rare", "other-sense"),
    ("near",),
)
"""The kinds a spinner takes its words from."""


def replacing(
    words: Sequence[TaggedWord], n: int, sub: Substitute, *, follow: bool = True
) -> list[Edit]:
    """The edits that put a substitute in; the article before it made to fit."""
    word = words[n]
    severity = "minor" if HARM[sub.kind] < 2 else "major"
    edits = [Edit(word.start, word.end, sub.word, severity)]
    before = words[n - 1] if n else None
    if follow and before and before.text.lower() in ("a", "an"):
        vowel = sub.word[0].lower() in "aeiou"
        if vowel != (word.text[0].lower() in "aeiou"):
            article = before.text[0] + ("n" if vowel else "")
            edits.append(Edit(before.start, before.end, article))
    return edits


def substitutes(
    words: Sequence[TaggedWord],
    thesaurus: Thesaurus,
    rng: Rng,
    *,
    at: int | None = None,
    pool: Sequence[str] = (),
) -> Iterator[tuple[Substitute, list[Edit]]]:
    """One word of the sentence, replaced by substitutes of up to :data:`MOST` kinds, close first.

    ``at``: where the word starts; without it, a word that has substitutes of several kinds.
    ``pool``: words to draw one from at random.
    """
    found = [(n, thesaurus.substitutes(word)) for n, word in enumerate(words)]
    usable = [
        (n, subs)
        for n, subs in found
        if subs and (words[n].start == at if at is not None else _varied(subs))
    ]
    if not usable:
        return
    n, subs = usable[int(rng.integers(len(usable)))]
    fitting = [word for word in pool if word in thesaurus.wordnet.index[pos_of(words[n].tag)]]
    if fitting and rng.random() < RANDOM:
        other = fitting[int(rng.integers(len(fitting)))]
        new = inflect(other, words[n].tag, words[n].text)
        subs = (*subs, Substitute(new, "random")) if new else subs
    kinds = [kind for kind in HARM if any(sub.kind == kind for sub in subs)]
    kinds.sort(key=lambda kind: (HARM[kind] >= 2, rng.random()))
    for kind in kinds[:MOST]:
        chosen = [sub for sub in subs if sub.kind == kind]
        sub = chosen[int(rng.integers(min(3, len(chosen))))]
        yield sub, replacing(words, n, sub)


def _varied(subs: Sequence[Substitute]) -> bool:
    """Three kinds or more, good ones among them."""
    kinds = {sub.kind for sub in subs}
    return len(kinds) > 2 and any(HARM[kind] < 2 for kind in kinds)
