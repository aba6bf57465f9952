"""Finding people in their households."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.models import Household, Person


def get(db: Session, person_id: int) -> Person:
    return db.get_one(
        Person, person_id, options=[joinedload(Person.household).joinedload(Household.unit)]
    )


def age(person: Person | None, today: date) -> int | None:
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


def add(
    db: Session,
    now: datetime,
    *,
    name: str | None,
    household_id: int | None,
    phone: str | None = None,
    relation: str | None = None,
    answers: bool = False,
) -> Person:
    person = Person(
        name=name,
        name_index=name,
        phone=phone,
        phone_index=phone,
        household_id=household_id,
        relation=relation,
        answers=answers,
        created_at=now,
    )
    db.add(person)
    db.flush()  # its id is needed by what comes next
    return person
