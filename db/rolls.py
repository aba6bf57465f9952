"""Lists that went round in a group: begun, laid over, asked for, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import Household, Roll, RollRow, Unit
from db.slices import delete_some

Said = Mapping[str, Any]


def begin(db: Session, unit_id: int, title: str, author_id: int | None, now: datetime) -> Roll:
    roll = Roll(unit_id=unit_id, title=title, author_id=author_id, begun_at=now, touched_at=now)
    db.add(roll)
    db.flush()  # its rows point to it
    return roll


def of_unit(db: Session, unit_id: int) -> Sequence[Roll]:
    """Return the lists of a unit, the last touched first."""
    found = select(Roll).where(Roll.unit_id == unit_id)
    return db.scalars(found.order_by(Roll.touched_at.desc(), Roll.id.desc())).all()


def last_of(db: Session, author_id: int) -> Roll | None:
    """Return the list somebody pasted last."""
    found = select(Roll).where(Roll.author_id == author_id)
    return db.scalar(found.order_by(Roll.touched_at.desc(), Roll.id.desc()).limit(1))


def said(db: Session, roll_id: int) -> dict[int, Said]:
    """Return what each household wrote, by its number."""
    rows = db.execute(select(RollRow.household_id, RollRow.said).where(RollRow.roll_id == roll_id))
    return {row[0]: row[1] for row in rows}


def lay(db: Session, roll_id: int, rows: Mapping[int, Said]) -> None:
    """Write what households wrote, anew or in place of what they wrote before."""
    for household_id, words in rows.items():
        db.merge(RollRow(roll_id=roll_id, household_id=household_id, said=dict(words)))
    db.flush()


def homes_of(db: Session, building: Unit) -> Sequence[Household]:
    """Return every household of a building, door by door."""
    return db.scalars(
        select(Household)
        .join(Unit, Household.unit_id == Unit.id)
        .where((Unit.id == building.id) | (Unit.parent_id == building.id))
        .order_by(Household.entrance, Household.number, Household.id)
    ).all()


def is_old(before: datetime) -> ColumnElement[bool]:
    """Tell which lists nobody has touched since then."""
    return Roll.touched_at < before


def forget_before(db: Session, before: datetime, limit: int) -> int:
    return delete_some(db, Roll.id, is_old(before), limit)
