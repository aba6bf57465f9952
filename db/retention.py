"""Deleting what has been kept as long as we said."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from db.knowledge import entries
from db.models import (
    GOING_ON,
    Attempt,
    Delivery,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Feedback,
    ItemEvent,
    Observation,
    Question,
    Submission,
    WorkItem,
)


def drop_observations(db: Session, ended_before: date) -> int:
    """Delete what was reported in episodes that ended before that day; who was watched stays."""
    over = select(Episode.id).where(
        Episode.state == EpisodeState.ENDED, Episode.ends_on < ended_before
    )
    mine = Observation.episode_id.in_(over)
    db.execute(update(Observation).where(mine).values(replaced_by=None))
    return int(db.execute(delete(Observation).where(mine)).rowcount)  # type: ignore[attr-defined]


def empty_submissions(db: Session, days_by_form: Mapping[str, date]) -> int:
    """Empty the answers of forms sent, or about a day, before the one given for each."""
    emptied = 0
    for form, before in days_by_form.items():
        day_over = and_(Submission.day.is_not(None), Submission.day < before)
        sent_long_ago = and_(Submission.day.is_(None), Submission.sent_at < _midnight(before))
        over = and_(Submission.form == form, or_(day_over, sent_long_ago), _names_somebody())
        forget_words(db, select(Submission.id).where(over))
        done = db.execute(
            update(Submission)
            .where(over)
            .values(answers={}, person_id=None, contact_id=None, place_code=None, receipt=None)
        )
        emptied += int(done.rowcount)  # type: ignore[attr-defined]
    return emptied


def _names_somebody() -> ColumnElement[bool]:
    keys = (Submission.person_id, Submission.contact_id, Submission.receipt)
    return or_(*(key.is_not(None) for key in keys))


def forget_words(db: Session, submissions: Select[int]) -> None:
    """Empty what was asked, replied and decided about these; that it happened stays."""
    theirs = WorkItem.submission_id.in_(submissions)
    mine = ItemEvent.item_id.in_(select(WorkItem.id).where(theirs))
    db.execute(update(ItemEvent).where(mine).values(text=None))
    db.execute(update(WorkItem).where(theirs).values(result=None))


def empty_texts(db: Session, before: datetime) -> int:
    """Empty what we wrote to people and about them to staff, once it is long done."""
    sent = db.execute(
        update(Delivery)
        .where(
            Delivery.created_at < before,
            Delivery.status != DeliveryStatus.QUEUED,
            or_(Delivery.person_id.is_not(None), Delivery.contact_id.is_not(None)),
        )
        .values(text="", fields=None, person_id=None, contact_id=None)
    )
    db.execute(
        update(Attempt)
        .where(Attempt.at < before, Attempt.contact_id.is_not(None))
        .values(contact_id=None)
    )
    db.execute(delete(Question).where(Question.asked_at < before))
    entries.forget_over(db, before)
    db.execute(update(Feedback).where(Feedback.asked_at < before).values(contact_id=None))
    db.execute(
        update(WorkItem)
        .where(WorkItem.raised_at < before, WorkItem.state.not_in(GOING_ON))
        .values(text="", result=None, person_id=None, contact_id=None)
    )
    return int(sent.rowcount)  # type: ignore[attr-defined]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
