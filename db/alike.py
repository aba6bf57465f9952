"""Writing many rows with few statements: what a session has changed alike goes in one UPDATE.

Row by row each would be a step of its own; in a process that does other work as well every step
waits for the interpreter again.
"""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from db.among import Among

NOTHING: Mapping[str, str] = MappingProxyType({})
FEW = 8  # of one kind: they may as well be written one by one


def write(db: Session, table: type[Any], copies: Mapping[str, str] = NOTHING) -> None:
    """Write the changed rows of one table, those changed to the same values together.

    `copies` names for a column another one whose value it may hold: then it is copied from there,
    and rows with different values are still alike.  What is written so is to the session as if it
    had written it itself.
    """
    groups: dict[tuple[tuple[str, Any], ...], list[Any]] = {}
    for row in db.dirty:
        if type(row) is table:
            groups.setdefault(_changed(row, copies), []).append(row)
    for changed, rows in groups.items():
        if changed and len(rows) > FEW:
            _write(db, table, changed, rows)


def _changed(row: Any, copies: Mapping[str, str]) -> tuple[tuple[str, Any], ...]:
    """Return what was changed; nothing where that cannot be compared (JSON is not)."""
    names = sorted(instance_state(row).committed_state)
    found = tuple((name, _value(row, name, copies.get(name))) for name in names)
    return found if all(isinstance(value, Hashable) for _, value in found) else ()


def _value(row: Any, name: str, other: str | None) -> Any:
    value = getattr(row, name)
    if other is not None and value is not None and value == getattr(row, other):
        column: Column[Any] = row.__table__.c[other]
        return column
    return value


def _write(
    db: Session, table: type[Any], changed: tuple[tuple[str, Any], ...], rows: list[Any]
) -> None:
    ids = [row.id for row in rows]
    mine = table.__table__
    changing = update(mine).where(Among(mine.c.id, "ids_")).values(dict(changed))
    db.connection().execute(changing, {"ids_": ids})
    for row in rows:
        state = instance_state(row)
        state._commit_all(state.dict, db.identity_map)  # as a flush does; row by row it is dear
