"""Questions of staff about reports: who was to report on a day, and what somebody reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Episode,
    Grade,
    Household,
    Observation,
    Person,
    SlotDue,
    SlotState,
    Unit,
)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One report that was due, and what came of it."""

    slot_id: int
    person_id: int
    part: str
    opens_at: datetime
    state: SlotState
    building: str
    grade: Grade | None


def due_on(db: Session, day: date, path: str) -> list[DueRow]:
    """Return what was due on a day below a unit."""
    rows = db.execute(
        select(
            SlotDue.id,
            Episode.person_id,
            SlotDue.part,
            SlotDue.opens_at,
            SlotDue.state,
            Household.building,
            Observation.grade,
        )
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(Unit, Household.unit_id == Unit.id)
        .outerjoin(Observation, SlotDue.observation_id == Observation.id)
        .where(SlotDue.day == day, Unit.path.startswith(path, autoescape=True))
        .order_by(SlotDue.id)
    )
    return [DueRow(*row) for row in rows]


def reports_since(db: Session, person_id: int, since: date) -> Sequence[Observation]:
    """Return what was reported of somebody from a day on and was not replaced."""
    return db.scalars(
        select(Observation)
        .where(
            Observation.person_id == person_id,
            Observation.day >= since,
            Observation.replaced_by.is_(None),
        )
        .order_by(Observation.day, Observation.at, Observation.id)
    ).all()
