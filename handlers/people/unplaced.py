"""A door in no building that staff look after is said at once; the words are kept if they like."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from community.people import tree
from community.people.access import STAFF
from community.people.homes import building_of
from community.work import calling
from community.work.calling import ItemKind
from dialog import Context, Reply, Router, spoken_of
from handlers.followup import for_another
from handlers.people.refused import NOT_STAFF
from handlers.work import promises

router = Router("unplaced")

HERE = "您负责的范围里没有{number}号楼（有{mine}），这句没有记到哪一户名下。楼号写错了，改一下再发；没写错，我可以把原话记成一件事，请人去办。"
SHOWN = 12
KEPT = "原话记下了（编号{number}），没有登记到哪一户。已告诉{{who}}。办完写“办结 {number} 结果”。"
_TELLS = re.compile(
    r"登记|搬|回来|返乡|观察|监测|隔离|体温|[34]\d\.\d|住院|过世|走了|发烧|户主|电话|记|要|让|想|说|坏|漏|租|新来|住|摔|报修|打来"
)
_ORDERS = re.compile(
    r"^\s*(?:发|群发|通知|紧急|全体|回\s*\d|答\s*\d|问\s*\d|办结|收到|替换|撤回|查|看|[Nn]\d)|发[给到]|谁|多少|几[个户人]|哪"
)
_DOOR = re.compile(r"(?:号楼|栋|幢).{0,6}?\d{3,4}(?!\d)|\d-\d{1,2}-\d{3,4}")
_BUILDING = re.compile(
    r"(?<![\d.])(?P<number>\d{1,3})\s*(?:号楼|栋|幢)|(?<![\d.])(?P<short>\d{1,3})-\d{1,2}-\d{3,4}"
)


@router.command(r"(?s:(?=.{8,160}\Z).+)", may=STAFF)
def hear(ctx: Context, _: object) -> Reply | str | None:
    """Take “6号楼1单元302 范志华昨天回来了” where there is no such building for whoever speaks."""
    text = ctx.text
    is_danger = ctx.parse.danger and ctx.at_work().parse.danger
    if is_danger or _ORDERS.search(text) or not (_TELLS.search(text) or _DOOR.search(text)):
        return None
    named = {one["number"] or one["short"] for one in _BUILDING.finditer(text)}
    if not named or any(building_of(ctx.actor, ctx.db, number) for number in named):
        return None
    said = HERE.format(number="号楼、".join(sorted(named, key=int)), mine=mine(ctx))
    choices = [("原话记成一件事", "words_kept"), ("不用，我改了再发", "thanks")]
    return for_another.before_help(ctx, ctx.offer(said, choices, text=text))


def mine(ctx: Context) -> str:
    """Name the buildings somebody looks after."""
    names = [name for seat in ctx.actor.seats() for name in tree.buildings_in(ctx.db, seat)]
    known = list(dict.fromkeys(names))
    more = f"等{len(known)}栋" if len(known) > SHOWN else ""
    return "、".join(known[:SHOWN]) + more or "还没有登记的楼"


@router.action("words_kept")
def kept(ctx: Context) -> str:
    """Write the words down as something to be seen to; nobody's record is touched."""
    return keep(ctx, str(ctx.known["text"]), KEPT)


def keep(ctx: Context, words: str, said: str) -> str:
    """Raise something to see to from words of staff that nobody waits behind a phone for."""
    if not ctx.actor.is_staff:
        return NOT_STAFF
    item = raise_item(ctx, words, {})
    return promises.told(ctx, item, said.format(number=item.id))


def raise_item(ctx: Context, words: str, about: Mapping[str, Any]) -> calling.WorkItem:
    """Raise it; whoever it is for has no phone here, so nothing is ever told back to who wrote it."""
    subject = replace(
        ctx.subject, person=None, contact_id=None, unit=about.get("unit") or ctx.actor.seat
    )
    who = about.get("who") or ""
    wants = f"{ctx.speaker}{f'替{who}' if who else ''}记的"
    called = calling.ask(
        ctx.actor, ctx.db, ItemKind.HELP, words, wants, (), subject, ctx.now, ctx.house.desk
    )
    return called.item


LATER = "好的，先空着，不碍事。要到了直接发，比如“{who} 电话 138…”，我就补上。"


@router.command(
    r"(?:她|他|人家)?(?:的)?(?:电话|手机号?|号码|身份证|生日|年龄|岁数|名字|姓名|全名)(?:号)?(?:还|都|暂时)?(?:没|不)(?:有)?(?:要到|问到|拿到|问|要|知道|清楚|给|肯给|说)(?:[\s,，]*(?:先)?(?:空着|不填|留空|回头补|后面补|再补|以后补)(?:吧)?)?[。!！]*",
    may=STAFF,
)
def left_empty(ctx: Context, _: object) -> str:
    """Take “电话没要到 先空着”: what is missing may be missing."""
    before = next((slots for _, slots in spoken_of.told_before(ctx) if slots.get("name")), {})
    return LATER.format(who=before.get("name") or "3-2-601 张三")
