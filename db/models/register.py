"""How people come into the register, are called by their families, and are away from their posts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.models.people import Post, Role
from db.types import BlindIndex, Sealed, words


class Absence(Base):
    """A post's holder is away from one moment to another, and perhaps somebody stands in.

    It counts from `begins_at`; without an end it lasts until somebody ends it, and one that ends
    as it begins was called off.  Until the substitute has agreed nobody stands in: whoever comes
    next is asked.  A leave is one absence a post; they share `leave_id`, the number of the first.
    """

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_post_id_begins_at", "post_id", "begins_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    leave_id: Mapped[int | None] = mapped_column(index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    accepted_at: Mapped[
        datetime | None
    ]  # the substitute is of the staff, or the secretary said yes
    agreed_at: Mapped[datetime | None]  # the substitute said yes; at once where there is none
    declined_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]  # when those it concerns were told that it has begun
    over_at: Mapped[datetime | None]  # when they were told that it is over
    warned: Mapped[int] = mapped_column(default=0)  # how often somebody was told of the gap ahead
    post: Mapped[Post] = relationship()


class Swap(Base):
    """Two of the staff stand in for each other, once whoever was asked has said yes."""

    __tablename__ = "swaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    begins_at: Mapped[datetime]  # the other stands in for whoever asks
    ends_at: Mapped[datetime]
    in_return_from: Mapped[datetime]  # and whoever asks for the other
    in_return_until: Mapped[datetime]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Invitation(Base):
    """A code that lets one person into a post or a household, once; the code itself is not kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(BlindIndex("invitations.code"), unique=True)
    role: Mapped[Role | None] = mapped_column(words(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who is meant, if known
    name: Mapped[str | None] = mapped_column(Sealed("invitations.name"))
    phone: Mapped[str | None] = mapped_column(Sealed("invitations.phone"))
    relation: Mapped[str | None]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the operator
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    # They were asked in chat, and take the post by saying so.
    is_offered: Mapped[bool] = mapped_column(default=False, server_default=false())


class Nickname(Base):
    """What one person calls another: “小宝”, “我妈”; asked once and remembered."""

    __tablename__ = "nicknames"
    __table_args__ = (UniqueConstraint("teller_id", "word_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teller_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    word: Mapped[str] = mapped_column(Sealed("nicknames.word"))
    word_index: Mapped[str] = mapped_column(BlindIndex("nicknames.word"))


class PlaceFact(Base):
    """What is so in this place and public: the office's phone, its hours; the newest row holds."""

    __tablename__ = "place_facts"
    __table_args__ = (Index("ix_place_facts_unit_id_name", "unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]  # a word of content/packs/daily/facts.yaml: office_phone
    value: Mapped[str]  # "" where it holds no longer
    set_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime]
