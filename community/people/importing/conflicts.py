"""Rows of one table that contradict each other: found before anything is compared with the register."""

from collections.abc import Callable, Hashable, Iterable, Sequence
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
    PERHAPS_SAME_BUILDING = "building_perhaps_same"  # one stands there without an estate
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


Keys = Callable[[RegisterRow], Sequence[Hashable]]


def _in_two_homes(rows: Sequence[RegisterRow]) -> Iterable[RegisterRow]:
    """One name with one id number or one phone at two doors."""
    yield from _apart(rows, lambda row: [(row.name, row.id_number)] if row.id_number else [])
    yield from _apart(rows, lambda row: [(row.name, phone) for phone in row.phones])


def _apart(rows: Sequence[RegisterRow], keys: Keys) -> Iterable[RegisterRow]:
    clashing = _clashing((key, place(row.door)) for row in rows if row.name for key in keys(row))
    if clashing:
        yield from (row for row in rows if row.name and not clashing.isdisjoint(keys(row)))


def _same_id(rows: Sequence[RegisterRow]) -> Iterable[RegisterRow]:
    named = [row for row in rows if row.name and row.id_number]
    clashing = _clashing((row.id_number, row.name) for row in named)
    yield from (row for row in named if row.id_number in clashing)


def _two_heads(rows: Sequence[RegisterRow]) -> Iterable[RegisterRow]:
    heads = [row for row in rows if row.name and row.relation == HEAD]
    clashing = _clashing(((place(row.door), row.household), row.name) for row in heads)
    yield from (row for row in heads if (place(row.door), row.household) in clashing)


def _clashing(pairs: Iterable[tuple[Hashable, Hashable]]) -> set[Hashable]:
    """Return the keys that stand with more than one value."""
    first: dict[Hashable, Hashable] = {}
    return {key for key, value in pairs if first.setdefault(key, value) != value}


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
