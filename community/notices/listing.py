"""What somebody has published lately, and whether all of it is sent."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import Actor
from db import notices
from db.models import Notice, NoticeState

LOOKED_AT = 60
MOST = 12  # told of in one message
DAYS = 3  # looked back where no day is named


def of(
    actor: Actor, db: Session, back: int | None, now: datetime, zone: ZoneInfo
) -> Sequence[tuple[Notice, bool]]:
    """Return (notice, is something still to be sent), newest first, of a day so many days ago, or
    of the last days.
    """
    today = now.astimezone(zone).date()
    first = today - timedelta(days=DAYS - 1 if back is None else back)
    last = first if back is not None else today + timedelta(days=365)
    mine = [
        one
        for one in notices.latest(db, LOOKED_AT)
        if one.author_id == actor.person_id and first <= _day(one, now, zone) <= last
    ]
    return [(one, notices.is_under_way(db, one.id)) for one in mine[:MOST]]


def is_over(notice: Notice) -> bool:
    """Tell whether it was taken back."""
    return notice.state is NoticeState.WITHDRAWN


def _day(notice: Notice, now: datetime, zone: ZoneInfo) -> date:
    return (notice.created_at or now).astimezone(zone).date()
