"""Changing what the register says of somebody: phone, relation, door; two records that are one person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from community.people import registering, seeking, tree
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people.register import DOOR, PHONE, RELATION
from handlers.people.whom import door, on_pick, one, refuse, row, sought

router = Router("correcting")


@router.command(r"改(?P<what>电话|手机|关系)\s*(?P<rest>.{4,60})", may=STAFF)
def change(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “改电话 3-2-601 王芳 13900000000”, “改关系 3-2-601 李梅 老伴”."""
    pattern = RELATION if found["what"] == "关系" else PHONE
    value = pattern.search(found["rest"])
    if value is None:
        return DOOR.format(example=f"改{found['what']} 3-2-601 王芳 …")
    field = "relation" if found["what"] == "关系" else "phone"
    rest = pattern.sub(" ", found["rest"])
    return one(ctx, sought(ctx, rest), "register_change", show_change, field=field, value=value[0])


def show_change(ctx: Context, person_id: int) -> Reply | str:
    known = ctx.known
    what = "的电话" if known["field"] == "phone" else "和户主的关系"
    said = f"把{tree.call_of(ctx.db, person_id)}{what}改成{known['value']}，对吗？"
    choices = [("对", "register_changed"), ("不改了", "thanks")]
    carried = {"person": person_id, "field": known["field"], "value": known["value"]}
    return ctx.offer(said, choices, **carried)


on_pick(router, "register_change", show_change)


@router.action("register_changed")
def changed(ctx: Context) -> str:
    known = ctx.known
    value = {known["field"]: known["value"]}
    done = registering.change(ctx.actor, ctx.db, known["person"], ctx.now, **value)
    return refuse(done) if isinstance(done, Refused) else f"改好了：{tree.call(done)}。"


# -- another door -----------------------------------------------------------------------------


@router.command(
    r"搬到\s*(?P<rest>.{4,60})|(?P<from>.{4,30}?)\s*(?:已经)?搬(?:到|去)\s*(?P<to>\d.{2,30})",
    may=STAFF,
)
def move(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “搬到 3-2-601 王芳 5-1-302”, “3-2-601王芳搬到5-1-302”: the first door is the old one."""
    rest = found["rest"] or f"{found['from']} {found['to']}"
    doors = list(DOORS.finditer(rest))
    if not doors:
        return DOOR.format(example="搬到 3-2-601 王芳 5-1-302") if found["rest"] else None
    new = read(doors[-1])
    left = DOORS.sub(" ", rest)
    here = ctx.derive(parse=_at(ctx, read(doors[0]) if len(doors) > 1 else {}))
    return one(here, sought(here, left), "register_move", show_move, address=new)


DOORS = re.compile(
    r"(?P<b>\d{1,3})(?:号楼|栋|幢|[-－—/])(?:(?P<u>\d{1,2})(?:单元|[-－—/]))?(?P<r>\d{2,4})(?:室|号)?"
)


def read(found: re.Match[str]) -> Mapping[str, Any]:
    return {"building": found["b"], "unit": found["u"] or "", "room": found["r"]}


def _at(ctx: Context, address: Mapping[str, Any]) -> Any:
    return replace(ctx.parse, slots={**ctx.slots, "address": address})


def show_move(ctx: Context, person_id: int) -> Reply | str:
    address = ctx.known["address"]
    said = f"{tree.call_of(ctx.db, person_id)}搬到{door(address)}，对吗？"
    choices = [("对", "register_moved"), ("不是", "thanks")]
    return ctx.offer(said, choices, person=person_id, address=address)


on_pick(router, "register_move", show_move)


@router.action("register_moved")
def moved(ctx: Context) -> str:
    known = ctx.known
    announce = ctx.house.announce
    done = registering.move(ctx.actor, ctx.db, known["person"], known["address"], ctx.now, announce)
    if isinstance(done, Refused):
        return refuse(done)
    return f"改好了：{tree.call(done.person)}现在住{done.door}。"


# -- two records of one person ------------------------------------------------------------------


@router.command(r"合并\s*(?P<rest>.{2,40})", may=STAFF)
def merge(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “合并 王芳”: both records are looked at first."""
    people = seeking.seek(ctx.actor, ctx.db, sought(ctx, found["rest"]))
    if isinstance(people, Refused):
        return refuse(people)
    if len(people) != 2:
        return "要合并的得正好是两条记录。请写姓名或门牌加姓名，比如“合并 王芳”。"
    return offer_merge(ctx, people)


def offer_merge(ctx: Context, people: Sequence[Resident]) -> Reply:
    """Show two records side by side."""
    rows = [f"{row(each)} {each.person.phone or '没有电话'}" for each in people]
    said = "这两条是同一个人吗？\n" + "\n".join(rows) + "\n合并后留一条，绑定的手机和记录都跟着走。"
    choices = [("是同一个人，合并", "register_merged"), ("不是", "thanks")]
    return ctx.offer(said, choices, both=[each.person.id for each in people])


@router.action("register_merged")
def merged(ctx: Context) -> str:
    kept, gone = ctx.known["both"]
    done = registering.merge(ctx.actor, ctx.db, gone, kept, ctx.now)
    return refuse(done) if isinstance(done, Refused) else f"合并好了：{tree.call(done)}。"
