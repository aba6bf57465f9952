"""Questions nobody could answer yet, each kept with those like it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Question

OPEN, ANSWERED = "open", "answered"


def keep(
    db: Session,
    contact_id: int,
    turn_id: int,
    text: str,
    guesses: str,
    now: datetime,
    like: Question | None,
) -> Question:
    question = Question(
        contact_id=contact_id,
        turn_id=turn_id,
        text=text,
        guesses=guesses,
        state=OPEN,
        asked_at=now,
        group_id=like.id if like else None,
    )
    db.add(question)
    db.flush()  # its number is what staff answer with
    return question


def open_heads(db: Session, limit: int) -> Sequence[Question]:
    """Return the first of each group still open, newest first."""
    return db.scalars(
        select(Question)
        .where(Question.state == OPEN, Question.group_id.is_(None))
        .order_by(Question.id.desc())
        .limit(limit)
    ).all()


def group(db: Session, head_id: int) -> Sequence[Question]:
    """Return a question and all that were asked like it."""
    return db.scalars(
        select(Question)
        .where(or_(Question.id == head_id, Question.group_id == head_id))
        .order_by(Question.id)
    ).all()


def find_open(db: Session, number: int) -> Question | None:
    """Return the head of the group an open question belongs to."""
    question = db.get(Question, number)
    if question is None or question.state != OPEN:
        return None
    return db.get(Question, question.group_id) if question.group_id else question


def open_count(db: Session) -> int:
    found = select(func.count()).select_from(Question).where(Question.state == OPEN)
    return db.scalar(found) or 0
