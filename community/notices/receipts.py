"""What people answer to notices: which notice it is, what it comes to, who must see to a problem."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from community.work import calling
from community.work.calling import Calls
from community.work.escalation import Desk, Subject
from core.likeness import pairs
from core.phrases import shorten
from db import notices
from db.models import ItemKind, Notice, NoticeColour, NoticeTarget, Receipt, ReceiptAnswer, WorkItem
from db.notices import receipts, tallies
from db.people import persons

__all__ = ["WhichNotice", "ReceiptAnswer", "Received", "WorkItem", "find", "opened", "receive"]

LASTS = timedelta(days=30)
FRESH = timedelta(days=3)  # so long a word that fits any notice is taken for an answer to one
OPENED, REPLIED, DID, SEEN = 2, 3, 4, 5  # grades of evidence, after “planned” and “taken”
GRADES = {ReceiptAnswer.DONE: DID}
# What a household comes to, if its people answer differently: the first of these.
WEIGHT = (
    ReceiptAnswer.PROBLEM, ReceiptAnswer.DONE, ReceiptAnswer.RECEIVED, ReceiptAnswer.LATER,
    ReceiptAnswer.AWAY,
)  # fmt: skip
CLEAR = 2  # letters of its own, and it is this notice that is spoken of
_FILLERS = frozenset("收到好的已办完了我们家都在不走吧人请回复个口去来")
_TAKES_LIFE = re.compile(r"转移|撤离|疏散|避险|洪|汛|泄洪|水位|滑坡|泥石流|地震|火灾|燃气泄漏|爆炸")


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """What somebody answered, read from their words; `about` is the code they named."""

    answer: ReceiptAnswer
    text: str
    people: int | None = None  # heads they counted
    about: str = ""
    is_vague: bool = False  # a nod, which may be meant for anything


@dataclass(frozen=True, slots=True)
class WhichNotice:
    """It is unclear which notice is meant: these may be."""

    notices: Sequence[Notice]


@dataclass(frozen=True, slots=True)
class Received:
    """What was put down, of which notice; a problem has an item with its person."""

    notice: Notice
    answer: ReceiptAnswer
    people: int | None
    item: WorkItem | None
    is_again: bool  # the same person had said the same before


Open = tuple[Notice, NoticeTarget]


def find(
    actor: Actor, db: Session, said: NoticeAnswer, turn_id: int, now: datetime, desk: Desk
) -> Notice | WhichNotice | Refused | None:
    """Return the notice somebody answers; None where their words are about none.

    A nod answers only what was sent since they spoke before; `turn_id` is of what they say now.
    """
    if actor.person_id is None:
        return None
    found = _open(actor, db, now, desk)
    if said.about:
        notice = next((notice for notice, _ in found if notice.code == said.about), None)
        return notice or Refused("not_sent_to_you", said.about)
    told = [each for each in found if each[1].evidence > 0]
    sent = {target.id: receipts.when_sent(db, target.id) for _, target in told}
    fresh = [each for each in told if (at := sent[each[1].id]) and now - at <= FRESH]
    if said.is_vague:
        last_spoke = receipts.spoke_before(db, actor.contact_id or 0, turn_id)
        fresh = [
            each
            for each in fresh
            if (at := sent[each[1].id]) and (last_spoke is None or at > last_spoke)
        ]
    return _choose(actor, db, said, fresh)


def _open(actor: Actor, db: Session, now: datetime, desk: Desk) -> list[Open]:
    person = persons.get(db, actor.person_id or 0)
    today = now.astimezone(desk.zone).date()
    rows = receipts.open_for(db, person.id, person.household_id, today, now - LASTS)
    return list(rows)


def _choose(
    actor: Actor, db: Session, said: NoticeAnswer, found: Sequence[Open]
) -> Notice | WhichNotice | None:
    """Of several the one the words speak of, else the only one that has no answer yet."""
    if len(found) <= 1:
        return found[0][0] if found else None
    speak = [notice for notice, _ in found if _speaks_of(said.text, notice, found) >= CLEAR]
    if len(speak) == 1:
        return speak[0]
    silent = [n for n, _ in found if not _has_answered(actor, db, n, said.answer)]
    candidates = [n for n in silent if n.asks_answer] or silent
    if len(candidates) == 1:
        return candidates[0]
    return WhichNotice(candidates or [n for n, _ in found])


def _speaks_of(text: str, notice: Notice, found: Sequence[Open]) -> int:
    """Return how much of what is said stands in this notice and in no other that may be meant."""
    others = "".join(other.text for other, _ in found if other.id != notice.id)
    letters = (set(text) & set(notice.text)) - set(others) - _FILLERS
    return len({one for one in letters if one.isalpha()}) + len(
        (pairs(text) & pairs(notice.text)) - pairs(others)
    )


def _has_answered(actor: Actor, db: Session, notice: Notice, answer: ReceiptAnswer) -> bool:
    """Tell whether there is nothing left to say: “已办” follows “收到”, and not the other way."""
    mine = receipts.of_person(db, notice.id, actor.person_id or 0)
    if mine is None or mine.answer is None:
        return False
    return not (answer is ReceiptAnswer.DONE and mine.answer is not ReceiptAnswer.DONE)


def receive(
    actor: Actor,
    db: Session,
    notice: Notice,
    said: NoticeAnswer,
    who: str,
    calls: Calls,
    subject: Subject,
    now: datetime,
    desk: Desk,
) -> Received | Refused:
    """Put down an answer to a notice; with a problem somebody is called at once.

    `who` is how staff are told of whoever speaks.
    """
    target = _target(actor, db, notice, now, desk)
    if target is None:
        return Refused("not_sent_to_you", notice.code or "")
    item = None
    if said.answer is ReceiptAnswer.PROBLEM:
        kind = ItemKind.DANGER if is_pressing(notice) else ItemKind.HELP
        wants = f"{who}对通知 {notice.code}“{shorten(notice.text, 30)}”回话"
        item = calling.ask(actor, db, kind, said.text, wants, calls, subject, now, desk).item
    is_again = _note(actor, db, notice, target, said, item, now)
    return Received(notice, said.answer, said.people, item, is_again)


def ask_for_help(
    actor: Actor,
    db: Session,
    said: NoticeAnswer,
    who: str,
    calls: Calls,
    subject: Subject,
    now: datetime,
    desk: Desk,
) -> WorkItem:
    """Call somebody for whoever is in trouble, though the notice they name was not sent to them."""
    notice = notices.by_code(db, said.about)
    kind = ItemKind.DANGER if notice is not None and is_pressing(notice) else ItemKind.HELP
    gist = f"“{shorten(notice.text, 30)}”" if notice is not None else ""
    wants = f"{who}（通知 {said.about}{gist}不是发给这户的）有困难"
    return calling.ask(actor, db, kind, said.text, wants, calls, subject, now, desk).item


def cried_for_help(
    actor: Actor, db: Session, words: str, item_id: int, now: datetime, desk: Desk
) -> None:
    """Somebody calls for help while a warning stands: that household is known to be in trouble."""
    if actor.person_id is None:
        return
    for notice, found in _open(actor, db, now, desk):
        lately = notice.published_at is not None and now - notice.published_at <= FRESH
        if found.evidence > 0 and lately and is_pressing(notice):
            target = tallies.hold(db, found.id)
            said = NoticeAnswer(ReceiptAnswer.PROBLEM, words)
            _note(actor, db, notice, target, said, db.get_one(WorkItem, item_id), now)
            return


def is_pressing(notice: Notice, *, by_words: bool = False) -> bool:
    """Tell whether who cannot do what a notice asks may be in danger of life."""
    if notice.is_exercise:
        return False
    if by_words:
        return bool(_TAKES_LIFE.search(notice.text))
    return notice.colour in (NoticeColour.RED, NoticeColour.ORANGE) or bool(
        _TAKES_LIFE.search(notice.text)
    )


def _target(
    actor: Actor, db: Session, notice: Notice, now: datetime, desk: Desk
) -> NoticeTarget | None:
    found = {each.id: target for each, target in _open(actor, db, now, desk)}
    target = found.get(notice.id)
    return tallies.hold(db, target.id) if target is not None else None


def _note(
    actor: Actor,
    db: Session,
    notice: Notice,
    target: NoticeTarget,
    said: NoticeAnswer,
    item: WorkItem | None,
    now: datetime,
) -> bool:
    """Keep what was said and move the target; tell whether it had been said before."""
    assert actor.person_id is not None
    grade = GRADES.get(said.answer, REPLIED)
    mine = receipts.of_person(db, notice.id, actor.person_id)
    is_again = mine is not None and mine.answer is said.answer and mine.people == said.people
    if mine is None:
        mine = Receipt(notice_id=notice.id, target_id=target.id, person_id=actor.person_id)
        mine.evidence, mine.at = 0, now
        receipts.add(db, mine)
    mine.answer, mine.text, mine.at = said.answer, said.text, now
    mine.people = said.people if said.people is not None else mine.people
    mine.evidence = max(mine.evidence or 0, grade)
    mine.item_id = item.id if item is not None else mine.item_id
    db.flush()  # what the household comes to is read from all of its receipts
    settle(db, target)
    return is_again


def settle(db: Session, target: NoticeTarget) -> None:
    """Bring a target to what its receipts show, never below what it has."""
    given = receipts.of_target(db, target.id)
    grade = max([target.evidence, *(each.evidence for each in given)])
    answers = {each.answer for each in given if each.answer is not None}
    tallies.move(db, target, grade, next((each for each in WEIGHT if each in answers), None))


def opened(
    db: Session, notice: Notice, target_id: int, person_id: int, now: datetime, phone: str | None
) -> bool:
    """Put down that somebody looked at the page of a notice; False from another phone than theirs.

    None: it is not known whose phone it is, and stays open.
    """
    target = tallies.hold(db, target_id)
    mine = receipts.of_person(db, notice.id, person_id)
    if mine is None:
        mine = Receipt(
            notice_id=notice.id, target_id=target_id, person_id=person_id, evidence=OPENED, at=now
        )
        receipts.add(db, mine)
    mine.phone = mine.phone or phone
    mine.evidence = max(mine.evidence, OPENED)
    db.flush()  # the household is brought to what its receipts show
    settle(db, target)
    return mine.phone == phone
