"""How many customer-service messages a person may still be sent, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AFTER_MESSAGE = (5, timedelta(hours=48))
AFTER_EVENT = (3, timedelta(minutes=1))


@dataclass
class Window:
    left: int
    until: datetime


class Windows:
    """One person's two windows.

    Counts do not add up: a message sent while both are open is taken from
    both, and a new trigger fills its own window again.
    """

    def __init__(self) -> None:
        self._open: dict[str, Window] = {}

    def spoke(self, now: datetime) -> None:
        self._open["message"] = Window(AFTER_MESSAGE[0], now + AFTER_MESSAGE[1])

    def tapped(self, now: datetime) -> None:
        self._open["event"] = Window(AFTER_EVENT[0], now + AFTER_EVENT[1])

    def shut(self) -> None:
        self._open.clear()

    def left(self, now: datetime) -> int:
        return max((window.left for window in self._current(now)), default=0)

    def spend(self, now: datetime) -> int:
        """Take one message out and return 0, or the errcode that says why not."""
        current = self._current(now)
        if not current:
            return 45015
        if self.left(now) == 0:
            return 45047
        for window in current:
            window.left = max(0, window.left - 1)
        return 0

    def _current(self, now: datetime) -> list[Window]:
        return [window for window in self._open.values() if now <= window.until]
