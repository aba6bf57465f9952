"""Whether a database holds anything sealed: seen without a key, so that none is lost over it."""

import os
from collections.abc import Iterator

from sqlalchemy import Column, Engine, inspect, literal, select

from db.engine import connect
from db.keys import Keyring
from db.models import Base, StoredToken
from db.types import BlindIndex, Sealed, SealedJson


def is_held(url: str) -> bool:
    """Tell whether anything in this database can be opened only with the keys that sealed it.

    A token is no loss: the platform gives another.
    """
    nobody_s = Keyring("none", {"none": os.urandom(32)}, os.urandom(32))
    database = connect(url, nobody_s)
    try:
        return any(_has_value(database.engine, column) for column in _sealed(database.engine))
    finally:
        database.close()


def _sealed(engine: Engine) -> Iterator[Column[object]]:
    """Yield the sealed columns that are there; a database of an older version has not all."""
    there = inspect(engine)
    for table in Base.metadata.sorted_tables:
        if table.name == StoredToken.__tablename__ or not there.has_table(table.name):
            continue
        names = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson | BlindIndex) and column.name in names:
                yield column


def _has_value(engine: Engine, column: Column[object]) -> bool:
    with engine.connect().execution_options(reads=True) as connection:
        found = select(literal(1)).select_from(column.table).where(column.is_not(None)).limit(1)
        return connection.scalar(found) is not None
