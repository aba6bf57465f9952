"""How alike two texts are: questions by pairs of characters, long ones by the marks they leave."""

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

ENOUGH = 5  # a text of fewer pairs than this must be alike as a whole, not only be contained
LONGEST = 3000  # characters looked at; no notice is longer
PIECE = 5  # characters a mark is made of …
WINDOW = 4  # … and one of so many in a row is kept: any eight letters in common share a mark
MOST_MARKS = 64  # of a long text; the smallest, so that two texts keep the same ones

_FILLER = re.compile(
    r"请问一?下?|你好|您好|麻烦问?一?下?|想问一?下?|问一?下|一下|谢谢|各位|大家|[吗呢呀啊吧嘛的了么]"
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(4096)
def letters(text: str) -> str:
    """Return only what is letter or figure, in one spelling."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    return "".join(ch for ch in plain if ch.isalnum())


@lru_cache(4096)
def pairs(text: str) -> frozenset[str]:
    plain = _FILLER.sub("", letters(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


@lru_cache(1024)
def threes(text: str) -> frozenset[str]:
    plain = letters(text)
    return frozenset(plain[i : i + 3] for i in range(len(plain) - 2))


@lru_cache(4096)
def figures(text: str) -> frozenset[str]:
    """Return the numbers in a text: where they differ, little else has to be alike."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    return frozenset(str(float(each)) for each in _FIGURES.findall(plain) if len(each) < 20)


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter question is in the longer, 0 to 1; other numbers, nothing."""
    first, second = pairs(one), pairs(other)
    fewer = min(len(first), len(second))
    if not fewer:
        return float(letters(one) == letters(other))
    shared = len(first & second)
    here, there = (figures(one), figures(other)) if shared else (None, None)
    if here and there and here != there:
        return 0.0
    return shared / (fewer if fewer >= ENOUGH else len(first | second))


def sameness(one: str, other: str) -> float:
    """Return how far two questions are the same one, 0 to 1: nothing more said in either."""
    first, second = pairs(one), pairs(other)
    if not first or not second:
        return float(letters(one) == letters(other))
    shared = 2 * len(first & second) / (len(first) + len(second))
    return shared if shared and figures(one) == figures(other) else 0.0


def marks(text: str) -> frozenset[int]:
    """Return fingerprints by which a piece of this text is found again among many others."""
    plain = letters(text)
    if len(plain) < PIECE:
        return frozenset({crc32(plain.encode())} if plain else ())
    hashes = [crc32(plain[i : i + PIECE].encode()) for i in range(len(plain) - PIECE + 1)]
    last = max(len(hashes) - WINDOW, 0)
    kept = {min(hashes[i : i + WINDOW]) for i in range(last + 1)}
    return frozenset(sorted(kept)[:MOST_MARKS])
