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
from nlp import index as indexing
from nlp.closest import Closest
from nlp.concepts import read
from nlp.exact import Exact
from nlp.index import Index
from nlp.postings import Postings
from nlp.wordings import KnownWording, Wordings, reads_so, wording_of
from nlp.words import Words

Vector = NDArray[np.float32]

RECENT = 512  # texts whose nearest questions are remembered
AGAIN = 8  # … and whose signs are: one is often asked about twice, the second time without some

# The signs that an entry is the one meant, and what each counts: learnt by bench/ranking.py from
# our own wordings, each left out in turn.  `asked`: near in meaning to how it is asked, on the
# whole; `told`: to its topic and answer; `closest`: to one of its wordings, looked at for the likely ones.
TERMS = ("words", "characters", "concepts")
MEANINGS = ("asked", "told", "closest")
LIKELY = 40  # entries
PAIR = 2  # characters
WITH_MEANING = (3.39, 2.12, 0.75, 9.82, 6.61, 5.32)
BY_TERMS = (8.61, 3.74, 2.75)
# A score says how likely an answer is of use, learnt by bench/of_use.py from answers somebody has
# judged: what the sum of the signs counts, how far it is before the best other one, before the next,
# each character asked (of a long story an entry has a smaller share), and where it begins.
OF_USE = {
    True: (0.140, 0.057, 0.151, 0.028, -2.446),
    False: (0.090, 0.053, 0.081, 0.029, -1.379),
}

_SIGNS = re.compile(r"[\W_]+")


class Retrieval:
    """Known questions, several wordings for each key; a core.ports.Matcher.

    `notes` tells more about a key than how it is asked: its topic and its answer.  `folder`
    remembers embeddings between starts, `kept` all that is made, in the clear.
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
        kept: Path | None = None,
    ) -> None:
        self._words = words
        self._known = wordings or Wordings(words)
        self._embed = embed
        self._recent = lru_cache(RECENT)(self._find)
        self._weighed = lru_cache(AGAIN)(self.sums)
        self._spoken_of = lru_cache(AGAIN)(self._shares)
        self._keys = list(questions)
        self._at = {key: at for at, key in enumerate(self._keys)}
        self._boost = np.array([(boost or {}).get(key, 1.0) for key in self._keys], np.float32)
        notes = notes or {}
        index = None
        if kept is not None:
            told = [f"{key} {notes.get(key, '')}" for key in self._keys]
            asked = [text for key in self._keys for text in (key, *questions[key])]
            of = indexing.stamp([reads_so(), str(embed is not None), *told, *asked])
            index = indexing.kept(kept, of)
        if index is None:
            index = self._made(questions, notes, folder)
            if kept is not None:
                indexing.keep(index, kept, of)
        self._exact, self._postings = index.exact, index.postings
        self._centre, self._meanings, self._closest = index.centre, index.meanings, index.closest
        self._weights = np.array(WITH_MEANING if self._meanings else BY_TERMS, np.float32)

    def _made(
        self, questions: Mapping[str, Sequence[str]], notes: Mapping[str, str], folder: Path | None
    ) -> Index:
        asked = [(_plain(text), at) for at, key in enumerate(self._keys) for text in questions[key]]
        documents = [
            [_terms(self._known(text)) for text in (*questions[key], notes.get(key, ""))]
            for key in self._keys
        ]
        postings = [
            Postings.of(
                [list(chain.from_iterable(part[name] for part in parts)) for parts in documents]
            )
            for name in TERMS
        ]
        if self._embed is None or not self._keys:
            centre = np.zeros(embedding.SIZE, np.float32)
            return Index(Exact.of(asked), postings, centre, [], None)
        return Index(Exact.of(asked), postings, *self._learnt_meanings(questions, notes, folder))

    def _learnt_meanings(
        self, questions: Mapping[str, Sequence[str]], notes: Mapping[str, str], folder: Path | None
    ) -> tuple[Vector, list[Vector], Closest]:
        texts = [text for key in self._keys for text in questions[key]]
        owners = [at for at, key in enumerate(self._keys) for _ in questions[key]]
        vectors = self._vectors(texts, folder, "questions")
        centre = vectors.mean(axis=0)
        asked = _centred(vectors, centre)
        sums = np.zeros((len(self._keys), embedding.SIZE), np.float32)
        np.add.at(sums, owners, asked)
        told = sums
        if any(notes.get(key) for key in self._keys):
            raw = self._vectors([notes.get(key, "") for key in self._keys], folder, "notes")
            told = _centred(raw, centre)
        closest = Closest.of(asked, [len(questions[key]) for key in self._keys])
        return centre, [_centred(sums, 0), _centred(told, 0)], closest

    def _vectors(self, texts: Sequence[str], folder: Path | None, store: str) -> Vector:
        assert self._embed is not None
        if folder is not None:
            return embedding.remembered(
                texts, folder, store=store, whole=True, spelling=self._spelling
            )
        return embedding.here(texts, self._embed, spelling=self._spelling)

    def _spelling(self, text: str) -> str:
        return self._known(text).text

    def nearest(
        self, text: str, limit: int, without: frozenset[str] = frozenset()
    ) -> Sequence[Match]:
        """Return the nearest keys, best first; many people ask in the same words."""
        return self._recent(text, limit, without)

    def _find(self, text: str, limit: int, without: frozenset[str]) -> list[Match]:
        found = self._scores(text, without)
        limit = min(limit, len(found))
        if limit < 1:
            return []
        best = np.argpartition(-found, limit - 1)[:limit]
        order = sorted(best, key=lambda at: (-found[at], self._keys[at]))
        held = self._spoken_of(text)
        return [
            Match(self._keys[at], round(float(found[at]), 4), round(float(held[at]), 4))
            for at in order
            if found[at] > 0
        ]

    def _shares(self, text: str) -> Vector:
        """Return for every key how much of a text, by pairs of characters, it speaks of itself."""
        pairs = [one for one in wording_of(read(text), self._words).characters if len(one) == PAIR]
        return self._postings[TERMS.index("characters")].shares(pairs)

    def _scores(self, text: str, without: frozenset[str]) -> Vector:
        out = [self._at[key] for key in without]
        sums = self._weighed(text).copy()
        sums[out] = 0
        likely = _of_use(sums, len(text), OF_USE[bool(self._meanings)])
        likely[self._exact.find(_plain(text))] = 1  # asked in the very same words
        likely[out] = 0
        return np.asarray(likely * self._boost, np.float32)

    def sums(self, text: str) -> Vector:
        """Return for every key the weighed sum of its signs."""
        return np.asarray(self.signs(text) @ self._weights)

    def signs(self, text: str) -> Vector:
        """Return for every key what speaks for it: a row a key, a column a sign."""
        wording = wording_of(read(text), self._words)
        found = np.zeros((len(self._keys), len(self._weights)), np.float32)
        if not wording.text or not self._keys:
            return found
        terms = _terms(wording)
        for at, (part, name) in enumerate(zip(self._postings, TERMS, strict=True)):
            found[:, at] = part.scores(terms[name])
        if self._embed is not None and self._closest is not None:
            self._weigh_meaning(text, found)
        return found

    def _weigh_meaning(self, text: str, found: Vector) -> None:
        """Add what the sentence says as a whole; of a long one also the middle is read."""
        assert self._embed is not None and self._closest is not None
        vector = _centred(self._embed(text, whole=True), self._centre)
        for at, meaning in enumerate(self._meanings, len(TERMS)):
            found[:, at] = np.maximum(meaning @ vector, 0)
        likely = np.argsort(-(found @ self._weights), kind="stable")[:LIKELY]
        found[likely, -1] = self._closest.near(vector, likely.tolist())


def leads(sums: Vector) -> tuple[NDArray[np.intp], Vector]:
    """Return the likely ones, the likeliest first, and of each: its sum, its lead over the best other
    one and over the next of them."""
    order = np.argsort(-sums, kind="stable")[:LIKELY]
    nearest = sums[order]
    first, second, third = [*nearest[:3], 0.0, 0.0, 0.0][:3]
    rank = np.arange(len(order))
    best = np.where(rank == 0, second, first)
    following = np.where(rank <= 1, third, second)
    return order, np.stack([nearest, nearest - best, nearest - following], axis=1)


def _of_use(sums: Vector, length: int, counts: Sequence[float]) -> Vector:
    found = np.zeros(len(sums), np.float32)
    order, signs = leads(sums)
    *weights, each_character, begin = counts
    alike = signs @ np.array(weights) + each_character * length + begin
    found[order] = np.where(sums[order] > 0, 1 / (1 + np.exp(-alike)), 0)
    return found


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
