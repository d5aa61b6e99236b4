"""Sentences of the candidate and sentences of the source that say the same.

Two situations look alike from afar. A *parallel* text is a version of its source, sentence
after sentence, with some merged, split, dropped or added: dynamic programming over the whole
text finds the links in order. A *comparable* text merely tells the same story: each sentence
looks for its best match anywhere, and most may have none. An unaligned sentence is not a bad
sentence; it is judged alone.

The value of a link is the cosine of sentence vectors mixed with the overlap of rare words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from mtcheck.errors import ConfigError
from mtcheck.text import fold, strip_possessive, words
from mtcheck.types import Alignment, Matching, Sentence

if TYPE_CHECKING:
    from mtcheck.models import Encoder, Floats

ALIGNER = "dp3+best1"
"""Part of every signature; changes whenever the same texts may be aligned differently."""

OVERLAP_SHARE = 0.3
"""Weight of rare-word overlap beside the cosine in the value of a link."""

MIN_PARALLEL = 0.42
"""Least value of a link inside parallel texts, where order is evidence too: 98 of 100 sentences
reach it with their counterpart in another person's translation (tests/bench/alignment.py)."""

MIN_COMPARABLE = 0.58
"""Least value of a link anywhere in a comparable text. 85 of 100 sentences reach it with their
counterpart in another person's translation, 13 of 100 with another sentence of the same story;
of the links made in shuffled translations 98 of 100 are right (tests/bench/alignment.py)."""

MIN_PARALLEL_COVERAGE = 0.6
"""Texts whose in-order links cover this share of both sides are versions of each other."""

MERGE_COST = 0.04
"""What each extra sentence in a merge must earn in value."""

MERGES = ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (2, 2))

MAX_CELLS = 20_000_000
"""Larger tables (candidate × source sentences) are not aligned in order: 4,400 sentences a side."""


def align(
    candidate: Sequence[Sentence],
    source: Sequence[Sentence],
    encoder: Encoder,
    *,
    mode: str = "auto",
) -> Matching:
    """Align two texts. Every candidate sentence is in exactly one alignment.

    In ``line`` and ``parallel`` mode every source sentence is in exactly one alignment too; in
    ``comparable`` mode several candidate sentences may share one, and unmatched source
    sentences are left out. Raises :class:`~mtcheck.errors.ConfigError` for an unknown mode.
    """
    if not source:
        alone = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(candidate))
        return Matching(alone, "none", "no source", None, None)
    if not candidate:
        return Matching((), "none", "no candidate sentence", None, 0.0)
    if mode == "line":
        return _matching(_by_line(candidate, source, encoder), "line", "asked for", encoder)
    if mode == "comparable":
        table = _table(candidate, source, encoder)
        return _matching(_best(candidate, source, table), mode, "asked for", encoder, len(source))
    if mode == "parallel":
        table = _table(candidate, source, encoder)
        return _matching(_in_order(candidate, source, table), mode, "asked for", encoder)
    if mode == "auto":
        return _auto(candidate, source, encoder)
    raise ConfigError(f"--align cannot be {mode!r}: auto, line, parallel or comparable")


Link = tuple[tuple[Sentence, ...], tuple[Sentence, ...]]


def _auto(candidate: Sequence[Sentence], source: Sequence[Sentence], encoder: Encoder) -> Matching:
    table = _table(candidate, source, encoder)
    if len(candidate) * len(source) <= MAX_CELLS:
        links = _in_order(candidate, source, table)
        left = sum(len(a) for a, b in links if b) / len(candidate)
        right = sum(len(b) for a, b in links if a) / len(source)
        share = f"{left:.0%} of the candidate and {right:.0%} of the source follow each other"
        if min(left, right) >= MIN_PARALLEL_COVERAGE:
            return _matching(links, "parallel", share, encoder)
    else:
        share = "too long to align in order"
    return _matching(_best(candidate, source, table), "comparable", share, encoder, len(source))


def _matching(
    links: Sequence[Link],
    mode: str,
    reason: str,
    encoder: Encoder,
    n_source: int | None = None,
) -> Matching:
    """``n_source`` where the links leave unmatched source sentences out."""
    alignments = []
    for index, (left, right) in enumerate(links):
        found = Alignment(index, left, right, 1.0)
        if left and right:
            one, other = encoder.vectors([found.candidate_text, found.source_text])
            found = Alignment(index, left, right, round(1.0 - float(one @ other), 6))
        alignments.append(found)
    covered = sum(len(left) for left, right in links if right)
    n_candidate = sum(len(left) for left, _ in links)
    matched = {id(one) for left, right in links if left for one in right}
    total = n_source or len({id(one) for _, right in links for one in right})
    return Matching(
        tuple(alignments),
        mode,
        reason,
        round(covered / n_candidate, 4) if n_candidate else None,
        round(len(matched) / total, 4) if total else None,
    )


# --- the value of a link ---------------------------------------------------------------------


def _content(text: str) -> list[str]:
    return [fold(strip_possessive(word.text)) for word in words(text)]


def _table(
    candidate: Sequence[Sentence], source: Sequence[Sentence], encoder: Encoder
) -> tuple[Floats, Floats, Floats, Floats]:
    """Sentence vectors and rare-word vectors of both sides: two (n, d), then two (n, v)."""
    import numpy as np

    texts = [[one.text for one in side] for side in (candidate, source)]
    bags = [[Counter(_content(text)) for text in side] for side in texts]
    spread = Counter(word for side in bags for bag in side for word in bag)
    shared = set().union(*bags[0]) & set().union(*bags[1])
    column = {word: n for n, word in enumerate(sorted(shared))}
    total = sum(len(side) for side in bags)
    found = []
    for side in bags:
        matrix = np.zeros((len(side), len(column) + 1), np.float32)
        for row, bag in zip(matrix, side, strict=True):
            for word, count in sorted(bag.items()):
                weight = count * log(1 + total / spread[word])
                if word in column:
                    row[column[word]] = weight
                else:  # words of one side only: their joint length, never matched
                    row[-1] = (row[-1] ** 2 + weight**2) ** 0.5
        found.append(matrix)
    return encoder.vectors(texts[0]), encoder.vectors(texts[1]), found[0], found[1]


def _values(one: Floats, other: Floats, bag: Floats, other_bag: Floats) -> Floats:
    """(n, m) values of linking each row of one side with each of the other."""
    import numpy as np

    def unit(matrix: Floats) -> Floats:
        length = np.linalg.norm(matrix, axis=1, keepdims=True)
        scaled: Floats = (matrix / np.maximum(length, 1e-9)).astype(np.float32)
        return scaled

    overlap = unit(bag)[:, :-1] @ unit(other_bag)[:, :-1].T
    cosine = unit(one) @ unit(other).T
    mixed: Floats = ((1 - OVERLAP_SHARE) * cosine + OVERLAP_SHARE * overlap).round(5)
    return mixed


def _sums(matrix: Floats, size: int) -> Floats:
    """Row i is the sum of ``size`` rows that ends with row i; rows before are zero."""
    import numpy as np

    total = matrix.copy()
    for step in range(1, size):
        shifted = np.zeros_like(matrix)
        shifted[step:] = matrix[:-step]
        total += shifted
    total[: size - 1] = 0
    return total


# --- three ways to link ------------------------------------------------------------------------


def _in_order(
    candidate: Sequence[Sentence],
    source: Sequence[Sentence],
    table: tuple[Floats, Floats, Floats, Floats],
) -> list[Link]:
    """Monotone links of greatest total value, merges up to three to one."""
    import numpy as np

    one, other, bag, other_bag = table
    n, m = len(candidate), len(source)
    gains = {}
    for a, b in MERGES:
        value = _values(_sums(one, a), _sums(other, b), _sums(bag, a), _sums(other_bag, b))
        gain = (value - MIN_PARALLEL - MERGE_COST * (a + b - 2)) * (a + b) / 2
        gain[value < MIN_PARALLEL] = -np.inf
        gain[: a - 1], gain[:, : b - 1] = -np.inf, -np.inf
        gains[a, b] = gain
    best = np.zeros((n + 1, m + 1), np.float32)
    for i in range(1, n + 1):
        row = best[i - 1].copy()
        for (a, b), gain in gains.items():
            if i >= a and m >= b:
                np.maximum(row[b:], best[i - a, : m + 1 - b] + gain[i - 1, b - 1 :], out=row[b:])
        best[i] = np.maximum.accumulate(row)
    links: list[Link] = []
    i, j = n, m
    while i or j:
        for (a, b), gain in gains.items():
            if i >= a and j >= b and best[i, j] == best[i - a, j - b] + gain[i - 1, j - 1]:
                links.append((tuple(candidate[i - a : i]), tuple(source[j - b : j])))
                i, j = i - a, j - b
                break
        else:
            if j and best[i, j] == best[i, j - 1]:
                links.append(((), (source[j - 1],)))
                j -= 1
            else:
                links.append(((candidate[i - 1],), ()))
                i -= 1
    return links[::-1]


def _best(
    candidate: Sequence[Sentence],
    source: Sequence[Sentence],
    table: tuple[Floats, Floats, Floats, Floats],
) -> list[Link]:
    """Each candidate sentence with its best source sentence, or the two beside each other."""
    one, other, bag, other_bag = table
    pair, pair_bag = _sums(other, 2), _sums(other_bag, 2)
    links: list[Link] = []
    for start in range(0, len(candidate), 256):
        rows = slice(start, start + 256)
        single = _values(one[rows], other, bag[rows], other_bag)
        double = _values(one[rows], pair, bag[rows], pair_bag)
        for row, wide, sentence in zip(single, double, candidate[rows], strict=True):
            j, k = int(row.argmax()), int(wide.argmax())
            right: tuple[Sentence, ...] = ()
            if max(row[j], wide[k]) >= MIN_COMPARABLE:
                merged = k and wide[k] >= row[j] + MERGE_COST
                right = tuple(source[k - 1 : k + 1]) if merged else (source[j],)
            links.append(((sentence,), right))
    return links


def _by_line(
    candidate: Sequence[Sentence], source: Sequence[Sentence], encoder: Encoder
) -> list[Link]:
    """Unit n of the candidate with unit n of the source; inside a unit, in order."""
    sides = []
    for sentences in (candidate, source):
        units: dict[str, list[Sentence]] = {}
        for one in sentences:
            units.setdefault(one.unit.id, []).append(one)
        sides.append(units)
    left, right = sides
    links: list[Link] = []
    for unit in dict.fromkeys([*left, *right]):
        mine, theirs = left.get(unit, []), right.get(unit, [])
        if not mine or not theirs:
            links += [((one,), ()) for one in mine] + [((), (one,)) for one in theirs]
        elif len(mine) == len(theirs):
            links += [((a,), (b,)) for a, b in zip(mine, theirs, strict=True)]
        else:
            found = _in_order(mine, theirs, _table(mine, theirs, encoder))
            both = [link for link in found if link[0] and link[1]]
            links += found if both else [(tuple(mine), tuple(theirs))]
    return links
