"""Where each conversation stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, delete, select, update
from sqlalchemy.orm import Session

from db.models import Contact, Conversation
from db.quick import Quick, insert_for
from db.slices import delete_some
from db.unreadable import is_unreadable

_FIND = Quick(
    lambda _: select(
        Conversation.form, Conversation.step, Conversation.answers, Conversation.touched_at
    ).where(
        Conversation.contact_id == bindparam("contact"), Conversation.expires_at > bindparam("now")
    )
)
_DROP = Quick(lambda _: delete(Conversation).where(Conversation.contact_id == bindparam("contact")))
_TALKING = Quick(
    lambda _: (
        update(Contact)
        .where(Contact.id == bindparam("contact"))
        .values(talking_until=bindparam("until"))
    )
)


class Position:
    """The form somebody is in, the question they were asked, and what they said so far."""

    __slots__ = ("answers", "form", "step", "touched_at")

    def __init__(self, form: str, step: str, answers: dict[str, Any], touched_at: datetime) -> None:
        self.form = form
        self.step = step
        self.answers = answers
        self.touched_at = touched_at


def find(db: Session, contact_id: int, now: datetime) -> Position | None:
    row = _FIND.one(db, {"contact": contact_id, "now": now})
    if row is None or is_unreadable(row[2]):  # better begun anew than gone on with in the dark
        return None
    return Position(*row)


def _upsert(dialect: str) -> Executable:
    values = {
        "contact_id": bindparam("contact"),
        "form": bindparam("form_"),
        "step": bindparam("step_"),
        "answers": bindparam("answers_", type_=Conversation.answers.type),
        "touched_at": bindparam("now"),
        "expires_at": bindparam("until"),
    }
    insert = insert_for(dialect, Conversation).values(values)
    renewed = {name: insert.excluded[name] for name in values if name != "contact_id"}
    return insert.on_conflict_do_update(index_elements=["contact_id"], set_=renewed)


_KEEP = Quick(_upsert)


def keep(
    db: Session, contact_id: int, place: Position, now: datetime, expires_at: datetime
) -> None:
    values = {
        "contact": contact_id,
        "form_": place.form,
        "step_": place.step,
        "answers_": place.answers,
        "now": now,
        "until": expires_at,
    }
    _KEEP.one(db, values)
    _TALKING.one(db, {"contact": contact_id, "until": expires_at})


def drop(db: Session, contact_id: int) -> None:
    _DROP.one(db, {"contact": contact_id})


def wipe(db: Session, contact_id: int) -> None:
    """End a conversation so that nothing tells there was one."""
    drop(db, contact_id)
    _TALKING.one(db, {"contact": contact_id, "until": None})


def drop_expired(db: Session, now: datetime, limit: int) -> int:
    return delete_some(db, Conversation.contact_id, Conversation.expires_at <= now, limit)
