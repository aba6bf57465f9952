"""An answer of staff made lasting: known to whoever asks something like it, in the askers' own words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import library
from community.knowledge.burden import restricts
from community.questions.answering import TOPIC, piece_of
from core.library import Source, Span, StaffAnswer
from core.likeness import sameness
from db import questions
from db.knowledge import entries, versions
from db.models import EntryVersion, Person, Question

WORDINGS = 12  # of the askers, kept with an entry
NEARLY = 0.95  # two wordings this much alike are one


def make(
    db: Session, head: Question, issuer: str, author: Person, now: datetime, zone: ZoneInfo
) -> EntryVersion | None:
    """Make an answer lasting: at once, or when a second member of staff agrees.

    Nobody hears anything new by it: the words are those that were given already.
    """
    versions.wait_for_turn(db)
    given = entries.of_question(db, head)
    if given is None or given.number is None:
        return None
    if (found := entries.lasting(db, given.number)) is not None:
        return found
    piece = _lasting(piece_of(given), issuer, _wordings(db, head), now.astimezone(zone).date())
    row = library.add_version(db, piece, now, zone, author=author, supersedes=given.id)
    if not restricts(piece.answer):
        library.approve(db, row, author, now, is_news=False)
    assert isinstance(row, EntryVersion)
    return row


def _lasting(given: StaffAnswer, issuer: str, wordings: list[str], today: date) -> StaffAnswer:
    """Return the same answer in the askers' words, to the day staff named or until further notice."""
    end = given.effective.to
    until = None if isinstance(end, datetime) else end
    fields = {
        "topic": TOPIC,
        "questions": wordings,
        "effective": Span.model_validate({"from": today, "to": until}),
        "sources": [Source(publisher=issuer, title=TOPIC)],
        "is_lasting": True,
    }
    return given.model_copy(update=fields)


def _wordings(db: Session, head: Question) -> list[str]:
    """Return how people asked it, each way once."""
    found: list[str] = []
    for row in questions.group(db, head.id):
        if not any(sameness(row.text, other) >= NEARLY for other in found):
            found.append(row.text)
    return found[:WORDINGS]
