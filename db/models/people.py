"""The tree: who belongs where, who is responsible for whom, and where they can be reached."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base
from db.types import BlindIndex, Sealed, SealedJson, words

_FORGOTTEN = text("forgotten_at IS NOT NULL")  # few are, at any moment


class Role(enum.StrEnum):
    """What a person is for a unit; who is told when is in community/work/escalation/chains.py."""

    GRID_WORKER = "grid_worker"
    SECRETARY = "secretary"
    DOCTOR = "doctor"
    DUTY = "duty"
    REPRESENTATIVE = "representative"
    TOWNSHIP = "township"
    LEADER = "leader"


class Unit(Base):
    """A district, a street, a community, a building; levels and their names are data."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    level: Mapped[int]
    label: Mapped[str]  # what this level is called here: 社区, 网格, 楼栋…
    name: Mapped[str]
    path: Mapped[str] = mapped_column(unique=True)  # “1/4/17/”, so that a subtree is one LIKE
    building: Mapped[str | None] = mapped_column(index=True)  # the number on the building
    scene: Mapped[str | None] = mapped_column(unique=True)  # of the QR code at its door
    code_picture: Mapped[str | None]  # where the platform shows that code drawn, once it was made


class Household(Base):
    """Who lives behind one door; the room is sealed, building and entrance are not."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("unit_id", "entrance", "room_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    building: Mapped[str]
    entrance: Mapped[str]  # 单元
    room: Mapped[str] = mapped_column(Sealed("households.room"))
    room_index: Mapped[str] = mapped_column(BlindIndex("households.room"))
    number: Mapped[str | None]  # 户号, as the office counts
    # 包户: who looks after this very household, besides whoever holds a post for its unit
    keeper_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", name="fk_households_keeper_id", use_alter=True), index=True
    )
    unit: Mapped[Unit] = relationship()
    people: Mapped[list["Person"]] = relationship(
        back_populates="household", foreign_keys="Person.household_id"
    )


class Gone(enum.StrEnum):
    """Why somebody is no longer of this place."""

    MOVED = "moved"
    DIED = "died"
    MERGED = "merged"


class Person(Base):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    name: Mapped[str | None] = mapped_column(Sealed("people.name"))
    name_index: Mapped[str | None] = mapped_column(BlindIndex("people.name"), index=True)
    phone: Mapped[str | None] = mapped_column(Sealed("people.phone"))
    phone_index: Mapped[str | None] = mapped_column(BlindIndex("people.phone"), index=True)
    id_number: Mapped[str | None] = mapped_column(Sealed("people.id_number"))
    relation: Mapped[str | None]  # to whoever answers for the household: 老伴, 儿子…
    is_respondent: Mapped[bool] = mapped_column(default=False)  # answers for the household
    other_phones: Mapped[list[str] | None] = mapped_column(SealedJson("people.other_phones"))
    sex: Mapped[str | None] = mapped_column(Sealed("people.sex"))  # 男, 女
    birth: Mapped[str | None] = mapped_column(Sealed("people.birth"))  # “1951-03-02”, or the year
    moved_in: Mapped[str | None] = mapped_column(
        Sealed("people.moved_in")
    )  # as exact as was written
    notes: Mapped[str | None] = mapped_column(Sealed("people.notes"))
    needs: Mapped[list[str] | None] = mapped_column(SealedJson("people.needs"))  # 独居, 孕, 透析…
    gone_on: Mapped[date | None]  # the day from which they are no longer of this place
    gone_because: Mapped[Gone | None] = mapped_column(words(Gone))
    merged_into: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # the record that stays
    created_at: Mapped[datetime]
    household: Mapped[Household | None] = relationship(
        back_populates="people", foreign_keys=[household_id]
    )
    contacts: Mapped[list["Contact"]] = relationship(back_populates="person")


class Post(Base):
    """A person holds a role in a unit, from one day to another; see `Absence` for who stands in.

    With moments (`begins_at`, `ends_at`) it is a watch: one night of the duty roster.
    """

    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    begins_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    resigned_at: Mapped[datetime | None]  # its holder asked to be let go; nobody has said so yet
    over_at: Mapped[datetime | None]  # when it was handed on to whoever comes after
    warned: Mapped[int] = mapped_column(default=0)  # how often somebody was told nobody comes after
    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()


class ContactState(enum.StrEnum):
    FOLLOWING = "following"
    UNFOLLOWED = "unfollowed"
    BLOCKED = "blocked"  # takes none of our messages
    INVALID = "invalid"  # the platform does not know this address


class Contact(Base):
    """Where somebody can be reached, known to us by name or not yet.

    `window_*` is the ledger of customer-service messages: so many until then.
    A tap, a scan or following opens a second, short one (`moment_*`).
    """

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        Index("ix_contacts_person_id_state", "person_id", "state"),
        Index(
            "ix_contacts_forgotten_at",
            "forgotten_at",
            sqlite_where=_FORGOTTEN,
            postgresql_where=_FORGOTTEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[ContactState] = mapped_column(words(ContactState))
    scene: Mapped[str | None]  # the QR code they came by
    heard_at: Mapped[datetime | None]
    window_until: Mapped[datetime | None]
    window_left: Mapped[int] = mapped_column(default=0)
    moment_until: Mapped[datetime | None]
    moment_left: Mapped[int] = mapped_column(default=0)
    misses: Mapped[int] = mapped_column(default=0)  # things not understood in a row
    # Told by every message's first look at the row, so that most need no second.
    talking_until: Mapped[datetime | None]  # a conversation is open until then
    called_at: Mapped[datetime | None]  # when they last called for help
    unlisted_until: Mapped[datetime | None]  # staff do not look at their questions until then
    bound_at: Mapped[datetime | None]  # since when it is this person's
    # Another phone of a place that was taken: staff let it in, the first phone has not said yes.
    is_vouched: Mapped[bool] = mapped_column(default=True, server_default=true())
    # By the platform's clock, to the second: the newest sign that the state rests on.
    sign_at: Mapped[datetime | None]
    # They asked to be deleted: the address goes as soon as nothing is on its way to it.
    forgotten_at: Mapped[datetime | None]
    person: Mapped[Person | None] = relationship(back_populates="contacts")


class Guess(Base):
    """How often wrong numbers came from an address on a day, and until when no more are looked at."""

    __tablename__ = "guesses"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date]
    wrong: Mapped[int]
    until: Mapped[datetime | None]
