"""Make the constants of :mod:`mtcheck.metrics.substitution` from real and made substitutions.

    python -m mtcheck.learn.substitution --data ../shared/data

Accepted: where a good translation (above -2 MQM points) has another content word of the same
part of speech than the reference, beside an equal neighbour, that word is put into the
reference. Rejected: up to two words that ``replacements.tsv`` knows as replacements of the
reference's word, put into the same place. Texts: WMT20 zh-en MQM (Apache-2.0, texts for
research); their documents are not in any measurement. Prints means, spreads, the slope and the
bias, and what a free fit of the weights would be.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from mtcheck.learn.data import read_rows
from mtcheck.lexicon.collocations import FUNCTION_WORDS, lemma, load_collocations
from mtcheck.metrics.substitution import MEANS, WEIGHTS, signs_of
from mtcheck.models import Encoder, Link, TaggedWord
from mtcheck.models.embedded import load_encoder

SEED = 5
LEAST_SCORE = -2.0
MAX_CHARACTERS = 350
CONTENT = ("NN", "NNS", "VB", "VBD", "VBZ", "VBG", "VBN", "VBP", "JJ", "RB")


class Case(NamedTuple):
    """``word`` in the place ``text[start:end]``."""

    text: str
    start: int
    end: int
    word: str
    accepted: bool


def accepted(data: Path, encoder: Encoder) -> Iterator[tuple[Case, TaggedWord]]:
    """Words of good translations in the reference's place, with the reference's word."""
    rows = read_rows(data / "train" / "wmt20_zhen_mqm.tsv.gz")
    good = (
        (rows["text_suspect"] == "0") & (rows["ref_suspect"] == "0") & (rows["cand"] != rows["ref"])
    )
    good &= (rows["score"].astype(float) > LEAST_SCORE) & (rows["ref"].str.len() < MAX_CHARACTERS)
    seen = set()
    for candidate, text in zip(rows["cand"][good], rows["ref"][good], strict=True):
        own, other = encoder.tag(candidate), encoder.tag(text)
        for link in encoder.link(candidate, text):
            word, meant = link.candidate, link.source
            if word is None or meant is None or not _reworded(link):
                continue
            key = (text, meant.start, word.text)
            if _beside(own, word) & _beside(other, meant) and key not in seen:
                seen.add(key)
                yield Case(text, meant.start, meant.end, word.text, accepted=True), meant


def rejected(case: Case, meant: TaggedWord, fine: set[str], rng: random.Random) -> Iterator[Case]:
    """The same place with words that a thesaurus offers, in the same form as far as endings go."""
    base = lemma(meant.text)
    offered = [word for word in _replaced_by().get(base, ()) if word not in fine and word != base]
    ending = {"VBD": ("ed",), "VBN": ("ed",), "VBG": ("ing",)}.get(meant.tag)
    if ending:
        offered = [word for word in offered if word.endswith(ending)]
    elif meant.tag != "JJ":
        offered = [word for word in offered if not word.endswith(("ed", "ing"))]
    rng.shuffle(offered)
    for word in offered[:2]:
        if meant.tag in ("NNS", "VBZ"):
            word += "es" if word.endswith(("s", "x", "ch", "sh")) else "s"
        yield case._replace(word=word, accepted=False)


def main() -> None:
    """Print the constants."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    encoder, rng = load_encoder(1), random.Random(SEED)
    found = list(accepted(parser.parse_args().data, encoder))
    fine: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case, meant in found:
        fine[lemma(meant.text), meant.tag].add(case.word)
    cases = []
    for case, meant in found:
        cases += [case, *rejected(case, meant, fine[lemma(meant.text), meant.tag], rng)]
    rows, labels = [], []
    for text, start, end, word, label in cases:
        candidate = text[:start] + word + text[end:]
        signs = signs_of(candidate, text, (start, start + len(word), start, end), encoder)
        rows.append([signs[name] for name in MEANS])
        labels.append(label)
    signs_, truth = np.array(rows), np.array(labels)
    means, spreads = signs_.mean(axis=0), signs_.std(axis=0)
    standard = (signs_ - means) / spreads
    total = standard @ np.array([WEIGHTS[name] for name in MEANS])
    fitted = LogisticRegression(C=100.0).fit(total[:, None], truth)
    free = LogisticRegression(C=100.0).fit(standard, truth)
    print(f"{truth.sum()} accepted, {(~truth).sum()} rejected")
    for title, values in (("MEANS", means), ("SPREADS", spreads), ("free weights", free.coef_[0])):
        print(title, {name: round(float(v), 3) for name, v in zip(MEANS, values, strict=True)})
    print("SLOPE, BIAS", round(float(fitted.coef_[0][0]), 3), round(float(fitted.intercept_[0]), 3))


def _reworded(link: Link) -> bool:
    one, other = link.candidate, link.source
    return (
        one is not None
        and other is not None
        and one.tag == other.tag
        and one.tag in CONTENT
        and one.text.islower()
        and other.text.islower()
        and lemma(one.text) != lemma(other.text)
        and not {one.text, other.text} & FUNCTION_WORDS
    )


def _beside(words: tuple[TaggedWord, ...], word: TaggedWord) -> set[tuple[int, str]]:
    """The neighbours of a word, with their side."""
    at = words.index(word)
    return {
        (step, words[at + step].text.lower()) for step in (-1, 1) if 0 <= at + step < len(words)
    }


@cache
def _replaced_by() -> dict[str, list[str]]:
    """By original word, what replaces it: the table of replacements turned round."""
    turned: dict[str, list[str]] = defaultdict(list)
    for word, line in load_collocations().replacements.items():
        for part in line.split():
            turned[part[:-1]].append(word)
    return turned


if __name__ == "__main__":
    main()
