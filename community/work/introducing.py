"""Somebody says which door is theirs: the grid worker of that building confirms it with one reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from community.work import casework
from community.work.escalation import Desk, Subject
from core.forms import FormSpec
from db.models import WorkItem
from db.people import units


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who somebody says they are: the filled form, and how its address reads."""

    filled: Mapping[str, Any]
    address: str

    @property
    def name(self) -> str:
        return str(self.filled["name"])


@dataclass(frozen=True, slots=True)
class Introduced:
    """What waits for the grid worker; whether the very same waited before."""

    item: WorkItem
    was_waiting: bool


def introduce(
    actor: Actor,
    db: Session,
    spec: FormSpec,
    said: Introduction,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> Introduced | Refused:
    """Ask the grid worker of a building; until they confirm nothing is bound."""
    address = said.filled["address"]
    found = units.buildings(db, str(address.get("building")))
    if not found:
        return Refused("no_building", said.address)
    waiting = casework.waiting_for(actor, db, spec.id)
    if waiting is not None and waiting[1].answers.get("address") == address:
        return Introduced(waiting[0], was_waiting=True)
    answers = {**said.filled, "building_unit": str(found[0].id)}
    subject = Subject(None, actor.contact_id, found[0], turn_id)
    headline = spec.headline.format_map({"name": said.name, "address": said.address})
    sent = casework.submit(db, spec, answers, subject, headline, now, desk)
    return Introduced(sent.item, was_waiting=False)
