"""How near in meaning the nearest wording of a key is: all wordings' vectors, a byte a direction."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Closest:
    """The wordings of many keys; looked through only for the keys that are likely already.

    `vectors` are of length 1, a row a wording, those of one key side by side; `counts` says how many
    wordings each key has.
    """

    def __init__(self, vectors: Vector, counts: Sequence[int]) -> None:
        scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-6) / 127
        self._bytes = np.round(vectors / scale).astype(np.int8)
        self._scale = scale[:, 0].astype(np.float32)
        self._ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    def near(self, vector: Vector, keys: Sequence[int]) -> Vector:
        """Return for each of some keys, by its number, how near its nearest wording is: 0 to 1."""
        found = [self._nearest(vector, slice(*self._ends[key : key + 2])) for key in keys]
        return np.array(found, np.float32)

    def _nearest(self, vector: Vector, mine: slice) -> float:
        near = (self._bytes[mine].astype(np.float32) @ vector) * self._scale[mine]
        return max(0.0, float(near.max(initial=0.0)))
