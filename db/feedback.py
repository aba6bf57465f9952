"""What people said of our answers: whether they were of use, and what was answered last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from db.models import Feedback, Turn
from db.quick import Quick

LATEST = 8  # of what somebody said
_ASKED = Quick(
    lambda _: (
        select(Feedback.id)
        .where(Feedback.contact_id == bindparam("contact"), Feedback.asked_at >= bindparam("since"))
        .limit(1)
    )
)
_SAID = Quick(
    lambda _: (
        select(Turn.id, Turn.text, Turn.answer, Turn.intent, Turn.at)
        .where(
            Turn.contact_id == bindparam("contact"),
            Turn.id < bindparam("before"),
            Turn.at >= bindparam("since"),
            Turn.kind == "text",
        )
        .order_by(Turn.id.desc())
        .limit(LATEST)
    )
)


@dataclass(frozen=True, slots=True)
class LastSaid:
    """What somebody said last, and what they were answered."""

    turn_id: int
    text: str
    answer: str
    intent: str
    at: datetime


def last_said(db: Session, contact_id: int, before: int, since: datetime) -> LastSaid | None:
    return next(iter(said_lately(db, contact_id, before, since)), None)


def said_lately(db: Session, contact_id: int, before: int, since: datetime) -> list[LastSaid]:
    """Return what somebody said before a turn, newest first, and no more than the last few."""
    rows = _SAID.all(db, {"contact": contact_id, "before": before, "since": since})
    return [LastSaid(r[0], r[1] or "", r[2] or "", r[3] or "", r[4]) for r in rows]


def was_asked_since(db: Session, contact_id: int, since: datetime) -> bool:
    """Tell whether somebody was asked of late whether an answer was of use."""
    db.flush()
    return _ASKED.one(db, {"contact": contact_id, "since": since}) is not None


def of_turn(db: Session, turn_id: int) -> Feedback | None:
    return db.scalar(select(Feedback).where(Feedback.turn_id == turn_id))


def useless_counts(db: Session) -> list[tuple[str, int]]:
    """Return which entries were of no use, and how often."""
    rows = db.execute(
        select(Feedback.cited, func.count())
        .where(Feedback.useful.is_(False), Feedback.cited.is_not(None))
        .group_by(Feedback.cited)
        .order_by(func.count().desc(), Feedback.cited)
    )
    return [(str(cited), count) for cited, count in rows]
