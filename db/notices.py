"""Questions about notices."""

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from core.likeness import MOST_MARKS
from db.models import (
    PENDING,
    UNSENT,
    Delivery,
    DeliveryStatus,
    Notice,
    NoticeMark,
    NoticeState,
    Unit,
)
from db.quick import Quick

REACHED = (
    DeliveryStatus.WIRED,
    DeliveryStatus.HEARD,
    DeliveryStatus.SENDING,
    DeliveryStatus.UNKNOWN,
)


def is_finished() -> ColumnElement[bool]:
    """Select what is published, with nothing left to send, whose author has not heard so."""
    pending = exists().where(
        Delivery.notice_id == Notice.id,
        Delivery.status.in_(PENDING),
    )
    return and_(Notice.state == NoticeState.PUBLISHED, Notice.told_at.is_(None), ~pending)


def finished(db: Session, limit: int) -> Sequence[Notice]:
    """Return published notices with nothing left to send whose author has not heard yet."""
    some = select(Notice).where(is_finished()).order_by(Notice.id).limit(limit)
    return db.scalars(some.with_for_update(skip_locked=True)).all()


def by_code(db: Session, code: str) -> Notice | None:
    return db.scalar(select(Notice).where(Notice.code == code))


def last_of(db: Session, author_id: int) -> Notice | None:
    return db.scalar(
        select(Notice)
        .where(Notice.author_id == author_id, Notice.state == NoticeState.PUBLISHED)
        .order_by(Notice.id.desc())
        .limit(1)
    )


def get(db: Session, notice_id: int) -> Notice:
    return db.get_one(Notice, notice_id)


def replaced_by(db: Session, notice_id: int) -> Notice | None:
    """Return the published notice that stands in this one's place."""
    return db.scalar(
        select(Notice)
        .where(Notice.replaces_id == notice_id, Notice.state == NoticeState.PUBLISHED)
        .order_by(Notice.id.desc())
        .limit(1)
    )


def add_marks(db: Session, notice_id: int, marks: Iterable[int]) -> None:
    db.add_all([NoticeMark(mark=mark, notice_id=notice_id) for mark in marks])


def _sharing(count: int) -> Callable[[str], Select[Any]]:
    """Build the question for so many fingerprints; it is compiled once."""
    shared = func.count()
    wanted: list[Any] = [bindparam(f"mark{at}") for at in range(count)]
    return lambda _: (
        select(NoticeMark.notice_id)
        .where(NoticeMark.mark.in_(wanted))
        .group_by(NoticeMark.notice_id)
        .order_by(shared.desc(), NoticeMark.notice_id.desc())
        .limit(bindparam("limit"))
    )


FEW = 12  # fingerprints of what people usually write
_SHARING = {count: Quick(_sharing(count)) for count in (FEW, MOST_MARKS)}


def by_marks(db: Session, marks: Collection[int], limit: int) -> list[Notice]:
    """Return the notices that share most fingerprints with a text."""
    if not marks:
        return []
    count = FEW if len(marks) <= FEW else MOST_MARKS
    padded = itertools.islice(itertools.cycle(sorted(marks)), count)
    values = {f"mark{at}": mark for at, mark in enumerate(padded)}
    rows = _SHARING[count].all(db, {**values, "limit": limit})
    return [db.get_one(Notice, row[0]) for row in rows]


def _live(dialect: str) -> Select[Any]:
    newer = aliased(Notice)
    return (
        select(Notice.id)
        .join(Unit, Notice.unit_id == Unit.id)
        .where(
            Notice.state == NoticeState.PUBLISHED,
            bindparam("path_").startswith(Unit.path),
            or_(
                Notice.valid_until >= bindparam("today"),
                Notice.valid_until.is_(None) & (Notice.published_at >= bindparam("since")),
            ),
            ~exists().where(newer.replaces_id == Notice.id, newer.state == NoticeState.PUBLISHED),
        )
        .order_by(Notice.id.desc())
        .limit(bindparam("limit"))
    )


_LIVE = Quick(_live)


def live_for(db: Session, path: str, today: date, since: datetime, limit: int) -> list[Notice]:
    """Return what holds today for whoever lives in the unit with this path, newest first.

    Without a last day a notice holds as long as it is not older than `since`.
    """
    db.flush()  # a notice published in this very message counts
    values = {"path_": path, "today": today, "since": since, "limit": limit}
    return [db.get_one(Notice, row[0]) for row in _LIVE.all(db, values)]


def stop(db: Session, notice_id: int, reason: str) -> None:
    """Nobody who has not been sent it yet is sent it any more."""
    db.execute(
        update(Delivery)
        .where(Delivery.notice_id == notice_id, Delivery.status.in_(UNSENT))
        .values(status=DeliveryStatus.CANCELLED, reason=reason)
    )


def reached(db: Session, notice_id: int) -> list[tuple[int | None, int | None]]:
    """Return (contact, person) of everybody who may have read a notice."""
    rows = db.execute(
        select(Delivery.contact_id, Delivery.person_id)
        .where(Delivery.notice_id == notice_id, Delivery.status.in_(REACHED))
        .order_by(Delivery.id)
    )
    return list(dict.fromkeys((row[0], row[1]) for row in rows))
