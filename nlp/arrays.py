"""Files of arrays, as numpy writes them, and what they hold of ours: tries, and parts with names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import marisa_trie
import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


class TornArrays(Exception):
    """There is no such file of arrays, or it is torn, or holds something else."""


@contextmanager
def opened(path: Path) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Open a file of arrays, each read when it is asked for.  Raises TornArrays, inside too."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            yield kept
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, BadZipFile) as error:
        raise TornArrays(f"{path.name}: {type(error).__name__}") from error


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
