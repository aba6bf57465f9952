"""Questions about what we owe people."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, defer, joinedload

from db.among import Among
from db.models import (
    Attempt,
    Contact,
    Delivery,
    DeliveryStatus,
    Shared,
)
from db.notices import tallies
from db.quick import Quick

_TABLE: Any = Delivery.__table__
_MARKED = Quick(
    lambda _: (
        update(_TABLE)
        .where(
            Among(_TABLE.c.id, "ids"),
            _TABLE.c.status == DeliveryStatus.QUEUED,
            _TABLE.c.lease_until == bindparam("held"),
        )
        .values(status=DeliveryStatus.SENDING, lease_until=bindparam("until"))
        .returning(_TABLE.c.id)
    )
)


def mark_sending(db: Session, ids: Collection[int], held: datetime, until: datetime) -> set[int]:
    """Mark what is about to be written; return which of it is still owed and in our hands."""
    given = {"ids": list(ids), "held": held, "until": until}
    return {number for (number,) in _MARKED.all(db, given)} if ids else set()


_WIRED = Quick(
    lambda _: (
        update(_TABLE)
        .where(Among(_TABLE.c.id, "ids"))
        .values(
            status=DeliveryStatus.WIRED, reason=None, evidence=1,
            wired_at=bindparam("now"), lease_until=None,
        )
    )
)  # fmt: skip


# One row of JSON for all of them: row by row would be a statement each.
_TAKEN = {
    "sqlite": """
        INSERT INTO attempts (delivery_id, road, contact_id, platform_id, at)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, :at FROM json_each(:rows)""",
    "postgresql": """
        INSERT INTO attempts (delivery_id, road, contact_id, platform_id, at)
        SELECT (value ->> 0)::int, value ->> 1, (value ->> 2)::int, value ->> 3, :at
        FROM json_array_elements(CAST(:rows AS json))""",
}
_MOMENT: Any = Attempt.__table__.c.at.type
_NOTED = Quick(lambda name: text(_TAKEN[name]).bindparams(bindparam("at", type_=_MOMENT)))


def _note_taken(db: Session, attempts: Sequence[Mapping[str, object]], now: datetime) -> None:
    columns = "delivery_id", "road", "contact_id", "platform_id"
    rows = [[attempt[name] for name in columns] for attempt in attempts]
    _NOTED.all(db, {"rows": json.dumps(rows), "at": now})


def wire(db: Session, attempts: Sequence[Mapping[str, object]], now: datetime) -> None:
    """Note the attempts by which the platform took deliveries, many at once.

    Nothing of them may be held by the session: it would not hear of it.
    """
    ids = [attempt["delivery_id"] for attempt in attempts]
    _WIRED.all(db, {"ids": ids, "now": now})
    _note_taken(db, attempts, now)
    tallies.wired(db, [int(str(number)) for number in ids])


_IS_STRANDED = (
    Delivery.status == literal_column("'sending'"),  # spelled as its index is
    Delivery.lease_until < bindparam("machine"),
)
_STRANDED = select(Delivery).where(*_IS_STRANDED).with_for_update(skip_locked=True, of=Delivery)
_IS_ANY = Quick(lambda _: select(_TABLE.c.id).where(*_IS_STRANDED).limit(1))


def stranded(db: Session, machine_now: datetime) -> Sequence[Delivery]:
    """Return what a sender was writing and never came back with."""
    at = {"machine": machine_now}
    return db.scalars(_STRANDED, at).all() if _IS_ANY.one(db, at) else []


def get(db: Session, delivery_id: int) -> Delivery:
    return db.get_one(Delivery, delivery_id, options=[joinedload(Delivery.contact)])


def text_of(db: Session, delivery: Delivery) -> str:
    """Return what somebody was to read."""
    return (
        delivery.text if delivery.shared_id is None else db.get_one(Shared, delivery.shared_id).text
    )


def by_ids(db: Session, ids: Collection[int]) -> dict[int, Delivery]:
    """Return these by their numbers, as they are now; the texts are opened only if somebody looks."""
    unopened = defer(Delivery.text), defer(Delivery.fields)
    wanted = select(Delivery).where(Delivery.id.in_(ids)).options(*unopened)
    found = db.scalars(wanted.execution_options(populate_existing=True))
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
    for_whom = db.scalars(
        update(Delivery)
        .where(mine, Delivery.status == DeliveryStatus.WIRED)
        .values(
            {"reason": None} if arrived else {"status": DeliveryStatus.FAILED, "reason": reason}
        )
        .returning(Delivery.target_id)
    ).all()
    if not arrived:
        db.execute(update(Attempt).where(taken).values(reason=reason))
        tallies.lose(db, [target for target in for_whom if target is not None])


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
