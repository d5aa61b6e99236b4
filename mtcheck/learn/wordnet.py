"""WordNet 3.0 as Debian's ``wordnet-base`` installs it: senses, antonyms, broader words.

Licence: WordNet 3.0 licence (free use with attribution), Princeton University. Needed to make
training material only. Inflection is lemminflect's (MIT).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
"""Where Debian puts the dictionary files."""

FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
"""Part of speech, as WordNet names it: the file's ending."""


@dataclass(frozen=True, slots=True)
class Synset:
    """Words that share a meaning, and the words related to one of them.

    ``related`` holds (relation, word of this synset or "", part of speech, word): ``!`` antonym,
    ``@`` broader word, ``+`` derived word.
    """

    words: tuple[str, ...]
    pointers: tuple[tuple[str, int, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class WordNet:
    """The dictionary, read when it is asked."""

    index: dict[str, dict[str, tuple[int, ...]]]
    data: dict[str, bytes]
    kept: dict[tuple[str, int], Synset] = field(default_factory=dict)

    def senses(self, lemma: str, pos: str) -> tuple[Synset, ...]:
        """The meanings of a lemma, the most frequent first; none if it is unknown."""
        offsets = self.index[pos].get(lemma.lower(), ())
        return tuple(self._synset(pos, offset) for offset in offsets)

    def is_common(self, word: str) -> bool:
        """Whether the word stands in lower case in the dictionary: it is not only a name."""
        small = word.lower()
        return any(small in sense.words for pos in FILES for sense in self.senses(small, pos))

    def antonyms(self, lemma: str, pos: str) -> tuple[str, ...]:
        """Opposites of the lemma in its first two senses."""
        return self._related(lemma, pos, "!", 2)

    def broader(self, lemma: str, pos: str) -> tuple[str, ...]:
        """Single words for the wider notion, by the first sense."""
        return self._related(lemma, pos, "@", 1)

    def derived(self, lemma: str, pos: str, other: str) -> tuple[str, ...]:
        """Words of another part of speech made from the same root."""
        return self._related(lemma, pos, "+", 2, other)

    def _related(
        self, lemma: str, pos: str, relation: str, n_senses: int, other: str = ""
    ) -> tuple[str, ...]:
        found = []
        for sense in self.senses(lemma, pos)[:n_senses]:
            own = [word.lower() for word in sense.words]
            place = own.index(lemma.lower()) + 1 if lemma.lower() in own else 0
            for kind, offset, target_pos, source, target in sense.pointers:
                target_pos = "a" if target_pos == "s" else target_pos
                if kind != relation or (other and target_pos != other) or source not in (0, place):
                    continue
                words = self._synset(target_pos, offset).words
                found.append(words[target - 1] if target else words[0])
        return tuple(dict.fromkeys(word for word in found if word.isalpha() and word.islower()))

    def _synset(self, pos: str, offset: int) -> Synset:
        if (pos, offset) not in self.kept:
            data = self.data[pos]
            fields = data[offset : data.index(b" | ", offset)].decode().split()
            n_words = int(fields[3], 16)
            words = tuple(fields[4 + 2 * n].split("(")[0] for n in range(n_words))
            place = 5 + 2 * n_words
            pointers = []
            for n in range(int(fields[place - 1])):
                kind, target, target_pos, ends = fields[place + 4 * n : place + 4 * n + 4]
                pointers.append(
                    (kind, int(target), target_pos, int(ends[:2], 16), int(ends[2:], 16))
                )
            self.kept[pos, offset] = Synset(words, tuple(pointers))
        return self.kept[pos, offset]


@cache
def load_wordnet(folder: Path = FOLDER) -> WordNet:
    """Read the dictionary files: a second, 40 MB."""
    index: dict[str, dict[str, tuple[int, ...]]] = {}
    data = {}
    for pos, ending in FILES.items():
        data[pos] = (folder / f"data.{ending}").read_bytes()
        index[pos] = {}
        for line in (folder / f"index.{ending}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                fields = line.split()
                index[pos][fields[0]] = tuple(map(int, fields[-int(fields[2]) :]))
    return WordNet(index, data)


def pos_of(tag: str) -> str:
    """WordNet's part of speech for a Penn Treebank tag; "" where it has none."""
    return {"NN": "n", "VB": "v", "JJ": "a", "RB": "r"}.get(tag[:2], "")


def lemma_of(word: str, tag: str) -> str:
    """The dictionary form of a word as tagged."""
    from lemminflect import getLemma

    upos = {"n": "NOUN", "v": "VERB", "a": "ADJ", "r": "ADV"}[pos_of(tag)]
    found = getLemma(word.lower(), upos)
    return str(found[0]) if found else word.lower()


def inflect(lemma: str, tag: str, like: str = "") -> str:
    """The lemma in the form that the tag names, with the capital of ``like``.

    "" for what has no such form: long adjectives are not compared with endings.
    """
    from lemminflect import getInflection

    if tag in ("JJR", "JJS") and len(lemma) > 6 and not lemma.endswith("y"):
        return ""

    found = getInflection(lemma, tag) if tag not in ("NN", "JJ", "RB", "VB", "VBP") else (lemma,)
    word = str(found[0]) if found else lemma
    return word[0].upper() + word[1:] if like[:1].isupper() else word
