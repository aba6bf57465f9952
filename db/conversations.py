"""Where each conversation stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Conversation

_FIND = select(
    Conversation.form, Conversation.step, Conversation.answers, Conversation.touched_at
).where(Conversation.contact_id == bindparam("contact"), Conversation.expires_at > bindparam("now"))


class Place:
    """The form somebody is in, the question they were asked, and what they said so far."""

    __slots__ = ("answers", "form", "step", "touched_at")

    def __init__(self, form: str, step: str, answers: dict[str, Any], touched_at: datetime) -> None:
        self.form = form
        self.step = step
        self.answers = answers
        self.touched_at = touched_at


def find(db: Session, contact_id: int, now: datetime) -> Place | None:
    row = db.connection().execute(_FIND, {"contact": contact_id, "now": now}).one_or_none()
    return Place(*row) if row else None


def keep(db: Session, contact_id: int, place: Place, now: datetime, expires_at: datetime) -> None:
    values = {
        "contact_id": contact_id,
        "form": place.form,
        "step": place.step,
        "answers": place.answers,
        "touched_at": now,
        "expires_at": expires_at,
    }
    db.execute(_upsert(db.connection().dialect.name, values))


def _upsert(dialect: str, values: dict[str, Any]) -> Executable:
    if dialect == "sqlite":
        return (
            sqlite.insert(Conversation)
            .values(values)
            .on_conflict_do_update(index_elements=["contact_id"], set_=values)
        )
    return (
        postgresql.insert(Conversation)
        .values(values)
        .on_conflict_do_update(index_elements=["contact_id"], set_=values)
    )


def drop(db: Session, contact_id: int) -> None:
    db.execute(delete(Conversation).where(Conversation.contact_id == contact_id))


def drop_expired(db: Session, now: datetime) -> int:
    return db.execute(delete(Conversation).where(Conversation.expires_at <= now)).rowcount  # type: ignore[attr-defined, no-any-return]
