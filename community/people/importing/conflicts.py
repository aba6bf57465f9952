"""Rows of one table that contradict each other: found before anything is compared with the register."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from core.doors import Door
from core.register import Parked, RegisterRow

HEAD = "户主"


class Conflict(StrEnum):
    """Why a row that can be read is not taken."""

    TWICE = "row_twice"  # the same person at the same door once more
    TWO_HOMES = "two_homes"
    TWO_HEADS = "two_heads"
    SAME_ID = "same_id"  # one id number, two names
    NO_SUCH_BUILDING = "building_ambiguous"  # the number stands for several
    OTHER_ID = "other_id"  # the register has another id number for this person
    BOUND_NAME = "bound_name"  # somebody's phone is bound to this person: no new name by table
    BOUND_HOME = "bound_home"  # nor another home


def contradicting(rows: Sequence[RegisterRow]) -> dict[int, Parked]:
    """Return the rows that contradict another, by their number, each with the reason."""
    parked: dict[int, Parked] = {}
    for reason, column, found in (
        (Conflict.TWO_HOMES, "姓名", _in_two_homes(rows)),
        (Conflict.SAME_ID, "身份证号", _same_id(rows)),
        (Conflict.TWO_HEADS, "与户主关系", _two_heads(rows)),
        (Conflict.TWICE, "姓名", _twice(rows)),
    ):
        for row in found:
            parked.setdefault(row.row, Parked(row.row, column, reason, row.name))
    return parked


def _in_two_homes(rows: Iterable[RegisterRow]) -> Iterable[RegisterRow]:
    """One name with one id number or one phone at two doors."""
    yield from _apart(rows, lambda row: [(row.name, row.id_number)] if row.id_number else [])
    yield from _apart(rows, lambda row: [(row.name, phone) for phone in row.phones])


def _apart(rows: Iterable[RegisterRow], keys) -> Iterable[RegisterRow]:  # type: ignore[no-untyped-def]
    homes: dict[object, dict[Door, list[RegisterRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for key in keys(row) if row.name else ():
            homes[key][place(row.door)].append(row)
    for doors in homes.values():
        if len(doors) > 1:
            for alike in doors.values():
                yield from alike


def _same_id(rows: Iterable[RegisterRow]) -> Iterable[RegisterRow]:
    by_id: dict[str, list[RegisterRow]] = defaultdict(list)
    for row in rows:
        if row.name and row.id_number:
            by_id[row.id_number].append(row)
    for alike in by_id.values():
        if len({row.name for row in alike}) > 1:
            yield from alike


def _two_heads(rows: Iterable[RegisterRow]) -> Iterable[RegisterRow]:
    heads: dict[tuple[Door, str], list[RegisterRow]] = defaultdict(list)
    for row in rows:
        if row.name and row.relation == HEAD:
            heads[place(row.door), row.household].append(row)
    for alike in heads.values():
        if len({row.name for row in alike}) > 1:
            yield from alike


def _twice(rows: Iterable[RegisterRow]) -> Iterable[RegisterRow]:
    """The second and every later row of one person."""
    seen: set[tuple[Door, str]] = set()
    for row in rows:
        if not row.name:
            continue
        key = place(row.door), row.name
        if key in seen:
            yield row
        seen.add(key)


def place(door: Door) -> Door:
    """Return a door as it is told from others; the grid is who looks after it, not where it is."""
    return Door(
        estate=door.estate, group=door.group, building=door.building, entrance=door.entrance,
        room=door.room,
    )  # fmt: skip
