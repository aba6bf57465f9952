"""Staff begin and end to watch over somebody, and a household decides that it is enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from community.followup import alarms
from community.followup.episodes import end_episode, open_episode
from community.followup.saying import welcome, whom_to_ask
from community.followup.watch import Watch
from community.people import tree
from community.people.access import Actor, Refused, record
from community.people.homes import building_of, household_at
from community.work import escalation
from community.work.escalation import Desk
from core.library import Programme
from db.followup import episodes
from db.followup.reports import Watched
from db.models import DeliveryKind, Episode, ItemKind, Person, Unit, WorkItem
from db.people import persons
from outbox import queue

LONGEST = 60  # days


@dataclass(frozen=True, slots=True)
class Observed:
    """Whom staff name: the door they live behind, and what they are called."""

    address: Mapping[str, Any]
    name: str


@dataclass(frozen=True, slots=True)
class ObservationBegun:
    """Who is watched over until when, and whether anybody there hears of it."""

    door: str
    ends_on: date
    is_told: bool


@dataclass(frozen=True, slots=True)
class ObservationEnded:
    """Who is no longer watched over, and whether anybody there hears of it."""

    door: str
    is_told: bool


def begin(
    actor: Actor,
    db: Session,
    watch: Watch,
    whom: Observed,
    programme: Programme,
    days: int,
    now: datetime,
) -> ObservationBegun | Refused:
    """Begin to watch over somebody; the household hears how it works and why."""
    building = _building(actor, db, whom)
    if isinstance(building, Refused):
        return building
    if not 1 <= days <= LONGEST:
        return Refused("days")
    home = household_at(db, building, whom.address)
    known = persons.named(db, whom.name, home.id)
    person = known[0] if known else persons.add(db, now, name=whom.name, household_id=home.id)
    episode = open_episode(db, watch, person, programme, days, now, by=actor.person_id)
    record(db, actor, now, "observe", subject=person.id, detail=programme.id)
    told = _tell_begin(db, person, programme, episode, now)
    return ObservationBegun(tree.door(home), episode.ends_on, told)


def end(
    actor: Actor, db: Session, watch: Watch, whom: Observed, now: datetime
) -> ObservationEnded | Refused:
    """End to watch over somebody before their time; the household hears it."""
    building = _building(actor, db, whom)
    if isinstance(building, Refused):
        return building
    home = household_at(db, building, whom.address)
    for person in persons.named(db, whom.name, home.id):
        episode = episodes.active_of_person(db, person.id, watch.today(now))
        if episode is not None:
            end_episode(db, episode, now)
            record(db, actor, now, "stop", subject=person.id)
            return ObservationEnded(tree.door(home), _tell_end(db, person, now))
    return Refused("not_watched", tree.door(home))


def _building(actor: Actor, db: Session, whom: Observed) -> Unit | Refused:
    """Return the building, in what somebody of the staff is responsible for."""
    if not actor.is_staff:
        return Refused("not_staff")
    number = str(whom.address["building"])
    return building_of(actor, db, number) or Refused("no_building", number)


def _tell_begin(
    db: Session, person: Person, programme: Programme, episode: Episode, now: datetime
) -> bool:
    contact = whom_to_ask(db, person)
    if contact is None:
        return False
    named = "您" if contact.person_id == person.id else tree.call(person)
    queue(
        db,
        DeliveryKind.INFO,
        welcome(programme, named, episode.ends_on),
        now,
        person_id=contact.person_id,
        contact_id=contact.id,
        fields={"what": "健康监测开始", "text": "每天早晚回复体温"},
    )
    return True


def _tell_end(db: Session, person: Person, now: datetime) -> bool:
    contact = whom_to_ask(db, person)
    if contact is None:
        return False
    named = "您" if contact.person_id == person.id else tree.call(person)
    text = f"{named}的健康监测已经结束，不用再报体温了，谢谢配合，保重身体。"
    queue(db, DeliveryKind.INFO, text, now, person_id=person.id, contact_id=contact.id)
    return True


def take_no_part(
    actor: Actor,
    db: Session,
    watch: Watch,
    watched: Sequence[Watched],
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> WorkItem | Refused:
    """End what is voluntary for whoever speaks and those they live with; staff hear of it."""
    if not watched:
        return Refused("not_watched")
    for each in watched:
        if watch.programmes[each.programme].voluntary:
            end_episode(db, db.get_one(Episode, each.id), now)
    speaker = alarms.speaker(db, actor)
    text = f"{speaker.introduction}不再参加健康监测（自愿退出）。"
    subject = alarms.subject_of(db, actor, speaker.card, turn_id)
    return escalation.raise_item(db, ItemKind.HELP, text, subject, now, desk)
