"""Hearing every statement a database is given, by SQLAlchemy or straight to the driver."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

WRITES = ("INSERT", "UPDATE", "DELETE")
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass
class Heard:
    """What was said, in order, and how long each writing transaction was open."""

    said: list[str] = field(default_factory=list)
    held: list[float] = field(default_factory=list)  # seconds

    @property
    def writes(self) -> list[str]:
        return [sql for sql in self.said if sql.startswith(WRITES)]


@contextmanager
def listening(engine: Engine) -> Iterator[Heard]:
    """Hear all that is said to a database meanwhile."""
    ear = _Ear()
    kinds = ("begin", "commit", "before_cursor_execute", "after_cursor_execute", "handle_error")
    for kind in kinds:
        event.listen(engine, kind, getattr(ear, kind))
    try:
        yield ear.heard
    finally:
        for kind in kinds:
            event.remove(engine, kind, getattr(ear, kind))
        ear.close()


class _Ear:
    """Counts what goes through SQLAlchemy by its events, and the rest at the driver."""

    def __init__(self) -> None:
        self.heard = Heard()
        self._drivers: dict[int, Any] = {}
        self._inside: set[int] = set()  # connections on which SQLAlchemy is speaking
        self._begun: dict[int, float] = {}

    def begin(self, connection: Connection) -> None:
        driver = connection.connection.dbapi_connection
        self._begun[id(driver)] = time.perf_counter()
        if id(driver) in self._drivers:
            return
        self._drivers[id(driver)] = driver
        if isinstance(driver, sqlite3.Connection):
            driver.set_trace_callback(lambda sql: self._driven(driver, sql))
        elif isinstance(driver, psycopg.Connection):
            driver.cursor_factory = _cursor(lambda sql: self._driven(driver, sql))

    def commit(self, connection: Connection) -> None:
        begun = self._begun.get(id(connection.connection.dbapi_connection))
        if begun is not None:
            self.heard.held.append(time.perf_counter() - begun)

    def before_cursor_execute(self, connection: Connection, *rest: Any) -> None:
        self._inside.add(id(connection.connection.dbapi_connection))
        self._note(rest[1])

    def after_cursor_execute(self, connection: Connection, *_: Any) -> None:
        self._inside.discard(id(connection.connection.dbapi_connection))

    def handle_error(self, context: Any) -> None:
        if context.connection is not None:
            self.after_cursor_execute(context.connection)

    def close(self) -> None:
        for driver in self._drivers.values():
            if isinstance(driver, sqlite3.Connection):
                driver.set_trace_callback(None)
            else:
                driver.cursor_factory = psycopg.Cursor

    def _driven(self, driver: Any, sql: str) -> None:
        if id(driver) not in self._inside:
            self._note(sql)

    def _note(self, sql: str) -> None:
        sql = sql.lstrip()
        if not sql.startswith(FRAME) and not sql.startswith("--"):
            self.heard.said.append(sql)


def _cursor(note: Any) -> type[psycopg.Cursor[Any]]:
    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *args: Any, **more: Any) -> Any:
            note(str(query))
            return super().execute(query, *args, **more)

    return Noting
