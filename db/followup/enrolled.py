"""Who is or was watched over, from when to when: what a list of others is compared with."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.followup.episodes import RUNNING
from db.given import among
from db.models import Episode, EpisodeState


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One episode of somebody's."""

    person_id: int
    programme: str
    starts_on: date
    ends_on: date
    state: EpisodeState
    closed_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Tell whether nobody has closed it; it may be paused."""
        return self.state in RUNNING


_COLUMNS = (
    Episode.person_id,
    Episode.programme,
    Episode.starts_on,
    Episode.ends_on,
    Episode.state,
    Episode.closed_at,
)


def of_people(db: Session, person_ids: Collection[int]) -> Mapping[int, list[Enrolled]]:
    """Return by person all their episodes, oldest first."""
    theirs = select(*_COLUMNS).where(among(db, Episode.person_id, person_ids))
    found: dict[int, list[Enrolled]] = defaultdict(list)
    rows: Any = db.execute(theirs.order_by(Episode.id))
    for row in rows:
        found[row[0]].append(Enrolled(*row))
    return found


def running(db: Session) -> Mapping[int, Enrolled]:
    """Return by person the episode that nobody has closed, their newest."""
    going_on = select(*_COLUMNS).where(Episode.state.in_(RUNNING)).order_by(Episode.id)
    rows: Any = db.execute(going_on)
    return {row[0]: Enrolled(*row) for row in rows}
