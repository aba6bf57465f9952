"""A delivery has no road left: somebody else sees to it, and nobody is told twice because of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from community.people import tree
from community.work.escalation.chains import Desk, Subject
from community.work.escalation.climbing import leave, out_of_reach, raise_item, tell_next
from community.work.escalation.speaking import tell_again
from db import deliveries
from db.models import Delivery, DeliveryKind, ItemKind, ItemState
from db.people import contacts, persons
from db.work import items
from outbox import ladder


def unreached(db: Session, delivery: Delivery, now: datetime, desk: Desk) -> None:
    """The next responsible person hears of it now, with the reason."""
    reason = ladder.say(delivery.reason)
    if delivery.item_id is not None:
        _pass_on(db, delivery.item_id, reason, now, desk)
        return
    person_id = delivery.person_id
    person = persons.get(db, person_id) if person_id else None
    contact = delivery.contact or (contacts.of_person(db, person.id) if person else None)
    contact_id = contact.id if contact else None
    unit = tree.unit_of(db, person, contact)
    if person is not None and tree.roles_of(db, person.id, now, desk.zone):
        return  # what staff should have heard is on the board; nobody is asked to ring them
    text = _text(db, tree.introduce(person, contact), delivery, reason)
    open_one = items.open_unreached(db, person_id, contact_id)
    if open_one is not None:
        tell_again(db, open_one, text, now)
        return
    subject = Subject(person=person, contact_id=contact_id, unit=unit)
    raise_item(db, ItemKind.UNREACHED, text, subject, now, desk)


def _text(db: Session, who: str, delivery: Delivery, reason: str) -> str:
    if delivery.kind is DeliveryKind.REMINDER:
        return f"{who}没收到体温提醒：{reason}。请打电话或上门问问体温。"
    words = deliveries.text_of(db, delivery)
    said = words if len(words) <= 60 else words[:60] + "…"
    return f"{who}没收到这条消息：{reason}。请转告：“{said}”"


def _pass_on(db: Session, item_id: int, reason: str, now: datetime, desk: Desk) -> None:
    """Only when everybody who was told last is out of reach is it the next tier's, before its time.

    Nobody who was told already is told because of it: that is what makes a storm.
    """
    item = items.hold(db, item_id)
    if item.state is not ItemState.OPEN or item.stuck_at is not None:
        return
    if items.may_hear(db, item.id, items.last_tier(db, item.id)):
        return
    if not tell_next(db, item, desk, now, because=out_of_reach(reason)):
        leave(db, item, desk, now)
