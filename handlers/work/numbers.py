"""Several numbers in one reply: “2 3 4”, “2、3”, “2到5”."""

import re

MOST = 50  # numbers one reply may name; a range is cut there
_ONE = r"[#＃第]?\d{1,9}号?(?![^\s,，、。!！:：到至~～和及\-—－])"
_TO = r"\s*(?:到|至|~|～|-|—|－)\s*"
_AND = r"[\s,，、和及]+"
# A pattern without names, to stand inside others.
NUMBERS = rf"{_ONE}(?:(?:{_TO}|{_AND}){_ONE})*"
_RANGE = re.compile(rf"(\d{{1,9}})号?{_TO}[#＃第]?(\d{{1,9}})|(\d{{1,9}})")


def read(said: str) -> list[int]:
    """Return the numbers that are named, each once, in the order they stand."""
    named: dict[int, None] = {}
    for found in _RANGE.finditer(said):
        first = int(found[1] or found[3])
        last = int(found[2] or first)
        for number in range(first, min(last, first + MOST - 1) + 1):
            named.setdefault(number)
    return list(named)[:MOST]


def alone(said: str) -> set[int]:
    """Return the numbers that stand for themselves, not within a range."""
    return {int(found[3]) for found in _RANGE.finditer(said) if found[3]}
