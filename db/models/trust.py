"""Trust: what people agreed to, and who did what."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Consent(Base):
    """Somebody was told why we keep something and for how long, and went on."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    wording: Mapped[str]  # the very sentence they were told
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Audit(Base):
    """Who did what to whose data; rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]  # no foreign keys: the record outlives the people in it
    action: Mapped[str]
    subject_id: Mapped[int | None]
    detail: Mapped[str | None]
