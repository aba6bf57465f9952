"""Storing what is reported: the grade errs towards fever, a newer report takes the older's place."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.followup import limits, silence
from community.followup.placing import place
from community.followup.reminding import refresh_reminder
from community.followup.watch import NO_PHONE, Noted, Phone, Report, Watch
from core.library import Programme
from db.followup import reports
from db.followup.reports import Watched
from db.models import Grade, Observation
from db.people import contacts
from db.quick import store


def note(
    db: Session,
    watch: Watch,
    episode: Watched,
    report: Report,
    sent_at: datetime,
    *,
    told_by: int | None,
    phone: Phone = NO_PHONE,
    turn_id: int | None,
    now: datetime | None = None,
) -> Noted:
    """Store what was reported for the day and part it is of: as said, else when it was sent.

    A newer report for the same part takes its place, a report that was sent
    earlier and held up does not.  Nor does a lower one from another phone: it is kept
    beside the one that stands, until the phone that told of it, or the person's own, says
    otherwise.  Without `now` it is handled as it was sent.
    """
    day, part = place(db, watch, episode, report, sent_at)
    asked_at = limits.asked_at(watch, part, day, sent_at)
    person_id, known = report.person.id, watch.programmes[episode.programme]
    programme = limits.in_force(db, known, person_id, asked_at)
    kind = _kind(report)
    before = reports.latest(db, report.person.id, day, part.name, kind)
    grade = _grade(programme, report)
    if before is not None and _says_the_same(before, report):
        return Noted(
            report, episode, programme, part, grade, day, sent_at, replaced=False, is_known=True
        )
    is_overtaken = before is not None and before.at > sent_at
    stands = before is not None and not is_overtaken and _stands(db, before, report, grade, phone)
    observation = Observation(
        person_id=report.person.id,
        told_by=told_by,
        episode_id=episode.id,
        turn_id=turn_id,
        contact_id=phone.contact_id,
        kind=kind,
        grade=grade,
        value=report.value,
        raw=report.raw,
        symptoms=list(report.symptoms) or None,
        site=report.site,
        measured_by=report.measured_by or _teller(report, told_by, phone),
        way=report.way,
        day=day,
        part=part.name,
        at=sent_at,
        replaced_by=before.id if before is not None and (is_overtaken or stands) else None,
    )
    store(db, observation)  # the slot and the report it replaces point to it
    counts = not (is_overtaken or stands)
    if before is not None and counts:
        reports.replace(db, before.id, observation.id)
    if kind in {"temperature", "wellbeing"} and counts:
        _fill(db, watch, episode, observation, now or sent_at)
    elif counts:
        reports.ask_no_more(db, episode.id, day, part.name)
    silence.heard(db, report.person.id, now or sent_at, told_by)
    replaced = before is not None and counts
    return Noted(
        report, episode, programme, part, grade, day, sent_at, replaced,
        stands=stands, other=stands or phone.is_other,
    )  # fmt: skip


def _teller(report: Report, told_by: int | None, phone: Phone) -> str | None:
    """Return who measured where nobody said so: whoever tells of it from a phone of the household."""
    if told_by is None or phone == NO_PHONE:
        return None
    return "self" if told_by == report.person.id else "family"


_WORSE = (Grade.NO_VALUE, Grade.NORMAL, Grade.FEVER, Grade.DANGER)


def all_told(db: Session, watch: Watch, episodes: Sequence[Watched], now: datetime) -> bool:
    """Tell whether a temperature of everybody in these episodes is there for this part of the day."""
    day = watch.today(now)
    return all(
        reports.latest(db, each.person_id, day, _part(watch, each, now), "temperature")
        for each in episodes
    )


def _part(watch: Watch, episode: Watched, now: datetime) -> str:
    return watch.part_at(watch.programmes[episode.programme], now).name


def _stands(
    db: Session, before: reports.Latest, report: Report, grade: Grade, phone: Phone
) -> bool:
    """Tell whether an earlier report goes on to count: it is worse, and another phone told of it."""
    said = (_WORSE.index(grade), _highest(report) or 0.0)
    earlier = (_WORSE.index(before.grade), max(_values(before.value), default=0.0))
    if said >= earlier or before.contact_id == phone.contact_id:
        return False
    return contacts.first_phone(db, report.person.id, phone.channel) != phone.contact_id


def _values(stored: str | None) -> list[float]:
    """Read “37.6” or “36.5-37.1” back."""
    return [float(part) for part in stored.split("-")] if stored else []


def _highest(report: Report) -> float | None:
    return max((c for c in (report.celsius, report.celsius_to) if c is not None), default=None)


def _says_the_same(before: reports.Latest, report: Report) -> bool:
    said = (report.value, sorted(report.symptoms), report.site)
    return (before.value, sorted(before.symptoms or ()), before.site) == said


def _kind(report: Report) -> str:
    if report.celsius is not None:
        return "temperature"
    if report.not_measured:
        return "not_measured"
    return "symptoms" if report.symptoms else "wellbeing"


def _grade(programme: Programme, report: Report) -> Grade:
    """Err towards fever and danger: of a range the upper end counts, of symptoms the worst."""
    highest = _highest(report)
    said = set(report.symptoms)
    if (highest or 0) >= programme.danger_ge or said & set(programme.danger):
        return Grade.DANGER
    if (highest or 0) >= programme.fever_ge or said & set(programme.symptoms):
        return Grade.FEVER
    return Grade.NO_VALUE if highest is None else Grade.NORMAL


def _fill(
    db: Session, watch: Watch, episode: Watched, observation: Observation, now: datetime
) -> None:
    slot = reports.slot_of(db, episode.id, observation.day, observation.part)
    if slot is None:
        return
    reports.fill(db, slot, observation.id, observation.at, now)
    if slot.delivery_id is not None:
        refresh_reminder(db, watch, slot.delivery_id)
