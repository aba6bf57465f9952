"""What of a notice has not been sent: called off, held up, let go; of many the first at once."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from db.among import Among
from db.models import UNSENT, Delivery, DeliveryKind, DeliveryStatus, Notice, NoticeTarget
from db.notices import REACHED

TASK, STOP = "task", "stop"  # among a notice's `planning`: what else is done piece by piece
PAUSED = "paused"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def stop(db: Session, notice_id: int, reason: str, at: Collection[int] | None = None) -> int:
    """Nobody who has not been sent it yet is sent it any more; with `at` only at these units.

    Returns how many those are.
    """
    mine = is_at(db, notice_id, at) if at is not None else Delivery.notice_id == notice_id
    return _change(db, select(Delivery.id).where(mine), _called_off(reason))


def is_at(db: Session, notice_id: int, at: Collection[int]) -> ColumnElement[bool]:
    """Select what was made of a notice for its targets at these units.

    Looked for by the numbers of the targets, each then asked for its unit: joined, a database that
    has not counted its rows lately goes through all of a city for each piece.
    """
    here = NoticeTarget.notice_id == notice_id, NoticeTarget.unit_id.in_(at)
    numbers = select(func.min(NoticeTarget.id), func.max(NoticeTarget.id)).where(*here)
    first, last = db.execute(numbers).one()
    unit = select(NoticeTarget.unit_id).where(NoticeTarget.id == Delivery.target_id)
    return and_(
        Delivery.target_id.between(first or 0, last or 0),
        func.coalesce(Delivery.notice_id, 0) == notice_id,
        unit.correlate(Delivery).scalar_subquery().in_(at),
    )


def stop_first(db: Session, notice_id: int, reason: str, most: int) -> int:
    """Do the same with the first that would be sent, what a sender has in hand among them."""
    return _change(db, _the_first(notice_id, most), _called_off(reason))


def stop_reminders(db: Session, notice_id: int, reason: str, most: int) -> int:
    """Do the same with reminders of a notice."""
    mine = _is_reminder(db, notice_id)
    some = select(Delivery.id).where(mine).order_by(Delivery.id).limit(most)
    return _change(db, some, _called_off(reason))


def _called_off(reason: str) -> dict[str, Any]:
    return {"status": DeliveryStatus.CANCELLED, "reason": reason}


def pause_first(db: Session, notice_id: int, most: int) -> int:
    """The first that would be sent wait; what a sender has in hand and has not begun is taken from it.

    Each of the others waits from when its turn comes.
    """
    values = {"due_at": NEVER, "reason": PAUSED, "lease_until": None}
    return _change(db, _the_first(notice_id, most), values)


def resume(db: Session, notice_id: int, due_at: datetime, most: int) -> int:
    """Some of what was held up may go; return how many those are, `most` if there may be more."""
    waits = Delivery.notice_id == notice_id, Delivery.reason == PAUSED
    last = Delivery.urgency.desc(), Delivery.due_at.desc(), Delivery.id
    some = select(Delivery.id).where(*waits).order_by(*last).limit(most)
    return _change(db, some, {"due_at": due_at, "reason": None})


def move(db: Session, notice_id: int, due_at: datetime, most: int) -> int:
    """Some of what waits for its time may go at another one, then its reminders; return how many those are."""
    moved = _move(db, Delivery.notice_id == notice_id, due_at, most)
    return moved + _move(db, _is_reminder(db, notice_id), due_at, most - moved)


def _move(db: Session, mine: ColumnElement[bool], due_at: datetime, most: int) -> int:
    waits = Delivery.due_at != due_at, Delivery.reason.is_(None)
    some = select(Delivery.id).where(mine, *waits).order_by(Delivery.id).limit(most)
    return _change(db, some, {"due_at": due_at}) if most > 0 else 0


def is_put_off(db: Session, notice_id: int, now: datetime) -> bool:
    """Tell whether some of a notice that is under way waits for a time that is still to come."""
    later = Delivery.due_at > now, Delivery.reason.is_(None), Delivery.status.in_(UNSENT)
    made = Delivery.notice_id == notice_id, _is_reminder(db, notice_id)
    return any(db.scalar(select(Delivery.id).where(one, *later).limit(1)) for one in made)


def _is_reminder(db: Session, notice_id: int) -> ColumnElement[bool]:
    """Select what reminds of a notice: it is its targets', and not the notice itself.

    Their numbers lie close together; those of a notice planned beside it may lie between them.
    """
    numbers = select(func.min(NoticeTarget.id), func.max(NoticeTarget.id))
    first, last = db.execute(numbers.where(NoticeTarget.notice_id == notice_id)).one()
    of = select(NoticeTarget.notice_id).where(NoticeTarget.id == Delivery.target_id)
    return and_(
        Delivery.target_id.between(first or 0, last or 0),
        Delivery.notice_id.is_(None),
        of.correlate(Delivery).scalar_subquery() == notice_id,
    )


def is_urgent(db: Session, notice: Notice) -> bool:
    """Tell whether a notice goes out at any hour, because its author said that it presses."""
    if (notice.planning or {}).get("urgent"):
        return True
    mine = select(Delivery.kind).where(Delivery.notice_id == notice.id)
    return db.scalar(mine.limit(1)) is DeliveryKind.ALERT


def _the_first(notice_id: int, most: int) -> Select[int]:
    mine = select(Delivery.id).where(Delivery.notice_id == notice_id)
    return mine.order_by(Delivery.urgency, Delivery.due_at, Delivery.id).limit(most)


def _change(db: Session, some: Select[int], values: dict[str, Any]) -> int:
    """Change what is unsent of some deliveries: named by number, so that nothing else is looked through."""
    waits = Delivery.status.in_(UNSENT)
    ids = db.scalars(some.where(waits)).all()
    changing = update(Delivery.__table__).where(Among(Delivery.id, "ids"), waits).values(values)  # type: ignore[arg-type]
    return int(db.connection().execute(changing, {"ids": ids}).rowcount) if ids else 0


def sent_and_left(db: Session, notice_id: int) -> tuple[int, int]:
    """Return how many may have read a notice, and how many have still to be sent it."""
    rows = db.execute(
        select(Delivery.status, func.count())
        .where(Delivery.notice_id == notice_id)
        .group_by(Delivery.status)
    ).all()
    counts = {row[0]: row[1] for row in rows}
    sent = sum(counts.get(status, 0) for status in REACHED)
    return sent, sum(counts.get(status, 0) for status in UNSENT)
