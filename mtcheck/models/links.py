"""Word links inside a sentence pair: which candidate word stands for which source word.

The same word in both texts is linked first; the rest by the cosine of contextual vectors, the
mean of the last layer (meaning) and the lower layer (form and grammar), less a little for every
step away from the diagonal. A link must be the best choice of both words, found in rounds as in
SimAlign's *itermax* (Jalili Sabet et al. 2020), because a word freed by one link may be the best
choice of another. Last, a short gap between two links is closed by position.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mtcheck.models import Encoding, Link, TaggedWord
from mtcheck.models.tagger import means, pieces_of
from mtcheck.text import fold, strip_possessive

if TYPE_CHECKING:
    from mtcheck.models import Floats

MIN_SIMILARITY = 0.45
"""Below this two words are not linked. A choice, not a fit: what is left unlinked between two
links is linked by position all the same."""

DISTORTION = 0.15
"""Cost of standing at opposite ends of the two sentences: it parts two equal words, no more."""

ROUNDS = 3

MAX_GAP = 2
"""Longer gaps between links are rewritten text, whose words do not stand for each other."""


def link_words(
    candidate: tuple[TaggedWord, ...],
    candidate_encoding: Encoding,
    source: tuple[TaggedWord, ...],
    source_encoding: Encoding,
) -> tuple[Link, ...]:
    """Links in candidate order, then the unlinked source words.

    ``similarity`` is the cosine in [-1, 1] (1.0 for the same word), 0.0 for an unlinked word.
    """
    import numpy as np

    if not candidate or not source:
        return tuple(Link(word, None, 0.0) for word in candidate) + tuple(
            Link(None, word, 0.0) for word in source
        )
    left = [_key(word.text) for word in candidate]
    right = [_key(word.text) for word in source]
    same = np.array([[one == other for other in right] for one in left])
    similar = _similarity(candidate, candidate_encoding, source, source_encoding)
    similar[same] = 1.0
    rows = (np.arange(len(candidate)) + 0.5) / len(candidate)
    columns = (np.arange(len(source)) + 0.5) / len(source)
    value = similar - DISTORTION * np.abs(rows[:, None] - columns[None, :])
    value[same] += 1.0
    value[similar < MIN_SIMILARITY] = -np.inf
    chosen: dict[int, int] = {}
    for _ in range(ROUNDS):
        best_row, best_column = value.argmax(axis=1), value.argmax(axis=0)
        found = [
            (i, int(j))
            for i, j in enumerate(best_row)
            if best_column[j] == i and np.isfinite(value[i, j])
        ]
        if not found:
            break
        for i, j in found:
            chosen[i] = j
            value[i, :] = value[:, j] = -np.inf
    _fill(chosen, len(candidate), len(source))
    linked = {j: i for i, j in chosen.items()}
    forward = [
        Link(word, source[chosen[i]], round(float(similar[i, chosen[i]]), 6))
        if i in chosen
        else Link(word, None, 0.0)
        for i, word in enumerate(candidate)
    ]
    return tuple(forward) + tuple(
        Link(None, word, 0.0) for j, word in enumerate(source) if j not in linked
    )


def _fill(chosen: dict[int, int], n_candidate: int, n_source: int) -> None:
    """Link what is left between two neighbouring links, where both gaps are equally long.

    In “the marriage is stable” against “the relationship is stable” the neighbours say what the
    odd word stands for, whatever the vectors think of it.
    """
    ends = [(-1, -1), *sorted(chosen.items()), (n_candidate, n_source)]
    for (i, j), (next_i, next_j) in pairwise(ends):
        gap = next_i - i - 1
        if 0 < gap <= MAX_GAP and next_j - j - 1 == gap:
            for step in range(1, gap + 1):
                chosen[i + step] = j + step


def _key(word: str) -> str:
    return fold(strip_possessive(word))


def _similarity(
    candidate: tuple[TaggedWord, ...],
    candidate_encoding: Encoding,
    source: tuple[TaggedWord, ...],
    source_encoding: Encoding,
) -> Floats:
    import numpy as np

    total = np.zeros((len(candidate), len(source)), np.float32)
    for layer in ("tokens", "states"):
        left = _word_vectors(candidate, candidate_encoding, layer)
        right = _word_vectors(source, source_encoding, layer)
        total += left @ right.T / 2
    return total


def _word_vectors(found: tuple[TaggedWord, ...], encoding: Encoding, layer: str) -> Floats:
    import numpy as np

    vectors = means(getattr(encoding, layer), pieces_of(found, encoding.spans))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(norms, 1e-12)
    return unit
