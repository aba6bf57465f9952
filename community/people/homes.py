"""The household behind a door."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import Household, Unit
from db.people import units


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
