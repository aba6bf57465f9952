"""What somebody read only a few words of: the whole of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Attempt, Delivery, DeliveryKind, DeliveryStatus, Notice, NoticeState, Shared

# What was asked of them at some hour is over, and asked anew in its time.
_PASSING = (DeliveryKind.REMINDER,)


def texts(
    db: Session,
    contact_id: int,
    person_id: int | None,
    roads: Collection[str],
    since: datetime,
    most: int,
) -> Sequence[tuple[datetime, str]]:
    """Return what came to an address by such roads and holds still, the newest first.

    What is owed to a person goes to an address; whoever has the address no more for that person
    does not read it.
    """
    found = (
        select(Attempt.at, Delivery)
        .join(Delivery, Attempt.delivery_id == Delivery.id)
        .outerjoin(Notice, Delivery.notice_id == Notice.id)
        .where(Attempt.contact_id == contact_id, Attempt.road.in_(roads), Attempt.at >= since)
        .where(Attempt.reason.is_(None), Delivery.status == DeliveryStatus.WIRED)
        .where(or_(Delivery.person_id.is_(None), Delivery.person_id == person_id))
        .where(or_(Notice.id.is_(None), Notice.state == NoticeState.PUBLISHED))
        .where(Delivery.kind.not_in(_PASSING))
        .order_by(Attempt.id.desc())
        .limit(most)
    )
    return [(at, _whole(db, one)) for at, one in db.execute(found)]


def _whole(db: Session, one: Delivery) -> str:
    return one.text if one.shared_id is None else db.get_one(Shared, one.shared_id).text
