"""Lists that went round in a group, and what each household wrote."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Sealed, SealedJson


class Roll(Base):
    """One list of one building; pasted again it is the same by its title."""

    __tablename__ = "rolls"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str] = mapped_column(Sealed("rolls.title"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime]
    touched_at: Mapped[datetime] = mapped_column(index=True)


class RollRow(Base):
    """What one household wrote: how many, and words."""

    __tablename__ = "roll_rows"

    roll_id: Mapped[int] = mapped_column(
        ForeignKey("rolls.id", ondelete="CASCADE"), primary_key=True
    )
    household_id: Mapped[int] = mapped_column(
        ForeignKey("households.id", ondelete="CASCADE"), primary_key=True
    )
    said: Mapped[dict[str, Any]] = mapped_column(SealedJson("roll_rows.said"))
