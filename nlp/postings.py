"""How much of a text is in each of many documents: BM25 over one kind of term."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from nlp.arrays import Arrays, trie_of, trie_packed

Vector = NDArray[np.float32]

# BM25's own numbers: how soon a repeated word stops counting, how much a long text is damped.
SATURATION, DAMPING = 1.2, 0.5


@dataclass(frozen=True, slots=True)
class Postings:
    """Weighed postings of one kind of term.

    In a trie a term takes no object of its own, which a forked process would copy by looking at it.
    """

    terms: marisa_trie.Trie
    # One term's postings lie side by side: term n's from ends[n] on, up to ends[n + 1].
    places: NDArray[np.int32]
    weights: Vector
    ends: NDArray[np.int32]
    idf: Vector
    count: int  # of documents

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> "Postings":
        count = len(documents)
        mean = sum(map(len, documents)) / max(count, 1) or 1.0
        numbers: dict[str, int] = {}
        terms, places, weights = [], [], []
        for at, document in enumerate(documents):
            damp = SATURATION * (1 - DAMPING + DAMPING * len(document) / mean)
            for term, times in Counter(document).items():
                terms.append(numbers.setdefault(term, len(numbers)))
                places.append(at)
                weights.append(times * (1 + damp) / (times + damp))
        trie = marisa_trie.Trie(list(numbers))
        order_of = np.array([trie[term] for term in numbers], np.int64)
        which = order_of[np.array(terms, np.int64)]
        seen = np.bincount(which, minlength=len(numbers))
        idf = np.log(1 + (count - seen + 0.5) / (seen + 0.5))
        order = np.argsort(which, kind="stable")
        return cls(
            trie,
            np.array(places, np.int32)[order],
            (np.array(weights) * idf[which])[order].astype(np.float32),
            np.concatenate([[0], np.cumsum(seen)]).astype(np.int32),
            idf.astype(np.float32),
            count,
        )

    def packed(self) -> Arrays:
        return {
            "terms": trie_packed(self.terms),
            "places": self.places,
            "weights": self.weights,
            "ends": self.ends,
            "idf": self.idf,
            "count": np.array(self.count),
        }

    @classmethod
    def unpacked(cls, kept: Mapping[str, NDArray[Any]]) -> "Postings":
        return cls(
            trie_of(kept["terms"]),
            kept["places"],
            kept["weights"],
            kept["ends"],
            kept["idf"],
            int(kept["count"]),
        )

    def scores(self, terms: Sequence[str]) -> Vector:
        """Return for every document how much of the text is in it, 0 to about 1."""
        found = np.zeros(self.count, np.float32)
        rare, whole = float(np.log(1 + (self.count + 0.5) / 0.5)), 0.0
        for term in set(terms):
            number = self.terms.get(term)
            if number is None:
                whole += rare
                continue
            whole += float(self.idf[number])
            mine = slice(int(self.ends[number]), int(self.ends[number + 1]))
            found[self.places[mine]] += self.weights[mine]
        return found / whole if whole else found

    def shares(self, terms: Sequence[str]) -> Vector:
        """Return for every document which share it has of those terms that any has; 1 where none has."""
        numbers = [at for at in map(self.terms.get, set(terms)) if at is not None]
        if not numbers:
            return np.ones(self.count, np.float32)
        found = np.zeros(self.count, np.float32)
        for number in numbers:
            found[self.places[self.ends[number] : self.ends[number + 1]]] += self.idf[number]
        return np.asarray(found / self.idf[numbers].sum(), np.float32)
