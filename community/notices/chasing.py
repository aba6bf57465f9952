"""Who has not been reached, or has not answered, by name; and reminding them, and only them."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.notices.receipts import REPLIED
from community.notices.rights import PUBLISHERS
from community.notices.sums import NOBODY_FOLLOWS, WAITING
from community.people import tree
from community.people.access import Actor, Refused, record
from core.likeness import pairs
from core.phrases import shorten
from db import notices
from db.models import (
    DeliveryKind,
    Notice,
    NoticeColour,
    NoticeState,
    NoticeTarget,
    ReceiptAnswer,
    Unit,
)
from db.notices import targets
from db.people import units
from outbox import Circular, ladder, queue_to_targets

URGES = 3  # so often at most who is silent is reminded of one notice
APART = timedelta(minutes=30)
LOOKED_AT = 12  # notices among which one is found by what is said of it


class Lacking(enum.StrEnum):
    """What somebody is asked about who lacks it."""

    REACHED = "reached"  # the platform took nothing for them
    ANSWER = "answer"  # they have not replied
    DONE = "done"  # they have not said it is done


@dataclass(frozen=True, slots=True)
class Silent:
    """One household (or post-holder) that lacks something: who is asked for, behind which door, why."""

    who: str
    reason: str  # a word of the ladder, “waiting” or “silent”
    answer: ReceiptAnswer | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """All who lack something of a notice, in order of their doors, and the sums around them."""

    notice: Notice
    lacking: Lacking
    households: int
    silent: Sequence[Silent]


@dataclass(frozen=True, slots=True)
class Urged:
    """To how many people a reminder goes, and how many households no road leads to."""

    code: str
    people: int
    unreachable: int
    times: int


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


def say_reason(reason: str) -> str:
    """Say why a delivery was not made, as staff are told."""
    return ladder.say(reason)


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


def missing(actor: Actor, db: Session, notice: Notice, lacking: Lacking, now: datetime) -> Missing:
    """Return everybody who lacks something, as far as the asker is responsible for them."""
    record(db, actor, now, "read_outcome", detail=notice.code)
    mine = _theirs(actor, db, notice, targets.all_of(db, notice.id))
    found = [target for target in mine if _lacks(target, lacking)]
    fates = targets.fates(db, notice.id, REPLIED)
    names = _names(db, found)
    silent = [Silent(names[target.id], _why(target, fates), target.answer) for target in found]
    return Missing(notice, lacking, len(mine), silent)


def _theirs(
    actor: Actor, db: Session, notice: Notice, found: Sequence[NoticeTarget]
) -> list[NoticeTarget]:
    if notice.author_id == actor.person_id:
        return list(found)
    seen: dict[int, bool] = {}
    for target in found:
        if target.unit_id not in seen:
            seen[target.unit_id] = actor.covers(units.get_unit(db, target.unit_id))
    return [target for target in found if seen[target.unit_id]]


def _lacks(target: NoticeTarget, lacking: Lacking) -> bool:
    if lacking is Lacking.REACHED:
        return target.evidence == 0
    if lacking is Lacking.DONE:
        return target.answer is not ReceiptAnswer.DONE and target.evidence < 5
    return target.evidence < REPLIED


def _why(target: NoticeTarget, fates: Mapping[int, str]) -> str:
    if target.evidence > 0:
        return "silent" if target.answer is None else target.answer.value
    why = fates.get(target.id, NOBODY_FOLLOWS)
    return WAITING.get(why, why)


def _names(db: Session, found: Sequence[NoticeTarget]) -> dict[int, str]:
    """Name one of each household, with door and telephone: who answers for it before the others."""
    people = targets.people_of(db, found)
    first = {
        target_id: max(several, key=lambda one: one[1])[0] for target_id, several in people.items()
    }
    known = tree.introduce_all(db, list(first.values()))
    homes = units.households(db, [t.household_id for t in found if t.household_id])
    names = {}
    for target in found:
        person = first.get(target.id)
        home = homes.get(target.household_id or 0)
        names[target.id] = known[person] if person else tree.door(home) if home else ""
    return names


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
    people = queue_to_targets(db, notice.id, letter, now, below=REPLIED)
    notice.urged, notice.urged_at = notice.urged + 1, now
    record(db, actor, now, "urge", detail=code)
    return Urged(code, people, len(targets.without_contact(db, notice.id)), notice.urged)


def _reminder(notice: Notice, unit: Unit) -> str:
    drill = "演练 " if notice.is_exercise else ""
    return (
        f"【{drill}{unit.name}通知 提醒】{shorten(notice.text, 300)}\n"
        f"（通知编号 {notice.code}）还没收到您的回复：看到了请回“收到”，办好了回“已办”，有困难直接说。"
    )
