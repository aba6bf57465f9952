"""The few statements every message needs, compiled once and handed straight to the driver.

SQLAlchemy spends more on passing a statement on than the database on doing
it; the values still go through its column types, so nothing is written or
read differently.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable, bindparam
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
        dialect, driver = db.info.get(DRIVER) or driver_of(db.connection())
        ready = self._ready.get(id(dialect))
        if ready is None:
            ready = self._ready[id(dialect)] = _Ready(self._build(dialect.name), dialect)
        return ready.rows(driver, values)


DRIVER = "driver"  # in a session's `info`: what it works on, if that stays the same to its end


def driver_of(connection: Connection) -> tuple[Dialect, Any]:
    """Return the language of a connection, and the driver's own connection below it."""
    return connection.dialect, connection.connection.dbapi_connection


def insert_for(dialect: str, table: type[Any]) -> "sqlite.Insert | postgresql.Insert":
    """Return the INSERT that knows ON CONFLICT, spelled for this engine."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


_NEW_ROWS: dict[type[Any], tuple[Quick, dict[str, Any]]] = {}


def store(db: Session, row: Any) -> None:
    """Write a new row at once and give it its id.

    The session does not know of it: what is changed in it later is not written.
    """
    table = type(row)
    if table not in _NEW_ROWS:
        _NEW_ROWS[table] = _new_row(table)
    insert, values = _NEW_ROWS[table]
    given = row.__dict__
    found = insert.one(db, {name: given.get(name, usual) for name, usual in values.items()})
    row.id = found[0] if found else None


def _new_row(table: type[Any]) -> tuple[Quick, dict[str, Any]]:
    """Return the INSERT of all columns but the id, and what the model says they usually hold."""
    columns = [column for column in table.__table__.columns if column.name != "id"]
    usual = {c.name: c.default.arg if c.default is not None else None for c in columns}
    values = {c.name: bindparam(c.name, type_=c.type) for c in columns}
    return Quick(lambda name: insert_for(name, table).values(values).returning(table.id)), usual


class _Ready:
    """A statement compiled for one engine."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self._dialect = dialect  # also keeps its id from being given to another
        self._sql = str(compiled)
        # By place or by name, as the driver wants them; what never changes is laid in once.
        order: list[str] | None = compiled.positiontup
        places = list(enumerate(order)) if order else [(name, name) for name in compiled.params]
        self._parameters: Any = [None] * len(places) if order else {}
        self._given: list[tuple[Any, str, Process | None]] = []
        for place, name in places:
            process = compiled._bind_processors.get(name)
            if compiled.binds[name].required:
                self._given.append((place, name, process))
            else:
                value = compiled.params[name]
                self._parameters[place] = process(value) if process else value
        results = [
            column.type._cached_result_processor(dialect, None)
            for column in getattr(statement, "exported_columns", ())
        ]
        self._returns = bool(results)
        self._reads = [(at, process) for at, process in enumerate(results) if process]

    def rows(self, driver: Any, values: Values) -> list[tuple[Any, ...]]:
        parameters = self._parameters.copy()
        for place, name, process in self._given:
            parameters[place] = process(values[name]) if process else values[name]
        try:
            cursor = driver.execute(self._sql, parameters)
            found = cursor.fetchall() if self._returns else []
        except self._dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise wrapped(self._dialect, self._sql, error) from error
        return [self._read(row) for row in found] if self._reads else found

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        given = list(row)
        for at, process in self._reads:
            given[at] = process(given[at])
        return tuple(given)


def wrapped(dialect: Dialect, sql: str, error: Exception) -> BaseException:
    """Return the driver's complaint as SQLAlchemy tells it; values never stand in it."""
    base = dialect.dbapi.Error  # type: ignore[union-attr]
    return DBAPIError.instance(sql, None, error, base, hide_parameters=True, dialect=dialect)
