"""What staff pass on for a household: “502让帮忙买点菜”, “2单元101水管漏了”; kept for that door, with a number."""

import re
from dataclasses import replace

from community.people import tree
from community.people.access import STAFF
from community.work import calling
from community.work.calling import ItemKind
from core.phrases import shorten
from dialog import Context, Router
from handlers.work import promises, told_of

router = Router("for a home")

NOTED = "记下了（编号{number}）：{who}，{what}。已告诉{{who}}。自己办就回复“收到 {number}”，办完写“办结 {number} 结果”。"
_ASKED = r"(?:让|要|想|托|叫|请|说|问能不能|求|喊)[^，,。\d]{0,8}?(?:帮|买|送|取|拿|代|跑|修|搬|收|倒|带|接)"
_BROKEN = r"(?:水管|水龙头|下水道|马桶|厕所|灯|门锁?|电表?|煤气灶|暖气|窗户?|墙|屋顶|天花板|阳台)[^，,。]{0,6}(?:坏|漏|堵|掉|裂|停|爆|关不|打不开|不亮|不通)"
_WANTED = re.compile(rf"{_ASKED}|{_BROKEN}|(?:缺|没有?)(?:米|菜|药|油|水|粮)了?")
_NOT = re.compile(
    r"[?？]|[吗呢]$|是不是|有没有|能不能进|我(?:要|想|得|这就)?去|我来|通知|发给|转告|告诉|报(?:体温|一下)|解除|监测|观察|登记|办结|搬|查|电话多少|(?:让|叫|请)[^，,。]{0,10}(?:[来到]|过去|下楼)|已经|买好|送到了|修好|漏报"
)


@router.command(r"[^\n]{6,80}", may=STAFF)
def hear(ctx: Context, _: object) -> str | None:
    """Take “3-2-502让帮忙买点菜”: whose it is stands in it, and nobody is asked where they live."""
    text = ctx.text
    if not _WANTED.search(text) or _NOT.search(text) or ctx.slots.get("temps"):
        return None
    if ctx.parse.danger and ctx.at_work().parse.danger:
        return None
    one = told_of.resident(ctx)
    if one is None or one.person.household is None:
        return None
    subject = replace(ctx.subject, person=None, unit=one.person.household.unit)
    about = tree.introduce(one.person)
    wants = f"{ctx.speaker}替{about}说"
    called = calling.ask(
        ctx.actor, ctx.db, ItemKind.HELP, text, wants, ctx.calls, subject, ctx.now, ctx.house.desk
    )
    said = NOTED.format(
        number=called.item.id, who=f"{one.door} {tree.call(one.person)}", what=shorten(text, 40)
    )
    return promises.told(ctx, called.item, said)
