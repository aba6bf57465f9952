"""Jobs that forget: what is half-filled or long past, and what we said we would delete by now."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from core.budget import Budget
from db import conversations, marks, retention, rolls, streams, turns
from db.knowledge import answers, entries
from db.people import contacts
from db.scrubbing import DIRTY
from db.work import attachments
from scheduler.context import Counts, Job, JobContext

FORGETS = ("forms_dropped", "turns_forgotten", "answers_forgotten", "purged")  # what is counted
RETENTION = "retention"  # the mark of a day whose promises were kept


def drop_forms(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Forget half-filled forms nobody came back to."""
    return {"forms_dropped": budget.repeat(partial(conversations.drop_expired, db, now))}


def forget_turns(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Forget what was said long ago."""
    old = partial(turns.forget_before, db, now - context.keep_turns)
    return {"turns_forgotten": budget.repeat(old)}


def clear_unseen(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Delete what an unseen turn had to leave, once it is sent."""
    budget.repeat(partial(turns.forget_deliveries_of_unseen, db))
    return {}


def forget_unseen(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Delete unseen turns after a day."""
    return {"turns_forgotten": budget.repeat(partial(turns.forget_unseen, db, now))}


def forget_of_groups(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Forget what no platform comes back for any more, and lists nobody adds to."""
    budget.repeat(partial(streams.forget_over, db, now))
    budget.repeat(partial(rolls.forget_before, db, now - context.keep_turns))
    return {}


def forget_attachments(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Forget pictures the platform gives out no more, and places as old."""
    budget.repeat(partial(attachments.forget_over, db, now))
    return {}


def forget_answers(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Forget what people were told long ago."""
    old = partial(answers.forget_before, db, now - context.keep_turns)
    return {"answers_forgotten": budget.repeat(old)}


def drop_forgotten(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Delete the addresses of those who asked to be deleted."""
    if budget.repeat(partial(contacts.drop_forgotten, db)):
        marks.first_time(db, DIRTY, context.watch.today(now), now)
    return {}


TIDY: Sequence[Job] = (
    drop_forgotten,
    drop_forms,
    forget_turns,
    clear_unseen,
    forget_unseen,
    forget_of_groups,
    forget_attachments,
    forget_answers,
)


# -- once a day: what we promised to delete ---------------------------------------------------


def drop_observations(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Delete what was reported in episodes that are long over."""
    before = context.watch.today(now) - context.keep_observations
    purged = budget.repeat(partial(retention.drop_observations, db, before))
    purged += budget.repeat(partial(retention.drop_samples, db, before))
    return {"purged": purged + budget.repeat(partial(retention.empty_history, db, before))}


def empty_submissions(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Empty the forms that were kept as long as each says."""
    today, purged = context.watch.today(now), 0
    for name, form in context.forms.items():
        before = today - timedelta(days=form.keep_days)
        purged += budget.repeat(partial(retention.empty_submissions, db, name, before))
    return {"purged": purged}


def empty_sent(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Empty what we wrote to people."""
    return {"purged": budget.repeat(partial(retention.empty_sent, db, now - context.keep_turns))}


def _silently(forget: Callable[[Session, datetime, int], int]) -> Job:
    """Return the job that forgets what is as old as turns; it is not counted."""

    def job(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
        budget.repeat(partial(forget, db, now - context.keep_turns))
        return {}

    return job


def mark_day(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Remember that the promises of this day are kept: only when all of it is done."""
    marks.first_time(db, RETENTION, context.watch.today(now), now)
    return {}


PROMISES: Sequence[Job] = (
    drop_observations,
    empty_submissions,
    empty_sent,
    _silently(retention.empty_receipts),
    _silently(retention.drop_questions),
    _silently(entries.forget_over),
    _silently(retention.forget_raters),
    _silently(retention.empty_items),
    mark_day,
)
