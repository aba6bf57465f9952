"""Questions nobody could answer yet, each kept with those like it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from db.models import Question
from db.quick import Quick, insert_for

OPEN, ANSWERED = "open", "answered"


_KEEP = Quick(
    lambda dialect: (
        insert_for(dialect, Question)
        .values(
            contact_id=bindparam("contact"),
            turn_id=bindparam("turn"),
            text=bindparam("text"),
            guesses=bindparam("guesses"),
            state=OPEN,
            asked_at=bindparam("now"),
            group_id=bindparam("group"),
        )
        .returning(Question.id)
    )
)


def keep(
    db: Session,
    contact_id: int,
    turn_id: int,
    text: str,
    guesses: str,
    now: datetime,
    like: int | None,
) -> None:
    _KEEP.one(
        db,
        {
            "contact": contact_id,
            "turn": turn_id,
            "text": text,
            "guesses": guesses,
            "now": now,
            "group": like,
        },
    )


_HEADS = Quick(
    lambda _: (
        select(Question.id, Question.text)
        .where(Question.state == OPEN, Question.group_id.is_(None))
        .order_by(Question.id.desc())
        .limit(bindparam("limit"))
    )
)


def open_texts(db: Session, limit: int) -> list[tuple[int, str]]:
    """Return number and text of the first of each group still open, newest first."""
    return [(row[0], row[1]) for row in _HEADS.all(db, {"limit": limit})]


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
