"""All of an SQLite database into an empty PostgreSQL one, as it lies there."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DataError, IntegrityError

from core.progress import tell
from core.trouble import Trouble
from db import backups, migrate

PIECE = 50_000  # rows between two lines of progress


def move(source: Path, target: Engine) -> dict[str, int]:
    """Copy every row of a copied database file; return by table how many.

    What is sealed stays sealed: the same keys open it there.  All of it is one
    transaction: with an exception the target stays empty.
    """
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as rows, target.begin() as to:
        if inspect(to).get_table_names():
            raise Trouble("那边的 PostgreSQL 里已经有表了：请给一个空的库")
        migrate.bring_to(to, _step(rows))
        names = sorted(set(inspect(to).get_table_names()) - {backups.VERSIONS})
        with backups.without_foreign_keys(to):
            to.exec_driver_sql(f"TRUNCATE {backups.listed(names)}")
            counts = {name: _copy(rows, to, name) for name in names}
        for name in names:
            backups.count_on(to, name)
    return counts


def _step(rows: sqlite3.Connection) -> str:
    [step] = rows.execute(f"SELECT version_num FROM {backups.VERSIONS}").fetchone()
    return str(step)


def _copy(rows: sqlite3.Connection, to: Connection, table: str) -> int:
    """Copy one table; PostgreSQL reads moments, numbers and flags from how SQLite spells them."""
    columns = [column["name"] for column in inspect(to).get_columns(table)]
    there = {row[1] for row in rows.execute(f'PRAGMA table_info("{table}")')}
    if there != set(columns):
        raise Trouble(f"表 {table} 的列两边不一样：请先运行 bot.py init")
    listed, driver, count = backups.listed(columns), to.connection.driver_connection, 0
    words = f'COPY "{table}" ({listed}) FROM STDIN'
    try:
        with _cursor(driver) as cursor, cursor.copy(words) as copy:
            for row in rows.execute(f'SELECT {listed} FROM "{table}"'):
                copy.write_row(row)
                count += 1
                if count % PIECE == 0:
                    tell(f"  {table} {count} 行")
    except (DataError, IntegrityError, to.dialect.dbapi.Error) as error:  # type: ignore[union-attr]
        raise Trouble(f"表 {table} 有 PostgreSQL 不收的内容，没有搬：{_code(error)}") from error
    return count


def _cursor(driver: Any) -> Any:
    return driver.cursor()


def _code(error: Any) -> str:
    """Return the code of a complaint; its words may hold values."""
    return str(getattr(error, "sqlstate", None) or type(error).__name__)
