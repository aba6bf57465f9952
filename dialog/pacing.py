"""Nobody's messages crowd out everybody else's: who writes without a pause waits, longer and longer."""

import enum
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from community.people import access
from core.messages import SPOKEN, Kind, Message, Parse
from core.ports import Understand
from db import Database
from db.followup import reports
from db.people import contacts

# By the leaky bucket: each message weighs so much time, and what has piled up drains as it passes.
WEIGHT = timedelta(seconds=3)  # twenty a minute for as long as one likes …
BURST = 250 * WEIGHT  # … and so many one after the other; nobody types as many
AT_ONCE = 5  # … but no more of one writer in hand at the same time: others wait for a thread
LONGEST = timedelta(minutes=30)  # nobody waits longer after their last message
STANDS = timedelta(minutes=1)  # so long is remembered who somebody is
MANY = 10_000  # senders remembered before those who have paused are forgotten

SLOW = (
    "您发得太快了，这条我没有记下，请过{minutes}分钟再说。"
    "有生命危险不用等：直接打120、110或119，跟我说也行。"
)
_SPOKEN = SPOKEN | {Kind.MENU}


class Precedence(enum.Enum):
    """Whose messages are heard however many there are."""

    ANYBODY = "anybody"  # only if life is in danger
    WATCHED = "watched"  # also what a household under observation reports
    STAFF = "staff"  # always


@dataclass(slots=True)
class Writer:
    """What one writer has piled up, and what was said to them while they wait."""

    until: datetime  # the moment all they have sent is drained
    precedence: Precedence | None = None
    known_at: datetime | None = None
    danger: str = ""  # what they said of danger …
    answer: str = ""  # … and what they were answered
    answered_at: datetime | None = None
    in_hand: int = 0
    is_fast: bool = False
    heard: deque[str] = field(default_factory=lambda: deque(maxlen=2 * AT_ONCE))  # their keys


class Pacer:
    """The pace of everybody who writes to this process; kept in memory, written nowhere."""

    def __init__(self, database: Database, glance: Understand, zone: ZoneInfo) -> None:
        self._database, self._glance, self._zone = database, glance, zone
        self._writers: dict[tuple[str, str], Writer] = {}
        self._lock = threading.Lock()

    def instead(self, message: Message, now: datetime) -> str | None:
        """Return what to say to somebody who writes too fast; None: hear them as ever.

        Whoever is heard is in hand until `leave`.
        """
        if message.kind not in _SPOKEN:
            return None
        writer, wait = self._weigh(message, now)
        if wait and not self._is_heard(writer, message, now):
            if message.text and writer.danger == message.text:
                return writer.answer
            return SLOW.format(minutes=max(-(-wait // timedelta(minutes=1)), 1))
        with self._lock:
            writer.in_hand += 1
            writer.heard.append(message.key)
        return None

    def leave(self, message: Message, said: str, now: datetime) -> None:
        """Have done with a message that was heard.

        The same danger again at once is given the same answer: nobody need be told twice.
        """
        writer = self._writers.get((message.channel, message.sender))
        if writer is None or message.kind not in _SPOKEN:
            return
        with self._lock:
            writer.in_hand -= 1
        if said and writer.is_fast and self._look(message, now).danger:
            writer.danger, writer.answer, writer.answered_at = message.text, said, now

    def _weigh(self, message: Message, now: datetime) -> tuple[Writer, timedelta]:
        """Add a message to what its writer has piled up; return them, and how long they must wait.

        The platform's repeat of a message that was heard weighs nothing.
        """
        key = (message.channel, message.sender)
        with self._lock:
            writer = self._writers.get(key)
            if writer is None:
                self._forget(now)
                writer = self._writers[key] = Writer(now)
            if message.key in writer.heard:
                return writer, timedelta(0)
            writer.until = min(max(writer.until, now) + WEIGHT, now + BURST + LONGEST)
            wait = max(writer.until - now - BURST, timedelta(0))
            if writer.in_hand >= AT_ONCE:
                wait = max(wait, WEIGHT)
            writer.is_fast = bool(wait)
            return writer, wait

    def _forget(self, now: datetime) -> None:
        if len(self._writers) >= MANY:
            self._writers = {
                key: one for key, one in self._writers.items() if one.until > now or one.in_hand
            }

    def _is_heard(self, writer: Writer, message: Message, now: datetime) -> bool:
        """Tell whether this must not wait; the database is asked once a minute at most."""
        seen = self._look(message, now)
        if seen.danger:
            at = writer.answered_at
            return writer.danger != message.text or at is None or now - at >= STANDS
        if writer.precedence is None or writer.known_at is None or now - writer.known_at >= STANDS:
            writer.precedence, writer.known_at = self._precedence(message, now), now
        if writer.precedence is Precedence.WATCHED:
            return bool(seen.slots.get("temps") or seen.slots.get("symptoms"))
        return writer.precedence is Precedence.STAFF

    def _look(self, message: Message, now: datetime) -> Parse:
        return self._glance(message.text, now.astimezone(self._zone))

    def _precedence(self, message: Message, now: datetime) -> Precedence:
        with self._database.read() as db:
            contact = contacts.find(db, message.channel, message.sender)
            if contact is None or contact.person_id is None:
                return Precedence.ANYBODY
            person, today = contact.person_id, now.astimezone(self._zone).date()
            if access.actor(db, person, contact.id, now, self._zone).is_staff:
                return Precedence.STAFF
            watched = reports.watched_with(db, person, today, now)
            return Precedence.WATCHED if watched else Precedence.ANYBODY
