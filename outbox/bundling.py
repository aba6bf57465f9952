"""One more message is allowed and several things are owed: they go as one, the most urgent first."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core.phrases import cut_bytes
from db import wanted
from db.models import DeliveryKind, Urgency
from db.owed import Due
from outbox.ladder import LADDER
from outbox.leasing import Lease, lease, next_way
from outbox.ways import View, Way, is_picture

BETWEEN = "\n——\n"


def together(db: Session, view: View, due: Sequence[Due]) -> tuple[Lease, Sequence[Due]] | None:
    """Return one message, and all that goes in it, where fewer may be sent than are owed.

    What does not fit waits for its turn.
    """
    if len(due) < 2 or not any(one.kind is DeliveryKind.ALERT for one in due):
        return None  # what residents are owed goes one by one, each by its own way
    ranked = sorted(due, key=_most_urgent)
    ways = [found for one in ranked if isinstance(found := next_way(view, one), Way)]
    left = view.left(ways[0]) if ways else None
    if not left or left >= len(due):
        return None
    way = ways[0]
    wanted = [one for one in ranked if _goes_now(db, view, one, way)]
    if left >= len(wanted) or wanted[0].kind is not DeliveryKind.ALERT:
        return None
    first, *others = wanted
    text, along = view.uses.text(first), [first]
    for other in others:
        more = f"{text}{BETWEEN}{view.uses.text(other)}"
        if cut_bytes(more, way.road.text_bytes)[1] == "":
            text, along = more, [*along, other]
    return lease(view, along, way, text), along


def _goes_now(db: Session, view: View, delivery: Due, way: Way) -> bool:
    rests = LADDER[delivery.kind].rests and view.quiet_until is not None
    return (
        not rests
        and not is_picture(delivery)
        and next_way(view, delivery) == way
        and wanted.not_wanted(db, view.uses, delivery, view.now, view.today) is None
    )


def _most_urgent(delivery: Due) -> tuple[int, int]:
    """Danger before the rest, and of it the newest; everything else in the order it came."""
    newest_first = delivery.urgency <= Urgency.FEVER
    return delivery.urgency, -delivery.id if newest_first else delivery.id
