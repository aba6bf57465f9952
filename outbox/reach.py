"""Whether somebody could be sent something right now, before anything is promised."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.models import DeliveryKind
from outbox import ways
from outbox.roads import Road, Roads
from outbox.ways import View, Way

# A road that has rested for so long will not carry anything soon: nobody is promised it will.
HICCUP = timedelta(minutes=2)


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
        soon: bool = False,
        picture_leaves: int | None = None,
    ) -> str | None:
        """Return why no way over any of somebody's addresses is open; None if one is.

        A road that rests is open, since what is owed goes out when it is well again; unless it
        has rested for a while already and somebody is to read it `soon`.  `picture_leaves`: it is a
        picture, after which so many messages must still be left.
        """
        view = ways.look(db, [(person_id, contact_id)], self._roads, self._zone, now)
        reader = view.recipient(person_id, contact_id)
        closed = []
        for way in view.ways(reader, kind, contact_id, is_public=False):
            reason = view.closed(way, kind) or (_outage(view, way.road) if soon else None)
            if picture_leaves is not None and not reason:
                reason = _no_room(view, way, picture_leaves)
            if reason is None:
                return None
            closed.append((way, reason, False))
        return view.why_unreached(reader, closed)


def _no_room(view: View, way: Way, leaves: int) -> str | None:
    """Return why a picture does not go this way now, or would use up what is kept for words."""
    if not way.road.shows_pictures:
        return "no_road"
    left = view.left(way)
    return "quota_used" if left is not None and left <= leaves else None


def _outage(view: View, road: Road) -> str | None:
    """Return why a road has not been well for longer than a moment."""
    found = [view.standing.pauses.get(scope) for scope in road.scopes]
    since = view.now - HICCUP
    return next((pause.reason for pause in found if pause and pause.since <= since), None)
