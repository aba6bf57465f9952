"""Groups of the enterprise the app itself made: the unit each is for, and who asked for it."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class WorkChat(Base):
    """One group; its name is said aloud, so there is but one of a name."""

    __tablename__ = "work_chats"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[str] = mapped_column(unique=True)  # the platform's, chosen by us
    name: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    wants_board: Mapped[bool] = mapped_column(default=False, server_default=false())
