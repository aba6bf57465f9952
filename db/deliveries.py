"""Questions about what we owe people."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, defer, joinedload

from db import notices
from db.among import Among
from db.models import (
    Attempt,
    Contact,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Shared,
    Urgency,
)
from db.notices import tallies
from db.quick import Quick


def _due(*where: ColumnElement[bool]) -> Select[Delivery]:
    """Select what is due and in nobody's hands of one urgency; built once, each batch asks."""
    mine = Delivery.urgency == bindparam("urgency_"), *_IS_FREE, *where
    found = select(Delivery).where(*mine).order_by(Delivery.due_at, Delivery.id)
    found = found.limit(bindparam("most"))
    return found.with_for_update(skip_locked=True, of=Delivery)


# Where a sender died with it in hand it is free again when its lease is over.
_IS_FREE = (
    Delivery.status == literal_column("'queued'"),
    Delivery.due_at <= bindparam("now"),
    or_(Delivery.lease_until.is_(None), Delivery.lease_until < bindparam("machine")),
)
_WAIT = select(*(exists().where(Delivery.urgency == each.value, *_IS_FREE) for each in Urgency))
_OF_ALL, _OF_NO_NOTICE = _due(), _due(Delivery.notice_id.is_(None))
_OF_NOTICE = _due(Delivery.notice_id == bindparam("notice"))
_OTHERS = _due(Delivery.id.not_in(bindparam("taken", expanding=True)))


def lease_due(db: Session, now: datetime, machine_now: datetime, limit: int) -> Sequence[Delivery]:
    """Return what is due and in nobody's hands, the most urgent first and of that the oldest.

    Where notices of several units wait each unit has its share, and what belongs to none as well.
    It is locked, so that no other sender takes the same.
    """
    found: list[Delivery] = []
    at = {"now": now, "machine": machine_now}
    for urgency, waits in zip(Urgency, db.execute(_WAIT, at).one(), strict=True):
        due = at | {"urgency_": urgency.value}
        if waits and urgency >= Urgency.USUAL and len(found) < limit:
            found += _shares(db, limit - len(found), due)
        if waits and len(found) < limit:
            others = due | {"most": limit - len(found), "taken": [each.id for each in found]}
            found += db.scalars(_OTHERS if found else _OF_ALL, others).all()
    return found


def _shares(db: Session, limit: int, due: Mapping[str, object]) -> list[Delivery]:
    """Return each party's share, if there are several: the units whose notices go out, and the rest."""
    of_units: dict[int, list[int]] = {}
    for notice_id, unit_id in notices.going_out(db):
        of_units.setdefault(unit_id, []).append(notice_id)
    if not of_units:
        return []
    share = max(limit // (len(of_units) + 1), 1)
    found = list(db.scalars(_OF_NO_NOTICE, {**due, "most": share}))
    for ids in of_units.values():
        for at, notice_id in enumerate(ids):
            mine = share // len(ids) + (at < share % len(ids))
            found += db.scalars(_OF_NOTICE, {**due, "most": mine, "notice": notice_id})
    return found[:limit]


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
    found = select(Delivery).where(*_IS_FREE)
    found = found.order_by(*first, Delivery.due_at, Delivery.urgency, Delivery.id).limit(1)
    held = found.with_for_update(skip_locked=True, of=Delivery)
    return db.scalars(held, {"now": now, "machine": machine_now}).all()


_MARKED = (
    update(Delivery)
    .where(
        Among(Delivery.id, "ids"),
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


_WIRED = (
    update(Delivery)
    .where(Among(Delivery.id, "ids"))
    .values(
        status=DeliveryStatus.WIRED, reason=None, evidence=1,
        wired_at=bindparam("now"), lease_until=None,
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
_NOTED = {
    name: text(sql).bindparams(bindparam("at", type_=Attempt.__table__.c.at.type))
    for name, sql in _TAKEN.items()
}


def _note_taken(db: Session, attempts: Sequence[Mapping[str, object]], now: datetime) -> None:
    columns = "delivery_id", "road", "contact_id", "platform_id"
    rows = [[attempt[name] for name in columns] for attempt in attempts]
    given = {"rows": json.dumps(rows), "at": now}
    db.connection().execute(_NOTED[db.get_bind().dialect.name], given)


def wire(db: Session, attempts: Sequence[Mapping[str, object]], now: datetime) -> None:
    """Note the attempts by which the platform took deliveries, many at once.

    Nothing of them may be held by the session: it would not hear of it.
    """
    ids = [attempt["delivery_id"] for attempt in attempts]
    connection = db.connection()
    connection.execute(_WIRED, {"ids": ids, "now": now})
    _note_taken(db, attempts, now)
    tallies.wired(db, [int(str(number)) for number in ids])


def stranded(db: Session, machine_now: datetime) -> Sequence[Delivery]:
    """Return what a sender was writing and never came back with."""
    return db.scalars(
        select(Delivery)
        .where(Delivery.status == DeliveryStatus.SENDING, Delivery.lease_until < machine_now)
        .with_for_update(skip_locked=True, of=Delivery)
    ).all()


def get(db: Session, delivery_id: int) -> Delivery:
    return db.get_one(Delivery, delivery_id, options=[joinedload(Delivery.contact)])


def text_of(db: Session, delivery: Delivery) -> str:
    """Return what somebody was to read."""
    return (
        delivery.text if delivery.shared_id is None else db.get_one(Shared, delivery.shared_id).text
    )


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
