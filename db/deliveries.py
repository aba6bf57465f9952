"""Questions about what we owe people."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session, defer, joinedload

from db.models import (
    Attempt,
    Contact,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    ItemState,
    Notice,
    SlotDue,
    SlotState,
    Urgency,
    WorkItem,
)
from db.quick import Quick
from db.unreadable import is_unreadable


def lease_due(db: Session, now: datetime, machine_now: datetime, limit: int) -> Sequence[Delivery]:
    """Return what is due and in nobody's hands, the most urgent first and of that the oldest.

    It is locked, so that no other sender takes the same.
    """
    found: list[Delivery] = []
    for urgency in Urgency:  # one by one: what waits for the morning need not be passed over
        if len(found) < limit:
            found += db.scalars(
                select(Delivery)
                .where(Delivery.urgency == urgency.value, *_free(now, machine_now))
                .order_by(Delivery.due_at, Delivery.id)
                .limit(limit - len(found))
                .with_for_update(skip_locked=True, of=Delivery)
            )
    return found


def _free(now: datetime, machine_now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is due; where a sender died with it in hand it is free again when its lease is over."""
    is_free = or_(Delivery.lease_until.is_(None), Delivery.lease_until < machine_now)
    return Delivery.status == DeliveryStatus.QUEUED, Delivery.due_at <= now, is_free


def probe_due(
    db: Session,
    now: datetime,
    machine_now: datetime,
    harmless: Collection[DeliveryKind],
    *,
    is_risky: bool,
) -> Sequence[Delivery]:
    """Return the one to try a road with that has rested; locked, as `lease_due` does.

    What does no harm twice goes first: always where it is risky, because what becomes of it may
    stay open.  Otherwise what was tried before stands behind what was not, so that one the
    platform chokes on does not keep the road closed for all.
    """
    may_twice = case((Delivery.kind.in_(harmless), 0), else_=1)
    was_tried = case((Delivery.reason.is_not(None), 1), else_=0)
    by_turns = (was_tried, case((Delivery.reason.is_not(None), 0), else_=may_twice))
    first = (may_twice,) if is_risky else by_turns
    found = select(Delivery).where(*_free(now, machine_now))
    return db.scalars(
        found.order_by(*first, Delivery.due_at, Delivery.urgency, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery)
    ).all()


_MARKED = (
    update(Delivery)
    .where(
        Delivery.id.in_(bindparam("ids", expanding=True)),
        Delivery.status == DeliveryStatus.QUEUED,
        Delivery.lease_until == bindparam("held"),
    )
    .values(status=DeliveryStatus.SENDING, lease_until=bindparam("until"))
    .returning(Delivery.id)
)


def mark_sending(db: Session, ids: Collection[int], held: datetime, until: datetime) -> set[int]:
    """Mark what is about to be written; return which of it is still owed and in our hands."""
    given = {"ids": list(ids), "held": held, "until": until}
    return set(db.connection().execute(_MARKED, given).scalars()) if ids else set()


def stranded(db: Session, machine_now: datetime) -> Sequence[Delivery]:
    """Return what a sender was writing and never came back with."""
    return db.scalars(
        select(Delivery)
        .where(Delivery.status == DeliveryStatus.SENDING, Delivery.lease_until < machine_now)
        .with_for_update(skip_locked=True, of=Delivery)
    ).all()


_ASKED = Quick(
    lambda _: (
        select(SlotDue.state, SlotDue.closes_at)
        .where(SlotDue.delivery_id == bindparam("delivery"))
        .distinct()
    )
)
_HOLDS = Quick(lambda _: select(Notice.valid_until).where(Notice.id == bindparam("notice")))


def not_wanted(db: Session, delivery: Delivery, now: datetime, today: date) -> str | None:
    """Return why something need not be sent any more; None if it is still of use.

    It was reported or taken by somebody since, or the time in which it was of use is over.
    What cannot be read cannot be sent either, and is no less owed for that.
    """
    if is_unreadable(delivery.text):
        return "unreadable"
    slots = _ASKED.all(db, {"delivery": delivery.id})
    if slots and not any(state is SlotState.OPEN and ends > now for state, ends in slots):
        is_done = all(state is SlotState.FILLED for state, _ in slots)
        return "already_done" if is_done else "too_late"
    if delivery.notice_id is not None:
        [until] = _HOLDS.one(db, {"notice": delivery.notice_id}) or [None]
        return "too_late" if until is not None and until < today else None
    if delivery.item_id is None:
        return None
    item = db.get_one(WorkItem, delivery.item_id)
    since = item.taken_at or item.closed_at
    over = item.state is not ItemState.OPEN and since is not None
    return "taken" if over and since is not None and delivery.created_at < since else None


def get(db: Session, delivery_id: int) -> Delivery:
    return db.get_one(Delivery, delivery_id, options=[joinedload(Delivery.contact)])


def by_ids(db: Session, ids: Collection[int]) -> dict[int, Delivery]:
    """Return these by their numbers; the texts are opened only if somebody looks at them."""
    unopened = defer(Delivery.text), defer(Delivery.fields)
    found = db.scalars(select(Delivery).where(Delivery.id.in_(ids)).options(*unopened))
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
