"""The sentence model as a graph for onnxruntime: twelve layers of looking around and thinking."""

import numpy as np
from numpy.typing import NDArray

from nlp.e5 import wire
from nlp.e5.parcel import Numbers, Parcel, unpack

INPUT = "pieces"


def build(parcel: Parcel) -> bytes:
    """Return the model, from the sums of word and place to the last layer's rows."""
    return _Graph(parcel).whole()


class _Graph:
    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []
        each = parcel.width // parcel.heads
        self._keep("by heads", np.array([0, 3, parcel.heads, each], np.int64))
        self._keep("in rows", np.array([0, parcel.width], np.int64))
        for at, part in enumerate(("query", "key", "value")):
            self._keep(part, np.array(at, np.int64))

    def whole(self) -> bytes:
        rows = self._normal(INPUT, "emb.ln")
        for at in range(self._parcel.layers):
            rows = self._layer(rows, f"l{at}")
        return wire.model(self._nodes, self._tensors, INPUT, rows, self._parcel.width)

    def _layer(self, rows: str, name: str) -> str:
        seen = self._linear(self._look(rows, name), [f"{name}.ao"])
        rows = self._normal(self._do("Add", rows, seen), f"{name}.aln")
        wide = self._do("Gelu", self._linear(rows, [f"{name}.fi"]))
        thought = self._linear(wide, [f"{name}.fo"], self._parcel.inner)
        return self._normal(self._do("Add", rows, thought), f"{name}.oln")

    def _look(self, rows: str, name: str) -> str:
        """Let every piece look at every other, each head by itself."""
        all_three = self._linear(rows, [f"{name}.{part}" for part in "qkv"])
        apart = self._do("Transpose", self._do("Reshape", all_three, "by heads"), perm=[1, 2, 0, 3])
        query, key, value = (
            self._do("Gather", apart, part, axis=0) for part in ("query", "key", "value")
        )
        near = self._do("MatMul", query, self._do("Transpose", key, perm=[0, 2, 1]))
        found = self._do("MatMul", self._do("Softmax", near, axis=-1), value)
        return self._do("Reshape", self._do("Transpose", found, perm=[1, 0, 2]), "in rows")

    def _linear(self, rows: str, names: list[str], width: int | None = None) -> str:
        """Multiply by weights of a byte each; where there are three, the first is a query."""
        width = width or self._parcel.width
        weights = [unpack(self._parcel.rows(f"{name}.w", width)) for name in names]
        shifts = [self._parcel.plain(f"{name}.b") for name in names]
        if len(names) > 1:  # the model was taught with a query made smaller
            less = np.float32((self._parcel.width // self._parcel.heads) ** -0.5)
            weights[0], shifts[0] = weights[0] * less, shifts[0] * less
        name, (bytes_, scales) = names[0], _in_bytes(np.concatenate(weights).T)
        return self._do(
            "DynamicQuantizeMatMul",
            rows,
            self._keep(f"{name}.bytes", bytes_),
            self._keep(f"{name}.scales", scales),
            "",  # they lie around zero
            self._keep(f"{name}.shift", np.concatenate(shifts)),
        )

    def _normal(self, rows: str, name: str) -> str:
        inputs = [
            self._keep(f"{name}.{part}", self._parcel.plain(f"{name}.{part}")) for part in "wb"
        ]
        return self._do("LayerNormalization", rows, *inputs, axis=-1, epsilon=self._parcel.epsilon)

    def _do(self, kind: str, *inputs: str, **attributes: wire.Value) -> str:
        output = f"{kind} {len(self._nodes)}"
        self._nodes.append(wire.node(kind, inputs, output, **attributes))
        return output

    def _keep(self, name: str, values: NDArray[np.generic]) -> str:
        self._tensors.append(wire.tensor(name, values))
        return name


def _in_bytes(weights: Numbers) -> tuple[NDArray[np.int8], Numbers]:
    """Return weights in a byte each, with a scale for every column.

    Seven bits of the eight: two products are summed in sixteen bits on processors without VNNI.
    """
    scales = np.abs(weights).max(axis=0) / 63
    return np.ascontiguousarray(np.round(weights / scales), np.int8), scales
