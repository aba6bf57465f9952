"""Remembering what was said, so that a platform's repeat is not acted on twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from core.messages import Message
from db.models import Contact, Delivery, DeliveryStatus, Turn
from db.quick import Quick, insert_for

_WHO = select(Contact.id).where(
    Contact.channel == bindparam("channel"), Contact.address == bindparam("sender")
)
_ROW = dict(kind=bindparam("kind"), text=bindparam("text"), late=False, at=bindparam("at"))
_BEGIN = Quick(
    lambda dialect: (
        insert_for(dialect, Turn)
        .values(channel=bindparam("channel"), key=bindparam("key"), **_ROW)
        .values(contact_id=_WHO.scalar_subquery())  # a stranger's is added when we know it
        .on_conflict_do_nothing(index_elements=["channel", "key"])
        .returning(Turn.id, Turn.contact_id)
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
    return Begun(*row) if row else None


def finish(
    db: Session, turn: Begun, answer: str, intent: str | None, contact_id: int | None, late: bool
) -> None:
    _FINISH.one(db, {"turn": turn.id, "said": answer, "meant": intent, "is_late": late})
    if contact_id != turn.contact_id:
        _NAME.one(db, {"turn": turn.id, "who": contact_id})


def twin(db: Session, message: Message) -> Twin:
    row = db.execute(
        select(Turn.id, Turn.answer, Turn.late, Delivery.id, Delivery.status, Delivery.reason)
        .outerjoin(Delivery, Delivery.turn_id == Turn.id)
        .where(Turn.channel == message.channel, Turn.key == message.key)
    ).one()
    return Twin(row[0], row[1] or "", row[2], row[3], row[4], row[5])


def mark_late(db: Session, turn_id: int) -> None:
    db.execute(update(Turn).where(Turn.id == turn_id).values(late=True))


def forget_before(db: Session, moment: datetime) -> int:
    """Delete what was said before then; the platform repeats itself for seconds, not days."""
    return db.execute(delete(Turn).where(Turn.at < moment)).rowcount  # type: ignore[attr-defined, no-any-return]


def count_since(db: Session, moment: datetime) -> int:
    return db.scalar(select(func.count()).select_from(Turn).where(Turn.at >= moment)) or 0
