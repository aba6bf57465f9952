"""Who really hears of an item: what a promise to a resident may be made of."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.work.escalation.chains import Desk
from db.models import DeliveryKind, Role, WorkItem
from db.work import items
from outbox import ladder


def heard_by(db: Session, item: WorkItem, desk: Desk, now: datetime) -> Sequence[Role]:
    """Return the posts of those who were told of an item and can be reached; or of who has it.

    One post a person, in the order of the chain; empty if nobody hears of it now.
    """
    holders = tree.in_charge(db, item.unit_id, now, desk.zone)
    told = {item.owner_id} if item.owner_id else set(items.told_ids(db, item.id))
    ranked = [role for tier in desk.chains.now(item, holders) for role in tier.roles]
    order = dict.fromkeys([*ranked, *Role])
    found: dict[int, Role] = {}
    for role in order:
        holder = holders.get(role)
        if holder is not None and holder.id in told and holder.id not in found:
            closed = desk.why_not(db, DeliveryKind.ALERT, now, person_id=holder.id, soon=True)
            if closed is None or item.owner_id:
                found[holder.id] = role
    return list(found.values())


def why_silent(db: Session, person_id: int, desk: Desk, now: datetime) -> str | None:
    """Return in words why nothing will reach somebody right now; None if something will."""
    reason = desk.why_not(db, DeliveryKind.INFO, now, person_id=person_id)
    return ladder.say(reason) if reason is not None else None


def say_reason(reason: str | None) -> str:
    """Put a reason why something was not sent into words."""
    return ladder.say(reason)


def why_closed(db: Session, contact_id: int | None, desk: Desk, now: datetime) -> str | None:
    """Return in words why nothing will reach an address right now; None if something will."""
    reason = desk.why_not(db, DeliveryKind.INFO, now, contact_id=contact_id, soon=True)
    return ladder.say(reason) if reason is not None else None
