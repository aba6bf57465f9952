"""Notices as knowledge: which one a code or a pasted text is, whether it holds, what answers a question."""

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices.comparing import Days, Difference, canonical, compare, headed_otherwise
from community.people.access import Actor
from core.likeness import LONGEST, letters, marks, pairs, threes
from core.ports import FragmentReader
from db import epochs, notices
from db.models import Epoch, Notice, NoticeState, Person
from db.notices import targets
from db.people import units

LASTS = timedelta(days=30)  # a notice without a last day answers questions so long
SHOWN = 8  # live notices looked at for one household
CANDIDATES = 5
ENOUGH = 8  # letters in a row or so in common before a pasted text is called one of ours
SHARE = 0.6  # of the pasted text, or of the notice, that must be in the other
NEARLY = 0.1  # so near the best share, the notice with the fewest differences is the one
TOPIC = 0.5  # share of what a question is about that must stand in a notice

_CODE = re.compile(
    r"(?:通知|规定|编号|通知编号|规定编号|code)*\s*[#＃:：]?\s*(?P<letter>[NR])?\s*[-#.]?\s*(?P<number>\d{1,9})\s*号?",
    re.IGNORECASE,
)
_HEADER = re.compile(r"【[^】]{1,30}】|[(（]\s*通知编号\s*N\d+[^\n]*", re.IGNORECASE)
_WRITTEN = re.compile(r"通知编号\s*(N\d{1,9})", re.IGNORECASE)
_FORWARDED = re.compile(r"^(?:转发?[:：]|[>》|「\-—]+)\s*")

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
    """A notice a pasted text comes from, and what it says otherwise."""

    notice: Notice
    differences: Sequence[Difference] = ()

    @property
    def is_added_to(self) -> bool:
        return any(not difference.ours for difference in self.differences)


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


def standing(db: Session, notice: Notice, today: date, now: datetime) -> NoticeStanding:
    if notice.state is NoticeState.WITHDRAWN:
        return NoticeStanding.WITHDRAWN
    if notices.replaced_by(db, notice.id) is not None:
        return NoticeStanding.REPLACED
    over = notice.valid_until is not None and notice.valid_until < today
    over = over or is_past(notice, now)
    return NoticeStanding.EXPIRED if over else NoticeStanding.VALID


def is_past(notice: Notice, now: datetime) -> bool:
    """Tell whether the moment has come by which what happens at night is over."""
    return notice.valid_till is not None and notice.valid_till <= now


def latest(db: Session, notice: Notice) -> Notice:
    """Return the notice that stands in this one's place now, after however many changes."""
    seen = {notice.id}
    while (newer := notices.replaced_by(db, notice.id)) is not None and newer.id not in seen:
        seen.add(newer.id)
        notice = newer
    return notice


def concerns(db: Session, notice: Notice, path: str, person: Person | None = None) -> bool:
    """Tell whether a notice is for whoever lives in a unit; a community's is for all of it.

    One that went to some of them only is for those it was planned for.
    """
    if not notice.audience:
        return path.startswith(units.path_of(db, notice.unit_id))
    if person is None:
        return False
    mine = targets.of_person(db, person.id, person.household_id, [notice.id]).get(notice.id)
    return mine is not None and not mine.is_exempt


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


def recognise(
    db: Session, text: str, read: FragmentReader, now: datetime, zone: ZoneInfo
) -> Seen | None:
    """Return the published notice a text comes from, and what was changed: whole or a part of it."""
    body = bare(text)[:LONGEST]
    plain = canonical(body, read)
    written = _WRITTEN.search(unicodedata.normalize("NFKC", text))
    named = notices.by_code(db, written[1].upper()) if written else None
    alike = [
        *([named] if named else []),
        *notices.by_marks(db, marks(body), CANDIDATES),
        *notices.by_marks(db, marks(plain), CANDIDATES),
    ]
    found = {notice.id: notice for notice in alike}
    shares = {number: _share(plain, canonical(n.text, read)) for number, n in found.items()}
    best = max(shares.values(), default=0.0)
    heading = _heading(text)
    seen = [
        Seen(
            notice,
            [
                *headed_otherwise(heading, place_of(db, notice), read),
                *compare(notice.text, body, read, days_of(notice, now, zone)),
            ],
        )
        for number, notice in found.items()
        if shares[number] > 0 and shares[number] >= best - NEARLY
    ]
    return min(seen, key=lambda one: len(one.differences), default=None)


def _heading(text: str) -> str:
    """Return what stands in the brackets a notice is headed with."""
    return "".join(found[0] for found in _HEADER.finditer(text) if found[0].startswith("【"))


def days_of(notice: Notice, now: datetime, zone: ZoneInfo) -> Days:
    """Return by which days “明天” is read in a notice, and in what somebody asks now."""
    published = notice.published_at or notice.created_at
    return Days(published.astimezone(zone).date(), now.astimezone(zone).date())


def _share(plain: str, original: str) -> float:
    """Return how much of a text is in a notice, or of the notice in it; 0 if it is another text."""
    if letters(plain) == letters(original):
        return 1.0
    here, there = threes(plain), threes(original)
    shared = len(here & there)
    share = shared / max(min(len(here), len(there)), 1)
    return share if shared >= ENOUGH and share >= SHARE else 0.0


# -- a question --------------------------------------------------------------


def topic(text: str) -> frozenset[str]:
    """Return what a question is about, without the words that ask and those that say when."""
    plain = re.sub(r"\d+[点号日月时分]?", " ", unicodedata.normalize("NFKC", text))
    pieces = _ASKING.sub(" ", plain).split()
    return frozenset(pair for piece in pieces for pair in pairs(piece))


def asks_about_event(text: str) -> bool:
    """Tell whether somebody asks when, where or whether: what a notice can answer."""
    return bool(_ABOUT_AN_EVENT.search(text))


def live(
    db: Session, path: str, now: datetime, zone: ZoneInfo, person: Person | None = None
) -> Sequence[Notice]:
    """Return what holds now for whoever lives in the unit with this path, newest first."""
    found = notices.live_for(db, path, now.astimezone(zone).date(), now - LASTS, SHOWN)
    return [
        notice
        for notice in found
        if not is_past(notice, now)
        and (notice.published_at is None or notice.published_at <= now)  # its time has come
        and (not notice.audience or concerns(db, notice, path, person))
    ]


def about(
    db: Session, text: str, path: str, now: datetime, zone: ZoneInfo, person: Person | None = None
) -> Notice | None:
    """Return the notice in force for a unit that answers a question, if one does."""
    return _nearest(text, live(db, path, now, zone, person)) if topic(text) else None


def about_theirs(
    actor: Actor, db: Session, text: str, now: datetime, zone: ZoneInfo
) -> Notice | None:
    """Return the notice to all of a place that answers a question, where somebody is in charge."""
    if actor.seat is None or not topic(text):
        return None
    found = notices.live_at(db, actor.seat.path, now.astimezone(zone).date())
    return _nearest(text, [one for one in found if not one.audience and not is_past(one, now)])


def _nearest(text: str, among: Sequence[Notice]) -> Notice | None:
    asked = topic(text)
    scored = [(len(asked & pairs(notice.text)) / len(asked), notice) for notice in among]
    share, notice = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return notice if share >= TOPIC else None
