"""What staff have answered once is known: given to whoever asks the same while it holds."""

import re
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge.finding import Knowledge
from community.knowledge.verdicts import phrase
from community.knowledge.wording import Answer, by_staff
from community.people import tree
from core import personal
from core.library import Entry
from core.likeness import sameness
from db import questions
from db.models import QuestionKind, Role
from db.people import persons

SAME = 0.85  # so much alike, a question is taken for the same without anybody looking
LONGEST = 600  # characters; nobody asks the same in as many again
COMPARED = 200  # the newest answers a question is held against

# An answer about “tomorrow” is about that day only.
_PASSING = re.compile(
    r"[今明昨后前][天日晚早]|现在|目前|这会儿|[这下上本]个?[周月]|刚才|周[一二三四五六日末]"
)


def recall(
    db: Session,
    known: Knowledge,
    text: str,
    kinds: Collection[QuestionKind],
    now: datetime,
    zone: ZoneInfo,
) -> Answer | None:
    """Return what staff answer to this very question, if it still holds."""
    if len(text) > LONGEST:
        return None
    plain = personal.without(text)
    return _lasting(known, plain, now) or _once(db, known, plain, kinds, now, zone)


def _lasting(known: Knowledge, plain: str, now: datetime) -> Answer | None:
    for held in known.shelf.lasting:
        if known.shelf.entries.get(held.piece.id, now) is not held:
            continue
        if any(sameness(wording, plain) >= SAME for wording in held.piece.questions):
            span, issuer = held.piece.effective, held.piece.sources[0].publisher
            since = span.from_ or now.date()
            until = f"，到{span.to.isoformat()}" if span.to else ""
            basis = f"依据：{issuer}，{since.isoformat()}起{until}"
            return by_staff(held, held.piece.answer, basis, since, issuer)
    return None


def _once(
    db: Session,
    known: Knowledge,
    plain: str,
    kinds: Collection[QuestionKind],
    now: datetime,
    zone: ZoneInfo,
) -> Answer | None:
    for one in questions.answered(db, now, COMPARED):
        if one.kind not in kinds or sameness(one.text, plain) < SAME:
            continue
        held, day = known.shelf.entries.get(one.key, now), one.at.astimezone(zone).date()
        is_over = _PASSING.search(one.text) and day != now.astimezone(zone).date()
        if held is None or (is_over and not _is_dated(held.piece)):
            continue
        by = signature(db, one.author_id, one.at, zone)
        said = phrase(held.piece.answer, by, day, is_rumor=one.kind is QuestionKind.RUMOR)
        return by_staff(held, said, "", day, by)
    return None


def _is_dated(piece: Entry) -> bool:
    """Tell whether staff named the last day an answer holds."""
    end = piece.effective.to
    return end is not None and not isinstance(end, datetime)


def signature(db: Session, person_id: int | None, when: datetime, zone: ZoneInfo) -> str:
    """Say who answered as residents know them: 社区书记王建国."""
    held = sorted(tree.roles_of(db, person_id, when, zone), key=list(Role).index)
    if person_id is None or not held:
        return "社区"
    return f"{tree.title(held[0])}{persons.get(db, person_id).name or ''}"
