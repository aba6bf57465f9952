"""Keeping a question without personal data beside its like."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people.access import STAFF, Actor, Refused
from core import personal
from core.likeness import likeness
from core.phrases import shorten
from db import asking, questions
from db.models import QuestionKind

SHARE = 10  # questions of one person that are kept in a day; staff read them all
A_DAY = timedelta(hours=24)
LIKE = 0.75  # share of common pairs of characters from which a person answers two as one
LONGEST = 1000  # characters of a question that are kept
COMPARED = 200  # the newest open questions a new one is held against


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: in which turn, and what is known to be a name in it."""

    turn_id: int
    text: str
    guesses: str = ""
    names: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a question lies: its own number, and the first of its like."""

    id: int
    head_id: int

    @property
    def is_new(self) -> bool:
        return self.id == self.head_id


def keep(
    actor: Actor,
    db: Session,
    asked: Asked,
    now: datetime,
    kind: QuestionKind = QuestionKind.QUESTION,
    given: str | None = None,
) -> Kept | Refused:
    """Keep a question for a person, beside the open one it repeats if there is one.

    Refused("share_used"): so many of theirs were kept today that others would not be seen.
    """
    assert actor.contact_id is not None, "whoever asks speaks from somewhere"
    if asking.has_asked(db, actor.contact_id, now - A_DAY, SHARE) and not actor.holds(STAFF):
        return Refused("share_used")
    plain = personal.without(shorten(asked.text, LONGEST), asked.names)
    like = _like(db, plain)
    number = questions.keep(
        db, actor.contact_id, asked.turn_id, plain, asked.guesses, now, like, kind, given
    )
    return Kept(number, like or number)


def _like(db: Session, plain: str) -> int | None:
    """Return the open question this one repeats; one that was answered just now is open no more."""
    heads = questions.open_texts(db, COMPARED)
    nearest, like = max(((likeness(text, plain), n) for n, text in heads), default=(0.0, 0))
    return like if nearest >= LIKE and questions.still_open(db, like) else None
