"""Opening the database, and who writes when."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from db.keys import Keyring

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Session], T]

# The database cannot take anything now; the work itself is not to blame.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)

# Anything the database itself complains of.
DATABASE_TROUBLE = (DatabaseError, InterfaceError, PoolTimeout)

BUSY_SECONDS = 30
BATCH = 64  # turns that share one commit, and so one fsync, when many arrive at once
THREADS = 8  # writers at once on PostgreSQL, per process


class Database:
    """One database.  Everything that writes goes through `submit` or `write`.

    On SQLite a single thread writes for the whole process and commits what has
    gathered meanwhile in one go; on PostgreSQL several write side by side.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(reads=True)
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer = _GroupWriter(engine) if self.is_sqlite else _PoolWriter(engine)

    def submit(self, work: Work[T]) -> Future[T]:
        """Do the work in a transaction; the future is done when it is committed."""
        return self._writer.submit(work)

    def write(self, work: Work[T]) -> T:
        return self.submit(work).result()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only looks."""
        with Session(self._reader) as session:
            yield session

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """A session whose changes are all taken back."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                with Session(connection, expire_on_commit=False) as session:
                    yield session
            finally:
                transaction.rollback()

    def close(self) -> None:
        self._writer.close()
        self.engine.dispose()


def connect(url: str, keyring: Keyring) -> Database:
    """Open the database at this SQLAlchemy URL; sealed columns use the keyring."""
    address = make_url(url)
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite":
        engine = _sqlite(address)
    else:
        engine = create_engine(
            address,
            pool_size=THREADS,
            max_overflow=THREADS,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    engine.dialect.linbao_keyring = keyring  # type: ignore[attr-defined]
    return Database(engine)


def _sqlite(address: Any) -> Engine:
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # survives a power cut, not only a crash
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


class _PoolWriter:
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
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class _GroupWriter:
    """One thread that writes for the whole process, many pieces of work to a commit.

    While one commit waits for the disk the next pieces gather; each has a
    savepoint of its own, so one that fails takes nothing with it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
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
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _loop(self) -> None:
        more = True
        while more and (first := self._waiting.get()) is not None:
            batch, more = self._gather(first)
            try:
                with self._engine.connect() as connection:
                    self._commit(connection, batch)
                    while more and (first := self._waiting.get()) is not None:
                        batch, more = self._gather(first)
                        self._commit(connection, batch)
                    return
            except Exception as error:  # no connection to be had: say so, and try with the next
                _fail(batch, error)

    def _gather(
        self, first: tuple[Work[Any], Future[Any]]
    ) -> tuple[list[tuple[Work[Any], Future[Any]]], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is None:
                return batch, False
            batch.append(item)
        return batch, True

    def _commit(self, connection: Connection, batch: list[tuple[Work[Any], Future[Any]]]) -> None:
        try:
            with connection.begin():
                done = self._together(connection, batch)
        except Exception as error:
            if len(batch) > 1 or isinstance(error, OperationalError):
                log.error("%s pieces were not written: %s", len(batch), type(error).__name__)
            _fail(batch, error)
            return
        for future, result in done:
            future.set_result(result)

    def _together(
        self, connection: Connection, batch: list[tuple[Work[Any], Future[Any]]]
    ) -> list[tuple[Future[Any], Any]]:
        if len(batch) == 1:
            work, future = batch[0]
            return [(future, self._alone(connection, work))]
        done: list[tuple[Future[Any], Any]] = []
        for work, future in batch:
            try:
                done.append((future, self._piece(connection, work)))
            except OperationalError:
                raise  # the disk, not this piece: nothing of this batch can stand
            except Exception as error:
                future.set_exception(error)
        return done

    def _alone(self, connection: Connection, work: Work[T]) -> T:
        """Do a piece that has the commit to itself and so needs no savepoint."""
        session = Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        with session:
            result = work(session)
            session.flush()  # what the session still holds back belongs to this commit
            return result

    def _piece(self, connection: Connection, work: Work[T]) -> T:
        """Do one piece in a savepoint of its own; a broken constraint rolls back to there only."""
        session = Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        with session, session.begin():
            return work(session)


def _fail(batch: list[tuple[Work[Any], Future[Any]]], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
