"""An answer of staff made into what the community knows, with the askers' own wordings."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.burden import restricts
from core.likeness import sameness
from db import questions, staff_entries
from db.models import Person, Question, StaffEntry, StaffEntryState

WORDINGS = 12  # of the askers, kept with an entry
NEARLY = 0.95  # two wordings this much alike are one


def make(
    db: Session, head: Question, issuer: str, author: Person, now: datetime, zone: ZoneInfo
) -> StaffEntry:
    """Make an answered question known to all: at once, or when a second member of staff agrees."""
    found = staff_entries.of_question(db, head.id)
    if found is not None:
        return found
    text = head.answer or ""
    asks_something = restricts(text)
    entry = StaffEntry(
        question_id=head.id,
        wordings=_wordings(db, head),
        answer=text,
        issuer=issuer,
        restricts=asks_something,
        starts_on=now.astimezone(zone).date(),
        ends_on=head.until,
        state=StaffEntryState.WAITING if asks_something else StaffEntryState.LIVE,
        author_id=author.id,
        made_at=now,
    )
    db.add(entry)
    db.flush()  # its number is part of what staff are told
    return entry


def _wordings(db: Session, head: Question) -> list[str]:
    """Return how people asked it, each way once."""
    found: list[str] = []
    for row in questions.group(db, head.id):
        if not any(sameness(row.text, other) >= NEARLY for other in found):
            found.append(row.text)
    return found[:WORDINGS]


def decide(entry: StaffEntry, staff: Person, state: StaffEntryState, now: datetime) -> None:
    entry.state, entry.decided_by, entry.decided_at = state, staff.id, now
