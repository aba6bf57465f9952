"""More messages than can be heard in time: danger and readings first, the rest is put off, kept on disk.

What everybody waits for is more than there is time for (`dialog/pressure.py`).
To keep a message costs a tenth of hearing it.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from core.messages import Kind, Message, Parse
from core.ports import Understand
from dialog.pressure import Gauge, Pressure
from dialog.spool import Spool

log = logging.getLogger(__name__)

CALM = 1.0  # seconds without such a wait after which what was put off is heard
LONGEST = 5.0  # seconds one message that was put off waits for that; then it is heard all the same
HOPELESS = 2.0  # seconds of a wait after which whoever could not be answered later is not heard
PLAIN = 37.0  # °C below which a reading alarms nobody, whatever a programme calls a fever

SOON = (
    "这会儿找我的人太多，您这句已经记下了，不用再发，稍后回您。"
    "有生命危险不用等：直接打120、110或119，跟我说也行。"
)
AGAIN = (
    "这会儿找我的人太多，您这句我没能记下，请过几分钟再发一次。"
    "有生命危险不用等：直接打120、110或119，跟我说也行。"
)


class Rush:
    """What this process has put off, and whether there are still too many.

    `may_push_later` tells whether what was put off could be answered at all.
    """

    def __init__(
        self, glance: Understand, spool: Spool, may_push_later: Callable[[], bool], zone: ZoneInfo
    ) -> None:
        self._glance, self._spool, self._zone = glance, spool, zone
        self._may_push_later = may_push_later
        self._gauge = Gauge()
        self._put_off: dict[tuple[str, str], deque[Message]] = {}  # by who sent them
        self._pressed = -CALM  # the moment of the last long wait
        self._lock = threading.Lock()
        self._never = threading.Event()

    def instead(self, message: Message, arrived: float, now: datetime) -> str | None:
        """Return what to say to somebody who has to wait; None: hear them now.

        `arrived` in seconds of `time.monotonic`.  What has to wait is on disk before this returns.
        Where no answer can be sent later it is heard, for the platform's next try to find it, or,
        when there is no time even for that, they are told to say it again.
        """
        if any(one.key == message.key for one in self._of(message)):
            return ""
        waited = monotonic() - arrived
        if not self._may_wait(message, waited, now):
            return None
        if not self._may_push_later():
            return AGAIN if waited >= HOPELESS else None
        try:
            self._spool.keep(message)
        except OSError as error:
            log.error("收下的一条消息没能写到硬盘，现在就办：%s", type(error).__name__)
            return None
        return SOON if self._is_first(message) else ""

    def _may_wait(self, message: Message, waited: float, now: datetime) -> bool:
        """Tell whether too many are here for this message, or the sender's last one was put off."""
        pressure = self._gauge.read(waited)
        if pressure:
            self._pressed = monotonic()
        if message.kind is not Kind.TEXT or not (pressure or self._of(message)):
            return False
        waits_at = _waits_at(self._glance(message.text, now.astimezone(self._zone)))
        return waits_at is not None and waits_at <= max(pressure, Pressure.OTHERS)

    def _is_first(self, message: Message) -> bool:
        """Remember what was put off; return whether it is the only one of its sender."""
        with self._lock:
            mine = self._put_off.setdefault((message.channel, message.sender), deque())
            mine.append(message)
            return len(mine) == 1

    def wait_for_calm(self) -> None:
        """Let those who are here now go first, for a while."""
        begun = monotonic()
        while (left := self._pressed + CALM - monotonic()) > 0 and monotonic() - begun < LONGEST:
            self._never.wait(left)

    def forget(self) -> None:
        """Forget whose messages are all heard, though they may never write again."""
        for mine in list(self._put_off.values()):
            if mine:
                self._of(mine[0])

    def _of(self, message: Message) -> list[Message]:
        """Return what waits of the same sender; the oldest is always heard first."""
        sender = message.channel, message.sender
        if sender not in self._put_off:
            return []
        with self._lock:
            mine = self._put_off.get(sender, deque())
            while mine and not self._spool.holds(mine[0]):
                mine.popleft()
            if not mine:
                self._put_off.pop(sender, None)
            return list(mine)


def _waits_at(seen: Parse) -> Pressure | None:
    """Return how hard pressed we must be for this to wait; None: danger never does."""
    if seen.danger:
        return None
    readings = seen.slots.get("temps", ())
    if seen.slots.get("symptoms") or not all(map(_is_plain, readings)):
        return Pressure.ALL
    return Pressure.READINGS if readings else Pressure.OTHERS


def _is_plain(reading: Mapping[str, Any]) -> bool:
    """Tell whether a reading is one value without doubt that alarms nobody."""
    value = reading.get("c")
    return value is not None and reading.get("plausible") is not False and value < PLAIN
