"""Taking an answer back: it is given to nobody any more, and whoever heard it will hear so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.knowledge import library
from community.people import access
from community.people.access import STAFF, Actor, Refused
from db import questions
from db.knowledge import entries, versions
from db.models import Standing


@dataclass(frozen=True, slots=True)
class TakenDown:
    """It is given to nobody any more; the clock tells those who heard it."""

    number: int


def take_back(actor: Actor, db: Session, question: int, now: datetime) -> TakenDown | Refused:
    """Give the answer to a question to nobody any more."""
    if not actor.holds(STAFF):
        return Refused("not_staff")
    done = questions.find_answered(db, question)
    given = entries.of_question(db, done) if done is not None else None
    if given is None or given.number is None:
        return Refused("not_answered")
    if not _take_down(db, given.number, now):
        return Refused("withdrawn")
    access.record(db, actor, now, "answer_withdrawn", detail=f"question {question}")
    return TakenDown(question)


def take_down(actor: Actor, db: Session, number: int, now: datetime) -> TakenDown | Refused:
    """Give an answer, by its own number, to nobody any more."""
    if not actor.holds(STAFF):
        return Refused("not_staff")
    if not _take_down(db, number, now):
        return Refused("not_in_use")
    access.record(db, actor, now, "entry_withdrawn", detail=f"staff entry {number}")
    return TakenDown(number)


def _take_down(db: Session, number: int, now: datetime) -> bool:
    versions.wait_for_turn(db)
    rows = entries.standing(db, number)
    live = [row for row in rows if row.state is Standing.APPROVED]
    for row in rows:
        library.withdraw(db, row, now, is_news=bool(live) and row is live[-1])
    return bool(rows)
