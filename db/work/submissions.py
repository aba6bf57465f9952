"""Questions about what people sent in, and its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from db.models import (
    OPEN_STATES,
    Act,
    Submission,
    SubmissionEvent,
    SubmissionState,
    Ticket,
)
from db.quick import Quick, store


def note(
    db: Session,
    submission: Submission,
    act: Act,
    now: datetime,
    *,
    actor: int | None = None,
    text: str | None = None,
) -> None:
    """Add one step to a submission's history."""
    store(
        db,
        SubmissionEvent(submission_id=submission.id, act=act, at=now, actor_id=actor, text=text),
    )


def history(db: Session, submission: Submission) -> Sequence[SubmissionEvent]:
    return db.scalars(
        select(SubmissionEvent)
        .where(SubmissionEvent.submission_id == submission.id)
        .order_by(SubmissionEvent.id)
    ).all()


def last_question(db: Session, submission: Submission) -> SubmissionEvent | None:
    """Return the newest thing that was asked back."""
    return db.scalar(
        select(SubmissionEvent)
        .where(SubmissionEvent.submission_id == submission.id, SubmissionEvent.act == Act.ASKED)
        .order_by(SubmissionEvent.id.desc())
        .limit(1)
    )


def sent_by(
    db: Session, contact_id: int, person_id: int | None, limit: int
) -> Sequence[tuple[Ticket, Submission]]:
    """Return what one person sent in and still lies there, newest first."""
    own = Submission.contact_id == contact_id
    if person_id is not None:
        own = or_(own, Submission.person_id == person_id)
    rows = db.execute(
        select(Ticket, Submission)
        .join(Submission, Ticket.submission_id == Submission.id)
        .where(own)
        .order_by(Ticket.id.desc())
        .limit(limit)
    ).all()
    return [(row[0], row[1]) for row in rows]


def own(
    db: Session, contact_id: int, person_id: int | None, number: int
) -> tuple[Ticket, Submission] | None:
    """Return the submission with that number if it is theirs; nobody touches another's."""
    mine = Submission.contact_id == contact_id
    if person_id is not None:
        mine = or_(mine, Submission.person_id == person_id)
    row = db.execute(
        select(Ticket, Submission)
        .join(Submission, Ticket.submission_id == Submission.id)
        .where(Ticket.id == number, mine)
        .with_for_update(of=Submission)
    ).first()
    return (row[0], row[1]) if row else None


_OPEN = Quick(
    lambda _: (
        select(Ticket.id, Submission.answers)
        .join(Submission, Ticket.submission_id == Submission.id)
        .where(
            Submission.contact_id == bindparam("contact"),
            Submission.form == bindparam("form_"),
            or_(*(Submission.state == state for state in OPEN_STATES)),
        )
        .order_by(Ticket.id.desc())
    )
)


def open_answers(db: Session, contact_id: int, form: str) -> list[tuple[int, dict[str, Any]]]:
    """Return number and answers of what an address sent in on a form and nobody has decided yet."""
    db.flush()  # what this very message has changed counts
    return [(row[0], row[1]) for row in _OPEN.all(db, {"contact": contact_id, "form_": form})]


_ASSIGN = Quick(
    lambda _: (
        update(Submission)
        .where(Submission.id == bindparam("submission"))
        .values(assignee_id=bindparam("person"))
    )
)


def assign(db: Session, submission_id: int, person_id: int | None) -> None:
    """Put a submission the session does not know into somebody's hands."""
    _ASSIGN.one(db, {"submission": submission_id, "person": person_id})


def by_receipt(db: Session, receipt: str) -> tuple[Ticket, Submission] | None:
    row = db.execute(
        select(Ticket, Submission)
        .join(Submission, Ticket.submission_id == Submission.id)
        .where(Submission.receipt == receipt)
    ).first()
    return (row[0], row[1]) if row else None


def is_overdue(now: datetime) -> ColumnElement[bool]:
    return and_(
        Submission.due_at <= now,
        Submission.state.in_((SubmissionState.WAITING, SubmissionState.ASKED)),
    )


def overdue(db: Session, now: datetime, limit: int) -> Sequence[tuple[Ticket, Submission]]:
    """Return what should have been decided by now and was not said to be late yet."""
    rows = db.execute(
        select(Ticket, Submission)
        .join(Submission, Ticket.submission_id == Submission.id)
        .where(is_overdue(now))
        .order_by(Submission.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Submission)
    ).all()
    return [(row[0], row[1]) for row in rows]
