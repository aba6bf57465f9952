"""Whether an answer can be sent by itself, now or later; the database says so, if it is not what keeps us waiting."""

from collections.abc import Callable
from concurrent.futures import TimeoutError as NotYet
from datetime import datetime
from time import monotonic

from sqlalchemy.orm import Session

from core.clock import Clock
from core.messages import Message
from db import UNAVAILABLE, Database, quotas
from dialog.beside import beside

# By which road an answer goes where somebody spoke.
ROADS = {"official": "official.custom", "work": "work.app"}
# A question to the database on the way out must leave room within the platform's 5 seconds.
ASK_PATIENCE = 0.5
KNOWN = 5.0  # seconds for which we know whether answers can be sent later

Closed = Callable[[Session, str, datetime], str | None]


class Pushing:
    """What the database says of it; where it says nothing in time, yes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._later = -KNOWN, True  # when it was asked, and what it said

    def is_open(self, message: Message) -> bool:
        """Tell whether an answer could be sent now; one that is polled for needs no sending."""
        return not message.is_polled and self._ask(quotas.road_closed, ROADS[message.channel])

    def is_open_later(self) -> bool:
        """Tell whether an answer could be sent in a while; asked once in some seconds, whoever asks."""
        asked_at, may = self._later
        if monotonic() - asked_at >= KNOWN:
            self._later = monotonic(), may  # the others need not ask as well
            may = self._ask(quotas.road_shut, ROADS["official"])
            self._later = monotonic(), may
        return may

    def _ask(self, closed: Closed, road: str) -> bool:
        def ask() -> bool:
            with self._database.read() as db:
                return closed(db, road, self._clock.now()) is None

        try:
            return beside(ask).result(ASK_PATIENCE)
        except (NotYet, *UNAVAILABLE):
            return True
