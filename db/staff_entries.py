"""Answers of staff that became what the community knows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from db.models import StaffEntry, StaffEntryState
from db.quick import Quick

_LIVE = Quick(
    lambda _: (
        select(StaffEntry.id, StaffEntry.wordings)
        .where(
            StaffEntry.state == StaffEntryState.LIVE,
            StaffEntry.starts_on <= bindparam("today"),
            or_(StaffEntry.ends_on.is_(None), StaffEntry.ends_on >= bindparam("today")),
        )
        .order_by(StaffEntry.id.desc())
    )
)


def live_wordings(db: Session, today: date) -> list[tuple[int, list[str]]]:
    """Return number and wordings of what staff have made known and holds today, newest first."""
    return [(row[0], row[1]) for row in _LIVE.all(db, {"today": today})]


def get(db: Session, number: int) -> StaffEntry:
    return db.get_one(StaffEntry, number)


def hold(db: Session, number: int) -> StaffEntry | None:
    """Return an entry, held until whoever decides about it is done."""
    found = select(StaffEntry).where(StaffEntry.id == number).with_for_update()
    return db.scalar(found.execution_options(populate_existing=True))


def of_question(db: Session, question_id: int) -> StaffEntry | None:
    return db.scalar(select(StaffEntry).where(StaffEntry.question_id == question_id))


def waiting(db: Session) -> Sequence[StaffEntry]:
    return db.scalars(
        select(StaffEntry)
        .where(StaffEntry.state == StaffEntryState.WAITING)
        .order_by(StaffEntry.id)
    ).all()
