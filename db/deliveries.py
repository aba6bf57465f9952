"""Questions about what we owe people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from db.models import (
    Delivery,
    DeliveryStatus,
    Quota,
    SlotDue,
    SlotState,
    Ticket,
    TicketState,
    Urgency,
)
from db.quick import Quick


def claim_due(db: Session, now: datetime, limit: int) -> Sequence[Delivery]:
    """Return what is due, the most urgent first and of that the oldest.

    It is locked, so that no other sender takes the same.
    """
    found: list[Delivery] = []
    for urgency in Urgency:  # one by one: what waits for the morning need not be passed over
        if len(found) < limit:
            found += db.scalars(
                select(Delivery)
                .where(
                    Delivery.status == DeliveryStatus.QUEUED,
                    Delivery.urgency == urgency.value,
                    Delivery.due_at <= now,
                )
                .order_by(Delivery.due_at, Delivery.id)
                .limit(limit - len(found))
                .with_for_update(skip_locked=True, of=Delivery)
            )
    return found


def stranded(db: Session, machine_now: datetime) -> Sequence[Delivery]:
    """Return what a sender took and never came back with."""
    return db.scalars(
        select(Delivery)
        .where(Delivery.status == DeliveryStatus.SENDING, Delivery.lease_until < machine_now)
        .with_for_update(skip_locked=True, of=Delivery)
    ).all()


_ASKED = Quick(
    lambda _: select(SlotDue.state).where(SlotDue.delivery_id == bindparam("delivery")).distinct()
)


def not_wanted(db: Session, delivery: Delivery) -> str | None:
    """Return why something need not be sent any more: reported, or taken by somebody since."""
    states = [state for (state,) in _ASKED.all(db, {"delivery": delivery.id})]
    if states and SlotState.OPEN not in states:
        return "already_done"
    if delivery.ticket_id is None:
        return None
    ticket = db.get_one(Ticket, delivery.ticket_id)
    since = ticket.acknowledged_at
    over = ticket.state is not TicketState.OPEN and since is not None
    return "taken" if over and since is not None and delivery.created_at < since else None


def get(db: Session, delivery_id: int) -> Delivery:
    return db.get_one(Delivery, delivery_id, options=[joinedload(Delivery.contact)])


def of_turn(db: Session, turn_id: int) -> Delivery | None:
    return db.scalar(select(Delivery).where(Delivery.turn_id == turn_id))


def give_as_reply(db: Session, delivery_id: int) -> bool:
    """Take a delivery nobody else can make and say it as the reply; False if it is under way."""
    taken = db.execute(
        update(Delivery)
        .where(
            Delivery.id == delivery_id,
            or_(
                Delivery.status == DeliveryStatus.FAILED,
                (Delivery.status == DeliveryStatus.QUEUED) & (Delivery.reason == "no_permission"),
            ),
        )
        .values(status=DeliveryStatus.HEARD, road="reply", evidence=1)
        .returning(Delivery.id)
    ).scalar()
    return taken is not None


def note_outcome(db: Session, platform_id: str, *, arrived: bool, reason: str) -> None:
    """The platform tells later what became of a template message."""
    db.execute(
        update(Delivery)
        .where(Delivery.platform_id == platform_id, Delivery.status == DeliveryStatus.WIRED)
        .values(
            {"reason": None} if arrived else {"status": DeliveryStatus.FAILED, "reason": reason}
        )
    )


_TOLD = Quick(
    lambda _: (
        select(Delivery.id)
        .where(Delivery.ticket_id == bindparam("ticket"), Delivery.created_at >= bindparam("since"))
        .limit(1)
    )
)


def told_since(db: Session, ticket_id: int, since: datetime) -> bool:
    """Tell whether staff were told something about a ticket since then."""
    return _TOLD.one(db, {"ticket": ticket_id, "since": since}) is not None


def counts(db: Session) -> list[tuple[str, str, str, int]]:
    """Return (kind, status, reason, how many) for the whole table."""
    rows = db.execute(
        select(Delivery.kind, Delivery.status, Delivery.reason, func.count()).group_by(
            Delivery.kind, Delivery.status, Delivery.reason
        )
    )
    return [(kind.value, status.value, reason or "", n) for kind, status, reason, n in rows]


def created_between(
    db: Session, contact_ids: Sequence[int], start: datetime, end: datetime
) -> Sequence[Delivery]:
    return db.scalars(
        select(Delivery)
        .where(
            Delivery.contact_id.in_(contact_ids),
            Delivery.created_at >= start,
            Delivery.created_at < end,
        )
        .order_by(Delivery.created_at, Delivery.id)
    ).all()


def road_closed(db: Session, road: str, now: datetime) -> str | None:
    """Return why the whole account may not use this road now, or None."""
    row = db.scalar(select(Quota).filter_by(scope=road, period="until"))
    return row.reason if row and row.closed_until and row.closed_until > now else None


def close_road(db: Session, road: str, until: datetime, reason: str) -> None:
    row = db.scalar(select(Quota).filter_by(scope=road, period="until"))
    if row is None:
        row = Quota(scope=road, period="until", used=0)
        db.add(row)
    row.closed_until, row.reason = until, reason


def count_sent(db: Session, road: str, day: str) -> None:
    """Keep the day's ledger of a road."""
    row = db.scalar(select(Quota).filter_by(scope=road, period=day).with_for_update())
    if row is None:
        db.add(Quota(scope=road, period=day, used=1))
    else:
        row.used += 1
