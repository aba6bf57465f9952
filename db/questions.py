"""Questions nobody could answer yet, each kept with those like it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from db.models import Contact, EntryVersion, Question, QuestionKind, Standing
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
            kind=bindparam("kind_", type_=Question.kind.type),
            given=bindparam("given_"),
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
    kind: QuestionKind,
    given: str | None,
) -> int:
    row = _KEEP.one(
        db,
        {
            "contact": contact_id,
            "turn": turn_id,
            "text": text,
            "guesses": guesses,
            "now": now,
            "group": like,
            "kind_": kind,
            "given_": given,
        },
    )
    assert row is not None, "an insert that returns its number"
    return int(row[0])


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


def group(db: Session, head_id: int) -> Sequence[Question]:
    """Return a question and all that were asked like it."""
    return db.scalars(
        select(Question)
        .where(or_(Question.id == head_id, Question.group_id == head_id))
        .order_by(Question.id)
    ).all()


_STATE = Quick(
    lambda _: select(Question.state).where(Question.id == bindparam("head")).with_for_update()
)


def still_open(db: Session, head_id: int) -> bool:
    """Hold the head of a group until we are done, and tell whether nobody has answered it yet."""
    db.flush()  # what this very message has answered counts
    row = _STATE.one(db, {"head": head_id})
    return row is not None and row[0] == OPEN


def find_answered(db: Session, number: int) -> Question | None:
    question = db.get(Question, number)
    return question if question is not None and question.state == ANSWERED else None


def work_items(db: Session, head_id: int) -> set[int]:
    """Return who was set to find out about a question, by their items."""
    return {row.item_id for row in group(db, head_id) if row.item_id is not None}


def find_open(db: Session, number: int) -> Question | None:
    """Return the head of the group an open question belongs to; nobody else answers it now."""
    question = db.get(Question, number)
    if question is None:
        return None
    head = question.group_id or question.id
    found = select(Question).where(Question.id == head, Question.state == OPEN)
    return db.scalar(found.with_for_update().execution_options(populate_existing=True))


def open_count(db: Session) -> int:
    found = select(func.count()).select_from(Question).where(Question.state == OPEN)
    return db.scalar(found) or 0


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many asked a question, since when, and how many of them had been given something useless."""

    askers: int
    since: datetime
    doubted: int
    given: str | None


def crowd(db: Session, head_id: int) -> Crowd:
    rows = group(db, head_id)
    doubted = [row for row in rows if row.kind is QuestionKind.DOUBTED]
    nameless = sum(row.contact_id is None for row in rows)
    askers = len({row.contact_id for row in rows if row.contact_id is not None}) + nameless
    given = next((row.given for row in doubted if row.given), None)
    return Crowd(askers, min(row.asked_at for row in rows), len(doubted), given)


_ANSWERED = Quick(
    lambda _: (
        select(
            Question.text,
            Question.kind,
            EntryVersion.key,
            EntryVersion.author_id,
            EntryVersion.approved_at,
        )
        .join(EntryVersion, Question.answer_id == EntryVersion.id)
        .where(EntryVersion.state == Standing.APPROVED, EntryVersion.until_at > bindparam("moment"))
        .order_by(EntryVersion.id.desc())
        .limit(bindparam("limit"))
    )
)


class Answered(NamedTuple):
    """A question as it was asked, and the key of what staff answered, who and when."""

    text: str
    kind: QuestionKind
    key: str
    author_id: int | None
    at: datetime


def answered(db: Session, now: datetime, limit: int) -> list[Answered]:
    """Return what staff have answered and still holds, newest answer first."""
    return [Answered(*row) for row in _ANSWERED.all(db, {"moment": now, "limit": limit})]


def find(db: Session, question_id: int) -> Question | None:
    return db.get(Question, question_id)


def get(db: Session, question_id: int) -> Question:
    return db.get_one(Question, question_id)


def asked_by(db: Session, contact_id: int, turn_id: int) -> Question | None:
    """Return what was kept of one turn, so that it is not kept twice."""
    return db.scalar(
        select(Question)
        .where(Question.contact_id == contact_id, Question.turn_id == turn_id)
        .limit(1)
    )


def silent(db: Session, contact_ids: Sequence[int], now: datetime) -> int:
    """Count those to whom nothing can be sent now: their 48 hours are over."""
    closed = or_(Contact.window_until.is_(None), Contact.window_until <= now)
    found = select(func.count()).select_from(Contact).where(Contact.id.in_(contact_ids), closed)
    return db.scalar(found) or 0
