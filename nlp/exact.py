"""Which keys are asked in the very same words: a trie of all wordings, not an object for each."""

from collections.abc import Iterable, Mapping
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from nlp.arrays import Arrays, trie_of, trie_packed


class Exact:
    """The keys of every wording, by their numbers."""

    def __init__(
        self, trie: marisa_trie.Trie, owners: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> None:
        self._trie, self._owners, self._ends = trie, owners, ends

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> "Exact":
        """Make one of wordings, each with the number of its key."""
        owners: dict[str, set[int]] = {}
        for text, owner in pairs:
            owners.setdefault(text, set()).add(owner)
        trie = marisa_trie.Trie(list(owners))
        lists = [sorted(owners[trie.restore_key(at)]) for at in range(len(trie))]
        ends = np.cumsum([0, *map(len, lists)]).astype(np.int32)
        return cls(trie, np.array([one for each in lists for one in each], np.int32), ends)

    def find(self, text: str) -> list[int]:
        """Return the keys that are asked so."""
        at = self._trie.get(text)
        if at is None:
            return []
        return list(map(int, self._owners[self._ends[at] : self._ends[at + 1]]))

    def packed(self) -> Arrays:
        return {"trie": trie_packed(self._trie), "owners": self._owners, "ends": self._ends}

    @classmethod
    def unpacked(cls, kept: Mapping[str, NDArray[Any]]) -> "Exact":
        return cls(trie_of(kept["trie"]), kept["owners"], kept["ends"])
