"""Keeping a question without personal data beside its like, and answering it once for all who asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.questions.verdicts import phrase
from core import personal
from core.likeness import likeness
from core.phrases import say_day, shorten
from db import questions
from db.models import DeliveryKind, Person, Question, QuestionKind
from outbox import queue

LIKE = 0.75  # share of common pairs of characters from which a person answers two as one
LONGEST = 1000  # characters of a question that are kept
COMPARED = 200  # the newest open questions a new one is held against


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: whose, in which turn, and what is known to be a name in it."""

    contact_id: int
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
    db: Session,
    asked: Asked,
    now: datetime,
    kind: QuestionKind = QuestionKind.QUESTION,
    given: str | None = None,
) -> Kept:
    """Keep a question for a person, beside the open one it repeats if there is one."""
    plain = personal.without(shorten(asked.text, LONGEST), asked.names)
    like = _like(db, plain)
    number = questions.keep(
        db, asked.contact_id, asked.turn_id, plain, asked.guesses, now, like, kind, given
    )
    return Kept(number, like or number)


def _like(db: Session, plain: str) -> int | None:
    """Return the open question this one repeats; one that was answered just now is open no more."""
    heads = questions.open_texts(db, COMPARED)
    nearest, like = max(((likeness(text, plain), n) for n, text in heads), default=(0.0, 0))
    return like if nearest >= LIKE and questions.still_open(db, like) else None


@dataclass(frozen=True, slots=True)
class Told:
    """How many hear an answer, and how many of them nothing can be sent to right now."""

    people: int
    silent: int


def answer(
    db: Session,
    head: Question,
    text: str,
    staff: Person,
    now: datetime,
    zone: ZoneInfo,
    until: date | None = None,
) -> Told:
    """Answer a question once; everybody who asked it hears once."""
    told: dict[int, Question] = {}
    for question in _all_of(db, head):
        question.state, question.answer, question.until = questions.ANSWERED, text, until
        question.answered_by, question.answered_at = staff.id, now
        if head.kind is QuestionKind.RUMOR:
            question.kind = head.kind
        if question.contact_id is not None:
            told.setdefault(question.contact_id, question)
    for question in told.values():
        _tell(db, question, text, now, zone)
    return Told(len(told), questions.silent(db, list(told), now))


def _all_of(db: Session, head: Question) -> Iterator[Question]:
    """Yield a group, and groups that ask the same: two may have come at one moment."""
    yield from questions.group(db, head.id)
    for number, text in questions.open_texts(db, COMPARED):
        same = number != head.id and likeness(text, head.text) >= LIKE
        if same and questions.still_open(db, number):
            yield from questions.group(db, number)


def _tell(db: Session, question: Question, text: str, now: datetime, zone: ZoneInfo) -> None:
    asked = question.asked_at.astimezone(zone).date()
    today = now.astimezone(zone).date()
    when = {0: "刚才", 1: "昨天", 2: "前天"}.get((today - asked).days, say_day(asked))
    queue(
        db,
        DeliveryKind.INFO,
        f"您{when}问的“{shorten(question.text, 40)}”，{phrase(question.kind, text)}",
        now,
        contact_id=question.contact_id,
        fields={"what": "您的问题有答复了", "text": shorten(text, 20)},
    )


def age(since: datetime, now: datetime) -> str:
    """Say how long somebody has been waiting."""
    waited = now - since
    if waited < timedelta(hours=1):
        return "刚问"
    if waited < timedelta(days=1):
        return f"等了{waited // timedelta(hours=1)}小时"
    return f"等了{waited.days}天"
