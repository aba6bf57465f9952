"""The fever line of a unit: set by those who may, in force from then on, never for what was asked before."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup.watch import Watch
from community.people.access import Actor, Refused, Role, record
from core.library import Part, Programme
from core.programmes import LIMITS
from db.followup import limits
from db.models import Unit

SETTERS = frozenset({Role.DOCTOR, Role.SECRETARY, Role.TOWNSHIP, Role.LEADER})


@dataclass(frozen=True, slots=True)
class LineSet:
    """A unit and its fever line in °C; None: as above it."""

    unit: Unit
    celsius: float | None


def set_line(
    actor: Actor, db: Session, unit: Unit, celsius: float | None, now: datetime
) -> LineSet | Refused:
    """Let it be a fever from there in a unit and all below it that say nothing of their own."""
    refused = why_not(actor, unit, celsius)
    if refused is not None:
        return refused
    assert actor.person_id is not None, "whoever holds a post is known"
    tenths = None if celsius is None else round(celsius * 10)
    limits.set_line(db, unit.id, None, tenths, now, actor.person_id)
    record(db, actor, now, "fever_line", detail=f"{unit.id}:{tenths or ''}")
    return LineSet(unit, celsius)


def why_not(actor: Actor, unit: Unit, celsius: float | None) -> Refused | None:
    """Return why somebody may not set this line, or None."""
    if not actor.covers(unit, SETTERS):
        return Refused("not_setter", unit.name)
    if celsius is not None and not LIMITS[0] <= celsius <= LIMITS[1]:
        return Refused("out_of_bounds", f"{celsius:g}")
    return None


def lines(actor: Actor, db: Session) -> list[LineSet]:
    """Return the units an actor is responsible for, or lies in, that have a line of their own."""
    found = {
        unit.id: LineSet(unit, tenths / 10)
        for seat in actor.seats()
        for unit, tenths in limits.lines_below(db, seat.path)
    }
    return list(found.values())


def in_force(db: Session, programme: Programme, person_id: int, asked_at: datetime) -> Programme:
    """Return a programme with the fever line that held for somebody at a moment."""
    line = limits.line_for(db, person_id, programme.id, asked_at)
    if line is None or line == programme.fever_ge:
        return programme
    return programme.model_copy(update={"fever_ge": line})


def asked_at(watch: Watch, part: Part, day: date, sent_at: datetime) -> datetime:
    """Return when a report was asked for: at the time of its part, if that was before it was sent."""
    return min(watch.at(day, part.asks), sent_at)
