"""What follow-up is about: the programmes, a report, what was stored of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.library import Part, Programme
from db.followup.reports import Member, Watched
from db.models import Grade, HowTold
from outbox.quiet import QuietHours

__all__ = ["NO_PHONE", "NOON", "HowTold", "Noted", "Phone", "Report", "Watch"]

# Whoever lives with somebody who has a fever is asked at noon too.
NOON = Part(name="noon", label="中午", begins=time(11), ends=time(14), asks=time(12))


@dataclass(frozen=True, slots=True)
class Watch:
    """The programmes and the community's time zone: what every function here needs."""

    programmes: Mapping[str, Programme]
    zone: ZoneInfo
    quiet: QuietHours | None = None  # when nobody is asked

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone)

    def at_minute(self, day: date, minutes: int) -> datetime:
        """Return the moment so many minutes after midnight, by the clock on the wall."""
        return self.at(day, time(minutes // 60, minutes % 60))

    def minute(self, now: datetime) -> int:
        """Return how many minutes after midnight it is, by the clock on the wall."""
        local = now.astimezone(self.zone)
        return local.hour * 60 + local.minute

    def awake_at(self, now: datetime) -> datetime:
        """Return the first moment from now on at which people are awake."""
        until = self.quiet.end(now) if self.quiet is not None else None
        return until or now

    def part(self, programme: Programme, name: str) -> Part | None:
        """Return a part of the day by its name, noon among them."""
        return next((part for part in (*programme.parts, NOON) if part.name == name), None)

    def part_at(self, programme: Programme, now: datetime) -> Part:
        return programme.part_at(now.astimezone(self.zone).time())

    def closes_at(self, day: date, part: Part) -> datetime:
        return self.at(day, part.asks) + timedelta(hours=part.closes_after_hours)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody said about one person's health."""

    person: Member
    celsius: float | None = None
    celsius_to: float | None = None
    symptoms: Sequence[str] = ()
    raw: str = ""
    site: str | None = None
    part: str | None = None  # said by them: morning, noon, evening; else the time decides
    day: date | None = None  # said by them, if it is not the day of the message
    instead_of: float | None = None  # the value, in °C, they say was wrong
    not_measured: bool = False
    measured_by: str | None = None  # self, family, staff, doctor; None: as who tells
    way: HowTold | None = None  # how whoever tells came to know

    @property
    def value(self) -> str | None:
        """Return the reading as it is stored and repeated: “37.6”, “36.5-37.1”."""
        if self.celsius is None:
            return None
        upper = f"-{self.celsius_to:.1f}" if self.celsius_to else ""
        return f"{self.celsius:.1f}{upper}"


@dataclass(frozen=True, slots=True)
class Phone:
    """What a report came from; `is_other`: not the first phone of the person it is bound to."""

    contact_id: int | None
    channel: str = "official"
    is_other: bool = False


NO_PHONE = Phone(None)  # nobody's: told by the community itself


@dataclass(frozen=True, slots=True)
class Noted:
    """What was stored, so that it can be repeated to the person."""

    report: Report
    episode: Watched
    programme: Programme
    part: Part
    grade: Grade
    day: date  # the community's day it counts for
    sent_at: datetime
    replaced: bool
    is_known: bool = False  # the very same was said before: nothing was stored, nobody is told
    stands: bool = False  # what another phone told of before is worse, and goes on to count
    other: bool = False  # told from another phone

    @property
    def is_fever(self) -> bool:
        """Tell whether somebody is to hear of it: a fever, a symptom on the list, or worse."""
        return self.grade in (Grade.FEVER, Grade.DANGER)

    @property
    def is_danger(self) -> bool:
        return self.grade is Grade.DANGER
