"""Questions about what people sent in, each with the item it is."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from db.models import GOING_ON, ItemState, Submission, WorkItem
from db.quick import Quick

Sent = tuple[WorkItem, Submission]


def _sent(*conditions: ColumnElement[bool]) -> Select[WorkItem, Submission]:
    joined = select(WorkItem, Submission).join(Submission, WorkItem.submission_id == Submission.id)
    return joined.where(*conditions)


def _theirs(contact_id: int, person_id: int | None) -> ColumnElement[bool]:
    mine = Submission.contact_id == contact_id
    return or_(mine, Submission.person_id == person_id) if person_id is not None else mine


def _first(db: Session, found: Select[WorkItem, Submission]) -> Sent | None:
    row = db.execute(found).first()
    return (row[0], row[1]) if row else None


def sent_by(db: Session, contact_id: int, person_id: int | None, limit: int) -> Sequence[Sent]:
    """Return what one person sent in and still lies there, newest first."""
    found = _sent(_theirs(contact_id, person_id)).order_by(WorkItem.id.desc()).limit(limit)
    return [(row[0], row[1]) for row in db.execute(found)]


def own(db: Session, contact_id: int, person_id: int | None, number: int) -> Sent | None:
    """Return the submission with that number if it is theirs; nobody touches another's."""
    found = _sent(WorkItem.id == number, _theirs(contact_id, person_id))
    return _first(db, found.with_for_update(of=WorkItem))


_OPEN = Quick(
    lambda _: (
        select(WorkItem.id, Submission.answers)
        .join(Submission, WorkItem.submission_id == Submission.id)
        .where(
            Submission.contact_id == bindparam("contact"),
            Submission.form == bindparam("form_"),
            WorkItem.state == ItemState.OPEN,
        )
        .order_by(WorkItem.id.desc())
    )
)


def open_answers(db: Session, contact_id: int, form: str) -> list[tuple[int, dict[str, Any]]]:
    """Return number and answers of what an address sent in on a form and nobody has decided yet."""
    db.flush()  # what this very message has changed counts
    return [(row[0], row[1]) for row in _OPEN.all(db, {"contact": contact_id, "form_": form})]


def by_receipt(db: Session, receipt: str) -> Sent | None:
    return _first(db, _sent(Submission.receipt == receipt))


def waiting_from(db: Session, contact_id: int, form: str) -> Sent | None:
    """Return the open submission of this form from an address, if there is one."""
    mine = (Submission.contact_id == contact_id) & (Submission.form == form)
    return _first(db, _sent(mine, WorkItem.state == ItemState.OPEN))


def going_on_from(db: Session, contact_id: int, form: str) -> Sent | None:
    """Return the newest submission of this form from an address that is not over."""
    mine = (Submission.contact_id == contact_id) & (Submission.form == form)
    found = _sent(mine, WorkItem.state.in_(GOING_ON)).order_by(WorkItem.id.desc()).limit(1)
    return _first(db, found.with_for_update(of=WorkItem))


def going_on_of(db: Session, people: Collection[int], form: str) -> Sequence[Sent]:
    """Return what these people sent in on a form and is not over, newest first."""
    theirs = (Submission.person_id.in_(people), Submission.form == form)
    found = _sent(*theirs, WorkItem.state.in_(GOING_ON)).order_by(WorkItem.id.desc()).limit(20)
    return [(row[0], row[1]) for row in db.execute(found.with_for_update(of=WorkItem))]


def of_household(
    db: Session, people: Collection[int], forms: Collection[str], limit: int
) -> Sequence[Sent]:
    """Return what these people sent in on these forms and was not given up, newest first."""
    theirs = (Submission.person_id.in_(people), Submission.form.in_(forms))
    found = _sent(*theirs, WorkItem.state != ItemState.WITHDRAWN)
    rows = db.execute(found.order_by(WorkItem.id.desc()).limit(limit))
    return [(row[0], row[1]) for row in rows]


def from_address(db: Session, contact_id: int) -> Sequence[Submission]:
    """Return what was sent in from an address and nobody has decided yet."""
    found = _sent(Submission.contact_id == contact_id, WorkItem.state == ItemState.OPEN)
    return [row[1] for row in db.execute(found.order_by(Submission.id))]


def of_person(db: Session, person_id: int) -> Sequence[Submission]:
    found = select(Submission).where(Submission.person_id == person_id)
    return db.scalars(found.order_by(Submission.id)).all()


def is_overdue(now: datetime) -> ColumnElement[bool]:
    is_open = WorkItem.state == ItemState.OPEN
    return and_(is_open, WorkItem.due_at <= now, WorkItem.late_at.is_(None))


def overdue(db: Session, now: datetime, limit: int) -> Sequence[Sent]:
    """Return what should have been decided by now and was not said to be late yet."""
    found = _sent(is_overdue(now)).order_by(WorkItem.due_at).limit(limit)
    locked = found.with_for_update(skip_locked=True, of=WorkItem)
    return [(row[0], row[1]) for row in db.execute(locked)]
