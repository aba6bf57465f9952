"""The jobs, in the order one tick runs them.  Each is idempotent: what is due lies in the tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community import followup
from community.followup import Watch
from community.knowledge import corrections
from community.knowledge.library import Live
from community.notices import reporting
from community.work import casework, escalation
from community.work.escalation import Desk
from core.forms import FormSpec
from db import conversations, due, marks, retention, turns
from db.due import Work
from db.knowledge import answers

Counts = dict[str, int]
RETENTION = "retention"  # the mark of a day whose promises were kept


@dataclass(frozen=True, slots=True)
class JobContext:
    """What the jobs need to know of the settings and the content."""

    watch: Watch
    desk: Desk
    keep_turns: timedelta
    keep_observations: timedelta
    forms: Mapping[str, FormSpec]
    knowledge: Live
    correct_within: timedelta  # what was told longer ago is not corrected any more


Job = Callable[[Session, JobContext, datetime], Counts]


def look(db: Session, context: JobContext, now: datetime) -> set[Work]:
    """Return what there is to do; nothing is written or locked for it."""
    today = context.watch.today(now)
    found = due.look(db, now, today, now - context.keep_turns)
    done = marks.since(db, today - timedelta(days=followup.CATCH_UP_DAYS))
    if any(True for _ in followup.to_open(context.watch, now, done)):
        found.add(Work.FOLLOW_UP)
    if (RETENTION, today.isoformat()) not in done:
        found.add(Work.PROMISES)
    return found


def follow_up(db: Session, context: JobContext, now: datetime) -> Counts:
    """Open and close what is due, ask who has not reported, end what is over, show ends that move."""
    shown = followup.propose_moves(db, context.watch, now)
    return {**followup.tick(db, context.watch, now), "ends_proposed": shown}


def climb(db: Session, context: JobContext, now: datetime) -> Counts:
    """Tell the next in line of what nobody has answered."""
    return {"climbed": escalation.climb(db, now, context.desk)}


def hurry_forms(db: Session, context: JobContext, now: datetime) -> Counts:
    """Press for what should have been decided by now, and tell whoever waits for it."""
    return {"forms_late": casework.hurry(db, context.forms, now, context.desk)}


def report_notices(db: Session, context: JobContext, now: datetime) -> Counts:
    """Tell authors who was not reached."""
    return {"notices_told": reporting.report_back(db, now, context.watch.zone)}


def correct(db: Session, context: JobContext, now: datetime) -> Counts:
    """When a rule has changed, or its moment has come, tell those for whom something is different."""
    zone = context.watch.zone
    found = corrections.find(db, context.knowledge, now, context.correct_within, zone)
    told = corrections.tell(db, context.knowledge, now, zone)
    return {
        "concerned": found,
        "corrected": told,
        "changes_reported": corrections.report(db, now, zone),
    }


def tidy(db: Session, context: JobContext, now: datetime) -> Counts:
    """Forget half-filled forms nobody came back to, and what was said long ago."""
    return {
        "forms_dropped": conversations.drop_expired(db, now),
        "turns_forgotten": turns.forget_before(db, now - context.keep_turns)
        + turns.forget_unseen(db, now),
        "answers_forgotten": answers.forget_before(db, now - context.keep_turns),
    }


def keep_promises(db: Session, context: JobContext, now: datetime) -> Counts:
    """Delete what we said we would delete by now; once a day is enough."""
    today = context.watch.today(now)
    if not marks.first_time(db, RETENTION, today, now):
        return {"purged": 0}
    days = {name: today - timedelta(days=form.keep_days) for name, form in context.forms.items()}
    purged = retention.drop_observations(db, today - context.keep_observations)
    purged += retention.empty_submissions(db, days)
    purged += retention.empty_texts(db, now - context.keep_turns)
    return {"purged": purged}


JOBS: Mapping[Work, Job] = {
    Work.FOLLOW_UP: follow_up,
    Work.FORMS: hurry_forms,
    Work.CLIMB: climb,
    Work.NOTICES: report_notices,
    Work.CORRECT: correct,
    Work.TIDY: tidy,
    Work.PROMISES: keep_promises,
}
# What a tick says when there is nothing to do.
NOTHING: Mapping[str, int] = dict.fromkeys(
    (
        "opened", "missed", "reminded", "ended", "ends_proposed", "forms_late", "climbed",
        "notices_told", "concerned", "corrected", "changes_reported", "forms_dropped",
        "turns_forgotten", "answers_forgotten", "purged",
    ),
    0,
)  # fmt: skip
