"""Work: forms people sent in, and things a person of the community has to see to."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.tree import Person
from db.types import Sealed, SealedJson, words


class SubmissionState(enum.StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


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
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


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
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    text: Mapped[str] = mapped_column(Sealed("tickets.text"))
    raised_at: Mapped[datetime]
    climbs_at: Mapped[datetime | None]  # when the next in line is told, if nobody has answered
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    tellings: Mapped[list["Telling"]] = relationship(back_populates="ticket")


class Telling(Base):
    """One step of an escalation: this person was told of that ticket, then."""

    __tablename__ = "escalations"
    __table_args__ = (UniqueConstraint("ticket_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    step: Mapped[int]
    told_at: Mapped[datetime]
    ticket: Mapped[Ticket] = relationship(back_populates="tellings")
    person: Mapped[Person] = relationship()
