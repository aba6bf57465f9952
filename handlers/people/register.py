"""What staff say of the register: who lives where, who came, who moved, who died; shown back first."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.people import registering, seeking, tree
from community.people.access import STAFF, Gone, Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people import entering, kin
from handlers.people.names import name_in
from handlers.people.whom import (
    NOBODY,
    address_in,
    call,
    called,
    door,
    on_pick,
    one,
    refuse,
    sought,
)

router = Router("register")

DOOR = "请写门牌和姓名，比如“{example}”。"
SHOWN = 10  # people one answer names
PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
RELATION = re.compile(kin.RELATIONS)


# -- coming ---------------------------------------------------------------------------------


@router.command(r"登记(?P<what>住户|成员|家人)\s*(?P<rest>.{4,80})", may=STAFF)
def enter(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “登记住户 3号楼2单元601 王芳 13800000000”, “登记成员 3-2-601 李梅 老伴”."""
    address, phone = address_in(ctx), PHONE.search(found["rest"])
    relation = RELATION.search(found["rest"])
    rest = PHONE.sub(" ", found["rest"])
    name = name_in(ctx, RELATION.sub(" ", rest) if found["what"] != "住户" else rest)
    if address is None or not name or len(kin.read(found["rest"])) > 1:
        return entering.hear(ctx.at_work())
    if found["what"] != "住户" and relation is None:
        return "请写上和户主的关系，比如“登记成员 3-2-601 李梅 老伴”。"
    is_member = relation is not None and found["what"] != "住户"
    said = relation[0] if is_member and relation is not None else None
    return propose_entry(ctx, address, name, phone[0] if phone else None, said)


def propose_entry(
    ctx: Context, address: Mapping[str, Any], name: str, phone: str | None, relation: str | None
) -> Reply | str:
    """Show back who is to be written down where, and who lives there already."""
    place = registering.behind(ctx.actor, ctx.db, address)
    if isinstance(place, Refused):
        return refuse(place)
    there = "、".join(map(called, place.people))
    about = "，".join(part for part in (relation, phone) if part)
    said = f"登记：{door(address)} {name}{f'（{about}）' if about else ''}，对吗？"
    said += f"\n这一户现在有：{there}。" if there else "\n这一户现在还没有登记的人。"
    carried: dict[str, Any] = {
        "address": dict(address), "name": name, "phone": phone, "relation": relation,
    }  # fmt: skip
    return ctx.offer(said, [("对，登记", "register_entered"), ("不登记了", "thanks")], **carried)


@router.action("register_entered")
def entered(ctx: Context) -> str:
    known = ctx.known
    done = registering.enter(
        ctx.actor, ctx.db, known["address"], known["name"], ctx.now,
        phone=known["phone"], relation=known["relation"],
    )  # fmt: skip
    if isinstance(done, Refused):
        return refuse(done)
    return f"登记好了：{done.door} {called(done.person)}。"


# -- going ------------------------------------------------------------------------------------


def _is_talk(ctx: Context, rest: str) -> bool:
    """Tell whether words are no order: a question, a danger, or nobody named."""
    if ctx.parse.danger or re.search(r"[?？]|吗|怎么|如果|要是", ctx.text):
        return True
    return not (name_in(ctx, rest) or address_in(ctx))


@router.command(
    r"(?P<a>.{2,30}?)\s*(?:已经|不幸|昨天|今天)?(?:去世|过世|病故)了?[。!！]*|登记?(?:去世|过世|病故)\s*(?P<b>.{2,40})|(?:去世|过世|病故)\s+(?P<c>.{2,40})",
    may=STAFF,
)
def died(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “去世 3-2-601 李大爷”, “何金花去世了”."""
    rest = found["a"] or found["b"] or found["c"]
    if _is_talk(ctx, rest):
        return None
    return one(ctx, sought(ctx, rest), "register_died", show_died)


def show_died(ctx: Context, person_id: int) -> Reply | str:
    name = tree.call_of(ctx.db, person_id)
    said = f"很难过。{name}的登记会停下：不再提醒，监测结束，手机也不再收到消息。确定吗？"
    choices = [("确定", "register_died"), ("不是", "thanks")]
    return ctx.offer(said, choices, person=person_id)


on_pick(router, "register_died", show_died)


@router.action("register_died")
def died_confirmed(ctx: Context) -> str:
    return _gone(
        ctx, Gone.DIED, "记下了，请节哀。{name}的提醒和监测都停了，家里有需要请随时告诉我。"
    )


@router.command(r"搬走\s*(?P<a>.{2,40})|(?P<b>.{2,30}?)\s*(?:已经)?搬走了[。!！]*", may=STAFF)
def moved_away(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “搬走 3-2-601 王芳”, “王芳搬走了”."""
    rest = found["a"] or found["b"]
    if _is_talk(ctx, rest):
        return None
    who = sought(ctx, rest)
    if who.has_door and not (who.name or who.relation):
        return None  # all who live there, or one of them: that is asked by who hears of homes
    return one(ctx, who, "register_left", show_left)


def show_left(ctx: Context, person_id: int) -> Reply | str:
    name = tree.call_of(ctx.db, person_id)
    said = f"{name}搬走了：不再提醒和统计，绑定的手机也解除。确定吗？"
    return ctx.offer(said, [("确定", "register_left"), ("不是", "thanks")], person=person_id)


on_pick(router, "register_left", show_left)


@router.action("register_left")
def left_confirmed(ctx: Context) -> str:
    return _gone(ctx, Gone.MOVED, "记下了，{name}已搬走，不再提醒和统计。")


def _gone(ctx: Context, because: Gone, said: str) -> str:
    zone, announce = ctx.house.zone, ctx.house.announce
    number = ctx.known["person"]
    done = registering.gone(ctx.actor, ctx.db, number, because, ctx.now, zone, announce)
    return refuse(done) if isinstance(done, Refused) else said.format(name=tree.call(done))


# -- looking up ---------------------------------------------------------------------------------


@router.command(
    r"(?:查|查询|查一下|查一查|查查)(?:\s+|(?=\d))(?P<a>[^?？举]{2,30}?)|(?P<b>.{3,24}?)(?:住着?(?:谁|哪些人)|这户(?:住)?(?:的是)?谁|的?(?:电话|手机号?)(?:是)?多少)[?？]*",
    may=STAFF,
)
def look_up(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “查 何金花”, “查 3-2-601”, “3-2-601住谁”."""
    rest = found["a"] or found["b"]
    if ctx.parse.danger or not (address_in(ctx) or name_in(ctx, rest)):
        return None
    people = seeking.seek(ctx.actor, ctx.db, sought(ctx, rest))
    if isinstance(people, Refused):
        return refuse(people)
    if not people:
        return NOBODY.format(about=name_in(ctx, rest) or "登记的人") if found["a"] else None
    return "\n".join(lines_of(ctx, people))


def lines_of(ctx: Context, people: Sequence[Resident]) -> list[str]:
    lines = []
    for each in people[:SHOWN]:
        registering.read(ctx.actor, ctx.db, each.person, ctx.now)
        lines.append(f"{each.door} {call(each)} {each.person.phone or '没有电话'}")
    more = [f"还有{len(people) - SHOWN}位，请加上门牌再查。"] if len(people) > SHOWN else []
    return [*lines, *more]


@router.command(r"谁(?:在)?(?:管|负责)着?\s*(?P<rest>\d.{2,20}?)[?？。]*", may=STAFF)
def in_charge(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “谁管3-201”: who looks after that building, and how to ring them."""
    address = ctx.slots.get("address") or {}
    if not address.get("building"):
        return None
    return team_of(ctx, str(address["building"]))


def team_of(ctx: Context, number: str) -> str:
    """Say who looks after a building of theirs, and how to ring them."""
    place = registering.behind(ctx.actor, ctx.db, {"building": number})
    if isinstance(place, Refused):
        return refuse(place)
    lines = tree.contacts_for(ctx.db, place.building, ctx.now, ctx.house.zone)
    if not lines:
        return "还没有登记负责的人。"
    return "\n".join([f"{place.building.name}由这些人负责：", *lines])
