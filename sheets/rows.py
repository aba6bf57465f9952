"""One row of a register: read, or parked with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from core.doors import Door, DoorReason, DoorUnreadable
from core.register import (
    CellDoubt,
    Doubt,
    Need,
    Parked,
    PostHolder,
    PostKind,
    RegisterRow,
    RowReason,
)
from sheets.books import Row
from sheets.cells import Value, digits, given, text
from sheets.headings import Field, kind_of_post
from sheets.layout import Column, Heading
from sheets.places import DOOR_FIELDS, check_complete, read_door
from sheets.values.belonging import HEAD, read_needs, read_relation, read_yes
from sheets.values.days import read_day
from sheets.values.identity import NameRead, read_id, read_name, read_sex
from sheets.values.phones import read_phones

_DOOR_SET = frozenset(DOOR_FIELDS)
_BLAMED = {
    DoorReason.NO_ROOM: (Field.ROOM, Field.ADDRESS),
    DoorReason.NO_BUILDING: (Field.BUILDING, Field.ADDRESS),
}


_NO_TITLES: Mapping[Field, str] = MappingProxyType({})


class _Park(Exception):
    def __init__(self, reason: str, blamed: Field | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blamed = blamed


@dataclass
class _Cells:
    """The cells of one row by what they hold."""

    by_field: dict[Field, list[tuple[Column, Value]]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    doubts: list[CellDoubt] = field(default_factory=list)

    def all(self, kind: Field) -> list[tuple[Column, Value]]:
        return self.by_field.get(kind, [])

    def first(self, kind: Field) -> Value:
        return next((value for _, value in self.all(kind) if given(value)), "")

    def doubt(self, column: Column, doubt: Doubt) -> None:
        self.doubts.append(CellDoubt(column.heading, doubt))


class RowReader:
    """Reads the rows of one table, knowing its columns."""

    def __init__(self, heading: Heading, today: date | None = None) -> None:
        self.heading = heading
        self.today = today
        self.has_names = Field.NAME in heading.fields

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
        except _Park as parked:
            column = self._blame(parked.blamed)
            raw = text(row[column.at]) if column and column.at < len(row) else ""
            return Parked(number, column.heading if column else "", parked.reason, raw)

    def _sorted(self, row: Row) -> _Cells:
        cells = _Cells()
        for column in self.heading.columns:
            value = row[column.at] if column.at < len(row) else ""
            if value == "":
                continue
            if column.meaning:
                cells.by_field.setdefault(column.meaning.field, []).append((column, value))
            elif found := given(value):
                cells.unknown[column.heading] = found
        return cells

    def _blame(self, kind: Field | None) -> Column | None:
        columns = self.heading.columns
        return next((c for c in columns if kind and c.meaning and c.meaning.field is kind), None)

    def _read(self, cells: _Cells, number: int) -> RegisterRow:
        door = self._door(cells)
        named = self._name(cells)
        posts = self._posts(cells)
        if named.problem is RowReason.NO_NAME and posts and not _has_person(cells):
            return RegisterRow(
                number, door, posts=posts, others=cells.unknown, doubts=tuple(cells.doubts)
            )
        if named.problem:
            raise _Park(named.problem, Field.NAME if self.has_names else Field.HEAD)
        if duty := self._duty(cells, named.name):
            return self._staff(cells, number, duty)
        return self._person(cells, number, door, named, posts)

    def _door(self, cells: _Cells) -> Door:
        try:
            return read_door(
                {kind: cells.first(kind) for kind in DOOR_FIELDS if kind in cells.by_field}
            )
        except DoorUnreadable as error:
            raise _Park(error.reason, self._door_blamed(cells, error.reason)) from None

    def _door_blamed(self, cells: _Cells, reason: DoorReason) -> Field | None:
        for kind in _BLAMED.get(
            reason, (Field.ADDRESS, Field.ROOM, Field.BUILDING, Field.ENTRANCE)
        ):
            if kind in self.heading.fields:
                return kind
        return next((kind for kind in DOOR_FIELDS if kind in cells.by_field), None)

    def _name(self, cells: _Cells) -> NameRead:
        return read_name(cells.first(Field.NAME if self.has_names else Field.HEAD))

    def _person(
        self, cells: _Cells, number: int, door: Door, named: NameRead, posts: tuple[PostHolder, ...]
    ) -> RegisterRow:
        household = given(cells.first(Field.HOUSEHOLD))
        head = read_name(cells.first(Field.HEAD)).name if self.has_names else named.name
        relation = self._relation(cells, named.name, head)
        self._complete(cells, door, bool(household or head or relation == HEAD))
        identity = self._identity(cells)
        needs, left = self._needs(cells)
        return RegisterRow(
            row=number,
            door=door,
            name=named.name,
            household=household,
            head=head,
            relation=relation,
            sex=identity["sex"],
            born=identity["born"],
            id_number=identity["number"],
            phones=self._phones(cells, relation),
            needs=needs,
            moved_in=self._day(cells, Field.MOVED_IN),
            notes="；".join(part for part in (named.note, left, *self._notes(cells)) if part),
            posts=posts,
            others=cells.unknown,
            doubts=tuple(cells.doubts),
        )

    def _complete(self, cells: _Cells, door: Door, household_known: bool) -> None:
        if door == Door():
            raise _Park(RowReason.NO_DOOR, self._door_blamed(cells, DoorReason.UNCLEAR))
        try:
            check_complete(door, household_known=household_known)
        except DoorUnreadable as error:
            raise _Park(error.reason, self._door_blamed(cells, error.reason)) from None

    def _relation(self, cells: _Cells, name: str, head: str) -> str:
        for column, value in cells.all(Field.RELATION):
            found = read_relation(value)
            if not found.known:
                cells.doubt(column, Doubt.RELATION_UNKNOWN)
            if found.name:
                return found.name
        return HEAD if head and head == name else ""

    def _identity(self, cells: _Cells) -> dict[str, str]:
        """Return number, born and sex; what the card tells fills in what the row does not say."""
        born, sex = self._day(cells, Field.BORN), ""
        for column, value in cells.all(Field.SEX):
            found = read_sex(value)
            if found is None:
                cells.doubt(column, Doubt.SEX_UNREADABLE)
            sex = found or sex
        for column, value in cells.all(Field.ID_NUMBER):
            card = read_id(value)
            if card.rounded:
                raise _Park(RowReason.ID_ROUNDED, Field.ID_NUMBER)
            if card.doubt:
                cells.doubt(column, card.doubt)
            elif card.number:
                if (sex and sex != card.sex) or not card.born.startswith(born):
                    cells.doubt(column, Doubt.ID_DIFFERS)
                    return {"number": "", "born": born, "sex": sex}
                return {"number": card.number, "born": card.born, "sex": card.sex}
        return {"number": "", "born": born, "sex": sex}

    def _day(self, cells: _Cells, kind: Field) -> str:
        for column, value in cells.all(kind):
            found = read_day(value, self.today if kind is Field.MOVED_IN else None)
            if found:
                return found
            if found is None:
                cells.doubt(column, Doubt.DATE_UNREADABLE)
        return ""

    def _phones(self, cells: _Cells, relation: str) -> tuple[str, ...]:
        numbers: list[str] = []
        for column, value in cells.all(Field.PHONE):
            if "户主" in column.heading and self.has_names and relation not in ("", HEAD):
                if found := given(value):
                    cells.unknown[column.heading] = found  # it is the head's, not this person's
                continue
            read = read_phones(value)
            numbers += read.numbers
            if read.doubt:
                cells.doubt(column, read.doubt)
        return tuple(dict.fromkeys(numbers))

    def _needs(self, cells: _Cells) -> tuple[tuple[Need, ...], str]:
        needs: list[Need] = []
        left: list[str] = []
        for column, value in cells.all(Field.NEEDS):
            found = read_needs(value)
            needs += found.needs
            if found.left:
                cells.doubt(column, Doubt.NEED_UNKNOWN)
                left.append(found.left)
        for column, value in cells.all(Field.NEED):
            self._tick(cells, column, value, needs)
        return tuple(need for need in Need if need in needs), "；".join(left)

    def _tick(self, cells: _Cells, column: Column, value: Value, needs: list[Need]) -> None:
        need = column.meaning.need if column.meaning else None
        answer = read_yes(value)
        asks_for_phone = need is Need.NO_PHONE and not any(
            w in column.heading for w in ("无手机", "没有")
        )
        if asks_for_phone or "有无手机" in column.heading:
            answer = None if answer is None else not answer
        if need and answer:
            needs.append(need)
        elif answer is None:
            found = read_needs(value)
            needs += found.needs
            if found.left:
                cells.doubt(column, Doubt.NEED_UNKNOWN)
                cells.unknown[column.heading] = found.left

    def _notes(self, cells: _Cells) -> list[str]:
        return [found for _, value in cells.all(Field.NOTES) if (found := given(value))]

    def _posts(self, cells: _Cells) -> tuple[PostHolder, ...]:
        phones: dict[PostKind, str] = {}
        for column, value in cells.all(Field.POST_PHONE):
            read = read_phones(value)
            if read.doubt:
                cells.doubt(column, read.doubt)
            if column.meaning and column.meaning.post and read.numbers:
                phones[column.meaning.post] = read.numbers[0]
        holders = []
        for column, value in cells.all(Field.POST):
            name, phone = _with_phone(value)
            if name and column.meaning and column.meaning.post:
                kind = column.meaning.post
                holders.append(PostHolder(kind, name, phone or phones.get(kind, "")))
            elif given(value):
                cells.unknown[column.heading] = given(value)
        return tuple(holders)

    def _duty(self, cells: _Cells, name: str) -> PostKind | None:
        duty = cells.first(Field.DUTY)
        if not given(duty):
            return None
        if _has_home(cells):  # a resident's work, which may be anywhere
            cells.unknown[cells.all(Field.DUTY)[0][0].heading] = given(duty)
            return None
        kind = kind_of_post(text(duty))
        if kind is None:
            raise _Park(RowReason.NO_POST, Field.DUTY)
        return kind

    def _staff(self, cells: _Cells, number: int, kind: PostKind) -> RegisterRow:
        """A row of a staff table: the door is what the person is responsible for."""
        name = self._name(cells).name
        phones = self._phones(cells, "")
        door = self._area(cells) if cells.first(Field.DUTY_AREA) else self._door(cells)
        holder = PostHolder(kind, name, phones[0] if phones else "")
        return RegisterRow(
            number,
            door,
            posts=(holder,),
            notes="；".join(self._notes(cells)),
            others=cells.unknown,
            doubts=tuple(cells.doubts),
        )

    def _area(self, cells: _Cells) -> Door:
        for kind in (Field.GRID, Field.BUILDING):
            try:
                door = read_door({kind: cells.first(Field.DUTY_AREA)})
            except DoorUnreadable:
                continue
            if kind is Field.BUILDING or door.grid.isdecimal():
                return door
        raise _Park(DoorReason.UNCLEAR, Field.DUTY_AREA)


def _with_phone(value: Value) -> tuple[str, str]:
    """Read 李云 13812345678 as a name and a phone."""
    found = digits(value) or ""
    read = read_phones(found) if any(ch.isdecimal() for ch in found) else None
    letters = "".join(ch for ch in found if not (ch.isdecimal() or ch in "+-()"))
    return read_name(letters).name, read.numbers[0] if read and read.numbers else ""


def _has_person(cells: _Cells) -> bool:
    return any(
        given(cells.first(kind))
        for kind in (Field.ID_NUMBER, Field.RELATION, Field.SEX, Field.BORN)
    )


def _has_home(cells: _Cells) -> bool:
    return any(given(cells.first(kind)) for kind in (Field.ROOM, Field.ADDRESS))


def columns_told(heading: Heading) -> Mapping[str, str]:
    """Return each heading that was recognised, with what it was taken for."""
    return {column.heading: column.meaning.field for column in heading.columns if column.meaning}
