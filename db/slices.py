"""Changing a bounded number of rows at a time."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select, text, update
from sqlalchemy.orm import Session

ALONE, SIDE_BY_SIDE = 0.05, 0.2


def seconds(db: Session) -> float:
    """Return how long a transaction may take that writes much which nobody else knows of yet.

    On SQLite nobody else writes meanwhile; on PostgreSQL everybody does.  To put a dozen statements
    together costs as much as a good part of a short one.
    """
    return ALONE if db.get_bind().dialect.name == "sqlite" else SIDE_BY_SIDE


def may_be_lost(db: Session) -> None:
    """Let nobody wait for the disk: if the server lost this transaction it would be done again.

    PostgreSQL keeps its log in order.  Whatever is built on this and kept for good, as the mark of
    a letter that is about to go, takes this along.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SET LOCAL synchronous_commit TO off"))


def delete_some(db: Session, key: Any, where: ColumnElement[bool], limit: int) -> int:
    """Delete so many of the rows, found by their key; return how many."""
    some = key.in_(select(key).where(where).limit(limit))
    return _count(db, delete(key.class_).where(some))


def update_some(
    db: Session, key: Any, where: ColumnElement[bool], limit: int, **values: Any
) -> int:
    """Change so many of the rows, so that they are not found any more; return how many."""
    some = key.in_(select(key).where(where).limit(limit))
    return _count(db, update(key.class_).where(some).values(values))


def _count(db: Session, statement: Any) -> int:
    done: Any = db.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)
