"""Step people what is different for them, once and in plain words."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.knowledge.corrections.remembering import (
    GONE,
    case_of,
    fingerprint,
    kind_of,
    version_of,
)
from community.knowledge.finding import Knowledge
from community.knowledge.library import Live
from community.knowledge.wording import Answer, plainly
from core.budget import Budget
from core.library import STAFF, StaffAnswer
from core.phrases import say_date, say_moment, shorten
from db.knowledge import answers, entries, versions
from db.knowledge.answers import (
    NEEDLESS,
    OWED,
    Group,
    Told,
)
from db.models import AnswerGiven, Change, Correction, DeliveryKind, EntryVersion
from outbox import queue

SHOWN = 40  # characters of a question


@dataclass(frozen=True, slots=True)
class _News:
    """What one group is to hear; None for `now` if nothing holds any more."""

    about: str  # what they asked, if it is not written down with what each was told
    was: str
    now: Answer | None


def tell(db: Session, live: Live, now: datetime, zone: ZoneInfo, budget: Budget) -> int:
    """Owe some of those who are to hear the difference, in plain words, once."""
    waiting = answers.found(db, budget.rows)
    if not waiting:
        return 0
    known, seen = live.look(db), dict[Told, _News]()
    heard: dict[tuple[Told, Told], list[int]] = defaultdict(list)
    owed = 0
    mine = budget.take_together(waiting, lambda one: one[0].contact_id)
    for correction, given in chain.from_iterable(mine):
        text = (
            _of_answer(db, known, given, now, zone, seen)
            if given is not None
            else _of_topic(db, correction, now, zone)
        )
        if given is not None:
            before, after = _told(given), seen[_told(given)]
            heard[before, _as_told(before, after.now)].append(given.contact_id)
        if text is None:
            correction.state = NEEDLESS
            continue
        fields = {"what": "您问过的规定有变化", "text": "回复“查看”看哪里变了"}
        delivery = queue(
            db, DeliveryKind.NOTICE, text, now, contact_id=correction.contact_id, fields=fields
        )
        correction.state, correction.delivery_id = OWED, delivery.id
        owed += 1
    for (before_, after_), contacts in heard.items():
        answers.told_now(db, contacts, before_, after_)
    return owed


def _told(given: AnswerGiven) -> Told:
    is_of_staff = given.key.startswith(STAFF)
    return Told(given.case, given.kind, given.key, given.version, given.told, is_of_staff)


def _as_told(before: Told, answer: Answer | None) -> Told:
    if answer is None:
        return replace(before, told=GONE)
    piece = answer.held.piece
    return Told(before.case, kind_of(piece), piece.id, answer.held.version, fingerprint(piece))


def _of_answer(
    db: Session,
    known: Knowledge,
    given: AnswerGiven,
    now: datetime,
    zone: ZoneInfo,
    seen: dict[Told, _News],
) -> str | None:
    """Say what is different for somebody since they asked; None if nothing is any more."""
    told = _told(given)
    if told not in seen:
        group = Group(
            told, given.day, given.area, given.origins, given.persons, given.intents,
            given.entry, given.near,
        )  # fmt: skip
        about, was = _before(db, told)
        seen[told] = _News(about, was, known.decide(case_of(group), now))
    news = seen[told]
    if fingerprint(news.now.held.piece if news.now else None) == told.told:
        return None
    day = say_date(given.answered_at.astimezone(zone).date())
    asked = f"您{day}问的“{news.about or given.about}”"
    if news.now is None:
        return (
            f"{asked}有变化：原来说“{news.was}”现在不适用了，请以社区最新通知为准，可以再问我一次。"
        )
    was, is_now = difference(news.was, plainly(news.now.held.piece))
    # An answer of staff is only said from its day on; a rule is in force from a moment on.
    start = None if isinstance(news.now.held.piece, StaffAnswer) else news.now.held.from_at
    when = f"{begins(start, zone)}起" if start and start > given.answered_at else "现在"
    before = f"原来：{was}\n" if was else ""
    return f"{asked}有变化。\n{before}{when}改为：{is_now}\n{news.now.basis}"


def _before(db: Session, told: Told) -> tuple[str, str]:
    """Return what people asked, where staff answered it, and what they were told."""
    row = versions.of_version(db, told.kind, told.key, told.version)
    if row is None:
        return "", ""
    if not isinstance(row, EntryVersion) or row.number is None:
        return "", str(row.content["answer"])
    piece = StaffAnswer.model_validate(row.content)
    usual = piece.questions[0] if piece.is_lasting else ""
    asked = entries.question_answered_by(db, row.number) or usual
    return shorten(asked, SHOWN), plainly(piece)


def begins(start: datetime, zone: ZoneInfo) -> str:
    local = start.astimezone(zone)
    at_midnight = local.hour == local.minute == 0
    return say_date(local.date()) if at_midnight else say_moment(start, zone)


def difference(before: str, after: str) -> tuple[str, str]:
    """Return the sentences only one of two texts has; a text that only lost some is given whole.

    >>> difference("不用报备。请戴口罩。", "要报备。请戴口罩。")
    ('不用报备。', '要报备。')
    """
    old, new = _sentences(before), _sentences(after)
    gone = "".join(part for part in old if part not in new)
    come = "".join(part for part in new if part not in old)
    return gone, come or after


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^。！？；]+[。！？；]?", text)


def _of_topic(db: Session, correction: Correction, now: datetime, zone: ZoneInfo) -> str | None:
    """Say to a subscriber what changed about their topic."""
    change = db.get_one(Change, correction.change_id)
    version = version_of(db, change)
    if version is None:
        return None
    topic, said = version.content["topic"], version.content["answer"]
    is_over = version.withdrawn_at or (version.until_at and version.until_at <= now)
    if is_over:
        return f"您关注的“{topic}”有变化：“{said}”不再有效，现在的规定可以再问我一次。"
    start = version.from_at
    when = f"{begins(start, zone)}起：" if start else ""
    return f"您关注的“{topic}”有变化：{when}{said}\n不想再收到，回复“不用告诉我了”。"
