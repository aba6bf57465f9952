"""What the enterprise's app sent of a notice, taken back from the screens where the platform still does that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.notices.preflight import Beforehand
from community.notices.rights import publishes
from community.people.access import Actor, Refused
from db import notices, recalls
from db.models import Delivery, DeliveryKind, DeliveryStatus, Notice
from db.people import units
from db.recalls import SentMessage
from outbox import queue

_OVER = {DeliveryStatus.FAILED, DeliveryStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Recalled:
    """How many messages are being taken back, and how many are too old for it."""

    asked: int
    too_old: int


@dataclass(frozen=True, slots=True)
class RecallStanding:
    """What became of it: taken back, still asked for, refused by reason."""

    code: str
    back: int
    waiting: int
    refused: dict[str, int]
    unsure: int = 0


def look(db: Session, notice_id: int, beforehand: Beforehand) -> Sequence[SentMessage]:
    """Return what may be taken back; of a city's notice all that was sent is looked through for it."""
    return beforehand(("recall", notice_id), lambda db: recalls.sent_alone(db, notice_id))


def recall(db: Session, notice: Notice, sent: Sequence[SentMessage], now: datetime) -> Recalled:
    """Ask the platform to take back what it took of a notice; the sender does the asking.

    A message that also carried something else stays: that still holds.
    """
    fresh = [one for one in sent if now - one.at < recalls.LASTS]
    for one in fresh:
        queue(
            db,
            DeliveryKind.ALERT,  # at once, also at night: it is a screen made quiet
            f"收回 {notice.code}",
            now,
            contact_id=recalls.address(db, now).id,
            fields={recalls.MESSAGE: one.platform_id, recalls.NOTICE: notice.code or ""},
        )
    return Recalled(len(fresh), len(sent) - len(fresh))


def standing(actor: Actor, db: Session, written: str, now: datetime) -> RecallStanding | Refused:
    """Say how far taking a notice back has come."""
    notice = notices.by_code(db, f"N{int(written.lstrip('Nn'))}")
    if notice is None:
        return Refused("no_notice", written)
    if not publishes(actor, db, units.get_unit(db, notice.unit_id), now):
        return Refused("not_yours", notice.code or "")
    if notice.withdrawn_at is None:
        return Refused("in_force", notice.code or "")
    asked = recalls.asked_for(db, notice.code or "", notice.withdrawn_at)
    refused: dict[str, int] = {}
    for one in asked:
        if one.status in _OVER:
            refused[one.reason or ""] = refused.get(one.reason or "", 0) + 1
    back = sum(one.status is DeliveryStatus.WIRED for one in asked)
    unsure = sum(one.status is DeliveryStatus.UNKNOWN for one in asked)
    waiting = len(asked) - back - unsure - sum(refused.values())
    return RecallStanding(notice.code or "", back, waiting, refused, unsure)


def is_recall(delivery: Delivery) -> bool:
    """Tell whether what is owed is no word to anybody: where it fails nobody need be told one."""
    return recalls.MESSAGE in (delivery.fields or {})
