"""Which words of one text find their like in the other: matching by contextual vectors.

A paraphrase uses other words for the same things, so counting equal words says little. The
vectors of word pieces in context say whether *something like this* stands anywhere in the other
text: as in BERTScore (Zhang et al. 2020) every piece takes its nearest neighbour on the other
side, and rare words count more than common ones. What the source says and the candidate does
not match lowers *recall*; what the candidate adds lowers *precision*. Recall ranks versions of
a sentence better than precision does: people reword freely, but do not leave out.

Of seven layers of the embedding model, centred, whitened, concatenated or matched one to one
(optimal transport), none ranked real translations better by more than half a point than the
last layer with the nearest neighbour. Nor did the encoder when it was trained further, as such a
matching, on the order that people gave to 100,000 outputs (WMT23 zh-en, pairwise accuracy: 0.489
both).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.frequency import zipf
from mtcheck.models.tagger import means, pieces_of
from mtcheck.text import strip_possessive

if TYPE_CHECKING:
    from mtcheck.models import Encoder, Encoding, Floats, TaggedWord

COMMON = 8.0
"""The Zipf frequency of "the" is 7.7 (wordfreq): a word weighs 8 less its own, at least
:data:`LEAST`. "Government" weighs 2.5, a name that wordfreq does not know 8."""

LEAST = 0.5
"""The weight of the commonest words and of punctuation."""

BLOCK = 1024
"""Pieces matched at a time, so that a text without end needs no matrix without end."""


class MatchedWord(NamedTuple):
    """A word and its likest counterpart in the other text.

    ``similarity`` is the mean over its pieces of the best cosine, 1.0 for the same word in the
    same context; ``weight`` grows with rarity, from 0.5 to 8.
    """

    word: TaggedWord
    similarity: float
    weight: float


class Match(NamedTuple):
    """Two texts matched: the words of both, and the weighted means over all pieces.

    ``states_recall`` and ``states_precision`` are the same with the lower layer, which tells
    the forms of a word apart. All four are at most 1.0, which equal texts reach.
    """

    candidate: tuple[MatchedWord, ...]
    source: tuple[MatchedWord, ...]
    recall: float
    precision: float
    states_recall: float
    states_precision: float


def match(candidate: str, source: str, encoder: Encoder) -> Match:
    """Match two texts. A text without word pieces matches nothing: all numbers are 0.0."""
    one, other = encoder.encode([candidate, source])
    words, source_words = encoder.tag(candidate), encoder.tag(source)
    weights, pieces = _piece_weights(words, one)
    source_weights, source_pieces = _piece_weights(source_words, other)
    near, source_near = _nearest(one.tokens, other.tokens)
    low, source_low = _nearest(_unit(one.states), _unit(other.states))
    return Match(
        _matched(words, pieces, near),
        _matched(source_words, source_pieces, source_near),
        _mean(source_near, source_weights),
        _mean(near, weights),
        _mean(source_low, source_weights),
        _mean(low, weights),
    )


def rarity(word: str) -> float:
    """The weight of a word: see :data:`COMMON`.

    >>> rarity("the") < rarity("government") < rarity("Tegucigalpa")
    True
    """
    return max(COMMON - zipf(strip_possessive(word).lower()), LEAST)


def _piece_weights(
    words: tuple[TaggedWord, ...], encoding: Encoding
) -> tuple[Floats, list[list[int]]]:
    import numpy as np

    weights = np.full(len(encoding.spans), LEAST, np.float32)
    pieces = pieces_of(words, encoding.spans)
    for word, indices in zip(words, pieces, strict=True):
        weights[indices] = rarity(word.text)
    return weights, pieces


def _nearest(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """The best cosine of every row of either side."""
    import numpy as np

    if not len(left) or not len(right):
        return np.zeros(len(left), np.float32), np.zeros(len(right), np.float32)
    best = np.empty(len(left), np.float32)
    best_right = np.full(len(right), -1.0, np.float32)
    for start in range(0, len(left), BLOCK):
        similar = np.minimum(left[start : start + BLOCK] @ right.T, 1.0)
        best[start : start + BLOCK] = similar.max(axis=1)
        np.maximum(best_right, similar.max(axis=0), out=best_right)
    return best, best_right


def _unit(vectors: Floats) -> Floats:
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(norms, 1e-12)
    return unit


def _mean(values: Floats, weights: Floats) -> float:
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total else 0.0


def _matched(
    words: tuple[TaggedWord, ...], pieces: list[list[int]], near: Floats
) -> tuple[MatchedWord, ...]:
    similar = means(near[:, None], pieces)[:, 0]
    return tuple(
        MatchedWord(word, float(value), rarity(word.text))
        for word, value in zip(words, similar, strict=True)
    )
