"""Many values handed to a statement as one parameter: it stays the same however many they are."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, FromClause, bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, TypeEngine


def among(db: Session, column: Any, numbers: Collection[int]) -> ColumnElement[bool]:
    """Tell where a column holds one of these numbers."""
    if _is_sqlite(db):
        each = func.json_each(json.dumps(list(numbers))).table_valued("value")
        return column.in_(select(each.c.value))  # type: ignore[no-any-return]
    return column == func.any(_array(numbers, BigInteger()))  # type: ignore[no-any-return]


def pairs(db: Session, given: Sequence[tuple[int, int]]) -> FromClause:
    """Return pairs of numbers as a table of its own, to be joined: `first`, `second`."""
    return table(db, given, {"first": BigInteger(), "second": BigInteger()})


def table(
    db: Session, rows: Sequence[Sequence[Any]], columns: Mapping[str, TypeEngine[Any]]
) -> FromClause:
    """Return rows of values as a table of its own; each column lies in it as its type stores it."""
    if _is_sqlite(db):
        stored = _stored(db, rows, list(columns.values()))
        each = func.json_each(json.dumps(stored, ensure_ascii=False)).table_valued("value")
        return select(
            *(
                func.json_extract(each.c.value, f"$[{at}]").label(name)
                for at, name in enumerate(columns)
            )
        ).subquery()
    given = [_array([row[at] for row in rows], kind) for at, kind in enumerate(columns.values())]
    return func.unnest(*given).table_valued(*columns).render_derived()


def _stored(
    db: Session, rows: Sequence[Sequence[Any]], kinds: Sequence[TypeEngine[Any]]
) -> list[list[Any]]:
    """Return the values as their columns would store them."""
    dialect = db.get_bind().dialect
    ways = [kind.dialect_impl(dialect).bind_processor(dialect) for kind in kinds]
    if not any(ways):
        return [list(row) for row in rows]
    return [
        [way(value) if way else value for value, way in zip(row, ways, strict=True)] for row in rows
    ]


def _array(values: Collection[Any], kind: TypeEngine[Any]) -> Any:
    return bindparam(None, list(values), type_=ARRAY(kind))


def _is_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"
