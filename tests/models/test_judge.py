"""The judge in the package: what it is given, and that it answers the same way every time."""

from __future__ import annotations

import numpy as np
import pytest

from mtcheck.models.embedded import load_tokenizer, packaged
from mtcheck.models.judge import (
    ABSENT,
    ALONE,
    MAX_PIECES,
    MOVED,
    SAME,
    SOURCE,
    load_judge,
    pair_input,
)

CLEAN = "The relationship between the two countries is beginning to stabilize."
MANGLED = "The marriage between the two countries is beginning to stabilize."


def inputs(candidate: str, source: str = "") -> tuple[list[int], list[int], int]:
    pieces = [load_tokenizer().encode(t, add_special_tokens=False) for t in (candidate, source)]
    return pair_input(candidate, source, *pieces)


def test_every_piece_is_told_what_became_of_its_word() -> None:
    _, kinds, count = inputs("We met her today.", "Today we met him.")
    assert count == 5
    assert kinds[1:6] == [SAME, SAME, ABSENT, MOVED, SAME]
    assert kinds[7:12] == [
        MOVED + SOURCE,
        SAME + SOURCE,
        SAME + SOURCE,
        ABSENT + SOURCE,
        SAME + SOURCE,
    ]


def test_alone_there_is_one_kind() -> None:
    ids, kinds, count = inputs("We met her today.")
    assert set(kinds) == {ALONE}
    assert len(ids) == len(kinds) == count + 2


def test_pairs_longer_than_the_network_lose_both_ends() -> None:
    ids, kinds, count = inputs("word " * 900, "other " * 300)
    assert len(ids) == len(kinds) == MAX_PIECES
    assert 0 < count < MAX_PIECES - 100


def test_a_word_that_bends_the_meaning_costs_more_than_none() -> None:
    judge = load_judge()
    bent, same = judge.judge(MANGLED, CLEAN), judge.judge(CLEAN, CLEAN)
    assert bent.penalty > same.penalty
    assert bent.major > same.major
    start = MANGLED.index("marriage")
    places = [n for n, (a, _) in enumerate(bent.spans) if a == start]
    assert int(bent.marks[:, 0].argmax()) in places


def test_threads_and_company_make_no_difference() -> None:
    one, four = load_judge(1), load_judge(4)
    texts = [(MANGLED, CLEAN), (MANGLED, ""), (CLEAN * 20, MANGLED * 9)]
    for candidate, source in texts:
        left, right = one.judge(candidate, source), four.judge(candidate, source)
        assert (left.penalty, left.major, left.made) == (right.penalty, right.major, right.made)
        assert np.array_equal(left.marks, right.marks)


@pytest.mark.parametrize(
    "text", ["", " ", "…", "\u200b", "👍🏽", "\x00", "e\u0301" * 50, "word " * 2000]
)
@pytest.mark.parametrize("source", ["", CLEAN])
def test_any_text_can_be_judged(text: str, source: str) -> None:
    judgement = load_judge().judge(text, source)
    assert np.isfinite([judgement.penalty, judgement.major, judgement.made]).all()
    assert judgement.marks.shape == (len(judgement.spans), 2)


def test_the_word_embeddings_are_stored_once() -> None:
    table = 30522 * 384 * 2
    assert packaged("minilm.onnx").stat().st_size > table
    assert packaged("judge.onnx").stat().st_size < table
