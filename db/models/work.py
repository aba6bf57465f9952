"""Work: forms people sent in, and things a person of the community has to see to."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Person, Role
from db.types import BlindIndex, Sealed, SealedJson, words


class SubmissionState(enum.StrEnum):
    WAITING = "waiting"
    ASKED = "asked"  # whoever decides has asked something back
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"  # withdrawn by whoever sent it in
    OVERDUE = "overdue"  # nobody has decided by the time we named

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES


OPEN_STATES = (SubmissionState.WAITING, SubmissionState.ASKED, SubmissionState.OVERDUE)


class Submission(Base):
    """One filled-in form; answers are sealed, what lists and sums need is coded beside them."""

    __tablename__ = "submissions"
    __table_args__ = (Index("ix_submissions_form_state", "form", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("submissions.answers"))
    place_code: Mapped[str | None]  # GB/T 2260
    day: Mapped[date | None]
    state: Mapped[SubmissionState] = mapped_column(words(SubmissionState))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # when it should be decided by
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    # The only way back to one that nobody is known to have sent in.
    receipt: Mapped[str | None] = mapped_column(BlindIndex("submissions.receipt"), unique=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Act(enum.StrEnum):
    """What happened to a submission."""

    SENT = "sent"
    CHANGED = "changed"
    ASKED = "asked"
    REPLIED = "replied"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    OVERDUE = "overdue"


class SubmissionEvent(Base):
    """One step in the history of a submission: who did what, when, and in which words."""

    __tablename__ = "submission_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), index=True
    )
    act: Mapped[Act] = mapped_column(words(Act))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str | None] = mapped_column(Sealed("submission_events.text"))


class TicketKind(enum.StrEnum):
    DANGER = "danger"
    FEVER = "fever"
    JOIN = "join"
    FORM = "form"
    HUMAN = "human"
    UNREACHED = "unreached"
    HELP = "help"
    COMPLAINT = "complaint"
    RUMOR = "rumor"


class TicketState(enum.StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"


class Ticket(Base):
    """Something a person must see to; climbs until one of those told says so.

    Its id is the number staff reply with: “收到 12”.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_state_climbs_at", "state", "climbs_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TicketKind] = mapped_column(words(TicketKind))
    state: Mapped[TicketState] = mapped_column(words(TicketState))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    decides: Mapped[Role | None] = mapped_column(words(Role))  # told first; null: as its kind says
    judged: Mapped[bool] = mapped_column(default=False)  # wants a yes or no, not only to be seen
    text: Mapped[str] = mapped_column(Sealed("tickets.text"))
    raised_at: Mapped[datetime]
    climbs_at: Mapped[datetime | None]  # when the next in line is told, if nobody has answered
    stuck_at: Mapped[datetime | None]  # since when nobody is left who could be told
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    tellings: Mapped[list["Telling"]] = relationship(back_populates="ticket")
    submission: Mapped[Submission | None] = relationship()


class Telling(Base):
    """One step of an escalation: this person was told of that ticket, then."""

    __tablename__ = "escalations"
    __table_args__ = (UniqueConstraint("ticket_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    step: Mapped[int]
    told_at: Mapped[datetime]
    insisted: Mapped[int] = mapped_column(default=0)  # so often the clock has told them again
    updates: Mapped[int] = mapped_column(default=0)  # so often they heard what was new
    updated_at: Mapped[datetime | None]  # when they hear, or heard, what was new last
    ticket: Mapped[Ticket] = relationship(back_populates="tellings")
    person: Mapped[Person] = relationship()
