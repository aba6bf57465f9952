"""The day's sums by grid: due, told, ill; set-based, no names."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session, aliased

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
class GridSums:
    """Reports of one grid on one day: due = told + missing; `ill` counts people."""

    grid: str
    due: int
    told: int
    ill: int

    @property
    def missing(self) -> int:
        return self.due - self.told


def sums(db: Session, path: str, day: date) -> list[GridSums]:
    """Return the sums of a day for every grid below a unit, in the order of the tree."""
    grid, home = aliased(Unit), aliased(Unit)
    is_ill = Observation.grade.in_((Grade.FEVER, Grade.DANGER))
    rows = db.execute(
        select(
            grid.name,
            func.count(distinct(SlotDue.id)),
            func.count(distinct(case((SlotDue.state == SlotState.FILLED, SlotDue.id)))),
            func.count(distinct(case((is_ill, Person.id)))),
        )
        .select_from(SlotDue)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .join(Household, Person.household_id == Household.id)
        .join(home, Household.unit_id == home.id)
        .join(grid, grid.id == case((home.building.is_not(None), home.parent_id), else_=home.id))
        .outerjoin(
            Observation,
            (Observation.person_id == Person.id)
            & (Observation.day == day)
            & Observation.replaced_by.is_(None),
        )
        .where(SlotDue.day == day, home.path.startswith(path, autoescape=True))
        .group_by(grid.id, grid.name, grid.path)
        .order_by(grid.path)
    )
    return [GridSums(*row) for row in rows]
