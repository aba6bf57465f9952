"""Why somebody was or was not reminded on a day: the very decisions, one cause a part of the day."""

import enum
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.followup.reminding import AskVerdict, decide, part_of, recipient
from community.followup.watch import Watch
from community.people.access import Actor, Refused
from db import deliveries
from db.followup import asking, episodes, reports
from db.followup.asking import OpenSlot
from db.followup.reports import Member
from db.models import DeliveryStatus, Episode, EpisodeState, SlotDue, SlotState
from db.people import persons


class Cause(enum.StrEnum):
    """What kept a reminder back, or that there was one; beside these the words of `AskVerdict`."""

    NOT_WATCHED = "not_watched"
    ENDED = "ended"
    PAUSED = "paused"
    NOT_BEGUN = "not_begun"
    NOT_YET = "not_yet"
    NO_SLOT = "no_slot"
    ALREADY_DONE = "already_done"
    NOT_RUNNING = "not_running"
    HEARD = "heard_without_value"
    SENT = "sent"
    SENT_UNSURE = "sent_unsure"
    QUEUED = "queued"
    CALLED_OFF = "called_off"
    FAILED = "failed"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class ReminderCause:
    """One part of a day (its name; "" for the whole of it), what the cause was, and when.

    `because` is a reason of the outbox where it is its doing; `to_id` whose phone was written to.
    """

    part: str
    cause: str
    at: datetime | None = None
    because: str | None = None
    to_id: int | None = None


def why(
    actor: Actor, db: Session, watch: Watch, person_id: int, day: date, now: datetime
) -> list[ReminderCause] | Refused:
    """Return a cause for each part of a day; for the person themselves, their family, their staff."""
    person = persons.get(db, person_id)
    is_own = actor.person_id == person_id or (
        person.household_id is not None
        and actor.person_id is not None
        and persons.get(db, actor.person_id).household_id == person.household_id
    )
    in_care = person.household is not None and actor.covers(person.household.unit)
    if not (is_own or (actor.is_staff and in_care)):
        return Refused("not_in_care")
    return causes(db, watch, person_id, day, now)


def causes(
    db: Session, watch: Watch, person_id: int, day: date, now: datetime
) -> list[ReminderCause]:
    """Return a cause for each part of a day, as the clock decides or has decided."""
    episode = episodes.active_of_person(db, person_id, day)
    slots = {slot.part: slot for slot in episodes.slots_on(db, [person_id], day)}
    if episode is None and not slots:
        return [_unwatched(db, person_id, day)]
    found = {name: _of_slot(db, watch, slot, now) for name, slot in slots.items()}
    if episode is not None:
        found |= {
            why.part: why
            for why in _without_slot(watch, episode, day, now)
            if why.part not in found
        }
    order = [part.name for each in watch.programmes.values() for part in each.parts]
    return sorted(
        found.values(), key=lambda each: order.index(each.part) if each.part in order else 99
    )


def _unwatched(db: Session, person_id: int, day: date) -> ReminderCause:
    last = episodes.last_of_person(db, person_id)
    if last is None:
        return ReminderCause("", Cause.NOT_WATCHED)
    if last.starts_on > day:
        return ReminderCause("", Cause.NOT_BEGUN)
    if last.state is EpisodeState.PAUSED:
        return ReminderCause("", Cause.PAUSED, last.paused_at)
    return ReminderCause("", Cause.ENDED, last.closed_at)


def _without_slot(watch: Watch, episode: Episode, day: date, now: datetime) -> list[ReminderCause]:
    programme = watch.programmes.get(episode.programme)
    if programme is None:
        return [ReminderCause("", AskVerdict.NO_PROGRAMME)]
    return [
        ReminderCause(
            part.name,
            Cause.NOT_YET if watch.at(day, part.asks) > now else Cause.NO_SLOT,
            watch.at(day, part.asks),
        )
        for part in programme.parts
    ]


def _of_slot(db: Session, watch: Watch, slot: SlotDue, now: datetime) -> ReminderCause:
    if slot.asked_at is not None:
        return _of_reminder(db, slot)
    if slot.state is SlotState.FILLED:
        told = reports.told_at(db, slot.observation_id) if slot.observation_id else None
        return ReminderCause(slot.part, Cause.ALREADY_DONE, told or slot.filled_at)
    if slot.state is SlotState.MISSED:
        return ReminderCause(slot.part, slot.reason or Cause.NOT_RUNNING)
    return _of_open(db, watch, slot, now)


def _of_reminder(db: Session, slot: SlotDue) -> ReminderCause:
    sent = deliveries.get(db, slot.delivery_id) if slot.delivery_id is not None else None
    if sent is None:
        return ReminderCause(slot.part, Cause.SENT, slot.asked_at)
    cause, at = _BECAME.get(sent.status, Cause.QUEUED), sent.wired_at or sent.created_at
    return ReminderCause(slot.part, cause, at, sent.reason, sent.person_id)


_BECAME = {
    DeliveryStatus.WIRED: Cause.SENT,
    DeliveryStatus.HEARD: Cause.SENT,
    DeliveryStatus.UNKNOWN: Cause.SENT_UNSURE,
    DeliveryStatus.FAILED: Cause.FAILED,
    DeliveryStatus.CANCELLED: Cause.CALLED_OFF,
}


def _of_open(db: Session, watch: Watch, slot: SlotDue, now: datetime) -> ReminderCause:
    """Decide about a slot that waits as the clock would, and say what that comes to."""
    episode = slot.episode
    person = episode.person
    member = Member(person.id, person.name, person.relation)
    waits = OpenSlot(
        slot.id, episode.programme, slot.day, slot.part, slot.opens_at, slot.closes_at,
        slot.times_asked, person.household_id, member,
    )  # fmt: skip
    if slot.asks_at is None and slot.reason is None:
        return ReminderCause(slot.part, Cause.HEARD)
    phone = recipient(asking.phones(db, [waits]).get(waits.home, []), [waits])
    asked = phone.person_id if phone else person.id
    wish = asking.wishes(db, [asked]).get((asked, slot.part))
    decision = decide(watch, waits, wish, max(now, slot.opens_at))
    if decision.verdict is AskVerdict.ASK:
        return ReminderCause(slot.part, Cause.SOON, slot.asks_at)
    return ReminderCause(slot.part, decision.verdict.value, decision.again_at)


def label(watch: Watch, name: str) -> str:
    """Return how a part of the day is called, whatever programme it is of."""
    found = (part_of(watch, programme, name) for programme in watch.programmes)
    return next((part.label for part in found if part is not None), name)
