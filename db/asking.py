"""A person's share of the questions: how many they have asked, whose are looked at, page by page."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Contact, Question
from db.questions import OPEN
from db.quick import Quick

IGNORED = "ignored"

_ASKED = Quick(
    lambda _: (
        select(Question.id)
        .where(Question.contact_id == bindparam("contact"), Question.asked_at > bindparam("since"))
        .limit(bindparam("limit"))
    )
)


def has_asked(db: Session, contact_id: int, since: datetime, many: int) -> bool:
    """Tell whether somebody has had so many questions kept since then."""
    rows = _ASKED.all(db, {"contact": contact_id, "since": since, "limit": many})
    return len(rows) >= many


def _is_listed(now: datetime) -> ColumnElement[bool]:
    """Select heads that at least one person asks whom staff have not put aside."""
    like, contact = aliased(Question), aliased(Contact)
    one_of_it = or_(like.id == Question.id, like.group_id == Question.id)
    heard = or_(
        contact.id.is_(None), contact.unlisted_until.is_(None), contact.unlisted_until <= now
    )
    return (
        select(like.id)
        .outerjoin(contact, like.contact_id == contact.id)
        .where(one_of_it, heard)
        .exists()
    )


def _heads(now: datetime) -> Select[Any]:
    return select(Question.id).where(
        Question.state == OPEN, Question.group_id.is_(None), _is_listed(now)
    )


def count_heads(db: Session, now: datetime) -> int:
    """Count what is listed, each with its like as one."""
    return db.scalar(select(func.count()).select_from(_heads(now).subquery())) or 0


def heads(db: Session, now: datetime, limit: int, offset: int = 0) -> Sequence[Question]:
    """Return a page of the first of each group still open, in turn by who asks.

    Everybody's first comes before anybody's second; among these what most people
    ask, then what waits longest.
    """
    like = aliased(Question)
    others = (
        select(func.count(func.distinct(like.contact_id)))
        .where(or_(like.id == Question.id, like.group_id == Question.id))
        .correlate(Question)
        .scalar_subquery()
    )
    shown = _heads(now).subquery()
    asked = (
        select(Question.id, Question.contact_id, others.label("askers"))
        .where(Question.id.in_(select(shown.c.id)))
        .subquery()
    )
    whose = func.coalesce(asked.c.contact_id, -asked.c.id)
    order = (asked.c.askers.desc(), asked.c.id)
    turn = func.row_number().over(partition_by=whose, order_by=order).label("turn")
    ranked = select(asked.c.id, asked.c.askers, turn).subquery()
    found = (
        select(Question)
        .join(ranked, Question.id == ranked.c.id)
        .order_by(ranked.c.turn, ranked.c.askers.desc(), Question.id)
    )
    return db.scalars(found.limit(limit).offset(offset)).all()


def of_contact(db: Session, contact_id: int) -> int:
    """Count the open questions of one person."""
    mine = Question.state == OPEN, Question.contact_id == contact_id
    return db.scalar(select(func.count()).select_from(Question).where(*mine)) or 0


def set_aside(db: Session, contact_id: int, until: datetime | None) -> None:
    """Leave somebody's questions out of the list until then; None: list them again."""
    db.execute(update(Contact).where(Contact.id == contact_id).values(unlisted_until=until))


def heads_among(db: Session, numbers: Collection[int], state: str) -> Sequence[Question]:
    """Return and hold the first of each group that one of these questions belongs to."""
    named = select(func.coalesce(Question.group_id, Question.id)).where(Question.id.in_(numbers))
    found = select(Question).where(Question.id.in_(named), Question.state == state)
    return db.scalars(found.order_by(Question.id).with_for_update()).all()


def move(db: Session, heads: Collection[int], before: str, after: str) -> int:
    """Move whole groups from one state to another; return how many questions these are."""
    one_of_them = or_(Question.id.in_(heads), Question.group_id.in_(heads))
    done = db.execute(
        update(Question).where(one_of_them, Question.state == before).values(state=after)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
