"""What staff have answered once is known: given to whoever asks the same while it holds."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import tree
from community.questions.verdicts import phrase
from core import personal
from core.likeness import sameness
from db import people, questions, staff_entries
from db.models import Question, QuestionKind, Role

SAME = 0.85  # so much alike, a question is taken for the same without anybody looking
FRESH = timedelta(days=30)  # an answer nobody made an entry of is given so long
LONGEST = 600  # characters; nobody asks the same in as many again
COMPARED = 200  # the newest answers a question is held against

# An answer about “tomorrow” is about that day only.
_PASSING = re.compile(
    r"[今明昨后前][天日晚早]|现在|目前|这会儿|[这下上本]个?[周月]|刚才|周[一二三四五六日末]"
)


@dataclass(frozen=True, slots=True)
class Known:
    """An answer staff have given, as it is said to the next who asks."""

    text: str
    cited: str
    since: date
    by: str


def recall(
    db: Session, text: str, kinds: Collection[QuestionKind], now: datetime, zone: ZoneInfo
) -> Known | None:
    """Return what staff answer to this very question, if it still holds."""
    if len(text) > LONGEST:
        return None
    plain = personal.without(text)
    found = _entry(db, plain, now.astimezone(zone).date())
    return found or _answer(db, plain, kinds, now, zone)


def _entry(db: Session, plain: str, today: date) -> Known | None:
    for number, wordings in staff_entries.live_wordings(db, today):
        if any(sameness(wording, plain) >= SAME for wording in wordings):
            entry = staff_entries.get(db, number)
            until = f"，到{entry.ends_on.isoformat()}" if entry.ends_on else ""
            basis = f"依据：{entry.issuer}，{entry.starts_on.isoformat()}起{until}"
            said = f"{entry.answer}\n{basis}"
            return Known(said, f"staff_entry:{entry.id}", entry.starts_on, entry.issuer)
    return None


def _answer(
    db: Session, plain: str, kinds: Collection[QuestionKind], now: datetime, zone: ZoneInfo
) -> Known | None:
    for number, asked in questions.answered_since(db, now - FRESH, COMPARED):
        if sameness(asked, plain) >= SAME:
            question = questions.get(db, number)
            if question.kind in kinds and _holds(question, now, zone):
                return _said(db, question, zone)
    return None


def _holds(question: Question, now: datetime, zone: ZoneInfo) -> bool:
    today = now.astimezone(zone).date()
    if question.until is not None:
        return today <= question.until
    answered = question.answered_at or now
    return not _PASSING.search(question.text) or answered.astimezone(zone).date() == today


def _said(db: Session, question: Question, zone: ZoneInfo) -> Known:
    answered = question.answered_at or question.asked_at
    day = answered.astimezone(zone).date()
    by = signature(db, question.answered_by, answered, zone)
    said = phrase(question.kind, question.answer or "", by, day)
    return Known(said, f"question:{question.id}", day, by)


def signature(db: Session, person_id: int | None, when: datetime, zone: ZoneInfo) -> str:
    """Say who answered as residents know them: 社区书记王建国."""
    held = sorted(tree.roles_of(db, person_id, when, zone), key=list(Role).index)
    if person_id is None or not held:
        return "社区"
    return f"{tree.title(held[0])}{people.get(db, person_id).name or ''}"
