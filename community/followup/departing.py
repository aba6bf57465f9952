"""Somebody moved away or died: nobody is asked about them any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.followup.episodes import end_episode
from community.followup.watch import Watch
from core.announcements import PersonGone
from db.followup import closing
from db.models import EndReason
from db.people import leaving


def on_person_gone(watch: Watch, db: Session, event: PersonGone, now: datetime) -> None:
    """End to watch over them; a reminder that waits for others of the household still goes."""
    leaving.drop_slots(db, event.person_id)
    while (running := closing.of_person(db, event.person_id)) is not None:
        end_episode(db, running, now, EndReason.GONE)
        db.flush()  # the next look sees it
