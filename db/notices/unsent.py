"""What of a notice has not been sent: called off, held up, let go; of many the first at once."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from db.models import UNSENT, Delivery, DeliveryStatus, NoticeTarget
from db.notices import REACHED


def stop(db: Session, notice_id: int, reason: str, at: Collection[int] | None = None) -> int:
    """Nobody who has not been sent it yet is sent it any more; with `at` only at these units.

    Returns how many those are.
    """
    here = [_owed_at(notice_id, at)] if at is not None else []
    return _change_unsent(db, notice_id, _called_off(reason), *here)


def stop_first(db: Session, notice_id: int, reason: str) -> int:
    """Do the same with the first that would be sent, what a sender has in hand among them."""
    return _change_unsent(db, notice_id, _called_off(reason), _among_the_first(notice_id))


def _called_off(reason: str) -> dict[str, Any]:
    return {"status": DeliveryStatus.CANCELLED, "reason": reason}


TASK, STOP = "task", "stop"  # among what stands in `planning`: what else is done piece by piece
PAUSED = "paused"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
FIRST = 2000  # changed in one statement


def pause_first(db: Session, notice_id: int) -> int:
    """The first that would be sent wait; what a sender has in hand and has not begun is taken from it.

    Each of the others waits from when its turn comes.
    """
    values = {"due_at": NEVER, "reason": PAUSED, "lease_until": None}
    return _change_unsent(db, notice_id, values, _among_the_first(notice_id))


def resume(db: Session, notice_id: int, due_at: datetime) -> int:
    """Some of what was held up may go; return how many those are, `FIRST` if there may be more."""
    waits = Delivery.reason == PAUSED
    last = Delivery.urgency.desc(), Delivery.due_at.desc(), Delivery.id
    some = _some_of(notice_id).where(waits).order_by(*last)
    return _change_unsent(db, notice_id, {"due_at": due_at, "reason": None}, Delivery.id.in_(some))


def _among_the_first(notice_id: int) -> ColumnElement[bool]:
    first = Delivery.urgency, Delivery.due_at, Delivery.id
    return Delivery.id.in_(_some_of(notice_id).order_by(*first))


def _some_of(notice_id: int) -> Select[int]:
    waits = Delivery.notice_id == notice_id, Delivery.status.in_(UNSENT)
    return select(Delivery.id).where(*waits).limit(FIRST)


def _owed_at(notice_id: int, at: Collection[int]) -> ColumnElement[bool]:
    """Select what is owed to the targets of a notice at some units."""
    mine = NoticeTarget.notice_id == notice_id, NoticeTarget.unit_id.in_(at)
    return Delivery.target_id.in_(select(NoticeTarget.id).where(*mine))


def _change_unsent(
    db: Session, notice_id: int, values: dict[str, Any], *more: ColumnElement[bool]
) -> int:
    changed = db.execute(
        update(Delivery)
        .where(Delivery.notice_id == notice_id, Delivery.status.in_(UNSENT), *more)
        .values(values),
        execution_options={"synchronize_session": False},
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


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
