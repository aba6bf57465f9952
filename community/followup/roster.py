"""Who is watched over now, household by household, for whoever looks after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from db.followup import around, closing
from db.models import Episode, EpisodeState


@dataclass(frozen=True, slots=True)
class Watchee:
    """Somebody who is watched over; `is_paused` while they are not asked."""

    name: str
    until: date
    is_paused: bool


@dataclass(frozen=True, slots=True)
class WatchedHome:
    """A household with somebody watched over in it."""

    door: str
    people: Sequence[Watchee]


def of_now(
    actor: Actor, db: Session, watch: Watch, now: datetime, building: str = ""
) -> list[WatchedHome] | Refused:
    """Return whom somebody looks after, door by door; a building's only where one is named."""
    if not actor.is_staff:
        return Refused("not_staff")
    day = watch.today(now)
    found = around.watched_homes(db, [seat.path for seat in actor.seats()], day)
    homes = [home for home in found if not building or home.building == building]
    going = closing.going_on(db, [home.id for home in homes], day)
    record(db, actor, now, "roster_read", detail=f"{len(homes)} homes")
    return [WatchedHome(tree.door(home), [_of(one) for one in going[home.id]]) for home in homes]


def _of(one: Episode) -> Watchee:
    return Watchee(tree.call(one.person), one.ends_on, one.state is not EpisodeState.ACTIVE)
