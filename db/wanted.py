"""Whether what is owed is still of use to anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.among import Among
from db.models import Delivery, ItemState, Notice, Shared, SlotDue, SlotState, WorkItem
from db.unreadable import is_unreadable

Slot = tuple[SlotState, datetime]  # and when it closes


@dataclass(frozen=True, slots=True)
class Uses:
    """What deliveries were made for, read once for many of them."""

    slots: Mapping[int | None, Sequence[Slot]] = field(default_factory=dict)  # by delivery
    holds: Mapping[int, date | None] = field(default_factory=dict)  # by notice, to which day
    shared: Mapping[int, Shared] = field(default_factory=dict)  # what several have in common

    def text(self, delivery: Delivery) -> str:
        """Return what somebody is to read."""
        return self._words(delivery).text

    def fields(self, delivery: Delivery) -> dict[str, Any] | None:
        """Return the words a template is filled with."""
        return self._words(delivery).fields

    def _words(self, delivery: Delivery) -> Delivery | Shared:
        return self.shared[delivery.shared_id] if delivery.shared_id else delivery


# Built once: each batch asks them.
_SLOTS = (
    select(SlotDue.delivery_id, SlotDue.state, SlotDue.closes_at)
    .where(Among(SlotDue.delivery_id, "deliveries"))
    .distinct()
)
_HOLDS = select(Notice.id, Notice.valid_until).where(Among(Notice.id, "notices"))


def uses(db: Session, due: Sequence[Delivery]) -> Uses:
    """Read what these were made for."""
    slots: dict[int | None, list[Slot]] = {}
    ids = [delivery.id for delivery in due]
    for delivery_id, state, ends in db.execute(_SLOTS, {"deliveries": ids}):
        slots.setdefault(delivery_id, []).append((state, ends))
    notices = sorted({each.notice_id for each in due if each.notice_id is not None})
    rows = db.execute(_HOLDS, {"notices": notices}) if notices else ()
    return Uses(slots, {notice_id: until for notice_id, until in rows}, shared_words(db, due))


def shared_words(db: Session, due: Sequence[Delivery]) -> dict[int, Shared]:
    """Read the words these have in common with others, by their numbers."""
    ids = {each.shared_id for each in due if each.shared_id is not None}
    return {number: db.get_one(Shared, number) for number in ids}


def not_wanted(
    db: Session, made_for: Uses, delivery: Delivery, now: datetime, today: date
) -> str | None:
    """Return why something need not be sent any more; None if it is still of use.

    It was reported or taken by somebody since, or the time in which it was of use is over.
    What cannot be read cannot be sent either, and is no less owed for that.
    """
    if is_unreadable(made_for.text(delivery)):
        return "unreadable"
    slots = made_for.slots.get(delivery.id, ())
    if slots and not any(state is SlotState.OPEN and ends > now for state, ends in slots):
        is_done = all(state is SlotState.FILLED for state, _ in slots)
        return "already_done" if is_done else "too_late"
    if delivery.notice_id is not None:
        until = made_for.holds.get(delivery.notice_id)
        return "too_late" if until is not None and until < today else None
    if delivery.item_id is None:
        return None
    item = db.get_one(WorkItem, delivery.item_id)
    since = item.taken_at or item.closed_at
    over = item.state is not ItemState.OPEN and since is not None
    return "taken" if over and since is not None and delivery.created_at < since else None
