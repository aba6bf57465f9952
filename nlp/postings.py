"""How much of a text is in each of many documents: BM25 over one kind of term."""

from collections import Counter
from collections.abc import Sequence

import marisa_trie
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# BM25's own numbers: how soon a repeated word stops counting, how much a long text is damped.
SATURATION, DAMPING = 1.2, 0.5


class Postings:
    """Weighed postings of one kind of term."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._count = count = len(documents)
        mean = sum(map(len, documents)) / max(count, 1) or 1.0
        numbers: dict[str, int] = {}
        terms, places, weights = [], [], []
        for at, document in enumerate(documents):
            damp = SATURATION * (1 - DAMPING + DAMPING * len(document) / mean)
            for term, times in Counter(document).items():
                terms.append(numbers.setdefault(term, len(numbers)))
                places.append(at)
                weights.append(times * (1 + damp) / (times + damp))
        # In a trie a term takes no object of its own, which a forked process would copy by looking at it.
        self._terms = marisa_trie.Trie(list(numbers))
        order_of = np.array([self._terms[term] for term in numbers], np.int64)
        which = order_of[np.array(terms, np.int64)]
        seen = np.bincount(which, minlength=len(numbers))
        idf = np.log(1 + (count - seen + 0.5) / (seen + 0.5))
        order = np.argsort(which, kind="stable")
        # One term's postings lie side by side: term n's from ends[n] on, up to ends[n + 1].
        self._places = np.array(places, np.int32)[order]
        self._weights = (np.array(weights) * idf[which])[order].astype(np.float32)
        self._ends = np.concatenate([[0], np.cumsum(seen)]).astype(np.int32)
        self._idf = idf.astype(np.float32)
        self._rare = float(np.log(1 + (count + 0.5) / 0.5))

    def scores(self, terms: Sequence[str]) -> Vector:
        """Return for every document how much of the text is in it, 0 to about 1."""
        found = np.zeros(self._count, np.float32)
        whole = 0.0
        for term in set(terms):
            number = self._terms.get(term)
            if number is None:
                whole += self._rare
                continue
            whole += float(self._idf[number])
            mine = slice(int(self._ends[number]), int(self._ends[number + 1]))
            found[self._places[mine]] += self._weights[mine]
        return found / whole if whole else found
