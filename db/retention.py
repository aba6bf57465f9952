"""Deleting what has been kept as long as we said."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from db.models import (
    GOING_ON,
    UNSENT,
    Attempt,
    Delivery,
    Episode,
    EpisodeEvent,
    EpisodeState,
    Feedback,
    ItemEvent,
    Observation,
    Question,
    Receipt,
    Sample,
    Submission,
    WorkItem,
)
from db.slices import delete_some, update_some


def drop_observations(db: Session, ended_before: date, limit: int) -> int:
    """Delete what was reported in episodes that ended before that day; who was watched stays."""
    over = _over(ended_before)
    some = db.scalars(
        select(Observation.id).where(Observation.episode_id.in_(over)).limit(limit)
    ).all()
    db.execute(
        update(Observation).where(Observation.replaced_by.in_(some)).values(replaced_by=None)
    )
    db.execute(delete(Observation).where(Observation.id.in_(some)))
    return len(some)


def _over(before: date) -> Select[int]:
    """Select what ended before a day; what went on beyond its last day ended when it was closed."""
    return select(Episode.id).where(
        Episode.state == EpisodeState.ENDED,
        Episode.ends_on < before,
        or_(Episode.closed_at.is_(None), Episode.closed_at < _midnight(before)),
    )


def drop_samples(db: Session, ended_before: date, limit: int) -> int:
    """Delete the samples and their results of episodes that ended before that day."""
    return delete_some(db, Sample.id, Sample.episode_id.in_(_over(ended_before)), limit)


def empty_history(db: Session, ended_before: date, limit: int) -> int:
    """Empty the words in the history of such episodes: doors and witnesses; what happened stays."""
    has_words = EpisodeEvent.episode_id.in_(_over(ended_before)) & EpisodeEvent.text.is_not(None)
    return update_some(db, EpisodeEvent.id, has_words, limit, text=None)


def empty_submissions(db: Session, form: str, before: date, limit: int) -> int:
    """Empty the answers of a form that were sent, or are about a day, before that one."""
    day_over = and_(Submission.day.is_not(None), Submission.day < before)
    sent_long_ago = and_(Submission.day.is_(None), Submission.sent_at < _midnight(before))
    over = and_(Submission.form == form, or_(day_over, sent_long_ago), _names_somebody())
    some = select(Submission.id).where(over).order_by(Submission.id).limit(limit)
    forget_words(db, some)
    done = db.execute(
        update(Submission)
        .where(Submission.id.in_(some))
        .values(answers={}, person_id=None, contact_id=None, place_code=None, receipt=None)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _names_somebody() -> ColumnElement[bool]:
    keys = (Submission.person_id, Submission.contact_id, Submission.receipt)
    return or_(*(key.is_not(None) for key in keys))


def forget_words(db: Session, submissions: Select[int]) -> None:
    """Empty what was asked, replied and decided about these; that it happened stays."""
    theirs = WorkItem.submission_id.in_(submissions)
    mine = ItemEvent.item_id.in_(select(WorkItem.id).where(theirs))
    db.execute(update(ItemEvent).where(mine).values(text=None))
    db.execute(update(WorkItem).where(theirs).values(result=None))


# Of what was written to somebody; words that many had in common are nobody's.
EMPTY: dict[str, Any] = {"text": "", "fields": None, "shared_id": None}


def empty_sent(db: Session, before: datetime, limit: int) -> int:
    """Empty what we wrote to people, once it is long done."""
    is_old = and_(
        Delivery.created_at < before,
        Delivery.status.not_in(UNSENT),
        or_(Delivery.person_id.is_not(None), Delivery.contact_id.is_not(None)),
    )
    nobody = {"person_id": None, "contact_id": None}
    return update_some(db, Delivery.id, is_old, limit, **EMPTY, **nobody)


def empty_receipts(db: Session, before: datetime, limit: int) -> int:
    """Empty the words people answered to notices in, once they are long done; that they did stays."""
    has_words = or_(Receipt.text.is_not(None), Receipt.phone.is_not(None))
    return update_some(
        db, Receipt.id, and_(Receipt.at < before, has_words), limit, text=None, phone=None
    )


def forget_addresses(db: Session, before: datetime, limit: int) -> int:
    """Forget which address each try went to, once it is long done."""
    is_old = and_(Attempt.at < before, Attempt.contact_id.is_not(None))
    return update_some(db, Attempt.id, is_old, limit, contact_id=None)


def drop_questions(db: Session, before: datetime, limit: int) -> int:
    return delete_some(db, Question.id, Question.asked_at < before, limit)


def forget_raters(db: Session, before: datetime, limit: int) -> int:
    is_old = and_(Feedback.asked_at < before, Feedback.contact_id.is_not(None))
    return update_some(db, Feedback.id, is_old, limit, contact_id=None)


def empty_items(db: Session, before: datetime, limit: int) -> int:
    """Empty what we wrote about people to staff, once it is long done.

    All at once: a sealed text does not tell whether it is empty.
    """
    is_old = and_(WorkItem.raised_at < before, WorkItem.state.not_in(GOING_ON))
    nothing = {"text": "", "result": None, "person_id": None, "contact_id": None}
    db.execute(update(WorkItem).where(is_old).values(nothing))
    return 0


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
