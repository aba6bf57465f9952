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
from db.quick import wrapped

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Session], T]

# The database cannot take anything now; the work itself is not to blame.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)

# Anything the database itself complains of.
DATABASE_TROUBLE = (DatabaseError, InterfaceError, PoolTimeout)

BUSY_SECONDS = 30
# While several write at once a commit waits so long for more to come along: what a commit costs
# is shared by all of it, and nobody notices five thousandths of a second.
COMPANY_SECONDS = 0.005
BATCH = 64  # turns that share one commit, and so one fsync, when many arrive at once
CHECKPOINT_PAGES = (
    4000  # of the log, 16 MB, before they are copied back: a page often written is copied once
)
CACHE_KIB = 16_000  # of pages kept in memory by each connection
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
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.execute("PRAGMA temp_store=MEMORY")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        raw: Any = connection.connection.dbapi_connection
        try:
            raw.execute("BEGIN" if reads else "BEGIN IMMEDIATE")
        except sqlite3.Error as error:  # as SQLAlchemy would have told it
            raise wrapped(connection.dialect, "BEGIN", error) from error

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
        with self._engine.begin() as connection, _lent(connection) as session:
            return _finished(session, work)

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class _GroupWriter:
    """One thread that writes for the whole process, many pieces of work to a commit.

    While one commit waits for the disk the next pieces gather.  If one of them
    fails, all are taken back and each is done again by itself, so that it
    takes nothing with it; that is rare, and savepoints would cost every piece.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
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

    def _loop(self) -> None:
        more = True
        while more and (first := self._waiting.get()) is not None:
            batch, more = self._gather(first)
            try:
                with self._engine.connect() as connection, _lent(connection) as session:
                    self._commit(session, batch)
                    while more and (first := self._waiting.get()) is not None:
                        batch, more = self._gather(first)
                        self._commit(session, batch)
                    return
            except Exception as error:  # no connection to be had: say so, and try with the next
                _fail(batch, error)

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
                log.error("%s pieces were not written: %s", len(batch), type(error).__name__)
            _fail(batch, error)
            return
        for (_, future), result in zip(batch, done, strict=True):
            future.set_result(result)

    def _together(self, session: Session, works: list[Work[Any]]) -> list[Any]:
        connection: Any = session.bind
        with connection.begin():
            return [_finished(session, work) for work in works]


def _lent(connection: Connection) -> Session:
    """Return a session inside somebody else's transaction, which it cannot end."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")


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
