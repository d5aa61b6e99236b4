"""Which words go together in English, and which word a spinner puts in another's place.

A synonym spinner, or a translation engine on its way back, keeps the sense of each word and
loses the phrase: "breast cancer" comes out as "bosom peril", "red lines" as "reddish lines".
Every word is fine, no dictionary objects, yet nobody says it. To see that, three tables are
needed, all shipped: the phrases people do say (``set_phrases.tsv``, ``science_terms.tsv``), what
each of their words is commonly replaced with (``replacements.tsv``), and which pairs of
neighbouring words are seen at all in a very large sample of English (``word_pairs.npz``). A
phrase is *altered* when its words are replacements of a set phrase's words and the pair itself is
not seen.

``mtcheck/learn/phrases.py`` derives the tables and says from what.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_JOINT = re.compile(r"[ \u00a0]?[-‐‑]?[ \u00a0]?")
_FUNCTION_WORDS = """
a an and as at be but by for from has have if in into is it its no not of off on onto or our out
over per so than that the their then this to under up upon via was we with you all any both each
he her his how i me my now one she some such they two what when where which who whom why
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that are never replaced in a phrase and prove nothing about it."""

SCIENCE = "term"
"""The domain of the terms that were taken from papers by frequency, not chosen one by one."""

_UNCHANGED = """
news series species means politics economics physics mathematics ethics athletics statistics
electronics logistics genetics dynamics mechanics diabetes lens always perhaps sometimes towards
afterwards besides whereas its this his us is was has does as yes bus gas plus thus virus campus
status focus bonus census consensus corps chaos bias atlas texas analysis basis crisis thesis
diagnosis synthesis axis
"""
_KEEP = frozenset(_UNCHANGED.split())
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "knives": "knife",
    "leaves": "leaf", "halves": "half", "shelves": "shelf", "thieves": "thief",
    "crises": "crisis", "analyses": "analysis", "bases": "basis", "theses": "thesis",
    "diagnoses": "diagnosis", "axes": "axis", "criteria": "criterion", "vertices": "vertex",
    "phenomena": "phenomenon", "indices": "index", "matrices": "matrix", "buses": "bus",
    "viruses": "virus", "gases": "gas", "policemen": "policeman", "salesmen": "salesman",
}  # fmt: skip


def lemma(word: str) -> str:
    """The word without a plural or third-person ending, lower-cased.

    Crude on purpose: tables and texts go through the same function, so a wrong stem still
    meets itself.

    >>> [lemma(word) for word in ("Lines", "countries", "crises", "news", "boxes", "process")]
    ['line', 'country', 'crisis', 'news', 'box', 'process']
    """
    word = word.lower().replace("’", "'")
    if word.endswith("'s"):
        word = word[:-2]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _KEEP or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


class Token(NamedTuple):
    """A run of letters: its lower-cased text, lemma, and place; ``joined`` to the one before.

    Two tokens are joined when only a space or a hyphen (with stray spaces) lies between.
    """

    text: str
    lemma: str
    start: int
    end: int
    joined: bool


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The letter runs of a text, parts of hyphenated words apart.

    >>> [(token.lemma, token.joined) for token in tokens("nicely- known lines, red")]
    [('nicely', False), ('known', True), ('line', True), ('red', False)]
    """
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        between = text[last : match.start()]
        joined = bool(found) and bool(between) and _JOINT.fullmatch(between) is not None
        found.append(Token(word.lower().replace("’", "'"), lemma(word), *match.span(), joined))
        last = match.end()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Altered:
    """A run of tokens that stands where a set phrase should.

    ``first`` and ``last`` are token indices (inclusive). ``replaced`` gives the position in the
    phrase, the found lemma, the expected lemma and the strength (0 to 1) of each replacement.
    """

    first: int
    last: int
    expected: str
    domain: str
    replaced: tuple[tuple[int, str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Collocations:
    """The tables, ready for look-up. One per process: see :func:`load_collocations`.

    ``phrases`` is a tree by lemmas, whose branches are grown from lists when they are first used.
    ``round_trips``: what translation engines make of set phrases, by lemmas, to the phrase.
    """

    phrases: dict[str, Any]
    replacements: dict[str, str]
    pair_hashes: NDArray[np.uint32]
    pair_counts: NDArray[np.uint8]
    round_trips: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, dict[str, float]] = field(default_factory=dict)

    def originals(self, word: str) -> dict[str, float]:
        """The words (lemmas) that ``word`` may stand in for, with strengths from 0 to 1."""
        known = self.parsed.get(word)
        if known is None:
            line = self.replacements.get(word, "")
            known = {part[:-1]: (ord(part[-1]) - 96) / 26 for part in line.split()}
            self.parsed[word] = known
        return known

    def replaces(self, found: str, expected: str) -> float:
        """How likely ``found`` is as a spinner's word for ``expected`` (lemmas), 0 to 1."""
        return max(
            self.originals(found).get(expected, 0.0), self.originals(expected).get(found, 0.0)
        )

    def count(self, first: str, second: str) -> float:
        """log10 of how often ``first second`` is seen in 10^12 words of the web; 0.0: unseen.

        The smallest listed count is 10^5 there; pairs seen only in the much smaller edited
        sample count as 10^4.
        """
        wanted = self.pair_hashes.dtype.type(pair_hash(first, second))  # else all are converted
        at = int(self.pair_hashes.searchsorted(wanted))
        if at < len(self.pair_hashes) and self.pair_hashes[at] == wanted:
            return float(self.pair_counts[at]) / 20
        return 0.0

    def phrase(self, *lemmas: str) -> str:
        """The set phrase with these lemmas, as the list writes it; empty for none.

        >>> load_collocations().phrase("red", "line"), load_collocations().phrase("red", "door")
        ('red line', '')
        """
        phrase, domain = self._leaf(lemmas)
        return "" if domain == SCIENCE else phrase

    def term(self, *lemmas: str) -> str:
        """The set phrase, or the term of science, with these lemmas; empty for none.

        People vary terms that they do not need to name a thing exactly, so that most rules ask for
        set phrases only.
        """
        return self._leaf(lemmas)[0]

    def _leaf(self, lemmas: tuple[str, ...]) -> tuple[str, str]:
        node = self.phrases
        for word in lemmas:
            node = _branch(node, word) or {}
        phrase, domain = node.get("", ("", ""))
        return phrase, domain

    def altered(self, found: tuple[Token, ...]) -> Iterator[Altered]:
        """Every run of tokens that becomes a set phrase when words are put back.

        Runs no longer than a set phrase that begins at the same token are left out. Nothing is
        judged here.
        """
        for at in range(len(found)):
            length = self._phrase_length(found, at)
            for altered in self._walk(found, at, at, self.phrases, ()):
                if altered.last - altered.first + 1 > length:
                    yield altered

    def _phrase_length(self, found: tuple[Token, ...], at: int) -> int:
        node, longest = self.phrases, 0
        for here in range(at, len(found)):
            if here > at and not found[here].joined:
                break
            step = _branch(node, found[here].lemma)
            if step is None:
                break
            node = step
            if "" in node:
                longest = here - at + 1
        return longest

    def _walk(
        self,
        found: tuple[Token, ...],
        first: int,
        here: int,
        node: dict[str, Any],
        replaced: tuple[tuple[int, str, str, float], ...],
    ) -> Iterator[Altered]:
        if here >= len(found) or (here > first and not found[here].joined):
            return
        word = found[here].lemma
        same = _branch(node, word)
        if same is not None:
            if "" in same and replaced:
                phrase, domain = same[""]
                yield Altered(first, here, phrase, domain, replaced)
            yield from self._walk(found, first, here + 1, same, replaced)
        originals = self.originals(word)
        for expected in sorted(originals.keys() & node.keys()):
            if expected not in ("", word):
                step = _branch(node, expected) or {}
                swap = (*replaced, (here - first, word, expected, originals[expected]))
                if "" in step:
                    phrase, domain = step[""]
                    yield Altered(first, here, phrase, domain, swap)
                yield from self._walk(found, first, here + 1, step, swap)


def _branch(node: dict[str, Any], word: str) -> dict[str, Any] | None:
    """What follows a word in the tree of phrases, grown if need be."""
    found = node.get(word)
    if isinstance(found, list):
        grown: dict[str, Any] = {}
        for rest, phrase, domain in _rows_of(word, found):
            leaf = grown
            for following in rest:
                leaf = leaf.setdefault(following, {})
            leaf.setdefault("", (phrase, domain))
        node[word] = found = grown
    return found


def _rows_of(first: str, entries: list[Any]) -> Iterator[tuple[list[str], str, str]]:
    """Phrases that begin with a lemma: the other lemmas, the phrase as written, its domain."""
    for entry in entries:
        if len(entry) == 1:  # a row of science_terms.tsv
            for rest in entry[0].split("|"):
                lemmas, _, written = rest.partition("=")
                yield lemmas.split(" "), written or f"{first} {lemmas}", SCIENCE
        else:
            yield entry


def misfit(lexicon: Collocations, before: str, found: str, expected: str, after: str) -> float:
    """By how many powers of ten ``expected`` is commoner than ``found`` beside its neighbours.

    Lemmas; an empty neighbour does not count. The mean over the neighbours there are, which
    is 0.0 without any. On people's judgements of one-word substitutes in context (SWORDS) it
    ranks rejected above accepted ones with an AUC of 0.63, and 0.66 together with the strength
    of the replacement; chrF has 0.50.

    >>> misfit(load_collocations(), "", "reddish", "red", "line") > 4
    True
    """
    gaps = []
    if before:
        gaps.append(lexicon.count(before, expected) - lexicon.count(before, found))
    if after:
        gaps.append(lexicon.count(expected, after) - lexicon.count(found, after))
    return sum(gaps) / len(gaps) if gaps else 0.0


def pair_hash(first: str, second: str) -> int:
    """The 32-bit key of a word pair in ``word_pairs.npz``."""
    return zlib.crc32(f"{first} {second}".encode())


@cache
def load_collocations() -> Collocations:
    """The shipped tables, loaded once per process (about 0.1 s)."""
    import numpy as np

    folder = resources.files(__package__)
    phrases: dict[str, Any] = {}
    for phrase, domain in _pairs("set_phrases.tsv"):
        first, *rest = (token.lemma for token in tokens(phrase))
        phrases.setdefault(first, []).append((rest, phrase, domain))
    for first, rests in _pairs("science_terms.tsv"):
        phrases.setdefault(first, []).append((rests,))
    with folder.joinpath("word_pairs.npz").open("rb") as stream, np.load(stream) as arrays:
        hashes, counts = np.cumsum(arrays["steps"], dtype=np.uint32), arrays["counts"]
    return Collocations(
        phrases, dict(_pairs("replacements.tsv")), hashes, counts, dict(_pairs("round_trips.tsv"))
    )


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    for line in lines[1:]:
        first, second = line.split("\t")[:2]
        yield first, second
