"""What became of a notice: sums, and of everybody it did not reach only the few who are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Delivery, DeliveryStatus, Household, Person, Unit

NOT_SENT = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many deliveries of a notice have the same outcome."""

    status: DeliveryStatus
    reason: str | None
    is_later: bool  # not due before some later moment
    count: int
    first_due: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """One of those a notice did not reach; `count` is how many there are of the same kind."""

    id: int  # of the delivery; of the household where nobody has an address
    count: int
    reason: str | None = None
    unit_id: int | None = None  # the building
    person_id: int | None = None
    contact_id: int | None = None


def sums(db: Session, notice_id: int, now: datetime) -> list[Sum]:
    """Return what became of a notice's deliveries, in the order they were made."""
    is_later = Delivery.due_at > now
    rows = db.execute(
        select(Delivery.status, Delivery.reason, is_later, func.count(), func.min(Delivery.due_at))
        .where(Delivery.notice_id == notice_id)
        .group_by(Delivery.status, Delivery.reason, is_later)
        .order_by(func.min(Delivery.id))
    ).all()
    return [Sum(row[0], row[1], bool(row[2]), row[3], row[4]) for row in rows]


def not_sent(db: Session, notice_id: int, shown: int) -> list[Missed]:
    """Return for each reason the first few it was not sent to."""
    ranked = select(
        Delivery.id,
        Delivery.reason,
        Delivery.person_id,
        Delivery.contact_id,
        *_ranks(Delivery.id, Delivery.reason),
    ).where(Delivery.notice_id == notice_id, Delivery.status.in_(NOT_SENT))
    return [
        Missed(row.id, row.many, row.reason, person_id=row.person_id, contact_id=row.contact_id)
        for row in _first(db, ranked, shown)
    ]


def not_sent_by_building(db: Session, notice_id: int, shown: int) -> list[Missed]:
    """Return for each building and reason the first few residents it was not sent to."""
    ranked = (
        select(
            Delivery.id,
            Delivery.reason,
            Household.unit_id,
            Delivery.person_id,
            *_ranks(Delivery.id, Household.unit_id, Delivery.reason),
        )
        .join(Person, Delivery.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .where(Delivery.notice_id == notice_id, Delivery.status.in_(NOT_SENT))
    )
    return [
        Missed(row.id, row.many, row.reason, row.unit_id, row.person_id)
        for row in _first(db, ranked, shown)
    ]


def doors_without_contact(db: Session, path: str, shown: int) -> list[Missed]:
    """Return for each building below a unit the first few households where nobody follows us."""
    ranked = select(Household.id, Household.unit_id, *_ranks(Household.id, Household.unit_id))
    rows = _first(db, _unfollowed(ranked, path), shown)
    return [Missed(row.id, row.many, unit_id=row.unit_id) for row in rows]


def count_without_contact(db: Session, path: str) -> int:
    """Return in how many households below a unit nobody follows us."""
    return db.scalar(_unfollowed(select(func.count()).select_from(Household), path)) or 0


def first_without_contact(db: Session, path: str, shown: int) -> Sequence[Household]:
    """Return the first few households below a unit where nobody follows us."""
    return db.scalars(
        _unfollowed(select(Household), path).order_by(Household.id).limit(shown)
    ).all()


def _ranks(order: Any, *kind: Any) -> tuple[Any, Any]:
    """Return how many are of a kind, and the place of each among them."""
    place = func.row_number().over(partition_by=kind, order_by=order)
    return func.count().over(partition_by=kind).label("many"), place.label("place")


def _first(db: Session, ranked: Select[Any], shown: int) -> Sequence[Any]:
    found = ranked.subquery()
    return db.execute(select(found).where(found.c.place <= shown).order_by(found.c.id)).all()


def _unfollowed(found: Select[Any], path: str) -> Select[Any]:
    reached = exists().where(
        Person.household_id == Household.id,
        Contact.person_id == Person.id,
        Contact.state == ContactState.FOLLOWING,
    )
    return found.join(Unit, Household.unit_id == Unit.id).where(
        Unit.path.startswith(path, autoescape=True), ~reached
    )
