"""The forward pass: a text in, a vector of length 1 out.

Two thirds of the time are the multiplications by the weights, which numpy's BLAS does faster with
four bytes a number than the wheel's engine with four bits.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlp.e5.parcel import Numbers, Parcel, unpack
from nlp.e5.pieces import Pieces

ASKED = "query: "  # how the model was taught that a text is a question
MOST = 512  # pieces it can read

# GELU, by the tangent that stands in for the error function.
SLOPE, BEND = -2 * (2 / np.pi) ** 0.5, 0.044715


@dataclass(frozen=True, slots=True)
class _Norm:
    scale: Numbers
    shift: Numbers
    epsilon: float

    def __call__(self, rows: Numbers) -> None:
        """Bring every row to mean 0 and spread 1, in place."""
        rows -= rows.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[1])
        rows *= (1 / np.sqrt(spread + np.float32(self.epsilon)))[:, None]
        rows *= self.scale
        rows += self.shift


@dataclass(frozen=True, slots=True)
class _Linear:
    weights: Numbers
    bias: Numbers

    def __call__(self, rows: Numbers) -> Numbers:
        found: Numbers = rows @ self.weights
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class _Layer:
    heads: int
    look: _Linear  # query, key and value at once
    gather: _Linear
    after_looking: _Norm
    widen: _Linear
    narrow: _Linear
    after_thinking: _Norm

    def __call__(self, rows: Numbers) -> None:
        rows += self.gather(self._looked(rows))
        self.after_looking(rows)
        wide = self.widen(rows)
        _gelu(wide)
        rows += self.narrow(wide)
        self.after_thinking(rows)

    def _looked(self, rows: Numbers) -> Numbers:
        count, width = rows.shape
        split = self.look(rows).reshape(count, 3, self.heads, width // self.heads)
        query, key, value = split.transpose(1, 2, 0, 3)
        shares = query @ key.transpose(0, 2, 1)
        shares -= shares.max(axis=-1, keepdims=True)
        np.exp(shares, out=shares)
        shares /= shares.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(count, width))


class Encoder:
    """Makes vectors, for any number of threads: it remembers nothing between two texts."""

    def __init__(self, file: Path) -> None:
        parcel = Parcel(file)
        self._pieces = Pieces(parcel.vocabulary)
        self._words = parcel.rows("emb.word", parcel.width)
        self._places = parcel.plain("emb.pos").reshape(-1, parcel.width)
        self._places += parcel.plain("emb.type")[: parcel.width]
        self._first = _norm(parcel, "emb.ln")
        self._layers = [_layer(parcel, f"l{at}") for at in range(parcel.layers)]

    def __call__(self, text: str) -> Numbers:
        pieces = self._pieces(ASKED + text)
        if len(pieces) > MOST:
            pieces = [*pieces[: MOST - 1], pieces[-1]]
        rows = unpack(self._words[pieces]) + self._places[: len(pieces)]
        self._first(rows)
        for layer in self._layers:
            layer(rows)
        found = rows.mean(axis=0)
        return np.asarray(found / np.linalg.norm(found), np.float32)


def _layer(parcel: Parcel, name: str) -> _Layer:
    width = parcel.width
    parts = [_linear(parcel, f"{name}.{part}", width) for part in ("q", "k", "v")]
    looking = _Linear(
        np.concatenate([part.weights for part in parts], axis=1),
        np.concatenate([part.bias for part in parts]),
    )
    narrower = np.float32((width // parcel.heads) ** -0.5)  # taught with the query made smaller
    looking.weights[:, :width] *= narrower
    looking.bias[:width] *= narrower
    return _Layer(
        parcel.heads,
        looking,
        _linear(parcel, f"{name}.ao", width),
        _norm(parcel, f"{name}.aln"),
        _linear(parcel, f"{name}.fi", width),
        _linear(parcel, f"{name}.fo", parcel.inner),
        _norm(parcel, f"{name}.oln"),
    )


def _linear(parcel: Parcel, name: str, width: int) -> _Linear:
    return _Linear(parcel.matrix(f"{name}.w", width), parcel.plain(f"{name}.b"))


def _norm(parcel: Parcel, name: str) -> _Norm:
    return _Norm(parcel.plain(f"{name}.w"), parcel.plain(f"{name}.b"), parcel.epsilon)


def _gelu(rows: Numbers) -> None:
    """Let through what is above 0, in place."""
    bent = rows * rows
    bent *= np.float32(SLOPE * BEND)
    bent += np.float32(SLOPE)
    bent *= rows
    np.minimum(bent, np.float32(80), out=bent)  # beyond it exp() leaves what a float can hold
    np.exp(bent, out=bent)
    bent += np.float32(1)
    rows /= bent
