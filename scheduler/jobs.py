"""The jobs, in the order one tick runs them.  Each is idempotent: what is due lies in the tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community import followup
from community.followup import Watch
from community.knowledge import corrections
from community.knowledge.library import Live
from community.notices import publishing
from community.work import casework, escalation, life
from community.work.escalation import Desk
from core.forms import FormSpec
from db import conversations, retention, turns
from db.followup import episodes as followup_tables
from db.knowledge import answers

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the jobs need to know of the settings and the content."""

    watch: Watch
    desk: Desk
    keep_turns: timedelta
    keep_observations: timedelta
    forms: Mapping[str, FormSpec]
    knowledge: Live
    correct_within: timedelta  # what was told longer ago is not corrected any more


Job = Callable[[Session, Rules, datetime], Counts]


def follow_up(db: Session, rules: Rules, now: datetime) -> Counts:
    """Open and close what is due, ask who has not reported, end what is over, show ends that move."""
    shown = followup.propose_moves(db, rules.watch, now)
    return {**followup.tick(db, rules.watch, now), "ends_proposed": shown}


def climb(db: Session, rules: Rules, now: datetime) -> Counts:
    """Tell the next in line of what nobody has answered."""
    returned = life.hand_back_left(db, now, rules.desk)
    return {"returned": returned, "climbed": escalation.climb(db, now, rules.desk)}


def hurry_forms(db: Session, rules: Rules, now: datetime) -> Counts:
    """Press for what should have been decided by now, and tell whoever waits for it."""
    return {"forms_late": casework.hurry(db, rules.forms, now, rules.desk)}


def report_notices(db: Session, rules: Rules, now: datetime) -> Counts:
    """Tell authors who was not reached."""
    return {"notices_told": publishing.report_back(db, now, rules.watch.zone)}


def correct(db: Session, rules: Rules, now: datetime) -> Counts:
    """When a rule has changed, or its moment has come, tell those for whom something is different."""
    zone = rules.watch.zone
    found = corrections.find(db, rules.knowledge, now, rules.correct_within, zone)
    told = corrections.tell(db, rules.knowledge, now, zone)
    return {
        "concerned": found,
        "corrected": told,
        "changes_reported": corrections.report(db, now, zone),
    }


def tidy(db: Session, rules: Rules, now: datetime) -> Counts:
    """Forget half-filled forms nobody came back to, and what was said long ago."""
    return {
        "forms_dropped": conversations.drop_expired(db, now),
        "turns_forgotten": turns.forget_before(db, now - rules.keep_turns)
        + turns.forget_unseen(db, now),
        "answers_forgotten": answers.forget_before(db, now - rules.keep_turns),
    }


def keep_promises(db: Session, rules: Rules, now: datetime) -> Counts:
    """Delete what we said we would delete by now; once a day is enough."""
    today = rules.watch.today(now)
    if not followup_tables.first_time(db, "retention", today.isoformat()):
        return {"purged": 0}
    days = {name: today - timedelta(days=form.keep_days) for name, form in rules.forms.items()}
    purged = retention.drop_observations(db, today - rules.keep_observations)
    purged += retention.empty_submissions(db, days)
    purged += retention.empty_texts(db, now - rules.keep_turns)
    return {"purged": purged}


JOBS: Sequence[Job] = (
    follow_up,
    hurry_forms,
    climb,
    report_notices,
    correct,
    tidy,
    keep_promises,
)
