"""Somebody is gone: their phones are nobody's, and nothing more is sent to them or about their slots."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from db.models import (
    Contact,
    Delivery,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Person,
    SlotDue,
    SlotState,
)


def unbind_all(db: Session, person_id: int) -> None:
    """No address is theirs any more."""
    nobody = {"person_id": None, "bound_at": None, "is_vouched": True}
    db.execute(update(Contact).where(Contact.person_id == person_id).values(nobody))


def cancel_to(db: Session, person_id: int) -> None:
    """Nothing that still waits is sent to them."""
    waits = (Delivery.person_id == person_id) & (Delivery.status == DeliveryStatus.QUEUED)
    db.execute(update(Delivery).where(waits).values(status=DeliveryStatus.CANCELLED, reason="gone"))


def drop_slots(db: Session, person_id: int) -> None:
    """Nobody is asked about them any more; a reminder for others of the household still goes."""
    theirs = select(Episode.id).where(
        Episode.person_id == person_id, Episode.state == EpisodeState.ACTIVE
    )
    is_open = SlotDue.episode_id.in_(theirs) & (SlotDue.state == SlotState.OPEN)
    asked = db.scalars(select(SlotDue.delivery_id).where(is_open, SlotDue.delivery_id.is_not(None)))
    reminders = list(asked)
    db.execute(delete(SlotDue).where(is_open))
    nobody_else = ~exists().where(SlotDue.delivery_id == Delivery.id)
    waits = Delivery.id.in_(reminders) & (Delivery.status == DeliveryStatus.QUEUED) & nobody_else
    db.execute(update(Delivery).where(waits).values(status=DeliveryStatus.CANCELLED, reason="gone"))


def next_respondent(db: Session, household_id: int, but: int) -> Person | None:
    """Return who of a household answers next: whoever has a phone with us, else whoever came first."""
    bound = exists().where(Contact.person_id == Person.id, Contact.is_vouched)
    return db.scalar(
        select(Person)
        .where(Person.household_id == household_id, Person.id != but, Person.gone_on.is_(None))
        .order_by(bound.desc(), Person.id)
        .limit(1)
    )
