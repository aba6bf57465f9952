"""Words between staff and whoever an item is about: passed on, and asked back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people import access
from community.people.access import Actor, Refused
from community.work import casework, life
from community.work.life import Forms
from db import epochs
from db.models import Act, DeliveryKind, Epoch, ItemState, WorkItem
from db.work import items
from outbox import queue

Expect = Callable[[int, int], bool]  # (contact, number) → are their next words the answer?


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Words are on their way to an address."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class AskedBack:
    """A question is on its way, or waits to be looked up where nobody is known to have sent it."""

    is_told: bool


def pass_on(actor: Actor, db: Session, number: int, said: str, now: datetime) -> PassedOn | Refused:
    """Pass the words of staff on to whoever an item is about, who may have left no number."""
    item = life.of_actor(actor, db, number)
    if isinstance(item, Refused):
        return item
    if item.contact_id is None:
        return Refused("nobody_to_tell")
    text = f"{life.signature(actor, db)}回复您：{said}"
    queue(db, DeliveryKind.INFO, text, now, contact_id=item.contact_id)
    items.note(db, item.id, Act.RELAYED, now, actor=actor.person_id, text=said)
    access.record(db, actor, now, "relay", subject=item.person_id, detail=str(item.id))
    return PassedOn(item.contact_id)


def ask_back(
    actor: Actor,
    db: Session,
    number: int,
    question: str,
    forms: Forms,
    now: datetime,
    expect: Expect,
) -> AskedBack | Refused:
    """Ask whoever sent a form in for one thing more before it is decided."""
    item = life.of_actor(actor, db, number)
    if isinstance(item, Refused):
        return item
    spec = forms.get(item.submission.form) if item.submission else None
    if spec is None or item.submission is None:
        return Refused("unknown")
    spec = spec.as_filled(item.submission.answers or {})
    if item.state is not ItemState.OPEN:
        return life.over(db, item)
    direct = item.contact_id is not None and expect(item.contact_id, number)
    how = "直接回复就行。" if direct else f"回答请写“回 {number} 您的话”。"
    item.asked_at = now
    items.note(db, number, Act.ASKED, now, actor=actor.person_id, text=question)
    signed = life.signature(actor, db)
    casework.tell(db, spec, item, f"{spec.asked}\n{how}", now, signed, question=question)
    access.record(db, actor, now, "ask_back", subject=item.person_id, detail=str(number))
    return AskedBack(item.contact_id is not None)


def last_spoken_of(db: Session, contact_id: int, since: datetime) -> int | None:
    """Return the person about whom staff last passed words on to an address since then."""
    return items.last_relayed(db, contact_id, since)


@dataclass(frozen=True, slots=True)
class Board:
    """What waits for somebody, and what they have in hand."""

    waiting: list[WorkItem]
    in_hand: list[WorkItem]
    restored: Epoch | None  # the database came back from a copy, and what waited is still held


def board(actor: Actor, db: Session) -> Board | Refused:
    """Return what an actor was told of and may act on, the most urgent first."""
    if not actor.is_staff or actor.person_id is None:
        return Refused("not_staff")
    told = items.open_items_of(db, actor.person_id)
    waiting = [item for item in told if life.may_act(actor, db, item)]
    return Board(waiting, list(items.in_hands_of(db, actor.person_id)), epochs.current(db))
