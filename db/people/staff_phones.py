"""By which addresses of the account staff follow it now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Post, Role
from db.people.absences import day_of, is_held


def openids(db: Session, now: datetime, zone: ZoneInfo) -> dict[str, set[Role]]:
    """Return who follows the account and holds a post at a moment, and which."""
    rows = (
        select(Contact.address, Post.role)
        .join(Post, Post.person_id == Contact.person_id)
        .where(is_held(day_of(now, zone), now), Contact.channel == "official")
        .where(Contact.state == ContactState.FOLLOWING, Contact.is_vouched)
        .order_by(Contact.id)
    )
    found: dict[str, set[Role]] = {}
    for address, role in db.execute(rows):
        found.setdefault(address, set()).add(role)
    return found
