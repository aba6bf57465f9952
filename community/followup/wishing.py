"""When and how somebody wants to be reminded: kept for all they answer for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from community.followup.reminding import LAST_CALL
from community.followup.watch import Watch
from community.people.access import Actor, Refused
from core.library import Part, Programme
from db.followup import asking, reports


@dataclass(frozen=True, slots=True)
class WishKept:
    """What is kept: the part of the day, and when; no moment: as the programme has it."""

    label: str
    at: time | None
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class TooEarlyOrLate:
    """Nobody is asked then: between these two times they are, in that part of the day."""

    label: str
    earliest: time
    latest: time


def at_time(
    actor: Actor, db: Session, watch: Watch, moment: time, now: datetime
) -> WishKept | TooEarlyOrLate | Refused:
    """Ask somebody at a time of theirs from the next time on; about the part of the day it lies in."""
    programme = _programme(actor, db, watch, now)
    if programme is None or actor.person_id is None:
        return Refused("not_watched")
    part = programme.part_at(moment)
    earliest, latest = _span(watch, part, now)
    if not earliest <= moment <= latest:
        return TooEarlyOrLate(part.label, earliest, latest)
    minutes = moment.hour * 60 + moment.minute
    asking.set_wish(db, actor.person_id, part.name, minutes, by_phone=False)
    return WishKept(part.label, moment)


def by_phone(
    actor: Actor, db: Session, watch: Watch, now: datetime, *, wanted: bool
) -> WishKept | Refused:
    """Ring somebody in place of writing to them, or write again; at the programme's own times."""
    programme = _programme(actor, db, watch, now)
    if programme is None or actor.person_id is None:
        return Refused("not_watched")
    for part in programme.parts:
        asking.set_wish(db, actor.person_id, part.name, None, by_phone=wanted)
    return WishKept("、".join(part.label for part in programme.parts), None, wanted)


def _programme(actor: Actor, db: Session, watch: Watch, now: datetime) -> Programme | None:
    if actor.person_id is None:
        return None
    found = reports.watched_with(db, actor.person_id, watch.today(now), now)
    known = (watch.programmes.get(each.programme) for each in found)
    return next((programme for programme in known if programme is not None), None)


def _span(watch: Watch, part: Part, now: datetime) -> tuple[time, time]:
    """Return the earliest and the latest time at which a part of the day may be asked for."""
    day = watch.today(now)
    earliest = watch.awake_at(watch.at(day, part.begins)).astimezone(watch.zone)
    latest = watch.closes_at(day, part) - LAST_CALL
    end_of_day = datetime.combine(day, time(23, 59), watch.zone)
    latest = min(latest, end_of_day)
    if watch.awake_at(latest) > latest:  # the evening ends when people go to sleep
        latest = _asleep_from(watch, latest)
    return earliest.time(), latest.time()


def _asleep_from(watch: Watch, moment: datetime) -> datetime:
    while watch.awake_at(moment) > moment:
        moment -= timedelta(minutes=1)
    return moment
