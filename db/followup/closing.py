"""What an end rests on: whose days are over, and what was reported, tested and told of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from db.followup.asking import of_homes
from db.followup.episodes import RUNNING, has_ended, is_open
from db.followup.reports import Member
from db.given import among
from db.models import (
    GOING_ON,
    Contact,
    ContactState,
    Delivery,
    DeliveryStatus,
    EndReason,
    Episode,
    EpisodeState,
    Grade,
    ItemKind,
    Observation,
    Person,
    Sample,
    SampleResult,
    SlotDue,
    SlotState,
    WorkItem,
)
from db.people.contacts import best_first


@dataclass(frozen=True, slots=True)
class Housed(Member):
    """Somebody, and where they live."""

    household_id: int | None


@dataclass(frozen=True, slots=True)
class EndingEpisode:
    """An episode whose last day is over, as far as its end rests on it."""

    id: int
    programme: str
    starts_on: date
    ends_on: date
    held_on: date | None
    state: EpisodeState
    opened_at: datetime
    person: Housed

    @property
    def person_id(self) -> int:
        return self.person.id


Followed = Episode | EndingEpisode
F = TypeVar("F", bound=Followed)

# Who somebody is, and nothing else of them that would have to be opened.
_NAMES = joinedload(Episode.person).load_only(Person.name, Person.relation, Person.household_id)


@dataclass(frozen=True, slots=True)
class ReportTold:
    """One report that counts, as far as an end rests on it."""

    day: date
    part: str
    kind: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Tested:
    """One sample that was due, and its result; None while there is none."""

    day: date
    is_required: bool
    result: SampleResult | None


def over(db: Session, today: date, limit: int) -> list[EndingEpisode]:
    """Return all of some households whose last day is over and who are still watched over.

    They come household by household; whoever has none is alone.
    """
    first = select(Episode.person_id).where(has_ended(today)).order_by(Episode.id).limit(limit)
    some = db.execute(select(Person.id, Person.household_id).where(Person.id.in_(first))).all()
    homes = {home for _, home in some if home is not None}
    alone = {number for number, home in some if home is None}
    rows: Iterable[Any] = db.execute(
        select(*_ENDING)
        .join(Person, Episode.person_id == Person.id)
        .where(has_ended(today), of_homes(db, homes, alone))
        .order_by(Person.household_id, Person.id, Episode.id)
        .with_for_update(skip_locked=True, of=Episode)
    )
    return [_ending(row) for row in rows]


_ENDING = (
    Episode.id,
    Episode.programme,
    Episode.starts_on,
    Episode.ends_on,
    Episode.held_on,
    Episode.state,
    Episode.opened_at,
    Person.id,
    Person.name,
    Person.relation,
    Person.household_id,
)


def _ending(row: Sequence[Any]) -> EndingEpisode:
    number, programme, starts, ends, held, state, opened, *person = row
    return EndingEpisode(number, programme, starts, ends, held, state, opened, Housed(*person))


def told_since(
    db: Session, person_ids: Collection[int], since: date
) -> Mapping[int, list[ReportTold]]:
    """Return by person what was reported from a day on and was not replaced."""
    rows = db.execute(
        select(
            Observation.person_id,
            Observation.day,
            Observation.part,
            Observation.kind,
            Observation.grade,
        ).where(
            among(db, Observation.person_id, person_ids),
            Observation.day >= since,
            Observation.replaced_by.is_(None),
        )
    )
    found: dict[int, list[ReportTold]] = defaultdict(list)
    for person_id, day, part, kind, grade in rows:
        found[person_id].append(ReportTold(day, part, kind, grade))
    return found


def tested(db: Session, episode_ids: Collection[int]) -> Mapping[int, list[Tested]]:
    """Return by episode the samples that were to be taken."""
    rows = db.execute(
        select(Sample.episode_id, Sample.day, Sample.is_required, Sample.result).where(
            among(db, Sample.episode_id, episode_ids)
        )
    )
    found: dict[int, list[Tested]] = defaultdict(list)
    for number, day, is_required, result in rows:
        found[number].append(Tested(day, is_required, result))
    return found


def with_open_check(db: Session, person_ids: Collection[int]) -> set[int]:
    """Return about whom a fever or a danger is still being seen to."""
    rows = db.scalars(
        select(WorkItem.person_id).where(
            among(db, WorkItem.person_id, person_ids),
            WorkItem.kind.in_((ItemKind.FEVER, ItemKind.DANGER)),
            WorkItem.state.in_(GOING_ON),
        )
    )
    return {number for number in rows if number is not None}


def releases_open(db: Session, person_ids: Collection[int]) -> Sequence[WorkItem]:
    """Return the items that wait for somebody to release one of these."""
    return db.scalars(
        select(WorkItem)
        .where(
            among(db, WorkItem.person_id, person_ids),
            WorkItem.kind == ItemKind.RELEASE,
            WorkItem.state.in_(GOING_ON),
        )
        .order_by(WorkItem.id)
    ).all()


def going_on(db: Session, households: Collection[int], day: date) -> Mapping[int, list[Episode]]:
    """Return by household whose episode nobody has closed, paused or not, one after the other."""
    rows = db.scalars(
        select(Episode)
        .join(Person, Episode.person_id == Person.id)
        .where(
            among(db, Person.household_id, households),
            Episode.state.in_(RUNNING),
            Episode.starts_on <= day,
        )
        .order_by(Episode.id)
        .options(_NAMES)
    )
    found: dict[int, list[Episode]] = defaultdict(list)
    for episode in rows:
        if episode.person.household_id is not None:
            found[episode.person.household_id].append(episode)
    return found


def others_going_on(
    db: Session, households: Collection[int], but: Collection[int], day: date
) -> Mapping[int, list[Housed]]:
    """Return by household whose episodes go on beside these."""
    rows: Iterable[Any] = db.execute(
        select(Person.id, Person.name, Person.relation, Person.household_id)
        .join(Episode, Episode.person_id == Person.id)
        .where(
            among(db, Person.household_id, households),
            Episode.state.in_(RUNNING),
            Episode.starts_on <= day,
            ~among(db, Episode.id, but),
        )
        .order_by(Episode.id)
    )
    found: dict[int, list[Housed]] = defaultdict(list)
    for number, name, relation, home in rows:
        found[home].append(Housed(number, name, relation, home))
    return found


def of_person(db: Session, person_id: int) -> Episode | None:
    """Return the newest episode of somebody that is not closed, paused or not."""
    return db.scalar(
        select(Episode)
        .where(Episode.person_id == person_id, Episode.state.in_(RUNNING))
        .order_by(Episode.id.desc())
        .limit(1)
    )


def hold(db: Session, episode_ids: Sequence[int], day: date) -> None:
    """Their end was looked at on a day, and something spoke against it: they go on."""
    db.execute(update(Episode).where(among(db, Episode.id, episode_ids)).values(held_on=day))


def end(db: Session, episode_ids: Sequence[int], reason: EndReason, now: datetime) -> None:
    """Nothing continues: no slot stays open, and what waits to be said of one is not said."""
    db.flush()
    done = {"state": EpisodeState.ENDED, "closed_at": now, "end_reason": reason}
    done |= {"held_on": None, "paused_at": None}
    db.execute(update(Episode).where(among(db, Episode.id, episode_ids)).values(done))
    drop_open_slots(db, episode_ids)


def drop_open_slots(db: Session, episode_ids: Sequence[int]) -> None:
    """Ask for nothing more; a reminder that waits and names nobody else is not sent."""
    theirs = among(db, SlotDue.episode_id, episode_ids) & is_open()
    # Sorted out here: asked for those that were asked, the engine goes through all that ever were.
    named = set(db.scalars(select(SlotDue.delivery_id).where(theirs)))
    asked = [number for number in named if number is not None]
    db.execute(delete(SlotDue).where(theirs))
    if not asked:
        return
    still = select(SlotDue.delivery_id).where(among(db, SlotDue.delivery_id, asked), is_open())
    unsent = among(db, Delivery.id, asked) & (Delivery.status == DeliveryStatus.QUEUED)
    nobody = update(Delivery).where(unsent, Delivery.id.not_in(still))
    db.execute(nobody.values(status=DeliveryStatus.CANCELLED, reason="already_done"))


def reminders_waiting(db: Session, person_ids: Collection[int]) -> Sequence[int]:
    """Return the reminders that wait for an open slot in the households of these people."""
    homes = select(Person.household_id).where(among(db, Person.id, person_ids))
    return db.scalars(
        select(Delivery.id)
        .join(SlotDue, SlotDue.delivery_id == Delivery.id)
        .join(Episode, SlotDue.episode_id == Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .where(
            SlotDue.state == SlotState.OPEN,
            Person.household_id.in_(homes),
            Delivery.status == DeliveryStatus.QUEUED,
        )
        .distinct()
    ).all()


@dataclass(frozen=True, slots=True)
class AnsweringPhone:
    """An address that answers for somebody, and whose it is."""

    id: int
    person_id: int
    state: ContactState
    heard_at: datetime | None


def answering(db: Session, people: Sequence[Person | Housed]) -> dict[int, AnsweringPhone]:
    """Return for each person the address that answers for them: their own, else one of the household.

    As `contacts.of_person` and `contacts.of_household` say for one; in one question for all.
    """
    homes = {one.household_id for one in people if one.household_id is not None}
    ids = {one.id for one in people}
    rows: Iterable[Any] = db.execute(
        select(
            Contact.id,
            Person.id,
            Contact.state,
            Contact.heard_at,
            Person.household_id,
            Person.is_respondent,
        )
        .join(Person, Contact.person_id == Person.id)
        .where(of_homes(db, homes, ids), Contact.is_vouched)
    )
    own: dict[int, list[AnsweringPhone]] = defaultdict(list)
    home: dict[int, list[tuple[bool, AnsweringPhone]]] = defaultdict(list)
    for *phone, household_id, is_respondent in rows:
        contact = AnsweringPhone(*phone)
        own[contact.person_id].append(contact)
        if household_id is not None and contact.state == ContactState.FOLLOWING:
            home[household_id].append((is_respondent, contact))
    found = {}
    for one in people:
        best = best_first(own[one.id])
        others = home[one.household_id] if one.household_id is not None else []
        heads = best_first([each for is_head, each in others if is_head])
        rest = best_first([each for is_head, each in others if not is_head])
        if best and best[0].state == ContactState.FOLLOWING:
            found[one.id] = best[0]
        elif heads or rest or best:
            found[one.id] = [*heads, *rest, *best][0]
    return found


def of_same_homes(db: Session, people: Collection[int], homes: Collection[int]) -> set[int]:
    """Return these people and everybody they live with."""
    found = select(Person.id).where(of_homes(db, homes, people))
    return set(db.scalars(found))


def is_any_held(db: Session, person_id: int | None) -> bool:
    """Tell whether somebody, or anybody they live with, is held."""
    home = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
    found = (
        select(Episode.id)
        .join(Person, Episode.person_id == Person.id)
        .where(
            or_(Person.id == person_id, Person.household_id == home),
            Episode.state.in_(RUNNING),
            Episode.held_on.is_not(None),
        )
    )
    return db.scalar(found.limit(1)) is not None


def ended_in(db: Session, household_id: int) -> Sequence[Episode]:
    """Return the newest closed episode of each of a household."""
    newest = (
        select(func.max(Episode.id))
        .join(Person, Episode.person_id == Person.id)
        .where(Person.household_id == household_id, Episode.state == EpisodeState.ENDED)
        .group_by(Episode.person_id)
    )
    return db.scalars(select(Episode).where(Episode.id.in_(newest)).order_by(Episode.id)).all()
