"""One more message is allowed and several things are owed: they go as one, the most urgent first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.phrases import cut_bytes
from db import deliveries
from db.models import Delivery, DeliveryKind, Urgency
from db.people import contacts
from outbox import claims
from outbox.claims import Claim, Policy
from outbox.ladder import CUSTOM, LADDER

BYTES = 2048  # a customer-service text; what does not fit waits for its turn
BETWEEN = "\n——\n"


def together(
    db: Session, contact_id: int, due: Sequence[Delivery], policy: Policy, now: datetime
) -> list[tuple[Claim | None, Delivery]]:
    """Return one message for all that fits, where fewer may be sent than are owed; else nothing.

    The claim stands beside the first; beside what goes along stands None.
    """
    if len(due) < 2 or not contact_id:
        return []
    left = contacts.left(db, contact_id, now)
    wanted = [one for one in due if _goes_now(db, one, policy, now)]
    if not 0 < left < len(wanted):
        return []
    first, *others = sorted(wanted, key=_most_urgent)
    if first.kind is not DeliveryKind.ALERT:
        return []  # what residents are owed goes one by one, each by its own road
    chosen = claims.choose(db, first, policy, now)
    if not isinstance(chosen, Claim) or chosen.road != CUSTOM:
        return [(chosen, first)] if isinstance(chosen, Claim) else []
    text, along = first.text, list[Delivery]()
    for other in others:
        more = f"{text}{BETWEEN}{other.text}"
        if cut_bytes(more, BYTES)[1] == "":
            text, along = more, [*along, other]
    also = tuple(other.id for other in along)
    carried = replace(chosen, letter=replace(chosen.letter, text=text), also=also)
    return [(carried, first), *((None, other) for other in along)]


def _goes_now(db: Session, delivery: Delivery, policy: Policy, now: datetime) -> bool:
    rests = LADDER[delivery.kind].rests and policy.quiet.end(now) is not None
    on_custom = LADDER[delivery.kind].roads[delivery.rung : delivery.rung + 1] == (CUSTOM,)
    return on_custom and not rests and deliveries.not_wanted(db, delivery) is None


def _most_urgent(delivery: Delivery) -> tuple[int, int]:
    """Danger before the rest, and of it the newest; everything else in the order it came."""
    newest_first = delivery.urgency <= Urgency.FEVER
    return delivery.urgency, -delivery.id if newest_first else delivery.id
