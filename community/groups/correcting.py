"""A group that had a notice hears that it no longer holds; one that still waits for it gets it no more."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.groups import posting
from community.groups.posting import Groups
from core.announcements import NoticeOver
from db import chats
from db.models import UNSENT, Delivery, DeliveryKind, DeliveryStatus
from outbox import queue


def on_notice_over(robots: Groups, db: Session, event: NoticeOver, now: datetime) -> None:
    """Say it in every group the notice was posted into."""
    for name in posting.groups_of(db, robots):
        last = posting.last_of(db, name, event.code)
        if last is not None and _may_have_come(last):
            place = chats.place(db, name, now)
            queue(
                db, DeliveryKind.ALERT, event.words, now, contact_id=place.id, due_at=event.due_at
            )


def _may_have_come(last: Delivery) -> bool:
    """Stop what has not gone out; whatever is in a sender's hands may have."""
    if last.status in UNSENT and last.lease_until is None:
        last.status, last.reason = DeliveryStatus.CANCELLED, "withdrawn"
    return last.status not in {DeliveryStatus.CANCELLED, DeliveryStatus.FAILED}
