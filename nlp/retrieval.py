"""Which known questions are near a text: how much of its words an entry has, and how near it is in meaning."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.library import Library
from core.ports import Match
from nlp import embedding
from nlp.concepts import read
from nlp.postings import Postings
from nlp.wordings import KnownWording, Wordings, wording_of
from nlp.words import Words

Vector = NDArray[np.float32]

RECENT = 512  # texts whose nearest questions are remembered

# The signs that an entry is the one meant, and what each counts: learnt by bench/ranking.py from
# our own wordings, each left out in turn.  `asked`: near in meaning to how it is asked, on the
# whole; `told`: to its topic and answer.
TERMS = ("words", "characters", "concepts")
MEANINGS = ("asked", "told")
WITH_MEANING = (3.88, 2.06, 1.50, 10.60, 9.35)
BY_TERMS = (8.61, 3.74, 2.75)
# From the sum of the signs to a score: how steeply it rises, and the sum where it is one half, which of
# ten right answers eight or nine reach and of ten questions we do not know four.
LINE = {True: (0.25, 11.0), False: (0.25, 8.0)}

_SIGNS = re.compile(r"[\W_]+")


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
        wordings: Wordings | None = None,
        notes: Mapping[str, str] | None = None,
        embed: embedding.Embedding | None = None,
        folder: Path | None = None,
        boost: Mapping[str, float] | None = None,
    ) -> None:
        self._words = words
        self._known = wordings or Wordings(words)
        self._embed = embed
        self._recent = lru_cache(RECENT)(self._find)
        self._keys = list(questions)
        self._boost = np.array([(boost or {}).get(key, 1.0) for key in self._keys], np.float32)
        self._exact: dict[str, set[int]] = {}
        for at, key in enumerate(self._keys):
            for text in questions[key]:
                self._exact.setdefault(_plain(text), set()).add(at)
        notes = notes or {}
        documents = [
            [_terms(self._known(text)) for text in (*questions[key], notes.get(key, ""))]
            for key in self._keys
        ]
        self._postings = [
            Postings(
                [list(chain.from_iterable(part[name] for part in parts)) for parts in documents]
            )
            for name in TERMS
        ]
        self._centre = np.zeros(embedding.SIZE, np.float32)
        self._meanings: list[Vector] = []
        if embed is not None and self._keys:
            self._learn_meanings(questions, notes, folder)
        self._weights = np.array(WITH_MEANING if self._meanings else BY_TERMS, np.float32)
        self._line = LINE[bool(self._meanings)]

    def _learn_meanings(
        self, questions: Mapping[str, Sequence[str]], notes: Mapping[str, str], folder: Path | None
    ) -> None:
        texts = [text for key in self._keys for text in questions[key]]
        owners = [at for at, key in enumerate(self._keys) for _ in questions[key]]
        vectors = self._vectors(texts, folder, "questions")
        self._centre = vectors.mean(axis=0)
        sums = np.zeros((len(self._keys), embedding.SIZE), np.float32)
        np.add.at(sums, owners, _centred(vectors, self._centre))
        told = sums
        if any(notes.get(key) for key in self._keys):
            raw = self._vectors([notes.get(key, "") for key in self._keys], folder, "notes")
            told = _centred(raw, self._centre)
        self._meanings = [_centred(sums, 0), _centred(told, 0)]

    def _vectors(self, texts: Sequence[str], folder: Path | None, store: str) -> Vector:
        assert self._embed is not None
        if folder is not None:
            return embedding.remembered(
                texts, folder, store=store, whole=True, spelling=self._spelling
            )
        return embedding.here(texts, self._embed, spelling=self._spelling)

    def _spelling(self, text: str) -> str:
        return self._known(text).text

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
        sums = self.signs(text) @ self._weights
        steep, line = self._line
        likely = np.where(sums > 0, 1 / (1 + np.exp(-steep * (sums - line))), 0)
        likely[list(self._exact.get(_plain(text), ()))] = 1  # asked in the very same words
        return np.asarray(likely * self._boost, np.float32)

    def signs(self, text: str) -> Vector:
        """Return for every key what speaks for it: a row a key, a column a sign."""
        wording = wording_of(read(text), self._words)
        count = len(TERMS) + len(self._meanings)
        if not wording.text or not self._keys:
            return np.zeros((len(self._keys), count), np.float32)
        terms = _terms(wording)
        found = [part.scores(terms[name]) for part, name in zip(self._postings, TERMS, strict=True)]
        if self._embed is not None and self._meanings:
            vector = _centred(self._embed(text), self._centre)
            found += [np.maximum(meaning @ vector, 0) for meaning in self._meanings]
        return np.stack(found, axis=1)


def known_questions(library: Library) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return how the entries of a library are asked, and what is told about each."""
    questions = {key: list(entry.questions) for key, entry in library.entries.items()}
    notes = {key: f"{entry.topic} {entry.answer}" for key, entry in library.entries.items()}
    return questions, notes


def _plain(text: str) -> str:
    return _SIGNS.sub("", text).lower() or text


def _terms(wording: KnownWording) -> dict[str, Sequence[str]]:
    return {
        "words": wording.words,
        "characters": wording.characters,
        "concepts": wording.concepts,
    }


def _centred(vectors: Vector, centre: Vector | float) -> Vector:
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-6))
