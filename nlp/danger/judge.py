"""How likely somebody is in danger: signs, pieces of words and the sentence vector weighed together.

Learnt by `python bench/learn_danger.py` from examples/ and from what people say otherwise.  The weights are
shipped and take no library to be used.  Where words alone leave it open, and there is a sentence model, its
vector is weighed too: of ordinary messages about three in a hundred.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import exp, sqrt
from pathlib import Path
from zlib import crc32

from nlp.danger.evidence import Evidence, size
from nlp.danger.lexicon import kinds

WEIGHTS = Path(__file__).with_name("weights.bin")
BUCKETS = 1 << 15
NARROWER = 4.0  # a vector of length 1 counts as one this long
SCALE = 1024.0  # a weight is kept as a whole number of this part
# From here on it is a danger, rather one call too many than one too few:
LINE = 0.42
TOLD = 0.45  # where a sign tells it
AGAINST = 0.5  # where it seems denied, asked, over or elsewhere, which has been weighed already
DESPAIR = 0.05  # who says they want to die is heard, unless it is a turn of phrase for certain
AT_A_WORD = 0.65  # in so few characters, that mostly answer a question
FOREIGN = 0.8  # in other letters, of which too little was learnt
OPEN = 0.1, 0.8  # between these words alone do not decide
WINDOW, STEP = 70, 35  # characters looked at together: the point of a long story is short

Embed = Callable[[str], Sequence[float]]
Pieces = set[int]


def pieces(text: str) -> Pieces:
    """Return the numbers of the pieces of one to three characters of a text."""
    marked = f"^{text}$".encode("utf-32-le")
    ends = range(0, len(marked), 4)
    return {
        crc32(marked[at : at + 4 * size]) % BUCKETS
        for size in (1, 2, 3)
        for at in ends
        if at + 4 * size <= len(marked)
    }


def likelihood(text: str, found: Evidence, embed: Embed | None = None) -> float:
    """Return how likely somebody is in danger, 0 to 1: that of the most alarming stretch."""
    if found.is_bare:
        return 1.0
    by_words, by_all = _weights()
    told = found.told()
    alarm, stretch = max((_sum(by_words, pieces(each), told), each) for each in windows(text))
    likely = _chance(alarm)
    if embed is None or not OPEN[0] <= likely <= OPEN[1]:
        return likely
    directions = by_all[BUCKETS + size() : -1]
    along = sum(x * weight for x, weight in zip(embed(stretch), directions, strict=True))
    weighed = _sum(by_all, pieces(stretch), told) + along * NARROWER / SCALE
    # Two judges err less than one: what words say counts as much as what all of it says.
    return _chance((alarm + weighed) / 2)


def line(found: Evidence) -> float:
    """Return from which likelihood on it is taken for a danger."""
    if found.meant is not None:
        return DESPAIR if kinds()[found.meant] == "mind" else TOLD
    if found.is_foreign:
        return FOREIGN
    if found.is_short:
        return AT_A_WORD
    return AGAINST if found.mentioned or found.is_notice or found.is_idle else LINE


def windows(text: str) -> Iterator[str]:
    """Yield a text in overlapping stretches, beginning at clauses where there are any."""
    if len(text) <= WINDOW + STEP:
        yield text
        return
    for at in range(0, len(text) - STEP, STEP):
        stretch = text[at : at + WINDOW + STEP // 2]
        comma = stretch.find(",", 0, STEP)
        yield stretch[comma + 1 :] if at else stretch


def _sum(weights: "array[int]", found: Pieces, told: Sequence[int]) -> float:
    of_pieces = sum(weights[piece] for piece in found) / sqrt(len(found) or 1)
    return (of_pieces + sum(weights[BUCKETS + mark] for mark in told) + weights[-1]) / SCALE


def _chance(alarm: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, alarm))))


@cache
def _weights() -> "tuple[array[int], array[int]]":
    """Return the weights of words alone, and of words and vector: pieces, marks, directions, bias."""
    kept = array("h")
    kept.frombytes(WEIGHTS.read_bytes())
    alone = BUCKETS + size() + 1
    return kept[:alone], kept[alone:]
