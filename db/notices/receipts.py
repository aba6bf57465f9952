"""Questions about what people answered to notices, and who may send them for a day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Delivery,
    Notice,
    NoticeState,
    NoticeTarget,
    Receipt,
    SendingRight,
    Turn,
    Unit,
    WorkItem,
)
from db.people import units

FEW = 8  # notices one household is asked among


def open_for(
    db: Session, person_id: int, household_id: int | None, today: date, since: datetime
) -> Sequence[tuple[Notice, NoticeTarget]]:
    """Return the notices in force that somebody was to know of, newest first, with their target."""
    newer = aliased(Notice)
    mine = NoticeTarget.person_id == person_id
    if household_id is not None:
        mine |= NoticeTarget.household_id == household_id
    rows = db.execute(
        select(Notice, NoticeTarget)
        .join(NoticeTarget, NoticeTarget.notice_id == Notice.id)
        .where(
            mine,
            not_(NoticeTarget.is_exempt),
            Notice.state == NoticeState.PUBLISHED,
            Notice.published_at >= since,
            or_(Notice.valid_until.is_(None), Notice.valid_until >= today),
            ~exists().where(newer.replaces_id == Notice.id, newer.state == NoticeState.PUBLISHED),
        )
        .order_by(Notice.id.desc())
        .limit(FEW)
    ).all()
    return [(row[0], row[1]) for row in rows]


def when_sent(db: Session, target_id: int) -> datetime | None:
    """Return when the platform last took it for anybody of a target."""
    return db.scalar(
        select(Delivery.wired_at)
        .where(Delivery.target_id == target_id, Delivery.wired_at.is_not(None))
        .order_by(Delivery.wired_at.desc())
        .limit(1)
    )


def spoke_before(db: Session, contact_id: int, turn_id: int) -> datetime | None:
    """Return when somebody spoke last before this turn."""
    return db.scalar(
        select(Turn.at)
        .where(Turn.contact_id == contact_id, Turn.id != turn_id)
        .order_by(Turn.at.desc())
        .limit(1)
    )


def of_person(db: Session, notice_id: int, person_id: int) -> Receipt | None:
    return db.scalar(
        select(Receipt)
        .where(Receipt.notice_id == notice_id, Receipt.person_id == person_id)
        .with_for_update()
    )


def look(db: Session, notice_id: int, person_id: int) -> Receipt | None:
    """Return the same to be read only."""
    return db.scalar(select(Receipt).filter_by(notice_id=notice_id, person_id=person_id))


def of_target(db: Session, target_id: int) -> Sequence[Receipt]:
    """Return what everybody of a target answered, the oldest first."""
    found = select(Receipt).where(Receipt.target_id == target_id).order_by(Receipt.at, Receipt.id)
    return db.scalars(found).all()


def of_notice(db: Session, notice_id: int) -> Sequence[Receipt]:
    """Return every answer to a notice, the oldest first."""
    found = select(Receipt).where(Receipt.notice_id == notice_id).order_by(Receipt.at, Receipt.id)
    return db.scalars(found).all()


def add(db: Session, receipt: Receipt) -> None:
    db.add(receipt)


# -- who may send for a day --------------------------------------------------------------


def add_right(db: Session, right: SendingRight) -> None:
    db.add(right)


def rights_of(db: Session, person_id: int, now: datetime) -> Sequence[Unit]:
    """Return the units somebody may send to at this moment though they hold no post for it."""
    rows = db.scalars(
        select(SendingRight.unit_id).where(
            SendingRight.person_id == person_id,
            SendingRight.given_at <= now,
            SendingRight.until > now,
            SendingRight.revoked_at.is_(None),
        )
    )
    return [units.get_unit(db, unit_id) for unit_id in dict.fromkeys(rows)]


def rights_given(db: Session, person_id: int, now: datetime) -> Sequence[SendingRight]:
    """Return the rights that run now which were given to somebody."""
    return db.scalars(
        select(SendingRight).where(
            SendingRight.person_id == person_id,
            SendingRight.until > now,
            SendingRight.revoked_at.is_(None),
        )
    ).all()


def item_of(db: Session, receipt: Receipt) -> WorkItem | None:
    """Return what somebody was called to because of an answer."""
    return db.get(WorkItem, receipt.item_id) if receipt.item_id is not None else None
