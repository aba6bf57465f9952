"""Which known questions are near a text: weighed words and pieces, and the embedding when there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.ports import Match
from nlp import embedding
from nlp.concepts import read
from nlp.features import blocks
from nlp.words import Words

Vector = NDArray[np.float32]

# How much words, pieces and concepts each say about being the same question; measured in
# docs/understanding.md.
SHARES = {"words": 0.35, "characters": 0.45, "concepts": 0.2}
EMBEDDING_SHARE = 0.6

# BM25's own numbers: how soon a repeated word stops counting, how much a long question is damped.
SATURATION, DAMPING = 1.2, 0.4

# Two unrelated Chinese sentences have this cosine in e5; below it there is no likeness.
UNRELATED = 0.80


class _Index:
    """Weighed postings of one kind of feature."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        count = len(documents)
        seen = Counter(term for terms in documents for term in set(terms))
        self._idf = {t: float(np.log(1 + (count - n + 0.5) / (n + 0.5))) for t, n in seen.items()}
        self._rare = float(np.log(1 + (count + 0.5) / 0.5))
        self._mean = sum(map(len, documents)) / max(count, 1) or 1.0
        gathered: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for at, terms in enumerate(documents):
            for term, weight in self._weights(terms).items():
                gathered[term][0].append(at)
                gathered[term][1].append(weight)
        self._postings = {
            term: (np.array(places), np.array(weights, np.float32))
            for term, (places, weights) in gathered.items()
        }
        self._count = count

    def _weights(self, terms: Sequence[str]) -> dict[str, float]:
        damp = SATURATION * (1 - DAMPING + DAMPING * len(terms) / self._mean)
        raw = {
            term: self._idf.get(term, self._rare) * times * (SATURATION + 1) / (times + damp)
            for term, times in Counter(terms).items()
        }
        length = sum(weight * weight for weight in raw.values()) ** 0.5 or 1.0
        return {term: weight / length for term, weight in raw.items()}

    def scores(self, terms: Sequence[str]) -> Vector:
        """Return the likeness of every document, 0 to 1."""
        found = np.zeros(self._count, np.float32)
        for term, weight in self._weights(terms).items():
            if term in self._postings:
                places, weights = self._postings[term]
                found[places] += weight * weights
        return found


class Retrieval:
    """Known questions, several wordings for each key; a core.ports.Matcher."""

    def __init__(
        self,
        questions: Mapping[str, Sequence[str]],
        words: Words,
        *,
        embed: embedding.Embedding | None = None,
        folder: Path | None = None,
        boost: Mapping[str, float] | None = None,
    ) -> None:
        self._words = words
        self._embed = embed
        self._keys = list(questions)
        wordings = [(at, text) for at, key in enumerate(self._keys) for text in questions[key]]
        self._owners = np.array([at for at, _ in wordings], np.int64)
        self._boost = np.array([(boost or {}).get(key, 1.0) for key in self._keys], np.float32)
        found = [blocks(read(text), words) for _, text in wordings]
        self._indexes = {name: _Index([each[name] for each in found]) for name in SHARES}
        self._vectors = np.zeros((0, 0), np.float32)
        if embed is not None and wordings:
            texts = [text for _, text in wordings]
            known = embedding.remembered(texts, folder) if folder else None
            self._vectors = np.stack([embed(text) for text in texts]) if known is None else known

    def nearest(self, text: str, limit: int) -> list[Match]:
        """Return the nearest keys, best first."""
        if not len(self._owners) or limit < 1:
            return []
        found = np.zeros(len(self._keys), np.float32)
        np.maximum.at(found, self._owners, self._scores(text))
        found = np.clip(found * self._boost, 0, 1)
        limit = min(limit, len(found))
        best = np.argpartition(-found, limit - 1)[:limit]
        order = sorted(best, key=lambda at: (-found[at], self._keys[at]))
        return [Match(self._keys[at], round(float(found[at]), 4)) for at in order if found[at] > 0]

    def _scores(self, text: str) -> Vector:
        reading = read(text)
        if not reading.text:
            return np.zeros(len(self._owners), np.float32)
        terms = blocks(reading, self._words)
        scores = np.zeros(len(self._owners), np.float32)
        for name, share in SHARES.items():
            scores += share * self._indexes[name].scores(terms[name])
        if self._embed is not None and len(self._vectors):
            likeness = (self._vectors @ self._embed(text) - UNRELATED) / (1 - UNRELATED)
            scores = (1 - EMBEDDING_SHARE) * scores + EMBEDDING_SHARE * np.maximum(likeness, 0)
        return scores
