"""Copies of one message under way in this process: one of them answers, or none and the outbox does."""

import threading
from time import monotonic

from dialog.beforehand import LookedUp


class Job:
    """One message under way, perhaps longer than its caller can wait; all its copies share it."""

    def __init__(self, is_late: bool = False) -> None:
        self.begun = monotonic()
        self.is_late = is_late  # the platform was told “heard”: the answer travels by itself
        self.copies = 0
        self.looked = LookedUp()
        self._is_told = False
        self._lock = threading.Lock()

    def tell(self) -> bool:
        """Tell whether a copy may still carry the answer back; then none can be let go any more."""
        with self._lock:
            self._is_told = self._is_told or not self.is_late
            return not self.is_late

    def let_go(self) -> bool:
        """Leave the answer to the outbox; False if another copy has it in its hands already."""
        with self._lock:
            self.is_late = self.is_late or not self._is_told
            return self.is_late


class InFlight:
    """Who is under way, by key."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def join(self, key: str) -> tuple[Job, bool]:
        """Return the job all copies share, and whether this copy is a twin of an earlier one."""
        with self._lock:
            job = self._jobs.get(key)
            is_twin = job is not None
            if job is None:
                job = self._jobs[key] = Job()
            job.copies += 1
            return job, is_twin

    def leave(self, key: str) -> None:
        """The last one out takes the job along."""
        with self._lock:
            job = self._jobs[key]
            job.copies -= 1
            if not job.copies:
                del self._jobs[key]

    def stay(self, key: str) -> None:
        """Somebody else will leave later, for whoever asks this."""
        with self._lock:
            self._jobs[key].copies += 1
