"""What is due and in nobody's hands, read no further than sending needs; what was decided, for many at once.

As rows of the ORM each letter would cost several times as much, and a city has a million of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    exists,
    literal_column,
    not_,
    null,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from db import notices
from db.among import Among
from db.models import Delivery, DeliveryKind, DeliveryStatus, Urgency
from db.quick import Quick


@dataclass(slots=True)
class Due:
    """One delivery whose time has come; what is changed in it is written by `settle`."""

    id: int
    kind: DeliveryKind
    contact_id: int | None
    person_id: int | None
    text: str
    shared_id: int | None
    fields: dict[str, Any] | None
    idempotency_key: str
    status: DeliveryStatus
    reason: str | None
    created_at: datetime
    due_at: datetime
    urgency: int
    lease_until: datetime | None
    notice_id: int | None
    target_id: int | None
    item_id: int | None


_TABLE: Any = Delivery.__table__
# Shared words are opened once, not in each delivery, where they are an empty text.
_OWN_TEXT = type_coerce(
    case((Delivery.shared_id.is_not(None), null()), else_=_TABLE.c.text), _TABLE.c.text.type
)
_COLUMNS = [
    _OWN_TEXT if name == "text" else getattr(Delivery, name) for name in Due.__dataclass_fields__
]


def _due(*where: ColumnElement[bool]) -> Quick:
    """Select what is due and in nobody's hands of one urgency; built once, each batch asks."""
    mine = Delivery.urgency == bindparam("urgency_"), *_IS_FREE, *where
    found = select(*_COLUMNS).where(*mine).order_by(Delivery.due_at, Delivery.id)
    found = found.limit(bindparam("most")).with_for_update(skip_locked=True, of=Delivery)
    return Quick(lambda _: found)


# Where a sender died with it in hand it is free again when its lease is over.
_IS_FREE = (
    Delivery.status == literal_column("'queued'"),
    Delivery.due_at <= bindparam("now"),
    or_(Delivery.lease_until.is_(None), Delivery.lease_until < bindparam("machine")),
)
_ANY_OF = [exists().where(Delivery.urgency == each.value, *_IS_FREE) for each in Urgency]
_WAIT = Quick(lambda _: select(*_ANY_OF))
_OF_ALL, _OF_NO_NOTICE = _due(), _due(Delivery.notice_id.is_(None))
_OF_NOTICE = _due(Delivery.notice_id == bindparam("notice"))
_OTHERS = _due(not_(Among(Delivery.id, "taken")))


def lease_due(db: Session, now: datetime, machine_now: datetime, limit: int) -> Sequence[Due]:
    """Return what is due and in nobody's hands, the most urgent first and of that the oldest.

    Where notices of several units wait each unit has its share, and what belongs to none as well.
    It is locked, so that no other sender takes the same.
    """
    found: list[Due] = []
    at = {"now": now, "machine": machine_now}
    for urgency, waits in zip(Urgency, _WAIT.all(db, at)[0], strict=True):
        due = at | {"urgency_": urgency.value}
        if waits and urgency >= Urgency.USUAL and len(found) < limit:
            found += _shares(db, limit - len(found), due)
        if waits and len(found) < limit:
            others = due | {"most": limit - len(found), "taken": [each.id for each in found]}
            found += _read(db, _OTHERS if found else _OF_ALL, others)
    return found


def _read(db: Session, wanted: Quick, given: Mapping[str, object]) -> list[Due]:
    return [Due(*row) for row in wanted.all(db, given)]


def _shares(db: Session, limit: int, due: Mapping[str, object]) -> list[Due]:
    """Return each party's share, if there are several: the units whose notices go out, and the rest."""
    of_units: dict[int, list[int]] = {}
    for notice_id, unit_id in notices.going_out(db):
        of_units.setdefault(unit_id, []).append(notice_id)
    if not of_units:
        return []
    share = max(limit // (len(of_units) + 1), 1)
    found = _read(db, _OF_NO_NOTICE, {**due, "most": share})
    for ids in of_units.values():
        for at, notice_id in enumerate(ids):
            mine = share // len(ids) + (at < share % len(ids))
            found += _read(db, _OF_NOTICE, {**due, "most": mine, "notice": notice_id})
    return found[:limit]


def probe_due(
    db: Session,
    now: datetime,
    machine_now: datetime,
    harmless: Collection[DeliveryKind],
    *,
    is_risky: bool,
) -> Sequence[Due]:
    """Return the one to try a road with that has rested; locked, as `lease_due` does.

    What does no harm twice goes first: always where it is risky, because what becomes of it may
    stay open.  Otherwise what was tried before stands behind what was not, so that one the
    platform chokes on does not keep the road closed for all.
    """
    may_twice = case((Delivery.kind.in_(harmless), 0), else_=1)
    was_tried = case((Delivery.reason.is_not(None), 1), else_=0)
    by_turns = (was_tried, case((Delivery.reason.is_not(None), 0), else_=may_twice))
    first = (may_twice,) if is_risky else by_turns
    found = select(*_COLUMNS).where(*_IS_FREE)
    found = found.order_by(*first, Delivery.due_at, Delivery.urgency, Delivery.id).limit(1)
    held = found.with_for_update(skip_locked=True, of=Delivery)
    return [Due(*row) for row in db.execute(held, {"now": now, "machine": machine_now})]


@dataclass(frozen=True, slots=True)
class InHand:
    """What a sender takes: by which road, and out of whose ledger; None: along with another."""

    due: Due
    road: str
    address_id: int | None


def _taken(**address: Any) -> Quick:
    held = {"road": bindparam("road_"), "lease_until": bindparam("until"), **address}
    return Quick(lambda _: update(_TABLE).where(Among(_TABLE.c.id, "ids")).values(held))


_BACK = _taken(address_id=_TABLE.c.contact_id)  # to where it was asked for: most are
_ELSEWHERE, _ALONG = _taken(address_id=bindparam("address")), _taken()


def take(db: Session, taken: Iterable[InHand], until: datetime) -> None:
    """Write down what is in hand, and until when."""
    groups: dict[tuple[str, int | None, bool], list[int]] = defaultdict(list)
    for each in taken:
        is_back = each.address_id is not None and each.address_id == each.due.contact_id
        groups[each.road, None if is_back else each.address_id, is_back].append(each.due.id)
    for (road, address, is_back), ids in groups.items():
        changing = _BACK if is_back else _ALONG if address is None else _ELSEWHERE
        given = {"ids": ids, "road_": road, "until": until}
        changing.all(db, {**given, "address": address} if address else given)


_SETTLED = Quick(
    lambda _: (
        update(_TABLE)
        .where(Among(_TABLE.c.id, "ids"))
        .values(
            status=bindparam("status_"), reason=bindparam("reason_"), due_at=bindparam("due"),
            lease_until=bindparam("until"),
        )
    )
)  # fmt: skip


def settle(db: Session, decided: Iterable[Due]) -> None:
    """Write down what was decided about deliveries that nobody takes in hand now."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for each in decided:
        groups[each.status, each.reason, each.due_at, each.lease_until].append(each.id)
    for (status, reason, due, until), ids in groups.items():
        given = {"status_": status, "reason_": reason, "due": due, "until": until}
        _SETTLED.all(db, {"ids": ids, **given})
