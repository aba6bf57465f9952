"""Rows of one table that contradict each other: found before anything is compared with the register."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from community.people.importing.doors import HEAD, place
from core.doors import Door
from core.register import Parked, RegisterRow


class Conflict(StrEnum):
    """Why a row that can be read is not taken."""

    TWICE = "row_twice"  # the same person at the same door once more
    TWO_HOMES = "two_homes"
    TWO_HEADS = "two_heads"
    SAME_ID = "same_id"  # one id number, two names
    NO_SUCH_BUILDING = "building_ambiguous"  # the number stands for several
    TWO_GRIDS = "building_in_two_grids"  # and its doors are not the same ones
    OUTSIDE = "outside_unit"  # of another unit than the table was said to be of
    OTHER_ID = "other_id"  # the register has another id number for this person
    OTHER_NAME = "other_name"  # the register has another name, elsewhere, for this id number
    OTHER_HEAD = "other_head"  # the register has another head for this household
    GONE = "registered_gone"  # the register says they have died or moved away
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


Keys = Callable[[RegisterRow], Iterable[tuple[str, str]]]


def _in_two_homes(rows: Iterable[RegisterRow]) -> Iterable[RegisterRow]:
    """One name with one id number or one phone at two doors."""
    yield from _apart(rows, lambda row: [(row.name, row.id_number)] if row.id_number else [])
    yield from _apart(rows, lambda row: [(row.name, phone) for phone in row.phones])


def _apart(rows: Iterable[RegisterRow], keys: Keys) -> Iterable[RegisterRow]:
    homes: dict[tuple[str, str], dict[Door, list[RegisterRow]]] = defaultdict(dict)
    for row in rows:
        for key in keys(row) if row.name else ():
            homes[key].setdefault(place(row.door), []).append(row)
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
