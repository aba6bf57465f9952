"""A notice: who it reaches, owing it to them, and who was not reached and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.people import tree
from core.likeness import marks
from core.phrases import say_day, say_moment
from db import deliveries
from db import notices as tables
from db.models import (
    Contact,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Household,
    Notice,
    NoticeState,
    Role,
    Unit,
)
from db.people import persons, units
from outbox import ladder, queue

_NOT_SENT = {DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN}
SHOWN = 12  # doors named in one message; the rest are counted


@dataclass(frozen=True, slots=True)
class Preflight:
    """Who a notice would reach before it is sent."""

    households: int
    contacts: int
    reached_households: int
    without: Sequence[Household]


def preflight(db: Session, unit: Unit) -> Preflight:
    rows = units.contacts_below(db, unit)
    without = units.households_without_contact(db, unit)
    total = units.households_below(db, unit)
    return Preflight(total, len({row[0] for row in rows}), total - len(without), without)


def owe(
    db: Session,
    notice: Notice,
    now: datetime,
    *,
    urgent: bool,
    not_before: datetime | None = None,
) -> int:
    """Owe the notice to everybody below its unit; return how many deliveries that made."""
    if notice.state is not NoticeState.DRAFT:
        return 0
    unit = units.get_unit(db, notice.unit_id)
    found = preflight(db, unit)
    notice.state, notice.published_at = NoticeState.PUBLISHED, now
    notice.code = f"N{notice.id}"
    notice.households, notice.unreachable = found.households, len(found.without)
    tables.add_marks(db, notice.id, marks(notice.text))
    rows = units.contacts_below(db, unit)
    kind = DeliveryKind.ALERT if urgent else DeliveryKind.NOTICE
    for contact_id, person_id, _ in rows:
        queue(
            db,
            kind,
            as_sent(notice, unit),
            now,
            contact_id=contact_id,
            person_id=person_id,
            notice_id=notice.id,
            due_at=None if urgent else not_before,
            fields={"what": f"{unit.name}通知", "text": notice.text},
        )
    return len(rows)


def as_sent(notice: Notice, unit: Unit) -> str:
    """Return a notice as residents read it, with the code they can reply."""
    until = f"，到{say_day(notice.valid_until)}有效" if notice.valid_until else ""
    return f"【{unit.name}通知】{notice.text}\n（通知编号 {notice.code}{until}）"


def report_back(db: Session, now: datetime, zone: ZoneInfo) -> int:
    """Tell authors whose notices have nothing left to send who was not reached and why."""
    finished = tables.finished(db)
    for notice in finished:
        notice.told_at = now
        queue(
            db,
            DeliveryKind.INFO,
            outcome(db, notice, now, zone),
            now,
            person_id=notice.author_id,
            fields={"what": "通知送达情况", "text": f"通知{notice.code}发送完毕，请打开查看"},
        )
        _tell_grid_workers(db, notice, now, zone)
    return len(finished)


def _tell_grid_workers(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> None:
    """Whoever is responsible for a door that was not reached hears which, and why."""
    missed: dict[int, dict[str, list[str]]] = {}
    for unit, reason, called in _not_reached(db, notice):
        for worker in tree.responsible(db, unit, [Role.GRID_WORKER], now, zone):
            missed.setdefault(worker.id, {}).setdefault(reason, []).append(called)
    missed.pop(notice.author_id, None)
    for worker_id, by_reason in missed.items():
        lines = [f"{reason}：{_list(names)}" for reason, names in by_reason.items()]
        head = f"通知 {notice.code}“{notice.text}”这些人没收到，请打电话或上门告知。"
        queue(
            db,
            DeliveryKind.INFO,
            "\n".join([head, *lines]),
            now,
            person_id=worker_id,
            fields={"what": "通知没送到", "text": f"通知{notice.code}有人没收到，请查看"},
        )


def _not_reached(db: Session, notice: Notice) -> Iterator[tuple[Unit, str, str]]:
    """Yield the building, the reason and the name of everybody who was not reached."""
    for delivery in deliveries.of_notice(db, notice.id):
        if delivery.status in _NOT_SENT and delivery.person_id is not None:
            person = persons.get(db, delivery.person_id)
            if person.household is not None:
                yield person.household.unit, ladder.say(delivery.reason), tree.introduce(person)
    unit = units.get_unit(db, notice.unit_id)
    for household in units.households_without_contact(db, unit):
        yield household.unit, "没有人关注公众号", tree.door(household)


def outcome(db: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> str:
    """Say how far a notice came: taken by the platform is not read by a person."""
    sent = deliveries.of_notice(db, notice.id)
    taken = sum(d.status is DeliveryStatus.WIRED for d in sent)
    lines = [f"通知 {notice.code} 发送情况：微信已接收 {taken} 人（不等于已读）。"]
    lines += _waiting(sent, now, zone)
    failed = [d for d in sent if d.status in _NOT_SENT]
    for reason, count in Counter(d.reason for d in failed).most_common():
        who = [_called(db, d.contact_id, d.person_id) for d in failed if d.reason == reason]
        lines.append(f"没送到 {count} 人（{ladder.say(reason)}）：{_list(who)}")
    unit = units.get_unit(db, notice.unit_id)
    doors = [tree.door(household) for household in units.households_without_contact(db, unit)]
    if doors:
        lines.append(f"没有人关注公众号的 {len(doors)} 户：{_list(doors)}")
    if failed or doors:
        lines.append("这些人请打电话、上门或用喇叭告知。")
    return "\n".join(lines)


def _waiting(sent: Sequence[Delivery], now: datetime, zone: ZoneInfo) -> Iterator[str]:
    queued = [d for d in sent if d.status in {DeliveryStatus.QUEUED, DeliveryStatus.SENDING}]
    later = [d for d in queued if d.due_at > now]
    if later:
        yield f"等到{say_moment(min(d.due_at for d in later), zone)}再发：{len(later)} 人。"
    if len(queued) > len(later):
        yield f"还在发送：{len(queued) - len(later)} 人。"


def door_list(households: Sequence[Household]) -> str:
    return _list([tree.door(household) for household in households])


def _called(db: Session, contact_id: int | None, person_id: int | None) -> str:
    if person_id is not None:
        person = persons.get(db, person_id)
        return tree.introduce(person)
    contact = db.get(Contact, contact_id) if contact_id else None
    return tree.introduce(None, contact)


def _list(names: Sequence[str]) -> str:
    more = f"等{len(names)}个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more
