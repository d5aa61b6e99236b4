"""Count which words stand side by side in English: ``word_pairs.npz``.

Only hashes of pairs and their counts are kept, never text. The counts come from

- the 243,342 counted bigrams of ``symspellpy`` (MIT), which are those of the Google Web 1T;
- the glosses of WordNet 3.0;
- edited English: tables with a ``ref`` column;
- what programmers write: the summaries of packages of PyPI and npm, the descriptions of Debian;
- the collocations of science (see :mod:`mtcheck.learn.phrase_terms`).

Counts of small samples are put on the scale of the large one roughly, as ``4 + log10(n) / 2``:
what matters is that a pair is seen at all.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
import subprocess
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np

from mtcheck.lexicon.collocations import lemma, pair_hash, tokens

MIN_SUMMARIES = 2
"""A pair that one summary has alone may be a slip."""

SCIENCE_WORDS = 6.4e6
"""Uses of the first word of the list of science, so that its last, the 640,000th, has ten."""


def write_pairs(
    path: Path,
    wordnet: Path,
    edited: Iterable[Path],
    summaries: Iterable[Path],
    terms: Mapping[tuple[str, ...], int],
) -> None:
    """Count lemma pairs; write steps between sorted 32-bit hashes, and 20·log10(count).

    ``terms``: lemmas of the collocations of science, with their ranks by frequency.
    """
    counts: dict[int, float] = {}

    def add(key: int, value: float) -> None:
        counts[key] = max(counts.get(key, 0.0), value)

    for first, second, count in symspell_bigrams():
        add(pair_hash(lemma(first), lemma(second)), math.log10(count))
    seen: Counter[tuple[str, str]] = Counter()
    for text in (*_glosses(wordnet), *_edited(edited)):
        seen.update(_pairs_of(text))
    for (first, second), times in seen.items():
        add(pair_hash(first, second), 4.0 + 0.5 * math.log10(times))
    for key, times in _summarised(summaries):
        add(key, 4.0 + 0.5 * math.log10(times))
    for words, rank in terms.items():
        for first, second in pairwise(words):
            add(pair_hash(first, second), 4.0 + 0.5 * math.log10(SCIENCE_WORDS / (rank + 50)))
    hashes = np.array(sorted(counts), dtype=np.uint32)
    values = np.array([min(255, round(20 * counts[int(key)])) for key in hashes], dtype=np.uint8)
    np.savez_compressed(path, steps=np.diff(hashes, prepend=np.uint32(0)), counts=values)
    print(f"{path.name}: {len(hashes)} pairs, {path.stat().st_size} bytes")


def symspell_bigrams() -> Iterator[tuple[str, str, float]]:
    """Bigrams with their Web 1T counts (symspellpy stores them times 64)."""
    import symspellpy

    path = Path(symspellpy.__file__).parent / "frequency_bigramdictionary_en_243_342.txt"
    for line in path.read_text("utf-8-sig").split("\n"):
        if line:
            first, second, count = line.split()
            yield first, second, int(count) / 64


def _pairs_of(text: str) -> set[tuple[str, str]]:
    return {(left.lemma, right.lemma) for left, right in pairwise(tokens(text)) if right.joined}


def _glosses(wordnet: Path) -> Iterator[str]:
    for name in ("noun", "verb", "adj", "adv"):
        for line in (wordnet / f"data.{name}").read_text("utf-8").split("\n"):
            if line and not line.startswith("  "):
                yield line.partition(" | ")[2]
                yield from (word.replace("_", " ") for word in line.split()[4:] if "_" in word)


def _edited(paths: Iterable[Path]) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                texts = [] if row.get("ref_suspect") == "1" else [row["ref"]]
                if row.get("is_human") == "1" and row.get("text_suspect") != "1":
                    texts.append(row["cand"])
                for text in texts:
                    if text not in seen:
                        seen.add(text)
                        yield text


def _summarised(paths: Iterable[Path]) -> Iterator[tuple[int, int]]:
    """Hashes of the pairs that several summaries have, with how many."""
    found = array("I")
    for text in dict.fromkeys((*_summaries(paths), *_descriptions())):
        found.extend({pair_hash(*pair) for pair in _pairs_of(text)})
    hashes, times = np.unique(np.frombuffer(found, dtype=np.uint32), return_counts=True)
    often = times >= MIN_SUMMARIES
    yield from zip(hashes[often].tolist(), times[often].tolist(), strict=True)


def _summaries(paths: Iterable[Path]) -> Iterator[str]:
    """The last column of tab-separated lists of packages."""
    for path in paths:
        for line in path.read_text("utf-8").split("\n")[1:]:
            text = line.rpartition("\t")[2]
            if len(text) > 25:
                yield text


def _descriptions() -> Iterator[str]:
    """The paragraphs that describe Debian's packages, of the lists at hand."""
    listing = subprocess.run(
        ["apt-cache", "dumpavail"], capture_output=True, text=True, check=True
    ).stdout
    for record in listing.split("\n\n"):
        match = re.search(r"^Description(?:-en)?: (.*(?:\n .*)*)", record, re.MULTILINE)
        if match:
            for part in match[1].split("\n .\n"):
                text = " ".join(part.split())
                if len(text) > 25:
                    yield text
