"""Which day and part of it a report counts for, and what one message says of the same part."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from community.followup.watch import NOON, Report, Watch
from core.library import Part, Programme
from db.followup import reports
from db.followup.reports import Watched
from db.models import SlotState

# Of a day that is over, and nobody said when: it fills no slot.
SOME_TIME = Part(name="day", label="", begins=time(0), ends=None, asks=time(0))
_AFTERNOON = time(15)


def place(
    db: Session, watch: Watch, episode: Watched, report: Report, sent_at: datetime
) -> tuple[date, Part]:
    """Return the day and the part of it a report is of.

    A part of today counts only if it has begun; else the time of the message does.  What takes
    the place of a value told before is of when that one was.
    """
    programme = watch.programmes[episode.programme]
    today = watch.today(sent_at)
    day = report.day if report.day is not None and report.day < today else today
    if report.instead_of is not None and report.part is None:
        before = reports.part_told(db, report.person.id, day, f"{report.instead_of:.1f}")
        if before is not None:
            return day, named(programme, before) or SOME_TIME
    said = named(programme, report.part)
    if day < today:
        return day, said or SOME_TIME
    current = watch.part_at(programme, sent_at)
    if said is None and _is_asked_at_noon(db, watch, episode, today, sent_at):
        return day, NOON
    clock = sent_at.astimezone(watch.zone).time()
    return day, said if said is not None and said.begins <= clock else current


def _is_asked_at_noon(
    db: Session, watch: Watch, episode: Watched, today: date, sent_at: datetime
) -> bool:
    """Tell whether they were asked at noon, which few are, and have not answered yet."""
    if not watch.at(today, NOON.asks) <= sent_at < watch.closes_at(today, NOON):
        return False
    slot = reports.slot_of(db, episode.id, today, NOON.name)
    return slot is not None and slot.state is SlotState.OPEN


def named(programme: Programme, name: str | None) -> Part | None:
    """Return the part of the day that goes by a name; noon is noon, whatever is asked when."""
    own = next((part for part in programme.parts if part.name == name), None)
    if own is None and name == "afternoon":
        return programme.part_at(_AFTERNOON).model_copy(update={"label": "下午"})
    return own or {"noon": NOON, "day": SOME_TIME}.get(name or "")


def joined(
    db: Session, watch: Watch, matched: Sequence[tuple[Report, Watched]], sent_at: datetime
) -> list[tuple[Report, Watched]]:
    """Make one report of the temperatures a message tells of one person for one part of a day.

    From the lowest to the highest: the fever before the pill is not lost behind what came after.
    """
    kept: dict[object, tuple[Report, Watched]] = {}
    for at, (report, episode) in enumerate(matched):
        day, part = place(db, watch, episode, report, sent_at)
        key: object = at if report.celsius is None else (report.person.id, day, part.name)
        before = kept.get(key)
        kept[key] = (report if before is None else _both(before[0], report), episode)
    return list(kept.values())


def _both(first: Report, second: Report) -> Report:
    told = [first.celsius, first.celsius_to, second.celsius, second.celsius_to]
    values = [value for value in told if value is not None]
    low, high = min(values), max(values)
    site = first.site if first.site == second.site else None
    return replace(first, celsius=low, celsius_to=high if high > low else None, site=site)
