"""Speaking: notices, what we owe each person, what became of it, and how much may be sent."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Contact
from db.types import Sealed, SealedJson, words

# PostgreSQL looks each row of a million up by itself, and locks what it finds: it does without
# these.  SQLite keeps them, where they cost next to nothing; so the tests still find whoever
# deletes what is named elsewhere.
UNCHECKED = {"checked_by": "sqlite"}


def _only(where: str) -> dict[str, Any]:
    """Say which rows an index holds, to either engine."""
    return {"sqlite_where": text(where), "postgresql_where": text(where)}


class NoticeState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class ReceiptAnswer(enum.StrEnum):
    """What an answer to a notice comes to, in whatever words."""

    RECEIVED = "received"
    DONE = "done"
    PROBLEM = "problem"
    LATER = "later"
    AWAY = "away"


class NoticeColour(enum.StrEnum):
    """How pressing a warning is; red waits for no morning."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class NoticeForm(enum.StrEnum):
    """What kind of paper it is, and so how it is headed."""

    NOTICE = "notice"  # 通知
    BULLETIN = "bulletin"  # 通告
    HINT = "hint"  # 提示
    APPEAL = "appeal"  # 倡议
    ORDER = "order"  # 指令


class Notice(Base):
    """What a secretary tells a unit; public words, so they lie in the open."""

    __tablename__ = "notices"
    __table_args__ = {"sqlite_autoincrement": True}  # a number people say is never given twice

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    state: Mapped[NoticeState] = mapped_column(words(NoticeState))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the author heard who was not reached
    households: Mapped[int] = mapped_column(default=0)
    unreachable: Mapped[int] = mapped_column(default=0)  # households without any contact
    valid_until: Mapped[date | None]  # the last day it holds
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    form: Mapped[NoticeForm] = mapped_column(words(NoticeForm), default=NoticeForm.NOTICE)
    colour: Mapped[NoticeColour | None] = mapped_column(words(NoticeColour))
    is_exercise: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks_answer: Mapped[bool] = mapped_column(default=False, server_default=false())
    valid_till: Mapped[datetime | None]  # the moment it ends, where its words name one
    audience: Mapped[dict[str, Any] | None]  # whom it is for, where that is not all of its unit
    confirmed_for: Mapped[int | None]  # so many people were named when it was confirmed
    needs_second: Mapped[bool] = mapped_column(default=False, server_default=false())
    seconder_id: Mapped[int | None]  # of the person who agreed before it went out
    paused_at: Mapped[datetime | None]
    urged: Mapped[int] = mapped_column(default=0, server_default="0")  # so often who was silent
    urged_at: Mapped[datetime | None]
    # While not all of it is planned: the unit it has come to, and how the rest is to go.
    planning: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class NoticeTarget(Base):
    """One household (or, where it goes to posts, one person) that must know, and how far that came."""

    __tablename__ = "notice_targets"
    __table_args__ = (
        # A door once, a person once; and by whom it is for, to find what they were told.
        Index("ix_notice_targets_household_id", "household_id", "notice_id", unique=True),
        Index(
            "ix_notice_targets_person_id",
            "person_id",
            "notice_id",
            unique=True,
            **_only("person_id IS NOT NULL"),
        ),
        Index("ix_notice_targets_notice_id_unit_id", "notice_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notices.id", ondelete="CASCADE", info=UNCHECKED)
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id", info=UNCHECKED))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id", info=UNCHECKED))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", info=UNCHECKED))
    is_exempt: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[int] = mapped_column(default=0)  # the best of anybody in it
    answer: Mapped[ReceiptAnswer | None] = mapped_column(words(ReceiptAnswer))


class NoticeTally(Base):
    """How many targets of one unit stand where; kept as they move, never counted again."""

    __tablename__ = "notice_tallies"

    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), primary_key=True, autoincrement=False
    )
    what: Mapped[str] = mapped_column(primary_key=True)  # “exempt”, “evidence:1”, “answer:done”
    count: Mapped[int]


class Receipt(Base):
    """What somebody answered to a notice, in their words; the newest of each person counts."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("notice_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(
        ForeignKey("notice_targets.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    told_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # staff, at the door
    answer: Mapped[ReceiptAnswer | None] = mapped_column(words(ReceiptAnswer))  # none: only opened
    evidence: Mapped[int]
    people: Mapped[int | None]  # heads they counted
    text: Mapped[str | None] = mapped_column(Sealed("receipts.text"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    phone: Mapped[
        str | None
    ]  # what tells the browser in which its page was touched first from others
    at: Mapped[datetime]


class SendingRight(Base):
    """Somebody may send notices to a unit for a day, because whoever holds the post said so."""

    __tablename__ = "sending_rights"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    given_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class NoticeMark(Base):
    """A fingerprint of a published notice: by these a pasted piece of it is found again."""

    __tablename__ = "notice_marks"

    mark: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class DeliveryKind(enum.StrEnum):
    """Chooses the roads and how long to wait; see outbox/ladder.py and outbox/roads.py."""

    ANSWER = "answer"
    REMINDER = "reminder"
    ALERT = "alert"
    NOTICE = "notice"
    INFO = "info"


class Urgency(enum.IntEnum):
    """What goes first where not everything can; the smaller the sooner."""

    DANGER = 0
    FEVER = 1
    USUAL = 2  # alerts, reminders, answers
    LATER = 3  # notices


class DeliveryStatus(enum.StrEnum):
    QUEUED = "queued"  # ours to send
    SENDING = "sending"  # it is being written to the platform at this moment
    WIRED = "wired"  # the platform took it; nobody has read it
    FAILED = "failed"  # no road was left; reason says why
    CANCELLED = "cancelled"  # no longer wanted; reason says why
    UNKNOWN = "unknown"  # it was written, and nobody can tell whether it arrived
    HEARD = "heard"  # given as the reply to the person's own message
    HELD = "held"  # waited when the database was restored; an operator says whether it goes


# What nobody has been sent yet, and what may still come to somebody.
UNSENT = (DeliveryStatus.QUEUED, DeliveryStatus.HELD)
PENDING = (*UNSENT, DeliveryStatus.SENDING)


class Shared(Base):
    """Words that many are owed: sealed once, however many read them; nothing personal."""

    __tablename__ = "shared_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Sealed("shared_words.text"))
    fields: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("shared_words.fields"))


IS_ON_ITS_WAY = "status = 'queued' OR status = 'sending'"


class Delivery(Base):
    """One text owed to one person, and what became of it; each try is an `Attempt`.

    It is owed to the person, wherever they are reached; `contact_id` is the address that spoke,
    and all we have of somebody who is not yet known.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        # What is done leaves the index of what is due.  By the number as well: a notice owes
        # everybody at one moment, and of these the first are wanted without sorting them all.
        Index("ix_deliveries_due", "status", "urgency", "due_at", "id", **_only(IS_ON_ITS_WAY)),
        Index("ix_deliveries_share", "notice_id", "status", "urgency", "due_at", "id"),
        Index("ix_deliveries_item_id", "item_id", **_only("item_id IS NOT NULL")),
        Index("ix_deliveries_turn_id", "turn_id", unique=True, **_only("turn_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DeliveryKind] = mapped_column(words(DeliveryKind))
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL", info=UNCHECKED), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", info=UNCHECKED), index=True
    )
    text: Mapped[str] = mapped_column(Sealed("deliveries.text"))  # empty where it is shared
    shared_id: Mapped[int | None]  # of the words it has in common with others
    fields: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("deliveries.fields"))
    # For the platform, the same each try; made of chance, so nothing need be looked through for it.
    idempotency_key: Mapped[str]
    status: Mapped[DeliveryStatus] = mapped_column(words(DeliveryStatus))
    reason: Mapped[str | None]
    road: Mapped[str | None]  # the one that took it, or has it in hand: “official.custom”
    evidence: Mapped[int] = mapped_column(default=0)  # 0 planned, 1 taken by the platform …
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    urgency: Mapped[int] = mapped_column(default=Urgency.USUAL.value)
    # So long one sender has it in hand, by the machine's clock, not the community's.  While it is
    # queued it has not been written yet: whoever dies with it in hand has sent nothing.
    lease_until: Mapped[datetime | None]
    address_id: Mapped[int | None]  # of the contact it is in hand for
    wired_at: Mapped[datetime | None]
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id", info=UNCHECKED))
    target_id: Mapped[int | None] = mapped_column(index=True)  # of the notice, whom it is for
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id", info=UNCHECKED))
    instead_of: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id", info=UNCHECKED))
    contact: Mapped[Contact | None] = relationship()


class Attempt(Base):
    """One try to bring a delivery to one address by one road, and what the platform said."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("deliveries.id", ondelete="CASCADE"), index=True
    )
    road: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL", info=UNCHECKED), index=True
    )
    at: Mapped[datetime]
    platform_id: Mapped[str | None] = mapped_column(index=True)
    reason: Mapped[str | None]  # why it was not taken; None if it was
    again_at: Mapped[datetime | None]  # when this way may be tried again; None: never


class Quota(Base):
    """How much of something was used in one period: a road's day, an API's month."""

    __tablename__ = "quotas"
    __table_args__ = (UniqueConstraint("scope", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]  # the road's name: “official.template”
    # “2026-11-21”; “until” for a road that is closed for a while, “pause” for what rests because
    # the platform takes nothing (see db/pauses.py): then `used` is how often that was in a row.
    period: Mapped[str]
    used: Mapped[int] = mapped_column(default=0)
    closed_until: Mapped[datetime | None]  # the platform said: not before then
    reason: Mapped[str | None]
    since: Mapped[datetime | None]  # when it began to rest


class StoredToken(Base):
    """An access token all processes share, and who is refreshing it."""

    __tablename__ = "tokens"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str | None] = mapped_column(Sealed("tokens.value"))
    expires_at: Mapped[datetime | None]
    holder: Mapped[str | None]
    held_until: Mapped[datetime | None]
