"""What nobody wrote a sign for: how likely a message is a cry for help, learnt from examples.

The weights are of pieces of one to three characters, learnt by `python bench/learn_danger.py` from
examples.txt and from what people say otherwise.  They are shipped, and take no library to be used.
"""

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from math import exp, sqrt
from pathlib import Path
from zlib import crc32

WEIGHTS = Path(__file__).with_name("weights.bin")
BUCKETS = 1 << 15
SCALE = 2048.0  # a weight is kept as a whole number of this part
SURE = 0.58
CERTAIN = 0.985  # heard even where the words around seem to speak of nobody in danger
WINDOW, STEP = 70, 35  # characters looked at together: the point of a long story is short


def pieces(text: str) -> set[int]:
    """Return the numbers of the pieces of a text."""
    marked = f"^{text}$".encode("utf-32-le")
    ends = range(0, len(marked), 4)
    return {
        crc32(marked[at : at + 4 * size]) % BUCKETS
        for size in (1, 2, 3)
        for at in ends
        if at + 4 * size <= len(marked)
    }


def likelihood(sentences: Sequence[str]) -> float:
    """Return how likely somebody is in danger, 0 to 1: that of the most alarming stretch."""
    weights, bias = _weights()
    highest = -99.0
    for window in windows("".join(sentences)):
        found = pieces(window)
        total = sum(weights[piece] for piece in found) / SCALE / sqrt(len(found) or 1)
        highest = max(highest, total + bias)
    return 1 / (1 + exp(-highest))


def windows(text: str) -> Iterator[str]:
    """Yield a text in overlapping stretches, beginning at clauses where there are any."""
    if len(text) <= WINDOW + STEP:
        yield text
        return
    for at in range(0, len(text) - STEP, STEP):
        stretch = text[at : at + WINDOW + STEP // 2]
        comma = stretch.find(",", 0, STEP)
        yield stretch[comma + 1 :] if at else stretch


@cache
def _weights() -> "tuple[array[int], float]":
    kept = array("h")
    kept.frombytes(WEIGHTS.read_bytes())
    return kept[:-1], kept[-1] / SCALE
