"""Coming to us by a building's code, leaving, and what became of a message on its way."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor
from db import deliveries
from db.models import Contact, Unit
from db.people import contacts, units


def scan(actor: Actor, db: Session, scene: str | None) -> Unit | None:
    """Return the unit whose code somebody came by, and remember it beside their address."""
    unit = units.unit_by_scene(db, scene) if scene else None
    if unit is not None and actor.contact_id is not None:
        db.get_one(Contact, actor.contact_id).scene = scene
    return unit


def building_scanned(actor: Actor, db: Session) -> str | None:
    """Return the number of the building by whose code somebody came."""
    contact = db.get(Contact, actor.contact_id) if actor.contact_id is not None else None
    unit = units.unit_by_scene(db, contact.scene) if contact is not None and contact.scene else None
    return unit.building if unit is not None else None


def unfollow(actor: Actor, db: Session, sent_at: datetime) -> None:
    """Write down since when an address can no longer be reached."""
    if actor.contact_id is not None:
        contacts.leave(db, actor.contact_id, sent_at)


def note_outcome(db: Session, platform_id: str, *, arrived: bool, reason: str) -> None:
    """Write down what the platform says became of a message; nobody did that by hand."""
    deliveries.note_outcome(db, platform_id, arrived=arrived, reason=reason)
