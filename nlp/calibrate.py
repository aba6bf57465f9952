"""From scores to probabilities, and where to draw the lines; learnt on scores of unseen texts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

# Of what does not concern us this share may be taken for ours.  Without the embedding the two are
# harder to tell apart, and the stricter line would reject every tenth honest question.
MAY_BE_ACCEPTED, WITHOUT_EMBEDDING = 0.045, 0.05

# Where words decide alone: the share of what does not concern us that may be taken for ours, and the
# share of all texts that may come out worse than with the sentence vector.
BY_WORDS, MAY_BE_LOST = 0.005, 0.002

# We ask back below the probability at which the answers above it are right this often.
RIGHT_ENOUGH = 0.93


def settings(scores: Vector, labels: NDArray[np.int64], outside: int) -> dict[str, Any]:
    """Return the sharpness of the softmax and the line below which we ask back."""
    ours = labels != outside
    sharpness = _sharpness(scores[ours], labels[ours], outside)
    likely = probabilities(scores[ours], sharpness, outside)
    best, right = likely.max(axis=1), likely.argmax(axis=1) == labels[ours]
    return {"sharpness": sharpness, "ask_below": _line(best, right)}


def alone(
    words: Vector, both: NDArray[np.int64], labels: NDArray[np.int64], outside: int
) -> dict[str, float]:
    """Return where words decide as well without the sentence vector as with it.

    `words` are the scores without the vector and `both` the intents with it, of texts that
    are for us by their words.  `margin` is the lead of an intent of ours over all others from
    which on the words are right as often; `sharpness` as in `settings`.
    """
    best = words.argmax(axis=1)
    order = np.argsort(-lead(words, outside))
    order = order[: int((best != outside).sum())]
    ahead = np.cumsum((best == labels)[order]) - np.cumsum((both == labels)[order])
    good = np.flatnonzero(ahead >= -MAY_BE_LOST * np.arange(1, len(order) + 1))
    margin = lead(words, outside)[order][good[-1]] if len(good) else np.finfo(np.float32).max
    ours = labels != outside
    return {
        "margin": float(margin),
        "sharpness": _sharpness(words[ours], labels[ours], outside),
    }


def lead(scores: Vector, outside: int) -> Vector:
    """Return by how much the best intent is ahead of all others; `oos` never is."""
    second, best = np.partition(scores, -2, axis=-1)[..., -2:].T
    is_ours = scores.argmax(axis=-1) != outside
    return np.where(is_ours, best - second, np.float32(-np.inf))


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


def gate_line(likely: NDArray[np.float64], ours: NDArray[np.bool_], share: float) -> float:
    """Return the probability that only this share of the messages from outside reaches."""
    return float(np.quantile(likely[~ours], 1 - share))
