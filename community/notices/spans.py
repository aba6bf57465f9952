"""Spans of numbers as one word of whom a notice is for: “60岁以上”, “6岁以下”, “1到3楼”, “1楼”."""

import re


class Spans:
    """Words for spans of one unit; whatever reaches `most` has no upper end."""

    def __init__(self, unit: str, most: int) -> None:
        self.most = most
        self._unit = unit
        self._written = re.compile(rf"(?:(?P<a>\d+)到)?(?P<n>\d+){unit}(?P<end>以上|以下)?")

    def trait(self, low: int, high: int) -> str:
        """Return the word for what lies from one number to another."""
        if high >= self.most:
            return f"{low}{self._unit}以上"
        if low == high:
            return f"{low}{self._unit}"
        return f"{low}到{high}{self._unit}" if low else f"{high}{self._unit}以下"

    def span(self, word: str) -> tuple[int, int] | None:
        """Return from which number to which a word means; None if it is none of these.

        >>> years = Spans("岁", 150)
        >>> years.span("60岁以上"), years.span("6岁以下"), years.span("70到85岁"), years.span("独居")
        ((60, 150), (0, 6), (70, 85), None)
        """
        found = self._written.fullmatch(word)
        if found is None:
            return None
        number = int(found["n"])
        if found["a"]:
            return int(found["a"]), number
        if found["end"] == "以下":
            return 0, number
        return number, self.most if found["end"] else number
