"""Which features of a text there are, and how much each counts; names lie in a trie, not each by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from nlp.features import BLOCKS

Weights = NDArray[np.float32]
Packed = dict[str, NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class ModelPart:
    """One feature of a text: where it stands in the model and how much of it there is."""

    name: str
    index: int
    value: float


class Vocabulary:
    """The features of every block, in the order of the model's rows: one block after the other."""

    def __init__(self, names: Mapping[str, marisa_trie.Trie], idf: Weights) -> None:
        """`idf`: how much each counts, in the order of the rows."""
        self._tries = dict(names)
        self._starts, start = {}, 0
        for block in BLOCKS:
            self._starts[block] = start
            start += len(names[block])
        self.size = start
        self.idf = idf

    @classmethod
    def of(cls, counts: Mapping[str, Mapping[str, float]]) -> "Vocabulary":
        """Make one of what each feature of every block counts."""
        tries = {block: marisa_trie.Trie(list(counts[block])) for block in BLOCKS}
        idf = [counts[block][name] for block in BLOCKS for name in _in_order(tries[block])]
        return cls(tries, np.array(idf, np.float32))

    @classmethod
    def unpacked(cls, kept: Mapping[str, NDArray[np.uint8]], idf: Weights) -> "Vocabulary":
        """Read what `packed` wrote.  Raises KeyError, and RuntimeError for what is no trie."""
        tries = {block: marisa_trie.Trie() for block in BLOCKS}
        for block, trie in tries.items():
            trie.frombytes(kept[f"names_{block}"].tobytes())
        return cls(tries, idf)

    def packed(self) -> Packed:
        """Return the names as arrays that a file can hold."""
        return {
            f"names_{block}": np.frombuffer(trie.tobytes(), np.uint8)
            for block, trie in self._tries.items()
        }

    def parts(self, found: Mapping[str, Sequence[str]]) -> list[ModelPart]:
        """Weigh the features of a text that the model knows."""
        parts: list[ModelPart] = []
        for block in BLOCKS:
            parts += self._block(block, found[block])
        return parts

    def _block(self, block: str, names: Sequence[str]) -> list[ModelPart]:
        start, place = self._starts[block], self._tries[block].get
        counts = Counter(names)
        known = {name: at for name in counts if (at := place(name)) is not None}
        if not known:
            return []
        index = np.fromiter(known.values(), int) + start
        values = (1 + np.log(np.array([counts[name] for name in known], float))) * self.idf[index]
        values /= np.sqrt(np.sum(values * values))
        return [
            ModelPart(name, int(at), float(value))
            for name, at, value in zip(known, index, values, strict=True)
        ]


def _in_order(trie: marisa_trie.Trie) -> Sequence[str]:
    return [trie.restore_key(at) for at in range(len(trie))]
