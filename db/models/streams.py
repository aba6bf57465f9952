"""Answers under way that a platform comes back for."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Sealed


class Stream(Base):
    """What was said, until its answer has been fetched: any process can go on with it.

    `id` is ours, made of the platform's number for the message, so that a repeat has the same.
    """

    __tablename__ = "streams"

    id: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(Sealed("streams.message"))
    begun_at: Mapped[datetime] = mapped_column(index=True)
