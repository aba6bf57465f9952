"""见人、见居、见状态: staff tick what they saw at a door, and households hear when somebody comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup.telling import tell_home
from community.followup.watch import Watch
from community.people.access import Actor, Refused, record
from db.followup import around
from db.models import Household, HowTold, Visit

__all__ = ["Household", "HowTold", "Round", "SeenThere", "announce", "round_of", "tick"]


@dataclass(frozen=True, slots=True)
class SeenThere:
    """What was seen at a door."""

    person: bool
    home: bool
    state: bool

    @property
    def is_whole(self) -> bool:
        return self.person and self.home and self.state


@dataclass(frozen=True, slots=True)
class Round:
    """The watched households of whoever asks: seen wholly today, in part, not at all."""

    whole: Sequence[Household]
    part: Sequence[Household]
    unseen: Sequence[Household]


def tick(
    actor: Actor,
    db: Session,
    watch: Watch,
    home: Household,
    seen: SeenThere,
    way: HowTold | None,
    now: datetime,
) -> SeenThere | Refused:
    """Note a visit; return what was seen there today by now, all visits together."""
    if not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    day = watch.today(now)
    row = Visit(
        household_id=home.id, at=now, day=day, by_id=actor.person_id, way=way,
        saw_person=seen.person, saw_home=seen.home, saw_state=seen.state,
    )  # fmt: skip
    around.visit(db, row)
    db.flush()
    record(db, actor, now, "visited", detail=str(home.id))
    return _together(around.seen_on(db, day, [home.id]))


def _together(visits: Sequence[Visit]) -> SeenThere:
    return SeenThere(
        any(one.saw_person for one in visits),
        any(one.saw_home for one in visits),
        any(one.saw_state for one in visits),
    )


def round_of(actor: Actor, db: Session, watch: Watch, now: datetime) -> Round | Refused:
    """Return whom somebody has yet to see today."""
    if not actor.is_staff:
        return Refused("not_staff")
    day = watch.today(now)
    homes = around.watched_homes(db, [seat.path for seat in actor.seats()], day)
    visits = around.seen_on(db, day, [home.id for home in homes])
    by_home: dict[int, list[Visit]] = {}
    for one in visits:
        by_home.setdefault(one.household_id, []).append(one)
    seen = {home.id: _together(by_home.get(home.id, [])) for home in homes}
    return Round(
        [home for home in homes if seen[home.id].is_whole],
        [home for home in homes if home.id in by_home and not seen[home.id].is_whole],
        [home for home in homes if home.id not in by_home],
    )


def announce(
    actor: Actor, db: Session, home: Household, text: str, now: datetime
) -> bool | Refused:
    """Tell a household when somebody comes; False where nobody there has a phone with us."""
    if not actor.is_staff or not actor.covers(home.unit):
        return Refused("not_in_care")
    record(db, actor, now, "visit_announced", detail=str(home.id))
    return tell_home(db, home, text, now)
