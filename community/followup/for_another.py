"""Staff tell of somebody else’s health: of those in their care only, by the ordinary way of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup import disagreeing
from community.followup.alarms import alert_of_fevers
from community.followup.reports import note
from community.followup.watch import NO_PHONE, Noted, Report, Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from community.work import escalation
from community.work.escalation import Desk, Subject
from core.phrases import shorten
from db.followup import closing
from db.followup.reports import Watched
from db.models import ItemKind, Person, WorkItem
from db.people import persons
from db.people.units import Spot


@dataclass(frozen=True, slots=True)
class ToldFor:
    """What was stored of what staff told, and who was alerted."""

    noted: Sequence[Noted]
    alert: WorkItem | None  # of a fever
    checked: WorkItem | None = None  # of two values that do not fit


def running(
    actor: Actor, db: Session, watch: Watch, person_ids: Sequence[int], at: datetime
) -> dict[int, Watched]:
    """Return the episodes that run at a moment, paused or not, of those who are in an actor's care."""
    day = watch.today(at)
    theirs = [number for number in person_ids if _in_care(actor, persons.get(db, number))]
    found = {number: closing.of_person(db, number) for number in theirs}
    return {
        number: Watched.of(one)
        for number, one in found.items()
        if one is not None and one.starts_on <= day
    }


def _in_care(actor: Actor, person: Person) -> bool:
    home = person.household
    return home is not None and actor.is_staff and actor.covers(home.unit)


def report(
    actor: Actor,
    db: Session,
    watch: Watch,
    matched: Sequence[tuple[Report, Watched]],
    sent_at: datetime,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> ToldFor | Refused:
    """Store what staff measured or heard; a lower value never hides what a household's phone told."""
    about = [persons.get(db, each.person.id) for each, _ in matched]
    if not all(_in_care(actor, person) for person in about):
        return Refused("not_in_care")
    noted = [
        note(
            db, watch, episode, each, sent_at,
            told_by=actor.person_id, phone=NO_PHONE, turn_id=turn_id, now=now,
        )
        for each, episode in matched
    ]  # fmt: skip
    for number in dict.fromkeys(person.id for person in about):
        record(db, actor, now, "reported_for", subject=number)
    # Nobody's phone told of it: staff who are alerted are never answered as if it were theirs.
    nobody = Actor(actor.person_id)
    alert = alert_of_fevers(nobody, db, noted, now, desk, turn_id)
    checked = disagreeing.check(nobody, db, noted, now, desk, turn_id)
    return ToldFor(noted, alert, checked)


def ask_for_doctor(
    actor: Actor, db: Session, person_id: int, said: str, now: datetime, desk: Desk, turn_id: int
) -> WorkItem | Refused:
    """Ask the doctor to see to somebody nobody watches over."""
    person = persons.get(db, person_id)
    if not _in_care(actor, person):
        return Refused("not_in_care")
    card = persons.card(db, person_id)
    unit = Spot(card.unit_id) if card.unit_id else None
    text = f"{tree.introduce_by(db, card)}发热或不舒服，请医生联系。工作人员原话：“{shorten(said, 60)}”"
    record(db, actor, now, "doctor_asked_for", subject=person_id)
    subject = Subject(card, None, unit, turn_id)
    return escalation.raise_item(db, ItemKind.FEVER, text, subject, now, desk)
