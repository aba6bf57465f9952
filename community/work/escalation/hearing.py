"""Who really hears of a ticket: what a promise to a resident may be made of."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.work.escalation.chains import Desk, tiers_of
from db.models import DeliveryKind, Role, Ticket
from db.work import items


def heard_by(db: Session, ticket: Ticket, desk: Desk, now: datetime) -> Sequence[Role]:
    """Return the posts of those who were told of a ticket and can be reached; or of who has it.

    One post a person, in the order of the chain; empty if nobody hears of it now.
    """
    holders = tree.in_charge(db, ticket.unit_id, now, desk.zone)
    told = (
        {ticket.acknowledged_by} if ticket.acknowledged_by else set(items.told_ids(db, ticket.id))
    )
    ranked = [role for tier in tiers_of(ticket) for role in tier]
    order = dict.fromkeys([*ranked, *Role])
    found: dict[int, Role] = {}
    for role in order:
        holder = holders.get(role)
        if holder is not None and holder.id in told and holder.id not in found:
            closed = desk.why_not(db, DeliveryKind.ALERT, now, person_id=holder.id)
            if closed is None or ticket.acknowledged_by:
                found[holder.id] = role
    return list(found.values())
