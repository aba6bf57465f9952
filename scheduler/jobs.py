"""The jobs, in the order one tick runs them.  Each is idempotent: what is due lies in the tables."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community import followup
from community.followup import Watch, boards, sample_clocks
from community.groups import boards as group_boards
from community.groups.posting import groups_of
from community.knowledge import corrections
from community.notices import reporting
from community.people import gaps
from community.work import casework, escalation, life
from core.budget import Budget
from db import due, epochs, marks, scrubbing
from db.due import Work
from db.marks import Mark
from scheduler import tidying
from scheduler.context import Counts, Job, JobContext

DIGEST = "digest"  # the mark of a day whose sums the secretary has
# Most of what a restored database says is still to be told was told after the copy was made: it
# waits until somebody has said what becomes of what was queued.
SETTLED = {Work.FORMS, Work.CORRECT}


def look(db: Session, context: JobContext, now: datetime) -> set[Work]:
    """Return what there is to do; nothing is written or locked for it."""
    today = context.watch.today(now)
    until, last = gaps.until(now), gaps.last_days(now, context.watch.zone)
    minute, ahead = context.watch.minute(now), followup.parts_ahead(context.watch, now)
    late = sample_clocks.bounds(context.watch, now)
    found = due.look(db, now, today, now - context.keep_turns, until, last, (minute, ahead), late)
    done = marks.since(db, today - timedelta(days=followup.CATCH_UP_DAYS))
    if _is_to_follow_up(db, context.watch, now, done):
        found.add(Work.FOLLOW_UP)
    if boards.is_time(context.watch, now) and (DIGEST, today.isoformat()) not in done:
        found.add(Work.DIGEST)
    if (tidying.RETENTION, today.isoformat()) not in done:
        found.add(Work.PROMISES)
    if found & SETTLED and epochs.current(db) is not None:
        found -= SETTLED
    if not scrubbing.is_due(now, today, done, is_unseen=Work.SWEEP in found):
        found.discard(Work.SWEEP)
    else:
        found.add(Work.SWEEP)
    return found


def _is_to_follow_up(db: Session, watch: Watch, now: datetime, done: Set[Mark]) -> bool:
    """Tell whether a moment of the day has come, which no row tells of by itself."""
    is_noon = followup.is_noon(watch, now) and due.is_noon_due(
        db, watch.today(now), followup.noon_begins(watch, now)
    )
    return (
        is_noon
        or any(True for _ in followup.to_open(watch, now, done))
        or any(True for _ in followup.wishes_to_ask(watch, now, done))
        or sample_clocks.is_time_to_tell(db, watch, now)
    )


def show_ends(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Show the secretary which ends would move."""
    return {"ends_proposed": followup.propose_moves(db, context.watch, now, budget)}


def open_slots(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Open what has come due, and lay out today's samples with it."""
    followup.lay_out_today(db, context.watch, now)
    return {"opened": followup.open_due(db, context.watch, now, budget, context.opening)}


def open_early(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Open what some want to be asked for before the others."""
    return {"opened": followup.open_early(db, context.watch, now, budget)}


def open_closely(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Open noon where somebody of the household has a fever."""
    return {"opened": followup.open_closely(db, context.watch, now, budget)}


def close_slots(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Close what is over."""
    return {"missed": followup.close_over(db, context.watch, now, context.desk, budget)}


def remind(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Ask who has not reported."""
    return {"reminded": followup.remind(db, context.watch, now, context.desk, budget)}


def end_episodes(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """End what is over."""
    return {"ended": followup.end_over(db, context.watch, now, budget, context.desk)}


def ask_wishes(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Ask households what runs out, before it does."""
    return {"wishes_asked": followup.ask_wishes(db, context.watch, now, budget)}


def tell_of_samples(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Tell households this evening whose sample is due tomorrow."""
    return {"samples_told": sample_clocks.tell_before(db, context.watch, now, budget)}


def hurry_samples(db: Session, context: JobContext, now: datetime, budget: Budget) -> Counts:
    """Press for results that are late, and for telling of them."""
    return {"samples_late": sample_clocks.hurry(db, context.watch, now, context.desk, budget)}


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


def send_digest(db: Session, context: JobContext, now: datetime, _: Budget) -> Counts:
    """Send the secretary the sums of the day, once."""
    if not boards.is_time(context.watch, now):
        return {}
    if not marks.first_time(db, DIGEST, context.watch.today(now), now):
        return {}
    shown = _show_boards(db, context, now)
    return {"digests": boards.digest(db, context.watch, now), "boards_shown": shown}


def _show_boards(db: Session, context: JobContext, now: datetime) -> int:
    """Post the day's board into the groups of staff that want it; return into how many."""
    groups, day, done = groups_of(db, context.robots), context.watch.today(now), 0
    for name, unit in group_boards.wanted(db, groups, context.board_robots):
        board = boards.of_day(db, unit.path, unit.name, day)
        if board.rows:
            group_boards.owe(db, name, board, now)
            done += 1
    return done


JOBS: Mapping[Work, Sequence[Job]] = {
    Work.FOLLOW_UP: (
        show_ends,
        open_slots,
        open_early,
        open_closely,
        close_slots,
        remind,
        end_episodes,
        ask_wishes,
        tell_of_samples,
        hurry_samples,
    ),
    Work.DIGEST: (send_digest,),
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
        "opened", "missed", "reminded", "ended", "wishes_asked", "samples_told", "samples_late", "ends_proposed", "forms_late", "returned", "turned_over",
        "gaps_told", "climbed", "repaired", "digests", "boards_shown",
        "notices_told", "concerned", "corrected", "changes_reported", "forms_dropped",
        "turns_forgotten", "answers_forgotten", "purged",
    ),
    0,
)  # fmt: skip
