"""What each row of a table would change: who it is about, and which of their values it says otherwise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from community.people.importing.conflicts import Conflict, contradicting
from community.people.importing.doors import HEAD, place
from community.people.importing.growing import (
    Ambiguous,
    Outside,
    PerhapsTheSame,
    Tree,
    Unplaceable,
)
from core.doors import Door
from core.register import Need, Parked, RegisterRow
from db.people.register import KnownHome, KnownPerson

HomeKey = tuple[int, str, str]  # the building's number among units, entrance, room
Names = Mapping[Door, set[str]]


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RowStep:
    """What one row does: to whom (None: somebody new), at which door, with which values."""

    row: int
    fate: Fate
    door: Door
    person: KnownPerson | None
    home: KnownHome | None
    values: dict[str, Any]
    moves: bool = False
    number: str = ""  # 户号, where the household has none yet


@dataclass
class KnownRegister:
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
            if person.household_id is not None:
                self.in_home[person.household_id].append(person)
            if person.id_number:
                self.by_id_number.setdefault(person.id_number, person)
            for phone in person.phones:
                if person.name:
                    self.by_phone.setdefault((person.name, phone), person)

    def home(self, door: Door) -> KnownHome | None:
        """Return the household behind a door.  Raises Unplaceable."""
        building = self.tree.find(replace(door, entrance="", room=""))
        return self.home_at.get((building.id, door.entrance, door.room)) if building else None

    def family(self, home: KnownHome | None) -> list[KnownPerson]:
        return self.in_home.get(home.id, []) if home else []


def plan(rows: Sequence[RegisterRow], known: KnownRegister) -> Iterator[RowStep | Parked]:
    """Yield for each row that names somebody what it would do, or why it waits.

    Rows that name an estate come first: what others mean by a number depends on them.
    What the tree lacks grows in it as the rows are planned, so hand over one that only imagines.
    """
    parked = contradicting(rows) | crossed(rows, known)
    names: dict[Door, set[str]] = defaultdict(set)
    for row in rows:
        if row.name and row.row not in parked:
            names[place(row.door)].add(row.name)
    taken: set[int] = set()
    for row in sorted(rows, key=lambda each: not each.door.estate):
        if not row.name:
            continue
        step = parked.get(row.row) or _placed(row, known, names)
        person = step.person if isinstance(step, RowStep) else None
        if person is not None and person.id in taken:
            yield Parked(row.row, "姓名", Conflict.TWICE, row.name)
            continue
        if person is not None:
            taken.add(person.id)
        yield step


def crossed(rows: Sequence[RegisterRow], known: KnownRegister) -> dict[int, Parked]:
    """Return the rows of buildings that stand in one grid and are written under another.

    That may be a slip; where a door of theirs is somebody else's, it is another building.
    """
    by_grid: dict[Door, dict[str, list[RegisterRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.name and row.door.building and row.door.grid:
            building = replace(place(row.door), entrance="", room="")
            by_grid[building][row.door.grid].append(row)
    parked: dict[int, Parked] = {}
    for building, grids in by_grid.items():
        for grid, there in grids.items():
            others = [row for name, rest in grids.items() if name != grid for row in rest]
            if _stands_elsewhere(replace(building, grid=grid), there, others, known):
                for row in there:
                    about = row.door.building
                    parked[row.row] = Parked(row.row, "网格", Conflict.TWO_GRIDS, about)
    return parked


def _stands_elsewhere(
    building: Door,
    there: Sequence[RegisterRow],
    others: Sequence[RegisterRow],
    known: KnownRegister,
) -> bool:
    try:
        stands = known.tree.find(building)
        if stands is not None and not known.tree.grid_differs(building):
            return False
        if stands is None:
            doors = {place(row.door) for row in others}
            return any(place(row.door) in doors for row in there)
        families = [(known.family(known.home(row.door)), row) for row in there]
    except Unplaceable:
        return False  # said of each row
    strangers: dict[Door, bool] = {}
    for family, row in families:
        known_here = any(each.name == row.name for each in family)
        door = place(row.door)
        strangers[door] = strangers.get(door, bool(family)) and not known_here
    return any(strangers.values())


def _placed(row: RegisterRow, known: KnownRegister, names: Names) -> RowStep | Parked:
    try:
        step = _step(row, known, names[place(row.door)])
        known.tree.grow(None, row.door)
    except Ambiguous:
        return Parked(row.row, "楼栋", Conflict.NO_SUCH_BUILDING, row.door.building)
    except PerhapsTheSame:
        return Parked(row.row, "小区", Conflict.PERHAPS_SAME_BUILDING, row.door.building)
    except Outside:
        return Parked(row.row, "楼栋", Conflict.OUTSIDE, row.door.building)
    return step


def _step(row: RegisterRow, known: KnownRegister, named_here: set[str]) -> RowStep | Parked:
    home = known.home(row.door)
    person = _who(row, home, known, named_here)
    moves = person is not None and (home is None or person.household_id != home.id)
    wrong = _why_not(row, person, moves)
    if wrong is None and (person is None or moves) and _other_head(row, home, known, named_here):
        wrong = Parked(row.row, "与户主关系", Conflict.OTHER_HEAD, row.name)
    if wrong is not None:
        return wrong
    values = _values(row, person)
    number = row.household if home is None or not home.number else ""
    changes = bool(values or moves or (home is not None and number))
    fate = Fate.NEW if person is None else Fate.CHANGED if changes else Fate.SAME
    return RowStep(row.row, fate, row.door, person, home, values, moves, number)


def _who(
    row: RegisterRow, home: KnownHome | None, known: KnownRegister, named_here: set[str]
) -> KnownPerson | None:
    """Return whom a row is about: by door and name, by id number, by name and phone, or renamed."""
    family = known.family(home)
    alike = [person for person in family if person.name == row.name]
    if len(alike) > 1:
        alike = [each for each in alike if not each.is_gone and _agrees(row, each)] or alike
    if alike:
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
        and not person.is_gone
        and row.relation
        and person.relation == row.relation
        and person.phone in row.phones
    ]
    return renamed[0] if len(renamed) == 1 else None


def _agrees(row: RegisterRow, person: KnownPerson) -> bool:
    if row.id_number and person.id_number:
        return row.id_number == person.id_number
    return not row.phones or not person.phone or person.phone in row.phones


def _why_not(row: RegisterRow, person: KnownPerson | None, moves: bool) -> Parked | None:
    """A table never takes over a home that somebody's phone is bound to, nor another's identity."""
    if person is None:
        return None
    if person.is_gone:
        return Parked(row.row, "姓名", Conflict.GONE, row.name)
    if row.id_number and person.id_number and row.id_number != person.id_number:
        return Parked(row.row, "身份证号", Conflict.OTHER_ID, row.name)
    if moves and person.name and person.name != row.name:
        return Parked(row.row, "身份证号", Conflict.OTHER_NAME, row.name)
    if person.is_bound and person.name and person.name != row.name:
        return Parked(row.row, "姓名", Conflict.BOUND_NAME, row.name)
    if person.is_bound and moves and person.household_id and not _is_sure(row, person):
        return Parked(row.row, "姓名", Conflict.BOUND_HOME, row.name)
    return None


def _other_head(
    row: RegisterRow, home: KnownHome | None, known: KnownRegister, named_here: set[str]
) -> bool:
    """Tell whether a household has a head of whom the table says nothing."""
    if row.relation != HEAD or (home and home.number and row.household not in ("", home.number)):
        return False
    return any(
        each.relation == HEAD and not each.is_gone and each.name not in named_here
        for each in known.family(home)
    )


def _is_sure(row: RegisterRow, person: KnownPerson) -> bool:
    return bool(row.id_number) and row.id_number == person.id_number


def _values(row: RegisterRow, person: KnownPerson | None) -> dict[str, Any]:
    """Return the columns a row gives another value; a blank cell never overwrites."""
    given: dict[str, Any] = {
        "name": row.name,
        "relation": row.relation,
        "sex": row.sex,
        "birth": row.born,
        "id_number": row.id_number,
        **_phones(row, person),
        "needs": _needs(row, person),
        "moved_in": row.moved_in,
        "notes": row.notes,
    }
    said = {name: value for name, value in given.items() if value}
    if person is None:
        return said
    return {name: value for name, value in said.items() if value != _known(person, name)}


def _needs(row: RegisterRow, person: KnownPerson | None) -> list[str]:
    """Return what a row says; that somebody lives elsewhere their family says, and takes back."""
    said = {need.value for need in row.needs}
    kept = {Need.ELSEWHERE.value} & set(person.needs or ()) if person and said else set()
    return sorted(said | kept)


def _known(person: KnownPerson, name: str) -> Any:
    value = getattr(person, name)
    return sorted(value) if name == "needs" and value else value


def _phones(row: RegisterRow, person: KnownPerson | None) -> dict[str, Any]:
    """Return the phone and the others; a known number that is not written again stays."""
    known = person.phones if person else ()
    fresh = [phone for phone in row.phones if phone not in known]
    if not fresh:
        return {}
    # The only one that is written replaces the first; further ones come beside it.
    kept = known if len(row.phones) > 1 else known[1:]
    others = [phone for phone in (*row.phones, *kept) if phone != row.phones[0]]
    return {"phone": row.phones[0], "other_phones": list(dict.fromkeys(others))}
