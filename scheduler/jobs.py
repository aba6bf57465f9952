"""The jobs, in the order one tick runs them.  Each is idempotent: what is due lies in the tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community import followup
from community.knowledge import corrections
from community.notices import reporting
from community.people import gaps
from community.work import casework, escalation, life
from core.budget import Budget
from db import due, epochs, marks, scrubbing
from db.due import Work
from scheduler import tidying
from scheduler.context import Counts, Job, JobContext

# Most of what a restored database says is still to be told was told after the copy was made: it
# waits until somebody has said what becomes of what was queued.
SETTLED = {Work.FORMS, Work.CORRECT}


def look(db: Session, context: JobContext, now: datetime) -> set[Work]:
    """Return what there is to do; nothing is written or locked for it."""
    today = context.watch.today(now)
    until, last = gaps.until(now), gaps.last_days(now, context.watch.zone)
    found = due.look(db, now, today, now - context.keep_turns, until, last)
    done = marks.since(db, today - timedelta(days=followup.CATCH_UP_DAYS))
    if any(True for _ in followup.to_open(context.watch, now, done)):
        found.add(Work.FOLLOW_UP)
    if (tidying.RETENTION, today.isoformat()) not in done:
        found.add(Work.PROMISES)
    if found & SETTLED and epochs.current(db) is not None:
        found -= SETTLED
    if not scrubbing.is_due(now, today, done, is_unseen=Work.SWEEP in found):
        found.discard(Work.SWEEP)
    else:
        found.add(Work.SWEEP)
    return found


def show_ends(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Show the secretary which ends would move."""
    return {"ends_proposed": followup.propose_moves(db, context.watch, now, budget)}


def open_slots(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Open what has come due."""
    return {"opened": followup.open_due(db, context.watch, now, budget)}


def close_slots(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Close what is over."""
    return {"missed": followup.close_over(db, now, budget)}


def remind(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Ask who has not reported."""
    return {"reminded": followup.remind(db, context.watch, now, budget)}


def end_episodes(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """End what is over."""
    return {"ended": followup.end_over(db, context.watch, now, budget)}


def climb(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Tell the next in line of what nobody has answered."""
    return {"climbed": escalation.climb(db, now, context.desk, budget)}


def hand_back(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """What is in the hands of people who hold no post any more is open again."""
    return {"returned": life.hand_back_left(db, now, context.desk, budget)}


def turn_over(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Let leaves begin and end, and hand on posts that are over."""
    done = gaps.turn_over(db, now, context.watch.zone, context.announce, budget)
    return {"turned_over": done}


def warn_of_gaps(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Tell the secretary which post nobody will hold soon."""
    return {"gaps_told": gaps.warn(db, now, context.watch.zone, budget)}


def hurry_forms(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Press for what should have been decided by now, and tell whoever waits for it."""
    return {"forms_late": casework.hurry(db, context.forms, now, context.desk, budget)}


def report_notices(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Tell authors who was not reached."""
    return {"notices_told": reporting.report_back(db, now, context.watch.zone, budget)}


def find_concerned(db: Session, context: JobContext, now: datetime, _: Budget) -> Counts:
    """When a rule has changed, or its moment has come, find for whom something is different."""
    window, zone = context.correct_within, context.watch.zone
    return {"concerned": corrections.find(db, context.knowledge, now, window, zone)}


def correct(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Tell those for whom something is different."""
    zone = context.watch.zone
    return {"corrected": corrections.tell(db, context.knowledge, now, zone, budget)}


def report_changes(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Tell staff who has not heard of a change."""
    return {"changes_reported": corrections.report(db, now, context.watch.zone, budget)}


JOBS: Mapping[Work, Sequence[Job]] = {
    Work.FOLLOW_UP: (show_ends, open_slots, close_slots, remind, end_episodes),
    Work.FORMS: (hurry_forms,),
    Work.RETURN: (hand_back,),
    Work.LEAVE: (turn_over, warn_of_gaps),
    Work.CLIMB: (climb,),
    Work.NOTICES: (report_notices,),
    Work.CORRECT: (find_concerned, correct, report_changes),
    Work.TIDY: tidying.TIDY,
    Work.PROMISES: tidying.PROMISES,
}
# What a tick says when there is nothing to do.
NOTHING: Mapping[str, int] = dict.fromkeys(
    (
        "opened", "missed", "reminded", "ended", "ends_proposed", "forms_late", "returned", "turned_over",
        "gaps_told", "climbed",
        "notices_told", "concerned", "corrected", "changes_reported", "forms_dropped",
        "turns_forgotten", "answers_forgotten", "purged",
    ),
    0,
)  # fmt: skip
