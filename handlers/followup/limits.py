"""“3号楼的发热线改成37.0”: shown first, in force from then on; “发热线” says which there are."""

import re

from community.followup import limits
from community.people import tree
from community.people.access import STAFF, Refused
from community.people.homes import building_of
from core.programmes import LIMITS
from dialog import Context, Reply, Router

router = Router("limits")

SHOWN = "要把{unit}的发热线改成{value}吗？从现在起问的照新的，已经问过的照旧。"
BACK = "要取消{unit}自己的发热线吗？取消后照方案的{usual}℃或上一级的。"
DONE = "改好了：{unit}从现在起{value}及以上算发热。"
UNDONE = "取消了：{unit}照上一级的发热线。"
LIST = "方案的发热线是{usual}℃。"
OWN = "{unit}：{value}℃"
NONE = "没有哪个单位另外定。要改，写“3号楼发热线改成37.0”。"
WHY_NOT = {
    "not_setter": "{about}的发热线由社区医生或书记定，请告诉他们。",
    "out_of_bounds": f"发热线要在{LIMITS[0]:g}到{LIMITS[1]:g}℃之间，{{about}}℃没有改。比如“发热线改成37.3”。",
    "no_unit": "您负责的范围里没有{about}，没有改。",
}
_BUILDING = re.compile(r"(?P<number>\d{1,3})\s*(?:号楼|栋|幢|座|#楼?)")


@router.command(
    r"(?:把|将)?(?P<where>[^，。\n]{0,12}?)的?(?:发热线|发烧线|发热标准)\s*(?:改成|改为|改到|设为|设成|调到|调成|定为|定成|是|:|：)?\s*"
    r"(?P<value>-?\d{1,3}(?:\.\d{1,2})?)\s*(?:度|℃|摄氏度)?[。.]?",
    may=STAFF,
)
def change(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “发热线改成37.0”, “把3号楼的发热线调到37.5度”."""
    return _show(ctx, found["where"], float(found["value"]))


@router.command(
    r"(?:取消|恢复|撤销)(?P<where>[^，。\n]{0,12}?)的?(?:发热线|发烧线|发热标准)[。.]?", may=STAFF
)
def undo(ctx: Context, found: re.Match[str]) -> Reply | str:
    return _show(ctx, found["where"], None)


def _show(ctx: Context, where: str, value: float | None) -> Reply | str:
    number = _BUILDING.search(where)
    unit = building_of(ctx.actor, ctx.db, number["number"]) if number else ctx.actor.seat
    if unit is None:
        return WHY_NOT["no_unit"].format(about=where or "单位")
    refused = limits.why_not(ctx.actor, unit, value)
    if refused is not None:
        return WHY_NOT[refused.reason].format(about=refused.about)
    said = (
        SHOWN.format(unit=unit.name, value=f"{value:.1f}℃")
        if value is not None
        else BACK.format(unit=unit.name, usual=f"{_usual(ctx):g}")
    )
    choices = [("改", "fever_line"), ("先不", "thanks")]
    return ctx.offer(said, choices, unit=unit.id, value=value)


@router.action("fever_line")
def changed(ctx: Context) -> str:
    unit = tree.unit(ctx.db, ctx.known["unit"])
    done = limits.set_line(ctx.actor, ctx.db, unit, ctx.known["value"], ctx.now)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    if done.celsius is None:
        return UNDONE.format(unit=unit.name)
    return DONE.format(unit=unit.name, value=f"{done.celsius:.1f}℃")


@router.command(
    r"(?:现在的?|看看?|查)?(?:发热线|发烧线|发热标准)(?:是多少|多少|有哪些)?[?？。]?", may=STAFF
)
def show(ctx: Context, _: re.Match[str]) -> str:
    """Say the programme's line, and the units that have one of their own."""
    own = [
        OWN.format(unit=each.unit.name, value=f"{each.celsius:.1f}")
        for each in limits.lines(ctx.actor, ctx.db)
        if each.celsius is not None
    ]
    return "\n".join([LIST.format(usual=f"{_usual(ctx):g}"), *(own or [NONE])])


def _usual(ctx: Context) -> float:
    programmes = ctx.house.watch.programmes.values()
    return min((each.fever_ge for each in programmes), default=37.3)
