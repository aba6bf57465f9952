"""Whether an answer was of use: asked at most once a day, and what was no use goes to a person."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people.access import STAFF, Actor, Refused
from community.questions.keeping import Asked, keep
from db import feedback, questions
from db.feedback import LastSaid, last_said, said_lately
from db.models import Feedback, QuestionKind

__all__ = [
    "LATELY", "LastSaid", "ask_whether_useful", "last_said", "note_useful", "note_useless",
    "said_lately", "was_asked_lately",
]  # fmt: skip

LATELY = timedelta(hours=24)  # “没用” belongs to an answer not older than this


def was_asked_lately(db: Session, contact_id: int, now: datetime) -> bool:
    """Tell whether somebody was asked of late whether an answer was of use."""
    return feedback.was_asked_since(db, contact_id, now - LATELY)


def ask_whether_useful(
    actor: Actor, db: Session, turn_id: int, cited: str | None, now: datetime
) -> bool:
    """Write down that they are asked about this answer; staff never are."""
    if actor.holds(STAFF):
        return False
    db.add(_row(actor, turn_id, cited, now))
    return True


def note_useful(actor: Actor, db: Session, said: LastSaid, now: datetime) -> None:
    """Write down that an answer was of use."""
    _note(actor, db, said, now, useful=True)


def note_useless(
    actor: Actor, db: Session, said: LastSaid, names: tuple[str | None, ...], now: datetime
) -> bool | Refused:
    """Keep the question for a person, with what was answered; tell whether it was not kept yet."""
    row = _note(actor, db, said, now, useful=False)
    assert actor.contact_id is not None, "whoever was answered spoke from somewhere"
    if questions.asked_by(db, actor.contact_id, said.turn_id) is not None:
        return False
    asked = Asked(said.turn_id, said.text, said.intent, names)
    kept = keep(actor, db, asked, now, QuestionKind.DOUBTED, row.cited)
    return kept if isinstance(kept, Refused) else True


def _note(actor: Actor, db: Session, said: LastSaid, now: datetime, *, useful: bool) -> Feedback:
    row = feedback.of_turn(db, said.turn_id)
    if row is None:
        row = _row(actor, said.turn_id, None, now)
        db.add(row)
    row.useful = useful
    return row


def _row(actor: Actor, turn_id: int, cited: str | None, now: datetime) -> Feedback:
    return Feedback(contact_id=actor.contact_id, turn_id=turn_id, cited=cited, asked_at=now)
