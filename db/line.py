"""Who writes next to a file that takes one writer at a time: processes stand in line for it.

SQLite lets whoever waits look again every few hundredths of a second.  Somebody who writes without
end, such as a sender with a city's letters, would have it again each time before they look.
"""

import fcntl
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOOK_SECONDS = 0.001
# Whoever holds the place longer than that is left to SQLite, which says at last that it is locked.
POLITE_SECONDS = 1.0

_open: "weakref.WeakSet[WritersLine]" = weakref.WeakSet()


class WritersLine:
    """The line before one file: one is inside, one stands at the door, the others wait behind.

    Whoever comes out and wants in again goes to the back.  It is only a courtesy: who does not know
    of it, or cannot write the two files, is held to SQLite's own lock and no other.
    """

    def __init__(self, file: str) -> None:
        self._paths = [Path(f"{file}.{name}") for name in ("next", "turn") if _is_file(file)]
        self._places: list[IO[str]] = []
        self._pause = threading.Event()  # never set

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until it is our turn, but not for ever; what is done inside is done alone."""
        held = self._come_in()
        try:
            yield
        finally:
            if held:
                fcntl.flock(held, fcntl.LOCK_UN)

    def close(self) -> None:
        _open.discard(self)
        while self._places:
            self._places.pop().close()

    def _come_in(self) -> IO[str] | None:
        if not self._places and not self._opened():
            return None
        at_door, inside = self._places
        looks = round(POLITE_SECONDS / LOOK_SECONDS)
        if not self._takes(at_door, looks):
            return None
        try:
            return inside if self._takes(inside, looks) else None
        finally:
            fcntl.flock(at_door, fcntl.LOCK_UN)

    def _takes(self, place: IO[str], looks: int) -> bool:
        for _ in range(looks):
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except OSError:
                self._pause.wait(LOOK_SECONDS)
        return False

    def _opened(self) -> bool:
        try:
            self._places = [path.open("a") for path in self._paths]
        except OSError:
            self._paths = []
        _open.add(self)
        return bool(self._places)


def _is_file(name: str) -> bool:
    return bool(name) and name != ":memory:" and not name.startswith("file:")


def _not_of_the_child() -> None:
    """A place in line is the parent's: kept open by a child it would outlive whoever holds it."""
    for line in list(_open):
        line.close()


os.register_at_fork(after_in_child=_not_of_the_child)
