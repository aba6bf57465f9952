"""A text cut into the pieces the sentence model knows: the likeliest way to cut it (unigram)."""

import re

import numpy as np
from numpy.typing import NDArray

from nlp.e5.parcel import TokenVocabulary

Keys = NDArray[np.uint64]

SPACE = "\u2581"
UNKNOWN = 10.0  # how much less likely than the rarest piece a sign is that no piece has
AT_ONCE = 16384

_SPACES = re.compile(" {2,}")


class Pieces:
    """Finds the pieces of a text.

    A piece is known by a hash of its bytes: a dictionary of 250,000 would be forty megabytes.
    """

    def __init__(self, vocabulary: TokenVocabulary) -> None:
        self._known = vocabulary
        self._respelled = str.maketrans({chr(k): v for k, v in vocabulary.respelled.items()})
        self._unlikely = float(vocabulary.scores.min()) - UNKNOWN
        ends = vocabulary.ends.astype(np.int64)
        self._longest = -(-int(np.diff(ends).max()) // 8) * 8
        self._factors = np.random.default_rng(0).integers(
            0, 2**63, self._longest // 8, np.uint64
        ) * np.uint64(2) + np.uint64(1)
        keys = np.concatenate(
            [self._stored(ends[at : at + AT_ONCE + 1]) for at in range(0, len(ends) - 1, AT_ONCE)]
        )
        self._order = np.argsort(keys).astype(np.int32)
        self._keys = keys[self._order]

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of the pieces, with those for beginning and end."""
        spaced = _SPACES.sub(" ", f" {text.translate(self._respelled)}").replace(" ", SPACE)
        return [self._known.begin, *self._likeliest(spaced), self._known.end]

    def _likeliest(self, text: str) -> list[int]:
        found = self._found(text)
        best = [0.0] + [-np.inf] * len(text)
        steps = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end, piece, score in found[start]:
                if best[start] + score > best[end]:
                    best[end], steps[end] = best[start] + score, (start, piece)
            if best[start] + self._unlikely > best[start + 1]:
                best[start + 1] = best[start] + self._unlikely
                steps[start + 1] = (start, self._known.unknown)
        pieces, at = [], len(text)
        while at:
            at, piece = steps[at]
            pieces.append(piece)
        return pieces[::-1]

    def _found(self, text: str) -> list[list[tuple[int, int, float]]]:
        """Return for every place the pieces that begin there: end, number, score."""
        spans, parts = [], []
        for start in range(len(text)):
            part = b""
            for end in range(start + 1, len(text) + 1):
                part += text[end - 1].encode("utf-8", "replace")
                if len(part) > self._longest:
                    break
                spans.append((start, end))
                parts.append(part)
        keys = self._hashed(np.array(parts, f"S{self._longest}").view(np.uint64))
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found: list[list[tuple[int, int, float]]] = [[] for _ in text]
        for where in np.flatnonzero(self._keys[at] == keys):
            piece = int(self._order[at[where]])
            if piece != self._known.unknown:
                start, end = spans[where]
                found[start].append((end, piece, float(self._known.scores[piece])))
        return found

    def _stored(self, ends: NDArray[np.int64]) -> Keys:
        lengths = np.diff(ends)[:, None]
        signs = np.zeros((len(lengths), self._longest), np.uint8)
        signs[np.arange(self._longest) < lengths] = self._known.pieces[ends[0] : ends[-1]]
        return self._hashed(signs.view(np.uint64))

    def _hashed(self, words: Keys) -> Keys:
        mixed = words.reshape(-1, len(self._factors))
        mixed = (mixed ^ (mixed >> np.uint64(29))) * self._factors
        return np.asarray((mixed ^ (mixed >> np.uint64(32))).sum(axis=1, dtype=np.uint64))
