"""Pictures and places of items: kept, found, given to an item, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, or_, select, update
from sqlalchemy.orm import Session

from db.models import GOING_ON, Attachment, AttachmentKind, ItemKind, Step, WorkItem
from db.slices import delete_some

LASTS = timedelta(days=3)  # so long the platform keeps a picture; a place is kept no longer
LATELY = timedelta(hours=24)  # what was asked for before is not what a picture is about
# What somebody in trouble has going on is what they show, however long ago it began.
_URGENT = (ItemKind.DANGER, ItemKind.FEVER)
_NEVER = (ItemKind.UNREACHED, ItemKind.QUESTION)


def keep(
    db: Session,
    kind: AttachmentKind,
    holds: Mapping[str, str],
    contact_id: int,
    item_id: int | None,
    sent_at: datetime,
) -> Attachment:
    row = Attachment(
        kind=kind,
        holds=dict(holds),
        contact_id=contact_id,
        item_id=item_id,
        sent_at=sent_at,
        expires_at=sent_at + LASTS,
    )
    db.add(row)
    db.flush()
    return row


def item_of(db: Session, contact_id: int, person_id: int | None, now: datetime) -> WorkItem | None:
    """Return what somebody has going on that a picture would be about: danger first, then the newest."""
    mine = WorkItem.contact_id == contact_id
    if person_id is not None:
        mine = or_(mine, WorkItem.person_id == person_id)
    fresh = or_(
        WorkItem.kind.in_(_URGENT),
        WorkItem.raised_at >= now - LATELY,
        WorkItem.asked_at.is_not(None),
    )
    order = case(*((WorkItem.kind == kind, at) for at, kind in enumerate(_URGENT)), else_=9)
    found = select(WorkItem).where(
        mine, fresh, WorkItem.state.in_(GOING_ON), WorkItem.kind.not_in(_NEVER)
    )
    found = found.order_by(order, WorkItem.id.desc()).limit(1)
    return db.scalar(found.with_for_update(of=WorkItem))


def waiting(db: Session, contact_id: int, now: datetime) -> Sequence[Attachment]:
    """Return what waits for the form its sender is filling in."""
    found = select(Attachment).where(
        Attachment.contact_id == contact_id,
        Attachment.item_id.is_(None),
        Attachment.expires_at > now,
    )
    return db.scalars(found.order_by(Attachment.id)).all()


def give(db: Session, found: Sequence[Attachment], item_id: int) -> None:
    mine = Attachment.id.in_([one.id for one in found])
    db.execute(update(Attachment).where(mine).values(item_id=item_id))


def of_item(db: Session, item_id: int, now: datetime) -> Sequence[Attachment]:
    """Return what an item shows that can still be had, the oldest first."""
    found = select(Attachment).where(Attachment.item_id == item_id, Attachment.expires_at > now)
    return db.scalars(found.order_by(Attachment.id)).all()


def newest_told(db: Session, staff_id: int, now: datetime) -> Sequence[int]:
    """Return the items with something to look at that somebody was told of, the newest first."""
    rows = db.execute(
        select(Attachment.item_id)
        .join(Step, Step.item_id == Attachment.item_id)
        .where(Step.person_id == staff_id, Attachment.expires_at > now)
        .order_by(Attachment.id.desc())
        .limit(20)
    )
    return [number for number in dict.fromkeys(row[0] for row in rows) if number is not None]


def is_over(now: datetime) -> ColumnElement[bool]:
    """Tell what the platform gives out no more."""
    return Attachment.expires_at <= now


def forget_over(db: Session, now: datetime, limit: int) -> int:
    return delete_some(db, Attachment.id, is_over(now), limit)


def erase(db: Session, whose: ColumnElement[bool]) -> None:
    """Forget what items show; `whose` chooses the items."""
    items = select(WorkItem.id).where(whose)
    db.execute(delete(Attachment).where(Attachment.item_id.in_(items)))
