"""Where each conversation stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, delete, select, update
from sqlalchemy.orm import Session

from db.models import Contact, Conversation
from db.quick import Quick, insert_for
from db.unreadable import is_unreadable

_FIND = Quick(
    lambda _: select(Conversation.place, Conversation.touched_at, Conversation.expires_at).where(
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

    __slots__ = ("answers", "expires_at", "form", "step", "touched_at")

    def __init__(
        self,
        form: str,
        step: str,
        answers: dict[str, Any],
        touched_at: datetime,
        expires_at: datetime | None = None,
    ) -> None:
        self.form = form
        self.step = step
        self.answers = answers
        self.touched_at = touched_at
        self.expires_at = expires_at or touched_at


def find(db: Session, contact_id: int, now: datetime) -> Position | None:
    row = _FIND.one(db, {"contact": contact_id, "now": now})
    if row is None or is_unreadable(row[0]):  # better begun anew than gone on with in the dark
        return None
    return Position(**row[0], touched_at=row[1], expires_at=row[2])


def _upsert(dialect: str) -> Executable:
    values = {
        "contact_id": bindparam("contact"),
        "place": bindparam("place_", type_=Conversation.place.type),
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
        "place_": {"form": place.form, "step": place.step, "answers": place.answers},
        "now": now,
        "until": expires_at,
    }
    _KEEP.one(db, values)
    _TALKING.one(db, {"contact": contact_id, "until": expires_at})


def drop(db: Session, contact_id: int) -> None:
    """End a conversation; the address says so, like all that are in none."""
    _DROP.one(db, {"contact": contact_id})
    _TALKING.one(db, {"contact": contact_id, "until": None})


def put_back(db: Session, contact_id: int, place: Position) -> None:
    """Let a conversation stand as it stood before another took its place."""
    keep(db, contact_id, place, place.touched_at, place.expires_at)


def drop_expired(db: Session, now: datetime, limit: int) -> int:
    """End what nobody came back to in time."""
    some = db.scalars(
        select(Conversation.contact_id).where(Conversation.expires_at <= now).limit(limit)
    ).all()
    db.execute(delete(Conversation).where(Conversation.contact_id.in_(some)))
    db.execute(update(Contact).where(Contact.id.in_(some)).values(talking_until=None))
    return len(some)
