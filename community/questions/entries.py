"""An answer of staff made lasting, in the askers' own words: at once, or when a second person agrees."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge import library
from community.knowledge.burden import restricts
from community.people import access, tree
from community.people.access import STAFF, Actor, Refused
from community.questions.answering import TOPIC, piece_of
from community.questions.rights import AGREERS
from core.library import Effective, Source, StaffAnswer
from core.likeness import sameness
from core.phrases import say_day, shorten
from db import questions
from db.knowledge import entries, versions
from db.models import DeliveryKind, EntryVersion, Question, Standing
from outbox import queue

WORDINGS = 12  # of the askers, kept with an entry
NEARLY = 0.95  # two wordings this much alike are one


AGREED, DECLINED = "同意了，今后就这样答", "没有同意，不会这样答"


@dataclass(frozen=True, slots=True)
class Lasting:
    """An answer known to all who will ask; not in force before one of these has agreed."""

    number: int
    issuer: str
    span: Effective
    in_force: bool
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondWord:
    """What a second person has decided about an answer; whoever wrote it hears so."""

    number: int
    agreed: bool


def make(
    actor: Actor, db: Session, number: int, issuer: str, now: datetime, zone: ZoneInfo
) -> Lasting | Refused:
    """Make the answer to a question lasting: at once, or when a second member of staff agrees.

    Nobody hears anything new by it: the words are those that were given already.
    """
    if not actor.holds(STAFF):
        return Refused("not_staff")
    versions.wait_for_turn(db)
    head = questions.find_answered(db, number)
    given = entries.of_question(db, head) if head is not None else None
    if head is None or given is None or given.number is None:
        return Refused("gone")
    row = entries.lasting(db, given.number) or _write(actor, db, head, given, issuer, now, zone)
    access.record(db, actor, now, "entry", detail=f"staff entry {given.number}")
    piece, in_force = piece_of(row), row.state is not Standing.DRAFT
    asked = () if in_force else _ask_second(db, row, now, zone)
    return Lasting(given.number, piece.sources[0].publisher, piece.effective, in_force, asked)


def _write(
    actor: Actor,
    db: Session,
    head: Question,
    given: EntryVersion,
    issuer: str,
    now: datetime,
    zone: ZoneInfo,
) -> EntryVersion:
    """Write the lasting version; what restricts nobody holds at once."""
    piece = _lasting(piece_of(given), issuer, _wordings(db, head), now.astimezone(zone).date())
    author = actor.person(db)
    row = library.add_version(db, piece, now, zone, author=author, supersedes=given.id)
    if not restricts(piece.answer):
        library.approve(db, row, author, now, is_news=False)
    assert isinstance(row, EntryVersion)
    return row


def _ask_second(db: Session, row: EntryVersion, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Ask whoever else may agree; return how they are called."""
    piece = piece_of(row)
    text = (
        f"【请同意】这条答复对居民有要求，要第二个人同意才记成常见问答：\n"
        f"问：{shorten(piece.questions[0], 60)}\n答：{piece.answer}\n{say_duration(piece.effective)}。\n"
        f"回复“同意问答 {row.number}”或“不同意问答 {row.number}”。"
    )
    seat = tree.seat_of(db, row.author_id or 0, now, zone)
    found = tree.responsible(db, seat, AGREERS, now, zone) if seat else []
    seconds = [person for person in found if person.id != row.author_id]
    for person in seconds:
        queue(db, DeliveryKind.INFO, text, now, person_id=person.id)
    return tuple(tree.call(person) for person in seconds)


def say_duration(span: Effective) -> str:
    """Say how long an answer is given: “11月21日（周六）起，一直有效”."""
    end = f"到{say_day(span.to)}" if span.to else "一直有效"
    return f"{say_day(span.from_)}起，{end}" if span.from_ else end


def decide(
    actor: Actor, db: Session, number: int, now: datetime, *, agreed: bool
) -> SecondWord | Refused:
    """Agree, as a second person, to an answer that restricts residents, or decline it."""
    if not actor.holds(STAFF):
        return Refused("not_staff")
    versions.wait_for_turn(db)
    row = entries.lasting(db, number)
    if row is None or row.state is not Standing.DRAFT:
        return Refused("not_waiting")
    if row.author_id == actor.person_id:
        return Refused("own")
    if not actor.holds(AGREERS):
        return Refused("not_agreer")
    by = actor.person(db)
    if agreed:
        library.approve(db, row, by, now, is_news=False)
    else:
        library.withdraw(db, row, now)
    action = "entry_live" if agreed else "entry_declined"
    access.record(db, actor, now, action, detail=f"staff entry {number}")
    if row.author_id is not None:
        answer = shorten(piece_of(row).answer, 40)
        text = f"问答{number}，{tree.call(by)}{AGREED if agreed else DECLINED}：{answer}"
        queue(db, DeliveryKind.INFO, text, now, person_id=row.author_id)
    return SecondWord(number, agreed)


def _lasting(given: StaffAnswer, issuer: str, wordings: list[str], today: date) -> StaffAnswer:
    """Return the same answer in the askers' words, to the day staff named or until further notice."""
    end = given.effective.to
    until = None if isinstance(end, datetime) else end
    fields = {
        "topic": TOPIC,
        "questions": wordings,
        "effective": Effective.model_validate({"from": today, "to": until}),
        "sources": [Source(publisher=issuer, title=TOPIC)],
        "is_lasting": True,
    }
    return given.model_copy(update=fields)


def _wordings(db: Session, head: Question) -> list[str]:
    """Return how people asked it, each way once."""
    found: list[str] = []
    for row in questions.group(db, head.id):
        if not any(sameness(row.text, other) >= NEARLY for other in found):
            found.append(row.text)
    return found[:WORDINGS]
