"""Addresses as somebody needs them who sends: many at once, held, and what was taken from their ledgers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from db.among import Among
from db.models import Contact, ContactState
from db.people.contacts import MOMENT
from db.quick import Quick


@dataclass(slots=True)
class Address:
    """Where somebody is reached, and what may still be sent there."""

    id: int
    channel: str
    address: str
    person_id: int | None
    state: ContactState
    heard_at: datetime | None
    window_until: datetime | None
    window_left: int
    moment_until: datetime | None
    moment_left: int
    is_vouched: bool
    is_taken_from: bool = False  # its ledger is to be written


class Allowance(Protocol):
    """What may still be sent to an address."""

    @property
    def window_until(self) -> datetime | None: ...
    @property
    def window_left(self) -> int: ...
    @property
    def moment_until(self) -> datetime | None: ...
    @property
    def moment_left(self) -> int: ...


_TABLE: Any = Contact.__table__
_READ = [name for name in Address.__dataclass_fields__ if name != "is_taken_from"]
# Built once: every promise asks them.
_NAMED = Among(Contact.id, "contacts")
_BEHIND = select(Contact.person_id).where(_NAMED, Contact.is_vouched)
_ALL = (
    select(*(getattr(Contact, name) for name in _READ))
    .where(or_(Among(Contact.person_id, "persons"), _NAMED))
    .order_by(Contact.id)
)
# A sender has changed nothing that the session still holds back: it asks the driver itself.
_HELD = Quick(lambda _: _ALL.with_for_update(of=Contact))
_BEHIND_HELD = Quick(lambda _: _BEHIND)


def persons_behind(db: Session, contact_ids: Collection[int], *, hold: bool = False) -> set[int]:
    """Return whose addresses these are, as far as we know; `hold` as below."""
    if not contact_ids:
        return set()
    whose = {"contacts": list(contact_ids)}
    found = _BEHIND_HELD.all(db, whose) if hold else db.execute(_BEHIND, whose)
    return {person_id for (person_id,) in found if person_id is not None}


def all_of(
    db: Session, person_ids: Collection[int], contact_ids: Collection[int], *, hold: bool = False
) -> list[Address]:
    """Return every address of these people, and these addresses themselves.

    Held, they stay as they are until the transaction ends, and nobody else can take from their
    ledgers; they are held in one order, so that two senders never wait for each other.
    """
    whose = {"persons": list(person_ids), "contacts": list(contact_ids)}
    rows = _HELD.all(db, whose) if hold else db.execute(_ALL, whose)
    return [Address(*row) for row in rows]


def left(at: Allowance, now: datetime) -> int:
    """Return how many customer-service messages may still be sent to an address."""
    moment = at.moment_until is not None and at.moment_until > now
    window = at.window_until is not None and at.window_until > now
    return max(at.moment_left * moment, at.window_left * window)


def why_closed(at: Allowance, now: datetime) -> str | None:
    """Return why no customer-service message may be sent, or None; nothing is taken."""
    if left(at, now) > 0:
        return None
    is_open = at.window_until is not None and at.window_until > now
    return "quota_used" if is_open else "window_closed"


def take_one(at: Address, now: datetime) -> None:
    """Take one message from the ledger of an address that is held; `write` puts it down.

    The counts of the two windows do not add up: while both are open it is taken from both.
    """
    at.is_taken_from = True
    if at.moment_left > 0 and at.moment_until and at.moment_until > now:
        at.moment_left -= 1
    if at.window_left > 0 and at.window_until and at.window_until > now:
        at.window_left -= 1


def left_of_minute(at: Allowance, most: int, now: datetime) -> int:
    """Return how many of so many a minute may still be sent to an address."""
    if at.moment_until is None or at.moment_until <= now:
        return most
    return at.moment_left


def take_of_minute(at: Address, most: int, now: datetime) -> None:
    """Take one of so many a minute; the minute begins with the first."""
    remaining = left_of_minute(at, most, now)
    at.is_taken_from = True
    if at.moment_until is None or at.moment_until <= now:
        at.moment_until = now + MOMENT
    at.moment_left = max(0, remaining - 1)


_WRITTEN = Quick(
    lambda _: (
        update(_TABLE)
        .where(Among(_TABLE.c.id, "ids"))
        .values(
            window_left=bindparam("window"), moment_until=bindparam("until"),
            moment_left=bindparam("moment"),
        )
    )
)  # fmt: skip


def write(db: Session, held: Iterable[Address]) -> None:
    """Put down what was taken from the ledgers of addresses that are held."""
    groups: dict[tuple[int, datetime | None, int], list[int]] = defaultdict(list)
    for each in held:
        if each.is_taken_from:
            groups[each.window_left, each.moment_until, each.moment_left].append(each.id)
    for (window, until, moment), ids in groups.items():
        given = {"ids": ids, "window": window, "until": until, "moment": moment}
        _WRITTEN.all(db, given)
