"""Is this message for us at all?  Signs of it, weighed against each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.concepts import COMMON, ConceptReading

Vector = NDArray[np.float32]

NEIGHBOURS = 5


def signs(
    reading: ConceptReading, scores: Vector, outside: int, near: tuple[float, float]
) -> NDArray[np.float64]:
    """Return the signs of a message, then its score for every intent."""
    best = float(np.delete(scores, outside).max())
    own = sum(1 for concept in reading.concepts if concept not in COMMON)
    found = [
        best - float(scores[outside]),
        best,
        min(own, 3),
        min(len(reading.concepts) - own, 3),
        "LEISURE" in reading.concepts,
        len(reading.text) < 6,
        reading.covered,
        *near,
    ]
    return np.concatenate([np.array(found, np.float64), scores])


def nearness(similar: Vector, is_outside: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how much nearer a text is to ours than to others, and how near it is to ours."""
    ours = _top(similar[~is_outside])
    others = _top(similar[is_outside])
    return float(ours.mean() - others.mean()), float(ours.max())


def _top(similar: Vector) -> Vector:
    count = min(NEIGHBOURS, len(similar))
    return np.partition(similar, -count)[-count:] if count else np.zeros(1, np.float32)


def probability(weights: Sequence[float], bias: float, found: NDArray[np.float64]) -> float:
    """Return how likely it is that the message is for us."""
    return float(1 / (1 + np.exp(-(float(np.dot(weights, found)) + bias))))
