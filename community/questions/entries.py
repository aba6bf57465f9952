"""An answer of staff made into what the community knows, with the askers' own wordings."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.likeness import sameness
from db import questions, staff_entries
from db.models import Person, Question, StaffEntry, StaffEntryState

WORDINGS = 12  # of the askers, kept with an entry
NEARLY = 0.95  # two wordings this much alike are one

# Whoever reads one of these has to do or leave something: a second person must agree.
_RESTRICTS = re.compile(
    r"必须|不得|不准|不许|禁止|严禁|一律|隔离|罚|封[控闭楼]|停[业课工]|"
    r"不能(?:出|进|离|外出|聚|办|上班|上学|进入)|[凭持].{1,8}[进出入]|"
    r"(?:需要?|须|应当?|要求?)(?:先|提前)?(?:向社区)?(?:报备|登记|申报|检测|做核酸|审批|备案|戴口罩)"
)


def restricts(text: str) -> bool:
    """Tell whether an answer asks more of people than advice does."""
    return bool(_RESTRICTS.search(text))


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
