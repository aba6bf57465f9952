"""A log that a stranger cannot fill: of lines anybody can cause only so many a minute are written."""

import logging
import threading
from collections import Counter

MINUTE = 60.0
LINES = 20  # of one wording in a minute


class Sparing(logging.Filter):
    """Lets so many lines of one wording through in a minute; the next one says how many were not."""

    def __init__(self, lines: int = LINES) -> None:
        super().__init__()
        self._most = lines
        self._lock = threading.Lock()
        self._begun = 0.0
        self._met: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        with self._lock:
            if not self._begun <= record.created < self._begun + MINUTE:
                self._begun = record.created
                self._left_out = self._met - Counter(dict.fromkeys(self._met, self._most))
                self._met = Counter()
            self._met[record.msg] += 1
            if self._met[record.msg] > self._most:
                return False
            missing = self._left_out.pop(record.msg, 0)
        if missing:
            record.msg, record.args = f"{record.getMessage()}（此前还有 {missing} 条没写）", ()
        return True


def sparing(name: str) -> logging.Logger:
    """Return the log of a room whose lines strangers can cause."""
    log = logging.getLogger(name)
    if not any(isinstance(each, Sparing) for each in log.filters):
        log.addFilter(Sparing())
    return log
