"""By which addresses of the account staff follow it now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Post
from db.people.absences import day_of, is_held


def openids(db: Session, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return who follows the account and holds a post at a moment."""
    held = select(Post.person_id).where(is_held(day_of(now, zone), now))
    found = (
        select(Contact.address)
        .where(Contact.channel == "official", Contact.person_id.in_(held))
        .where(Contact.state == ContactState.FOLLOWING, Contact.is_vouched)
        .order_by(Contact.id)
    )
    return list(db.scalars(found))
