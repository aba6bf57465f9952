"""Two rows that turn out to be one person: everything that names the one names the other."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    delete,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from db.models import Base, Person


def merge(db: Session, person_id: int, *, into: int) -> None:
    """Let one person stand for two; what both have once, like a consent, stays that of `into`."""
    db.flush()
    for table, column in _naming():
        for others in _unique_beside(table, column):
            theirs: Any = select(*others).where(column == into)
            twice = (column == person_id) & _among(others, theirs)
            db.execute(delete(table).where(twice))
        db.execute(update(table).where(column == person_id).values({column.name: into}))
    kept, gone = db.get_one(Person, into), db.get_one(Person, person_id)
    for name in ("phone", "phone_index", "id_number", "relation"):
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(gone, name))
    db.execute(delete(Person).where(Person.id == person_id))
    db.expire_all()


def _naming() -> Iterator[tuple[Table, Column[int]]]:
    """Yield every column that points to a person."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Person.__table__.c.id for key in column.foreign_keys):
                yield table, column


def _unique_beside(table: Table, column: Column[int]) -> Iterator[list[Column[object]]]:
    keys: list[Any] = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    for once in [*keys, *(index for index in table.indexes if index.unique)]:
        if column in list(once.columns):
            yield [each for each in once.columns if each is not column]


def _among(others: list[Column[object]], theirs: Any) -> ColumnElement[bool]:
    return tuple_(*others).in_(theirs) if len(others) > 1 else others[0].in_(theirs)
