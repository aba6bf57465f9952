"""Which known questions are near a text: weighed words and pieces, and the embedding when there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.library import Library
from core.ports import Match
from nlp import embedding
from nlp.concepts import Reading, read
from nlp.words import Words

Vector = NDArray[np.float32]

# Measured in docs/understanding.md: what each kind of likeness says about being the same question.
SHARES = {"words": 0.5, "characters": 0.35, "concepts": 0.15}
RECENT = 512  # texts whose nearest questions are remembered
EMBEDDING_SHARE = 0.7

# What is told about an entry (its topic, its answer) against how it is asked.
NOTE_SHARE = 0.6

# BM25's own numbers: how soon a repeated word stops counting, how much a long text is damped.
SATURATION, DAMPING = 1.2, 0.5

Terms = Mapping[str, Sequence[str]]


class _Index:
    """Weighed postings of one kind of feature."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        count = len(documents)
        seen = Counter(term for terms in documents for term in set(terms))
        self._idf = {t: float(np.log(1 + (count - n + 0.5) / (n + 0.5))) for t, n in seen.items()}
        self._rare = float(np.log(1 + (count + 0.5) / 0.5))
        self._count = count
        mean = sum(map(len, documents)) / max(count, 1) or 1.0
        gathered: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for at, terms in enumerate(documents):
            damp = SATURATION * (1 - DAMPING + DAMPING * len(terms) / mean)
            for term, times in Counter(terms).items():
                gathered[term][0].append(at)
                gathered[term][1].append(times * (1 + damp) / (times + damp))
        self._postings = {
            term: (np.array(places), np.array(weights, np.float32) * self._idf[term])
            for term, (places, weights) in gathered.items()
        }

    def scores(self, terms: Sequence[str]) -> Vector:
        """Return for every document how much of the text is in it, 0 to about 1."""
        found = np.zeros(self._count, np.float32)
        whole = 0.0
        for term in set(terms):
            whole += self._idf.get(term, self._rare)
            if term in self._postings:
                places, weights = self._postings[term]
                found[places] += weights
        return found / whole if whole else found


class _Texts:
    """Texts with owners, searched by words and by meaning."""

    def __init__(self, texts: Sequence[tuple[int, str]], words: Words, vectors: Vector) -> None:
        self._owners = np.array([owner for owner, _ in texts], np.int64)
        found = [_terms(read(text), words) for _, text in texts]
        self._indexes = {name: _Index([each[name] for each in found]) for name in SHARES}
        self._centre = vectors.mean(axis=0) if len(vectors) else vectors
        self._vectors = _centred(vectors, self._centre)

    def scores(self, terms: Terms, vector: Vector | None, count: int) -> Vector:
        """Return for every owner the likeness of its nearest text."""
        found = np.zeros(count, np.float32)
        if not len(self._owners):
            return found
        likeness = np.zeros(len(self._owners), np.float32)
        for name, share in SHARES.items():
            likeness += share * np.minimum(self._indexes[name].scores(terms[name]), 1)
        if vector is not None and len(self._vectors):
            near = np.maximum(self._vectors @ _centred(vector, self._centre), 0)
            likeness = (1 - EMBEDDING_SHARE) * likeness + EMBEDDING_SHARE * near
        np.maximum.at(found, self._owners, likeness)
        return found


class Retrieval:
    """Known questions, several wordings for each key; a core.ports.Matcher.

    `notes` tells more about a key than how it is asked: its topic and its answer.  `folder`
    remembers embeddings between starts.
    """

    def __init__(
        self,
        questions: Mapping[str, Sequence[str]],
        words: Words,
        *,
        notes: Mapping[str, str] | None = None,
        embed: embedding.Embedding | None = None,
        folder: Path | None = None,
        boost: Mapping[str, float] | None = None,
    ) -> None:
        self._words = words
        self._embed = embed
        self._recent = lru_cache(RECENT)(self._find)
        self._keys = list(questions)
        self._boost = np.array([(boost or {}).get(key, 1.0) for key in self._keys], np.float32)
        asked = [(at, text) for at, key in enumerate(self._keys) for text in questions[key]]
        told = [
            (at, f"{notes[key]} {' '.join(questions[key])}")
            for at, key in enumerate(self._keys)
            if notes and key in notes
        ]
        self._asked = _Texts(asked, words, self._vectors(asked, folder, "questions"))
        self._told = _Texts(told, words, self._vectors(told, folder, "notes"))
        self._note_share = NOTE_SHARE if told else 0.0

    def _vectors(self, owned: Sequence[tuple[int, str]], folder: Path | None, store: str) -> Vector:
        texts = [text for _, text in owned]
        if self._embed is None or not texts:
            return np.zeros((0, embedding.SIZE), np.float32)
        if folder is not None:
            return embedding.remembered(texts, folder, store=store, whole=True)
        return np.stack([self._embed(text, whole=True) for text in texts])

    def nearest(self, text: str, limit: int) -> Sequence[Match]:
        """Return the nearest keys, best first; many people ask in the same words."""
        return self._recent(text, limit)

    def _find(self, text: str, limit: int) -> list[Match]:
        found = self._scores(text)
        limit = min(limit, len(found))
        if limit < 1:
            return []
        best = np.argpartition(-found, limit - 1)[:limit]
        order = sorted(best, key=lambda at: (-found[at], self._keys[at]))
        return [Match(self._keys[at], round(float(found[at]), 4)) for at in order if found[at] > 0]

    def _scores(self, text: str) -> Vector:
        reading = read(text)
        if not reading.text or not self._keys:
            return np.zeros(len(self._keys), np.float32)
        terms = _terms(reading, self._words)
        vector = self._embed(text) if self._embed is not None else None
        asked = self._asked.scores(terms, vector, len(self._keys))
        told = self._told.scores(terms, vector, len(self._keys))
        # A question asked in the very same words is certain, whatever its answer says.
        exact = np.maximum(asked, (1 - self._note_share) * asked + self._note_share * told)
        mixed = np.where(
            asked > 0.9, exact, asked * (1 - self._note_share) + told * self._note_share
        )
        return np.clip(mixed * self._boost, 0, 1)


def known_questions(library: Library) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return how the entries of a library are asked, and what is told about each."""
    questions = {key: list(entry.questions) for key, entry in library.entries.items()}
    notes = {key: f"{entry.topic} {entry.answer}" for key, entry in library.entries.items()}
    return questions, notes


def _terms(reading: Reading, words: Words) -> dict[str, list[str]]:
    plain = "".join(ch for ch in reading.text if ch.isalnum())
    pairs = [left + right for left, right in pairwise(plain)]
    threes = [plain[at : at + 3] for at in range(len(plain) - 2)]
    return {
        "words": words.cut(reading.text),
        "characters": pairs + threes,
        "concepts": [*reading.concepts, *reading.cues],
    }


def _centred(vectors: Vector, centre: Vector) -> Vector:
    if not vectors.size:
        return vectors
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-6))
