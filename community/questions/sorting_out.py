"""Keeping the list of questions readable: ignoring what is none, and not looking at somebody's for a while."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people import access
from community.people.access import STAFF, Actor, Refused
from community.questions import rumors
from db import asking, questions

ASIDE = timedelta(days=7)  # so long nobody's questions are left out of the list
MOST = 500  # questions ignored at once


@dataclass(frozen=True, slots=True)
class SortedOut:
    """How many questions it is about; of whose is not told: nobody need know who asked."""

    questions: int


def ignore(
    actor: Actor, db: Session, numbers: Collection[int], now: datetime
) -> SortedOut | Refused:
    """Take open questions, each with its like, off the list; nobody is answered."""
    return _move(actor, db, numbers, now, (questions.OPEN, asking.IGNORED), "questions_ignored")


def restore(
    actor: Actor, db: Session, numbers: Collection[int], now: datetime
) -> SortedOut | Refused:
    """Put questions back that were ignored by mistake."""
    return _move(actor, db, numbers, now, (asking.IGNORED, questions.OPEN), "questions_restored")


def _move(
    actor: Actor,
    db: Session,
    numbers: Collection[int],
    now: datetime,
    states: tuple[str, str],
    action: str,
) -> SortedOut | Refused:
    if not actor.holds(STAFF):
        return Refused("not_staff")
    if len(numbers) > MOST:
        return Refused("too_many")
    before, after = states
    heads = asking.heads_among(db, numbers, before)
    if not heads:
        return Refused("none")
    for head in heads:
        if after == asking.IGNORED:
            rumors.stop_finding_out(actor, db, head, now)
    count = asking.move(db, [head.id for head in heads], before, after)
    detail = f"{count} questions from {min(numbers)} to {max(numbers)}"
    access.record(db, actor, now, action, detail=detail)
    return SortedOut(count)


def put_aside(actor: Actor, db: Session, number: int, now: datetime) -> SortedOut | Refused:
    """Leave out of the list, for a week, what the person asks who asked this question."""
    return _aside(actor, db, number, now, now + ASIDE, "asker_put_aside")


def look_again(actor: Actor, db: Session, number: int, now: datetime) -> SortedOut | Refused:
    """List again what the person asks who asked this question."""
    return _aside(actor, db, number, now, None, "asker_listed")


def _aside(
    actor: Actor, db: Session, number: int, now: datetime, until: datetime | None, action: str
) -> SortedOut | Refused:
    if not actor.holds(STAFF):
        return Refused("not_staff")
    question = questions.find(db, number)
    if question is None or question.contact_id is None:
        return Refused("none")
    asking.set_aside(db, question.contact_id, until)
    access.record(db, actor, now, action, detail=f"question {number}")
    return SortedOut(asking.of_contact(db, question.contact_id))
