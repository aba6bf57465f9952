"""Questions about what we owe people."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from db.models import (
    Attempt,
    Contact,
    Delivery,
    DeliveryStatus,
    ItemState,
    SlotDue,
    SlotState,
    Urgency,
    WorkItem,
)
from db.quick import Quick
from db.unreadable import is_unreadable


def lease_due(db: Session, now: datetime, limit: int) -> Sequence[Delivery]:
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
    """Return why something need not be sent any more: reported, or taken by somebody since.

    What cannot be read cannot be sent either, and is no less owed for that.
    """
    if is_unreadable(delivery.text):
        return "unreadable"
    states = [state for (state,) in _ASKED.all(db, {"delivery": delivery.id})]
    if states and SlotState.OPEN not in states:
        return "already_done"
    if delivery.item_id is None:
        return None
    item = db.get_one(WorkItem, delivery.item_id)
    since = item.taken_at or item.closed_at
    over = item.state is not ItemState.OPEN and since is not None
    return "taken" if over and since is not None and delivery.created_at < since else None


def get(db: Session, delivery_id: int) -> Delivery:
    return db.get_one(Delivery, delivery_id, options=[joinedload(Delivery.contact)])


def by_ids(db: Session, ids: Collection[int]) -> dict[int, Delivery]:
    found = db.scalars(select(Delivery).where(Delivery.id.in_(ids)))
    return {delivery.id: delivery for delivery in found}


def attempts(db: Session, delivery_ids: Collection[int]) -> Sequence[Attempt]:
    """Return every try to bring these anywhere, the first one first."""
    found = select(Attempt).where(Attempt.delivery_id.in_(delivery_ids)).order_by(Attempt.id)
    return db.scalars(found).all() if delivery_ids else []


def note_attempt(db: Session, attempt: Attempt) -> None:
    db.add(attempt)


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
    """The platform tells later what became of what it took."""
    taken = Attempt.platform_id == platform_id
    mine = Delivery.id.in_(select(Attempt.delivery_id).where(taken))
    db.execute(
        update(Delivery)
        .where(mine, Delivery.status == DeliveryStatus.WIRED)
        .values(
            {"reason": None} if arrived else {"status": DeliveryStatus.FAILED, "reason": reason}
        )
    )
    if not arrived:
        db.execute(update(Attempt).where(taken).values(reason=reason))


_TOLD = Quick(
    lambda _: (
        select(Delivery.id)
        .where(Delivery.item_id == bindparam("item"), Delivery.created_at >= bindparam("since"))
        .limit(1)
    )
)


def told_since(db: Session, item_id: int, since: datetime) -> bool:
    """Tell whether staff were told something about an item since then."""
    return _TOLD.one(db, {"item": item_id, "since": since}) is not None


def counts(db: Session) -> list[tuple[str, str, str, int]]:
    """Return (kind, status, reason, how many) for the whole table."""
    rows = db.execute(
        select(Delivery.kind, Delivery.status, Delivery.reason, func.count()).group_by(
            Delivery.kind, Delivery.status, Delivery.reason
        )
    )
    return [(kind.value, status.value, reason or "", n) for kind, status, reason, n in rows]


def created_between(
    db: Session, contact: Contact, start: datetime, end: datetime
) -> Sequence[Delivery]:
    """Return what became owed meanwhile to an address, or to the person behind it."""
    theirs = Delivery.contact_id == contact.id
    if contact.person_id is not None:
        theirs |= Delivery.person_id == contact.person_id
    return db.scalars(
        select(Delivery)
        .where(
            theirs,
            Delivery.created_at >= start,
            Delivery.created_at < end,
        )
        .order_by(Delivery.created_at, Delivery.id)
    ).all()
