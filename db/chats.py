"""Groups that are written into: by a robot of theirs, or by the app that made them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Contact, ContactState, Delivery, WorkChat
from db.people import contacts

ROBOT, MADE = "work.robot", "work.appchat"  # the channels of their addresses
LATEST = 200  # deliveries of a group that are looked through


def address(db: Session, name: str, now: datetime, channel: str = ROBOT) -> Contact:
    """Return an address that belongs to nobody, written down when it is first written to."""
    found = contacts.find(db, channel, name)
    if found is None:
        found = Contact(channel=channel, address=name, state=ContactState.FOLLOWING, heard_at=now)
        db.add(found)
        db.flush()  # what is owed points to it
    found.state = ContactState.FOLLOWING
    return found


def place(db: Session, name: str, now: datetime) -> Contact:
    """Return where a group of this name is written to: one that was made, else by its robot."""
    made = called(db, name)
    return address(db, made.chat_id, now, MADE) if made else address(db, name, now)


def sent_to(db: Session, name: str) -> Sequence[Delivery]:
    """Return what was owed to a group lately, the newest first."""
    made = called(db, name)
    channel, key = (MADE, made.chat_id) if made else (ROBOT, name)
    found = (
        select(Delivery)
        .join(Contact, Delivery.contact_id == Contact.id)
        .where(Contact.channel == channel, Contact.address == key)
    )
    return db.scalars(found.order_by(Delivery.id.desc()).limit(LATEST)).all()


def first_to(db: Session, chat: WorkChat) -> Delivery | None:
    """Return what was owed to a group before anything else: that it is made."""
    found = (
        select(Delivery)
        .join(Contact, Delivery.contact_id == Contact.id)
        .where(Contact.channel == MADE, Contact.address == chat.chat_id)
    )
    return db.scalars(found.order_by(Delivery.id).limit(1)).first()


def add(
    db: Session, name: str, chat_id: str, unit_id: int, author_id: int | None, now: datetime
) -> WorkChat:
    chat = WorkChat(name=name, chat_id=chat_id, unit_id=unit_id, author_id=author_id, made_at=now)
    db.add(chat)
    db.flush()  # its name is taken from here on
    return chat


def drop(db: Session, chat: WorkChat) -> None:
    """Forget a group that never came to be; its name is free again."""
    db.delete(chat)
    db.flush()


def called(db: Session, name: str) -> WorkChat | None:
    return db.scalars(select(WorkChat).where(WorkChat.name == name)).first()


def by_chat_id(db: Session, chat_id: str) -> WorkChat | None:
    return db.scalars(select(WorkChat).where(WorkChat.chat_id == chat_id)).first()


def made(db: Session) -> Sequence[WorkChat]:
    """Return the groups the app made, or is making."""
    return db.scalars(select(WorkChat).order_by(WorkChat.id)).all()


def userids(db: Session, person_ids: Sequence[int]) -> dict[int, str]:
    """Return by person the name the enterprise knows them by, where it does."""
    found = (
        select(Contact.person_id, Contact.address)
        .where(Contact.channel == "work", Contact.person_id.in_(person_ids))
        .where(Contact.state == ContactState.FOLLOWING)
        .order_by(Contact.id)
    )
    return {person_id: userid for person_id, userid in db.execute(found) if person_id}
