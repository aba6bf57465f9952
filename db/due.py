"""What the clock has to do: one look at all tables that tell, before anything is locked."""

import enum
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from db import notices, turns
from db.followup import episodes
from db.knowledge import answers
from db.models import (
    AnswerGiven,
    Conversation,
    Correction,
    ProgrammeDays,
    Turn,
)
from db.people import contacts, leaves
from db.work import items, submissions


class Work(enum.StrEnum):
    """One kind of work of the clock's."""

    FOLLOW_UP = "follow_up"
    FORMS = "forms"
    RETURN = "return"
    LEAVE = "leave"
    CLIMB = "climb"
    NOTICES = "notices"
    CORRECT = "correct"
    TIDY = "tidy"
    PROMISES = "promises"
    SWEEP = "sweep"


def look(
    db: Session,
    now: datetime,
    today: date,
    keep_since: datetime,
    gaps_until: Sequence[datetime],
    ends_until: Sequence[date],
) -> set[Work]:
    """Return what there is to do, as far as rows tell; `db.marks` tells what is done once a day.

    `gaps_until`, `ends_until`: up to when what nobody will hold is told of, the first time and on.
    """
    kinds = {
        Work.FOLLOW_UP: _follow_up(now, today),
        Work.FORMS: exists().where(submissions.is_overdue(now)),
        Work.RETURN: exists().where(items.is_left(now, today)),
        Work.LEAVE: or_(
            exists().where(leaves.is_to_begin(now)),
            exists().where(leaves.is_to_end(now)),
            exists().where(leaves.is_gap(now, gaps_until)),
            exists().where(leaves.is_post_over(today, now)),
            exists().where(leaves.is_left_empty(ends_until, today)),
        ),
        Work.CLIMB: exists().where(items.is_climbing(now)),
        Work.NOTICES: exists().where(notices.is_finished()),
        Work.CORRECT: or_(
            exists().where(answers.is_due(now)),
            exists().where(Correction.state == answers.FOUND),
            exists().where(answers.is_finished()),
        ),
        Work.TIDY: _tidy(now, keep_since),
        Work.SWEEP: exists().where(turns.is_unseen()),
    }
    row = db.execute(select(*kinds.values())).one()
    return {kind for kind, is_due in zip(kinds, row, strict=True) if is_due}


def _follow_up(now: datetime, today: date) -> ColumnElement[bool]:
    unshown = ProgrammeDays.approved_at.is_(None) & ProgrammeDays.told_at.is_(None)
    return or_(
        exists().where(episodes.is_closing(now)),
        exists().where(episodes.is_to_ask(now)),
        exists().where(episodes.has_ended(today)),
        exists().where(unshown),
    )


def _tidy(now: datetime, keep_since: datetime) -> ColumnElement[bool]:
    return or_(
        exists().where(Conversation.expires_at <= now),
        exists().where(Turn.at < keep_since),
        exists().where(contacts.is_forgotten()),
        exists().where(turns.is_left_of_unseen()),
        exists().where(turns.is_old_and_unseen(now)),
        exists().where(AnswerGiven.answered_at < keep_since),
    )
