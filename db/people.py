"""Finding people in their households."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.models import Household, Person


def get(db: Session, person_id: int) -> Person:
    return db.get_one(
        Person, person_id, options=[joinedload(Person.household).joinedload(Household.unit)]
    )


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
