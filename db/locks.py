"""Leadership: one clock leads, the others stand by."""

import fcntl
import os
from pathlib import Path
from typing import IO

from sqlalchemy.engine import Connection

from db.engine import Database

CLOCK = 7_234_002


class Leadership:
    """A lock that dies with its holder: a file on SQLite, an advisory lock on PostgreSQL."""

    def __init__(self, database: Database, folder: Path, name: str, number: int) -> None:
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
