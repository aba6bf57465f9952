"""The few statements every message needs, compiled once and handed straight to the driver.

SQLAlchemy spends more on passing a statement on than the database on doing
it; the values still go through its column types, so nothing is written or
read differently.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Values = Mapping[str, Any]
Process = Callable[[Any], Any]


class Quick:
    """One statement with named parameters, the same at every call."""

    def __init__(self, build: Callable[[str], Executable]) -> None:
        self._build = build  # from the dialect's name: “insert or else” is spelled differently
        self._ready: dict[int, _Ready] = {}

    def one(self, db: Session, values: Values) -> tuple[Any, ...] | None:
        """Run it and return the first row, if it returns any."""
        rows = self.all(db, values)
        return rows[0] if rows else None

    def all(self, db: Session, values: Values) -> list[tuple[Any, ...]]:
        """Run it and return its rows.  What the session holds back is not seen by it."""
        connection = db.connection()
        dialect = connection.dialect
        ready = self._ready.get(id(dialect))
        if ready is None:
            ready = self._ready[id(dialect)] = _Ready(self._build(dialect.name), dialect)
        return ready.rows(connection, values)


def insert_for(dialect: str, table: type[Any]) -> "sqlite.Insert | postgresql.Insert":
    """Return the INSERT that knows ON CONFLICT, spelled for this engine."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


class _Ready:
    """A statement compiled for one engine."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self._dialect = dialect  # also keeps its id from being given to another
        self._sql = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        self._constants: dict[str, Any] = compiled.params
        self._binds: dict[str, Process] = dict(compiled._bind_processors)
        self._results = [
            column.type._cached_result_processor(dialect, None)
            for column in getattr(statement, "exported_columns", ())
        ]

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        given: dict[str, Any] = {**self._constants, **values}
        for name, process in self._binds.items():
            given[name] = process(given[name])
        parameters = [given[name] for name in self._order] if self._order else given
        raw: Any = connection.connection.dbapi_connection
        try:
            cursor = raw.execute(self._sql, parameters)
            found = cursor.fetchall() if self._results else []
        except self._dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise self._wrapped(error) from error
        return [
            tuple(
                process(value) if process else value
                for process, value in zip(self._results, row, strict=True)
            )
            for row in found
        ]

    def _wrapped(self, error: Exception) -> BaseException:
        base = self._dialect.dbapi.Error  # type: ignore[union-attr]
        return DBAPIError.instance(
            self._sql, None, error, base, hide_parameters=True, dialect=self._dialect
        )
