"""An item's life in the hands of staff: taken, decided, done, asked back about, handed back."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import access, tree
from community.people.access import Actor, Refused
from community.work import casework, escalation, introducing
from community.work.escalation import AWAITED, Desk
from core.announcements import Announce
from core.budget import Budget
from core.forms import FormSpec
from db.models import Act, DeliveryKind, ItemKind, ItemState, WorkItem
from db.people import persons, units
from db.work import items
from outbox import queue

__all__ = [
    "Became", "Dealt", "WorkItem", "accept", "decline", "finish", "hand_back_left",
]  # fmt: skip

# Closed by a person who says what came of it.
NEEDS_RESULT = frozenset({ItemKind.DANGER, ItemKind.FEVER, ItemKind.SILENCE})
Forms = Mapping[str, FormSpec]
# Whoever brought one of these hears from us when it is done.
_HEARS = AWAITED | {ItemKind.FORM, ItemKind.COMPLAINT}


class Became(enum.StrEnum):
    """What became of an item at somebody's word."""

    TAKEN = "taken"
    SEEN = "seen"  # there was nothing to decide or to do about it
    AGREED = "agreed"
    DECLINED = "declined"
    ARRIVED = "arrived"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Dealt:
    """One item somebody has dealt with, and what the door may say of it."""

    number: int
    became: Became
    text: str
    title: str | None  # of the form it came with
    has_address: bool  # whoever it is about can be told by us


def accept(
    actor: Actor,
    db: Session,
    number: int,
    words: str,
    forms: Forms,
    now: datetime,
    announce: Announce,
    *,
    only_seen: bool,
) -> Dealt | Refused:
    """Take an item on, or agree to it where it wants a decision; `words` go to who sent it in.

    “收到” alone (`only_seen`) is no decision: Refused("needs_decision").
    """
    item = _open_item(actor, db, number)
    if isinstance(item, Refused):
        return item
    if item.needs_decision and only_seen:
        return Refused("needs_decision")
    if item.kind is ItemKind.JOIN and (refused := introducing.weigh(db, item, words)) is not None:
        return refused
    became = _became(item)
    _own(actor, db, item, _STATES[became], now)
    item.result = words or None
    items.note(db, item.id, _ACTS[became], now, actor=actor.person_id, text=words or None)
    return _said(actor, db, item, became, forms, now, words, announce)


def decline(
    actor: Actor,
    db: Session,
    number: int,
    reason: str,
    forms: Forms,
    now: datetime,
    announce: Announce,
) -> Dealt | Refused:
    """Say no to what was sent in; whoever sent it reads the reason."""
    item = _open_item(actor, db, number)
    if isinstance(item, Refused):
        return item
    if item.submission_id is None:
        return Refused("nothing_to_decide")
    if item.needs_decision and item.kind is not ItemKind.JOIN and not reason:
        return Refused("needs_reason")
    _own(actor, db, item, ItemState.DECLINED, now)
    item.result = reason or None
    items.note(db, item.id, Act.DECLINED, now, actor=actor.person_id, text=reason or None)
    return _said(actor, db, item, Became.DECLINED, forms, now, reason, announce)


def arrive(actor: Actor, db: Session, number: int, forms: Forms, now: datetime) -> Dealt | Refused:
    """Say that somebody is at the door; it is theirs, and whoever waits hears so once."""
    item = _mine(actor, db, number)
    if isinstance(item, Refused):
        return item
    if item.needs_decision:
        return Refused("needs_decision")
    if _is_open(item):
        _own(actor, db, item, ItemState.TAKEN, now)
        items.note(db, item.id, Act.TAKEN, now, actor=actor.person_id)
    has_address = item.contact_id is not None
    if all(event.act is not Act.ARRIVED for event in items.history(db, item.id)):
        items.note(db, item.id, Act.ARRIVED, now, actor=actor.person_id)
        access.record(db, actor, now, "item_arrived", subject=item.person_id, detail=str(item.id))
        if item.contact_id is not None and item.kind in _HEARS:
            text = f"{signature(actor, db)}已经到了，请开一下门。"
            queue(db, DeliveryKind.INFO, text, now, contact_id=item.contact_id)
    return Dealt(item.id, Became.ARRIVED, item.text, _title(item, forms), has_address)


def finish(
    actor: Actor, db: Session, number: int, result: str, forms: Forms, now: datetime
) -> Dealt | Refused:
    """Say that an item is done, with the result in words; whoever waits for it hears so."""
    item = _mine(actor, db, number)
    if isinstance(item, Refused):
        return item
    if item.needs_decision:
        return Refused("needs_decision")
    if item.kind in NEEDS_RESULT and not result:
        return Refused("needs_result")
    return finish_item(actor, db, item, result, forms, now)


def finish_own(
    actor: Actor, db: Session, number: int, result: str, forms: Forms, now: datetime
) -> Dealt | Refused:
    """Close what staff called for themselves, once they have seen that nobody need come."""
    item = db.get(WorkItem, number)
    if item is None or item.contact_id != actor.contact_id or not may_act(actor, db, item):
        return Refused("unknown")
    return (
        over(db, item) if item.state.is_over else finish_item(actor, db, item, result, forms, now)
    )


def finish_item(
    actor: Actor, db: Session, item: WorkItem, result: str, forms: Forms, now: datetime
) -> Dealt:
    """Let an item be done that an actor may act on; whoever waits for it hears so."""
    _own(actor, db, item, ItemState.DONE, now)
    item.result = result or None
    items.note(db, item.id, Act.DONE, now, actor=actor.person_id, text=result or None)
    access.record(db, actor, now, "item_done", subject=item.person_id, detail=str(item.id))
    if item.contact_id is not None and item.kind in _HEARS:
        said = f"您的事（编号{item.id}）{signature(actor, db)}说办好了"
        text = f"{said}：{result}" if result else f"{said}。"
        queue(db, DeliveryKind.INFO, text, now, contact_id=item.contact_id)
    title = _title(item, forms)
    return Dealt(item.id, Became.DONE, item.text, title, item.contact_id is not None)


def hand_back_left(db: Session, now: datetime, desk: Desk, budget: Budget) -> int:
    """Open again whatever is in the hands of people who hold no post by now; return how many."""
    today = now.astimezone(desk.zone).date()
    for item in budget.take(items.left(db, now, today, budget.rows)):
        escalation.give_back(db, item, now, desk, "接手的人离岗了")
    return budget.done


# -- what all of them need ----------------------------------------------------------------


def may_act(actor: Actor, db: Session, item: WorkItem) -> bool:
    """Tell whether somebody still holds a post where an item belongs."""
    unit = units.get_unit(db, item.unit_id) if item.unit_id is not None else None
    return actor.is_staff if unit is None else actor.covers(unit)


def of_actor(actor: Actor, db: Session, number: int) -> WorkItem | Refused:
    """Return an item they were told of and may act on, whatever its state."""
    if not actor.is_staff or actor.person_id is None:
        return Refused("not_staff")
    item = items.told_to(db, number, actor.person_id)
    return item if item is not None and may_act(actor, db, item) else Refused("unknown")


def _open_item(actor: Actor, db: Session, number: int) -> WorkItem | Refused:
    item = of_actor(actor, db, number)
    if isinstance(item, Refused) or _is_open(item):
        return item
    is_theirs = item.state is ItemState.TAKEN and item.owner_id == actor.person_id
    return Refused("yours") if is_theirs else over(db, item)


def _mine(actor: Actor, db: Session, number: int) -> WorkItem | Refused:
    """Return an item that is open, or in their own hands."""
    item = of_actor(actor, db, number)
    if isinstance(item, Refused) or _is_open(item):
        return item
    theirs = item.state is ItemState.TAKEN and item.owner_id == actor.person_id
    return item if theirs else over(db, item)


def _is_open(item: WorkItem) -> bool:
    return item.state is ItemState.OPEN


def over(db: Session, item: WorkItem) -> Refused:
    """Somebody else was first; the refusal is about them."""
    owner = persons.get(db, item.owner_id) if item.owner_id else None
    return Refused("over", tree.call(owner) if owner else "")


_STATES = {
    Became.TAKEN: ItemState.TAKEN,
    Became.SEEN: ItemState.DONE,
    Became.AGREED: ItemState.DONE,
}
_ACTS = {Became.TAKEN: Act.TAKEN, Became.SEEN: Act.DONE, Became.AGREED: Act.DONE}


def _became(item: WorkItem) -> Became:
    if item.needs_decision:
        return Became.AGREED
    is_seen_only = item.submission_id is not None and item.kind is not ItemKind.HELP
    return Became.SEEN if is_seen_only else Became.TAKEN


def _own(actor: Actor, db: Session, item: WorkItem, state: ItemState, now: datetime) -> None:
    """Somebody has answered for it: it is theirs, and nobody else is told any more."""
    item.owner_id, item.taken_at = actor.person_id, item.taken_at or now
    escalation.settle(db, item, state, now)


def take_on(actor: Actor, item: WorkItem, db: Session, now: datetime) -> None:
    """Make an open item somebody's, who has begun to see to it."""
    _own(actor, db, item, ItemState.TAKEN, now)
    items.note(db, item.id, Act.TAKEN, now, actor=actor.person_id)


def _said(
    actor: Actor,
    db: Session,
    item: WorkItem,
    became: Became,
    forms: Forms,
    now: datetime,
    reason: str,
    announce: Announce,
) -> Dealt:
    """Let whoever brought it hear; write down who did what."""
    title, signed = None, signature(actor, db)
    if item.submission_id is not None:
        accepted = became is not Became.DECLINED
        title = casework.decided(db, forms, item, accepted, now, reason, signed, announce)
    elif item.contact_id is not None and item.kind in AWAITED:
        text = f"{signed}已经看到，会马上和您联系。"
        queue(db, DeliveryKind.INFO, text, now, contact_id=item.contact_id)
    access.record(db, actor, now, f"item_{became}", subject=item.person_id, detail=str(item.id))
    return Dealt(item.id, became, item.text, title, item.contact_id is not None)


def _title(item: WorkItem, forms: Forms) -> str | None:
    spec = forms.get(item.submission.form) if item.submission else None
    return spec.title if spec else None


def signature(actor: Actor, db: Session) -> str:
    """Return how residents read who acts: “网格员刘芳”."""
    return f"{actor.title}{actor.person(db).name or ''}"
