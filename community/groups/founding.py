"""A group of the enterprise that the app makes when staff ask for it: for whom, and what became of it."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import PUBLISHERS
from community.people import tree
from community.people.access import Actor, Refused, Role, record
from db import chats
from db.models import Delivery, DeliveryKind, DeliveryStatus, Person, Unit, WorkChat
from db.people import leaves, units
from outbox import ladder, queue

MEMBERS = "members"  # among the fields of what is owed to a group: who it is made of
LEAST, MOST = 2, 200  # members the platform asks for, and so many we name at once
HELLO = (
    "【{name}】已建好，管{unit}。通知和每天的看板会发到这里。"
    "居民的姓名、门牌、体温请别发在群里；要办事，私信我。"
)
NOT_MADE = "“{name}”没有建成：{why}。可以在企业微信里自己建群，加一个群机器人（消息推送），把key交给管理员。"


@dataclass(frozen=True, slots=True)
class Founded:
    """A group that is being made, of how many; `without` are those the enterprise does not know."""

    name: str
    members: int
    without: tuple[str, ...]


def found(
    actor: Actor,
    db: Session,
    unit: Unit,
    roles: Collection[Role],
    name: str,
    taken: Collection[str],
    now: datetime,
    zone: ZoneInfo,
) -> Founded | Refused:
    """Let the app make a group of the staff of a unit, whoever asks among them; or say why not.

    `taken` are the names of groups that robots write into.
    """
    if (why := _why_not(actor, db, unit, name, taken)) is not None:
        return why
    people = _staff(actor, db, unit, roles, now, zone)
    asks = actor.person(db).id
    userids = chats.userids(db, list(people))
    if asks not in userids:
        return Refused("not_in_enterprise")
    without = tuple(tree.call(one) for number, one in people.items() if number not in userids)
    if len(userids) < LEAST:
        return Refused("too_few", "、".join(without))
    if (failed := chats.called(db, name)) is not None:
        chats.drop(db, failed)
    _owe(actor, db, unit, name, userids, now)
    record(db, actor, now, "group_made", detail=name)
    return Founded(name, min(len(userids), MOST), without)


def _why_not(
    actor: Actor, db: Session, unit: Unit, name: str, taken: Collection[str]
) -> Refused | None:
    if not actor.holds(PUBLISHERS) or actor.person_id is None:
        return Refused("not_publisher")
    if not actor.covers(unit, PUBLISHERS):
        return Refused("not_yours", unit.name)
    known = chats.called(db, name)
    if name in taken or (known is not None and state(db, known) is not DeliveryStatus.FAILED):
        return Refused("exists", name)
    return None


def _staff(
    actor: Actor,
    db: Session,
    unit: Unit,
    roles: Collection[Role],
    now: datetime,
    zone: ZoneInfo,
) -> dict[int, Person]:
    """Return whoever looks after a unit by these posts, above it and within it, and who asks."""
    nearest = [one for role in roles for one in tree.responsible(db, unit, [role], now, zone)]
    within = [post.person for post in leaves.staff(db, unit.path, now, zone) if post.role in roles]
    people = {one.id: one for one in [*nearest, *within] if one is not None}
    return {**people, actor.person(db).id: actor.person(db)}


def unit_of(actor: Actor, db: Session, names: Sequence[str]) -> Unit | None:
    """Return the unit that has one of these names, by preference one in the actor's own range."""
    found = [unit for name in names for unit in units.named(db, name)]
    own = [unit for unit in found if actor.covers(unit)]
    return next(iter([*own, *found]), None)


def _owe(
    actor: Actor, db: Session, unit: Unit, name: str, userids: Mapping[int, str], now: datetime
) -> None:
    assert actor.person_id is not None, "whoever asks is known"
    chat = chats.add(db, name, secrets.token_hex(12), unit.id, actor.person_id, now)
    owner = userids[actor.person_id]
    members = [owner, *sorted({one for one in userids.values() if one != owner})][:MOST]
    queue(
        db,
        DeliveryKind.ALERT,
        HELLO.format(name=name, unit=unit.name),
        now,
        contact_id=chats.address(db, chat.chat_id, now, chats.MADE).id,
        fields={"name": name, "owner": owner, MEMBERS: "|".join(members)},
    )


def state(db: Session, chat: WorkChat) -> DeliveryStatus | None:
    """Return how far the making of a group has come; what was made is never unmade by us."""
    first = chats.first_to(db, chat)
    return first.status if first is not None else DeliveryStatus.WIRED


def reason(db: Session, chat: WorkChat) -> str | None:
    first = chats.first_to(db, chat)
    return first.reason if first is not None else None


def on_refused(db: Session, delivery: Delivery, now: datetime) -> bool:
    """Tell whoever asked for a group that it was not made; False for what is no such thing."""
    fields = delivery.fields or {}
    if MEMBERS not in fields or delivery.contact is None or delivery.contact.channel != chats.MADE:
        return False
    chat = chats.by_chat_id(db, delivery.contact.address)
    if chat is not None and delivery.status is DeliveryStatus.FAILED and chat.author_id:
        why = ladder.say(delivery.reason)
        text = NOT_MADE.format(name=chat.name, why=why)
        queue(db, DeliveryKind.INFO, text, now, person_id=chat.author_id)
    return True
