"""Trouble on demand: the next calls fail in a chosen way."""

import sys
import threading
from dataclasses import dataclass
from typing import Literal

FOREVER = sys.maxsize
Times = int | Literal["forever"]


@dataclass
class Fault:
    """What goes wrong with calls whose path ends so; see `PretendWeChat.fault`."""

    path_suffix: str
    left: int
    errcode: int | None = None
    status: int | None = None
    html: bool = False
    hang: float | None = None
    slow: float | None = None
    reset: bool = False
    drop_after: bool = False
    body: str | None = None
    after: bool = False
    every: int = 1
    met: int = 0  # calls this could have struck so far

    def strikes(self, path: str) -> bool:
        """Tell whether this call is one of those it spoils; it counts the calls it meets."""
        if self.left <= 0 or not path.endswith(self.path_suffix):
            return False
        self.met += 1
        return self.met % self.every == 0

    def lift(self) -> None:
        """End it."""
        self.left = 0


class Faults:
    """All that is to go wrong, first come first served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, path: str) -> Fault | None:
        if not self._faults:
            return None
        with self._lock:
            self._faults = [fault for fault in self._faults if fault.left > 0]
            for fault in self._faults:
                if fault.strikes(path):
                    fault.left -= fault.left < FOREVER
                    return fault
        return None

    def lift(self) -> None:
        with self._lock:
            for fault in self._faults:
                fault.lift()
            self._faults = []
