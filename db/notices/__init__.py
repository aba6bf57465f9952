"""Questions about notices."""

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from core.likeness import MOST_MARKS
from db.models import (
    PENDING,
    Delivery,
    DeliveryStatus,
    Notice,
    NoticeMark,
    NoticeState,
    NoticeTarget,
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
    is_out = and_(Notice.state == NoticeState.PUBLISHED, Notice.planning.is_(None))
    return and_(is_out, Notice.told_at.is_(None), ~pending)


_IS_HALF_PLANNED = (
    or_(Notice.state == NoticeState.PUBLISHED, Notice.state == NoticeState.WITHDRAWN),
    Notice.planning.is_not(None),
    Notice.paused_at.is_(None),
)
_IS_ANY_HALF_PLANNED = Quick(lambda _: select(Notice.id).where(*_IS_HALF_PLANNED).limit(1))


def half_planned(db: Session) -> Notice | None:
    """Return the notice of which a next piece is to be done, held; none that somebody else is at.

    What was taken back goes first: people may be doing what it says.
    """
    if _IS_ANY_HALF_PLANNED.one(db, {}) is None:  # as in most batches
        return None
    goes_on = case((Notice.state == NoticeState.WITHDRAWN, 0), else_=1)
    return db.scalar(
        select(Notice)
        .where(*_IS_HALF_PLANNED)
        .order_by(goes_on, Notice.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


GOING_OUT = 50  # at once; what is beyond waits for its turn by age
_GOING_OUT = Quick(
    lambda _: (
        select(Notice.id, Notice.unit_id)
        .where(Notice.state == NoticeState.PUBLISHED, Notice.told_at.is_(None))
        .order_by(Notice.id)
        .limit(GOING_OUT)
    )
)


def going_out(db: Session) -> list[tuple[int, int]]:
    """Return (id, unit) of what may still be on its way: published, and its author has not heard the end."""
    return [(number, unit) for number, unit in _GOING_OUT.all(db, {})]


def under_way_of(db: Session, author_id: int) -> Sequence[int]:
    """Return the numbers of what somebody published that is not all sent, the oldest first.

    Reminders of it that wait for the morning are not all sent either.
    """
    unsent = exists().where(Delivery.notice_id == Notice.id, Delivery.status.in_(PENDING))
    reminders = select(NoticeTarget.notice_id).join(
        Delivery, and_(Delivery.target_id == NoticeTarget.id, Delivery.notice_id.is_(None))
    )
    reminded = Notice.id.in_(reminders.where(Delivery.status.in_(PENDING)))
    mine = Notice.author_id == author_id, Notice.state == NoticeState.PUBLISHED
    under_way = or_(Notice.planning.is_not(None), unsent, reminded)
    found = select(Notice.id).where(*mine, under_way)
    return db.scalars(found.order_by(Notice.id).limit(GOING_OUT)).all()


def finished(db: Session, limit: int) -> Sequence[Notice]:
    """Return published notices with nothing left to send whose author has not heard yet."""
    some = select(Notice).where(is_finished()).order_by(Notice.id).limit(limit)
    return db.scalars(some.with_for_update(skip_locked=True)).all()


def by_code(db: Session, code: str) -> Notice | None:
    return db.scalar(select(Notice).where(Notice.code == code))


# Not called off before its time came.
_WENT_OUT = (
    Notice.code.is_not(None),
    or_(Notice.withdrawn_at.is_(None), Notice.withdrawn_at >= Notice.published_at),
)


def last_of(db: Session, author_id: int) -> Notice | None:
    return db.scalar(
        select(Notice)
        .where(Notice.author_id == author_id, Notice.state == NoticeState.PUBLISHED)
        .order_by(Notice.id.desc())
        .limit(1)
    )


def last_sent_of(db: Session, author_id: int) -> Notice | None:
    """Return what somebody published last, whatever became of it since it went out."""
    sent = select(Notice).where(Notice.author_id == author_id, *_WENT_OUT)
    return db.scalar(sent.order_by(Notice.id.desc()).limit(1))


def latest(db: Session, limit: int) -> Sequence[Notice]:
    """Return what was published last, newest first, whatever became of it since it went out."""
    published = select(Notice).where(*_WENT_OUT).order_by(Notice.id.desc())
    return db.scalars(published.limit(limit)).all()


def is_under_way(db: Session, notice_id: int) -> bool:
    """Tell whether something of a notice is still to be sent."""
    if get(db, notice_id).planning is not None:
        return True
    pending = select(Delivery.id).where(
        Delivery.notice_id == notice_id, Delivery.status.in_(PENDING)
    )
    return db.scalar(pending.limit(1)) is not None


def hold(db: Session, notice_id: int) -> Notice | None:
    """Return a notice, held so that two who decide about it do so one after the other."""
    return db.get(Notice, notice_id, with_for_update=True, populate_existing=True)


def newest_of(db: Session, author_id: int) -> Notice | None:
    """Return what somebody wrote last, whatever became of it."""
    mine = select(Notice).where(Notice.author_id == author_id)
    return db.scalar(mine.order_by(Notice.id.desc()).limit(1))


def last_draft(db: Session, author_id: int, since: datetime) -> Notice | None:
    """Return somebody's newest notice if it is a draft that was written since then."""
    newest = newest_of(db, author_id)
    waits = newest is not None and newest.state is NoticeState.DRAFT and newest.created_at >= since
    return newest if waits else None


def live_at(db: Session, path: str, day: date | None) -> Sequence[Notice]:
    """Return what is in force at a unit, above it or below it, newest first."""
    newer = aliased(Notice)
    found = (
        select(Notice)
        .join(Unit, Notice.unit_id == Unit.id)
        .where(
            Notice.state == NoticeState.PUBLISHED,
            ~Notice.is_exercise,
            or_(Unit.path.startswith(path, autoescape=True), literal(path).startswith(Unit.path)),
            ~exists().where(newer.replaces_id == Notice.id, newer.state == NoticeState.PUBLISHED),
        )
        .order_by(Notice.id.desc())
        .limit(20)
    )
    if day is not None:
        found = found.where(or_(Notice.valid_until.is_(None), Notice.valid_until >= day))
    return db.scalars(found).all()


def find(db: Session, notice_id: int) -> Notice | None:
    return db.get(Notice, notice_id)


def get(db: Session, notice_id: int) -> Notice:
    return db.get_one(Notice, notice_id)


def of_same_words(db: Session, notice_id: int) -> list[int]:
    """Return a notice and those in force that say the very same to others."""
    mine = get(db, notice_id)
    same = Notice.text == mine.text, Notice.state == NoticeState.PUBLISHED
    found = db.scalars(select(Notice.id).where(*same).order_by(Notice.id)).all()
    return sorted({mine.id, *found})


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
            ~Notice.is_exercise,
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
