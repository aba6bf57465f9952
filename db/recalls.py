"""Messages of the enterprise's app that are to be taken back from screens: which, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db import chats
from db.models import Attempt, Contact, Delivery, DeliveryStatus

CHANNEL, ROAD = "work.recall", "work.app"  # what is asked, of what went by which road
LASTS = timedelta(hours=24)  # so long the platform takes a message back
MESSAGE, NOTICE = "recall", "notice"  # among the fields of what is asked
_PLATFORM = "app"  # the one who is asked


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message the platform took, by its own number for it."""

    platform_id: str
    at: datetime


def address(db: Session, now: datetime) -> Contact:
    """Return the address by which the app is asked: it belongs to nobody."""
    return chats.address(db, _PLATFORM, now, CHANNEL)


def sent_alone(db: Session, notice_id: int) -> list[SentMessage]:
    """Return the messages that carried this notice and nothing else."""
    other, beside = aliased(Attempt), aliased(Delivery)
    mixed = (
        select(other.id)
        .join(beside, other.delivery_id == beside.id)
        .where(other.platform_id == Attempt.platform_id)
        .where(func.coalesce(beside.notice_id, 0) != notice_id)
    )
    found = (
        select(Attempt.platform_id, func.max(Attempt.at))
        .join(Delivery, Attempt.delivery_id == Delivery.id)
        .where(Delivery.notice_id == notice_id, Delivery.status == DeliveryStatus.WIRED)
        .where(Attempt.road == ROAD, Attempt.platform_id.is_not(None), ~mixed.exists())
        .group_by(Attempt.platform_id)
        .order_by(Attempt.platform_id)
    )
    return [SentMessage(number or "", at) for number, at in db.execute(found)]


def asked_for(db: Session, code: str, since: datetime) -> Sequence[Delivery]:
    """Return what was asked since then about one notice."""
    found = (
        select(Delivery)
        .join(Contact, Delivery.contact_id == Contact.id)
        .where(Contact.channel == CHANNEL, Delivery.created_at >= since)
    )
    return [each for each in db.scalars(found) if (each.fields or {}).get(NOTICE) == code]
