"""Finding people in their households."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, joinedload

from db.models import Household, Person, Post, Unit
from db.quick import Quick


def find(db: Session, person_id: int) -> Person | None:
    return db.get(Person, person_id)


def get(db: Session, person_id: int) -> Person:
    return db.get_one(
        Person, person_id, options=[joinedload(Person.household).joinedload(Household.unit)]
    )


Head = tuple[str | None, str | None, str]  # name, relation and phone of who answers for others


@dataclass(frozen=True, slots=True)
class Card:
    """What staff are told of somebody: what they are called, where they live, how to ring them."""

    id: int
    name: str | None
    relation: str | None
    phone: str | None
    id_number: str | None
    household_id: int | None
    unit_id: int | None
    building: str
    entrance: str
    room: str


@dataclass(frozen=True, slots=True)
class OfBody:
    """How old somebody is, and what they need that is registered."""

    birth: str | None
    id_number: str | None
    needs: tuple[str, ...]


_CARDS = select(
    Person.id,
    Person.name,
    Person.relation,
    Person.phone,
    Person.id_number,
    Person.household_id,
    Household.unit_id,
    Household.building,
    Household.entrance,
    Household.room,
).outerjoin(Household, Person.household_id == Household.id)
_OF_BODY = Quick(
    lambda _: select(Person.birth, Person.id_number, Person.needs).where(
        Person.id == bindparam("person")
    )
)
_CARD = Quick(lambda _: _CARDS.where(Person.id == bindparam("person")))
_HEAD = Quick(
    lambda _: (
        select(Person.name, Person.relation, Person.phone)
        .where(
            Person.household_id == bindparam("household"),
            Person.id != bindparam("person"),
            Person.is_respondent.is_(True),
            Person.phone.is_not(None),
        )
        .order_by(Person.id)
        .limit(1)
    )
)


def card(db: Session, person_id: int) -> Card:
    row = _CARD.one(db, {"person": person_id})
    assert row is not None, "whoever is pointed to is there"
    return Card(*row)


def of_body(db: Session, person_id: int) -> OfBody:
    """Return what is registered of somebody that decides what to do when they are unwell."""
    row = _OF_BODY.one(db, {"person": person_id})
    assert row is not None, "whoever is pointed to is there"
    return OfBody(row[0], row[1], tuple(row[2] or ()))


def head_beside(db: Session, card: Card) -> Head | None:
    """Return name, relation and phone of whoever else answers for the household."""
    row = _HEAD.one(db, {"household": card.household_id, "person": card.id})
    return (row[0], row[1], row[2]) if row else None


def cards(db: Session, ids: Collection[int]) -> dict[int, Card]:
    """Return several cards, by whose they are."""
    rows = db.execute(_CARDS.where(Person.id.in_(ids))).all() if ids else ()
    return {row[0]: Card(*tuple(row)) for row in rows}


def heads_beside(db: Session, asked: Collection[Card]) -> dict[int, Head]:
    """Return for each whose household somebody else answers for name, relation and phone of those."""
    homes = {card.household_id for card in asked if card.household_id is not None}
    heads = select(Person.household_id, Person.id, Person.name, Person.relation, Person.phone)
    heads = heads.where(
        Person.household_id.in_(homes), Person.is_respondent.is_(True), Person.phone.is_not(None)
    )
    by_home: dict[int | None, list[tuple[int, Head]]] = {}
    for row in db.execute(heads.order_by(Person.id)).all() if homes else ():
        by_home.setdefault(row[0], []).append((row[1], (row[2], row[3], row[4] or "")))
    found: dict[int, Head] = {}
    for card in asked:
        others = (head for id_, head in by_home.get(card.household_id, ()) if id_ != card.id)
        if (head := next(others, None)) is not None:
            found[card.id] = head
    return found


def age(person: Person | Card | None, today: date) -> int | None:
    """Return how old somebody is, if their id number tells."""
    digits = (person.id_number or "")[6:14] if person is not None else ""
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def in_household(db: Session, household_id: int) -> Sequence[Person]:
    return db.scalars(
        select(Person).where(Person.household_id == household_id).order_by(Person.id)
    ).all()


def named(db: Session, name: str, household_id: int | None = None) -> Sequence[Person]:
    found = select(Person).where(Person.name_index == name)
    if household_id is not None:
        found = found.where(Person.household_id == household_id)
    return db.scalars(found.order_by(Person.id)).all()


def residents_number(db: Session, phone: str) -> bool:
    """Tell whether a telephone is somebody's who has never held a post."""
    served = exists().where(Post.person_id == Person.id)
    found = select(Person.id).where(Person.phone_index == phone, ~served).limit(1)
    return db.scalar(found) is not None


def add(
    db: Session,
    now: datetime,
    *,
    name: str | None,
    household_id: int | None,
    phone: str | None = None,
    relation: str | None = None,
    is_respondent: bool = False,
) -> Person:
    person = Person(
        name=name,
        name_index=name,
        phone=phone,
        phone_index=phone,
        household_id=household_id,
        relation=relation,
        is_respondent=is_respondent,
        created_at=now,
    )
    db.add(person)
    db.flush()  # its id is needed by what comes next
    return person


def with_phone(db: Session, phone: str) -> Sequence[Person]:
    """Return everybody who is rung under a number."""
    return db.scalars(select(Person).where(Person.phone_index == phone).order_by(Person.id)).all()


def called_so(db: Session, path: str, begins: str, most: int) -> Sequence[int] | None:
    """Return who lives below a unit and is called by a surname; None with more than `most` people.

    Names are sealed, so all of them are opened: that is for a few thousand, not for a city.
    """
    below = (
        select(Person.id, Person.name)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(path, autoescape=True), Person.gone_on.is_(None))
        .order_by(Person.id)
        .limit(most + 1)
    )
    rows = db.execute(below).all()
    if len(rows) > most:
        return None
    return [number for number, name in rows if name and name.startswith(begins)]
