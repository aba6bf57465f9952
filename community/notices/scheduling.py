"""A notice that goes out at a time of its own: kept with the draft, owed for then, moved, called off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import afterwards
from community.notices.rights import seats, unless_over
from community.people.access import Actor, Refused, record
from core.likeness import pairs
from core.phrases import say_day, say_moment
from db import notices
from db.models import Notice, NoticeColour, NoticeState

LOOKED_AT = 40  # notices among which one is found by what is said of it
LATEST = timedelta(days=60)  # whoever means a later day has most likely written another one
NOT_BEFORE = "not_before"  # among a notice's `planning`


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A notice, and when it goes out."""

    notice: Notice
    at: datetime


def kept(at: datetime | None) -> Mapping[str, Any] | None:
    """Return what a draft keeps of the time it is to go out at."""
    return {NOT_BEFORE: at.isoformat()} if at is not None else None


def of_draft(notice: Notice) -> datetime | None:
    """Return when a draft is to go out; None: as soon as it is agreed to."""
    said = (notice.planning or {}).get(NOT_BEFORE) if notice.state is NoticeState.DRAFT else None
    return datetime.fromisoformat(str(said)) if said else None


def why_not(
    at: datetime,
    now: datetime,
    zone: ZoneInfo,
    *,
    until: date | None,
    colour: NoticeColour | None,
    replaces: bool,
) -> Refused | None:
    """Return why something cannot go out then."""
    when = say_moment(at, zone)
    if at <= now:
        return Refused("sending_over", when)
    if at > now + LATEST:
        return Refused("too_far", when)
    if colour is NoticeColour.RED:
        return Refused("red_now")
    if replaces:
        return Refused("replaces_now")
    if until is not None and until < at.astimezone(zone).date():
        return Refused("over_by_then", say_day(until))
    return None


def _why_not(notice: Notice, at: datetime, now: datetime, zone: ZoneInfo) -> Refused | None:
    replaces = notice.replaces_id is not None
    until, colour = notice.valid_until, notice.colour
    return why_not(at, now, zone, until=until, colour=colour, replaces=replaces)


def set_draft(
    actor: Actor, db: Session, draft: Notice, at: datetime, now: datetime, zone: ZoneInfo
) -> Scheduled | Refused:
    """Let one's own draft go out at another time, once it is agreed to."""
    if (why := _why_not(draft, at, now, zone)) is not None:
        return why
    draft.planning = dict(kept(at) or {})
    record(db, actor, now, "schedule", detail=str(draft.id))
    return Scheduled(draft, at)


def waiting(actor: Actor, db: Session, which: str, now: datetime) -> Notice | None:
    """Return the notice that still waits for its time: by its code, by what it is about, or the
    last one somebody wrote.
    """
    by_code = notices.by_code(db, which) if which else None
    found = [by_code] if by_code is not None else _mine(actor, db, which)
    waits = (
        each
        for each in found
        if each.state is NoticeState.PUBLISHED and (each.published_at or now) > now
    )
    return next(waits, None)


def _mine(actor: Actor, db: Session, topic: str) -> list[Notice]:
    if not topic:
        last = notices.last_of(db, actor.person_id or 0)
        return [last] if last is not None else []
    recent = notices.latest(db, LOOKED_AT)
    about = pairs(topic)
    return [one for one in recent if one.author_id == actor.person_id and about & pairs(one.text)]


def move(
    actor: Actor, db: Session, notice: Notice, at: datetime | None, now: datetime, zone: ZoneInfo
) -> Scheduled | Refused:
    """Let what waits go out at another time; None: at once."""
    if not seats(actor, db, now):
        return Refused("not_publisher")
    held = notices.hold(db, notice.id)
    assert held is not None, "it was found before"
    if isinstance(why := unless_over(actor, db, held, now), Refused):
        return why
    if at is not None and (late := _why_not(held, at, now, zone)) is not None:
        return late
    if held.published_at is None or held.published_at <= now:  # its time came meanwhile
        return Refused("published", held.code or "")
    due = at or now
    held.published_at = due
    afterwards.move(db, held, due, now)
    record(db, actor, now, "schedule", detail=held.code)
    return Scheduled(held, due)
