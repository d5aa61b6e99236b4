"""Train the judge: MiniLM as a cross-encoder over candidate and source, on human labels.

    python -m mtcheck.learn.train --data ../shared/data --made FOLDER --out RUN --steps 6000

The six layers start from all-MiniLM-L6-v2; its word embeddings stay as they are, so that the
package holds them once. One network learns four things at a time, each from the rows that know
it: the square root of the MQM penalty (Huber loss, and a ranking loss between versions of one
segment, which a batch always holds together), the share of raters who marked a major error,
whether the text was made from a human one by an engine or on purpose, and for every piece how many
raters marked it. A third of the segments is shown without source. The rows are few and the losses
many, so the loop is our own; transformers brings the network.

What people marked in 16,000 outputs is learned after some 5,000 steps, and more of them only learn
it by heart; what engines make of a text is not. So ``--keep`` goes on from a trained judge with the
made material in mind and that judge's own answers for all else (learning without forgetting, Li and
Hoiem 2016).

Stops after ``--until`` steps if given and goes on from RUN/last.pt when called again: the order of
batches depends on the seed and the epoch only. One document in five is never trained on
(:func:`mtcheck.learn.data.held_out`); the calibration uses those.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from mtcheck.learn.data import held_out
from mtcheck.learn.export import USUAL_PIECES, find_model
from mtcheck.learn.judge_rows import SETS, Row, human_labelled, made
from mtcheck.learn.round_trips import NEURAL
from mtcheck.models.judge import ABSENT, ALONE, KINDS, SAME, SOURCE, pair_input

SEED = 12345
PEAK_RATE, WARM_UP, DECAY = 1.0e-4, 200, 0.01
"""AdamW; the rate falls linearly to zero. 1e-4 is the upper end of what BERT's authors tried, fit
for a small network and frozen embeddings."""

BUDGET = 3072
"""Pieces in a batch, padding included."""

SHARES = {
    "wmt20_zhen_mqm": 1.0,
    "wmt21_zhen_mqm": 1.0,
    "bio_mqm": 0.4,
    "mlqe_pe": 0.2,
    "made": 0.2,
}
"""Share of the segments of a set that an epoch shows. News is what people marked most carefully;
with twice as much of the made material the judge saw made faults better and real ones worse."""

ALONE_SHARE = {"mlqe_pe": 0.6, "made": 0.4}
"""Share of the segments shown without source; 0.25 where not named."""

NEURAL_SHARE = 0.5
"""Share of the neural round trips that an epoch shows once more, alone beside their human text:
nothing is harder to tell from what people write."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A row as the network sees it. ``tags`` (pieces of the candidate, 2) or None."""

    row: Row
    paired: tuple[Any, Any]
    n: int
    tags: Any | None


class JudgeNet(nn.Module):  # type: ignore[misc]
    """Frozen word embeddings, six layers, three sentence heads and two piece heads."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModel

        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="sdpa")
        self.bert.pooler = None
        table = self.bert.embeddings.word_embeddings
        table.weight.requires_grad_(False)
        types = self.bert.embeddings.token_type_embeddings.weight.detach()
        width = table.weight.shape[1]
        self.kinds = nn.Embedding(KINDS, width)
        with torch.no_grad():
            self.kinds.weight.normal_(0.0, 0.01)
            self.kinds.weight[SAME + SOURCE :] += types[1] - types[0]
        self.sentence = nn.Linear(5 * width, 3)
        self.piece = nn.Linear(width, 2)
        self.scale = nn.Parameter(torch.ones(len(SETS)))
        self.shift = nn.Parameter(torch.zeros(len(SETS)))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Any, kinds: Any, mask: Any, own: Any) -> tuple[Any, Any]:
        """(b, 3) quality as sqrt penalty, major, made; (b, n, 2) piece logits.

        ``mask`` (b, n) marks real pieces, ``own`` those of the candidate. What was left out of the
        candidate shows in the source's pieces only, so both sides are pooled.
        """
        x = self.bert.embeddings.word_embeddings(ids) + self.kinds(kinds)
        x = self.bert(inputs_embeds=x, attention_mask=mask).last_hidden_state
        x = self.drop(x)
        parts = [x[:, 0]]
        for side in (own, (kinds > ABSENT) & mask.bool()):
            weights = side.unsqueeze(-1).to(x.dtype)
            total = (x * weights).sum(1)
            parts += [total / weights.sum(1).clamp(min=1.0), total / USUAL_PIECES]
        pooled = torch.cat(parts, dim=-1)
        return self.sentence(pooled).float(), self.piece(x).float()


def prepare(rows: Sequence[Row]) -> list[Item]:
    """Tokenize, and spread the raters' spans over the pieces."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(find_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    mine = tokenizer.encode_batch([row.candidate for row in rows], add_special_tokens=False)
    theirs = tokenizer.encode_batch([row.source for row in rows], add_special_tokens=False)
    items = []
    for row, pieces, others in zip(rows, mine, theirs, strict=True):
        ids, kinds, n = pair_input(row.candidate, row.source, pieces, others)
        tags = None
        if row.spans is not None:
            tags = np.zeros((n, 2), np.float32)
            for place, (start, end) in enumerate(pieces.offsets[:n]):
                for first, last, some, severe in row.spans:
                    if first < end and start < max(last, first + 1):
                        tags[place] += (some, severe)
            tags = tags.clip(0.0, 1.0)
        paired = (np.array(ids, np.int64), np.array(kinds, np.int64))
        if n and len(ids) <= 320:
            items.append(Item(row, paired, n, tags))
    return items


def epoch_batches(items: Sequence[Item], epoch: int) -> Iterator[list[tuple[Item, bool]]]:
    """Batches of (item, shown alone), all versions of a segment in one."""
    rng = np.random.default_rng([SEED, epoch])
    segments: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for item in items:
        segments[(item.row.set, item.row.doc, item.row.segment)].append(item)
    groups: list[tuple[float, list[tuple[Item, bool]]]] = []

    def show(versions: Sequence[Item], alone: bool) -> None:
        kept = [versions[k] for k in rng.permutation(len(versions))[:12]]
        longest = max(item.n + 2 if alone else len(item.paired[0]) for item in kept)
        groups.append((longest + float(rng.uniform(0, 24)), [(item, alone) for item in kept]))

    for (name, _, _), versions in segments.items():
        neural = [item for item in versions if item.row.kind == NEURAL]
        if neural and rng.random() < NEURAL_SHARE:
            show(neural + [item for item in versions if item.row.made == 0.0], alone=True)
        if rng.random() >= SHARES[name]:
            continue
        alone = bool(rng.random() < ALONE_SHARE.get(name, 0.25)) or not versions[0].row.source
        show(versions, alone)
    groups.sort(key=lambda group: group[0])
    batches: list[list[tuple[Item, bool]]] = [[]]
    for longest, group in groups:
        if batches[-1] and (len(batches[-1]) + len(group)) * longest > BUDGET:
            batches.append([])
        batches[-1].extend(group)
    for place in rng.permutation(len(batches)):
        yield batches[place]


def collate(batch: Sequence[tuple[Item, bool]]) -> dict[str, Any]:
    """Tensors of a batch; unknown targets are NaN."""
    inputs = []
    for item, alone in batch:
        ids, kinds = item.paired
        if alone:
            ids = np.concatenate([ids[: item.n + 1], ids[-1:]])
            kinds = np.full(len(ids), ALONE, np.int64)
        inputs.append((ids, kinds))
    longest = max(len(ids) for ids, _ in inputs)
    shape = (len(batch), longest)
    ids, kinds = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    mask, own = np.zeros(shape, np.int64), np.zeros(shape, bool)
    tags = np.full((*shape, 2), np.nan, np.float32)
    labels = np.full((len(batch), 3), np.nan, np.float32)
    for k, ((item, alone), (one, kind)) in enumerate(zip(batch, inputs, strict=True)):
        ids[k, : len(one)], kinds[k, : len(one)], mask[k, : len(one)] = one, kind, 1
        own[k, 1 : item.n + 1] = True
        if alone and not item.row.shows_alone:
            continue
        if item.tags is not None and (alone or not item.row.circular):
            tags[k, 1 : item.n + 1] = item.tags
        for column, value in enumerate((item.row.target, item.row.major, item.row.made)):
            if value is not None:
                labels[k, column] = value
    return {
        "ids": torch.from_numpy(ids),
        "kinds": torch.from_numpy(kinds),
        "mask": torch.from_numpy(mask),
        "own": torch.from_numpy(own),
        "tags": torch.from_numpy(tags),
        "labels": torch.from_numpy(labels),
        "sets": torch.tensor([SETS.index(item.row.set) for item, _ in batch]),
        "segments": torch.tensor(
            [zlib.crc32(f"{i.row.set}:{i.row.doc}:{i.row.segment}".encode()) for i, _ in batch]
        ),
    }


def losses(net: JudgeNet, out: tuple[Any, Any], batch: dict[str, Any]) -> dict[str, Any]:
    """The parts of the loss, each 0 where no row of the batch knows the answer."""
    sentence, piece = out
    labels, sets = batch["labels"], batch["sets"]
    raw = sentence[:, 0]
    quality = raw * net.scale[sets] + net.shift[sets]
    return {
        "quality": _where_known(functional.huber_loss, quality, labels[:, 0]),
        "major": _where_known(cross_entropy, sentence[:, 1], labels[:, 1]),
        "made": _where_known(cross_entropy, sentence[:, 2], labels[:, 2]),
        "pieces": _where_known(cross_entropy, piece, batch["tags"]),
        "ranking": _ranking(raw, batch),
    }


def _where_known(loss: Callable[[Any, Any], Any], said: Any, labels: Any) -> Any:
    known = ~labels.isnan()
    return loss(said[known], labels[known]) if known.any() else said.sum() * 0


HELD = 3.0
"""How much more an earlier judge's answers weigh than people's labels did: they have no noise."""


def losses_beside(
    teacher: tuple[Any, Any], out: tuple[Any, Any], batch: dict[str, Any]
) -> dict[str, Any]:
    """The parts of the loss where all but ``made`` is learned from an earlier judge's answers."""
    (sentence, piece), (wanted, marks) = out, teacher
    own = batch["own"]
    return {
        "quality": HELD * functional.huber_loss(sentence[:, 0], wanted[:, 0]),
        "major": HELD * cross_entropy(sentence[:, 1], wanted[:, 1].sigmoid()),
        "pieces": HELD * cross_entropy(piece[own], marks[own].sigmoid()),
        "made": _where_known(cross_entropy, sentence[:, 2], batch["labels"][:, 2]),
    }


def _ranking(raw: Any, batch: dict[str, Any]) -> Any:
    """Logistic loss of pairs of versions of a segment, weighted by how far apart people put them.

    Made material without a grade ranks what was made below what was not.
    """
    target, fake, sets = batch["labels"][:, 0], batch["labels"][:, 2], batch["sets"]
    grade = torch.where(target.isnan(), fake * UNGRADED, target)
    segments = batch["segments"]
    same = segments.unsqueeze(0) == segments.unsqueeze(1)
    worse = grade.unsqueeze(1) - grade.unsqueeze(0)
    margin = raw.unsqueeze(1) - raw.unsqueeze(0)
    total = raw.sum() * 0
    for is_made, share in ((False, 1.0), (True, MADE_SHARE)):
        of_kind = (sets == SETS.index("made")) == is_made
        pairs = same & (worse > 0.05) & of_kind.unsqueeze(1)
        if pairs.any():
            weight = worse[pairs].clamp(max=1.5)
            lost = functional.softplus(-2.0 * margin[pairs]) * weight
            total = total + share * lost.sum() / weight.sum()
    return total


MADE_SHARE = 0.4
"""Weight of the order of made versions beside the order that people gave."""

UNGRADED = 2.0
"""What a round trip is ranked as: a little under one major error."""

WEIGHTS = {"quality": 1.0, "major": 0.5, "made": 0.5, "pieces": 1.5, "ranking": 1.5}


def main() -> None:
    """Train for so many steps, or go on where an earlier call stopped."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--made", type=Path, required=True, help="folder of made material")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--until", type=int)
    parser.add_argument("--keep", type=Path, help="last.pt of a judge to go on from and hold to")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net = JudgeNet(find_model()).to(device)
    teacher = None
    if args.keep:
        net.load_state_dict(torch.load(args.keep, map_location=device, weights_only=True)["net"])
        teacher = deepcopy(net).eval()
    params = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(params, lr=PEAK_RATE, weight_decay=DECAY)
    step, epoch, place = 0, 0, 0
    last = args.out / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=device, weights_only=True)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step, epoch, place = state["step"], state["epoch"], state["place"]
    items = prepare(_training_rows(args.data, args.made))
    print(json.dumps({"items": len(items), "from": step}), flush=True)
    stop = min(args.until or args.steps, args.steps)
    sums: dict[str, float] = defaultdict(float)
    pairs, began = 0, time.monotonic()
    net.train()
    while step < stop:
        for n, batch in enumerate(epoch_batches(items, epoch)):
            if n < place:
                continue
            rate = min((step + 1) / WARM_UP, (args.steps - step) / (args.steps - WARM_UP))
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * max(rate, 0.0)
            tensors = {key: value.to(device) for key, value in collate(batch).items()}
            texts = [tensors[name] for name in ("ids", "kinds", "mask", "own")]
            with torch.autocast(device, dtype=torch.bfloat16):
                out = net(*texts)
                if teacher:
                    with torch.no_grad():
                        said = teacher(*texts)
            parts = losses_beside(said, out, tensors) if teacher else losses(net, out, tensors)
            loss = sum(WEIGHTS[name] * value for name, value in parts.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(params, 1.0)
            optimizer.step()
            step, place, pairs = step + 1, n + 1, pairs + len(batch)
            for name, value in parts.items():
                sums[name] += float(value.detach())
            if step % 50 == 0:
                spent = time.monotonic() - began
                said = {name: round(value / 50, 4) for name, value in sums.items()}
                print(
                    json.dumps(
                        {"step": step, "epoch": epoch, **said, "pairs_s": round(pairs / spent, 1)}
                    ),
                    flush=True,
                )
                sums.clear()
            if step % 250 == 0 or step >= stop:
                _save(last, net, optimizer, step, epoch, place)
            if step >= stop:
                break
        else:
            epoch, place = epoch + 1, 0


def _training_rows(data: Path, folder: Path) -> list[Row]:
    rows = [r for r in human_labelled(data) if not held_out(f"{r.set}:{r.doc}")]
    return rows + [r for r in made(folder) if not held_out(r.doc)]


def _save(path: Path, net: JudgeNet, optimizer: Any, step: int, epoch: int, place: int) -> None:
    state = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
        "epoch": epoch,
        "place": place,
    }
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


if __name__ == "__main__":
    main()
