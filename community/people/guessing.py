"""A guess guard: whoever guesses wrongly at numbers that are secret waits longer and longer.

For receipts, codes of notices and invitations: whatever opens something to whoever says it.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import Actor
from db.people import guesses

FREE = 5  # wrong ones a day, before anybody waits: people misread their own handwriting
FIRST = timedelta(minutes=1)  # the wait after these; it doubles with each further one …
LONGEST = timedelta(hours=1)  # … up to this


def wait(actor: Actor, db: Session, now: datetime) -> timedelta:
    """Return how long this person must wait before their next guess is looked at; 0 for most."""
    row = guesses.find(db, actor.contact_id) if actor.contact_id is not None else None
    until = row.until if row is not None else None
    return max(until - now, timedelta(0)) if until is not None else timedelta(0)


def missed(
    actor: Actor, db: Session, now: datetime, zone: ZoneInfo, pause: timedelta = FIRST
) -> None:
    """Count a wrong guess.  A right one takes nothing back: it may be the guesser's own.

    `pause` is the wait after the first ones that are too many.
    """
    if actor.contact_id is None:
        return
    row = guesses.count(db, actor.contact_id, now.astimezone(zone).date())
    if row.wrong >= FREE:
        longer = pause * 2 ** min(row.wrong - FREE, 10)
        guesses.wait_until(row, now + min(longer, LONGEST))
