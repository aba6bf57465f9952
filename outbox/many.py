"""Owing many people something at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db import owing
from db.models import DeliveryKind, DeliveryStatus
from db.notices import targets
from outbox.queue import usual_urgency


@dataclass(frozen=True, slots=True)
class Circular:
    """One text, the same for all who get it, or for one person."""

    kind: DeliveryKind
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    notice_id: int | None = None
    shared_id: int | None = None  # where its words lie already, and need not be laid down

    def row(self, now: datetime) -> dict[str, Any]:
        """Return what every delivery of it holds, but for whom it is."""
        return {
            "kind": self.kind,
            "text": self.text,
            "fields": dict(self.fields) or None,
            "status": DeliveryStatus.QUEUED,
            "created_at": now,
            "due_at": self.due_at or now,
            "urgency": usual_urgency(self.kind).value,
            "notice_id": self.notice_id,
            "shared_id": self.shared_id,
        }


def lay_down(db: Session, letter: Circular) -> Circular:
    """Return a letter whose words lie in the database, for when it is owed piece by piece."""
    number = owing.share(db, letter.text, dict(letter.fields) or None)
    return replace(letter, shared_id=number)


def queue_to_targets(
    db: Session,
    notice_id: int,
    letter: Circular,
    now: datetime,
    *,
    below: int | None = None,
    at: Collection[int] | None = None,
) -> int:
    """Owe it to everybody a notice was planned for who has bound an address; return how many.

    With `below` only where there is less evidence than that; with `at` only in these units.
    """
    shared = letter if letter.shared_id is not None else lay_down(db, letter)
    return targets.owe(db, notice_id, shared.row(now), below=below, at=at)


def queue_to_readers(
    db: Session,
    notice_id: int,
    letter: Circular,
    now: datetime,
    *,
    but_of: int | None = None,
    at: Collection[int] | None = None,
) -> int:
    """Owe it to everybody who may have had a notice, but not another one; return how many.

    With `at` only in these units.
    """
    return owing.readers(db, notice_id, letter.row(now), but_of=but_of, at=at)


def queue_to_each(db: Session, letters: Sequence[tuple[int, Circular]], now: datetime) -> None:
    """Owe each person a letter of their own."""
    rows = [
        {
            **letter.row(now),
            "person_id": person_id,
            "idempotency_key": uuid.uuid4().hex,
        }
        for person_id, letter in letters
    ]
    owing.add_all(db, rows)


def queue_each(
    db: Session, letters: Sequence[tuple[int, int | None, Circular]], now: datetime
) -> list[int]:
    """Owe each person (the first) a letter by the address named beside; return the numbers in order."""
    rows = [
        {
            **letter.row(now),
            "person_id": person_id,
            "contact_id": contact_id,
            "idempotency_key": uuid.uuid4().hex,
        }
        for person_id, contact_id, letter in letters
    ]
    return owing.add_each(db, rows)
