"""An episode begins for some of one household: who may be, who hears of it, what is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup import endings
from community.followup.closing import by_recipient
from community.followup.episodes import open_episode
from community.followup.saying import welcome
from community.followup.teams import team, team_lines
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, Role, record
from core.library import Programme
from db.followup import closing
from db.models import DeliveryKind, Episode, Household, Person
from outbox import queue

LONGEST = 60  # days
# Without one of these nobody would go to the door: nothing is begun then.
LOOKERS = (Role.GRID_WORKER, Role.SECRETARY, Role.DOCTOR, Role.DUTY)


@dataclass(frozen=True, slots=True)
class Term:
    """The first and the last day of an episode, both included."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class ObservationBegun:
    """Who of one household is watched over until when, and whether anybody there hears of it."""

    door: str
    names: Sequence[str]
    ends_on: date
    is_told: bool
    empty_places: Sequence[str] = ()  # of the team around the household


def enter(
    actor: Actor,
    db: Session,
    watch: Watch,
    people: Sequence[Person],
    programme: Programme,
    term: Term,
    now: datetime,
) -> ObservationBegun | Refused:
    """Begin to watch over some of one household as a list has it, which may be from another day on."""
    home = people[0].household
    if home is None:
        return Refused("no_home")
    if not actor.is_operator and not actor.covers(home.unit):
        return Refused("not_yours")
    if not tree.responsible(db, home.unit, LOOKERS, now, watch.zone):
        return Refused("nobody_responsible", tree.door(home))
    other = busy(db, people, programme)
    if other is not None:
        return Refused("overlapping", tree.call(other))
    return begin_all(actor, db, watch, home, people, programme, term, now)


def busy(db: Session, people: Sequence[Person], programme: Programme) -> Person | None:
    """Return who is under another programme already: nobody is under two."""
    for person in people:
        other = closing.of_person(db, person.id)
        if other is not None and other.programme != programme.id:
            return person
    return None


def begin_all(
    actor: Actor,
    db: Session,
    watch: Watch,
    home: Household,
    people: Sequence[Person],
    programme: Programme,
    term: Term,
    now: datetime,
) -> ObservationBegun:
    """Open an episode for each, write down who did it, and let the household hear of all at once."""
    days, by, opened = (term.ends - watch.today(now)).days, actor.person_id, []
    for person in people:
        opened.append(
            open_episode(db, watch, person, programme, days, now, by=by, starts_on=term.starts)
        )
        record(db, actor, now, "observe", subject=person.id, detail=programme.id)
    db.flush()
    told = tell_begin(db, watch, opened, programme, now)
    ends = max(each.ends_on for each in opened)
    names = [tree.call(each.person) for each in opened]
    empty = [
        each.title for each in team(db, programme, home.unit, now, watch.zone) if each.is_empty
    ]
    return ObservationBegun(tree.door(home), names, ends, told, empty)


def tell_begin(
    db: Session, watch: Watch, opened: Sequence[Episode], programme: Programme, now: datetime
) -> bool:
    """Tell each who answers for some of them, once for all of these."""
    told = by_recipient(opened, closing.answering(db, [each.person for each in opened]))
    for reader, theirs in told.items():
        named = endings.names([each.person for each in theirs], reader)
        ends = max(each.ends_on for each in theirs)
        home = theirs[0].person.household
        lines = team_lines(db, programme, home.unit, now, watch.zone) if home else []
        queue(
            db,
            DeliveryKind.INFO,
            welcome(programme, named, ends, lines),
            now,
            person_id=reader,
            fields={"what": "健康监测开始", "text": "每天早晚回复体温"},
        )
    return bool(told)
