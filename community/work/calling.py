"""Calls for help: whoever is in danger, wants something, or asks for a person, and what they say next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people.access import Actor
from community.work import escalation
from community.work.escalation import AWAITED, Desk, Subject
from core.phrases import quoted
from db import deliveries
from db.models import ItemKind, WorkItem
from db.work import items

__all__ = [
    "AWAITED",
    "Called",
    "Calls",
    "ItemKind",
    "WorkItem",
    "ask",
    "danger",
    "emergencies",
    "fever",
    "in_danger",
    "person",
    "tell_ended",
    "tell_more",
    "words_of",
]

SAID = 120  # characters of a request that staff are told; of a cry for help all of it
URGE_EVERY = timedelta(minutes=30)
URGED = "又来催了，请尽快联系"
AT_ONCE = "请马上联系"
# The phone would give them away to whoever stands beside them.
QUIETLY = "旁边有人、不便说话：先别打TA电话，先报110，带民警上门"
Calls = Sequence[tuple[int, ItemKind]]  # what somebody called for lately, newest first


@dataclass(frozen=True, slots=True)
class Called:
    """The item a call stands for, and what it was: new, known already, urged, or urged too lately."""

    item: WorkItem
    is_new: bool = True
    is_urged: bool = False


def danger(
    actor: Actor,
    db: Session,
    words: str,
    who: str,
    number: str,
    subject: Subject,
    now: datetime,
    desk: Desk,
    about: str = "",
    then: str = AT_ONCE,
) -> Called:
    """Somebody's life is in danger: the duty officer is told at once, and of every new word.

    `number` is the telephone they were given, `then` what whoever is told has to do; `about` names the resident staff speak of, who has an
    emergency of their own.
    """
    of = f"说的是{about}。" if about else ""
    text = f"{who}说：“{quoted(words)}”。{of}已请其拨打{number}，{then}。"
    assert actor.contact_id is not None, "whoever speaks has an address"
    of_whom = subject.person.id if about and subject.person is not None else None
    known = items.open_from(db, actor.contact_id, ItemKind.DANGER, of_whom)
    if known is None:
        return Called(escalation.raise_item(db, ItemKind.DANGER, text, subject, now, desk))
    return _told_again(db, known, words, text, now)


def fever(
    actor: Actor, db: Session, words: str, who: str, subject: Subject, now: datetime, desk: Desk
) -> Called:
    """Somebody tells of a fever, their own or another's: staff hear at once, and of every new word."""
    assert actor.contact_id is not None, "whoever speaks has an address"
    said = quoted(words, SAID)
    text = f"{who}说：“{said}”"
    known = items.open_from(db, actor.contact_id, ItemKind.FEVER)
    if known is None:
        return Called(escalation.raise_item(db, ItemKind.FEVER, text, subject, now, desk))
    return _told_again(db, known, said, text, now)


def _told_again(db: Session, known: WorkItem, words: str, text: str, now: datetime) -> Called:
    if f"“{words}”" not in known.text:  # those called have these very words already
        escalation.tell_again(db, known, text, now)
    return Called(known, is_new=False)


def ask(
    actor: Actor,
    db: Session,
    kind: ItemKind,
    words: str,
    who_wants: str,
    calls: Calls,
    subject: Subject,
    now: datetime,
    desk: Desk,
) -> Called:
    """Give a request to a person, once; `who_wants` is said before the words: “何金花想帮忙”."""
    said = quoted(words, SAID)
    newest = next((n for n, other in calls if other is kind), None)
    text = items.open_text(db, newest) if newest else None
    if newest is not None and text is not None and f"“{said}”" in text:
        return Called(db.get_one(WorkItem, newest), is_new=False)
    text = f"{who_wants}：“{said}”" if words else who_wants  # a tap says nothing
    return Called(escalation.raise_item(db, kind, text, subject, now, desk))


def person(
    actor: Actor,
    db: Session,
    words: str,
    who: str,
    calls: Calls,
    subject: Subject,
    now: datetime,
    desk: Desk,
) -> Called:
    """Call a person once; who asks again urges whoever was called, but not at every word."""
    assert actor.contact_id is not None, "whoever speaks has an address"
    waiting = items.open_call(db, actor.contact_id, ItemKind.HUMAN)
    if waiting is None:
        wants = f"{who}想找人工"
        return ask(actor, db, ItemKind.HUMAN, words, wants, calls, subject, now, desk)
    number, text = waiting
    item = db.get_one(WorkItem, number)
    if URGED in text and deliveries.told_since(db, number, now - URGE_EVERY):
        return Called(item, is_new=False)  # they can be sent only so many messages
    escalation.tell_again(db, item, f"{who}{URGED}", now)
    return Called(item, is_new=False, is_urged=True)


def tell_more(
    actor: Actor,
    db: Session,
    words: str,
    who: str,
    calls: Calls,
    now: datetime,
    kinds: Collection[ItemKind] = AWAITED,
) -> WorkItem | None:
    """Give what somebody says next to whoever was called to help lately; None if nobody was."""
    number = next((number for number, kind in calls if kind in kinds), None)
    if number is None:
        return None
    item = db.get_one(WorkItem, number)
    said = quoted(words, None if item.kind is ItemKind.DANGER else SAID)
    escalation.tell_again(db, item, f"{who}又说：“{said}”", now)
    return item


def in_danger(db: Session, calls: Calls) -> int | None:
    """Return the number of the emergency somebody called for lately, until staff have closed it."""
    number = next((number for number, kind in calls if kind is ItemKind.DANGER), None)
    if number is None or db.get_one(WorkItem, number).state.is_over:
        return None
    return number


def words_of(db: Session, number: int) -> str:
    """Return the first words of a call for help, as they were said."""
    return db.get_one(WorkItem, number).text.partition("“")[2].partition("”")[0]


def emergencies(db: Session, calls: Calls) -> list[WorkItem]:
    """Return the emergencies somebody called for lately and staff have not closed, newest first."""
    found = [db.get_one(WorkItem, number) for number, kind in calls if kind is ItemKind.DANGER]
    return [item for item in found if not item.state.is_over]


def tell_ended(
    actor: Actor, db: Session, number: int, words: str, who: str, how: str, now: datetime
) -> WorkItem:
    """Tell those called that whoever called says it is over; it stays open until they have looked.

    `how` is what they say of it: “说已经没事了”.
    """
    item = db.get_one(WorkItem, number)
    escalation.tell_again(db, item, f"{who}{how}：“{quoted(words)}”。请核实后再办结", now)
    return item
