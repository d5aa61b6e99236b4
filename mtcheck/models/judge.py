"""The learned judge: what it reads, what it says, and the embedded network behind it.

A cross-encoder sees candidate and source side by side. Which words changed is easy to compute and
hard to learn, so it is told: each piece carries a *kind*, saying on which side it stands and
whether its word stands in the same place on the other side, elsewhere, or nowhere.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from mtcheck.models import Judgement
from mtcheck.models.embedded import load_tokenizer, open_session, packaged
from mtcheck.text import MAX_COMPARED, fold

ALONE, SAME, MOVED, ABSENT, SOURCE = 0, 1, 2, 3, 3
"""Kinds of pieces: ALONE without a source; SAME, MOVED or ABSENT of the candidate's words by what
became of them in the source; the source's words are SOURCE higher (4, 5, 6)."""

KINDS = 7

MAX_PIECES = 512
"""Positions of the network, special ones included."""

CLS, SEP = 101, 102
"""Ids of the special pieces in the vocabulary of BERT uncased."""

KEPT = 4096
"""Judgements kept in memory: a few kilobytes each."""

_PART = re.compile(r"\w+|[^\w\s]")


def word_kinds(candidate: Sequence[str], source: Sequence[str]) -> tuple[list[int], list[int]]:
    """What became of every word of either text: SAME, MOVED or ABSENT.

    >>> word_kinds("we met him today".split(), "today we met her".split())
    ([1, 1, 3, 2], [2, 1, 1, 3])
    """
    mine, theirs = set(candidate), set(source)
    left = [MOVED if word in theirs else ABSENT for word in candidate]
    right = [MOVED if word in mine else ABSENT for word in source]
    # What is further on is beyond the network's pieces, or nearly all of it.
    one, other = candidate[:MAX_COMPARED], source[:MAX_COMPARED]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        left[a : a + size] = [SAME] * size
        right[b : b + size] = [SAME] * size
    return left, right


def pair_input(
    candidate: str, source: str, pieces: Any, source_pieces: Any
) -> tuple[list[int], list[int], int]:
    """Ids and kinds of the pair, both of one length, and how many of them are the candidate's.

    ``pieces`` and ``source_pieces`` are the tokenizer's encodings without special pieces. The
    candidate stands first: [CLS] candidate [SEP] source [SEP]; alone, the source part is left out.
    Of pairs longer than the network both texts lose their ends, in proportion.
    """
    ids, other = list(pieces.ids), list(source_pieces.ids) if source else []
    if not source:
        ids = ids[: MAX_PIECES - 2]
        return [CLS, *ids, SEP], [ALONE] * (len(ids) + 2), len(ids)
    left, right = _parts(candidate), _parts(source)
    kinds, other_kinds = word_kinds([text for text, _ in left], [text for text, _ in right])
    mine = _spread(kinds, [place for _, place in left], pieces.offsets)
    theirs = [
        kind + SOURCE
        for kind in _spread(other_kinds, [place for _, place in right], source_pieces.offsets)
    ]
    room = MAX_PIECES - 3
    if len(ids) + len(other) > room:
        keep = max(1, round(room * len(ids) / (len(ids) + len(other))))
        ids, mine = ids[:keep], mine[:keep]
        other, theirs = other[: room - len(ids)], theirs[: room - len(ids)]
    return (
        [CLS, *ids, SEP, *other, SEP],
        [SAME, *mine, SAME, *theirs, SAME + SOURCE],
        len(ids),
    )


def _parts(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Folded words and marks with their places in the text."""
    return [(fold(found.group()), found.span()) for found in _PART.finditer(text)]


def _spread(
    kinds: Sequence[int], places: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]]
) -> list[int]:
    """The kind of the word in which each piece begins."""
    spread, n = [], 0
    for start, _ in offsets:
        while n + 1 < len(places) and places[n][1] <= start:
            n += 1
        spread.append(kinds[n] if kinds else ABSENT)
    return spread


class EmbeddedJudge:
    """A loaded ONNX session with its tokenizer. Make one with :func:`load_judge`."""

    def __init__(self, session: Any, tokenizer: Any, signature: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._kept: OrderedDict[tuple[str, str], Judgement] = OrderedDict()
        self.signature = signature

    def judge(self, candidate: str, source: str = "") -> Judgement:
        """What people would say of the candidate, with a source or alone."""
        key = candidate, source
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        judgement = self._kept[key] = self._run(candidate, source)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return judgement

    def _run(self, candidate: str, source: str) -> Judgement:
        import numpy as np

        pieces, others = (
            self._tokenizer.encode(text, add_special_tokens=False) for text in (candidate, source)
        )
        ids, kinds, count = pair_input(candidate, source, pieces, others)
        inputs = {"ids": ids, "kinds": kinds, "count": [count]}
        sentence, marks = self._session.run(
            None, {name: np.array(value, np.int64) for name, value in inputs.items()}
        )
        penalty, major, made = (float(value) for value in sentence)
        marks = 1.0 / (1.0 + np.exp(-marks))
        return Judgement(penalty, major, made, tuple(pieces.offsets[:count]), marks)


@cache
def load_judge(threads: int | None = None) -> EmbeddedJudge:
    """The judge in the package, loaded once per process.

    Raises :class:`~mtcheck.errors.ModelError` when a file is missing or not loadable.
    """
    path = packaged("judge.onnx")
    packaged("minilm.onnx")  # holds the word embeddings of both
    session, tokenizer = open_session(path, threads), load_tokenizer()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return EmbeddedJudge(session, tokenizer, f"judge:{digest}")
