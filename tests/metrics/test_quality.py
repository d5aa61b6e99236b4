"""One number that ranks texts as people do; the figures themselves are in the benchmark."""

from __future__ import annotations

import pytest

from mtcheck.metrics.quality import Weights, load_weights, quality
from mtcheck.models import Encoder
from mtcheck.models.judge import load_judge

SOURCE = "The minister said that the talks between the two countries had not failed."
VERSIONS = [
    SOURCE,
    "The minister said the talks between the two countries had not failed.",
    "The minister said the talks between the two lands have not fail.",
    "The marriage of minister said talks has failed two.",
]


def of(candidate: str, source: str, encoder: Encoder) -> float:
    return quality(candidate, source, encoder, load_judge().judge(candidate, source))


def test_the_same_text_is_flawless_and_worse_versions_rank_lower(encoder: Encoder) -> None:
    found = [of(text, SOURCE, encoder) for text in VERSIONS]
    assert found[0] == 0.0
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_alone_a_broken_sentence_ranks_lower_too(encoder: Encoder) -> None:
    assert of(VERSIONS[1], "", encoder) > of(VERSIONS[3], "", encoder)


@pytest.mark.parametrize("text", ["", " ", "…", "👍🏽", "word " * 700])
@pytest.mark.parametrize("source", ["", "A source."])
def test_any_text_has_a_quality(text: str, source: str, encoder: Encoder) -> None:
    assert -200 < of(text, source, encoder) <= 0.0


def test_one_odd_count_does_not_decide_alone() -> None:
    weights = Weights(0.0, {"odd": (0.0, 1.0, 1.0)})
    assert weights.value({"odd": 1e9}) == weights.value({"odd": 6.0})


def test_every_weight_points_one_way() -> None:
    for part in load_weights().values():
        judged = [
            w for name, (_, _, w) in part.features.items() if name.startswith(("judged", "marked"))
        ]
        assert judged
        assert min(judged) >= 0
