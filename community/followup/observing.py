"""Staff begin and end to watch over somebody, and a household decides that it is enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from community.followup import alarms
from community.followup.beginning import (
    LONGEST,
    LOOKERS,
    ObservationBegun,
    Term,
    begin_all,
    busy,
    tell_begin,
)
from community.followup.episodes import end_episode, open_episode, resume_episode
from community.followup.watch import Watch
from community.people import family, tree
from community.people.access import Actor, Refused
from community.people.homes import building_of, household_at
from community.work import escalation
from community.work.escalation import Desk
from core.announcements import Decided
from core.library import Programme
from db.followup import closing, episodes
from db.followup.reports import Watched
from db.models import (
    EndReason,
    Episode,
    ItemKind,
    Person,
    Submission,
    Unit,
    WorkItem,
)
from db.people import persons


@dataclass(frozen=True, slots=True)
class Observed:
    """Whom staff name: the door they live behind, and what they are called."""

    address: Mapping[str, Any]
    name: str

    @classmethod
    def of(cls, person: Person) -> "Observed":
        """Return somebody of the register who lives behind a door."""
        home = person.household
        assert home is not None, "whoever is watched over by name lives behind a door"
        address = {"building": home.building, "unit": home.entrance, "room": home.room}
        return cls(address, tree.call(person))


def begin(
    actor: Actor,
    db: Session,
    watch: Watch,
    whom: Sequence[Observed],
    programme: Programme,
    days: int,
    now: datetime,
) -> ObservationBegun | Refused:
    """Begin to watch over people behind one door; the household hears once how it works and why."""
    building = building_for(actor, db, whom[0])
    if isinstance(building, Refused):
        return building
    if not 1 <= days <= LONGEST:
        return Refused("days")
    home = household_at(db, building, whom[0].address)
    if not tree.responsible(db, building, LOOKERS, now, watch.zone):
        return Refused("nobody_responsible", tree.door(home))
    known = {each.name: next(iter(persons.named(db, each.name, home.id)), None) for each in whom}
    other = busy(db, [each for each in known.values() if each is not None], programme)
    if other is not None:
        return Refused("overlapping", tree.call(other))
    people = [
        person or persons.add(db, now, name=name, household_id=home.id)
        for name, person in known.items()
    ]
    today = watch.today(now)
    term = Term(today, today + timedelta(days=days))
    return begin_all(actor, db, watch, home, people, programme, term, now)


def on_decided(watch: Watch, db: Session, event: Decided, now: datetime) -> None:
    """What was sent in is approved: the programme that follows from it begins, told like any other."""
    wanted = [each for each in watch.programmes.values() if event.form in each.opened_by]
    submission = db.get(Submission, event.submission_id) if event.accepted and wanted else None
    if submission is None or submission.person_id is None:
        return
    person, programme = persons.get(db, submission.person_id), wanted[0]
    home, other = person.household, closing.of_person(db, person.id)
    if home is None or (other is not None and other.programme != programme.id):
        return
    today = watch.today(now)
    starts = max(today, submission.day or today)  # whoever comes later is asked from then on
    days = programme.days + (starts - today).days
    opened = open_episode(db, watch, person, programme, days, now, starts_on=starts)
    db.flush()
    tell_begin(db, watch, [opened], programme, now)


def building_for(actor: Actor, db: Session, whom: Observed) -> Unit | Refused:
    """Return the building, in what somebody of the staff is responsible for."""
    if not actor.is_staff:
        return Refused("not_staff")
    number = str(whom.address["building"])
    return building_of(actor, db, number) or Refused("no_building", number)


def people_at(actor: Actor, db: Session, whom: Observed) -> list[int] | Refused:
    """Return who of a name lives behind a door."""
    building = building_for(actor, db, whom)
    if isinstance(building, Refused):
        return building
    home = household_at(db, building, whom.address)
    return [person.id for person in persons.named(db, whom.name, home.id)]


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
            episode = db.get_one(Episode, each.id)
            end_episode(db, episode, now, EndReason.WITHDREW, by=actor.person_id)
    return _told(actor, db, "不再参加健康监测（自愿退出）。", now, desk, turn_id)


def given_up(actor: Actor, db: Session, today: date) -> list[int]:
    """Return what those of a household ended themselves, and what could still go on."""
    home = family.members(actor, db, today)
    newest = [episodes.last_of_person(db, person.id) for person in home]
    return [
        one.id
        for one in newest
        if one and one.end_reason is EndReason.WITHDREW and one.ends_on >= today
    ]


def take_part_again(
    actor: Actor,
    db: Session,
    watch: Watch,
    numbers: Sequence[int],
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> WorkItem | Refused:
    """Take back that these episodes were ended by whoever speaks; staff hear of it."""
    today = watch.today(now)
    found = [db.get_one(Episode, number) for number in numbers]
    running = [each for each in found if each.ends_on >= today]
    for episode in running:
        resume_episode(db, watch, episode, now)
    if not running:
        return Refused("over")
    return _told(actor, db, "又愿意参加健康监测了，提醒已恢复。", now, desk, turn_id)


def _told(
    actor: Actor, db: Session, what: str, now: datetime, desk: Desk, turn_id: int
) -> WorkItem:
    """Let staff hear what somebody decided about being watched over."""
    speaker = alarms.speaker(db, actor)
    subject = alarms.subject_of(db, actor, speaker.card, turn_id)
    text = f"{speaker.introduction}{what}"
    return escalation.raise_item(db, ItemKind.HELP, text, subject, now, desk)


def leave_out(
    actor: Actor,
    db: Session,
    watch: Watch,
    person_id: int,
    where: str,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> WorkItem | None:
    """End what is voluntary for one of the household who lives elsewhere; staff hear of it.

    None where nobody watches over them.
    """
    episode = episodes.active_of_person(db, person_id, watch.today(now))
    if episode is None:
        return None
    if watch.programmes[episode.programme].voluntary:
        end_episode(db, episode, now, EndReason.WITHDREW, by=actor.person_id)
    speaker, name = alarms.speaker(db, actor), tree.call(persons.get(db, person_id))
    at = f"（{where}）" if where else ""
    text = f"{speaker.introduction}说{name}不在家住{at}，不再报体温。请核实。"
    subject = alarms.subject_of(db, actor, speaker.card, turn_id)
    return escalation.raise_item(db, ItemKind.HELP, text, subject, now, desk)
