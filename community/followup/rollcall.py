"""Who was to report today, who did, who is ill; and what somebody reported these days: for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from db.followup import rollcall
from db.models import Grade, Observation, SlotState
from db.people import persons

ILL = frozenset({Grade.FEVER, Grade.DANGER})


@dataclass(frozen=True, slots=True)
class RollCallEntry:
    """Somebody of a roll-call, as staff read them."""

    name: str
    door: str


@dataclass(frozen=True, slots=True)
class RollCall:
    """The part of the day that was asked for last: due = told + missing; none due: nobody was asked."""

    day: date
    part: str  # its name in the programme; "" where nothing was asked for yet
    due: int
    missing: Sequence[RollCallEntry]
    ill: Sequence[RollCallEntry]


def call(
    actor: Actor, db: Session, watch: Watch, now: datetime, building: str = ""
) -> RollCall | Refused:
    """Return who has reported of those in an actor's care; a report without a value counts."""
    if not actor.is_staff:
        return Refused("not_staff")
    day = watch.today(now)
    rows = {
        row.slot_id: row
        for seat in actor.seats()
        for row in rollcall.due_on(db, day, seat.path)
        if not building or row.building == building
    }
    last = max((row.opens_at for row in rows.values()), default=None)
    due = [row for row in rows.values() if row.opens_at == last]
    missing = [row for row in due if row.state is not SlotState.FILLED]
    ill = [row for row in rows.values() if row.grade in ILL]
    part = due[0].part if due else ""
    return RollCall(day, part, len(due), _called(db, missing), _called(db, ill))


def _called(db: Session, rows: Sequence[rollcall.DueRow]) -> list[RollCallEntry]:
    cards = persons.cards(db, list(dict.fromkeys(row.person_id for row in rows)))
    return sorted(
        (
            RollCallEntry(tree.call(card), tree.door(card) if card.household_id else "")
            for card in cards.values()
        ),
        key=lambda each: each.door,
    )


def told_since(
    actor: Actor, db: Session, person_id: int, since: date, now: datetime
) -> Sequence[Observation] | Refused:
    """Return what was reported of somebody from a day on and stands, oldest first."""
    person = persons.get(db, person_id)
    home = person.household
    if home is None or not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    record(db, actor, now, "reports_read", subject=person_id)
    return rollcall.reports_since(db, person_id, since)
