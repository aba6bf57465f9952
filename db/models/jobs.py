"""What the machinery keeps for itself: what the clock has done, and whether the store is sound."""

from datetime import date, datetime

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Sealed


class JobMark(Base):
    """A job was done for a period; whoever writes the row is who does it."""

    __tablename__ = "job_marks"

    period: Mapped[str] = mapped_column(primary_key=True)  # “2026-11-21”
    job: Mapped[str] = mapped_column(primary_key=True)  # “slots:chik_2025:morning”
    at: Mapped[datetime]


class StoreCheck(Base):
    """One row: a value everybody knows, sealed, and a place to write to.

    Keys that do not open it are not this database's; what cannot be written
    here cannot be written elsewhere.
    """

    __tablename__ = "store_checks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    known: Mapped[str | None] = mapped_column(Sealed("store_checks.known"))
    written_at: Mapped[datetime | None]


class StuckLoop(Base):
    """How many loops without a next step one day's audits have found, and set going again."""

    __tablename__ = "stuck_loops"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    found: Mapped[int] = mapped_column(default=0)
    repaired: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]  # of the last one
