"""How hard pressed this process is, told by how long messages have waited for a thread.

By the controlled delay of full queues (RFC 8289): many at once who are all served
within a second are no trouble, a wait that never goes away is.
"""

import enum
import threading
from collections.abc import Callable
from time import monotonic

LIKED = 0.3  # seconds anybody may wait for a thread …
STANDING = 1.0  # … and for so long everybody may wait longer; then there are too many
RELAXED = 0.1  # seconds of a wait after which all is well again


class Pressure(enum.IntEnum):
    """What is put off; each holds those before it."""

    NONE = 0
    OTHERS = 1  # what is neither danger nor a reading nor illness
    READINGS = 2  # and readings that alarm nobody
    ALL = 3  # all but danger


# Who has waited so long shows at once how it stands.
LONG = {Pressure.OTHERS: 1.0, Pressure.READINGS: 2.0, Pressure.ALL: 3.0}


class Gauge:
    """Reads the pressure off each message in turn; `seconds` tells the time."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._pressure = Pressure.NONE
        self._since: float | None = None  # from when on everybody has waited longer than we like
        self._lock = threading.Lock()

    def read(self, waited: float) -> Pressure:
        """Take in how long a message has waited, in seconds; return what has to wait at its moment.

        While readings and illness keep everybody waiting though the others are put off, readings
        that alarm nobody are too.
        """
        now = self._seconds()
        with self._lock:
            if waited < LIKED:
                self._since = None
                if waited < RELAXED:
                    self._pressure = Pressure.NONE
                return Pressure.NONE
            if self._since is None:
                self._since = now
            elif now - self._since >= STANDING and self._pressure < Pressure.READINGS:
                self._since = now
                self._pressure = Pressure(self._pressure + 1)
            shown = max(each for each in Pressure if waited >= LONG.get(each, 0.0))
            self._pressure = max(self._pressure, min(shown, Pressure.READINGS))
            return max(self._pressure, shown)
