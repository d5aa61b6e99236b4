"""How the judge's batches and losses are put together; no training data, no network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the [learn] extra is not installed")
pytest.importorskip("torch", reason="the [learn] extra is not installed")

import torch

from mtcheck.learn.judge_rows import SETS, Row
from mtcheck.learn.train import Item, collate, epoch_batches, losses, losses_beside
from mtcheck.models.judge import ALONE, SAME

N_SEGMENTS = 40


def item(segment: int, kind: str, made: float | None, target: float | None = None) -> Item:
    """A pair of four pieces, two of them the candidate's own."""
    ids = np.arange(101, 108)
    row = Row("made", "d", str(segment), kind, "source", target=target, made=made, kind=kind)
    return Item(row, (ids, np.full(len(ids), SAME)), 2, None)


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return [
        item(segment, kind, made)
        for segment in range(N_SEGMENTS)
        for kind, made in (("human", 0.0), ("por", 1.0), ("spun", 1.0))
    ]


def shown(items: list[Item], epoch: int) -> list[list[tuple[str, str, bool]]]:
    return [
        [(one.row.segment, one.row.kind, alone) for one, alone in batch]
        for batch in epoch_batches(items, epoch)
    ]


def test_the_same_epoch_gives_the_same_batches_and_another_gives_others(items: list[Item]) -> None:
    assert shown(items, 3) == shown(items, 3)
    assert shown(items, 3) != shown(items, 4)


def test_neural_round_trips_are_shown_once_more_alone_beside_their_human_text(
    items: list[Item],
) -> None:
    rows = [row for batch in shown(items, 0) for row in batch]
    alone = [segment for segment, kind, by_itself in rows if by_itself and kind == "por"]
    spun = [segment for segment, kind, by_itself in rows if by_itself and kind == "spun"]
    assert len(alone) - len(spun) in range(N_SEGMENTS // 4, N_SEGMENTS)
    assert {(s, "human", True) for s in alone} <= set(rows)


def test_alone_the_source_is_left_out_and_unknown_labels_are_not_numbers() -> None:
    batch = collate([(item(1, "human", 0.0, 2.0), True), (item(1, "por", None), False)])
    assert batch["ids"][0].tolist() == [101, 102, 103, 107, 0, 0, 0]
    assert set(batch["kinds"][0].tolist()) == {ALONE}
    assert batch["own"].sum(1).tolist() == [2, 2]
    assert batch["labels"][0].tolist()[::2] == [2.0, 0.0]
    assert batch["labels"][1].isnan().all()


def test_beside_a_teacher_only_what_was_made_is_learned_from_labels() -> None:
    batch = collate([(item(1, "human", 0.0, 2.0), False), (item(1, "por", 1.0, 0.0), False)])
    net: Any = SimpleNamespace(scale=torch.ones(len(SETS)), shift=torch.zeros(len(SETS)))
    sentence = torch.tensor([[1.0, 0.5, -3.0], [2.0, -0.5, 3.0]])
    piece = torch.zeros(2, batch["ids"].shape[1], 2)
    agreed = losses_beside((sentence, piece), (sentence, piece), batch)
    taught = losses(net, (sentence, piece), batch)
    assert float(agreed["quality"]) == 0.0 < float(taught["quality"])
    assert float(taught["ranking"]) > 0.0
    assert "ranking" not in agreed
    assert float(agreed["made"]) == float(taught["made"])
    other = losses_beside((sentence + 1, piece), (sentence, piece), batch)
    assert float(other["quality"]) > 0.0
    assert float(other["major"]) > float(agreed["major"])
