"""Owing many people something at once: few statements, however many they are."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, cast, func, insert, literal, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Text

from db.given import table
from db.models import Delivery, Shared
from db.notices import REACHED
from db.notices.unsent import is_at
from db.quick import store

Row = Mapping[str, Any]
_TABLE: Any = Delivery.__table__  # of many rows the ORM would see to each by itself


def readers(
    db: Session,
    notice_id: int,
    row: Row,
    *,
    but_of: int | None,
    at: Collection[int] | None = None,
) -> int:
    """Owe the same to every address that may have had a notice, save who is sent another one.

    With `at` only at these units.
    """
    mine = is_at(db, notice_id, at) if at is not None else Delivery.notice_id == notice_id
    whom = (
        select(Delivery.contact_id, Delivery.person_id)
        .where(
            mine,
            Delivery.status.in_(REACHED),
            Delivery.contact_id.is_not(None),
        )
        .group_by(Delivery.contact_id, Delivery.person_id)
        .order_by(func.min(Delivery.id))
    )
    if but_of is not None:
        newer = aliased(Delivery)
        theirs = newer.person_id == Delivery.person_id, newer.notice_id == but_of
        # Counted for each: as a join all of the newer one would be read for each piece.
        many = select(func.count()).where(*theirs).correlate(Delivery).scalar_subquery()
        whom = whom.where(many == 0)
    return owe(db, whom, row)


def owe(
    db: Session,
    whom: Select[*tuple[Any, ...]],
    row: Row,
    *,
    also: Sequence[str] = (),
    key: ColumnElement[str] | None = None,
) -> int:
    """Let the database make the rows: the words lie once, only our id for each is its own.

    `whom` selects contact, person and whatever columns are named in `also`; return how many.
    """
    columns = Delivery.__table__.c
    row = _without_words(db, row)
    same = [literal(value, columns[name].type) for name, value in row.items()]
    made = db.execute(
        insert(Delivery).from_select(
            ["contact_id", "person_id", *also, *row, "idempotency_key"],
            whom.add_columns(*same, _random(db) if key is None else key),
        ),
        execution_options={"preserve_rowcount": True},
    )
    return int(made.rowcount)  # type: ignore[attr-defined]


def share(db: Session, text: str, fields: Mapping[str, Any] | None) -> int:
    """Lay words down that many are to be owed; return their number."""
    words = Shared(text=text, fields=fields)
    store(db, words)
    return words.id


def _without_words(db: Session, row: Row) -> dict[str, Any]:
    """Return what every row holds; the words are laid down unless that was done before."""
    held = {**row, "text": "", "fields": None}
    if held.get("shared_id") is None:
        held["shared_id"] = share(db, row["text"], row["fields"])
    return held


def _random(db: Session) -> ColumnElement[str]:
    if db.get_bind().dialect.name == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.replace(cast(func.gen_random_uuid(), Text), "-", "")


def in_order(db: Session, number: ColumnElement[int]) -> ColumnElement[str]:
    """Return our id for each row, made of chance and a number that no two of them share.

    What comes in order is written at one place of the index, not all over it.
    """
    begins = literal(secrets.token_hex(8))
    if db.get_bind().dialect.name == "sqlite":
        return begins + func.printf("%016x", number)
    return begins + func.lpad(func.to_hex(number), 16, "0")


def add_all(db: Session, rows: Sequence[Row]) -> None:
    """Write down what is owed to several, to each something else; all rows name the same columns."""
    if rows:
        db.execute(_made_of(db, rows))


def add_each(db: Session, rows: Sequence[Row]) -> list[int]:
    """Write down the same, and return the number of each in the order given."""
    if not rows:
        return []
    made = _made_of(db, rows).returning(_TABLE.c.idempotency_key, _TABLE.c.id)
    found = {key: number for key, number in db.execute(made)}
    return [found[row["idempotency_key"]] for row in rows]


def _made_of(db: Session, rows: Sequence[Row]) -> Insert:
    """Return one statement for all; what is the same for all is handed over, and sealed, once."""
    first, columns = rows[0], _TABLE.c
    each = [name for name in first if any(row[name] != first[name] for row in rows)]
    each = each or ["idempotency_key"]
    same = {name: value for name, value in first.items() if name not in each}
    given = table(
        db,
        [[row[name] for name in each] for row in rows],
        {name: columns[name].type for name in each},
    )
    values = [literal(value, columns[name].type) for name, value in same.items()]
    made = select(*(given.c[name] for name in each), *values)
    return insert(_TABLE).from_select([*each, *same], made)
