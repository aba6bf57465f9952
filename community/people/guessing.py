"""A guess guard: whoever guesses wrongly at numbers that are secret waits longer and longer.

For receipts, codes of notices and invitations: whatever opens something to whoever says it.
"""

import threading
from collections import OrderedDict
from datetime import date, datetime, timedelta
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
        guesses.wait_until(row, now + _pause(row.wrong, pause))


def _pause(wrong: int, first: timedelta = FIRST) -> timedelta:
    return min(first * int(2 ** min(wrong - FREE, 10)), LONGEST)


class Fleeting:
    """The same for receipts of what was told without a name, in memory alone.

    A row beside an address would tell who has looked for one.  A process that begins anew has
    forgotten: with forty bits in a receipt that helps nobody.
    """

    MOST = 10_000  # addresses; for one more the longest unheard is forgotten

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, tuple[date, int]] = OrderedDict()
        self._until: dict[str, datetime] = {}

    def wait(self, address: str, now: datetime) -> timedelta:
        """Return how long this address must wait before its next guess is looked at."""
        with self._lock:
            return max(self._until.get(address, now) - now, timedelta(0))

    def missed(self, address: str, now: datetime, zone: ZoneInfo) -> None:
        """Count a wrong guess."""
        today = now.astimezone(zone).date()
        with self._lock:
            day, wrong = self._wrong.pop(address, (today, 0))
            wrong = wrong + 1 if day == today else 1
            self._wrong[address] = (today, wrong)
            if wrong >= FREE:
                self._until[address] = now + _pause(wrong)
            if len(self._wrong) > self.MOST:
                self._until.pop(self._wrong.popitem(last=False)[0], None)
