"""What staff do by chat about follow-up: begin it and end it."""

import re

from community.followup import observing
from community.followup.observing import Observed
from community.people.access import STAFF, Refused
from core.library import Programme
from dialog import Context, Router
from handlers.people.names import name_in
from handlers.people.refused import NOT_STAFF

router = Router("staff")

REFUSED = {
    "not_staff": NOT_STAFF,
    "no_building": "您负责的范围里没有{about}号楼，请核对。",
    "days": "天数请写1到60天，比如“观察 3-2-601 张三 7天”。",
    "not_watched": "{about} {name}现在没有在监测。",
}
WHOM = "请写门牌和姓名，比如“观察 3-2-601 张三 7天”。"
_DAYS = dict(zip("一两二三四五六七十", (1, 2, 2, 3, 4, 5, 6, 7, 10), strict=True)) | {"十四": 14}


@router.command(r"(开始)?(观察|监测|健康监测)\s+(?P<rest>.+)", may=STAFF, others=NOT_STAFF)
def observe(ctx: Context, found: re.Match[str]) -> str:
    """Take “观察 3-2-601 张三 7天”; the household hears how it works and why."""
    whom = _whom(ctx, found["rest"])
    if whom is None:
        return WHOM
    programme = _programme(ctx, found["rest"])
    days = _days(found["rest"]) or programme.days
    watch = ctx.house.watch
    begun = observing.begin(ctx.actor, ctx.db, watch, whom, programme, days, ctx.now)
    if isinstance(begun, Refused):
        return _refused(begun, whom)
    ends = f"{begun.ends_on.month}月{begun.ends_on.day}日"
    said = f"已开始：{begun.door} {whom.name}，{programme.title}，到{ends}。"
    if not begun.is_told:
        return f"{said}\n注意：这家没有人绑定微信，提醒会转给您打电话或上门。"
    return f"{said}已告诉对方怎么报。"


@router.command(r"(结束|停止|解除)(观察|监测|健康监测)\s+(?P<rest>.+)", may=STAFF, others=NOT_STAFF)
def stop(ctx: Context, found: re.Match[str]) -> str:
    """Take “结束观察 3-2-601 张三”."""
    whom = _whom(ctx, found["rest"])
    if whom is None:
        return WHOM
    ended = observing.end(ctx.actor, ctx.db, ctx.house.watch, whom, ctx.now)
    if isinstance(ended, Refused):
        return _refused(ended, whom)
    told = "已告诉对方" if ended.is_told else "这家没有人绑定微信，请您转告"
    return f"{ended.door} {whom.name}的健康监测已结束，{told}。"


def _refused(refused: Refused, whom: Observed) -> str:
    return REFUSED[refused.reason].format(about=refused.about, name=whom.name)


def _whom(ctx: Context, rest: str) -> Observed | None:
    """Return the door and the name somebody of the staff wrote, if they wrote both."""
    address, name = ctx.slots.get("address") or {}, name_in(ctx, rest)
    if not address.get("building") or not address.get("room") or not name:
        return None
    return Observed(address, name)


def _days(rest: str) -> int | None:
    found = re.search(r"(\d{1,3}|十四|[一两二三四五六七十])\s*[天日]", rest)
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else _DAYS[found[1]]


def _programme(ctx: Context, rest: str) -> Programme:
    """The live programme, or the exercise if it is named."""
    programmes = ctx.house.watch.programmes.values()
    drill = "演练" in rest
    fitting = [p for p in programmes if p.exercise is drill]
    return fitting[0] if fitting else next(iter(programmes))
