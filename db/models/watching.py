"""What surrounds an episode: its history, limits of units, samples on test days, visits to the door."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.followup import Episode, HowTold
from db.types import CodedEnum, Sealed, words


class EpisodeAct(enum.StrEnum):
    """What happened to an episode."""

    OPENED = "opened"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    PAUSED = "paused"
    RESUMED = "resumed"
    MOVED = "moved"
    HELD = "held"
    ENDED = "ended"
    SIGNED = "signed"
    REFUSED = "refused"


class EpisodeEvent(Base):
    """One line in the history of an episode: who did what, when."""

    __tablename__ = "episode_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(
        ForeignKey("episodes.id", ondelete="CASCADE"), index=True
    )
    act: Mapped[EpisodeAct] = mapped_column(words(EpisodeAct))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    detail: Mapped[str | None]  # words and days: “2026-12-05”, “fever,unreported”, “agreement”
    text: Mapped[str | None] = mapped_column(Sealed("episode_events.text"))  # doors, a witness


class Limit(Base):
    """A unit's own line of a programme from a moment on; without a value the one above counts again."""

    __tablename__ = "limits"
    __table_args__ = (Index("ix_limits_unit_id_from_at", "unit_id", "from_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    programme: Mapped[str | None]  # null: every programme
    tenths: Mapped[int | None]  # of a °C, from which it is a fever: 373
    from_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SampleResult(enum.StrEnum):
    NEGATIVE = "negative"
    POSITIVE = "positive"
    INVALID = "invalid"  # to be taken again


class Sample(Base):
    """One sample that is to be taken of somebody on a day, and what came of it."""

    __tablename__ = "samples"
    __table_args__ = (UniqueConstraint("episode_id", "day"), Index("ix_samples_day", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"))
    day: Mapped[date]
    is_required: Mapped[bool]  # 应检; else 愿检
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    not_taken: Mapped[str | None]  # refused, away
    result: Mapped[SampleResult | None] = mapped_column(CodedEnum("samples.result", SampleResult))
    result_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the household was owed the result
    late_at: Mapped[datetime | None]  # when staff heard that the result, or telling of it, is late
    eve_at: Mapped[datetime | None]  # when the household was owed that it is due tomorrow
    episode: Mapped[Episode] = relationship()


class Visit(Base):
    """Somebody of the staff looked after a household: who and what they saw."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(
        ForeignKey("households.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    day: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    way: Mapped[HowTold | None] = mapped_column(words(HowTold))
    saw_person: Mapped[bool]  # 见人
    saw_home: Mapped[bool]  # 见居
    saw_state: Mapped[bool]  # 见状态
    text: Mapped[str | None] = mapped_column(Sealed("visits.text"))
