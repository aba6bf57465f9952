"""Notices as knowledge: which one a code or a pasted text is, whether it holds, what answers a question."""

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people.access import Actor
from core.likeness import figures, letters, marks, pairs, threes
from db import epochs, notices
from db.models import Epoch, Notice, NoticeState
from db.people import units

LASTS = timedelta(days=30)  # a notice without a last day answers questions so long
SHOWN = 8  # live notices looked at for one household
CANDIDATES = 5
ENOUGH = 8  # letters in a row or so in common before a pasted text is called one of ours
SHARE = 0.6  # of the pasted text, or of the notice, that must be in the other
ADDED = 0.8  # less of the pasted text in the notice, and something was put to it
TOPIC = 0.5  # share of what a question is about that must stand in a notice

_CODE = re.compile(
    r"(?:通知|规定|编号|通知编号|规定编号|code)*\s*[#＃:：]?\s*(?P<letter>[NR])?\s*[-#.]?\s*(?P<number>\d{1,9})\s*号?",
    re.IGNORECASE,
)
_HEADER = re.compile(r"【[^】]{1,30}】|[(（]\s*通知编号\s*N\d+[^\n]*", re.IGNORECASE)
_WRITTEN = re.compile(r"通知编号\s*(N\d{1,9})", re.IGNORECASE)
_FORWARDED = re.compile(r"^(?:转发?[:：自]?|[^\n:：]{1,12}[:：]\n?|[>》|「\-—]+)\s*")

# What asks, and when: what is left is what the question is about.
_ASKING = re.compile(
    r"什么时候|啥时候|啥时|几点钟?|多久|多长时间|怎么回事|怎么|为什么|为啥|是不是|有没有|会不会|要不要|能不能|还要|还会|"
    r"到底|真的|假的|是真|听说|请问|我们|咱们?|你们|社区|小区|这边|那个|这个|通知|恢复|开始|结束|大概|知道|一下|哪里|在哪儿?|"
    r"今[天日晚早]|[明昨后前][天日晚早]|大后天|上午|下午|晚上|早上|中午|[这下上]?周[一二三四五六日末]|[这下上本]周|"
    r"[吗呢呀啊吧嘛的了么是会要去还又就都在有没来我您你]"
)
_ABOUT_AN_EVENT = re.compile(
    r"[今明后][天日晚早]|什么时候|啥时|几点|多久|多长时间|恢复|还.{0,6}[吗不么]|[停断][水电气暖网课]|"
    r"哪里|在哪|到哪|周[一二三四五六日末]|\d[号日点]|通知"
)


class NoticeStanding(enum.StrEnum):
    """What has become of a notice."""

    VALID = "valid"
    REPLACED = "replaced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Code:
    """The short name of a notice (N12) or of a rule (R7)."""

    letter: str
    number: int

    def __str__(self) -> str:
        return f"{self.letter}{self.number}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A notice a pasted text comes from, and what was changed in it."""

    notice: Notice
    other_figures: bool = False
    added: bool = False


def find(db: Session, code: Code) -> Notice | None:
    """Return the published notice of this code; a rule's is none."""
    return notices.by_code(db, str(code)) if code.letter == "N" else None


def lost_in(db: Session, code: Code) -> Epoch | None:
    """Return the restore in which a notice of this code may have been lost, if one there was."""
    return epochs.jumped_over(db, code.number)


def read_code(text: str) -> Code | None:
    """Read “N12”, “n 12”, “通知12”, “编号：Ｎ12”; a bare number is no code."""
    plain = unicodedata.normalize("NFKC", text).strip(" \n。.？?！!”“\"'（）()【】")
    found = _CODE.fullmatch(plain)
    if found is None or not (found["letter"] or plain[0] in "通规编"):
        return None
    letter = (found["letter"] or ("R" if plain.startswith("规定") else "N")).upper()
    return Code(letter, int(found["number"]))


def standing(db: Session, notice: Notice, today: date) -> NoticeStanding:
    if notice.state is NoticeState.WITHDRAWN:
        return NoticeStanding.WITHDRAWN
    if notices.replaced_by(db, notice.id) is not None:
        return NoticeStanding.REPLACED
    over = notice.valid_until is not None and notice.valid_until < today
    return NoticeStanding.EXPIRED if over else NoticeStanding.VALID


def latest(db: Session, notice: Notice) -> Notice:
    """Return the notice that stands in this one's place now, after however many changes."""
    seen = {notice.id}
    while (newer := notices.replaced_by(db, notice.id)) is not None and newer.id not in seen:
        seen.add(newer.id)
        notice = newer
    return notice


def concerns(db: Session, notice: Notice, path: str) -> bool:
    """Tell whether a notice is for whoever lives in a unit; a community's is for all of it."""
    return path.startswith(units.path_of(db, notice.unit_id))


def is_in_charge(actor: Actor, db: Session, notice: Notice) -> bool:
    """Tell whether somebody of the staff is responsible for where a notice was sent."""
    return actor.covers(units.get_unit(db, notice.unit_id))


def place_of(db: Session, notice: Notice) -> str:
    """Return the name of the unit a notice was sent to."""
    return units.get_unit(db, notice.unit_id).name


# -- a pasted text -----------------------------------------------------------


def bare(text: str) -> str:
    """Take off what forwarding puts around a notice: who sent it, its header, its code."""
    body = _HEADER.sub("", text).strip()
    return _FORWARDED.sub("", body).strip() or body


def recognise(db: Session, text: str) -> Seen | None:
    """Return the published notice a text comes from: whole, cut off, or with small changes."""
    body = bare(text)
    written = _WRITTEN.search(unicodedata.normalize("NFKC", text))
    named = notices.by_code(db, written[1].upper()) if written else None
    found = [*([named] if named else []), *notices.by_marks(db, marks(body), CANDIDATES)]
    best = max(found, key=lambda notice: _shares(body, notice.text), default=None)
    if best is None or not _is_it(body, best.text):
        return None
    inside, _ = _shares(body, best.text)
    return Seen(best, not figures(body) <= figures(best.text), inside < ADDED)


def _shares(body: str, original: str) -> tuple[float, float]:
    """Return how much of the pasted text is in the notice, and how much of the notice in it."""
    here, there = threes(body), threes(original)
    shared = len(here & there)
    return shared / max(len(here), 1), shared / max(len(there), 1)


def _is_it(body: str, original: str) -> bool:
    if letters(body) == letters(original):
        return True
    shared = len(threes(body) & threes(original))
    return shared >= ENOUGH and max(_shares(body, original)) >= SHARE


# -- a question --------------------------------------------------------------


def topic(text: str) -> frozenset[str]:
    """Return what a question is about, without the words that ask and those that say when."""
    plain = re.sub(r"\d+[点号日月时分]?", " ", unicodedata.normalize("NFKC", text))
    pieces = _ASKING.sub(" ", plain).split()
    return frozenset(pair for piece in pieces for pair in pairs(piece))


def asks_about_event(text: str) -> bool:
    """Tell whether somebody asks when, where or whether: what a notice can answer."""
    return bool(_ABOUT_AN_EVENT.search(text))


def live(db: Session, path: str, now: datetime, zone: ZoneInfo) -> Sequence[Notice]:
    """Return what holds now for whoever lives in the unit with this path, newest first."""
    return notices.live_for(db, path, now.astimezone(zone).date(), now - LASTS, SHOWN)


def about(db: Session, text: str, path: str, now: datetime, zone: ZoneInfo) -> Notice | None:
    """Return the notice in force for a unit that answers a question, if one does."""
    asked = topic(text)
    if not asked:
        return None
    scored = [
        (len(asked & pairs(notice.text)) / len(asked), notice)
        for notice in live(db, path, now, zone)
    ]
    share, notice = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return notice if share >= TOPIC else None
