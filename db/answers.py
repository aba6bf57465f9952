"""What became of our answers: whether they were of use, and those of staff that became entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from db.models import Feedback, StaffEntry, StaffEntryState, Turn
from db.quick import Quick

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
        .limit(1)
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said last, and what they were answered."""

    turn_id: int
    text: str
    answer: str
    intent: str
    at: datetime


def last_said(db: Session, contact_id: int, before: int, since: datetime) -> Said | None:
    row = _SAID.one(db, {"contact": contact_id, "before": before, "since": since})
    return Said(row[0], row[1] or "", row[2] or "", row[3] or "", row[4]) if row else None


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


# -- answers of staff that became entries ------------------------------------


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


def get_entry(db: Session, number: int) -> StaffEntry:
    return db.get_one(StaffEntry, number)


def entry(db: Session, number: int) -> StaffEntry | None:
    """Return an entry, held until whoever decides about it is done."""
    found = select(StaffEntry).where(StaffEntry.id == number).with_for_update()
    return db.scalar(found.execution_options(populate_existing=True))


def entry_of_question(db: Session, question_id: int) -> StaffEntry | None:
    return db.scalar(select(StaffEntry).where(StaffEntry.question_id == question_id))


def waiting_entries(db: Session) -> Sequence[StaffEntry]:
    return db.scalars(
        select(StaffEntry)
        .where(StaffEntry.state == StaffEntryState.WAITING)
        .order_by(StaffEntry.id)
    ).all()
