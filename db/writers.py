"""Who writes when: on SQLite one thread for the whole process, on PostgreSQL several."""

import logging
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from db.line import WritersLine
from db.quick import DRIVER, driver_of

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Session], T]

# While several write at once a commit waits so long for more to come along: what a commit costs
# is shared by all of it, and nobody notices five thousandths of a second.
COMPANY_SECONDS = 0.005
CACHE_KIB = 4_000  # of pages the one that writes keeps in memory
BATCH = 64  # turns that share one commit, and so one fsync, when many arrive at once
THREADS = 8  # writers at once on PostgreSQL, per process


class PoolWriter:
    """Several transactions side by side, each in a thread with a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="writer")

    def submit(self, work: Work[T]) -> Future[T]:
        return self._pool.submit(self._run, work)

    def _run(self, work: Work[T]) -> T:
        try:
            return self._once(work)
        except (IntegrityError, OperationalError):
            # Two identical requests at once: the loser starts over and finds the winner's row.
            # A connection the server closed meanwhile is healed the same way.
            return self._once(work)

    def _once(self, work: Work[T]) -> T:
        with self._engine.begin() as connection, _lent(connection) as session:
            return _finished(session, work)

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class GroupWriter:
    """One thread that writes for the whole process, many pieces of work to a commit.

    While one commit waits for the disk the next pieces gather.  If one of them
    fails, all are taken back and each is done again by itself, so that it
    takes nothing with it; that is rare, and savepoints would cost every piece.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = engine.url.database or ""
        self._line = WritersLine(self._file)
        self._waiting: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._is_crowded = False
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def submit(self, work: Work[T]) -> Future[T]:
        if self._thread is None:
            self._start()
        future: Future[T] = Future()
        self._waiting.put((work, future))
        return future

    def _start(self) -> None:
        with self._starting:  # lazily, so that a forked web process starts its own
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                self._thread.start()

    def close(self) -> None:
        if self._thread is not None:
            self._closing.set()
            self._waiting.put(None)
            self._thread.join()
            self._thread = None
            self._closing.clear()
        self._line.close()

    def _loop(self) -> None:
        more = True
        while more and (first := self._waiting.get()) is not None:
            batch, more = self._gather(first)
            try:
                with self._engine.connect() as connection, _lent(connection) as session:
                    driver_of(connection)[1].execute(f"PRAGMA cache_size=-{CACHE_KIB}")
                    at_first = self._which()
                    self._commit(session, batch)
                    while more and (first := self._waiting.get()) is not None:
                        batch, more = self._gather(first)
                        if self._which() != at_first:
                            raise OperationalError("", None, FileNotFoundError(self._file))
                        self._commit(session, batch)
                    return
            except Exception as error:  # no connection to be had: say so, and try with the next
                self._engine.dispose()
                _fail(batch, error)

    def _which(self) -> tuple[int, int] | None:
        """Tell one file from another that lies in its place: into a deleted one SQLite goes on writing."""
        try:
            found = os.stat(self._file)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _gather(
        self, first: tuple[Work[Any], Future[Any]]
    ) -> tuple[list[tuple[Work[Any], Future[Any]]], bool]:
        batch = [first]
        if self._is_crowded:
            self._closing.wait(COMPANY_SECONDS)
        while len(batch) < BATCH:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is None:
                return batch, False
            batch.append(item)
        self._is_crowded = len(batch) > 1
        return batch, True

    def _commit(self, session: Session, batch: list[tuple[Work[Any], Future[Any]]]) -> None:
        try:
            done = self._together(session, [work for work, _ in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, OperationalError):
                for piece in batch:
                    self._commit(session, [piece])
                return
            # The disk, not a piece: nothing of this batch can stand.
            if isinstance(error, OperationalError):
                log.error("%s 件没有写进数据库：%s", len(batch), type(error).__name__)
            _fail(batch, error)
            return
        for (_, future), result in zip(batch, done, strict=True):
            future.set_result(result)

    def _together(self, session: Session, works: list[Work[Any]]) -> list[Any]:
        connection: Any = session.bind
        with self._line.turn(), connection.begin():
            return [_finished(session, work) for work in works]


def _lent(connection: Connection) -> Session:
    """Return a session inside somebody else's transaction, which it cannot end."""
    return Session(
        connection,
        expire_on_commit=False,
        join_transaction_mode="rollback_only",
        info={DRIVER: driver_of(connection)},
    )


def _finished(session: Session, work: Work[T]) -> T:
    """Do a piece of work; what the session still holds back is written, then forgotten."""
    try:
        result = work(session)
        if session.in_transaction():  # most pieces need only prepared statements
            session.flush()
        return result
    finally:
        if session.in_transaction():
            session.close()


def _fail(batch: list[tuple[Work[Any], Future[Any]]], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
