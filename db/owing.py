"""Owing many people something at once: few statements, however many they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, insert, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from db.models import Contact, Delivery, Household, Person, Unit
from db.notices import REACHED

Row = Mapping[str, Any]
Whom = Select[Any, Any]  # contact, person


def below(db: Session, path: str, row: Row) -> int:
    """Owe the same to everybody below a unit who has bound an address; return how many.

    Each person once, however many addresses they have: sending decides which it is.
    """
    first = func.min(Contact.id)
    whom = _below(path).with_only_columns(first, Person.id)
    return _owe(db, whom.group_by(Person.id).order_by(first), row)


def readers(db: Session, notice_id: int, row: Row, *, not_below: str | None) -> int:
    """Owe the same to every address that may have had a notice, save those below a unit."""
    whom = (
        select(Delivery.contact_id, Delivery.person_id)
        .where(
            Delivery.notice_id == notice_id,
            Delivery.status.in_(REACHED),
            Delivery.contact_id.is_not(None),
        )
        .group_by(Delivery.contact_id, Delivery.person_id)
        .order_by(func.min(Delivery.id))
    )
    if not_below is not None:
        others = _below(not_below).with_only_columns(Contact.id)
        whom = whom.where(Delivery.contact_id.not_in(others))
    return _owe(db, whom, row)


def _below(path: str) -> Whom:
    return (
        select(Contact.id, Person.id)
        .join(Person, Contact.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .where(Unit.path.startswith(path, autoescape=True))
    )


def _owe(db: Session, whom: Whom, row: Row) -> int:
    """Let the database make the rows: the text is sealed once, only our id for each is its own."""
    columns = Delivery.__table__.c
    same = [literal(value, columns[name].type) for name, value in row.items()]
    made = db.execute(
        insert(Delivery).from_select(
            ["contact_id", "person_id", *row, "idempotency_key"],
            whom.add_columns(*same, _random(db)),
        ),
        execution_options={"preserve_rowcount": True},
    )
    return int(made.rowcount)  # type: ignore[attr-defined]


def _random(db: Session) -> ColumnElement[str]:
    if db.get_bind().dialect.name == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(cast(func.gen_random_uuid(), Text), "-", "")


def add_all(db: Session, rows: Sequence[Row]) -> None:
    """Write down what is owed to several, to each something else."""
    if rows:
        db.execute(insert(Delivery), rows)
