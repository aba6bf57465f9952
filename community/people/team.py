"""Who looks after a place, as its people may know: posts, who stands in, tonight's duty, phones."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import roster
from community.people.roster import Night
from db.models import Absence, Person, Post, Role, Unit
from db.people import facts, leaves, persons

SHOWN = (Role.GRID_WORKER, Role.DOCTOR, Role.SECRETARY, Role.REPRESENTATIVE)
FACTS = ("office_phone", "property", "clinic", "night_phone")


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who has a post for a place now; `away` is whose it is, where they are not there."""

    role: Role
    person: Person | None
    away: Person | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Team:
    """All a contact card tells; what is not there is not known."""

    unit: Unit
    keepers: Sequence[Keeper]
    tonight: Night
    facts: Mapping[str, str]
    staff: Set[int]  # whose phones may be told: a neighbour who stands in keeps theirs

    def phone(self, person: Person) -> str | None:
        return person.phone if person.id in self.staff else None


def look(db: Session, unit: Unit, now: datetime, zone: ZoneInfo) -> Team:
    """Return who looks after a unit at a moment."""
    nearest: dict[Role, Keeper] = {}
    for post, away in leaves.line_up(db, unit, now, zone):
        if post.role not in nearest:
            nearest[post.role] = _keeper(db, post, away, now)
    keepers = [nearest[role] for role in SHOWN if role in nearest]
    day = roster.tonight(now, zone)
    tonight = roster.nights(db, unit, day, day, now, zone)[0]
    people = [keeper.person for keeper in keepers] + [tonight.person]
    ids = [person.id for person in people if person is not None]
    known = facts.values(db, unit, FACTS)
    return Team(unit, keepers, tonight, known, leaves.of_staff(db, ids, now, zone))


def below(
    db: Session, unit: Unit, role: Role, now: datetime, zone: ZoneInfo, most: int
) -> Sequence[tuple[Unit, Person]]:
    """Return who has a post in the places below a unit, where nobody has it for the whole of it."""
    return [(post.unit, post.person) for post in leaves.below(db, unit, role, now, zone, most)]


def _keeper(db: Session, post: Post, away: Absence | None, now: datetime) -> Keeper:
    if away is None:
        return Keeper(post.role, post.person, None, None)
    number = away.substitute_id if away.agreed_at is not None else None
    if number is not None and leaves.away_ids(db, [number], now):
        number = None
    stands_in = persons.get(db, number) if number is not None else None
    return Keeper(post.role, stands_in, post.person, away.ends_at)
