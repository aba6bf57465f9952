"""Listening: what was said, where each conversation stands, what nobody could answer."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BlindIndex, Sealed, SealedJson, SealedWord, words

UNSEEN = "unseen"  # the kind of a turn that tells nothing of who spoke or what was said
_IS_UNSEEN = text(f"kind = '{UNSEEN}'")


class Turn(Base):
    """One inbound message and the answer it got; what lets us hear a repeat as a repeat.

    `answer` is "" when nothing is to be said, and null only inside the
    transaction that is working on it.  `key` is the blind index of the
    platform's: it knows a repeat again and tells nothing of who spoke.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("ix_turns_unseen", "at", sqlite_where=_IS_UNSEEN, postgresql_where=_IS_UNSEEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    key: Mapped[str] = mapped_column(BlindIndex("turns.key"))
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str]
    text: Mapped[str | None] = mapped_column(Sealed("turns.text"))
    intent: Mapped[str | None] = mapped_column(SealedWord("turns.intent"))
    answer: Mapped[str | None] = mapped_column(Sealed("turns.answer"))
    late: Mapped[bool] = mapped_column(default=False)  # the answer went to the outbox
    at: Mapped[datetime] = mapped_column(index=True)


class Conversation(Base):
    """Where somebody is inside a form, or which numbers they were offered.

    Names and answers only, so a restart or a deploy loses nobody.
    """

    __tablename__ = "conversations"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True
    )
    # Which form, at which question, and the answers so far: all of it tells what about.
    place: Mapped[dict[str, Any]] = mapped_column(SealedJson("conversations.place"))
    touched_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class QuestionKind(enum.StrEnum):
    QUESTION = "question"  # we knew no answer
    DOUBTED = "doubted"  # the answer we gave was no use
    RUMOR = "rumor"  # is it true?


class Question(Base):
    """Something we could not answer, kept for a person; `group_id` is the first of its like."""

    __tablename__ = "questions"
    # The heads of open groups are looked through whenever a question is kept.
    __table_args__ = (
        Index("ix_questions_group_id_state", "group_id", "state"),
        Index("ix_questions_contact_id_asked_at", "contact_id", "asked_at"),  # a person's share
        {"sqlite_autoincrement": True},  # staff say its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Sealed("questions.text"))
    guesses: Mapped[str] = mapped_column(SealedWord("questions.guesses"))  # intents, with commas
    kind: Mapped[QuestionKind] = mapped_column(
        words(QuestionKind), default=QuestionKind.QUESTION, server_default="question"
    )
    given: Mapped[str | None]  # the entry, rule or notice we answered with to no use
    state: Mapped[str] = mapped_column(default="open", index=True)
    asked_at: Mapped[datetime]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="SET NULL"))
    answer_id: Mapped[int | None] = mapped_column(
        ForeignKey("entries.id", ondelete="SET NULL"), index=True
    )  # the version that answered it
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))  # who looks into it


class Feedback(Base):
    """Whether an answer was of use; a row without a word is one we asked about."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_contact_id_asked_at", "contact_id", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    turn_id: Mapped[int | None] = mapped_column(
        ForeignKey("turns.id", ondelete="SET NULL"), unique=True
    )  # the turn that was answered
    cited: Mapped[str | None]  # the entry or rule it was answered with
    useful: Mapped[bool | None]
    asked_at: Mapped[datetime]
