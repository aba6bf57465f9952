"""Whom a text names: the names of the register that stand in it."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.models import Household, Person

MOST = 200  # people of the names in one text; nobody chooses among more


def living_named(db: Session, names: Collection[str]) -> Sequence[Person]:
    """Return who lives behind a door and is called by one of these names, exactly."""
    if not names:
        return ()
    return db.scalars(
        select(Person)
        .where(
            Person.name_index.in_(names),
            Person.household_id.is_not(None),
            Person.gone_on.is_(None),
            Person.merged_into.is_(None),
        )
        .options(joinedload(Person.household).joinedload(Household.unit))
        .order_by(Person.id)
        .limit(MOST)
    ).all()
