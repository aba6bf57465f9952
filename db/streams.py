"""Keeping and finding what the answer of a stream is made of."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import Stream
from db.quick import insert_for
from db.slices import delete_some
from db.unreadable import is_unreadable

LAST = timedelta(hours=1)  # ten times as long as the platform comes back


def keep(db: Session, stream_id: str, message: str, now: datetime) -> None:
    """Write down what was said; a repeat changes nothing."""
    insert = insert_for(db.connection().dialect.name, Stream)
    row = insert.values(id=stream_id, message=message, begun_at=now)
    db.execute(row.on_conflict_do_nothing(index_elements=["id"]))


def find(db: Session, stream_id: str) -> tuple[str, datetime] | None:
    """Return what was said and since when it is answered; None for what nobody knows."""
    query = select(Stream.message, Stream.begun_at).where(Stream.id == stream_id)
    row = db.execute(query).one_or_none()
    return None if row is None or is_unreadable(row[0]) else (row[0], row[1])


def is_over(now: datetime) -> ColumnElement[bool]:
    """Tell which nobody comes back for any more."""
    return Stream.begun_at < now - LAST


def forget_over(db: Session, now: datetime, limit: int) -> int:
    return delete_some(db, Stream.id, is_over(now), limit)
