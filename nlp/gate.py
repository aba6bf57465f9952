"""Is this message for us at all?  Signs of it, weighed against each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.concepts import Reading

Vector = NDArray[np.float32]

# Concepts that say nothing about whether a message concerns the community and its health.
COMMON = frozenset(
    "ACTION_ASK BUY COST CHILD ELDER LEAVE LEISURE PLACE THANKS HELLO BYE TRIP VENUE WORK SCHOOL"
    " SUPPLY ENTERPRISE HUMAN PHONE ERRAND BOT PET PSYCH GATE HEAT GATHERING".split()
)

NEIGHBOURS = 5

# Below this the message is nearer to what is not ours; set on out-of-fold scores in train.py.
SIGNS = ("margin", "best", "own", "common", "leisure", "short", "neighbours", "nearest")


def signs(
    reading: Reading, scores: Vector, outside: int, near: tuple[float, float]
) -> NDArray[np.float64]:
    """Return the signs of a message, in the order of SIGNS."""
    inside = np.delete(scores, outside)
    best = float(inside.max())
    own = sum(1 for concept in reading.concepts if concept not in COMMON)
    return np.array(
        [
            best - float(scores[outside]),
            best,
            min(own, 3),
            min(len(reading.concepts) - own, 3),
            "LEISURE" in reading.concepts,
            len(reading.text) < 6,
            near[0],
            near[1],
        ],
        np.float64,
    )


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
