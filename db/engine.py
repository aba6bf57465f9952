"""Opening the database."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from db.keys import Keyring
from db.locks import share
from db.quick import wrapped
from db.writers import THREADS, GroupWriter, PoolWriter, Work

T = TypeVar("T")

# The database cannot take anything now; the work itself is not to blame.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)

# Anything the database itself complains of.
DATABASE_TROUBLE = (DatabaseError, InterfaceError, PoolTimeout)

# PostgreSQL has no such table; it takes nothing but reading; its disk or its data is broken.
_OUT_OF_ORDER = ("42P01", "25006", "53", "57", "58", "XX")


def is_out_of_order(error: BaseException) -> bool:
    """Tell whether the database can take nothing at all now, whatever the work is."""
    if isinstance(error, UNAVAILABLE):
        return True
    if not isinstance(error, DatabaseError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    # SQLite calls a broken file nothing but a DatabaseError.
    return state.startswith(_OUT_OF_ORDER) if state else type(error) is DatabaseError


BUSY_SECONDS = 30
CHECKPOINT_PAGES = 4000  # of the log, 16 MB, before it is copied back
# Pages kept in memory by each of half a dozen connections; the system keeps them too.
CACHE_KIB = 1_000


class Database:
    """One database.  Everything that writes goes through `submit` or `write`.

    On SQLite a single thread writes for the whole process and commits what has
    gathered meanwhile in one go; on PostgreSQL several write side by side.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(reads=True)
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer = GroupWriter(engine) if self.is_sqlite else PoolWriter(engine)

    @property
    def file(self) -> Path | None:
        """Where it lies, if it is a file."""
        name = self.engine.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @property
    def is_lost(self) -> bool:
        """Tell whether its file is gone, from under connections that still answer from what was there."""
        return self.file is not None and not self.file.is_file()

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

    def again(self, keyring: Keyring) -> "Database":
        """Return the same database for a process forked after `close`.

        What was compiled stays compiled; connections and threads are its own.
        """
        self.engine.dialect.linbao_keyring = keyring  # type: ignore[attr-defined]
        return Database(self.engine)

    def close(self) -> None:
        self._writer.close()
        self.engine.dispose()


def connect(url: str, keyring: Keyring, *, shares: bool = True) -> Database:
    """Open the database at this SQLAlchemy URL; sealed columns use the keyring.

    Whoever opens it has a share in it, so that nobody puts another in its
    place meanwhile; who does just that takes none.
    """
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
    if shares:
        share(engine)
    return Database(engine)


def _never_anew(engine: Engine) -> None:
    """A file that was there and is gone is not made again, empty: somebody has to bring it back."""
    if engine.url.database in (None, "", ":memory:"):
        return
    file = Path(str(engine.url.database))
    was_there = file.exists()

    @event.listens_for(engine, "do_connect")
    def look(*_: object) -> None:
        if was_there and not file.exists():
            raise sqlite3.OperationalError("unable to open database file")

    @event.listens_for(engine, "connect")
    def note(*_: object) -> None:
        nonlocal was_there
        was_there = True


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None for one on a server."""
    address = make_url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def _sqlite(address: Any) -> Engine:
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
    )

    _never_anew(engine)

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
