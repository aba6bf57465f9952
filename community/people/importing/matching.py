"""What each row of a table would change: who it is about, and which of their values it says otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from community.people.importing.conflicts import HEAD, Conflict, contradicting, place
from community.people.importing.growing import Ambiguous, Tree
from core.doors import Door
from core.register import Parked, RegisterRow
from db.people.register import KnownHome, KnownPerson

HomeKey = tuple[int, str, str]  # the building's number among units, entrance, room


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Step:
    """What one row does: to whom (None: somebody new), at which door, with which values."""

    row: int
    fate: Fate
    door: Door
    person: KnownPerson | None
    home: KnownHome | None
    values: dict[str, Any]
    moves: bool = False
    number: str = ""  # 户号


@dataclass
class Known:
    """The register as it is, to look up by."""

    tree: Tree
    homes: Sequence[KnownHome]
    people: Sequence[KnownPerson]
    home_at: dict[HomeKey, KnownHome] = field(init=False)
    in_home: dict[int, list[KnownPerson]] = field(init=False)
    by_id_number: dict[str, KnownPerson] = field(init=False)
    by_phone: dict[tuple[str, str], KnownPerson] = field(init=False)

    def __post_init__(self) -> None:
        at = self.tree.building_of
        self.home_at = {(at(home.unit_id), home.entrance, home.room): home for home in self.homes}
        self.in_home = defaultdict(list)
        self.by_id_number, self.by_phone = {}, {}
        for person in self.people:
            self.in_home[person.household_id or 0].append(person)
            if person.id_number:
                self.by_id_number.setdefault(person.id_number, person)
            for phone in (person.phone, *(person.other_phones or ())):
                if person.name and phone:
                    self.by_phone.setdefault((person.name, phone), person)

    def home(self, door: Door) -> KnownHome | None:
        """Return the household behind a door.  Raises Ambiguous."""
        building = self.tree.find(replace(door, entrance="", room=""))
        return self.home_at.get((building.id, door.entrance, door.room)) if building else None


def plan(rows: Sequence[RegisterRow], known: Known) -> Iterator[Step | Parked]:
    """Yield for each row that names somebody what it would do, or why it waits."""
    parked = contradicting(rows)
    names = _names_by_door(row for row in rows if row.row not in parked)
    taken: set[int] = set()
    for row in rows:
        if not row.name:
            continue
        if row.row in parked:
            yield parked[row.row]
            continue
        step = _step(row, known, names[place(row.door)])
        person = step.person if isinstance(step, Step) else None
        if person is not None and person.id in taken:
            yield Parked(row.row, "姓名", Conflict.TWICE, row.name)
            continue
        if person is not None:
            taken.add(person.id)
        yield step


def _names_by_door(rows: Iterable[RegisterRow]) -> dict[Door, set[str]]:
    names: dict[Door, set[str]] = defaultdict(set)
    for row in rows:
        names[place(row.door)].add(row.name)
    return names


def _step(row: RegisterRow, known: Known, named_here: set[str]) -> Step | Parked:
    try:
        home = known.home(row.door)
    except Ambiguous:
        return Parked(row.row, "楼栋", Conflict.NO_SUCH_BUILDING, row.door.building)
    person = _who(row, home, known, named_here)
    if person is None:
        return Step(
            row.row, Fate.NEW, row.door, None, home, _values(row, None), number=row.household
        )
    moves = home is None or person.household_id != home.id
    wrong = _why_not(row, person, moves)
    if wrong is not None:
        return wrong
    values = _values(row, person)
    fate = Fate.CHANGED if values or moves else Fate.SAME
    return Step(row.row, fate, row.door, person, home, values, moves, row.household)


def _who(
    row: RegisterRow, home: KnownHome | None, known: Known, named_here: set[str]
) -> KnownPerson | None:
    """Return whom a row is about: by door and name, by id number, by name and phone, or renamed."""
    family = known.in_home.get(home.id, []) if home else []
    alike = [person for person in family if person.name == row.name]
    if len(alike) == 1:
        return alike[0]
    if row.id_number and row.id_number in known.by_id_number:
        return known.by_id_number[row.id_number]
    for phone in row.phones:
        if (row.name, phone) in known.by_phone:
            return known.by_phone[row.name, phone]
    renamed = [
        person
        for person in family
        if person.name not in named_here
        and row.relation
        and person.relation == row.relation
        and person.phone in row.phones
    ]
    return renamed[0] if len(renamed) == 1 else None


def _why_not(row: RegisterRow, person: KnownPerson, moves: bool) -> Parked | None:
    """A table never takes over a home that somebody's phone is bound to, nor another's identity."""
    if row.id_number and person.id_number and row.id_number != person.id_number:
        return Parked(row.row, "身份证号", Conflict.OTHER_ID, row.name)
    if person.is_bound and person.name != row.name:
        return Parked(row.row, "姓名", Conflict.BOUND_NAME, row.name)
    if person.is_bound and moves and not _is_sure(row, person):
        return Parked(row.row, "姓名", Conflict.BOUND_HOME, row.name)
    return None


def _is_sure(row: RegisterRow, person: KnownPerson) -> bool:
    return bool(row.id_number) and row.id_number == person.id_number


def _values(row: RegisterRow, person: KnownPerson | None) -> dict[str, Any]:
    """Return the columns a row gives another value; a blank cell never overwrites."""
    first = row.phones[0] if row.phones else None
    others = list(row.phones[1:])
    if person is not None and first is not None and first == person.phone:
        first = None
    given: dict[str, Any] = {
        "name": row.name,
        "relation": row.relation,
        "sex": row.sex,
        "birth": row.born,
        "id_number": row.id_number,
        "phone": first,
        "other_phones": others,
        "needs": sorted(need.value for need in row.needs),
        "moved_in": row.moved_in,
        "notes": row.notes,
    }
    said = {name: value for name, value in given.items() if value}
    if person is None:
        return said
    return {name: value for name, value in said.items() if value != getattr(person, name)}


def is_head(row_relation: str | None) -> bool:
    return row_relation == HEAD
