"""Whether somebody could be sent something right now, before anything is promised."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.models import DeliveryKind
from outbox import ways
from outbox.roads import Roads


class Reach:
    """Looks at every way to somebody as the sender will, and takes nothing from a ledger."""

    def __init__(self, roads: Roads, zone: ZoneInfo) -> None:
        self._roads = roads
        self._zone = zone

    def __call__(
        self,
        db: Session,
        kind: DeliveryKind,
        now: datetime,
        *,
        person_id: int | None = None,
        contact_id: int | None = None,
    ) -> str | None:
        """Return why no way over any of somebody's addresses is open; None if one is."""
        view = ways.look(db, [(person_id, contact_id)], self._roads, self._zone, now)
        reader = view.recipient(person_id, contact_id)
        closed = []
        for way in view.ways(reader, kind, contact_id, is_public=False):
            reason = view.closed(way, kind)
            if reason is None:
                return None
            closed.append((way, reason, False))
        return view.why_unreached(reader, closed)
