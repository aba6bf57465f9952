"""The building of a number, the household behind a door, and who is bound to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people.access import Actor
from core.announcements import Decided
from db.models import Contact, Household, Submission, Unit
from db.people import persons, units


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


def bind(db: Session, decided: Decided, now: datetime) -> None:
    """Connect the address with the person a grid worker has confirmed."""
    if decided.form != JOIN or not decided.accepted:
        return
    submission = db.get_one(Submission, decided.submission_id)
    contact = db.get_one(Contact, submission.contact_id)
    building = units.get_unit(db, int(submission.answers["building_unit"]))
    household = household_at(db, building, submission.answers["address"])
    name = str(submission.answers["name"])
    known = persons.named(db, name, household.id)
    is_respondent = not any(
        person.is_respondent for person in persons.in_household(db, household.id)
    )
    person = (
        known[0]
        if known
        else persons.add(db, now, name=name, household_id=household.id, is_respondent=is_respondent)
    )
    contact.person_id = person.id
    submission.person_id = person.id
