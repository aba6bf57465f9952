"""The register of a unit, read and written in bulk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sys import intern
from typing import Any

from sqlalchemy import RowMapping, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Contact, Household, Person, Post, Role, Unit
from db.people.absences import is_lasting


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit that is there."""

    id: int
    parent_id: int | None
    level: int
    label: str
    name: str
    path: str
    building: str | None


@dataclass(frozen=True, slots=True)
class KnownHome:
    """A household that is there."""

    id: int
    unit_id: int
    building: str
    entrance: str
    room: str
    number: str | None
    keeper_id: int | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is there, opened; `is_bound` tells whether a phone speaks for them."""

    id: int
    household_id: int | None
    name: str | None
    phone: str | None
    other_phones: list[str] | None
    id_number: str | None
    relation: str | None
    is_respondent: bool
    sex: str | None
    birth: str | None
    moved_in: str | None
    notes: str | None
    needs: list[str] | None
    is_bound: bool
    is_gone: bool

    @property
    def phones(self) -> tuple[str, ...]:
        """The one that is rung first, and the others."""
        return (*([self.phone] if self.phone else ()), *(self.other_phones or ()))


_IN_PARTS = {"yield_per": 1000}  # sealed rows take five times the memory of opened ones

_UNITS = select(
    Unit.id, Unit.parent_id, Unit.level, Unit.label, Unit.name, Unit.path, Unit.building
)


def line(db: Session, unit_id: int) -> list[KnownUnit]:
    """Return the units that lead down to one, which is the last."""
    path = db.scalars(select(Unit.path).where(Unit.id == unit_id)).one()
    ids = [int(step) for step in path.strip("/").split("/")]
    found = {row.id: KnownUnit(*row) for row in db.execute(_UNITS.where(Unit.id.in_(ids)))}
    return [found[id_] for id_ in ids]


def beside(db: Session, unit_id: int) -> list[KnownUnit]:
    """Return a unit and all others of its level and kind: the communities of a street."""
    here = db.get_one(Unit, unit_id)
    alike = _UNITS.where(Unit.level == here.level, Unit.label == here.label)
    return [KnownUnit(*row) for row in db.execute(alike.order_by(Unit.id))]


def community_of(db: Session, unit_id: int) -> str:
    """Return the name of the community or village a unit is or lies in, "" above one."""
    labels = {"社区", "村"}
    return next((each.name for each in line(db, unit_id) if each.label in labels), "")


def units_below(db: Session, root: KnownUnit) -> list[KnownUnit]:
    """Return everything below a unit, the widest first."""
    below = Unit.path.startswith(root.path, autoescape=True) & (Unit.id != root.id)
    return [
        KnownUnit(*row) for row in db.execute(_UNITS.where(below).order_by(Unit.level, Unit.id))
    ]


def homes_below(db: Session, root: KnownUnit) -> list[KnownHome]:
    rows = db.execute(
        select(
            Household.id,
            Household.unit_id,
            Household.building,
            Household.entrance,
            Household.room,
            Household.number,
            Household.keeper_id,
        )
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(root.path, autoescape=True))
        .order_by(Household.id),
        execution_options=_IN_PARTS,
    )
    return [KnownHome(*row) for row in rows]


_IS_BOUND = exists().where(Contact.person_id == Person.id)
_KNOWN = select(
    Person.id,
    Person.household_id,
    Person.name,
    Person.phone,
    Person.other_phones,
    Person.id_number,
    Person.relation,
    Person.is_respondent,
    Person.sex,
    Person.birth,
    Person.moved_in,
    Person.notes,
    Person.needs,
    _IS_BOUND.label("is_bound"),
    Person.gone_on.is_not(None).label("is_gone"),
).where(Person.merged_into.is_(None))


def people_below(db: Session, root: KnownUnit) -> list[KnownPerson]:
    """Return everybody who lives or lived below a unit, in the order they were written down."""
    rows = db.execute(
        _KNOWN.join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(root.path, autoescape=True))
        .order_by(Person.household_id, Person.id),
        execution_options=_IN_PARTS,
    )
    return [_known(row) for row in rows.mappings()]


def without_home(db: Session) -> list[KnownPerson]:
    """Return those who live nowhere we know: staff, most of them."""
    rows = db.execute(_KNOWN.where(Person.household_id.is_(None)).order_by(Person.id))
    return [_known(row) for row in rows.mappings()]


def _known(row: RowMapping) -> KnownPerson:
    """Keep one copy of the words that many share: a register has a hundred thousand people."""
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    for name in ("relation", "sex", "birth", "moved_in"):
        values[name] = intern(values[name]) if values[name] is not None else None
    return KnownPerson(**values)


def add_unit(
    db: Session, parent: KnownUnit, label: str, name: str, *, building: str | None = None
) -> KnownUnit:
    """Write down a unit below another; a building gets the scene of its door's QR code."""
    made = Unit(
        parent_id=parent.id, level=parent.level + 1, label=label, name=name,
        path=f"new/{parent.id}/{name}", building=building,
    )  # fmt: skip
    db.add(made)
    db.flush()  # the path is made of ids
    made.path = f"{parent.path}{made.id}/"
    made.scene = f"door-{made.id}" if building else None
    return KnownUnit(made.id, parent.id, made.level, label, name, made.path, building)


def move_homes(db: Session, from_unit: int, entrance: str, to_unit: int) -> None:
    """Let the households of an entrance hang at a unit of its own."""
    db.execute(
        update(Household)
        .where(Household.unit_id == from_unit, Household.entrance == entrance)
        .values(unit_id=to_unit)
    )


def add_homes(db: Session, homes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write down households; return their numbers in the same order."""
    return _added(db, Household, [{**home, "room_index": home["room"]} for home in homes])


def add_people(db: Session, people: Sequence[Mapping[str, Any]], now: datetime) -> list[int]:
    """Write down people; return their numbers in the same order."""
    rows = [{**_indexed(person), "created_at": now} for person in people]
    return _added(db, Person, rows)


def change_people(db: Session, changes: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    for person_id, values in changes:
        db.execute(update(Person).where(Person.id == person_id).values(**_indexed(values)))


def keep_homes(db: Session, home_ids: Sequence[int], keeper_id: int) -> None:
    """Let somebody look after households that nobody does yet."""
    db.execute(
        update(Household)
        .where(Household.id.in_(home_ids), Household.keeper_id.is_(None))
        .values(keeper_id=keeper_id)
    )


def number_homes(db: Session, numbers: Mapping[int, str]) -> None:
    """Give households the number under which the office counts them."""
    for home_id, number in numbers.items():
        db.execute(update(Household).where(Household.id == home_id).values(number=number))


def bound_among(db: Session, people: Collection[int]) -> set[int]:
    """Return for which of these people a phone speaks by now."""
    found = db.scalars(select(Contact.person_id).where(Contact.person_id.in_(people)).distinct())
    return {person_id for person_id in found if person_id is not None}


def could_answer(db: Session, root: KnownUnit) -> list[int]:
    """Return the first person of each household below a unit for which nobody answers."""
    other = aliased(Person)
    answers = exists().where(
        other.household_id == Household.id, other.is_respondent.is_(True), other.gone_on.is_(None)
    )
    first = (
        select(func.min(Person.id))
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(root.path, autoescape=True), Person.gone_on.is_(None), ~answers)
        .group_by(Household.id)
    )
    return list(db.scalars(first))


def let_answer(db: Session, people: Collection[int]) -> None:
    db.execute(update(Person).where(Person.id.in_(people)).values(is_respondent=True))


def _added(
    db: Session, table: type[Household] | type[Person], rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    if not rows:
        return []
    made = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(db.scalars(made, [dict(row) for row in rows]))


def _indexed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Add what a value is looked up by."""
    indexed = dict(values)
    for name in ("name", "phone"):
        if name in values:
            indexed[f"{name}_index"] = values[name]
    return indexed


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a post, opened."""

    unit_id: int
    role: Role
    person_id: int
    name: str | None
    phone: str | None


def holdings_below(db: Session, root: KnownUnit, day: date) -> list[Holding]:
    """Return the posts held on a day in a unit, above it or below it, with their holders."""
    above = [int(step) for step in root.path.strip("/").split("/")]
    rows = db.execute(
        select(Post.unit_id, Post.role, Person.id, Person.name, Person.phone)
        .join(Unit, Post.unit_id == Unit.id)
        .join(Person, Post.person_id == Person.id)
        .where(
            Unit.path.startswith(root.path, autoescape=True) | Unit.id.in_(above),
            is_lasting(day),
        )
        .order_by(Post.id)
    )
    return [Holding(*row) for row in rows]


def keepers_below(db: Session, root: KnownUnit) -> dict[int, tuple[str, str]]:
    """Return who looks after single households below a unit: name and phone, opened."""
    keeper = aliased(Person)
    rows = db.execute(
        select(keeper.id, keeper.name, keeper.phone)
        .join(Household, Household.keeper_id == keeper.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(root.path, autoescape=True))
        .distinct()
    )
    return {row[0]: (row[1] or "", row[2] or "") for row in rows}


def add_post(db: Session, person_id: int, unit_id: int, role: Role, day: date) -> None:
    """Let somebody hold a post from a day on."""
    db.add(Post(person_id=person_id, unit_id=unit_id, role=role, from_on=day))
