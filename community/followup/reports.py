"""Storing what is reported: the grade errs towards fever, a newer report takes the older's place."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.followup.saying import reminder_text
from community.followup.watch import NO_PHONE, Noted, Phone, Report, Watch
from core.library import Part, Programme
from db.followup import episodes, reports
from db.followup.reports import Watched
from db.models import DeliveryStatus, Grade, Observation
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
    """Store what was reported for the day and part of it in which it was sent.

    A newer report for the same part takes its place, a report that was sent
    earlier and held up does not.  Nor does a lower one from another phone: it is kept
    beside the one that stands, until the phone that told of it, or the person's own, says
    otherwise.  Without `now` it is handled as it was sent.
    """
    programme = watch.programmes[episode.programme]
    part = _part(watch, programme, report, sent_at)
    day = watch.today(sent_at)
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
    replaced = before is not None and counts
    return Noted(
        report, episode, programme, part, grade, day, sent_at, replaced,
        stands=stands, other=stands or phone.is_other,
    )  # fmt: skip


_WORSE = (Grade.NO_VALUE, Grade.NORMAL, Grade.FEVER, Grade.DANGER)


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


def _part(watch: Watch, programme: Programme, report: Report, sent_at: datetime) -> Part:
    """A part of the day they name counts if it has begun; else the time of the message."""
    current = watch.part_at(programme, sent_at)
    named = next((p for p in programme.parts if p.name == report.part), current)
    return named if named.begins <= current.begins else current


def _fill(
    db: Session, watch: Watch, episode: Watched, observation: Observation, now: datetime
) -> None:
    slot = reports.slot_of(db, episode.id, observation.day, observation.part)
    if slot is None:
        return
    reports.fill(db, slot, observation.id, observation.at, now)
    if slot.delivery_id is not None:
        _refresh_reminder(db, watch, slot.delivery_id)


def _refresh_reminder(db: Session, watch: Watch, delivery_id: int) -> None:
    """A reminder still waiting names only those who have not reported, or is not sent."""
    reminder = reports.queued_reminder(db, delivery_id)
    if reminder is None:
        return
    left = episodes.open_slots_of_delivery(db, delivery_id)
    if not left:
        reminder.status, reminder.reason = DeliveryStatus.CANCELLED, "already_done"
    else:
        reminder.text = reminder_text(watch, left, reminder.person_id)
