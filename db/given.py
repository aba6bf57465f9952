"""Many numbers handed to a statement as one parameter: it stays the same however many they are."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, FromClause, Integer, bindparam, func, select
from sqlalchemy.orm import Session


def among(db: Session, column: Any, numbers: Collection[int]) -> ColumnElement[bool]:
    """Tell where a column holds one of these numbers."""
    if _is_sqlite(db):
        each = func.json_each(json.dumps(list(numbers))).table_valued("value")
        return column.in_(select(each.c.value))  # type: ignore[no-any-return]
    return column == func.any(_array(numbers))  # type: ignore[no-any-return]


def pairs(db: Session, given: Sequence[tuple[int, int]]) -> FromClause:
    """Return pairs of numbers as a table of its own, to be joined: `first`, `second`."""
    if _is_sqlite(db):
        each = func.json_each(json.dumps(given)).table_valued("value")
        parts = [func.json_extract(each.c.value, f"$[{at}]") for at in (0, 1)]
        return select(parts[0].label("first"), parts[1].label("second")).subquery()
    columns = [_array([pair[at] for pair in given]) for at in (0, 1)]
    return func.unnest(*columns).table_valued("first", "second").render_derived()


def _array(numbers: Collection[int]) -> Any:
    return bindparam(None, list(numbers), type_=ARRAY(Integer))


def _is_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"
