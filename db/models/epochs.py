"""Epochs: each time the database was brought back from a copy, and whether what waited was let out."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Epoch(Base):
    """The database was restored: what it knows ends with the copy, and what was queued is held.

    It is open until an operator has said what becomes of what was held.
    """

    __tablename__ = "epochs"

    id: Mapped[int] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    copied_at: Mapped[datetime]  # the last moment this database knows of before it was restored
    numbers_from: Mapped[int]  # the first number given since: none before it is given again
    held: Mapped[int]  # so many deliveries waited
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # sent, dropped


class SentCount(Base):
    """How many batches were sent from one data folder, which knows it too."""

    __tablename__ = "sent_counts"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
