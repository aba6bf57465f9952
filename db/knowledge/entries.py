"""The answers of staff among what we know: all versions of one have a number."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from db.models import EntryVersion, Epoch, Provenance, Question, Standing
from db.slices import delete_some

_STANDING = EntryVersion.state != Standing.WITHDRAWN


def next_number(db: Session) -> int:
    """Return a number no answer has; whoever asks has waited for their turn."""
    last = db.scalar(select(func.max(EntryVersion.number))) or 0
    return max(last + 1, db.scalar(select(func.max(Epoch.numbers_from))) or 1)


def get(db: Session, version_id: int) -> EntryVersion:
    return db.get_one(EntryVersion, version_id)


def of_question(db: Session, question: Question) -> EntryVersion | None:
    """Return the version that answered a question."""
    return db.get(EntryVersion, question.answer_id) if question.answer_id else None


def standing(db: Session, number: int) -> Sequence[EntryVersion]:
    """Return what holds or waits of one answer, oldest first, held until we are done."""
    found = select(EntryVersion).where(EntryVersion.number == number, _STANDING)
    held = found.order_by(EntryVersion.version).with_for_update()
    return db.scalars(held.execution_options(populate_existing=True)).all()


def lasting(db: Session, number: int) -> EntryVersion | None:
    """Return the version of an answer that was made lasting, in force or waiting for a second person."""
    rows = [row for row in standing(db, number) if row.origin is Provenance.STAFF]
    return rows[-1] if rows else None


def waiting(db: Session) -> Sequence[EntryVersion]:
    return db.scalars(
        select(EntryVersion)
        .where(EntryVersion.number.is_not(None), EntryVersion.state == Standing.DRAFT)
        .order_by(EntryVersion.number)
    ).all()


def point_questions(db: Session, number: int, version_id: int) -> None:
    """Whoever asked has now been answered by this version."""
    earlier = select(EntryVersion.id).where(EntryVersion.number == number)
    db.execute(update(Question).where(Question.answer_id.in_(earlier)).values(answer_id=version_id))


def question_answered_by(db: Session, number: int) -> str | None:
    """Return how somebody asked what this answers, if they have not been forgotten."""
    return db.scalar(
        select(Question.text)
        .join(EntryVersion, Question.answer_id == EntryVersion.id)
        .where(EntryVersion.number == number)
        .order_by(Question.id)
        .limit(1)
    )


def forget_over(db: Session, before: datetime, limit: int) -> int:
    """Delete the answers nobody made lasting that were over before then."""
    is_over = and_(EntryVersion.origin == Provenance.QUESTION, EntryVersion.until_at < before)
    return delete_some(db, EntryVersion.id, is_over, limit)
