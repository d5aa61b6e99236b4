"""An ONNX graph of a BERT encoder (Devlin et al. 2019), written node by node.

It depends on no tracing exporter: the same weights always give the same bytes. Weights are stored
in half precision and widened when the session loads, or as 8-bit integers with one scale per
column; all other arithmetic is single precision. Texts are run one at a time, without padding, so
that a result never depends on its neighbours in a batch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12  # config.json of all-MiniLM-L6-v2


class Graph:
    """Nodes and initialisers of the graph under construction.

    ``integers``: store the matrices of linear layers as 8-bit integers.
    """

    def __init__(self, weights: dict[str, Any], *, integers: bool = False) -> None:
        self.weights = weights
        self.integers = integers
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self._quantized: dict[str, tuple[str, str, str]] = {}
        self.constant("heads_shape", np.array([0, HEADS, WIDTH // HEADS], np.int64))
        self.constant("flat_shape", np.array([0, WIDTH], np.int64))
        self.constant("scale", np.float32((WIDTH // HEADS) ** -0.5))
        self.constant("zero", np.int64(0))
        self.constant("one", np.int64(1))
        self.constant("first", np.array([0], np.int64))
        for name, value in (("root2", 2**0.5), ("half", 0.5), ("unit", 1.0)):
            self.constant(name, np.float32(value))

    def add(self, op: str, *inputs: str, **attributes: Any) -> str:
        """A node with one output; its name."""
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: Any) -> str:
        """An initialiser; its name."""
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def half(self, name: str, *, transpose: bool = False) -> str:
        """A weight in half precision."""
        value = self.weights[name].astype(np.float16)
        return self.constant(name, value.T.copy() if transpose else value)

    def weight(self, name: str, *, transpose: bool = False) -> str:
        """A weight, widened."""
        return self.add("Cast", self.half(name, transpose=transpose), to=TensorProto.FLOAT)

    def embed(self, name: str, ids: str) -> str:
        """Rows of a table."""
        return self.add("Cast", self.add("Gather", self.half(name), ids), to=TensorProto.FLOAT)

    def linear(self, prefix: str, x: str) -> str:
        """x W' + b."""
        if self.integers and self.weights[f"{prefix}.weight"].shape[0] >= WIDTH:
            product = self._by_integers(f"{prefix}.weight", x)
        else:
            product = self.add("MatMul", x, self.weight(f"{prefix}.weight", transpose=True))
        return self.add("Add", product, self.weight(f"{prefix}.bias"))

    def _by_integers(self, name: str, x: str) -> str:
        """x W' with W as int8, one scale per column, and x as uint8 with one scale per text."""
        matrix = self.weights[name].T.astype(np.float32)
        scales = np.abs(matrix).max(axis=0) / 127.0
        rounded = np.clip(np.round(matrix / scales), -127, 127).astype(np.int8)
        stored = self.constant(f"{name}.int8", rounded)
        zero = self.constant("int8_zero", np.int8(0))
        if x not in self._quantized:
            names = tuple(f"{x}_{part}" for part in ("uint8", "scale", "zero"))
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], list(names)))
            self._quantized[x] = names  # type: ignore[assignment]
        quantized, scale, middle = self._quantized[x]
        product = self.add("MatMulInteger", quantized, stored, middle, zero)
        product = self.add("Cast", product, to=TensorProto.FLOAT)
        both = self.add("Mul", scale, self.constant(f"{name}.scales", scales))
        return self.add("Mul", product, both)

    def norm(self, prefix: str, x: str) -> str:
        """Layer normalisation."""
        scale, bias = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)

    def layers(self, x: str) -> list[str]:
        """The states after each layer, (n, WIDTH) each, of normalised embeddings ``x``."""
        states = []
        for layer in range(LAYERS):
            prefix = f"encoder.layer.{layer}"

            def heads(part: str, perm: list[int], x: str = x, prefix: str = prefix) -> str:
                split = self.linear(f"{prefix}.attention.self.{part}", x)
                return self.add("Transpose", self.add("Reshape", split, "heads_shape"), perm=perm)

            query, key = heads("query", [1, 0, 2]), heads("key", [1, 2, 0])
            logits = self.add("Mul", self.add("MatMul", query, key), "scale")
            mixed = self.add(
                "MatMul", self.add("Softmax", logits, axis=-1), heads("value", [1, 0, 2])
            )
            mixed = self.add("Reshape", self.add("Transpose", mixed, perm=[1, 0, 2]), "flat_shape")
            mixed = self.linear(f"{prefix}.attention.output.dense", mixed)
            x = self.norm(f"{prefix}.attention.output.LayerNorm", self.add("Add", mixed, x))
            inner = self.linear(f"{prefix}.intermediate.dense", x)
            gate = self.add("Add", self.add("Erf", self.add("Div", inner, "root2")), "unit")
            inner = self.add("Mul", self.add("Mul", inner, "half"), gate)
            inner = self.linear(f"{prefix}.output.dense", inner)
            x = self.norm(f"{prefix}.output.LayerNorm", self.add("Add", inner, x))
            states.append(x)
        return states

    def model(
        self,
        name: str,
        inputs: dict[str, list[Any]],
        outputs: dict[str, tuple[str, list[Any]]],
        about: dict[str, str],
    ) -> Any:
        """The checked ONNX model.

        ``inputs`` are integers with their shapes, ``outputs`` (value, shape) by name, ``about``
        goes into its metadata.
        """
        for output, (value, _) in outputs.items():
            self.nodes.append(helper.make_node("Identity", [value], [output]))
        info = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes,
            name,
            [info(key, TensorProto.INT64, shape) for key, shape in inputs.items()],
            [info(key, TensorProto.FLOAT, shape) for key, (_, shape) in outputs.items()],
            list(self.constants.values()),
        )
        opsets = [helper.make_opsetid("", 18)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        for key, text in about.items():
            entry = model.metadata_props.add()
            entry.key, entry.value = key, text
        return model


def share(model: Any, constant: str, owner: Path, owned: str) -> None:
    """Let a model read a constant out of another model's file, so that it is stored once.

    ``owned`` is the constant's name in ``owner``, which must lie in the same folder. This is ONNX's
    external data, pointed at the bytes of the tensor inside the other file.
    """
    theirs = next(t for t in onnx.load(owner).graph.initializer if t.name == owned)
    mine = next(t for t in model.graph.initializer if t.name == constant)
    raw = theirs.raw_data
    if raw != mine.raw_data:
        raise ValueError(f"{constant} is not the same as {owned} in {owner}")
    offset = owner.read_bytes().index(raw)
    mine.ClearField("raw_data")
    mine.data_location = TensorProto.EXTERNAL
    for key, value in (("location", owner.name), ("offset", offset), ("length", len(raw))):
        entry = mine.external_data.add()
        entry.key, entry.value = key, str(value)
