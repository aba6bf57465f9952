"""Who leads among the clocks, and who has a share in the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

if TYPE_CHECKING:
    from db.engine import Database

CLOCK = 7_234_002
SHARES = 7_234_004


def share(engine: Engine) -> None:
    """Take a share in the database while anything of this engine is connected to it.

    On SQLite it lies in a file beside the database, on PostgreSQL with each
    connection.
    """
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _take_advisory)
    elif path := _share_file(engine):
        _share_by_file(engine, path)


def _take_advisory(connection: Any, _: object) -> None:
    connection.execute(f"SELECT pg_advisory_lock_shared({SHARES})")
    connection.commit()


def _share_by_file(engine: Engine, path: Path) -> None:
    held: list[IO[str]] = []

    @event.listens_for(engine, "connect")
    def hold(_: object, __: object) -> None:
        if held:
            return
        try:
            file = path.open("a")
        except OSError:  # nothing can be written there: nobody can put another in its place
            return
        fcntl.flock(file, fcntl.LOCK_SH)
        held.append(file)

    @event.listens_for(engine, "engine_disposed")
    def give_back(_: object) -> None:
        while held:
            held.pop().close()


def _share_file(engine: Engine) -> Path | None:
    name = engine.url.database
    named = name and name != ":memory:" and not name.startswith("file:")
    return Path(f"{name}.lock") if named else None


@contextmanager
def alone(engine: Engine) -> Iterator[bool]:
    """Have the database to oneself, if nobody has a share in it; yield whether that is so."""
    if path := _share_file(engine) if engine.dialect.name == "sqlite" else None:
        with path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taken = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({SHARES})").scalar()
        try:
            yield bool(taken)
        finally:
            if taken:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({SHARES})")


class Leadership:
    """A lock that dies with its holder: a file on SQLite, an advisory lock on PostgreSQL."""

    def __init__(self, database: "Database", folder: Path, name: str, number: int) -> None:
        self._db = database
        self._path = folder / f"{name}.lock"
        self._number = number
        self._file: IO[str] | None = None
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Try to lead; False while another does."""
        return self._take_file() if self._db.is_sqlite else self._take_advisory()

    def holds(self) -> bool:
        """Tell whether we still lead; a lost connection has lost the lock."""
        if self._connection is None:
            return self._file is not None
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except Exception:
            self._connection = None
            return False
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _take_file(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a")  # the leader's number in it stays readable
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return True

    def _take_advisory(self) -> bool:
        connection = self._db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        query = f"SELECT pg_try_advisory_lock({self._number})"
        if not connection.exec_driver_sql(query).scalar():
            connection.close()
            return False
        self._connection = connection
        return True
