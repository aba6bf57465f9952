"""One row of a register: read, or parked with the reason."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from core.doors import Door, DoorReason, DoorUnreadable
from core.register import Doubt, Parked, PostHolder, PostKind, RegisterRow, RowReason
from sheets.books import Row
from sheets.cells import given, text
from sheets.headings import Field, Meaning, kind_of_post
from sheets.layout import Column, Heading, phone_owners
from sheets.person import day, has_home, has_person, identity, needs, notes, phones, posts
from sheets.places import DOOR_FIELDS, check_complete, read_door
from sheets.record import Cells, Park
from sheets.values.belonging import HEAD, read_relation
from sheets.values.identity import NameRead, is_vacant, read_name
from sheets.watched import read_watch

_BLAMED = {
    DoorReason.NO_ROOM: (Field.ROOM, Field.ADDRESS),
    DoorReason.NO_BUILDING: (Field.BUILDING, Field.ADDRESS),
}


def _meanings(heading: Heading) -> list[Meaning]:
    return [column.meaning for column in heading.columns if column.meaning]


_NO_TITLES: Mapping[Field, str] = MappingProxyType({})
_NO_OTHERS: Mapping[str, str] = MappingProxyType({})
Shared = TypeVar("Shared", Door, tuple[PostHolder, ...])


class RowReader:
    """Reads the rows of one table, knowing its columns."""

    def __init__(self, heading: Heading, today: date | None = None) -> None:
        self.heading = heading
        self.today = today
        self.has_names = Field.NAME in heading.fields
        # Owner and tenant, member 1 and member 2: a row of a household rather than of somebody.
        self.is_wide = sum(c.field is Field.NAME for c in _meanings(heading)) > 1
        self.owners = phone_owners(heading.columns)
        self._seen: dict[Any, Any] = {}  # doors and posts that many rows name: one copy of each

    def read(
        self, row: Row, number: int, titles: Mapping[Field, str] = _NO_TITLES
    ) -> RegisterRow | Parked:
        """Read a row that has something in it; `number` is the one its user sees.

        `titles` is what rows above say for all below: 第一网格, 3号楼.
        """
        cells = self._sorted(row)
        for kind, title in titles.items():
            cells.by_field[kind] = [(Column(-1, title, None), title)]
        try:
            return self._read(cells, number)
        except Park as parked:
            column = self._blame(parked.blamed)
            raw = text(row[column.at]) if column and column.at < len(row) else ""
            return Parked(number, column.heading if column else "", parked.reason, raw)

    def _sorted(self, row: Row) -> Cells:
        cells = Cells()
        for column in self.heading.columns:
            value = row[column.at] if column.at < len(row) else ""
            if value == "":
                continue
            if column.meaning:
                cells.by_field.setdefault(column.meaning.field, []).append((column, value))
            else:
                cells.aside(column, value)
        return cells

    def _blame(self, kind: Field | None) -> Column | None:
        columns = self.heading.columns
        return next((c for c in columns if kind and c.meaning and c.meaning.field is kind), None)

    def _shared(self, thing: Shared) -> Shared:
        kept: Shared = self._seen.setdefault(thing, thing)
        return kept

    def _read(self, cells: Cells, number: int) -> RegisterRow:
        door = self._shared(self._door(cells))
        named = self._one(cells)
        holders = self._shared(posts(cells, self.owners))
        if named.problem is RowReason.NO_NAME and holders and not has_person(cells):
            return RegisterRow(
                number,
                door,
                posts=holders,
                others=cells.unknown or _NO_OTHERS,
                doubts=tuple(cells.doubts),
            )
        if named.problem:
            raise Park(named.problem, Field.NAME if self.has_names else Field.HEAD)
        if duty := self._duty(cells, named.name):
            return self._staff(cells, number, duty)
        return self._person(cells, number, door, named, holders)

    def _door(self, cells: Cells) -> Door:
        try:
            return read_door(
                {kind: cells.first(kind) for kind in DOOR_FIELDS if kind in cells.by_field}
            )
        except DoorUnreadable as error:
            raise Park(error.reason, self._door_blamed(cells, error.reason)) from None

    def _door_blamed(self, cells: Cells, reason: DoorReason) -> Field | None:
        for kind in _BLAMED.get(
            reason, (Field.ADDRESS, Field.ROOM, Field.BUILDING, Field.ENTRANCE)
        ):
            if kind in self.heading.fields:
                return kind
        return next((kind for kind in DOOR_FIELDS if kind in cells.by_field), None)

    def _one(self, cells: Cells) -> NameRead:
        """Read whose row it is; of several in columns of their own none would be lost unseen."""
        if not self.is_wide:
            return self._known_vacant(cells, self._name(cells))
        kinds = (Field.HEAD, Field.NAME)
        read = [read_name(value) for kind in kinds for _, value in cells.all(kind)]
        names = {each.name: each for each in read if each.problem is not RowReason.NO_NAME}
        if len(names) > 1:
            raise Park(RowReason.SEVERAL_NAMES, Field.NAME)
        return self._known_vacant(cells, next(iter(names.values()), self._name(cells)))

    def _known_vacant(self, cells: Cells, named: NameRead) -> NameRead:
        if named.problem is RowReason.NO_NAME and any(map(is_vacant, notes(cells))):
            return NameRead(problem=RowReason.VACANT)
        return named

    def _name(self, cells: Cells) -> NameRead:
        return read_name(cells.first(Field.NAME if self.has_names else Field.HEAD))

    def _person(
        self,
        cells: Cells,
        number: int,
        door: Door,
        named: NameRead,
        holders: tuple[PostHolder, ...],
    ) -> RegisterRow:
        household = given(cells.first(Field.HOUSEHOLD))
        head = read_name(cells.first(Field.HEAD)).name if self.has_names else named.name
        relation = self._relation(cells, named.name, head)
        self._complete(cells, door, bool(household or head or relation == HEAD))
        known = identity(cells)
        found_needs, left = needs(cells)
        return RegisterRow(
            row=number,
            door=door,
            name=named.name,
            household=household,
            head=head,
            relation=relation,
            sex=known["sex"],
            born=known["born"],
            id_number=known["number"],
            phones=phones(cells, others_head=self.has_names and relation not in ("", HEAD)),
            needs=found_needs,
            moved_in=day(cells, Field.MOVED_IN, self.today),
            notes="；".join(part for part in (named.note, left, *notes(cells)) if part),
            posts=holders,
            watch=read_watch(cells, self.today),
            others=cells.unknown or _NO_OTHERS,
            doubts=tuple(cells.doubts),
        )

    def _complete(self, cells: Cells, door: Door, household_known: bool) -> None:
        if door == Door():
            raise Park(RowReason.NO_DOOR, self._door_blamed(cells, DoorReason.UNCLEAR))
        try:
            check_complete(door, household_known=household_known)
        except DoorUnreadable as error:
            raise Park(error.reason, self._door_blamed(cells, error.reason)) from None

    def _relation(self, cells: Cells, name: str, head: str) -> str:
        for column, value in cells.all(Field.RELATION):
            found = read_relation(value)
            if not found.known:
                cells.doubt(column, Doubt.RELATION_UNKNOWN)
            if found.name:
                return found.name
        return HEAD if head and head == name else ""

    def _duty(self, cells: Cells, name: str) -> PostKind | None:
        duty = cells.first(Field.DUTY)
        if not given(duty):
            return None
        if has_home(cells):  # a resident's work, which may be anywhere
            cells.aside(cells.all(Field.DUTY)[0][0], duty)
            return None
        kind = kind_of_post(text(duty))
        if kind is None:
            raise Park(RowReason.NO_POST, Field.DUTY)
        return kind

    def _staff(self, cells: Cells, number: int, kind: PostKind) -> RegisterRow:
        """A row of a staff table: the door is what the person is responsible for."""
        name = self._name(cells).name
        numbers = phones(cells, others_head=False)
        door = self._area(cells) if cells.first(Field.DUTY_AREA) else self._door(cells)
        holder = PostHolder(kind, name, numbers[0] if numbers else "")
        return RegisterRow(
            number,
            door,
            posts=(holder,),
            notes="；".join(notes(cells)),
            others=cells.unknown or _NO_OTHERS,
            doubts=tuple(cells.doubts),
        )

    def _area(self, cells: Cells) -> Door:
        for kind in (Field.GRID, Field.BUILDING):
            try:
                door = read_door({kind: cells.first(Field.DUTY_AREA)})
            except DoorUnreadable:
                continue
            if kind is Field.BUILDING or door.grid.isdecimal():
                return door
        raise Park(DoorReason.UNCLEAR, Field.DUTY_AREA)


def columns_told(heading: Heading) -> Mapping[str, str]:
    """Return each heading that was recognised, with what it was taken for."""
    return {column.heading: column.meaning.field for column in heading.columns if column.meaning}
