"""What staff have filled in about their place; every change is a row of its own."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import PlaceFact


def newest(db: Session, unit_ids: Collection[int]) -> Sequence[PlaceFact]:
    """Return the last word of each of these units on each fact; "" where it holds no longer."""
    last = (
        select(func.max(PlaceFact.id))
        .where(PlaceFact.unit_id.in_(unit_ids))
        .group_by(PlaceFact.unit_id, PlaceFact.name)
    )
    return db.scalars(select(PlaceFact).where(PlaceFact.id.in_(last))).all() if unit_ids else []


def last(db: Session, unit_id: int, name: str) -> PlaceFact | None:
    """Return the last word of just this unit on a fact."""
    found = select(PlaceFact).where(PlaceFact.unit_id == unit_id, PlaceFact.name == name)
    return db.scalar(found.order_by(PlaceFact.id.desc()).limit(1))


def of_line(db: Session, unit_ids: Collection[int], name: str) -> Sequence[PlaceFact]:
    """Return every word of these units on a fact, the newest first."""
    found = select(PlaceFact).where(PlaceFact.unit_id.in_(unit_ids), PlaceFact.name == name)
    return db.scalars(found.order_by(PlaceFact.id.desc())).all()


def add(
    db: Session, unit_id: int, name: str, value: str, person_id: int | None, now: datetime
) -> PlaceFact:
    fact = PlaceFact(unit_id=unit_id, name=name, value=value, set_by=person_id, set_at=now)
    db.add(fact)
    db.flush()  # the audit names its number
    return fact
