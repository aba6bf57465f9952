"""Remembering what was said, so that a platform's repeat is not acted on twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import Session

from core.messages import Message
from db.keys import Keyring
from db.models import PENDING, Contact, Delivery, DeliveryStatus, Turn
from db.models.listening import UNSEEN
from db.people import contacts
from db.people.contacts import Before
from db.quick import Quick, insert_for
from db.slices import delete_some
from db.types import keyring_of
from db.unreadable import is_unreadable

_WHO = select(Contact.id).where(
    Contact.channel == bindparam("channel"), Contact.address == bindparam("sender")
)


def _before() -> list[ColumnElement[Any]]:
    """Look at the row of the address while it is as it was before this message."""
    whose = Contact.id == literal_column("turns.contact_id")
    return [select(c).where(whose).scalar_subquery().label(c.key) for c in contacts.BEFORE]


_ROW = dict(kind=bindparam("kind"), text=bindparam("text"), late=False, at=bindparam("at"))
_BEGIN = Quick(
    lambda dialect: (
        insert_for(dialect, Turn)
        .values(channel=bindparam("channel"), key=bindparam("key"), **_ROW)
        .values(contact_id=_WHO.scalar_subquery())  # a stranger's is added when we know it
        .on_conflict_do_nothing(index_elements=["channel", "key"])
        .returning(Turn.id, Turn.contact_id, *_before())
    )
)
_FINISH = Quick(
    lambda _: (
        update(Turn)
        .where(Turn.id == bindparam("turn"))
        .values(
            answer=bindparam("said"),
            intent=bindparam("meant"),
            late=bindparam("is_late"),
        )
    )
)
_NAME = Quick(
    lambda _: update(Turn).where(Turn.id == bindparam("turn")).values(contact_id=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that was just written down, and whose it is if we had heard of them."""

    id: int
    contact_id: int | None
    before: Before  # how the row of its address was


UNSEEN_LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Twin:
    """The earlier copy of a message: what it was answered, and what became of the answer."""

    turn_id: int
    answer: str
    late: bool
    delivery_id: int | None
    status: DeliveryStatus | None
    reason: str | None


def begin(db: Session, message: Message, now: datetime) -> Begun | None:
    """Write the message down before anything is done about it; None if it was there already.

    This insert is the transaction's first write on purpose: a twin of the
    same message waits here until we commit, and then finds our answer.
    """
    row = _BEGIN.one(
        db,
        {
            "channel": message.channel,
            "key": message.key,
            "sender": message.sender,
            "kind": message.kind.value,
            "text": message.text or None,
            "at": now,
        },
    )
    if row is None:
        return None
    return Begun(row[0], row[1], Before(*row[2:]) if row[1] is not None else contacts.NEW)


def finish(
    db: Session, turn: Begun, answer: str, intent: str | None, contact_id: int | None, late: bool
) -> None:
    _FINISH.one(db, {"turn": turn.id, "said": answer, "meant": intent, "is_late": late})
    if contact_id != turn.contact_id:
        _NAME.one(db, {"turn": turn.id, "who": contact_id})


def make_unseen(db: Session, turn_id: int, message: Message, answer: str, now: datetime) -> None:
    """Leave nothing of a turn but the index of its key, for a day.

    The answer is sealed with the platform's own key of the message, which we
    do not keep: only a repeat of that very message can open it.  The moment is
    blurred, so that it does not point to the address that was heard then.
    """
    sealed = _bound_to(db, message).seal(answer, UNSEEN)
    db.execute(
        update(Turn)
        .where(Turn.id == turn_id)
        .values(answer=sealed, text=None, contact_id=None, intent=None, kind=UNSEEN, at=blur(now))
    )


def _bound_to(db: Session, message: Message) -> Keyring:
    return keyring_of(db.connection().dialect).bound_to(message.key)


def blur(now: datetime) -> datetime:
    """Return the full hour: many people have spoken within it."""
    return now.replace(minute=0, second=0, microsecond=0)


_IS_UNSEEN = Turn.kind == literal_column(f"'{UNSEEN}'")  # spelled as its index is


def is_unseen() -> ColumnElement[bool]:
    return _IS_UNSEEN


def is_old_and_unseen(now: datetime) -> ColumnElement[bool]:
    return and_(_IS_UNSEEN, Turn.at < now - UNSEEN_LASTS)


def is_left_of_unseen() -> ColumnElement[bool]:
    unseen = select(Turn.id).where(_IS_UNSEEN)
    return and_(Delivery.turn_id.in_(unseen), Delivery.status.not_in(PENDING))


def forget_unseen(db: Session, now: datetime, limit: int) -> int:
    """Delete what an unseen turn had to leave after a day."""
    return delete_some(db, Turn.id, is_old_and_unseen(now), limit)


def forget_deliveries_of_unseen(db: Session, limit: int) -> int:
    """Delete the delivery of an unseen turn once it is sent, and close the window it went through."""
    whose = db.scalars(select(Delivery.contact_id).where(is_left_of_unseen()).limit(limit)).all()
    contacts.close_window(db, [contact_id for contact_id in whose if contact_id])
    return delete_some(db, Delivery.id, is_left_of_unseen(), limit)


def twin(db: Session, message: Message) -> Twin:
    row = db.execute(
        select(
            Turn.id,
            Turn.answer,
            Turn.late,
            Delivery.id,
            Delivery.status,
            Delivery.reason,
            Turn.kind,
        )
        .outerjoin(Delivery, Delivery.turn_id == Turn.id)
        .where(Turn.channel == message.channel, Turn.key == message.key)
    ).one()
    answer = "" if is_unreadable(row[1]) else row[1] or ""
    if row[6] == UNSEEN and answer:
        answer = _bound_to(db, message).open(answer, UNSEEN)
    return Twin(row[0], answer, row[2], row[3], row[4], row[5])


def mark_late(db: Session, turn_id: int) -> None:
    db.execute(update(Turn).where(Turn.id == turn_id).values(late=True))


def forget_before(db: Session, moment: datetime, limit: int) -> int:
    """Delete what was said before then; the platform repeats itself for seconds, not days."""
    return delete_some(db, Turn.id, Turn.at < moment, limit)


def count_since(db: Session, moment: datetime) -> int:
    return db.scalar(select(func.count()).select_from(Turn).where(Turn.at >= moment)) or 0


def lately(db: Session, contact_id: int, before: int, since: datetime, limit: int) -> Sequence[str]:
    """Return what somebody wrote before a turn and since a moment, newest first."""
    theirs = select(Turn.text).where(
        Turn.contact_id == contact_id, Turn.id < before, Turn.at >= since, Turn.text.is_not(None)
    )
    return [text for text in db.scalars(theirs.order_by(Turn.id.desc()).limit(limit)) if text]
