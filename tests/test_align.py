from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.align import align
from mtcheck.errors import ConfigError
from mtcheck.models import Encoder
from mtcheck.segment import segment
from tests.conftest import document

STORY = (
    "The harbour of Lund was closed on Monday after a storm.",
    "Fishermen tied their boats to the old stone pier.",
    "The mayor asked the army for two hundred soldiers.",
    "Schools in the lower town will stay shut until Thursday.",
    "Nobody was hurt, the fire brigade said.",
)
RETOLD = (
    "A storm forced Lund to close its harbour on Monday.",
    "Boats were fastened to the stone pier by the fishermen.",
    "Two hundred soldiers were requested from the army by the mayor.",
    "Until Thursday, schools in the lower town remain closed.",
    "The fire brigade reported no injuries.",
)
OTHER = (
    "The price of wheat rose for the third week.",
    "A new bridge will join the two islands by 2030.",
    "Her second novel was praised by every critic.",
    "Voters go to the polls on Sunday.",
    "The museum lends its largest painting to Madrid.",
)


def sentences(*lines: str):  # type: ignore[no-untyped-def]
    return segment(document("\n".join(lines)))


def links(matching):  # type: ignore[no-untyped-def]
    return [(len(a.candidate), len(a.source)) for a in matching.alignments]


def test_versions_of_a_text_are_aligned_in_order(encoder: Encoder) -> None:
    found = align(sentences(*RETOLD), sentences(*STORY), encoder)
    assert found.mode == "parallel"
    assert links(found) == [(1, 1)] * 5
    assert found.coverage == found.source_coverage == 1.0
    assert all(0 < alignment.cost < 0.6 for alignment in found.alignments)


def test_a_merged_and_a_split_sentence_are_found(encoder: Encoder) -> None:
    merged = (STORY[0][:-1] + ", and fishermen tied their boats to the old stone pier.", *STORY[2:])
    assert links(align(sentences(*merged), sentences(*STORY), encoder))[0] == (1, 2)
    assert links(align(sentences(*STORY), sentences(*merged), encoder))[0] == (2, 1)


def test_a_dropped_and_an_added_sentence_stand_alone(encoder: Encoder) -> None:
    changed = (*STORY[:2], *STORY[3:], OTHER[0])
    found = align(sentences(*changed), sentences(*STORY), encoder)
    assert (0, 1) in links(found)
    assert (1, 0) in links(found)


def test_texts_of_the_same_story_are_matched_anywhere(encoder: Encoder) -> None:
    shuffled = (OTHER[0], RETOLD[3], OTHER[1], OTHER[2], RETOLD[0])
    found = align(sentences(*shuffled), sentences(*STORY), encoder)
    assert found.mode == "comparable"
    assert links(found) == [(1, 0), (1, 1), (1, 0), (1, 0), (1, 1)]
    assert found.coverage == 0.4
    assert found.source_coverage == 0.4
    assert found.alignments[1].source_text == STORY[3]


def test_different_texts_have_nothing_in_common(encoder: Encoder) -> None:
    found = align(sentences(*OTHER), sentences(*STORY), encoder)
    assert found.coverage == 0.0


def test_line_mode_trusts_the_lines(encoder: Encoder) -> None:
    found = align(sentences(*OTHER), sentences(*STORY), encoder, mode="line")
    assert links(found) == [(1, 1)] * 5


def test_without_a_source_every_sentence_stands_alone(encoder: Encoder) -> None:
    found = align(sentences(*STORY), (), encoder)
    assert (found.mode, found.coverage) == ("none", None)
    assert links(found) == [(1, 0)] * 5


def test_an_unknown_mode_is_refused(encoder: Encoder) -> None:
    with pytest.raises(ConfigError, match="--align"):
        align(sentences(*STORY), sentences(*STORY), encoder, mode="diagonal")


POOL = STORY + RETOLD + OTHER


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(POOL), max_size=7),
    st.lists(st.sampled_from(POOL), max_size=7),
    st.sampled_from(["auto", "line", "parallel", "comparable"]),
)
def test_every_sentence_is_in_exactly_one_alignment(
    left: list[str], right: list[str], mode: str
) -> None:
    from mtcheck.models.embedded import load_encoder

    candidate, source = sentences(*left) if left else (), sentences(*right) if right else ()
    found = align(candidate, source, load_encoder(), mode=mode)
    assert [s for a in found.alignments for s in a.candidate] == list(candidate)
    assert [a.index for a in found.alignments] == list(range(len(found.alignments)))
    if found.mode in ("line", "parallel"):
        placed = [s for a in found.alignments for s in a.source]
        assert sorted(s.unit.line for s in placed) == sorted(s.unit.line for s in source)
