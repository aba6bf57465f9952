"""What a person said, what we understood, and nothing about how it travelled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of message came in, free of any platform's words."""

    TEXT = "text"
    UNREADABLE = "unreadable"  # a voice without text, a film, a file: we must ask for words
    PICTURE = "picture"  # `extra` holds its `media`, by which the platform gives it out
    PLACE = "place"  # `extra` holds `lat`, `lng`, and `label` where it has one
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"  # somebody who already follows scanned a place's QR code
    REVOKE = "revoke"  # the person withdrew their consent at the platform
    MENU = "menu"  # a tap on a menu button; `text` holds its key
    OUTCOME = "outcome"  # the platform tells what became of something we sent


# By these somebody says something; the other kinds are events.
SPOKEN = frozenset({Kind.TEXT, Kind.UNREADABLE, Kind.PICTURE, Kind.PLACE})


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance or event.

    Two messages with the same channel and key are the same message: platforms
    repeat themselves when we are slow, and we must not act twice.
    """

    channel: str
    key: str
    sender: str
    kind: Kind
    text: str
    sent_at: datetime
    scene: str = ""  # the place whose QR code was scanned
    in_group: bool = False  # everybody in the group reads the answer
    is_addressed: bool = False  # in a group: it was said to us
    is_polled: bool = False  # the platform comes back for the answer, whoever then has it
    is_tap: bool = False  # on a button: the answer cannot be given where it was tapped
    extra: Mapping[str, str] = field(default_factory=dict)


# A platform repeats itself for seconds, what waits on our disk may have waited for days; a moment
# long before that, or one that is still to come, is a clock that goes wrong.
LATEST = timedelta(days=30)


def said_at(message: Message, now: datetime) -> datetime:
    """Return the moment a message speaks from: its “今天” is that day, however late it is handled."""
    return message.sent_at if now - LATEST <= message.sent_at <= now else now


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing the text may have meant; score is a calibrated probability, 0 to 1."""

    intent: str
    score: float


@dataclass(frozen=True, slots=True)
class AlsoWanted:
    """One of several things somebody wants in a message, and the words that say it."""

    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class Parse:
    """What the nlp room made of a text; `slots` as in docs/slots.md."""

    text: str
    intent: str  # the best guess also when it must be asked about; "oos" only when rejected
    score: float
    intents: tuple[str, ...]  # primary first
    candidates: tuple[Candidate, ...]  # at most three, the chosen first
    slots: Mapping[str, Any] = field(default_factory=dict)
    ask_back: bool = False
    danger: str | None = None  # the word that says life is in danger
    help: str | None = None  # whose help that takes: body, mind, rescue, police
    # What is wanted besides the intent, in the order it was said.
    wishes: tuple[AlsoWanted, ...] = ()
