"""What a file of arrays can hold of our things: tries, and parts under names of their own."""

from collections.abc import Mapping
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def trie_packed(trie: marisa_trie.Trie) -> NDArray[np.uint8]:
    return np.frombuffer(trie.tobytes(), np.uint8)


def trie_of(kept: NDArray[np.uint8]) -> marisa_trie.Trie:
    """Read a trie.  Raises RuntimeError for what is none."""
    trie = marisa_trie.Trie()
    trie.frombytes(kept.tobytes())
    return trie


def named(name: str, part: Mapping[str, NDArray[Any]]) -> Arrays:
    """Return the arrays of a part, each under the part's name and its own."""
    return {f"{name}.{key}": value for key, value in part.items()}


def part_of(kept: Mapping[str, NDArray[Any]], name: str) -> Arrays:
    """Return the arrays of a part, each under its own name again."""
    return {
        key.removeprefix(f"{name}."): value
        for key, value in kept.items()
        if key.startswith(f"{name}.")
    }
