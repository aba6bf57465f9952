"""The question that is never lost: kept without personal data, grouped, answered once for all who asked."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.phrases import say_day, shorten
from db import questions
from db.models import DeliveryKind, Person, Question
from outbox import queue

LIKE = 0.75  # share of common pairs of characters from which two questions are the same
SHORT = 5  # a question of fewer pairs than this must be alike as a whole, not only be contained
COMPARED = 200  # the newest open questions a new one is held against

_PERSONAL = (
    (re.compile(r"\d{17}[\dXx]"), "〔证件号〕"),
    (re.compile(r"1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}-?\d{7,8}"), "〔电话〕"),
    (
        re.compile(r"\d+\s*(?:号楼|栋|幢|座)\s*(?:\d+\s*单元)?\s*\d{2,4}\s*(?:室|号|房)?"),
        "〔门牌〕",
    ),
    (re.compile(r"\d{1,3}\s*-\s*\d{1,2}\s*-\s*\d{3,4}"), "〔门牌〕"),
    (re.compile(r"(?:我叫|我是|姓名[:：]?)\s*[一-龥]{2,4}(?=[\s，,。]|$)"), "〔姓名〕"),
)


def without_personal(text: str) -> str:
    """Take out what belongs to one person; the question is for everybody's eyes among staff."""
    for pattern, mark in _PERSONAL:
        text = pattern.sub(mark, text)
    return text


def likeness(one: str, other: str) -> float:
    """Return how alike two questions are, 0 to 1, by the pairs of characters they share."""
    first, second = _pairs(one), _pairs(other)
    fewer = min(len(first), len(second))
    if not fewer:
        return float(one == other)
    whole = fewer if fewer >= SHORT else len(first | second)
    return len(first & second) / whole


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\W_]|请问|你好|您好|一下|[吗呢呀啊吧的了]", "", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def keep(
    db: Session, contact_id: int, turn_id: int, text: str, guesses: str, now: datetime
) -> None:
    """Keep a question for a person, beside the open one it repeats if there is one."""
    plain = without_personal(text)
    heads = questions.open_texts(db, COMPARED)
    nearest, like = max(((likeness(text, plain), n) for n, text in heads), default=(0.0, 0))
    group = like if nearest >= LIKE else None
    questions.keep(db, contact_id, turn_id, plain, guesses, now, group)


def answer(
    db: Session, head: Question, text: str, staff: Person, now: datetime, zone: ZoneInfo
) -> int:
    """Answer a question once; everybody who asked it hears.  Return how many are told."""
    told: set[int] = set()
    for question in questions.group(db, head.id):
        question.state, question.answer = questions.ANSWERED, text
        question.answered_by, question.answered_at = staff.id, now
        if question.contact_id is not None and question.contact_id not in told:
            told.add(question.contact_id)
            _tell(db, question, text, now, zone)
    return len(told)


def _tell(db: Session, question: Question, text: str, now: datetime, zone: ZoneInfo) -> None:
    asked = question.asked_at.astimezone(zone).date()
    today = now.astimezone(zone).date()
    when = {0: "刚才", 1: "昨天", 2: "前天"}.get((today - asked).days, say_day(asked))
    queue(
        db,
        DeliveryKind.INFO,
        f"您{when}问的“{shorten(question.text, 40)}”，社区答复：{text}",
        now,
        contact_id=question.contact_id,
        fields={"what": "您的问题有答复了", "text": shorten(text, 20)},
    )
