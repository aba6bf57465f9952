"""The building of a number, the household behind a door, and who is bound to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people import tree
from community.people.access import Actor
from core.announcements import Decided
from db.models import Contact, Household, Person, Submission, Unit
from db.people import contacts, erasure, merging, persons, units


def building_of(actor: Actor, db: Session, number: str) -> Unit | None:
    """Return the building of this number in what somebody of the staff is responsible for."""
    found = (unit for seat in actor.seats() for unit in units.buildings(db, number, seat))
    return next(found, None)


def household_at(db: Session, building: Unit, address: Mapping[str, Any]) -> Household:
    """Return the household behind a door, writing it down if nobody has yet."""
    entrance, room = str(address.get("unit") or ""), str(address.get("room") or "")
    found = units.household_at(db, building, entrance, room)
    if found is None:
        found = Household(
            unit_id=units.entrance_of(db, building, entrance).id,
            building=building.building or "",
            entrance=entrance,
            room=room,
            room_index=room,
        )
        db.add(found)
        db.flush()  # people point to it
    return found


JOIN = "join"  # the form by which somebody says which door is theirs
# What is laid beside the answers of that form: who holds the place, what their phone said of it,
# and whether staff have seen who asks.
HOLDERS, WORD, SEEN = "_holders", "_word", "_seen"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is bound to a place, and since when; None where that was not written down."""

    person_id: int
    name: str
    since: datetime | None


def holders(db: Session, building: Unit, address: Mapping[str, Any], but: Actor) -> list[Holder]:
    """Return who is bound to a place already, besides whoever asks."""
    entrance, room = str(address.get("unit") or ""), str(address.get("room") or "")
    home = units.household_at(db, building, entrance, room)
    rows = contacts.bound_in(db, home.id) if home is not None else []
    found = [Holder(person.id, tree.call(person), since) for person, since in rows]
    return [holder for holder in found if holder.person_id != but.person_id]


def bind(db: Session, decided: Decided, now: datetime) -> None:
    """Connect the address with the person a grid worker has confirmed.

    Where others hold the place it is one phone more, with a trace of its own: it reads nothing
    until the first phone says yes, or staff have seen who holds it.
    """
    if decided.form != JOIN or not decided.accepted:
        return
    submission = db.get_one(Submission, decided.submission_id)
    contact = db.get_one(Contact, submission.contact_id)
    building = units.get_unit(db, int(submission.answers["building_unit"]))
    household = household_at(db, building, submission.answers["address"])
    person = _whose(db, contact, str(submission.answers["name"]), household, now)
    contact.person_id, contact.bound_at = person.id, now
    contact.is_vouched = is_vouched(submission.answers)
    submission.person_id = person.id


def is_vouched(answers: Mapping[str, Any]) -> bool:
    """Tell whether somebody may stand for this: the place was free, its phone said yes, or staff saw."""
    return not answers.get(HOLDERS) or bool(answers.get(SEEN)) or answers.get(WORD) == "yes"


def _whose(db: Session, contact: Contact, name: str, household: Household, now: datetime) -> Person:
    """Return the person an address is for: posts belong to a person, so whoever has some stays."""
    family = persons.in_household(db, household.id)
    known = next(iter(persons.named(db, name, household.id)), None)
    was = persons.get(db, contact.person_id) if contact.person_id is not None else None
    answers = not any(person.is_respondent for person in family)
    if was is not None and (was.name in (None, name) or erasure.holds_post(db, was.id)):
        if known is not None and known.id != was.id and not known.contacts:
            merging.merge(db, known.id, into=was.id)
        was.name = was.name_index = was.name or name
        was.household_id, was.is_respondent = household.id, was.is_respondent or answers
        return was
    if known is not None:
        return known
    return persons.add(db, now, name=name, household_id=household.id, is_respondent=answers)


def of_person(db: Session, person_id: int | None) -> Household | None:
    """Return where somebody lives, if we know them and it."""
    return persons.get(db, person_id).household if person_id is not None else None


def is_behind(db: Session, person_id: int | None, address: Mapping[str, Any]) -> bool:
    """Tell whether somebody lives behind the door an address names; an entrance may be left out."""
    home = of_person(db, person_id)
    if home is None:
        return False
    said = [str(address.get(part) or "") for part in ("building", "unit", "room")]
    return home.building == said[0] and home.room == said[2] and said[1] in ("", home.entrance)
