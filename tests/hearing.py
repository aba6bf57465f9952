"""Danger heard as the assistant hears it, with the sentence model where there is one."""

from functools import cache

from nlp import danger
from nlp.embedding import Embedding, installed


@cache
def _embedding() -> Embedding:
    return Embedding()


def heard(text: str) -> str | None:
    """Return the danger a message speaks of."""
    return danger.find(text, _whole if installed() else None)


def _whole(stretch: str) -> list[float]:
    vector: list[float] = _embedding()(stretch, whole=True).tolist()
    return vector
