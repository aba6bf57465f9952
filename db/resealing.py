"""Sealing with a new key what older keys have sealed, a little at a time, while others write."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Column, Table, bindparam, func, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from db.engine import Database
from db.keys import KeyFileError, Keyring
from db.models import Base
from db.types import Sealed, SealedJson, keyring_of

BATCH = 500  # values in one transaction: others wait no longer for it than for a message


@dataclass(slots=True)
class Resealed:
    """By “table.column”: how many values were sealed anew, and how many no key opens."""

    done: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)


def reseal(database: Database) -> Resealed:
    """Go once through all sealed columns; what is written meanwhile is found the next time."""
    ring, found = keyring_of(database.engine.dialect), Resealed()
    ring.follow()
    for column in columns():
        name, last = f"{column.table.name}.{column.name}", None
        while True:
            done, lost, last = database.write(partial(_batch, ring, column, last))
            _add(found.done, name, done)
            _add(found.unreadable, name, lost)
            if last is None:
                break
    return found


def left(database: Database) -> dict[str, int]:
    """Count by “table.column” what lies sealed with another key than the current one."""
    ring = keyring_of(database.engine.dialect)
    found: dict[str, int] = {}
    ring.follow()
    with database.read() as db:
        for column in columns():
            count = db.scalar(
                select(func.count()).select_from(column.table).where(*_old(ring, column))
            )
            _add(found, f"{column.table.name}.{column.name}", count or 0)
    return found


def columns() -> Iterator[Column[Any]]:
    """Yield every column whose values are sealed; a blind index and coded words hang on another key."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson):
                yield column


def _old(ring: Keyring, column: Column[Any]) -> tuple[Any, ...]:
    return column.is_not(None), type_coerce(column, Text).not_like(f"{ring.current}.%")


def _batch(
    ring: Keyring, column: Column[Any], after: Any, db: Session
) -> tuple[int, int, tuple[Any, ...] | None]:
    """Seal one batch anew; return how many, how many could not be opened, and where it ended."""
    assert isinstance(column.type, Sealed | SealedJson) and isinstance(column.table, Table)
    key = list(column.table.primary_key)
    wanted = select(*key, type_coerce(column, Text)).where(*_old(ring, column))
    if after is not None:
        wanted = wanted.where(tuple_(*key) > tuple_(*after))
    rows = db.execute(wanted.order_by(*key).limit(BATCH)).all()
    fresh = []
    for *at, old in rows:
        try:
            new = ring.seal(ring.open(old, column.type.place), column.type.place)
        except KeyFileError:
            continue
        fresh.append({"b_old": old, "b_new": new, **{f"b_{n}": part for n, part in enumerate(at)}})
    if fresh:
        db.connection().execute(_statement(column, key), fresh)
    last = tuple(rows[-1][:-1]) if len(rows) == BATCH else None
    return len(fresh), len(rows) - len(fresh), last


def _statement(column: Column[Any], key: list[Column[Any]]) -> Any:
    """Return what lays a value in the old one's place, if that is still there."""
    here = [part == bindparam(f"b_{number}") for number, part in enumerate(key)]
    unchanged = type_coerce(column, Text) == bindparam("b_old", type_=Text)
    values = {column.name: bindparam("b_new", type_=Text)}
    return update(column.table).where(*here, unchanged).values(values)


def _add(counts: dict[str, int], name: str, count: int) -> None:
    if count:
        counts[name] = counts.get(name, 0) + count
