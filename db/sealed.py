"""What is sealed in a database: whether anything is, whether these keys open it, and what they do not."""

import os
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, Engine, inspect, literal, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from db.engine import Database, connect
from db.keys import KeyFileError, Keyring
from db.models import Base, StoreCheck, StoredToken, Turn
from db.quick import insert_for
from db.types import BlindIndex, Sealed, SealedJson, keyring_of

KNOWN = "邻报"  # what lies sealed in the one row of `store_checks`
SAMPLE = 20  # values tried of each column in a database that has no known value yet
MOST = 20_000  # values of each column looked through for damaged ones, the newest first
WRONG = (
    "钥匙文件不对：库里的数据不是用密钥文件 {path} 加密的（它可能是别处的，或者新做的）。"
    "请把原来的密钥文件从备份恢复到那里，再重新启动；在这以前什么也不会存"
)


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


def is_right(database: Database, ring: Keyring | None = None) -> bool:
    """Tell whether these keys, or those this database was opened with, are those it was sealed with.

    The known value tells; in a database that has none yet, whatever is sealed in it.
    A database with nothing sealed takes any keys.
    """
    engine, known = database.engine, None
    ring = ring or keyring_of(engine.dialect)
    with database.read() as db:
        if inspect(db.connection()).has_table(StoreCheck.__tablename__):
            known = db.scalar(select(type_coerce(StoreCheck.known, Text)))
    if known is not None and _opens(ring, known, "store_checks.known"):
        return True
    # None yet, or a damaged one.
    tried = [
        _opens(ring, value, _place(column))
        for column in _sealed(engine)
        if not isinstance(column.type, BlindIndex)
        for value in _values(engine, column, SAMPLE)
    ]
    return any(tried) or (known is None and not tried)


def leave_known(db: Session) -> None:
    """Leave the known value for whoever opens this database next; once it is there it stays."""
    insert = insert_for(db.connection().dialect.name, StoreCheck)
    db.execute(insert.values(id=1, known=KNOWN).on_conflict_do_nothing(index_elements=["id"]))


def write(db: Session, now: datetime) -> None:
    """Write something small, where messages are written."""
    db.execute(select(Turn.id).limit(1))
    insert = insert_for(db.connection().dialect.name, StoreCheck).values(id=1, written_at=now)
    db.execute(
        insert.on_conflict_do_update(
            index_elements=["id"], set_={"written_at": insert.excluded.written_at}
        )
    )


def places(engine: Engine) -> list[str]:
    """Return the sealed columns that can be opened again, as “table.column” of the database."""
    return [
        f"{column.table.name}.{column.name}"
        for column in _sealed(engine)
        if not isinstance(column.type, BlindIndex)
    ]


def damaged(database: Database) -> dict[str, int]:
    """Count by “table.column” the values that these keys do not open, among the newest of each."""
    ring, found = keyring_of(database.engine.dialect), {}
    for column in _sealed(database.engine):
        if isinstance(column.type, BlindIndex):
            continue
        values, place = _values(database.engine, column, MOST), _place(column)
        if count := sum(not _opens(ring, value, place) for value in values):
            found[f"{column.table.name}.{column.name}"] = count
    return found


def _place(column: Column[object]) -> str:
    assert isinstance(column.type, Sealed | SealedJson)
    return column.type.place


def _opens(ring: Keyring, value: str, place: str) -> bool:
    try:
        ring.open(value, place)
    except KeyFileError:
        return False
    return True


def _sealed(engine: Engine) -> Iterator[Column[object]]:
    """Yield the sealed columns that are there; a database of an older version has not all."""
    left_out = {StoredToken.__tablename__, StoreCheck.__tablename__}
    with engine.connect().execution_options(reads=True) as connection:
        there = inspect(connection)
        columns = {
            name: {column["name"] for column in there.get_columns(name)}
            for name in set(there.get_table_names()) - left_out
        }
    for table in Base.metadata.sorted_tables:
        names = columns.get(table.name, set())
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson | BlindIndex) and column.name in names:
                yield column


def _values(engine: Engine, column: Column[object], most: int) -> Iterator[str]:
    """Yield what lies in a column as it lies there, the newest first."""
    raw = type_coerce(column, Text)
    newest = next(iter(column.table.primary_key)).desc()
    found = select(raw).where(column.is_not(None)).order_by(newest).limit(most)
    with engine.connect().execution_options(reads=True) as connection:
        yield from connection.scalars(found)


def _has_value(engine: Engine, column: Column[object]) -> bool:
    with engine.connect().execution_options(reads=True) as connection:
        found = select(literal(1)).select_from(column.table).where(column.is_not(None)).limit(1)
        return connection.scalar(found) is not None
