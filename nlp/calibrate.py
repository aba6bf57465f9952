"""From scores to probabilities, and where to draw the lines; learnt on scores of unseen texts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# Of what does not concern us this share may be taken for ours.  Without the embedding the two are
# harder to tell apart, and the stricter line would reject every tenth honest question.
MAY_BE_ACCEPTED, WITHOUT_EMBEDDING = 0.015, 0.05

# We ask back below the probability at which the answers above it are right this often.
RIGHT_ENOUGH = 0.93


def settings(scores: Vector, labels: NDArray[np.int64], outside: int) -> dict[str, Any]:
    """Return the sharpness of the softmax and the line below which we ask back."""
    ours = labels != outside
    sharpness = _sharpness(scores[ours], labels[ours], outside)
    likely = probabilities(scores[ours], sharpness, outside)
    best, right = likely.max(axis=1), likely.argmax(axis=1) == labels[ours]
    return {"sharpness": sharpness, "ask_below": _line(best, right)}


def probabilities(scores: Vector, sharpness: float, outside: int) -> Vector:
    """Spread one over the intents that are ours."""
    sharp = sharpness * scores
    if outside >= 0:
        sharp[..., outside] = -np.inf
    sharp = np.exp(sharp - sharp.max(axis=-1, keepdims=True))
    return np.asarray(sharp / sharp.sum(axis=-1, keepdims=True), np.float32)


def _sharpness(scores: Vector, labels: NDArray[np.int64], outside: int) -> float:
    """Choose the sharpness under which the true intents were likeliest."""

    def surprise(sharpness: float) -> float:
        likely = probabilities(scores, sharpness, outside)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(likely, 1e-9)).mean())

    return min((float(s) for s in np.geomspace(0.5, 16, 40)), key=surprise)


def _line(best: Vector, right: NDArray[np.bool_]) -> float:
    order = np.argsort(-best)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= RIGHT_ENOUGH)
    return float(np.clip(best[order][good[-1]] if len(good) else 0.5, 0.2, 0.6))


def gate_line(likely: NDArray[np.float64], ours: NDArray[np.bool_], *, embedded: bool) -> float:
    """Return the probability that only a few messages from outside reach."""
    share = MAY_BE_ACCEPTED if embedded else WITHOUT_EMBEDDING
    return float(np.quantile(likely[~ours], 1 - share))
