"""Posting a published notice into the groups a robot writes to, and which of them have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.groups import founding
from community.notices.board import NoticeStanding, find, read_code, standing
from community.notices.preflight import as_sent, fields_of
from community.notices.rights import PUBLISHERS, publishes
from community.people import tree
from community.people.access import Actor, Refused, Role, record
from core.phrases import say_day
from db import chats
from db.models import Delivery, DeliveryKind, DeliveryStatus, Notice, WorkChat
from db.people import units
from outbox import queue
from outbox.queue import PAGE_OF

_NOTICE = "notice"  # among the fields of what is owed to a group
_GIVEN_UP = {DeliveryStatus.FAILED, DeliveryStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Posted:
    """The groups a notice goes to now, and those that have it or will."""

    code: str
    now: Sequence[str]
    before: Sequence[str]
    not_for: Sequence[str] = ()  # groups of units the notice is not for


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A group, the unit it is for, and who is in charge there; a unit nobody knows is named so."""

    name: str
    unit: str
    in_charge: str
    is_known: bool = True
    trouble: str = ""  # why it has not come to be
    is_coming: bool = False  # it is being made
    has_board: bool = False  # it gets the board each day


Groups = Mapping[str, str]  # by name: the unit each is for, "" for all of the community


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """One group and a notice: "sent", "waiting", "never", or why it did not come to that."""

    name: str
    state: str
    reason: str = ""


def groups_of(db: Session, robots: Groups) -> dict[str, str]:
    """Return all groups that can be written into: those of robots, and those the app made."""
    made = [
        (chat.name, units.get_unit(db, chat.unit_id).name)
        for chat in chats.made(db)
        if founding.state(db, chat) is not DeliveryStatus.FAILED
    ]
    return {**dict(made), **robots}


def post(
    actor: Actor, db: Session, code: str, groups: Groups, now: datetime, zone: ZoneInfo
) -> Posted | Refused:
    """Owe a notice to groups, once each; only what is published and holds goes there.

    A group of another building is left out: what is not for it would only mislead.
    """
    notice = _notice(actor, db, code, now, zone)
    if isinstance(notice, Refused):
        return notice
    names = [name for name, unit in groups.items() if _is_for(db, notice, unit)]
    fresh = [name for name in names if _standing(db, name, notice).state not in {"sent", "waiting"}]
    text = as_sent(notice, units.get_unit(db, notice.unit_id), str(notice.code), hears=False)
    fields = _shown(db, notice)
    for name in fresh:
        queue(
            db,
            DeliveryKind.ALERT,  # somebody asks for it now: it does not wait for the morning
            text,
            now,
            contact_id=chats.place(db, name, now).id,
            fields=fields,
        )
    record(db, actor, now, "posted", detail=str(notice.code))
    before = [name for name in names if name not in fresh]
    return Posted(str(notice.code), fresh, before, [one for one in groups if one not in names])


def _shown(db: Session, notice: Notice) -> dict[str, object]:
    """Return what a card shows of a notice where the group is shown one, and whose page it opens."""
    rows = [("编号", str(notice.code))]
    if notice.valid_until is not None:
        rows.append(("有效", f"到{say_day(notice.valid_until)}"))
    rows.append(("要转发", f"私信我“群文 {notice.code}”"))
    words = fields_of(notice, units.get_unit(db, notice.unit_id))
    return {_NOTICE: str(notice.code), PAGE_OF: notice.id, **words, "rows": rows}


def standings(
    actor: Actor, db: Session, code: str, groups: Groups, now: datetime, zone: ZoneInfo
) -> list[GroupStanding] | Refused:
    """Return which of the groups a notice is for have it."""
    notice = _notice(actor, db, code, now, zone)
    if isinstance(notice, Refused):
        return notice
    return [
        _standing(db, name, notice) for name, unit in groups.items() if _is_for(db, notice, unit)
    ]


def places(db: Session, groups: Groups, now: datetime, zone: ZoneInfo) -> list[GroupPlace]:
    """Return which unit each group is for, and who is in charge there."""
    found = [_place(db, name, unit, now, zone) for name, unit in groups.items()]
    made = {chat.name: chat for chat in chats.made(db)}
    lost = [chat for chat in made.values() if chat.name not in groups]
    seen = [_made(db, one, made[one.name]) if one.name in made else one for one in found]
    return seen + [
        GroupPlace(one.name, "", "", trouble=founding.reason(db, one) or "no_road") for one in lost
    ]


def _made(db: Session, seen: GroupPlace, chat: WorkChat) -> GroupPlace:
    is_coming = founding.state(db, chat) is not DeliveryStatus.WIRED
    return replace(seen, is_coming=is_coming, has_board=chat.wants_board)


def _place(db: Session, name: str, unit_name: str, now: datetime, zone: ZoneInfo) -> GroupPlace:
    unit = next(iter(units.named(db, unit_name)), None) if unit_name else None
    if unit is None:
        return GroupPlace(name, unit_name, "", is_known=not unit_name)
    found = tree.in_charge(db, unit.id, now, zone).get(Role.GRID_WORKER)
    return GroupPlace(name, unit.name, tree.call_of(db, found.id) if found else "")


def _is_for(db: Session, notice: Notice, unit_name: str) -> bool:
    """Tell whether a notice is for a group's unit: its own, one above it, or one within it."""
    if not unit_name:
        return True
    path = units.get_unit(db, notice.unit_id).path
    return any(
        one.path.startswith(path) or path.startswith(one.path) for one in units.named(db, unit_name)
    )


def _notice(
    actor: Actor, db: Session, code: str, now: datetime, zone: ZoneInfo
) -> Notice | Refused:
    if not actor.holds(PUBLISHERS):
        return Refused("not_publisher")
    read = read_code(code)
    notice = find(db, read) if read is not None else None
    if notice is None:
        return Refused("no_notice", code)
    if not publishes(actor, db, units.get_unit(db, notice.unit_id), now):
        return Refused("not_yours", str(notice.code))
    today = now.astimezone(zone).date()
    if standing(db, notice, today, now) is not NoticeStanding.VALID:
        return Refused("over", str(notice.code))
    return notice


def door_code(db: Session, unit_id: int) -> int | None:
    """Return the unit nearest to this one, or above it, whose code can be shown."""
    unit = units.with_code(db, units.get_unit(db, unit_id))
    return unit.id if unit is not None else None


def last_of(db: Session, name: str, code: str) -> Delivery | None:
    """Return the newest that was owed to a group of a notice, or None."""
    sent = chats.sent_to(db, name)
    return next((one for one in sent if (one.fields or {}).get(_NOTICE) == code), None)


def _standing(db: Session, name: str, notice: Notice) -> GroupStanding:
    last = last_of(db, name, str(notice.code))
    if last is None:
        return GroupStanding(name, "never")
    if last.status is DeliveryStatus.WIRED:
        return GroupStanding(name, "sent")
    if last.status in _GIVEN_UP:
        return GroupStanding(name, "failed", last.reason or "")
    return GroupStanding(name, "waiting", last.reason or "")
