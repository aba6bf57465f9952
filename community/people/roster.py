"""The night duty: who is called first from 22:00 to 7:00; each night of the roster is a watch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor, Refused, record
from community.people.posts import APPOINTERS
from core.phrases import say_date
from db.models import DeliveryKind, Person, Post, Role, Unit
from db.people import absences, leaves, persons, units
from outbox import queue

BEGINS, ENDS = time(22), time(7)
DAY = timedelta(days=1)
AHEAD = timedelta(days=92)  # a roster is written for a quarter at most


def coming_night(now: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment of the night that is, or that comes next."""
    local = now.astimezone(zone)
    if local.time() < ENDS or local.time() >= BEGINS:
        return now
    return datetime.combine(local.date(), BEGINS, zone)


@dataclass(frozen=True, slots=True)
class Night:
    """One night and who is on duty: from 22:00 of this day to 7:00 of the next."""

    day: date
    person: Person | None


def span_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the night of a day begins and ends."""
    return datetime.combine(day, BEGINS, zone), datetime.combine(day + DAY, ENDS, zone)


def tonight(now: datetime, zone: ZoneInfo) -> date:
    """Return the day whose night runs, or comes next: before seven it is yesterday's."""
    local = now.astimezone(zone)
    return local.date() - DAY if local.time() < ENDS else local.date()


def enter(
    actor: Actor, db: Session, wanted: Sequence[tuple[date, int]], now: datetime, zone: ZoneInfo
) -> list[Night] | Refused:
    """Put people on night duty, replacing whoever was on it; all of it or nothing.

    Whoever appoints accepts by this that they need not be of the staff.
    """
    unit = next(iter(actor.seats(APPOINTERS)[::-1]), None)
    if unit is None:
        return Refused("not_appointer")
    for day, person_id in wanted:
        if (refused := _why_not(db, day, person_id, now, zone)) is not None:
            return refused
    return [_enter(actor, db, unit, day, person_id, now, zone) for day, person_id in wanted]


def _why_not(
    db: Session, day: date, person_id: int, now: datetime, zone: ZoneInfo
) -> Refused | None:
    begins, ends = span_of(day, zone)
    person = persons.get(db, person_id)
    if ends <= now:
        return Refused("past", say_date(day))
    if begins > now + AHEAD:
        return Refused("too_far", say_date(day))
    if person.gone_on is not None or person.merged_into is not None:
        return Refused("gone", tree.call(person))
    if leaves.between(db, person_id, max(begins, now), ends):
        return Refused("away", f"{tree.call(person)}{say_date(day)}晚上")
    return None


def _enter(
    actor: Actor, db: Session, unit: Unit, day: date, person_id: int, now: datetime, zone: ZoneInfo
) -> Night:
    begins, ends = span_of(day, zone)
    person = persons.get(db, person_id)
    known = leaves.watches(db, [unit.id], max(begins, now), ends)
    if any(watch.person_id == person_id for watch in known):
        return Night(day, person)
    for watch in known:
        _relieve(db, watch, day, now)
    watch = Post(
        person_id=person_id,
        unit_id=unit.id,
        role=Role.DUTY,
        from_on=day,
        until_on=day + DAY,
        begins_at=max(begins, now),
        ends_at=ends,
    )
    db.add(watch)
    db.flush()  # the audit names it
    record(db, actor, now, "duty_entered", subject=person_id, detail=f"post {watch.id}")
    if actor.person_id != person_id:
        text = (
            f"请您{say_date(day)}22:00到第二天7:00值夜班：这段时间的急事先告诉您，"
            "收到请回复“收到 编号”。值不了，请尽早告诉书记换人。"
        )
        queue(db, DeliveryKind.INFO, text, now, person_id=person_id)
    return Night(day, person)


def _relieve(db: Session, watch: Post, day: date, now: datetime) -> None:
    """Somebody else has this night: whoever had it hears so."""
    assert watch.begins_at is not None, "a watch has its moments"
    absences.drop_after(db, watch.id, now)
    watch.ends_at = max(watch.begins_at, now)
    watch.over_at = now
    text = f"{say_date(day)}的夜班换了人，您不用值了。"
    queue(db, DeliveryKind.INFO, text, now, person_id=watch.person_id)


def nights(
    db: Session, unit: Unit, first: date, last: date, now: datetime, zone: ZoneInfo
) -> list[Night]:
    """Return who is on duty in these nights for a unit, by its own roster or the nearest above."""
    line = [int(step) for step in unit.path.strip("/").split("/")]
    begins, ends = span_of(first, zone)[0], span_of(last, zone)[1]
    rank = {unit_id: at for at, unit_id in enumerate(line)}
    found: dict[date, Post] = {}
    for watch in leaves.watches(db, line, begins, ends):
        assert watch.begins_at is not None and watch.ends_at is not None
        day = watch.from_on
        known = found.get(day)
        if watch.ends_at > watch.begins_at and (
            known is None or rank[watch.unit_id] >= rank[known.unit_id]
        ):
            found[day] = watch
    days = [first + DAY * n for n in range((last - first).days + 1)]
    return [Night(day, _on(db, found.get(day), now)) for day in days]


def _on(db: Session, watch: Post | None, now: datetime) -> Person | None:
    """Return who holds a watch, or stands in."""
    if watch is None or watch.begins_at is None or watch.ends_at is None:
        return None
    moment = min(max(now, watch.begins_at), watch.ends_at - timedelta(microseconds=1))
    away = absences.now_from(db, watch.id, moment)
    if away is None:
        return watch.person
    stands_in = away.substitute_id if away.agreed_at is not None else None
    return persons.get(db, stands_in) if stands_in is not None else None


def community_of(db: Session, actor: Actor) -> Unit | None:
    """Return whose roster somebody asks for: of the unit they appoint for, or of everybody's."""
    seats = actor.seats(APPOINTERS)
    return seats[-1] if seats else (actor.seat or units.root_community(db))
