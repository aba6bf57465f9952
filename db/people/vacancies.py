"""What nobody sees to: units without a holder of a post, households without anybody, people out of reach."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Contact, ContactState, Household, Person, Post, Role, Unit
from db.people.absences import is_lasting


def held(db: Session, path: str, day: date) -> set[tuple[int, Role]]:
    """Return which posts are held in a unit or below it."""
    rows = db.execute(
        select(Post.unit_id, Post.role)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Unit.path.startswith(path, autoescape=True), is_lasting(day))
    )
    return {(row[0], row[1]) for row in rows}


def inhabited(db: Session, path: str) -> dict[int, int]:
    """Return how many households with people in them hang at each unit, and nobody looks after."""
    rows = db.execute(
        select(Household.unit_id, func.count())
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            Unit.path.startswith(path, autoescape=True),
            Household.keeper_id.is_(None),
            exists().where(Person.household_id == Household.id, Person.gone_on.is_(None)),
        )
        .group_by(Household.unit_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def some_homes(db: Session, unit_ids: Collection[int], at_most: int) -> list[Household]:
    """Return the first households of these units that nobody looks after."""
    found = select(Household).where(
        Household.unit_id.in_(unit_ids),
        Household.keeper_id.is_(None),
        exists().where(Person.household_id == Household.id, Person.gone_on.is_(None)),
    )
    return list(db.scalars(found.order_by(Household.id).limit(at_most)))


def _silent() -> ColumnElement[bool]:
    """Tell in which household nobody follows us and nobody has a telephone."""
    member = aliased(Person)
    return ~exists().where(
        member.household_id == Household.id,
        member.gone_on.is_(None),
        or_(
            member.phone_index.is_not(None),
            exists().where(
                and_(Contact.person_id == member.id, Contact.state == ContactState.FOLLOWING)
            ),
        ),
    )


def out_of_reach(db: Session, path: str) -> int:
    """Return how many people nobody can reach: no contact and no phone in the whole household."""
    found = (
        select(func.count())
        .select_from(Person)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(path, autoescape=True), Person.gone_on.is_(None), _silent())
    )
    return db.scalar(found) or 0


def silent_homes(db: Session, path: str, at_most: int) -> list[Household]:
    """Return the first households in which nobody can be reached."""
    found = (
        select(Household)
        .join(Unit, Household.unit_id == Unit.id)
        .where(
            Unit.path.startswith(path, autoescape=True),
            exists().where(Person.household_id == Household.id, Person.gone_on.is_(None)),
            _silent(),
        )
    )
    return list(db.scalars(found.order_by(Household.id).limit(at_most)))


def holders(db: Session, path: str, roles: Collection[Role], day: date) -> list[tuple[int, int]]:
    """Return who holds one of these posts in a unit or below it: unit and person."""
    rows = db.execute(
        select(Post.unit_id, Post.person_id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Unit.path.startswith(path, autoescape=True), Post.role.in_(roles), is_lasting(day))
        .order_by(Post.id)
    )
    return [(row[0], row[1]) for row in rows]


def kept(db: Session, path: str) -> dict[int, int]:
    """Return how many households each keeper looks after."""
    rows = db.execute(
        select(Household.keeper_id, func.count())
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(path, autoescape=True), Household.keeper_id.is_not(None))
        .group_by(Household.keeper_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}
