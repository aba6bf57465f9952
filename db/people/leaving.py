"""Somebody is gone: their phones are nobody's, and nothing more is sent to them or about their slots."""

from datetime import datetime

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from db.models import (
    Absence,
    Contact,
    Conversation,
    Delivery,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Household,
    Invitation,
    Person,
    Post,
    SlotDue,
    SlotState,
    Subscription,
    Swap,
)


def unbind_all(db: Session, person_id: int) -> None:
    """No address is theirs any more, nor what was begun or wished for from it."""
    theirs = select(Contact.id).where(Contact.person_id == person_id)
    db.execute(delete(Subscription).where(Subscription.contact_id.in_(theirs)))
    db.execute(delete(Conversation).where(Conversation.contact_id.in_(theirs)))
    nobody = {"person_id": None, "bound_at": None, "is_vouched": True}
    db.execute(update(Contact).where(Contact.person_id == person_id).values(nobody))


def cancel_to(db: Session, person_id: int) -> None:
    """Nothing that still waits is sent to them."""
    waits = (Delivery.person_id == person_id) & (Delivery.status == DeliveryStatus.QUEUED)
    db.execute(update(Delivery).where(waits).values(status=DeliveryStatus.CANCELLED, reason="gone"))


def lay_down(db: Session, person_id: int, now: datetime) -> None:
    """Nothing is expected of them any more: invitations, nights, standing in, households to keep.

    Where they were to stand in nobody does, and whoever appoints hears of the gap ahead.
    """
    is_open = Invitation.used_at.is_(None) & Invitation.withdrawn_at.is_(None)
    theirs = or_(Invitation.person_id == person_id, Invitation.invited_by == person_id)
    db.execute(update(Invitation).where(is_open, theirs).values(withdrawn_at=now))
    kept = update(Household).where(Household.keeper_id == person_id)
    db.execute(kept.values(keeper_id=None))
    ahead = or_(Absence.ends_at.is_(None), Absence.ends_at > now)
    stands_in = update(Absence).where(Absence.substitute_id == person_id, ahead)
    db.execute(stands_in.values(substitute_id=None, warned=0))
    asked = or_(Swap.asker_id == person_id, Swap.other_id == person_id)
    unanswered = update(Swap).where(asked, Swap.answered_at.is_(None))
    db.execute(unanswered.values(answered_at=now))
    nights = (Post.person_id == person_id) & Post.begins_at.is_not(None) & (Post.ends_at > now)
    db.execute(
        update(Post).where(nights, Post.begins_at > now).values(ends_at=Post.begins_at, over_at=now)
    )
    db.execute(update(Post).where(nights).values(ends_at=now, over_at=now))
    db.expire_all()


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
