"""The building of a number, and the household behind a door."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from community.people.access import Actor
from db.models import Household, Unit
from db.people import units


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
            unit_id=building.id,
            building=building.building or "",
            entrance=entrance,
            room=room,
            room_index=room,
        )
        db.add(found)
        db.flush()  # people point to it
    return found
