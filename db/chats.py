"""Groups that a robot writes into: addresses that belong to nobody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Delivery
from db.people import contacts

CHANNEL = "work.robot"
LATEST = 200  # deliveries of a group that are looked through


def address(db: Session, name: str, now: datetime, channel: str = CHANNEL) -> Contact:
    """Return the address of a group, written down when it is first written to."""
    found = contacts.find(db, channel, name)
    if found is None:
        found = Contact(channel=channel, address=name, state=ContactState.FOLLOWING, heard_at=now)
        db.add(found)
        db.flush()  # what is owed points to it
    found.state = ContactState.FOLLOWING
    return found


def sent_to(db: Session, name: str, channel: str = CHANNEL) -> Sequence[Delivery]:
    """Return what was owed to a group lately, the newest first."""
    found = (
        select(Delivery)
        .join(Contact, Delivery.contact_id == Contact.id)
        .where(Contact.channel == channel, Contact.address == name)
    )
    return db.scalars(found.order_by(Delivery.id.desc()).limit(LATEST)).all()
