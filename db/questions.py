"""Questions nobody could answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Question


def keep(
    db: Session, contact_id: int, turn_id: int, text: str, guesses: str, now: datetime
) -> None:
    db.add(
        Question(
            contact_id=contact_id,
            turn_id=turn_id,
            text=text,
            guesses=guesses,
            state="open",
            asked_at=now,
        )
    )


def open_ones(db: Session, limit: int = 20) -> Sequence[Question]:
    return db.scalars(
        select(Question).where(Question.state == "open").order_by(Question.id.desc()).limit(limit)
    ).all()


def open_count(db: Session) -> int:
    found = select(func.count()).select_from(Question).where(Question.state == "open")
    return db.scalar(found) or 0
