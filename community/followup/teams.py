"""The team around a household (五包一): who holds each place, and which places are empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Role
from core.library import Programme
from core.programmes import TeamPlace
from db.models import Unit
from db.people import facts

EMPTY = "还没有人"


@dataclass(frozen=True, slots=True)
class TeamSeat:
    """One place of a team; without a name nobody holds it, without a phone it is asked for."""

    title: str
    name: str = ""
    phone: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone)


def team(
    db: Session, programme: Programme, unit: Unit, now: datetime, zone: ZoneInfo
) -> list[TeamSeat]:
    """Return all places a programme wants around the households of a unit, the empty ones too."""
    wanted = [place.fact for place in programme.team if place.fact]
    known = facts.values(db, unit, wanted) if wanted else {}
    return [_filled(db, place, known, unit, now, zone) for place in programme.team]


def _filled(
    db: Session,
    place: TeamPlace,
    known: dict[str, str],
    unit: Unit,
    now: datetime,
    zone: ZoneInfo,
) -> TeamSeat:
    if place.role is not None:
        for person in tree.responsible(db, unit, [Role(place.role)], now, zone):
            return TeamSeat(place.title, person.name or "", person.phone or "")
    return TeamSeat(place.title, phone=known.get(place.fact or "", ""))


def team_lines(
    db: Session, programme: Programme, unit: Unit, now: datetime, zone: ZoneInfo
) -> Sequence[str]:
    """Say each place of a team: “网格员 马杰 170…”, “民警 还没有人”."""
    return [say_place(each) for each in team(db, programme, unit, now, zone)]


def say_place(place: TeamSeat) -> str:
    said = [place.title, place.name, place.phone]
    return f"{place.title} {EMPTY}" if place.is_empty else " ".join(part for part in said if part)
