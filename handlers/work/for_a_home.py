"""What staff pass on for a household: “502让帮忙买点菜”, “郑姐打电话来说楼上漏水 记一下”; kept with a number."""

import re
from collections.abc import Mapping
from typing import Any

from community.people import tree
from community.people.access import STAFF
from core.phrases import shorten
from dialog import Context, Router
from handlers.people import unplaced
from handlers.work import first_aid, promises, told_of

router = Router("for a home")

NOTED = "记下了（编号{number}）：{who}，{what}。已告诉{{who}}。自己办就回复“收到 {number}”，办完写“办结 {number} 结果”。"
UNKNOWN = "记下了（编号{number}）：“{what}”。{who}登记里没有，我按您说的记。已告诉{{who}}。自己办就回复“收到 {number}”，办完写“办结 {number} 结果”。"
_ASKED = r"(?:让|要|想|托|叫|请|说|问能不能|求|喊)[^，,。\d]{0,8}?(?:帮|买|送|取|拿|代|跑|修|搬|收|倒|带|接)"
_BROKEN = r"(?:水管|水龙头|下水道|马桶|厕所|灯|门锁?|门禁|电梯|电表?|煤气灶|暖气|窗户?|墙|屋顶|天花板|房顶|阳台)[^，,。]{0,6}(?:坏|漏|堵|掉|裂|停|爆|滴水|关不|打不开|不亮|不通)"
# What says outright that it is to be written down, whoever it is for.
_OUTRIGHT = re.compile(
    r"(?:给|帮|先|替(?:她|他|我))?记(?:一?下|个|上|着)(?:吧|来|求助|一?笔)?|登?记一?个?求助|报修|(?:打|来)(?:了?个?)?电话(?:来|过来)?(?:说|讲|反映|求助)|(?:找|跟|给)我(?:说|反映|打电话)|反映说?"
)
_WANTED = re.compile(
    rf"{_ASKED}|{_BROKEN}|(?:缺|没有?)(?:米|菜|药|油|水|粮)了?|(?:要|得|需要)人(?:送|陪|帮|照顾|扶)"
)
_NOT = re.compile(
    r"[?？]|[吗呢]$|是不是|有没有|能不能进|谁|找哪|怎么|咋|多少|几点|什么时候|啥时候|该不该|我(?:要|想|得|这就)?去|我来|通知|发给|转告|告诉|报(?:体温|一下)|解除|监测|观察|登记(?!个求助)|办结|搬|查|电话多少|(?:让|叫|请)[^，,。]{0,10}(?:[来到]|过去|下楼)|已经|买好|送到了|修好|漏报|谁值|[34]\d\.\d"
)
# “跟姜桂芳说药四点送到” is said to her, and no wish of hers.
_TELLS_ON = re.compile(
    r"\s*(?:请|麻烦|帮我?|再|你|您){0,3}(?:(?:跟|和|向|对|给).{1,8}?(?:说|讲|回|发|带)|告诉|转告|告知|回复?|答复)(?!我)"
)
_QUOTED = re.compile(r"[“\"「][^”\"」]{1,80}[”\"」]")


@router.command(r"[^\n]{6,120}", may=STAFF)
def hear(ctx: Context, _: object) -> str | None:
    """Take “3-2-502让帮忙买点菜”: whose it is stands in it, and nobody is asked where they live.

    Whoever the register does not know is written down as they were called, where that is said outright.
    """
    text = ctx.text
    bare = _QUOTED.sub("“”", text)  # what they ask is no question of who passes it on
    is_outright = bool(_OUTRIGHT.search(bare))
    if not (is_outright or _WANTED.search(text)) or _NOT.search(bare) or ctx.slots.get("temps"):
        return None
    if _is_danger(ctx) or _TELLS_ON.match(text):
        return None
    one = told_of.resident(ctx)
    if one is None or one.person.household is None:
        has_door = bool((ctx.at_work().slots.get("address") or {}).get("room"))
        return _of_somebody(ctx) if is_outright or has_door else None
    about = {"who": tree.introduce(one.person), "unit": one.person.household.unit}
    item = unplaced.raise_item(ctx, text, about)
    said = NOTED.format(
        number=item.id, who=f"{one.door} {tree.call(one.person)}", what=_plain(text, 40)
    )
    return promises.told(ctx, item, said)


# What is plainly an errand is one, though it sounds a little like danger to no sign of ours.
_ERRAND = re.compile(
    r"(?:送|买|代买|取|拿)(?:点|个|些)?(?:饭|菜|药|米|油|水|快递|东西)|报修|门禁|电梯|灯坏|水龙头|马桶"
)


def _is_danger(ctx: Context) -> bool:
    danger = ctx.at_work().parse.danger if ctx.parse.danger else None
    is_guess = danger == first_aid.UNNAMED and _ERRAND.search(ctx.text)
    return bool(danger and not is_guess)


def _of_somebody(ctx: Context) -> str | None:
    """Write it down for somebody the register has not; None where nobody and no place is named."""
    slots = ctx.at_work().slots
    address, name = slots.get("address") or {}, str(slots.get("name") or "")
    if not address.get("room") and not name and not _BROKEN_HERE.search(ctx.text):
        return None
    who = " ".join(part for part in (_door(address), name) if part)
    item = unplaced.raise_item(ctx, ctx.text, {"who": who})
    said = UNKNOWN if who else NO_ONE
    return promises.told(ctx, item, said.format(number=item.id, who=who, what=_plain(ctx.text, 60)))


def _door(address: Mapping[str, Any]) -> str:
    """Say as much of a door as was said."""
    parts = (("building", "号楼"), ("unit", "单元"), ("room", ""))
    said = [f"{address[part]}{word}" for part, word in parts if address.get(part)]
    return "".join(said) if address.get("room") else ""


def _plain(text: str, most: int) -> str:
    """Repeat words where braces would stand for something of ours."""
    return shorten(text, most).replace("{", "（").replace("}", "）")


NO_ONE = "记下了（编号{number}）：“{what}”。已告诉{{who}}。自己办就回复“收到 {number}”，办完写“办结 {number} 结果”。"
_BROKEN_HERE = re.compile(rf"{_BROKEN}|报修")
