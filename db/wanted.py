"""Whether what is owed is still of use to anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from db.among import Among
from db.models import (
    ItemState,
    Notice,
    NoticeState,
    NoticeTarget,
    Shared,
    SlotDue,
    SlotState,
    WorkItem,
)
from db.notices import unsent
from db.owed import Due
from db.quick import Quick
from db.unreadable import is_unreadable

Slot = tuple[SlotState, datetime]  # and when it closes


@dataclass(frozen=True, slots=True)
class Uses:
    """What deliveries were made for, read once for many of them."""

    slots: Mapping[int | None, Sequence[Slot]] = field(default_factory=dict)  # by delivery
    holds: Mapping[int, "NoticeOutlook"] = field(default_factory=dict)  # by notice
    about: Mapping[int, int] = field(default_factory=dict)  # the notice by what is said of it later
    shared: Mapping[int, "SharedWords"] = field(default_factory=dict)  # what several have in common

    def text(self, delivery: Due) -> str:
        """Return what somebody is to read."""
        return self._words(delivery).text

    def fields(self, delivery: Due) -> dict[str, Any] | None:
        """Return the words a template is filled with."""
        return self._words(delivery).fields

    def notice(self, delivery: Due) -> "NoticeOutlook | None":
        """Return how the notice stands that is owed, or that its reader is to be reminded of."""
        number = delivery.notice_id or self.about.get(delivery.target_id or 0)
        return self.holds.get(number or 0)

    def _words(self, delivery: Due) -> "Due | SharedWords":
        return self.shared[delivery.shared_id] if delivery.shared_id else delivery


@dataclass(frozen=True, slots=True)
class SharedWords:
    """What several have in common."""

    text: str
    fields: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class NoticeOutlook:
    """To which day a notice holds, why no more of it is sent, and whether it is held up."""

    until: date | None
    over: str | None
    is_paused: bool = False

    def not_wanted(self, today: date) -> str | None:
        return self.over or ("too_late" if self.until is not None and self.until < today else None)


# Built once: each batch asks them.
_SLOTS = Quick(
    lambda _: (
        select(SlotDue.delivery_id, SlotDue.state, SlotDue.closes_at)
        .where(Among(SlotDue.delivery_id, "deliveries"))
        .distinct()
    )
)
_newer = aliased(Notice)
_IS_REPLACED = exists().where(
    _newer.replaces_id == Notice.id, _newer.state == NoticeState.PUBLISHED
)
_HOLDS = Quick(
    lambda _: select(
        Notice.id,
        Notice.valid_until,
        Notice.state,
        _IS_REPLACED,
        Notice.planning,
        Notice.paused_at.is_not(None),
    ).where(Among(Notice.id, "notices"))
)
_ABOUT = Quick(
    lambda _: select(NoticeTarget.id, NoticeTarget.notice_id).where(
        Among(NoticeTarget.id, "targets")
    )
)
_SHARED = Quick(
    lambda _: select(Shared.id, Shared.text, Shared.fields).where(Among(Shared.id, "ids"))
)


def uses(db: Session, due: Sequence[Due]) -> Uses:
    """Read what these were made for."""
    slots: dict[int | None, list[Slot]] = {}
    ids = [delivery.id for delivery in due]
    for delivery_id, state, ends in _SLOTS.all(db, {"deliveries": ids}):
        slots.setdefault(delivery_id, []).append((state, ends))
    about = _about(db, due)
    named = {*about.values(), *(each.notice_id for each in due if each.notice_id is not None)}
    rows = _HOLDS.all(db, {"notices": sorted(named)}) if named else ()
    holds = {
        number: NoticeOutlook(until, _over(state, is_replaced, doing), is_paused)
        for number, until, state, is_replaced, doing, is_paused in rows
    }
    return Uses(slots, holds, about, shared_words(db, due))


def _about(db: Session, due: Sequence[Due]) -> dict[int, int]:
    """Return by target which notice its people are reminded of."""
    targets = {each.target_id for each in due if each.notice_id is None and each.target_id}
    rows = _ABOUT.all(db, {"targets": sorted(targets)}) if targets else ()
    return {target: number for target, number in rows}


def _over(state: NoticeState, is_replaced: bool, doing: Mapping[str, Any] | None) -> str | None:
    """Return why nothing more of a notice is sent, though it may have been in hand."""
    if state is NoticeState.WITHDRAWN:
        return "withdrawn"
    is_stopping = (doing or {}).get(unsent.TASK) == unsent.STOP
    return "replaced" if is_replaced else "stopped" if is_stopping else None


def shared_words(db: Session, due: Sequence[Due]) -> dict[int, SharedWords]:
    """Read the words these have in common with others, by their numbers."""
    ids = {each.shared_id for each in due if each.shared_id is not None}
    rows = _SHARED.all(db, {"ids": sorted(ids)}) if ids else ()
    return {number: SharedWords(text, fields) for number, text, fields in rows}


def is_held_up(made_for: Uses, delivery: Due) -> bool:
    """Tell whether somebody has held up the notice that is owed."""
    notice = made_for.notice(delivery)
    return delivery.notice_id is not None and notice is not None and notice.is_paused


def not_wanted(
    db: Session, made_for: Uses, delivery: Due, now: datetime, today: date
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
    if (notice := made_for.notice(delivery)) is not None:
        return notice.not_wanted(today)
    if delivery.item_id is None:
        return None
    item = db.get_one(WorkItem, delivery.item_id)
    since = item.taken_at or item.closed_at
    over = item.state is not ItemState.OPEN and since is not None
    return "taken" if over and since is not None and delivery.created_at < since else None
