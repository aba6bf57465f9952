"""A second person's word on what was written, and taking a rule back that was given wrongly."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import library
from community.knowledge.corrections import code_of
from community.knowledge.enforcing import Contradicted, InForce, contradicted, put_in_force
from community.knowledge.library import Live
from community.knowledge.rights import WRITERS, level_of, seat_of
from community.knowledge.shelf import Held
from community.people import access, tree
from community.people.access import Actor, Refused
from core.library import Entry, Rule
from db.knowledge import versions
from db.knowledge.versions import ENTRY, RULE
from db.models import DeliveryKind, EntryVersion, Standing, Version
from outbox import queue


@dataclass(frozen=True, slots=True)
class IsAnswer:
    """What waits is an answer to residents: it is agreed to by its own number."""

    number: int


@dataclass(frozen=True, slots=True)
class Declined:
    """It was not approved; whoever wrote it hears so."""

    code: str


@dataclass(frozen=True, slots=True)
class RuleTakenBack:
    """It is given to nobody any more; whoever heard it will hear so."""

    code: str


def approve(
    actor: Actor, db: Session, live: Live, kind: str, number: int, now: datetime, zone: ZoneInfo
) -> InForce | Contradicted | IsAnswer | Refused:
    """Put in force what somebody else wrote, if nothing in force contradicts it."""
    row = _waiting(actor, db, kind, number)
    if isinstance(row, Refused):
        return row
    if row.author_id == actor.person_id:
        return Refused("own")
    if isinstance(row, EntryVersion):
        return _approve_entry(actor, db, row, now)
    rule = Rule.model_validate(row.body)
    draft = Held(rule, row.version, row.id, row.from_at, row.until_at)
    return contradicted(db, live, draft) or put_in_force(actor, db, row, rule, now, zone)


def _waiting(actor: Actor, db: Session, kind: str, number: int) -> Version | Refused:
    """Return a draft, or why its approval is not for this person to decide now."""
    if not actor.holds(WRITERS):
        return Refused("not_writer")
    versions.wait_for_turn(db)  # somebody else may be approving it at this moment
    row = versions.get(db, kind, number)
    if row is None or row.state is not Standing.DRAFT:
        return Refused("not_waiting")
    return row


def _approve_entry(
    actor: Actor, db: Session, row: EntryVersion, now: datetime
) -> InForce | IsAnswer:
    if row.number is not None:
        return IsAnswer(row.number)
    library.approve(db, row, actor.person(db), now)
    code = code_of(ENTRY, row.id)
    access.record(db, actor, now, "entry_approved", detail=code)
    return InForce(code, Entry.model_validate(row.body).answer)


def decline(
    actor: Actor, db: Session, kind: str, number: int, now: datetime
) -> Declined | IsAnswer | Refused:
    """Say no to a draft; whoever wrote it hears by whom."""
    row = _waiting(actor, db, kind, number)
    if isinstance(row, Refused):
        return row
    if isinstance(row, EntryVersion) and row.number is not None:
        return IsAnswer(row.number)
    library.withdraw(db, row, now)
    code = code_of(kind, row.id)
    access.record(db, actor, now, "rule_declined", detail=code)
    seat = seat_of(actor)
    if row.author_id is not None and seat is not None:
        who = f"{seat.name}{tree.call(actor.person(db))}"
        text = f"您写的{code}没有批准（{who}）。要改请再写一条，或直接联系对方。"
        queue(db, DeliveryKind.INFO, text, now, person_id=row.author_id)
    return Declined(code)


def withdraw(actor: Actor, db: Session, number: int, now: datetime) -> RuleTakenBack | Refused:
    """Take back a rule that was given wrongly; the clock tells whoever heard it."""
    level = level_of(actor)
    if level is None:
        return Refused("not_writer")
    row = versions.get(db, RULE, number)
    if row is None or row.state is Standing.WITHDRAWN:
        return Refused("not_in_force")
    if Rule.model_validate(row.body).level < level:
        return Refused("from_above")
    library.withdraw(db, row, now)
    access.record(db, actor, now, "rule_withdrawn", detail=f"R{row.id}")
    return RuleTakenBack(code_of(RULE, row.id))
