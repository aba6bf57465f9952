"""How often somebody guessed wrongly at a number only its owner knows, on one day."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from db.models import Guess


def find(db: Session, contact_id: int) -> Guess | None:
    return db.get(Guess, contact_id)


def count(db: Session, contact_id: int, day: date) -> Guess:
    """Add a wrong guess; what was guessed on another day is forgotten."""
    row = db.get(Guess, contact_id)
    if row is None:
        row = Guess(contact_id=contact_id, day=day, wrong=0, until=None)
        db.add(row)
    if row.day != day:
        row.day, row.wrong = day, 0
    row.wrong += 1
    return row


def wait_until(row: Guess, moment: datetime) -> None:
    row.until = moment
