"""Floors as one trait of whom a notice is for: “1楼”, “1到3楼”, “5楼以上”, seen from the room."""

import re

from community.notices.spans import Spans

HIGHEST = 150
_FLOORS = Spans("楼", HIGHEST)
trait, span = _FLOORS.trait, _FLOORS.span
# 102, 1503, B-0301, 3楼东户; of a room of one or two figures nobody knows the floor.
_ROOM = re.compile(
    r"(?:.*\D)?0?(?P<floor>\d{1,2})\d{2}\D{0,2}|(?P<said>\d{1,2})[楼层].*", re.DOTALL
)


def of_room(room: str) -> int | None:
    """Return on which floor a room is, by its number; None if that does not tell.

    >>> of_room("102"), of_room("1503"), of_room("3楼东户"), of_room("7")
    (1, 15, 3, None)
    """
    found = _ROOM.fullmatch(room.strip())
    floor = int(found["floor"] or found["said"]) if found is not None else 0
    return floor or None
