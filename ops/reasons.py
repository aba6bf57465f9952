"""Why somebody was or was not sent something, one line each: in words, then in our codes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from db import deliveries
from db.followup import episodes
from db.models import Contact, Delivery, DeliveryKind, DeliveryStatus, SlotDue, SlotState
from db.people import persons
from outbox import ladder

NOT_ASKED = {
    "already_done": "已经报过了",
    "not_running": "那段时间系统没在运行",
    "by_phone": "本人要打电话问，不发微信",
    "wished_later": "本人要晚些时候提醒",
    "quiet_hours": "夜里不打扰",
    "no_programme": "监测的内容包停用了",
    "not_sent": "提醒一直没能发出去",
}
PARTS = {"morning": "早上", "noon": "中午", "evening": "傍晚"}
KINDS = {
    DeliveryKind.ANSWER: "答复",
    DeliveryKind.REMINDER: "提醒",
    DeliveryKind.ALERT: "急事通知",
    DeliveryKind.NOTICE: "通知",
    DeliveryKind.INFO: "消息",
}
STATUSES = {
    DeliveryStatus.QUEUED: "还在等着发",
    DeliveryStatus.SENDING: "正在发",
    DeliveryStatus.HELD: "扣着没有发",
    DeliveryStatus.CANCELLED: "不用发了",
    DeliveryStatus.UNKNOWN: "发出去了，不确定有没有送到",
    DeliveryStatus.HEARD: "随答复带给他了",
}


def of_day(db: Session, contact: Contact, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Yield what was due to this person on the community's day of that moment, and what became of it."""
    day = at.astimezone(zone).date()
    start = datetime.combine(day, datetime.min.time(), zone)
    ids = _household(db, contact)
    for slot in episodes.slots_on(db, ids, day) if ids else []:
        yield f"{_slot_in_words(slot, zone)} | {_slot(slot, zone)}"
    for delivery in deliveries.created_between(db, contact, start, start + timedelta(days=1)):
        yield f"{_delivery_in_words(delivery, zone)} | {_delivery(delivery, zone)}"


def _household(db: Session, contact: Contact) -> list[int]:
    if contact.person_id is None:
        return []
    person = persons.get(db, contact.person_id)
    if person.household_id is None:
        return [person.id]
    return [member.id for member in persons.in_household(db, person.household_id)]


def _slot_in_words(slot: SlotDue, zone: ZoneInfo) -> str:
    asked = f"没问（{NOT_ASKED.get(slot.reason or '', '还没到点')}）"
    if slot.asked_at is not None:
        asked = f"{_time(slot.asked_at, zone)} 问了"
    became = {SlotState.OPEN: "还没报", SlotState.MISSED: "没报"}.get(slot.state, "报了")
    if slot.state is SlotState.FILLED and slot.filled_at is not None:
        became = f"{_time(slot.filled_at, zone)} 报了"
    part = PARTS.get(slot.part, slot.part)
    return f"{tree.call(slot.episode.person)}{part}的体温：{asked}，{became}"


def _delivery_in_words(delivery: Delivery, zone: ZoneInfo) -> str:
    head = f"{_time(delivery.created_at, zone)} 的{KINDS[delivery.kind]}"
    if delivery.wired_at is not None:
        return f"{head}：{_time(delivery.wired_at, zone)} 平台收下了"
    because = f"（{ladder.say(delivery.reason)}）" if delivery.reason else ""
    return f"{head}：{STATUSES.get(delivery.status, '没有发出')}{because}"


def _slot(slot: SlotDue, zone: ZoneInfo) -> str:
    head = f"slot {slot.day} {slot.part} person {slot.episode.person_id}:"
    if slot.asked_at is not None:
        asked = f"asked {_time(slot.asked_at, zone)} (delivery {slot.delivery_id})"
    else:
        asked = f"not asked, {slot.reason or 'not_due'}"
    state = slot.state.value
    if slot.state is SlotState.FILLED and slot.filled_at is not None:
        state = f"filled {_time(slot.filled_at, zone)}"
    if slot.state is SlotState.MISSED and slot.observation_id is not None:
        state = "missed, reported later"
    return f"{head} {asked}; {state}"


def _delivery(delivery: Delivery, zone: ZoneInfo) -> str:
    head = f"delivery {delivery.id} {delivery.kind.value} {_time(delivery.created_at, zone)}:"
    road = f" by {(delivery.road or '').rpartition('.')[2]}" if delivery.wired_at else ""
    when = f" {_time(delivery.wired_at, zone)}" if delivery.wired_at else ""
    reason = f", {delivery.reason}" if delivery.reason else ""
    return f"{head} {delivery.status.value}{road}{when}{reason}"


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%m-%d %H:%M")
