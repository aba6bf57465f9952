"""Two who tell different temperatures of one person within two hours: a check opens, and both are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.followup import alarms
from community.followup.watch import Noted
from community.people import tree
from community.people.access import Actor
from community.work import escalation
from community.work.escalation import Desk
from core.phrases import say_moment
from db.followup import reports
from db.followup.reports import ToldReading
from db.models import Grade, ItemKind, WorkItem
from db.people import persons
from db.work import items

WITHIN = timedelta(hours=2)
APART = 0.7  # °C; less is how two thermometers differ
_ILL = (Grade.FEVER, Grade.DANGER)


def check(
    actor: Actor, db: Session, noted: Sequence[Noted], now: datetime, desk: Desk, turn_id: int
) -> WorkItem | None:
    """Let staff look at whoever two people told different values of; return the item, if there is one."""
    item = None
    for each in noted:
        if each.report.celsius is None or each.is_known:
            continue
        pair = _disagree(db, each)
        if pair is not None:
            item = _tell(actor, db, each, pair, now, desk, turn_id)
    return item


def _disagree(db: Session, each: Noted) -> tuple[ToldReading, ToldReading] | None:
    """Return the other reading and this one, if another told of it and they do not fit."""
    person_id = each.report.person.id
    found = reports.readings_around(db, person_id, each.day, each.sent_at, WITHIN)
    mine = next((one for one in reversed(found) if one.value == each.report.value), None)
    if mine is None:
        return None
    for other in reversed(found):
        is_another = (other.told_by, other.contact_id) != (mine.told_by, mine.contact_id)
        if is_another and _apart(other, mine):
            return other, mine
    return None


def _apart(first: ToldReading, second: ToldReading) -> bool:
    ill = [one.grade in _ILL for one in (first, second)]
    return ill[0] != ill[1] or abs(_highest(first) - _highest(second)) >= APART


def _highest(reading: ToldReading) -> float:
    return max(float(part) for part in reading.value.split("-"))


def _tell(
    actor: Actor,
    db: Session,
    each: Noted,
    pair: tuple[ToldReading, ToldReading],
    now: datetime,
    desk: Desk,
    turn_id: int,
) -> WorkItem:
    person_id = each.report.person.id
    card = persons.card(db, person_id)
    values = "，".join(
        f"{_called(db, one, person_id)}{say_moment(one.at, desk.zone)}报{one.value}℃"
        for one in sorted(pair, key=lambda one: one.at)
    )
    text = f"{tree.introduce_by(db, card)}：两次体温不一样：{values}。请当面再量一次，报上来。"
    for kind in (ItemKind.DANGER, ItemKind.FEVER):
        known = items.open_about(db, person_id, kind)
        if known is not None:
            escalation.tell_again(db, known, text, now)
            return known
    subject = alarms.subject_of(db, actor, card, turn_id)
    return escalation.raise_item(db, ItemKind.FEVER, text, subject, now, desk)


def _called(db: Session, reading: ToldReading, person_id: int) -> str:
    if reading.told_by is None:
        return "有人"
    return "本人" if reading.told_by == person_id else tree.call_of(db, reading.told_by)
