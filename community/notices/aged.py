"""Ages as one trait of whom a notice is for: “60岁以上”, “6岁以下”, “70到85岁”."""

import re

OLDEST = 150
_WRITTEN = re.compile(r"(?:(?P<a>\d+)到)?(?P<n>\d+)岁(?P<end>以上|以下)?")


def trait(low: int, high: int) -> str:
    """Return the word for an age from one year to another."""
    if high >= OLDEST:
        return f"{low}岁以上"
    return f"{low}到{high}岁" if low else f"{high}岁以下"


def span(word: str) -> tuple[int, int] | None:
    """Return from which age to which a trait is; None if it is no age.

    >>> span("60岁以上"), span("6岁以下"), span("70到85岁"), span("独居")
    ((60, 150), (0, 6), (70, 85), None)
    """
    found = _WRITTEN.fullmatch(word)
    if found is None:
        return None
    number = int(found["n"])
    if found["a"]:
        return int(found["a"]), number
    return (0, number) if found["end"] == "以下" else (number, OLDEST)
