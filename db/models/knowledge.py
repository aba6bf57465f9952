"""Knowing: what holds from when to when, by whose word; what people were told, and what changed."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import SealedJson, words


class Standing(enum.StrEnum):
    """How far a version has come."""

    DRAFT = "draft"  # waits for somebody to approve it
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Provenance(enum.StrEnum):
    """Where a version is from."""

    PACK = "pack"
    STAFF = "staff"  # written by staff, here
    QUESTION = "question"  # answered by staff to whoever asked, not made lasting


class Version(Base):
    """One wording of a rule or an entry; of those in force the highest version counts.

    The moments decide when it holds, `body` is the piece of content itself.
    Nothing is ever overwritten: a change is the next version.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    hash: Mapped[str]  # of the body
    state: Mapped[Standing] = mapped_column(words(Standing))
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]  # the first moment it no longer holds
    supersedes: Mapped[int | None]  # the version it was made from
    origin: Mapped[Provenance] = mapped_column(words(Provenance))
    pack: Mapped[str | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    check_since: Mapped[datetime | None]  # given unchecked: staff are to compare it since then

    @property
    def content(self) -> dict[str, Any]:
        """Return the piece of content, wherever it lies."""
        return self.body


class EntryVersion(Version):
    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index("ix_entries_state", "state"),
        Index("ix_entries_number", "number"),
        {"sqlite_autoincrement": True},  # staff say its number
    )

    number: Mapped[int | None]  # what staff call an answer of theirs by, all versions of it
    # The body of an answer to a question: it holds what people asked in their own words.
    sealed: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("entries.sealed"))

    @property
    def content(self) -> dict[str, Any]:
        return self.body if self.sealed is None else self.sealed


class RuleVersion(Version):
    __tablename__ = "rules"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index("ix_rules_state", "state"),
        {"sqlite_autoincrement": True},  # staff say its number
    )


class Change(Base):
    """A moment at which something else may hold from then on; rows are only ever added.

    Their number, and the mark of the last, tell a process whether what it remembers still holds.
    """

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_done_at_due_at", "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # rule, entry, packs
    version_id: Mapped[int | None]
    mark: Mapped[int]  # at random: no other change has it
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]  # when those it concerns were found
    reported_at: Mapped[datetime | None]  # when staff heard who was not reached


class AnswerGiven(Base):
    """Who was told what, and what decided it; no word of what they said.

    `case` is one number for everything that decided, so that a change is
    thought through once for all who asked the same.
    """

    __tablename__ = "answers_given"
    __table_args__ = (
        Index("ix_answers_given_contact_id_answered_at", "contact_id", "answered_at"),
        Index("ix_answers_given_case_answered_at", "case", "answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    kind: Mapped[str]  # rule, entry
    key: Mapped[str]
    version: Mapped[int]
    day: Mapped[date | None]  # the day they spoke of
    area: Mapped[str]
    origins: Mapped[str]  # GB/T 2260 codes, with commas
    persons: Mapped[str]
    intents: Mapped[str]
    entry: Mapped[str | None]  # the known question nearest to theirs …
    near: Mapped[bool]  # … so near that it goes before a rule for everybody
    case: Mapped[int]
    about: Mapped[str]  # what to call it: 从太原回来
    told: Mapped[str]  # what stands for the words; "" once they heard that nothing holds
    answered_at: Mapped[datetime] = mapped_column(index=True)


class Correction(Base):
    """Somebody is to hear of a change, once."""

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("change_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"))
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    )
    answer_id: Mapped[int | None] = mapped_column(
        ForeignKey("answers_given.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(default="found", index=True)  # found, owed, needless
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("deliveries.id", ondelete="SET NULL"), index=True
    )


class Subscription(Base):
    """Somebody wants to hear of whatever changes about a topic."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("contact_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class ProgrammeDays(Base):
    """How long a programme lasts, since when; a change waits until somebody approves the new ends."""

    __tablename__ = "programme_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme: Mapped[str] = mapped_column(index=True)
    days: Mapped[int]
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # when staff were shown the old and new ends
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
