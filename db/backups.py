"""A whole database into files and back, while others write to it.

On SQLite the copy is a database file that SQLite itself writes within one read
transaction.  On PostgreSQL it is what COPY gives of each table within one
snapshot: that needs no pg_dump of the server's version, which a fresh Debian
does not have, and the tables are made by our own migrations.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from core.trouble import Trouble
from db import epochs, migrate
from db.engine import DATABASE_TROUBLE, connect
from db.keys import Keyring
from db.models import Epoch
from db.quick import wrapped

VERSIONS = "alembic_version"  # which step the tables are at: made anew, not copied
SQLITE_FILE = "linbao.db"
CHUNK = 1 << 20
SPOILT = "备份里的数据坏了，读不进数据库，没有恢复：请换一份备份"


@dataclass(frozen=True, slots=True)
class TableCopy:
    """What was copied of one table."""

    rows: int
    columns: list[str]


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """A copied database: its engine, the step its tables are at, and what was copied of each."""

    engine: str
    revision: str
    tables: Mapping[str, TableCopy]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True, slots=True)
class WhatLies:
    """What lies where a database is to be restored."""

    is_in_use: bool  # somebody is in it who has said something, or will
    highest_number: int  # of those people say


# -- out ----------------------------------------------------------------------------------


def dump(engine: Engine, folder: Path) -> DatabaseCopy:
    """Write all of a database as it is at one moment into files of a folder."""
    if engine.dialect.name == "sqlite":
        return _dump_sqlite(engine, folder / SQLITE_FILE)
    return _dump_postgresql(engine, folder)


def _dump_sqlite(engine: Engine, file: Path) -> DatabaseCopy:
    raw = engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        with _told_alike(engine.dialect, "VACUUM INTO"):
            connection.execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()
    with _told_alike(engine.dialect, "SELECT"):
        return read_sqlite(file)


@contextmanager
def _told_alike(dialect: Dialect, words: str) -> Iterator[None]:
    """Let what the driver itself complains of be told as SQLAlchemy tells it."""
    try:
        yield
    except dialect.dbapi.Error as error:  # type: ignore[union-attr]
        raise wrapped(dialect, words, error) from error


def read_sqlite(file: Path) -> DatabaseCopy:
    """Read a copy through: whether it is whole, and what is in it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        [said] = copy.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise Trouble(f"复制出来的数据库不完整：{said}")
        [revision] = copy.execute(f"SELECT version_num FROM {VERSIONS}").fetchone()
        tables = {}
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if name != VERSIONS and not name.startswith("sqlite_"):
                columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{name}")')]
                [rows] = copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()
                tables[name] = TableCopy(rows, columns)
    return DatabaseCopy("sqlite", revision, dict(sorted(tables.items())))


def _dump_postgresql(engine: Engine, folder: Path) -> DatabaseCopy:
    how: Any = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**how) as connection:
        revision = connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").scalar_one()
        there = inspect(connection)
        driver: Any = connection.connection.driver_connection
        tables = {}
        for name in sorted(set(there.get_table_names()) - {VERSIONS}):
            columns = [column["name"] for column in there.get_columns(name)]
            words = f'COPY "{name}" ({listed(columns)}) TO STDOUT'
            with _told_alike(engine.dialect, words):
                rows = _copy_out(driver, words, folder / f"{name}.copy")
            tables[name] = TableCopy(rows, columns)
    return DatabaseCopy("postgresql", revision, tables)


def _copy_out(driver: Any, words: str, file: Path) -> int:
    """Return how many rows were written: a line each, for what a value has of lines is escaped."""
    rows = 0
    with driver.cursor() as cursor, cursor.copy(words) as copy, file.open("wb") as out:
        for block in copy:
            rows += bytes(block).count(b"\n")
            out.write(block)
    return rows


def count_lines(file: Path) -> int:
    """Return how many rows a table's file holds."""
    with file.open("rb") as lines:
        return sum(block.count(b"\n") for block in iter(lambda: lines.read(CHUNK), b""))


def listed(columns: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


# -- what is there --------------------------------------------------------------------------


def look(engine: Engine) -> WhatLies:
    """Tell what a database holds; one that cannot be read may hold anything."""
    try:
        there = set(inspect(engine).get_table_names())
        with engine.connect().execution_options(reads=True) as connection:
            is_used = any(
                connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first() is not None
                for name in ("people", "contacts", "turns", "deliveries", "items", "notices")
                if name in there
            )
            highest = [
                connection.exec_driver_sql(f"SELECT max(id) FROM {table.__tablename__}").scalar()
                for table in epochs.SPOKEN
                if table.__tablename__ in there
            ]
    except DATABASE_TROUBLE:
        return WhatLies(is_in_use=True, highest_number=0)
    return WhatLies(is_used, max((number or 0 for number in highest), default=0))


def count_rows(engine: Engine) -> dict[str, int]:
    """Return by table how many rows there are."""
    with engine.connect().execution_options(reads=True) as connection:
        names = sorted(set(inspect(connection).get_table_names()) - {VERSIONS})
        count = "SELECT count(*) FROM"
        return {n: connection.exec_driver_sql(f'{count} "{n}"').scalar_one() for n in names}


# -- in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beginning:
    """When the copy was made, when it is restored, and what becomes of what was there."""

    copied_at: datetime
    now: datetime
    above: int  # the highest number that was given there
    aside: Path  # where the file of an old SQLite database is kept


@contextmanager
def load(
    url: str, ring: Keyring, copy: DatabaseCopy, folder: Path, beginning: Beginning
) -> Iterator[Session]:
    """Put a copy in a database's place, bring it up to date and open its epoch.

    What the caller writes in the session belongs to the same step: until it is
    left nothing has changed, and with an exception nothing does.
    """
    engine = connect(url, ring, shares=False).engine
    try:
        if copy.engine == "sqlite":
            _refuse_broken(folder / SQLITE_FILE)
            with _load_sqlite(url, ring, folder, beginning) as session:
                yield session
            return
        with engine.begin() as connection:
            _load_postgresql(connection, copy, folder)
            with Session(connection) as session:
                _begin(session, beginning)
                yield session
                session.flush()
    finally:
        engine.dispose()


def _refuse_broken(file: Path) -> None:
    try:
        read_sqlite(file)
    except (sqlite3.Error, TypeError) as error:  # none at all, or without a step in it
        raise Trouble(SPOILT) from error


def _begin(session: Session, beginning: Beginning) -> Epoch:
    return epochs.begin(session, beginning.copied_at, beginning.now, above=beginning.above)


@contextmanager
def _load_sqlite(url: str, ring: Keyring, folder: Path, beginning: Beginning) -> Iterator[Session]:
    spare = connect(f"sqlite:///{folder / SQLITE_FILE}", ring, shares=False)
    try:
        migrate.upgrade(spare.engine)
        with spare.engine.begin() as connection, Session(connection) as session:
            _begin(session, beginning)
            yield session
            session.flush()
    finally:
        spare.close()  # the last to leave copies its log back into the file
    place = Path(make_url(url).database or "")
    _move_aside(place, beginning.aside)
    (folder / SQLITE_FILE).replace(place)


def _move_aside(place: Path, aside: Path) -> None:
    """Keep the old database file with its log."""
    for end in ("-shm", "-wal", ""):
        old = place.with_name(place.name + end)
        with contextlib.suppress(FileNotFoundError):
            old.rename(aside.with_name(aside.name + end))


def _load_postgresql(connection: Connection, copy: DatabaseCopy, folder: Path) -> None:
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
    migrate.bring_to(connection, copy.revision)
    with without_foreign_keys(connection):
        made = set(inspect(connection).get_table_names()) - {VERSIONS}
        connection.exec_driver_sql(f"TRUNCATE {listed(sorted(made))}")
        driver: Any = connection.connection.driver_connection
        _refuse_unknown(connection, copy, made)
        for name, table in copy.tables.items():
            words = f'COPY "{name}" ({listed(table.columns)}) FROM STDIN'
            try:
                with _told_alike(connection.dialect, words):
                    _copy_in(driver, words, folder / f"{name}.copy")
            except (DataError, IntegrityError, FileNotFoundError) as error:
                raise Trouble(SPOILT) from error
    for name in copy.tables:
        count_on(connection, name)
    migrate.bring_to(connection, "head")


def _refuse_unknown(connection: Connection, copy: DatabaseCopy, made: set[str]) -> None:
    """Refuse names that are none of ours: they become part of statements."""
    there = inspect(connection)
    for name, table in copy.tables.items():
        known = {column["name"] for column in there.get_columns(name)} if name in made else set()
        if not table.columns or set(table.columns) - known:
            raise Trouble(
                "备份里有这个版本的数据库没有的表或列，没有恢复：它不是邻报做的，或者坏了"
            )


def _copy_in(driver: Any, words: str, file: Path) -> None:
    with driver.cursor() as cursor, file.open("rb") as lines, cursor.copy(words) as copy:
        for block in iter(lambda: lines.read(CHUNK), b""):
            copy.write(block)


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let tables be filled in any order; all that points somewhere is checked at the end."""
    keys = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    ).all()
    for table, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, words in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}")


def count_on(connection: Connection, table: str) -> None:
    """Let a table's own numbers go on after the last that is there."""
    has_id = any(column["name"] == "id" for column in inspect(connection).get_columns(table))
    if not has_id:
        return
    sequence = connection.exec_driver_sql(
        "SELECT pg_get_serial_sequence(quote_ident(%s), 'id')", (table,)
    ).scalar()
    if sequence:
        connection.exec_driver_sql(
            f'SELECT setval(%s, coalesce(max(id), 0) + 1, false) FROM "{table}"', (sequence,)
        )
