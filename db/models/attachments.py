"""Pictures and places somebody sent: where the platform keeps them, and which item they belong to."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import SealedJson, words


class AttachmentKind(enum.StrEnum):
    PICTURE = "picture"
    PLACE = "place"


class Attachment(Base):
    """One picture or place; we hold no picture, only what the platform gives it out for.

    Without an item it waits for the form its sender is filling in.
    """

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AttachmentKind] = mapped_column(words(AttachmentKind))
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), index=True
    )
    # {"channel", "media"} of a picture; {"lat", "lng", "label"} of a place.
    holds: Mapped[dict[str, Any]] = mapped_column(SealedJson("attachments.holds"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
