"""Work: anything somebody must see to, who was told of it, and what a form held."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Person, Role
from db.types import BlindIndex, CodedEnum, CodedText, Sealed, SealedJson, words


class Submission(Base):
    """What a form held; the answers are sealed, what lists and sums need is coded beside them."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(CodedText("submissions.form"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("submissions.answers"))
    place_code: Mapped[str | None]  # GB/T 2260
    day: Mapped[date | None]
    sent_at: Mapped[datetime]
    # The only way back to one that nobody is known to have sent in.
    receipt: Mapped[str | None] = mapped_column(BlindIndex("submissions.receipt"), unique=True)


class ItemKind(enum.StrEnum):
    DANGER = "danger"
    FEVER = "fever"
    JOIN = "join"
    FORM = "form"
    HUMAN = "human"
    UNREACHED = "unreached"
    HELP = "help"
    COMPLAINT = "complaint"
    RUMOR = "rumor"
    QUESTION = "question"  # nobody has written down the answer yet
    RELEASE = "release"  # an end that something speaks against
    SAMPLE = "sample"  # a result that is late, or that its household has not heard
    SILENCE = "silence"  # a household did not report; it has one at a time, and it grows

    @property
    def is_urgent(self) -> bool:
        return self in (ItemKind.DANGER, ItemKind.FEVER)


class ItemState(enum.StrEnum):
    OPEN = "open"  # nobody has answered for it
    TAKEN = "taken"  # somebody sees to it
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by whoever asked for it, or because there is nothing left to do

    @property
    def is_over(self) -> bool:
        return self not in GOING_ON


GOING_ON = (ItemState.OPEN, ItemState.TAKEN)


class WorkItem(Base):
    """Something a person must see to; one life, from open to done, whatever it came from.

    It climbs until one of those told answers for it.  Its id is the number
    staff and residents say: “收到 12”, “撤销 12”.
    """

    __tablename__ = "items"
    __table_args__ = (
        Index("ix_items_state_escalates_at", "state", "escalates_at"),
        {"sqlite_autoincrement": True},  # a number people say is never given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ItemKind] = mapped_column(CodedEnum("items.kind", ItemKind))
    state: Mapped[ItemState] = mapped_column(words(ItemState))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    decides: Mapped[Role | None] = mapped_column(words(Role))  # told first; null: as its kind says
    avoids: Mapped[Role | None] = mapped_column(words(Role))  # whoever holds it is never told
    needs_decision: Mapped[bool] = mapped_column(default=False)  # a yes or no, not only to be seen
    # Sealed under the name its table had at first.
    text: Mapped[str] = mapped_column(Sealed("tickets.text"))
    raised_at: Mapped[datetime]
    escalates_at: Mapped[datetime | None]  # the next in line is told then, if nobody has answered
    stuck_at: Mapped[datetime | None]  # since when nobody is left who could be told
    # So long a word of somebody to see to it is good; then they are asked, then it is open again.
    holds_minutes: Mapped[int | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # when it should be decided by
    late_at: Mapped[datetime | None]  # when whoever waits was told that it takes longer
    asked_at: Mapped[datetime | None]  # since when whoever sent it in owes an answer
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who answered for it
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(Sealed("items.result"))  # in the owner's words
    steps: Mapped[list["Step"]] = relationship(back_populates="item")
    submission: Mapped[Submission | None] = relationship()


class Step(Base):
    """One step of an escalation: this person was told of that item, then."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    tier: Mapped[int]
    told_at: Mapped[datetime]
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("deliveries.id", ondelete="SET NULL")
    )
    insisted: Mapped[int] = mapped_column(default=0)  # so often the clock has told them again
    updates: Mapped[int] = mapped_column(default=0)  # so often they heard what was new
    updated_at: Mapped[datetime | None]  # when they hear, or heard, what was new last
    item: Mapped[WorkItem] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship()


class Act(enum.StrEnum):
    """What happened to an item."""

    SENT = "sent"
    TAKEN = "taken"
    RETURNED = "returned"  # its owner's post ended, or leave began
    CHANGED = "changed"
    ASKED = "asked"
    REPLIED = "replied"
    ARRIVED = "arrived"  # whoever sees to it is at the door
    RELAYED = "relayed"  # words of staff were passed on
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LATE = "late"


class ItemEvent(Base):
    """One line in the history of an item: who did what, when, and in which words."""

    __tablename__ = "item_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    act: Mapped[Act] = mapped_column(words(Act))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    # Sealed under the name its table had at first.
    text: Mapped[str | None] = mapped_column(Sealed("submission_events.text"))
