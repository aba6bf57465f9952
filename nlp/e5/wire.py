"""As much of the ONNX format as one model needs, in protobuf's own bytes.

The package that writes ONNX files would be ten times the size of all we write.
Numbers of fields are those of onnx.proto.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Value = int | float | Sequence[int]

OPSET, CONTRIBUTED = 17, "com.microsoft"  # operations of onnxruntime itself
KINDS = {"float32": 1, "int8": 3, "int64": 7}
OWN = {"DynamicQuantizeMatMul", "Gelu"}


def field(number: int, value: int | float | str | bytes) -> bytes:
    """Write one field: a number, or something with a length."""
    if isinstance(value, float):
        return _number(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    raw = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(raw)) + raw


def _number(value: int) -> bytes:
    value &= (1 << 64) - 1  # negative ones as protobuf has them
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def tensor(name: str, values: NDArray[np.generic]) -> bytes:
    """Write one set of weights, as the field of a graph."""
    sizes = b"".join(field(1, int(size)) for size in values.shape)
    kind = field(2, KINDS[values.dtype.name])
    return field(5, sizes + kind + field(8, name) + field(9, values.tobytes()))


def node(kind: str, inputs: Sequence[str], output: str, **attributes: Value) -> bytes:
    """Write one operation, as the field of a graph; two are onnxruntime's own."""
    own = field(7, CONTRIBUTED) if kind in OWN else b""
    parts = [
        *(field(1, name) for name in inputs),
        field(2, output),
        field(4, kind),
        *(field(5, _attribute(name, value)) for name, value in attributes.items()),
        own,
    ]
    return field(1, b"".join(parts))


def _attribute(name: str, value: Value) -> bytes:
    if isinstance(value, float):
        return field(1, name) + field(2, value) + field(20, 1)
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, 2)
    return field(1, name) + b"".join(field(8, each) for each in value) + field(20, 7)


def model(
    nodes: Sequence[bytes], tensors: Sequence[bytes], source: str, sink: str, width: int
) -> bytes:
    """Write the whole: rows of `width` numbers in at `source`, as many out at `sink`.

    Nodes and tensors come as fields; the weights are copied once, not at every level.
    """
    graph = [*nodes, field(2, "sentence"), *tensors]
    graph += [field(11, _rows(source, width)), field(12, _rows(sink, width))]
    standard = field(8, field(1, "") + field(2, OPSET))
    own = field(8, field(1, CONTRIBUTED) + field(2, 1))
    opening = _number(7 << 3 | 2) + _number(sum(map(len, graph)))
    return b"".join([field(1, 8), standard, own, opening, *graph])


def _rows(name: str, width: int) -> bytes:
    shape = field(1, field(2, "pieces")) + field(1, field(1, width))
    return field(1, name) + field(2, field(1, field(1, KINDS["float32"]) + field(2, shape)))
