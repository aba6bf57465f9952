"""Watching over households: episodes, what is due, what is reported, who is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community import tree
from core.library import Part, Programme
from db import contacts, followup
from db.models import (
    Contact,
    DeliveryKind,
    DeliveryStatus,
    Episode,
    EpisodeState,
    Grade,
    Observation,
    Person,
    SlotDue,
    SlotState,
)
from outbox import queue

CATCH_UP_DAYS = 7  # after a longer stop, older slots are not made up for
ASK_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Watch:
    """The programmes and the community's time zone: what every function here needs."""

    programmes: Mapping[str, Programme]
    zone: ZoneInfo

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone)

    def part_at(self, programme: Programme, now: datetime) -> Part:
        return programme.part_at(now.astimezone(self.zone).time())

    def closes_at(self, day: date, part: Part) -> datetime:
        return self.at(day, part.asks) + timedelta(hours=part.closes_after_hours)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody said about one person's health."""

    person: Person
    celsius: float | None = None
    celsius_to: float | None = None
    symptoms: Sequence[str] = ()
    raw: str = ""
    site: str | None = None
    part: str | None = None  # said by them: morning, evening; else the time decides
    not_measured: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What was stored, so that it can be repeated to the person."""

    report: Report
    episode: Episode
    programme: Programme
    part: Part
    grade: Grade
    replaced: bool


def open_episode(
    db: Session,
    watch: Watch,
    person: Person,
    programme: Programme,
    days: int,
    now: datetime,
    *,
    by: int | None = None,
    starts_on: date | None = None,
) -> Episode:
    """Begin to watch over somebody; if they already are, the later end counts."""
    starts = starts_on or watch.today(now)
    ends = watch.today(now) + timedelta(days=days)
    there = followup.active_of_person(db, person.id, watch.today(now))
    if there is not None and there.programme == programme.id:
        there.ends_on = max(there.ends_on, ends)
        return there
    episode = Episode(
        person_id=person.id,
        programme=programme.id,
        starts_on=starts,
        ends_on=ends,
        state=EpisodeState.ACTIVE,
        opened_at=now,
        opened_by=by,
    )
    db.add(episode)
    db.flush()  # the slot below points to it
    _open_running_slot(db, watch, episode, programme, now)
    return episode


def _open_running_slot(
    db: Session, watch: Watch, episode: Episode, programme: Programme, now: datetime
) -> None:
    """Whoever joins while a part of the day is being asked for is asked too."""
    today = watch.today(now)
    for part in programme.parts:
        opens_at, closes_at = watch.at(today, part.asks), watch.closes_at(today, part)
        if episode.starts_on <= today and opens_at <= now < closes_at:
            slot = SlotDue(
                episode_id=episode.id,
                day=today,
                part=part.name,
                opens_at=opens_at,
                closes_at=closes_at,
                state=SlotState.OPEN,
            )
            db.add(slot)


def end_episode(db: Session, episode: Episode, now: datetime) -> None:
    episode.state, episode.closed_at = EpisodeState.ENDED, now


def note(
    db: Session,
    watch: Watch,
    episode: Episode,
    report: Report,
    now: datetime,
    *,
    told_by: int | None,
    turn_id: int | None,
) -> Noted:
    """Store what was reported; a newer report for the same part of the day takes its place."""
    programme = watch.programmes[episode.programme]
    part = _part(watch, programme, report, now)
    day = watch.today(now)
    kind = _kind(report)
    before = followup.latest(db, report.person.id, day, part.name, kind)
    grade = _grade(programme, report)
    observation = Observation(
        person_id=report.person.id,
        told_by=told_by,
        episode_id=episode.id,
        turn_id=turn_id,
        kind=kind,
        grade=grade,
        value=_value(report),
        raw=report.raw,
        symptoms=list(report.symptoms) or None,
        site=report.site,
        day=day,
        part=part.name,
        at=now,
    )
    db.add(observation)
    db.flush()  # the slot and the report it replaces point to it
    if before is not None:
        before.replaced_by = observation.id
    if kind in {"temperature", "wellbeing"}:
        _fill(db, watch, episode, observation, now)
    return Noted(report, episode, programme, part, grade, before is not None)


def _kind(report: Report) -> str:
    if report.celsius is not None:
        return "temperature"
    if report.not_measured:
        return "not_measured"
    return "symptoms" if report.symptoms else "wellbeing"


def _value(report: Report) -> str | None:
    if report.celsius is None:
        return None
    upper = f"-{report.celsius_to:.1f}" if report.celsius_to else ""
    return f"{report.celsius:.1f}{upper}"


def _grade(programme: Programme, report: Report) -> Grade:
    """Err towards fever: of a range the upper end counts, and any symptom is a warning."""
    highest = max((c for c in (report.celsius, report.celsius_to) if c is not None), default=None)
    if (highest is not None and highest >= programme.fever_ge) or report.symptoms:
        return Grade.FEVER
    return Grade.NO_VALUE if highest is None else Grade.NORMAL


def _part(watch: Watch, programme: Programme, report: Report, now: datetime) -> Part:
    """A part of the day they name counts if it has begun; else the time of the message."""
    current = watch.part_at(programme, now)
    named = next((p for p in programme.parts if p.name == report.part), current)
    return named if named.begins <= current.begins else current


def _fill(
    db: Session, watch: Watch, episode: Episode, observation: Observation, now: datetime
) -> None:
    slot = followup.slot_of(db, episode.id, observation.day, observation.part)
    if slot is None:
        return
    slot.observation_id = observation.id
    if slot.state is SlotState.OPEN:
        slot.state, slot.filled_at = SlotState.FILLED, now
        if slot.asked_at is None:
            slot.reason = "already_done"
    db.flush()  # the question below looks at what is still open
    if slot.delivery_id is not None:
        _refresh_reminder(db, watch, slot.delivery_id)


def _refresh_reminder(db: Session, watch: Watch, delivery_id: int) -> None:
    """A reminder still waiting names only those who have not reported, or is not sent."""
    reminder = followup.queued_reminder(db, delivery_id)
    if reminder is None:
        return
    left = followup.open_slots_of_delivery(db, delivery_id)
    if not left:
        reminder.status, reminder.reason = DeliveryStatus.CANCELLED, "already_done"
    else:
        reminder.text = _reminder_text(watch, left, reminder.person_id)


def tick(db: Session, watch: Watch, now: datetime) -> dict[str, int]:
    """Open what has come due, close what is over, ask who has not reported."""
    opened = _open_due(db, watch, now)
    closed = followup.close_slots(db, now)
    reminded = _remind(db, watch, now)
    ended = _end_over(db, watch, now)
    return {"opened": opened, "missed": closed, "reminded": reminded, "ended": ended}


def _open_due(db: Session, watch: Watch, now: datetime) -> int:
    today, opened = watch.today(now), 0
    for programme in watch.programmes.values():
        for back in range(CATCH_UP_DAYS, -1, -1):
            day = today - timedelta(days=back)
            for part in programme.parts:
                if watch.at(day, part.asks) <= now:
                    opened += _open_part(db, watch, programme, day, part, now)
    return opened


def _open_part(
    db: Session, watch: Watch, programme: Programme, day: date, part: Part, now: datetime
) -> int:
    if not followup.first_time(db, f"slots:{programme.id}:{part.name}", day.isoformat()):
        return 0
    opens_at, closes_at = watch.at(day, part.asks), watch.closes_at(day, part)
    opened = followup.open_slots(db, programme.id, day, part.name, opens_at, closes_at)
    followup.fill_from_reports(db, day, part.name, now)
    return opened


def _remind(db: Session, watch: Watch, now: datetime) -> int:
    """Queue one message for each household that has somebody to ask about."""
    by_contact: dict[tuple[int | None, str], list[SlotDue]] = {}
    recipients: dict[tuple[int | None, str], Contact | None] = {}
    for slot in followup.to_ask(db, now, ASK_BATCH):
        contact = whom_to_ask(db, slot.episode.person)
        alone = slot.episode.person_id if contact is None else None
        key = (contact.id if contact else alone, f"{slot.day}{slot.part}{contact is None}")
        by_contact.setdefault(key, []).append(slot)
        recipients[key] = contact
    for key, slots in by_contact.items():
        _ask(db, watch, slots, recipients[key], now)
    return len(by_contact)


def _ask(
    db: Session, watch: Watch, slots: Sequence[SlotDue], contact: Contact | None, now: datetime
) -> None:
    programme = watch.programmes[slots[0].episode.programme]
    person_id = contact.person_id if contact else slots[0].episode.person_id
    part = next(p for p in programme.parts if p.name == slots[0].part)
    delivery = queue(
        db,
        DeliveryKind.REMINDER,
        _reminder_text(watch, slots, person_id),
        now,
        person_id=person_id,
        contact_id=contact.id if contact else None,
        fields={"what": f"{part.label}体温上报", "text": "请打开公众号回复体温"},
    )
    for slot in slots:
        slot.asked_at, slot.delivery_id = now, delivery.id


def _reminder_text(watch: Watch, slots: Sequence[SlotDue], recipient_id: int | None) -> str:
    programme = watch.programmes[slots[0].episode.programme]
    part = next(p for p in programme.parts if p.name == slots[0].part)
    people = [slot.episode.person for slot in slots]
    names = "、".join("您" if p.id == recipient_id else tree.call(p) for p in people)
    return programme.ask.format(names=names, part=f"今天{part.label}", title=programme.title)


def _end_over(db: Session, watch: Watch, now: datetime) -> int:
    over = followup.end_over(db, watch.today(now), now)
    for episode in over:
        programme = watch.programmes.get(episode.programme)
        contact = whom_to_ask(db, episode.person)
        if programme is not None and contact is not None:
            named = "您" if contact.person_id == episode.person_id else tree.call(episode.person)
            text = f"{named}的{programme.title}到期结束了，不用再报体温。谢谢您这些天的配合，保重身体。"
            queue(
                db,
                DeliveryKind.INFO,
                text,
                now,
                person_id=episode.person_id,
                contact_id=contact.id,
            )
    return len(over)


def whom_to_ask(db: Session, person: Person) -> Contact | None:
    """Return who answers for this person: themselves, or somebody of the household."""
    own = contacts.of_person(db, person.id)
    if own is not None and own.state == "following":
        return own
    if person.household_id is not None:
        others = contacts.of_household(db, person.household_id)
        if others:
            return others[0]
    return own


def welcome(programme: Programme, names: str, ends_on: date) -> str:
    """What a household hears when follow-up begins: how it works, why, how long it is kept."""
    text = programme.welcome.format(
        names=names, title=programme.title, ends=f"{ends_on.month}月{ends_on.day}日"
    )
    return f"{text}\n{programme.purpose}"


def describe(noted: Sequence[Noted], recipient_id: int | None) -> str:
    """Repeat what was stored, a line for each person: who, which part of the day, what."""
    lines: dict[tuple[int, str], list[str]] = {}
    called: dict[tuple[int, str], str] = {}
    for item in noted:
        report = item.report
        key = (report.person.id, item.part.name)
        who = "您" if report.person.id == recipient_id else tree.call(report.person)
        called[key] = f"{who}今天{item.part.label}"
        lines.setdefault(key, []).extend(_words(report))
    return "\n".join(f"{called[key]} {'、'.join(words)}" for key, words in lines.items())


def _words(report: Report) -> list[str]:
    value = _value(report)
    words = [f"{value}℃"] if value else []
    words += report.symptoms
    return words or (["没量"] if report.not_measured else ["一切正常"])
