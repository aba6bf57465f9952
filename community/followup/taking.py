"""Taking what a household says of its health: stored, a fever told on, the purpose said once before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup import disagreeing
from community.followup.alarms import alert_of_fevers
from community.followup.episodes import open_episode
from community.followup.placing import joined
from community.followup.reports import note
from community.followup.watch import Noted, Phone, Report, Watch
from community.people import privacy
from community.people.access import Actor
from community.work.escalation import Desk
from db.followup import reports
from db.followup.reports import Watched
from db.models import Person, WorkItem
from db.people import contacts


@dataclass(frozen=True, slots=True)
class Taken:
    """What was stored of a message, and who was alerted."""

    noted: Sequence[Noted]
    alert: WorkItem | None  # of a fever
    before: Sequence[str]  # what the same people complained of earlier in this part of the day
    purpose: str  # to be said before the first value that is kept; else ""


def take_reports(
    actor: Actor,
    db: Session,
    watch: Watch,
    matched: Sequence[tuple[Report, Watched]],
    sent_at: datetime,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> Taken:
    """Store what somebody says of themselves and of those they live with; they need no post."""
    purpose = _purpose(actor, db, watch, matched[0][1], now)
    phone = _phone(actor, db)
    noted = [
        note(
            db,
            watch,
            episode,
            report,
            sent_at,
            told_by=actor.person_id,
            phone=phone,
            turn_id=turn_id,
            now=now,
        )  # fmt: skip
        for report, episode in joined(db, watch, matched, sent_at)
    ]
    alert = alert_of_fevers(actor, db, noted, now, desk, turn_id)
    disagreeing.check(actor, db, noted, now, desk, turn_id)
    ill = any(item.is_fever for item in noted)
    # What others said before is not for a phone nobody has vouched for.
    is_told = not ill and actor.person_id is not None
    return Taken(noted, alert, _complaints(db, noted) if is_told else [], purpose)


def _phone(actor: Actor, db: Session) -> Phone:
    """Return where it comes from: one nobody has vouched for is never the first."""
    if actor.contact_id is None:
        return Phone(None)
    channel, is_other = contacts.phone(db, actor.contact_id)
    return Phone(actor.contact_id, channel, is_other)


def _purpose(actor: Actor, db: Session, watch: Watch, first: Watched, now: datetime) -> str:
    """Before the first health value is kept: why, who reads it, how long."""
    person_id = actor.person_id
    if person_id is None or privacy.agreed(db, person_id, privacy.HEALTH):
        return ""
    wording = watch.programmes[first.programme].purpose
    privacy.record_consent(db, person_id, privacy.HEALTH, wording, now)
    return wording


def _complaints(db: Session, noted: Sequence[Noted]) -> list[str]:
    found: list[str] = []
    for item in noted:
        found += reports.symptoms_in(db, item.report.person.id, item.day, item.part.name)
    return list(dict.fromkeys(found))


def begin_beside(
    db: Session, watch: Watch, like: Watched, person: Person, sent_at: datetime
) -> Watched:
    """A member of the household who is spoken of is watched over like the others from then on."""
    days = (like.ends_on - watch.today(sent_at)).days
    programme = watch.programmes[like.programme]
    return Watched.of(open_episode(db, watch, person, programme, days, sent_at))
