"""Opening and closing an epoch: what waited is held, numbers jump, old tokens are dropped."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from db.models import (
    PENDING,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    EntryVersion,
    Epoch,
    Invitation,
    ItemKind,
    ItemState,
    Notice,
    Question,
    RuleVersion,
    SentCount,
    SlotDue,
    SlotState,
    StoredToken,
    Turn,
    WorkItem,
)
from db.quick import Quick, insert_for

# “N12”, “收到 12”, “答 3”, “批准 R7”: rows whose numbers people say.
SPOKEN = (Notice, WorkItem, Question, EntryVersion, RuleVersion)
ROUND = 1000
A_DAY = 1000  # a community gives fewer numbers of a kind in a day
_IN_DANGER = and_(
    WorkItem.kind.in_([kind for kind in ItemKind if kind.is_urgent]),
    WorkItem.state == ItemState.OPEN,
)


def current(db: Session) -> Epoch | None:
    """Return the epoch that is still open: somebody must say what becomes of what is held."""
    return db.scalar(select(Epoch).where(Epoch.closed_at.is_(None)).order_by(Epoch.id.desc()))


def jumped_over(db: Session, number: int) -> Epoch | None:
    """Return the epoch at whose beginning this number may have been given and is not known."""
    found = select(Epoch).where(Epoch.numbers_from > number).order_by(Epoch.numbers_from)
    return db.scalar(found.limit(1))


def highest_number(db: Session) -> int:
    """Return the highest number of those people say."""
    last = [db.scalar(select(func.max(table.id))) or 0 for table in SPOKEN]
    last.append(db.scalar(select(func.max(Epoch.numbers_from))) or 0)
    return max(last)


def numbers_after(highest: int, since: timedelta) -> int:
    """Return a number above all that can have been given since a copy was made.

    Nobody knows how many that were: as many again as ever before, and a
    thousand for each day, is more.
    """
    return _rounded_up(2 * highest + _most_in(since)) + 1


def numbers_after_restore(first: int, since: timedelta) -> int:
    """Return a number above all that can have been given since an earlier restore began at `first`."""
    return _rounded_up(first + _most_in(since)) + 1


def _most_in(since: timedelta) -> int:
    return A_DAY * max(1, math.ceil(since / timedelta(days=1)))


def _rounded_up(number: int) -> int:
    return math.ceil(number / ROUND) * ROUND


def begin(db: Session, copied_at: datetime, now: datetime, *, above: int = 0) -> Epoch:
    """Open an epoch: hold what waited, let numbers jump above those ever given.

    `above` is the highest number of any that may have been given elsewhere.
    """
    close(db, now, "restored")
    numbers_from = numbers_after(highest_number(db), now - copied_at)
    numbers_from = max(numbers_from, _rounded_up(above) + 1)
    _cancel_late_reminders(db, now)
    # Help comes first: who is in danger is told on again, though somebody may have seen to it.
    waits = Delivery.status.in_((DeliveryStatus.QUEUED, DeliveryStatus.SENDING))
    held = update(Delivery).where(waits, ~_of_danger())
    held = held.values(status=DeliveryStatus.HELD, reason="restored", lease_until=None)
    count = int(db.execute(held).rowcount)  # type: ignore[attr-defined]
    going = {"status": DeliveryStatus.QUEUED, "lease_until": None, "due_at": now}
    db.execute(update(Delivery).where(waits).values(going))
    db.execute(delete(StoredToken))
    _stand_still(db, now - copied_at)
    _take_codes_back(db, now)
    epoch = Epoch(opened_at=now, copied_at=copied_at, numbers_from=numbers_from, held=count)
    db.add(epoch)
    db.flush()
    jump(db, numbers_from)
    return epoch


def _take_codes_back(db: Session, now: datetime) -> None:
    """Nobody knows which codes were used, taken back or replaced since the copy: all are given anew."""
    is_open = Invitation.used_at.is_(None) & Invitation.withdrawn_at.is_(None)
    db.execute(update(Invitation).where(is_open).values(withdrawn_at=now))


def _of_danger() -> ColumnElement[bool]:
    """Select what staff are to be told of somebody in danger whom nobody has answered for."""
    is_open = exists().where(WorkItem.id == Delivery.item_id, _IN_DANGER)
    return and_(Delivery.kind == DeliveryKind.ALERT, is_open)


def in_danger(db: Session) -> list[WorkItem]:
    """Return what is urgent and nobody has answered for."""
    return list(db.scalars(select(WorkItem).where(_IN_DANGER).order_by(WorkItem.id)))


def _stand_still(db: Session, gap: timedelta) -> None:
    """What was to climb goes on where it was, as if no time had passed; but danger does not wait."""
    rows = db.execute(
        select(WorkItem).where(
            WorkItem.state == ItemState.OPEN, WorkItem.escalates_at.is_not(None), ~_IN_DANGER
        )
    )
    for item in rows.scalars():
        if item.escalates_at is not None:
            item.escalates_at += gap


def _cancel_late_reminders(db: Session, now: datetime) -> None:
    """Nobody is asked for what is over."""
    mine = SlotDue.delivery_id == Delivery.id
    running = exists().where(mine, SlotDue.state == SlotState.OPEN, SlotDue.closes_at > now)
    db.execute(
        update(Delivery)
        .where(Delivery.kind == DeliveryKind.REMINDER, Delivery.status.in_(PENDING), ~running)
        .values(status=DeliveryStatus.CANCELLED, reason="slot_over", lease_until=None)
    )


def jump(db: Session, first: int) -> None:
    """Let all tables whose numbers people say count on from here."""
    for table in SPOKEN:
        name = table.__tablename__
        if db.get_bind().dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence(name, "id")
            db.execute(select(func.setval(sequence, first, False)))
            continue
        db.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        db.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
            {"name": name, "last": first - 1},
        )


def held(db: Session) -> Mapping[str, int]:
    """Return how many deliveries are held, by kind."""
    rows = db.execute(
        select(Delivery.kind, func.count())
        .where(Delivery.status == DeliveryStatus.HELD)
        .group_by(Delivery.kind)
        .order_by(Delivery.kind)
    )
    return {kind.value: count for kind, count in rows}


def close(db: Session, now: datetime, outcome: str) -> None:
    """An operator has said what becomes of what was held."""
    is_open = Epoch.closed_at.is_(None)
    db.execute(update(Epoch).where(is_open).values(closed_at=now, outcome=outcome))


def let_out(db: Session, now: datetime) -> None:
    """What is held waits again; who is to be reminded of what is over by now is not."""
    _cancel_late_reminders(db, now)
    _release(db, status=DeliveryStatus.QUEUED, reason=None)
    close(db, now, "sent")


def drop(db: Session, now: datetime) -> None:
    """What is held is never sent."""
    _release(db, status=DeliveryStatus.CANCELLED, reason="not_sent_after_restore")
    close(db, now, "dropped")


def _release(db: Session, **became: Any) -> None:
    db.execute(update(Delivery).where(Delivery.status == DeliveryStatus.HELD).values(became))


# -- how far sending has come ---------------------------------------------------------------


_BEGAN = Quick(lambda _: select(Epoch.id).where(Epoch.opened_at >= bindparam("moment_")).limit(1))


def began_since(db: Session, moment: datetime) -> bool:
    """Tell whether an epoch has begun at that moment or later."""
    return _BEGAN.one(db, {"moment_": moment}) is not None


_NUMBER = Quick(lambda _: select(SentCount.number).where(SentCount.name == bindparam("name_")))


def sent_mark(db: Session, name: str) -> int | None:
    row = _NUMBER.one(db, {"name_": name})
    return row[0] if row else None


def has_sent(db: Session) -> bool:
    """Tell whether anything was ever owed to anybody: a new database knows of nothing."""
    return db.scalar(select(Delivery.id).limit(1)) is not None


_SENT = Quick(
    lambda dialect: (
        insert_for(dialect, SentCount)
        .values(name=bindparam("name_"), number=1)
        .on_conflict_do_update(index_elements=["name"], set_={"number": SentCount.number + 1})
        .returning(SentCount.number)
    )
)


def count_sent(db: Session, name: str) -> int:
    """Count one more batch; return how many that makes."""
    row = _SENT.one(db, {"name_": name})
    assert row is not None, "it returns what it wrote"
    return int(row[0])


def last_moment(db: Session) -> datetime | None:
    """Return the last moment this database tells of."""
    heard = db.scalar(select(func.max(Turn.at)))
    owed = db.scalar(select(func.max(Delivery.created_at)))
    return max((moment for moment in (heard, owed) if moment is not None), default=None)
