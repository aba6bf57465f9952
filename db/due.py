"""What the clock has to do: one look at all tables that tell, before anything is locked."""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session

from db import notices, rolls, streams, turns
from db.followup import asking, episodes, samples, silence
from db.knowledge import answers
from db.models import (
    AnswerGiven,
    Conversation,
    Correction,
    ProgrammeDays,
    Turn,
)
from db.people import contacts, leaves
from db.work import attachments, items, submissions


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
    DIGEST = "digest"


def look(
    db: Session,
    now: datetime,
    today: date,
    keep_since: datetime,
    gaps_until: Sequence[datetime],
    ends_until: Sequence[date],
    early: tuple[int, Mapping[str, int]],
    samples_late: tuple[datetime, datetime, datetime] | None,
) -> set[Work]:
    """Return what there is to do, as far as rows tell; `db.marks` tells what is done once a day.

    `early`: the minute of the day, and when the parts still to come are asked for.
    `samples_late`: what a sample that is late is measured by, as in `samples.is_late`.
    `gaps_until`, `ends_until`: up to when what nobody will hold is told of, the first time and on.
    """
    kinds = {
        Work.FOLLOW_UP: or_(
            _follow_up(now, today, early),
            exists().where(samples.is_late(*samples_late)) if samples_late else false(),
        ),
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


def is_noon_due(db: Session, today: date, begins: datetime) -> bool:
    """Tell whether somebody is to be asked at noon and has not been; noon `begins` before that."""
    return bool(db.scalar(select(asking.is_closely(today, "noon", begins).exists())))


def _follow_up(
    now: datetime, today: date, early: tuple[int, Mapping[str, int]]
) -> ColumnElement[bool]:
    unshown = ProgrammeDays.approved_at.is_(None) & ProgrammeDays.told_at.is_(None)
    return or_(
        exists().where(silence.is_closing(now)),
        exists().where(asking.is_to_ask(now)),
        exists().where(episodes.has_ended(today)),
        asking.is_early(today, *early).exists() if early[1] else false(),
        exists().where(unshown),
    )


def _tidy(now: datetime, keep_since: datetime) -> ColumnElement[bool]:
    return or_(
        exists().where(streams.is_over(now)),
        exists().where(rolls.is_old(keep_since)),
        exists().where(attachments.is_over(now)),
        exists().where(Conversation.expires_at <= now),
        exists().where(Turn.at < keep_since),
        exists().where(contacts.is_forgotten()),
        exists().where(turns.is_left_of_unseen()),
        exists().where(turns.is_old_and_unseen(now)),
        exists().where(AnswerGiven.answered_at < keep_since),
    )
