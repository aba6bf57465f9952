"""Whether the register is one a community can work with: counts of what there is and what lacks."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Household, Person, Post, Role, Unit
from db.people.absences import is_lasting


def buildings(db: Session) -> Sequence[tuple[int, str]]:
    """Return number and name of every building."""
    found = select(Unit.id, Unit.name).where(Unit.building.is_not(None)).order_by(Unit.id)
    return [(id_, name) for id_, name in db.execute(found)]


def held_roles(db: Session, day: date) -> set[Role]:
    """Return the roles that somebody holds on a day, wherever."""
    return set(db.scalars(select(Post.role).where(is_lasting(day)).distinct()))


def households(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Household)) or 0


def empty_households(db: Session) -> int:
    """Return how many households nobody is written down for."""
    lives = exists().where(Person.household_id == Household.id, Person.gone_on.is_(None))
    return db.scalar(select(func.count()).select_from(Household).where(~lives)) or 0


def unbound_households(db: Session) -> int:
    """Return in how many households, of those somebody lives in, nobody follows the account."""
    lives = exists().where(Person.household_id == Household.id, Person.gone_on.is_(None))
    follows = exists().where(
        Person.household_id == Household.id,
        Contact.person_id == Person.id,
        Contact.state == ContactState.FOLLOWING,
    )
    found = select(func.count()).select_from(Household).where(lives, ~follows)
    return db.scalar(found) or 0
