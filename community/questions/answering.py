"""Answering a question once for all who asked it, and saying something else when that was wrong."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import corrections, library
from community.knowledge.verdicts import phrase
from community.knowledge.wording import VERDICTS
from community.people import access
from community.people.access import STAFF, Actor, Refused
from community.questions import rumors
from community.questions.keeping import COMPARED, LIKE
from core import personal
from core.library import STAFF as OF_STAFF
from core.library import Effective, Source, StaffAnswer
from core.likeness import likeness
from core.phrases import quoted, say_day, shorten
from db import questions
from db.knowledge import entries, versions
from db.models import (
    DeliveryKind,
    EntryVersion,
    Provenance,
    Question,
    QuestionKind,
)
from outbox import queue

FRESH = timedelta(days=30)  # an answer nobody made lasting is given so long
TOPIC = "社区答复"


@dataclass(frozen=True, slots=True)
class StaffWords:
    """What staff say to a question, in whose name, and the last day it holds."""

    text: str
    issuer: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on its way: to how many, and to how many of them nothing can be sent right now."""

    question: int
    people: int
    silent: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """Something else is said from now on; the clock tells whoever heard what was said before."""

    question: int


def answer(
    actor: Actor, db: Session, number: int, words: StaffWords, now: datetime, zone: ZoneInfo
) -> Given | Refused:
    """Answer an open question once; everybody who asked it hears once."""
    if refused := _refused(actor, words):
        return refused
    head = questions.find_open(db, number)
    if head is None:
        return Refused("not_open")
    told = _answer_all(actor, db, head, words, now, zone)
    rumors.stop_finding_out(actor, db, head, now)
    access.record(db, actor, now, "answer", detail=f"question {head.id}")
    return Given(head.id, len(told), questions.silent(db, told, now))


def _refused(actor: Actor, words: StaffWords) -> Refused | None:
    """Return why nobody may hear this from them."""
    if not actor.holds(STAFF):
        return Refused("not_staff")
    return Refused("private") if personal.in_public(words.text) else None


def _answer_all(
    actor: Actor, db: Session, head: Question, words: StaffWords, now: datetime, zone: ZoneInfo
) -> list[int]:
    """Answer a group and tell it; return by their addresses whom."""
    group = list(_all_of(db, head))
    versions.wait_for_turn(db)
    piece = _piece(entries.next_number(db), words, secrets.token_hex(8), head, now, zone)
    row = _put(actor, db, piece, now, zone)
    told: dict[int, Question] = {}
    for question in group:
        question.state, question.answer_id = questions.ANSWERED, row.id
        if head.kind is QuestionKind.RUMOR:
            question.kind = head.kind
        if question.contact_id is not None:
            told.setdefault(question.contact_id, question)
    for question in told.values():
        _tell(db, question, words.text, now, zone)
    corrections.remember_all(db, piece, row.version, list(told), now)
    return list(told)


def correct(
    actor: Actor, db: Session, number: int, words: StaffWords, now: datetime, zone: ZoneInfo
) -> Corrected | Refused:
    """Say something else from now on; the clock tells everybody who heard what was said before."""
    if refused := _refused(actor, words):
        return refused
    versions.wait_for_turn(db)
    question = questions.find_answered(db, number)
    old = entries.of_question(db, question) if question is not None else None
    if question is None or old is None or old.number is None:
        return Refused("not_answered")
    before = piece_of(old)
    mark = before.mark if before.answer == words.text else secrets.token_hex(8)
    for row in entries.standing(db, old.number):
        library.withdraw(db, row, now, is_news=False)
    piece = _piece(old.number, words, mark, question, now, zone)
    new = _put(actor, db, piece, now, zone, is_news=True, supersedes=old.id)
    entries.point_questions(db, old.number, new.id)
    access.record(db, actor, now, "answer_corrected", detail=f"question {question.id}")
    return Corrected(question.id)


def piece_of(row: EntryVersion) -> StaffAnswer:
    return StaffAnswer.model_validate(row.content)


def _piece(
    number: int, words: StaffWords, mark: str, question: Question, now: datetime, zone: ZoneInfo
) -> StaffAnswer:
    """Return an answer as it is stored; how it was asked lies with the questions alone."""
    is_rumor = question.kind is QuestionKind.RUMOR
    since = now.astimezone(zone).date()
    return StaffAnswer(
        id=f"{OF_STAFF}{number}",
        number=number,
        topic=VERDICTS if is_rumor else TOPIC,
        questions=[TOPIC],
        answer=words.text,
        mark=mark,
        effective=Effective.model_validate({"from": since, "to": words.until or now + FRESH}),
        status="current",
        sources=[Source(publisher=words.issuer)],
    )


def _put(
    actor: Actor,
    db: Session,
    piece: StaffAnswer,
    now: datetime,
    zone: ZoneInfo,
    *,
    is_news: bool = False,
    supersedes: int | None = None,
) -> EntryVersion:
    by = actor.person(db)
    row = library.add_version(
        db, piece, now, zone, author=by, origin=Provenance.QUESTION, supersedes=supersedes
    )
    library.approve(db, row, by, now, is_news=is_news)
    assert isinstance(row, EntryVersion)
    return row


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
    said = phrase(text, is_rumor=question.kind is QuestionKind.RUMOR)
    queue(
        db,
        DeliveryKind.INFO,
        f"您{when}问的“{quoted(question.text, 40)}”，{said}",
        now,
        contact_id=question.contact_id,
        fields={"what": "您的问题有答复了", "text": shorten(text, 20)},
    )
