"""Which household a row of a table means, however the row writes it."""

from dataclasses import replace

from core.doors import Door
from core.register import RegisterRow

HEAD = "户主"
_BY_NUMBER, _BY_HEAD = "户号", "家"  # a village's house may have no number of its own


def settled(row: RegisterRow) -> RegisterRow:
    """Return a row whose door says which household: 户号12 or 王大家 where a house has no number."""
    if row.door.room or not row.name:
        return row
    head = row.head or (row.name if row.relation == HEAD else "")
    if row.household:
        room = f"{_BY_NUMBER}{row.household}"
    elif head:
        room = f"{head}{_BY_HEAD}"
    else:
        return row
    return replace(row, door=replace(row.door, room=room))


def written(room: str) -> tuple[str, str, str]:
    """Return room, household number and head as the table had them, the reverse of `settled`.

    >>> written("户号12"), written("王大家"), written("601")
    (('', '12', ''), ('', '', '王大'), ('601', '', ''))
    """
    if room.startswith(_BY_NUMBER):
        return "", room.removeprefix(_BY_NUMBER), ""
    if room.endswith(_BY_HEAD):
        return "", "", room.removesuffix(_BY_HEAD)
    return room, "", ""


def place(door: Door) -> Door:
    """Return a door as it is told from others; the grid is who looks after it, not where it is."""
    return Door(
        estate=door.estate, group=door.group, building=door.building, entrance=door.entrance,
        room=door.room,
    )  # fmt: skip
