"""How much of a text is in each of many documents: BM25 over one kind of term."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# BM25's own numbers: how soon a repeated word stops counting, how much a long text is damped.
SATURATION, DAMPING = 1.2, 0.5


class Postings:
    """Weighed postings of one kind of term."""

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
