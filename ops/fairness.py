"""Web threads shared fairly: in turn by who sends, and one for one sender at a time.

All threads of a process share one interpreter, so a sender with two of them has
twice the say.  Only where one is held up, and does nothing but wait, does the
same sender get another: who is in danger need not wait behind their own question.
"""

import re
import threading
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from math import inf
from time import monotonic
from typing import Any

from core import arrival
from ops.buffering import BufferingWorker

NOBODY = ""  # whoever does not say who they are; all of them may have all threads
HELD_UP = 0.25  # seconds at one request; usually it takes a few thousandths
_SEEN = 1024  # bytes of a request that are looked at: its first line is no longer
# The official account names the sender in the address; it is read before anything is checked,
# and decides only whose turn it is.
_SENDER = re.compile(rb"^[A-Z]+ [^ \r\n]*[?&]openid=([\w-]{1,64})")

Work = Callable[[], None]


class FairQueue:
    """What waits for a thread, by who sent it; the senders take turns."""

    def __init__(self, share: int, held_up: float = HELD_UP) -> None:
        """`share`: threads one sender may have at most; one more each `held_up` seconds."""
        self._share, self._held_up = share, held_up
        self._waiting: dict[str, deque[Work]] = {}  # in the order of their turns
        self._in_hand: Counter[str] = Counter()
        self._last_began: dict[str, float] = {}  # of what is in hand
        self._changed = threading.Condition()
        self._closed = False

    def put(self, sender: str, work: Work) -> None:
        with self._changed:
            self._waiting.setdefault(sender, deque()).append(work)
            self._changed.notify()

    def take(self) -> tuple[str, Work] | None:
        """Wait for the next piece of work; None once the queue is closed and empty."""
        with self._changed:
            while (sender := self._next(monotonic())) is None:
                if self._closed and not self._waiting:
                    return None
                self._changed.wait(self._until_next(monotonic()))
            mine = self._waiting.pop(sender)
            work = mine.popleft()
            if mine:
                self._waiting[sender] = mine  # behind everybody else
            self._in_hand[sender] += 1
            self._last_began[sender] = monotonic()
            if self._waiting:  # somebody else looks when the next one has a turn
                self._changed.notify()
            return sender, work

    def done(self, sender: str) -> None:
        with self._changed:
            self._in_hand[sender] -= 1
            if not self._in_hand[sender]:
                del self._in_hand[sender], self._last_began[sender]
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _next(self, now: float) -> str | None:
        return next((one for one in self._waiting if self._has_a_turn_at(one) <= now), None)

    def _until_next(self, now: float) -> float | None:
        """Return how long somebody who waits has no turn yet; None: until something changes."""
        first = min(map(self._has_a_turn_at, self._waiting), default=inf)
        return None if first == inf else max(0.0, first - now)

    def _has_a_turn_at(self, sender: str) -> float:
        """Return from when a sender may have another thread; infinity: when one of theirs is free."""
        if sender == NOBODY or not self._in_hand[sender]:
            return -inf
        return (
            self._last_began[sender] + self._held_up if self._in_hand[sender] < self._share else inf
        )


class FairPool(Executor):
    """Threads that serve requests in turn by sender."""

    def __init__(self, threads: int) -> None:
        self._queue = FairQueue(max(2, threads // 4))
        self._threads = [threading.Thread(target=self._serve) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        arriving = getattr(args[0], "arriving", None) if args else None
        arrived = (arriving.arrived if arriving else 0.0) or monotonic()

        def work() -> None:
            arrival.note(arrived)
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        self._queue.put(sender_of(bytes(arriving.buffer[:_SEEN])) if arriving else NOBODY, work)
        return future

    def _serve(self) -> None:
        while (taken := self._queue.take()) is not None:
            sender, work = taken
            try:
                work()
            finally:
                self._queue.done(sender)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._queue.close()
        for thread in self._threads if wait else ():
            thread.join()


def sender_of(request: bytes) -> str:
    """Return who sends, as the first line of a request says."""
    found = _SENDER.match(request)
    return found[1].decode() if found else NOBODY


class FairWorker(BufferingWorker):
    """A web process whose threads nobody can have all to themselves, nor keep waiting."""

    def get_thread_pool(self) -> FairPool:
        return FairPool(self.cfg.threads)
