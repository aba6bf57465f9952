"""Whether somebody could be sent something right now, before anything is promised."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from db import deliveries
from db.models import Contact, DeliveryKind
from db.people import contacts
from outbox.ladder import CUSTOM, LADDER, state_reason


class Reach:
    """Looks at the roads of a kind of delivery as the sender will, and takes nothing from a ledger."""

    def __init__(self, has_road: Callable[[str, str], str | None]) -> None:
        self._has_road = has_road

    def __call__(
        self, db: Session, contact_id: int | None, kind: DeliveryKind, now: datetime
    ) -> str | None:
        """Return why no road to an address is open, the first road's reason; None if one is."""
        if contact_id is None:
            return "no_contact"
        contact = db.get_one(Contact, contact_id)
        if gone := state_reason(contact.state):
            return gone
        reasons = [self._closed(db, road, contact, kind, now) for road in LADDER[kind].roads]
        return None if None in reasons else reasons[0]

    def _closed(
        self, db: Session, road: str, contact: Contact, kind: DeliveryKind, now: datetime
    ) -> str | None:
        reason = self._has_road(road, kind.value)
        reason = reason or deliveries.road_closed(db, f"official.{road}", now)
        return reason or (contacts.why_closed(contact, now) if road == CUSTOM else None)
