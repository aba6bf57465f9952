"""How near in meaning the nearest wording of a key is: all wordings' vectors, a byte a direction."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.arrays import Arrays
from nlp.in_bytes import InBytes

Vector = NDArray[np.float32]


class Closest:
    """The wordings of many keys; looked through only for the keys that are likely already.

    `vectors` are of length 1, a row a wording, those of one key side by side; `counts` says how many
    wordings each key has.
    """

    def __init__(self, rows: InBytes, ends: NDArray[np.int32]) -> None:
        self._rows, self._ends = rows, ends

    @classmethod
    def of(cls, vectors: Vector, counts: Sequence[int]) -> "Closest":
        return cls(InBytes.of(vectors), np.cumsum([0, *counts]).astype(np.int32))

    def packed(self) -> Arrays:
        return {"numbers": self._rows.numbers, "worth": self._rows.worth, "ends": self._ends}

    @classmethod
    def unpacked(cls, kept: Mapping[str, NDArray[Any]]) -> "Closest":
        return cls(InBytes(kept["numbers"], kept["worth"]), kept["ends"])

    def near(self, vector: Vector, keys: Sequence[int]) -> Vector:
        """Return for each of some keys, by its number, how near its nearest wording is: 0 to 1."""
        return np.array([self._nearest(vector, key) for key in keys], np.float32)

    def _nearest(self, vector: Vector, key: int) -> float:
        begin, end = self._ends[key : key + 2].tolist()
        return max(0.0, float(self._rows.part(begin, end, vector).max(initial=0.0)))
