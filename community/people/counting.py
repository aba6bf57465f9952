"""How many live where one is responsible, and who of them is meant: by need, age, or what is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused, record
from community.people.homes import building_of
from community.people.registering import Resident
from core.register import Need
from db.models import Household, Person
from db.people import counts, persons
from db.people.counts import Described

MANY = 12000  # people whose records are opened for one list; of more a building is named
PAGE = 15  # names one answer holds


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many households and people live in a place; `silent`: homes with no phone of ours."""

    place: str
    homes: int
    people: int
    unbound: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """Who is meant; exactly one of these is given."""

    need: Need | None = None
    from_age: int | None = None
    to_age: int | None = None
    no_number: bool = False  # no number is written down


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people: all there are, and some of them with their doors."""

    total: int
    rows: Sequence[Resident]
    place: str


@dataclass(frozen=True, slots=True)
class ListedHome:
    """A household with who answers for it."""

    door: str
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class HomesListed:
    """A page of households."""

    total: int
    rows: Sequence[ListedHome]
    place: str


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    paths: Sequence[str]


def _place(actor: Actor, db: Session, building: str) -> _Place | Refused:
    """Return a building of theirs, or all they are responsible for."""
    if not actor.is_staff:
        return Refused("not_staff")
    if building:
        unit = building_of(actor, db, building)
        return Refused("no_building", building) if unit is None else _Place(unit.name, [unit.path])
    seats = actor.seats()
    wide = [
        seat
        for seat in seats
        if not any(seat.path.startswith(other.path) and seat.path != other.path for other in seats)
    ]
    name = "、".join(dict.fromkeys(seat.name for seat in wide))
    return _Place(name, list(dict.fromkeys(seat.path for seat in wide)))


def count(actor: Actor, db: Session, building: str) -> HeadCount | Refused:
    """Count a building, or all one is responsible for where none is named."""
    place = _place(actor, db, building)
    if isinstance(place, Refused):
        return place
    return HeadCount(
        place.name,
        counts.homes(db, place.paths),
        counts.people(db, place.paths),
        counts.homes(db, place.paths, unbound=True),
    )


def who(
    actor: Actor, db: Session, wanted: Criterion, building: str, page: int, now: datetime, day: date
) -> Listed | Refused:
    """Return a page of those who are meant; that staff read the list is written down."""
    place = _place(actor, db, building)
    if isinstance(place, Refused):
        return place
    rows = counts.described(db, place.paths, MANY)
    if rows is None:
        return Refused("too_many", place.name)
    fits = _test(wanted, day)
    ids = [row.id for row in rows if fits(row)]
    record(db, actor, now, "list_read", detail=_named(wanted))
    shown = [persons.get(db, number) for number in ids[page * PAGE : (page + 1) * PAGE]]
    found = [Resident(each, tree.door(each.household)) for each in shown if each.household]
    return Listed(len(ids), found, place.name)


def _named(wanted: Criterion) -> str:
    if wanted.need is not None:
        return wanted.need.value
    return "no_number" if wanted.no_number else "age"


def _test(wanted: Criterion, day: date) -> Callable[[Described], bool]:
    if wanted.no_number:
        return lambda row: not row.has_phone
    if wanted.need is not None:
        word = wanted.need.value
        return lambda row: word in (row.needs or ())
    low, high = wanted.from_age or 0, wanted.to_age if wanted.to_age is not None else 200
    return lambda row: (
        (age := age_of(row.birth, row.id_number, day)) is not None and (low <= age <= high)
    )


def age_of(birth: str | None, id_number: str | None, day: date) -> int | None:
    """Return how old somebody is, by a day, a month or only a year of birth."""
    digits = (id_number or "")[6:14]
    said = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits.isdecimal() else birth or ""
    parts = [int(part) for part in said.split("-") if part.isdecimal()]
    if not parts or not 1880 <= parts[0] <= day.year:
        return None
    month, born = (*parts[1:], 1, 1)[:2]
    return day.year - parts[0] - ((day.month, day.day) < (month, born))


def homes(
    actor: Actor, db: Session, building: str, page: int, now: datetime, *, unbound: bool = False
) -> HomesListed | Refused:
    """Return a page of households, all of them or those with no phone of ours."""
    place = _place(actor, db, building)
    if isinstance(place, Refused):
        return place
    total = counts.homes(db, place.paths, unbound=unbound)
    found = counts.some_homes(db, place.paths, page * PAGE, PAGE, unbound=unbound)
    record(db, actor, now, "list_read", detail="unbound" if unbound else "homes")
    return HomesListed(total, [_home(db, each) for each in found], place.name)


def _home(db: Session, home: Household) -> ListedHome:
    people = [each for each in persons.in_household(db, home.id) if each.gone_on is None]
    people.sort(key=lambda each: (not each.is_respondent, each.id))
    return ListedHome(tree.door(home), people)
