"""Questions about notices."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.models import Delivery, DeliveryStatus, Notice, NoticeState


def finished(db: Session) -> Sequence[Notice]:
    """Return published notices with nothing left to send whose author has not heard yet."""
    pending = exists().where(
        Delivery.notice_id == Notice.id,
        Delivery.status.in_([DeliveryStatus.QUEUED, DeliveryStatus.SENDING]),
    )
    return db.scalars(
        select(Notice)
        .where(Notice.state == NoticeState.PUBLISHED, Notice.told_at.is_(None), ~pending)
        .with_for_update(skip_locked=True)
    ).all()


def by_code(db: Session, code: str) -> Notice | None:
    return db.scalar(select(Notice).where(Notice.code == code))


def last_of(db: Session, author_id: int) -> Notice | None:
    return db.scalar(
        select(Notice)
        .where(Notice.author_id == author_id, Notice.state == NoticeState.PUBLISHED)
        .order_by(Notice.id.desc())
        .limit(1)
    )
