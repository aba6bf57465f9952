"""Owing many people something at once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db import owing
from db.models import DeliveryKind, DeliveryStatus, Unit
from outbox.queue import usual_urgency


@dataclass(frozen=True, slots=True)
class Circular:
    """One text, the same for all who get it, or for one person."""

    kind: DeliveryKind
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    notice_id: int | None = None

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
        }


def queue_below(db: Session, unit: Unit, letter: Circular, now: datetime) -> int:
    """Owe it to everybody who lives below a unit and has bound an address; return how many."""
    return owing.below(db, unit.path, letter.row(now))


def queue_to_readers(
    db: Session, notice_id: int, letter: Circular, now: datetime, *, but: Unit | None = None
) -> int:
    """Owe it to everybody who may have had a notice, but not below a unit; return how many."""
    path = but.path if but is not None else None
    return owing.readers(db, notice_id, letter.row(now), not_below=path)


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
