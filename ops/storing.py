"""Whether a message could be stored now: a small real write, to the database and to the spool."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from datetime import datetime
from pathlib import Path
from time import monotonic

from db import DATABASE_TROUBLE, Database, sealed
from ops.trouble import in_one_line, of_system

EVERY = 1.0  # seconds: however often it is asked, so seldom it is tried
PATIENCE = 2.0
ROOM = b"\0" * 64 * 1024  # what the longest message takes


class StoreProbe:
    """Tries it at most once a second, with never more than one try under way."""

    def __init__(self, database: Database, spool: Path, now: Callable[[], datetime]) -> None:
        self._database = database
        self._spool = spool
        self._now = now
        self._lock = threading.Lock()
        self._pending: Future[None] | None = None
        self._again_at = 0.0
        self._found: list[str] = []

    def problems(self) -> list[str]:
        """Return why nothing could be stored, in words; nothing if it could."""
        if self._database.is_lost:
            return [
                f"数据库文件 {self._database.file} 不见了：请停掉服务，从备份恢复（消息先存在 spool 里）"
            ]
        with self._lock:
            if monotonic() >= self._again_at:
                self._found = [*self._in_database(), *self._in_spool()]
                self._again_at = monotonic() + EVERY
            return self._found

    def _in_database(self) -> Iterator[str]:
        now = self._now()
        if self._pending is None:
            self._pending = self._database.submit(lambda db: sealed.write(db, now))
        try:
            self._pending.result(PATIENCE)
        except NotYet:
            yield f"数据库 {PATIENCE:g} 秒里没有写进去"
            return  # it is still waiting; nobody need wait beside it
        except DATABASE_TROUBLE as error:
            yield f"存不进数据库：{in_one_line(error)}"
        self._pending = None

    def _in_spool(self) -> Iterator[str]:
        path = self._spool / f"probe.{os.getpid()}.part"
        try:
            self._spool.mkdir(parents=True, exist_ok=True)
            try:
                with path.open("wb") as file:
                    file.write(ROOM)
                    file.flush()
                    os.fsync(file.fileno())
            finally:
                path.unlink(missing_ok=True)
        except OSError as error:
            yield f"数据库停下时消息没有地方存，{self._spool} 写不进去：{of_system(error)}"
