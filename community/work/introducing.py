"""Somebody says which door is theirs: the grid worker of that building confirms it with one reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people import homes
from community.people.access import Actor, Refused, record
from community.people.homes import HOLDERS, WORD, Holder
from community.work import casework, escalation
from community.work.escalation import Desk, Subject
from core.forms import FormSpec
from db.models import Contact, DeliveryKind, ItemState, Submission, WorkItem
from db.people import contacts, persons, units
from db.work import items
from outbox import queue


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who somebody says they are: the filled form, and how its address reads."""

    filled: Mapping[str, Any]
    address: str

    @property
    def name(self) -> str:
        return str(self.filled["name"])


@dataclass(frozen=True, slots=True)
class Wording:
    """What staff read of a place that others hold, and what those are asked."""

    held: str  # with {holders} and {number}
    asks: str  # with {name}, {address} and {number}
    since: str  # with {name}, {month} and {day}


@dataclass(frozen=True, slots=True)
class Introduced:
    """What waits for the grid worker; whether the very same waited before."""

    item: WorkItem
    was_waiting: bool


@dataclass(frozen=True, slots=True)
class PhoneAnswered:
    """What a phone that holds a place said of another; whether that one has been let in before."""

    item: WorkItem
    is_agreed: bool
    was_bound: bool


def introduce(
    actor: Actor,
    db: Session,
    spec: FormSpec,
    said: Introduction,
    wording: Wording,
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> Introduced | Refused:
    """Ask the grid worker of a building; until they confirm nothing is bound.

    Who holds the place already is named to them, and asked.
    """
    address = said.filled["address"]
    found = units.buildings(db, str(address.get("building")))
    if not found:
        return Refused("no_building", said.address)
    waiting = casework.waiting_for(actor, db, spec.id)
    if waiting is not None and _is_same(waiting[1], said):
        return Introduced(waiting[0], was_waiting=True)
    held = homes.holders(db, found[0], address, actor)
    answers = {**said.filled, "building_unit": str(found[0].id)}
    answers |= {HOLDERS: [holder.person_id for holder in held]} if held else {}
    subject = Subject(None, actor.contact_id, found[0], turn_id)
    headline = spec.headline.format_map({"name": said.name, "address": said.address})
    headline += _named(held, wording, desk)
    sent = casework.submit(db, spec, answers, subject, headline, now, desk)
    for holder in held:
        asks = wording.asks.format(name=said.name, address=said.address, number=sent.number)
        queue(db, DeliveryKind.INFO, asks, now, person_id=holder.person_id)
    return Introduced(sent.item, was_waiting=False)


def _is_same(sent: Submission, said: Introduction) -> bool:
    wanted = (said.filled["address"], said.filled["name"])
    return (sent.answers.get("address"), sent.answers.get("name")) == wanted


def _named(held: Sequence[Holder], wording: Wording, desk: Desk) -> str:
    if not held:
        return ""
    named = [_since(holder, wording, desk) for holder in held]
    return wording.held.format(holders="；".join(named))


def _since(holder: Holder, wording: Wording, desk: Desk) -> str:
    if holder.since is None:
        return holder.name
    day = holder.since.astimezone(desk.zone).date()
    return wording.since.format(name=holder.name, month=day.month, day=day.day)


def answer(
    actor: Actor, db: Session, number: int | None, is_agreed: bool, told: str, now: datetime
) -> PhoneAnswered | Refused:
    """Take the word of a phone that holds the place; staff read `told` beside the request.

    Without a number it is the newest request that phone was asked about.  A phone that was let
    in unseen is let go again at a no, and may read at a yes.
    """
    asked = [pair for pair in _asked(actor, db) if number in (None, pair[0].id)]
    if not asked:
        return Refused("not_asked")
    item, submission = asked[0]
    if item.state not in (ItemState.OPEN, ItemState.DONE):
        return Refused("over")
    submission.answers = {**submission.answers, WORD: "yes" if is_agreed else "no"}
    was_bound = item.state is ItemState.DONE
    record(db, actor, now, "vouched" if is_agreed else "disowned", detail=str(item.id))
    if was_bound:
        _let(db, submission, is_agreed)
    escalation.tell_again(db, item, told, now)
    return PhoneAnswered(item, is_agreed, was_bound)


def _asked(actor: Actor, db: Session) -> list[tuple[WorkItem, Submission]]:
    """Return the requests for a place of theirs, the newest first."""
    if actor.person_id is None:
        return []
    card = persons.card(db, actor.person_id)
    rows = items.joins_at(db, card.unit_id) if card.unit_id is not None else []
    return [pair for pair in rows if actor.person_id in pair[1].answers.get(HOLDERS, ())]


def _let(db: Session, submission: Submission, is_agreed: bool) -> None:
    contact = db.get(Contact, submission.contact_id) if submission.contact_id else None
    if contact is None or contact.is_vouched:
        return
    if is_agreed:
        contacts.vouch(db, contact.id)
    else:
        contacts.unbind(db, contact.id)


def weigh(db: Session, item: WorkItem, words: str) -> Refused | None:
    """Tell why a place cannot just be given away; that staff have seen who asks is kept.

    What the phone that holds it said counts for more than a mere yes.
    """
    submission = db.get_one(Submission, item.submission_id)
    unknown = _now_held(db, submission)
    if any(word in words for word in SEEN_WORDS):
        submission.answers = {**submission.answers, homes.SEEN: True}
        return None
    if unknown:  # taken, or another place named, since staff read of it
        return Refused("place_held", "、".join(unknown))
    return Refused("holder_says_no") if submission.answers.get(WORD) == "no" else None


SEEN_WORDS = ("见过", "当面", "核实过", "核对过", "看过证件")


def _now_held(db: Session, submission: Submission) -> list[str]:
    """Write down who holds the place by now; return what those are called who did not before."""
    contact = db.get(Contact, submission.contact_id) if submission.contact_id else None
    asks = Actor(contact.person_id if contact is not None else None)
    building = units.get_unit(db, int(submission.answers["building_unit"]))
    held = homes.holders(db, building, submission.answers["address"], asks)
    known = submission.answers.get(HOLDERS, [])
    submission.answers = {**submission.answers, HOLDERS: [holder.person_id for holder in held]}
    return [holder.name for holder in held if holder.person_id not in known]
