"""Taking somebody's name out of what is kept about those they lived with."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models import Contact, Delivery, ItemEvent, Person, Submission, Turn, WorkItem

GONE = "（已删除）"


def redact(db: Session, household_id: int, words: Collection[str]) -> None:
    """Replace these words in what is kept of a household; what it says of others stays."""
    people = select(Person.id).where(Person.household_id == household_id)
    phones = select(Contact.id).where(Contact.person_id.in_(people))
    theirs = or_(WorkItem.person_id.in_(people), WorkItem.contact_id.in_(phones))
    work = select(WorkItem.id).where(theirs)
    owed = or_(
        Delivery.person_id.in_(people), Delivery.contact_id.in_(phones), Delivery.item_id.in_(work)
    )
    sent = or_(Submission.person_id.in_(people), Submission.contact_id.in_(phones))
    _replace(db, Turn.id, (Turn.text, Turn.answer), Turn.contact_id.in_(phones), words)
    _replace(db, Delivery.id, (Delivery.text, Delivery.fields), owed, words)
    _replace(db, WorkItem.id, (WorkItem.text, WorkItem.result), theirs, words)
    _replace(db, ItemEvent.id, (ItemEvent.text,), ItemEvent.item_id.in_(work), words)
    _replace(db, Submission.id, (Submission.answers,), sent, words)


def _replace(
    db: Session,
    key: InstrumentedAttribute[int],
    columns: Collection[InstrumentedAttribute[Any]],
    where: ColumnElement[bool],
    words: Collection[str],
) -> None:
    for number, *values in db.execute(select(key, *columns).where(where)).all():
        changed = {
            column.key: without(value, words)
            for column, value in zip(columns, values, strict=True)
            if value != without(value, words)
        }
        if changed:
            db.execute(update(key.class_).where(key == number).values(changed))


def without(value: Any, words: Collection[str]) -> Any:
    """Return a text, or what JSON can hold, with these words taken out."""
    if value is None or not words:
        return value
    spelled = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    for word in words:
        spelled = spelled.replace(word, GONE)
    return spelled if isinstance(value, str) else json.loads(spelled)
