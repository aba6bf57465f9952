"""Follow-up: who is watched over, what is due, what was reported."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Person
from db.types import Sealed, SealedJson, words


class EpisodeState(enum.StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"  # in hospital, away: nobody is asked until they are back
    ENDED = "ended"


class EndReason(enum.StrEnum):
    OVER = "over"  # its days were over and nothing spoke against it
    RELEASED = "released"  # by somebody of the staff, with the checklist
    EARLY = "early"  # by somebody of the staff, before its time
    WITHDREW = "withdrew"  # those watched over want it no more
    GONE = "gone"  # moved away, died


class Episode(Base):
    """One person under one programme, from day to day, both included."""

    __tablename__ = "episodes"
    __table_args__ = (Index("ix_episodes_state_ends_on", "state", "ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    programme: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[EpisodeState] = mapped_column(words(EpisodeState))
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(words(EndReason))
    paused_at: Mapped[datetime | None]
    wishes_on: Mapped[date | None]  # when food, pills and power were last asked after
    held_on: Mapped[date | None]  # last looked at then: something spoke against its end, it goes on
    closely_until: Mapped[date | None]  # asked about at noon too, through that day
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SlotState(enum.StrEnum):
    OPEN = "open"
    FILLED = "filled"
    MISSED = "missed"


class SlotDue(Base):
    """One report that is due: a person, a day, a part of it."""

    __tablename__ = "slots_due"
    __table_args__ = (
        UniqueConstraint("episode_id", "day", "part"),
        Index("ix_slots_due_state_closes_at", "state", "closes_at"),
        Index("ix_slots_due_state_asks_at", "state", "asks_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"))
    day: Mapped[date]
    part: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[SlotState] = mapped_column(words(SlotState))
    reason: Mapped[str | None]  # why it was never asked for: already_done, not_running, by_phone
    asks_at: Mapped[datetime | None]  # when somebody is asked next; null: nobody is, any more
    times_asked: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_at: Mapped[datetime | None]
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("deliveries.id", ondelete="SET NULL"), index=True
    )
    filled_at: Mapped[datetime | None]
    observation_id: Mapped[int | None] = mapped_column(
        ForeignKey("observations.id", ondelete="SET NULL")
    )
    episode: Mapped[Episode] = relationship()


class ReminderWish(Base):
    """How somebody wants to be asked about one part of the day, for all they answer for."""

    __tablename__ = "reminder_wishes"
    __table_args__ = (UniqueConstraint("person_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    part: Mapped[str]
    minutes: Mapped[int | None]  # after midnight, community time; null: as the programme has it
    by_phone: Mapped[bool] = mapped_column(default=False)  # rung up, not written to


class CallList(Base):
    """Who was to be rung or visited in one grid on one day, in the order of its numbers."""

    __tablename__ = "call_lists"
    __table_args__ = (UniqueConstraint("unit_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    day: Mapped[date]


class CallRow(Base):
    """One household on a call list: its number on paper, and what came of the call."""

    __tablename__ = "call_rows"
    __table_args__ = (UniqueConstraint("list_id", "household_id"),)

    list_id: Mapped[int] = mapped_column(
        ForeignKey("call_lists.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id", ondelete="CASCADE"))
    result: Mapped[str | None]  # reached, not_reached, no_such_number
    told_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    told_at: Mapped[datetime | None]


class Grade(enum.StrEnum):
    """What a report means for what happens next; kept plain so that boards are SQL."""

    NORMAL = "normal"
    FEVER = "fever"  # a fever, or a symptom on the programme's list
    DANGER = "danger"
    NO_VALUE = "no_value"  # “没量”, “正常”: heard, but not a reading


class HowTold(enum.StrEnum):
    """How whoever told of it came to know."""

    MEASURED = "measured"  # by whoever tells, on the spot
    PHONE = "phone"
    VIDEO = "video"
    RELAYED = "relayed"  # heard from somebody else


class Observation(Base):
    """One reported fact about one person."""

    __tablename__ = "observations"
    __table_args__ = (Index("ix_observations_person_id_day_part", "person_id", "day", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    told_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    episode_id: Mapped[int | None] = mapped_column(ForeignKey("episodes.id"), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    # The phone it was told from; no foreign key: SQLite would have to make the table anew for it.
    contact_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str]  # temperature, symptoms, wellbeing
    grade: Mapped[Grade] = mapped_column(words(Grade))
    value: Mapped[str | None] = mapped_column(Sealed("observations.value"))  # °C, one decimal
    raw: Mapped[str | None] = mapped_column(Sealed("observations.raw"))
    symptoms: Mapped[list[Any] | None] = mapped_column(SealedJson("observations.symptoms"))
    site: Mapped[str | None]  # 腋, 额, 耳, 口
    measured_by: Mapped[str | None]  # self, family, staff, doctor; null where nobody said
    way: Mapped[HowTold | None] = mapped_column(words(HowTold))
    day: Mapped[date]  # the community's day and part of it that it counts for
    part: Mapped[str]
    at: Mapped[datetime]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("observations.id"))
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
