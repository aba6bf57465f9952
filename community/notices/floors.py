"""Floors as one trait of whom a notice is for: “1楼”, “1到3楼”, “5楼以上”, seen from the room."""

import re

HIGHEST = 150
_WRITTEN = re.compile(r"(?:(?P<a>\d+)到)?(?P<n>\d+)楼(?P<end>以上)?")
# 102, 1503, B-0301, 3楼东户; of a room of one or two figures nobody knows the floor.
_ROOM = re.compile(
    r"(?:.*\D)?0?(?P<floor>\d{1,2})\d{2}\D{0,2}|(?P<said>\d{1,2})[楼层].*", re.DOTALL
)


def trait(low: int, high: int) -> str:
    """Return the word for the floors from one to another."""
    if high >= HIGHEST:
        return f"{low}楼以上"
    return f"{low}楼" if low == high else f"{low}到{high}楼"


def span(word: str) -> tuple[int, int] | None:
    """Return from which floor to which a trait is; None if it is none.

    >>> span("1楼"), span("2到3楼"), span("5楼以上"), span("独居")
    ((1, 1), (2, 3), (5, 150), None)
    """
    found = _WRITTEN.fullmatch(word)
    if found is None:
        return None
    number = int(found["n"])
    if found["a"]:
        return int(found["a"]), number
    return number, HIGHEST if found["end"] else number


def of_room(room: str) -> int | None:
    """Return on which floor a room is, by its number; None if that does not tell.

    >>> of_room("102"), of_room("1503"), of_room("3楼东户"), of_room("7")
    (1, 15, 3, None)
    """
    found = _ROOM.fullmatch(room.strip())
    floor = int(found["floor"] or found["said"]) if found is not None else 0
    return floor or None
