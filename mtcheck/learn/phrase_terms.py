"""The terms of science, from how often papers say them: ``science_terms.tsv``.

The package ``cso-classifier`` 2.3.1 (Apache-2.0) carries the vocabulary of a word2vec model of
4.6 million abstracts, most frequent first, in which words that often stand side by side are one
entry ("wireless_sensor_network"), and the topics of the Computer Science Ontology (CC BY 4.0).
Entries that can be noun phrases are terms. Run with ``python -m mtcheck.learn.phrase_terms``,
giving the folder ``classifier/models`` of the unpacked wheel.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.frequency import zipf
from mtcheck.lexicon import Lexicon
from mtcheck.lexicon.collocations import FUNCTION_WORDS, lemma, tokens
from mtcheck.text import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.learn.phrases import WordNet

MAX_RANK = 300_000
"""Terms up to this rank are kept. They were chosen by what they are, not by what they find."""

MIN_ZIPF = 1.0

_BEFORE = re.compile("[a-z]+(?:[-_'’][a-z]+)*")
_FILLERS = word_set(
    "used based using well also see like use given shown made many much several other same such "
    "various different new important first second third large high low good paper present propose "
    "proposed novel recent current existing potential possible certain specific particular "
    "particularly entire whole previous overall similar great more most less least very better "
    "best main two three four five six seven eight nine ten"
)
"""Words with which papers begin or end any phrase; "high", "first" and the like may begin one."""

_MAY_BEGIN = word_set("used based first second third large high low given made")

_HEADER = """\
# Terms of science, by lemmas: the first word of each, and what follows it, the most frequent term
# first; behind "=" the term as written, where that differs.
# Origin: derived by mtcheck/learn/phrase_terms.py from the vocabulary of cso-classifier 2.3.1
# (Apache-2.0) and the topics of the Computer Science Ontology (CC BY 4.0, The Open University).
first\trests
"""


def main() -> None:
    """Read the inputs, write the list, and say how long it is."""
    from mtcheck.learn.phrases import read_wordnet

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "lexicon")
    options = parser.parse_args()
    terms = science_terms(options.models, read_wordnet(options.wordnet))
    mangled = {
        " ".join(token.lemma for token in tokens(row["found"]))
        for row in Lexicon().rows("known_mangled")
    }
    rests: dict[str, list[str]] = defaultdict(list)
    for term, written in terms:
        if term not in mangled:
            first, _, rest = term.partition(" ")
            rests[first].append(f"{rest}={written}" if written else rest)
    (options.out / "science_terms.tsv").write_text(
        _HEADER + "".join(f"{first}\t{'|'.join(rests[first])}\n" for first in sorted(rests)),
        "utf-8",
    )
    print(f"science_terms.tsv: {len(terms)} terms")


def collocations(models: Path) -> dict[tuple[str, ...], int]:
    """Every collocation of the vocabulary by its lemmas, with its rank."""
    found: dict[tuple[str, ...], int] = {}
    for rank, phrase in _vocabulary(models):
        words = tuple(token.lemma for token in tokens(phrase))
        if len(words) > 1:
            found.setdefault(words, rank)
    return found


def science_terms(models: Path, wordnet: WordNet) -> list[tuple[str, str]]:
    """The collocations that are noun phrases, most frequent first: lemmas, and as written."""
    topical = {word for topic in _topics(models) for word in re.findall("[a-z]+", topic)}
    parts = _Parts(wordnet)
    kept: dict[str, str] = {}
    for rank, phrase in _vocabulary(models):
        if rank >= MAX_RANK:
            break
        found = tokens(phrase)
        texts, term = [t.text for t in found], " ".join(t.lemma for t in found)
        if not 2 <= len(found) <= 5 or not all(t.joined for t in found[1:]) or term in kept:
            continue
        if not parts.may_be_term(texts, topical):
            continue
        if all(zipf(text) >= MIN_ZIPF or text in topical for text in texts):
            kept[term] = phrase if phrase != term else ""
    return list(kept.items())


class _Parts:
    """What parts of speech a word can be, as far as WordNet and its ending tell."""

    def __init__(self, wordnet: WordNet) -> None:
        self.known = {word: {key[0] for key in keys} for word, keys in wordnet.of_word.items()}

    def of(self, word: str) -> set[str]:
        """Letters n, v, a, r of WordNet, and the participles ``ing`` and ``ed``."""
        found = set(self.known.get(word, ())) | set(self.known.get(lemma(word), ()))
        for ending in ("ing", "ed"):
            stem = word.removesuffix(ending)
            if stem != word and any(
                "v" in self.known.get(base, ()) for base in (stem, stem + "e", stem[:-1])
            ):
                found.add(ending)
        return found

    def may_be_term(self, texts: list[str], topical: set[str]) -> bool:
        """Nouns, adjectives and participles, with a noun or a gerund at the end."""
        *before, last = texts
        if texts[0] in FUNCTION_WORDS or last in FUNCTION_WORDS:
            return False
        if texts[0] in _FILLERS - _MAY_BEGIN or {last, lemma(last)} & _FILLERS:
            return False
        if any(len(text) < 3 and text not in FUNCTION_WORDS for text in texts):
            return False
        inside = FUNCTION_WORDS & set(before)
        if not inside <= {"of", "in", "the", "to", "and", "on", "for"}:
            return False
        if not self.of(last) & {"n", "ing"}:
            return False
        return all(
            self.of(text) & {"n", "a", "ing", "ed"} or (not self.of(text) and text in topical)
            for text in before
            if text not in FUNCTION_WORDS
        )


def _vocabulary(models: Path) -> Iterator[tuple[int, str]]:
    """Entries of several words, in lower case, with their ranks."""
    entries = json.loads((models / "token-to-cso-combined.json").read_text("utf-8"))
    for rank, entry in enumerate(entries):
        if ("_" in entry or "-" in entry) and _BEFORE.fullmatch(entry):
            yield rank, entry.replace("_", " ").replace("’", "'")


def _topics(models: Path) -> set[str]:
    lines = (models / "cso.csv").read_text("utf-8").replace('"', "").split("\n")
    return {line.split(";")[0] for line in lines if line}


if __name__ == "__main__":
    main()
