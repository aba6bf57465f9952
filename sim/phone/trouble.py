"""The page's fault switches."""

import threading
from collections.abc import Callable

from sim.faults import Fault
from sim.wechat import PretendWeChat

SENDING = ("message/custom/send", "message/template/send")
HANG = 6.0


class Switches:
    """Named troubles that stay until they are switched off."""

    def __init__(self, platform: PretendWeChat) -> None:
        self._platform = platform
        self._lock = threading.Lock()
        self._on: dict[str, list[Fault]] = {}
        self._makers: dict[str, Callable[[], list[Fault]]] = {
            "no_right": lambda: [self._refuse("message/custom/send", 48001)],
            "busy": lambda: [self._refuse(path, -1) for path in SENDING],
            "silent": lambda: [
                platform.fault(path, hang=HANG, times="forever") for path in SENDING
            ],
        }

    def names(self) -> list[str]:
        return list(self._makers)

    def turn(self, name: str, on: bool) -> None:
        """Switch one trouble; an unknown name raises KeyError."""
        make = self._makers[name]
        with self._lock:
            for fault in self._on.pop(name, []):
                fault.lift()
            if on:
                self._on[name] = make()

    def state(self) -> dict[str, bool]:
        with self._lock:
            return {name: name in self._on for name in self._makers}

    def _refuse(self, path: str, errcode: int) -> Fault:
        return self._platform.fault(path, errcode=errcode, times="forever")
