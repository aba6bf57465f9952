"""What the platform reports a moment after it has answered."""

import threading
import time
from collections.abc import Callable

Task = Callable[[], object]


class Later:
    """Tasks that wait for `settle`, or run by themselves after a short real delay once started."""

    def __init__(self, delay: float | None) -> None:
        self._delay = delay
        self._waiting: list[tuple[float, Task]] = []
        self._news = threading.Condition()
        self._running = threading.RLock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._busy = 0

    def add(self, task: Task) -> None:
        with self._news:
            self._waiting.append((time.monotonic() + (self._delay or 0), task))
            self._news.notify_all()

    def settle(self) -> int:
        """Do all that waits, now; what another thread is doing is waited for.  Return how many."""
        with self._running:
            done = 0
            while tasks := self._taken(float("inf")):
                self._do(tasks)
                done += len(tasks)
            return done

    def wait_idle(self, timeout: float) -> bool:
        """Wait until nothing is left to do; say whether it came to that."""
        with self._news:
            return self._news.wait_for(lambda: not self._waiting and not self._busy, timeout)

    def start(self) -> None:
        if self._delay is None or self._thread is not None:
            return
        self._thread = threading.Thread(target=self._run, daemon=True, name="sim-later")
        self._thread.start()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._waiting.clear()
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while self._wait():
            with self._running:
                self._do(self._taken(time.monotonic()))

    def _wait(self) -> bool:
        with self._news:
            if not self._closed:
                first = min((due for due, _ in self._waiting), default=None)
                self._news.wait(None if first is None else max(0.0, first - time.monotonic()))
            return not self._closed

    def _do(self, tasks: list[Task]) -> None:
        try:
            for task in tasks:
                task()
        finally:
            with self._news:
                self._busy -= len(tasks)
                self._news.notify_all()

    def _taken(self, now: float) -> list[Task]:
        with self._news:
            due = [task for at, task in self._waiting if at <= now]
            self._waiting = [(at, task) for at, task in self._waiting if at > now]
            self._busy += len(due)
            return due
