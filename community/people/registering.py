"""What staff write into the register of their units: who lives where, and who is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import posts, tree
from community.people.access import Actor, Refused, Role, record
from community.people.homes import building_of, household_at
from core.announcements import Announce, Moved, PersonGone
from db.models import Gone, Person, Unit
from db.people import absences, contacts, erasure, leaving, merging, nicknames, persons, units

WRITERS = frozenset(
    {Role.GRID_WORKER, Role.SECRETARY, Role.TOWNSHIP, Role.LEADER, Role.REPRESENTATIVE}
)


@dataclass(frozen=True, slots=True)
class Behind:
    """A door in what somebody is responsible for, and who lives behind it as far as we know."""

    building: Unit
    address: Mapping[str, Any]
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the register, as staff read them."""

    person: Person
    door: str


def behind(actor: Actor, db: Session, address: Mapping[str, Any]) -> Behind | Refused:
    """Return who lives behind a door; only staff of that building read it."""
    if not actor.is_staff:
        return Refused("not_staff")
    building = building_of(actor, db, str(address.get("building")))
    if building is None:
        return Refused("no_building", str(address.get("building")))
    entrance, room = str(address.get("unit") or ""), str(address.get("room") or "")
    home = units.household_at(db, building, entrance, room)
    people = persons.in_household(db, home.id) if home is not None else []
    return Behind(building, address, [person for person in people if person.gone_on is None])


def find(actor: Actor, db: Session, name: str) -> list[Resident] | Refused:
    """Return whoever of a name lives in what somebody is responsible for."""
    if not actor.is_staff:
        return Refused("not_staff")
    known = [p for p in persons.named(db, name) if p.gone_on is None and p.merged_into is None]
    return [
        Resident(person, tree.door(person.household))
        for person in known
        if person.household is not None and actor.covers(person.household.unit)
    ]


def read(actor: Actor, db: Session, person: Person, now: datetime) -> None:
    """Write down that staff read somebody's phone."""
    record(db, actor, now, "register_read", subject=person.id)


def _may_write(actor: Actor, unit: Unit) -> bool:
    return actor.covers(unit, WRITERS)


def enter(
    actor: Actor,
    db: Session,
    address: Mapping[str, Any],
    name: str,
    now: datetime,
    *,
    phone: str | None = None,
    relation: str | None = None,
    birth: str | None = None,
) -> Resident | Refused:
    """Write somebody down behind a door; whoever has no relation answers for the household.

    `birth` is a day or a year, as it was said.
    """
    place = behind(actor, db, address)
    if isinstance(place, Refused):
        return place
    if not _may_write(actor, place.building):
        return Refused("not_writer")
    if any(person.name == name for person in place.people):
        return Refused("there_already", name)
    home = household_at(db, place.building, address)
    answers = relation is None and not any(person.is_respondent for person in place.people)
    person = persons.add(
        db, now, name=name, household_id=home.id, phone=phone, relation=relation,
        is_respondent=answers,
    )  # fmt: skip
    person.birth = birth
    record(db, actor, now, "registered", subject=person.id)
    return Resident(person, tree.door(home))


def theirs(actor: Actor, db: Session, person_id: int) -> Person | Refused:
    """Return somebody whose record is this one's to change."""
    person = persons.get(db, person_id)
    if person.gone_on is not None or person.household is None:
        return Refused("gone", tree.call(person))
    return person if _may_write(actor, person.household.unit) else Refused("not_writer")


def change(
    actor: Actor,
    db: Session,
    person_id: int,
    now: datetime,
    *,
    phone: str | None = None,
    relation: str | None = None,
) -> Person | Refused:
    """Change how somebody is rung or related; their phone with us stays bound as it is."""
    person = theirs(actor, db, person_id)
    if isinstance(person, Refused):
        return person
    if phone is not None:
        person.phone = person.phone_index = phone
    if relation is not None:
        person.relation = relation
    what = "phone" if phone is not None else "relation"
    record(db, actor, now, f"{what}_changed", subject=person.id)
    return person


def move(
    actor: Actor,
    db: Session,
    person_id: int,
    address: Mapping[str, Any],
    now: datetime,
    announce: Announce,
) -> Resident | Refused:
    """Let somebody live behind another door of what one is responsible for."""
    person = theirs(actor, db, person_id)
    if isinstance(person, Refused):
        return person
    place = behind(actor, db, address)
    if isinstance(place, Refused):
        return place
    if not _may_write(actor, place.building):
        return Refused("not_writer")
    if any(other.name == person.name for other in place.people):
        return Refused("there_already", tree.call(person))
    old, before = person.household_id, person.household
    assert before is not None, "whoever may be written about lives behind a door"
    moved = Moved(person.id, before.unit_id, tree.door(before))
    home = household_at(db, place.building, address)
    _leave_home(db, person)
    person.household_id = home.id
    person.is_respondent = not any(other.is_respondent for other in place.people)
    person.relation = None if person.is_respondent else person.relation
    record(db, actor, now, "moved", subject=person.id)
    db.flush()
    db.refresh(person, ["household"])
    announce(db, moved, now)
    if old is not None and old != home.id:
        erasure.drop_empty_home(db, old)
    return Resident(person, tree.door(home))


def gone(
    actor: Actor,
    db: Session,
    person_id: int,
    because: Gone,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
) -> Person | Refused:
    """Somebody moved away or died: counted, asked, told and reached no more, from today.

    Whoever moves hands a post over first; of whoever died it ends, by somebody who may end it.
    """
    person = theirs(actor, db, person_id)
    if isinstance(person, Refused):
        return person
    if not _lay_down_posts(actor, db, person_id, because, now, zone, announce):
        return Refused("holds_post", tree.call(person))
    leaving.lay_down(db, person_id, now)
    person.gone_on, person.gone_because = absences.day_of(now, zone), because
    announce(db, PersonGone(person.id, because), now)
    leaving.cancel_to(db, person.id)
    leaving.unbind_all(db, person.id)
    nicknames.forget(db, person.id)
    home = person.household_id
    _leave_home(db, person)
    if home is not None:
        erasure.drop_empty_home(db, home)
    record(db, actor, now, because.value, subject=person.id)
    return person


def _lay_down_posts(
    actor: Actor,
    db: Session,
    person_id: int,
    because: Gone,
    now: datetime,
    zone: ZoneInfo,
    announce: Announce,
) -> bool:
    """End whoever's posts have died; False where somebody holds one that is not to be ended here."""
    held = units.posts_of(db, person_id, now, zone)
    own = [post for post in held if post.person_id == person_id and post.begins_at is None]
    if because is not Gone.DIED:
        return not held
    if not all(actor.covers(post.unit, posts.APPOINTERS) for post in own):
        return False
    return not any(
        isinstance(posts.end_post(actor, db, post, now, zone, announce), Refused) for post in own
    )


def _leave_home(db: Session, person: Person) -> None:
    """Somebody else answers for the household from now on."""
    home, was = person.household_id, person.is_respondent
    person.household_id, person.is_respondent = None, False
    db.flush()
    heir = leaving.next_respondent(db, home, person.id) if home is not None and was else None
    if heir is not None:
        heir.is_respondent = True


def merge(actor: Actor, db: Session, gone_id: int, kept_id: int, now: datetime) -> Person | Refused:
    """Let one record stand for two of one person; whoever has a phone with us, or a post, stays.

    Two who both have phones are two people until one of the phones is given up.
    """
    found = [theirs(actor, db, person_id) for person_id in (gone_id, kept_id)]
    if any(isinstance(one, Refused) for one in found):
        return next(one for one in found if isinstance(one, Refused))
    stays = [_is_in_use(db, person_id) for person_id in (gone_id, kept_id)]
    if all(stays):
        return Refused("both_bound")
    if stays[0]:
        gone_id, kept_id = kept_id, gone_id
    home = persons.get(db, gone_id).household_id
    merging.merge(db, gone_id, into=kept_id)
    if home is not None:
        erasure.drop_empty_home(db, home)
    record(db, actor, now, "merged", subject=kept_id, detail=f"person {gone_id}")
    return persons.get(db, kept_id)


def _is_in_use(db: Session, person_id: int) -> bool:
    return contacts.of_person(db, person_id) is not None or erasure.holds_post(db, person_id)
