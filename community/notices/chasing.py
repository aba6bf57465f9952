"""The notice staff ask about afterwards; reminding who has not answered, and only them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.notices import afterwards
from community.notices.receipts import REPLIED
from community.notices.rights import PUBLISHERS
from community.people.access import Actor, Refused, record
from core.likeness import pairs
from core.phrases import shorten
from db import notices
from db.models import (
    DeliveryKind,
    Notice,
    NoticeColour,
    NoticeState,
    Unit,
)
from db.notices import tallies
from db.people import units
from outbox import Circular

URGES = 3  # so often at most who is silent is reminded of one notice
APART = timedelta(minutes=30)
LOOKED_AT = 12  # notices among which one is found by what is said of it


@dataclass(frozen=True, slots=True)
class Urged:
    """To how many people a reminder goes, and how many households no road leads to.

    Of a city it goes piece by piece: then only the `households` that are silent are known yet.
    """

    code: str
    people: int
    unreachable: int
    times: int
    households: int
    is_all: bool


def pick(actor: Actor, db: Session, code: str | None, topic: str) -> Notice | Refused:
    """Return the notice somebody of the staff asks about: by its code, its words, or their last."""
    if not actor.holds(PUBLISHERS):
        return Refused("not_publisher")
    if code is not None:
        notice = notices.by_code(db, code)
        if notice is None:
            return Refused("no_notice", code)
        return notice if _may_ask(actor, db, notice) else Refused("not_yours", code)
    recent = [n for n in notices.latest(db, LOOKED_AT * 4) if _may_ask(actor, db, n)][:LOOKED_AT]
    about = pairs(topic)
    named = [notice for notice in recent if about & pairs(notice.text)]
    mine = [n for n in recent if n.author_id == actor.person_id]
    return next(iter([*named, *mine, *recent]), None) or Refused("none_of_yours")


def pick_again(actor: Actor, db: Session, notice_id: int) -> Notice | Refused:
    """Return a notice somebody has asked about before, if they still may."""
    notice = notices.get(db, notice_id)
    allowed = actor.holds(PUBLISHERS) and _may_ask(actor, db, notice)
    return notice if allowed else Refused("not_yours", notice.code or "")


def is_pressing(notice: Notice) -> bool:
    """Tell whether a notice waits for no morning."""
    return notice.colour is NoticeColour.RED


def _may_ask(actor: Actor, db: Session, notice: Notice) -> bool:
    """Who is responsible for a place asks about its notices; who sent one about all of it."""
    if notice.author_id == actor.person_id:
        return True
    unit = units.get_unit(db, notice.unit_id)
    return actor.covers(unit, PUBLISHERS) or any(
        seat.path.startswith(unit.path) for seat in actor.seats(PUBLISHERS)
    )


def urge(
    actor: Actor, db: Session, notice: Notice, now: datetime, not_before: datetime | None
) -> Urged | Refused:
    """Remind who has not answered, and only them: not at night, not at once again, not for ever."""
    notice = db.get_one(Notice, notice.id, with_for_update=True, populate_existing=True)
    code = notice.code or ""
    if notice.state is not NoticeState.PUBLISHED or notices.replaced_by(db, notice.id) is not None:
        return Refused("over", code)
    if notice.urged >= URGES:
        return Refused("urged_enough", code)
    if notice.urged_at is not None and now - notice.urged_at < APART:
        return Refused("urged_lately", code)
    if notices.is_under_way(db, notice.id):
        return Refused("still_sending", code)
    unit = units.get_unit(db, notice.unit_id)
    letter = Circular(
        DeliveryKind.ALERT if is_pressing(notice) else DeliveryKind.NOTICE,
        _reminder(notice, unit),
        {"what": f"{unit.name}通知提醒", "text": f"还没收到您的回复：{notice.text}"},
        due_at=None if is_pressing(notice) else not_before,
    )
    silent = sum(
        many
        for one in tallies.of_notice(db, notice.id)
        for grade, many in one.evidence.items()
        if grade < REPLIED
    )
    done = afterwards.urge(db, notice, letter, now)
    notice.urged, notice.urged_at = notice.urged + 1, now
    record(db, actor, now, "urge", detail=code)
    return Urged(code, done.people, done.unreachable, notice.urged, silent, done.is_all)


@dataclass(frozen=True, slots=True)
class Hushed:
    """How many reminders were called off before they went (of a city the first), and how often there
    were any.
    """

    code: str
    stopped: int
    times: int
    is_all: bool


def hush(actor: Actor, db: Session, notice: Notice, now: datetime) -> Hushed | Refused:
    """Send nobody a reminder of it who has not been sent one yet."""
    notice = db.get_one(Notice, notice.id, with_for_update=True, populate_existing=True)
    if not notice.urged:
        return Refused("not_urged", notice.code or "")
    done = afterwards.hush(db, notice, now)
    if done is None:
        return Refused("still_sending", notice.code or "")
    record(db, actor, now, "hush", detail=notice.code)
    return Hushed(notice.code or "", done.stopped, notice.urged, done.is_all)


def _reminder(notice: Notice, unit: Unit) -> str:
    drill = "演练 " if notice.is_exercise else ""
    return (
        f"【{drill}{unit.name}通知 提醒】{shorten(notice.text, 300)}\n"
        f"（通知编号 {notice.code}）还没收到您的回复：看到了请回“收到”，办好了回“已办”，有困难直接说。"
    )
