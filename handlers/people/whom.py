"""Which one of the register is meant: found by door and name, picked by number, or asked for by the door."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from community.people import living, mentioned, seeking, tree
from community.people.access import Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from handlers.people.names import name_in

MOST = 5
WHY_NOT = {
    "not_staff": "登记表只有社区工作人员能看。",
    "no_building": "您负责的范围里没有{about}号楼，请核对。",
    "not_writer": "这一户不归您管，改不了，请告诉那里的网格员。",
    "there_already": "{about}已经登记在这一户了。",
    "gone": "{about}已经不在这里了。",
    "not_watched": "现在没有在监测，不用结束。",
    "both_bound": "两条记录都绑定了手机，可能是两个人。先请其中一部手机回复“解绑”。",
    "holds_post": "{about}现在有岗位，请先由书记结束岗位，再改登记。",
}
_NOBODY = re.compile(
    r"的?(?:人家?|这家|那家|[这那]户|住户|租客|房客|一家人?|全家|都)"
)  # are no names
NOBODY = "您负责的范围里没有找到{about}。请写门牌和姓名，比如“查 3-2-601”。"
NOT_THERE = "{door}没有登记{about}。请再核对一下；没登记过，写“登记住户 3-2-601 姓名”。"
WHERE = "{about}住哪一户？回复门牌就行，比如“3-2-601”。"
WHICH = "说的是哪一位？"
WHO = "说的是哪一户、哪一位？回复门牌和姓名就行，比如“3-2-601 王芳”。"


def refuse(refused: Refused) -> str:
    return WHY_NOT[refused.reason].format(about=refused.about)


def address_in(ctx: Context) -> Mapping[str, Any] | None:
    """Return a building and a room as they were said; None without both."""
    address = ctx.slots.get("address") or {}
    return dict(address) if address.get("building") and address.get("room") else None


def door(address: Mapping[str, Any]) -> str:
    entrance = f"{address['unit']}单元" if address.get("unit") else ""
    return f"{address['building']}号楼{entrance}{address['room']}"


def sought(ctx: Context, rest: str) -> Sought:
    """Return whom a text names; “老太太” and “爷爷” are what somebody is, not a name."""
    known = ctx.slots.get("name") or ctx.at_work().slots.get("name") or name_in(ctx, rest) or ""
    name, relation = str(known), str(ctx.slots.get("who") or "")
    if _NOBODY.fullmatch(name):
        name = ""
    if seeking.is_kin(name):
        name, relation = "", relation or name
    if not name and not relation and not address_in(ctx):
        name = _registered(ctx)
    return Sought(address_in(ctx) or {}, name, "" if relation == "本人" else relation)


def _registered(ctx: Context) -> str:
    """Return the one name of the register that a text holds: “302何志远哪天到期”."""
    found = {each.said for each in mentioned.mentioned(ctx.actor, ctx.db, ctx.text)}
    return found.pop() if len(found) == 1 else ""


def called(person: Any) -> str:
    """Name somebody with what they are to the head of the household."""
    name = tree.call(person)
    known = [person.relation] if person.relation and person.name else []
    known += ["不在家住"] if living.is_elsewhere(person) else []
    return f"{name}（{'，'.join(known)}）" if known else name


def call(found: Resident) -> str:
    return called(found.person)


def row(found: Resident) -> str:
    """Name somebody with their door."""
    return f"{call(found)}（{found.door}）"


def said(who: Sought) -> str:
    """Return how somebody was called."""
    return who.name or who.relation or "这个人"


GoOn = Callable[[Context, int], Reply | str]


def one(ctx: Context, who: Sought, action: str, go_on: GoOn, **carries: Any) -> Reply | str:
    """Do something about the one who is meant; several are offered with their doors.

    Whoever is not found without a door is asked for by it.
    """
    found = seeking.seek(ctx.actor, ctx.db, who)
    if isinstance(found, Refused):
        return refuse(found)
    if not found:
        return _not_found(ctx, who, action, carries)
    if len(found) == 1:
        return go_on(ctx.derive(known=carries), found[0].person.id)
    return pick(ctx, found, action, **carries)


def about(ctx: Context, who: Sought, action: str, go_on: GoOn, **carries: Any) -> Reply | str:
    """Do the same, and ask whom it is about where neither a door nor a name was said."""
    if who.is_empty:
        return ctx.ask(
            WHO, f"{action}_where", sought={"name": "", "relation": who.relation}, **carries
        )
    return one(ctx, who, action, go_on, **carries)


def pick(ctx: Context, found: Sequence[Resident], action: str, **carries: Any) -> Reply:
    """Offer several of whom one is meant."""
    listed = found[:MOST]
    choices = [(row(one), f"{action}_{at}") for at, one in enumerate(listed)]
    return ctx.offer(WHICH, choices, picks=[one.person.id for one in listed], **carries)


def _not_found(ctx: Context, who: Sought, action: str, carries: Mapping[str, Any]) -> Reply | str:
    if who.has_door:
        return NOT_THERE.format(door=door(who.address), about=said(who))
    asked = WHERE if not who.name else NOBODY
    held = {"name": who.name, "relation": who.relation}
    return ctx.ask(asked.format(about=said(who)), f"{action}_where", sought=held, **carries)


def on_pick(router: Router, action: str, go_on: GoOn) -> None:
    """Register what happens when one of several is picked, or their door is said."""
    for at in range(MOST):

        def picked(ctx: Context, at: int = at) -> Reply | str:
            return go_on(ctx, ctx.known["picks"][at])

        router.action(f"{action}_{at}")(picked)

    def where(ctx: Context) -> Reply | str:
        held = dict(ctx.known)
        before, address = held.pop("sought"), address_in(ctx)
        name = before["name"] or str(ctx.slots.get("name") or "")
        if address is None and not (name and not before["name"]):
            return ""
        who = Sought(address or {}, name, before["relation"])
        return one(ctx, who, action, go_on, **held)

    router.action(f"{action}_where")(where)
