"""What the clock has done already."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class JobMark(Base):
    """A job was done for a period; whoever writes the row is who does it."""

    __tablename__ = "job_marks"

    period: Mapped[str] = mapped_column(primary_key=True)  # “2026-11-21”
    job: Mapped[str] = mapped_column(primary_key=True)  # “slots:chik_2025:morning”
    at: Mapped[datetime]
