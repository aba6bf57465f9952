"""Which job was done for which period: once, however many clocks there are."""

from collections.abc import Set
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import JobMark
from db.quick import insert_for

BACKUP = "backup"  # the job whose mark tells when the last backup was made
Mark = tuple[str, str]  # job, period


def since(db: Session, day: date) -> Set[Mark]:
    """Return everything that is marked as done for this day or a later one."""
    rows = db.execute(select(JobMark.job, JobMark.period).where(JobMark.period >= day.isoformat()))
    return {(row[0], row[1]) for row in rows}


def first_time(db: Session, job: str, day: date, now: datetime) -> bool:
    """Mark a job as done for a day; False if it was marked already."""
    insert = insert_for(db.get_bind().dialect.name, JobMark)
    made = insert.values(job=job, period=day.isoformat(), at=now).on_conflict_do_nothing()
    return db.execute(made.returning(JobMark.job)).first() is not None


def clear(db: Session, job: str) -> None:
    """A job is to be marked no more, for any day."""
    db.execute(delete(JobMark).where(JobMark.job == job))


def latest(db: Session, job: str, now: datetime) -> None:
    """Remember when a job was done last."""
    clear(db, job)
    db.add(JobMark(job=job, period=now.date().isoformat(), at=now))


def last(db: Session, job: str) -> datetime | None:
    """Return when a job was done last, if it ever was."""
    return db.scalar(select(JobMark.at).where(JobMark.job == job).order_by(JobMark.at.desc()))
