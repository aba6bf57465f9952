"""What staff do by chat about follow-up: begin it and end it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.followup import observing
from community.followup.beginning import LONGEST
from community.followup.observing import Observed
from community.people import seeking
from community.people.access import STAFF, Refused
from core.library import Programme
from dialog import Context, Router
from handlers.followup import lasting
from handlers.people.names import name_in
from handlers.people.refused import NOT_STAFF

router = Router("staff")

REFUSED = {
    "not_staff": NOT_STAFF,
    "no_building": "您负责的范围里没有{about}号楼，请核对。",
    "days": "天数请写1到60天，比如“观察 3-2-601 张三 7天”。",
    "not_watched": "{about} {name}现在没有在监测。",
    "nobody_responsible": "{about}没有网格员、书记或医生在管，监测开始了也没有人能上门。请先安排人（“空岗”看哪些岗位没人），再开始。",
    "overlapping": "{about}正在做另一项监测，一个人不能同时做两项。先解除那一项，再开始这一项。",
}
EMPTY = "五包一还缺：{places}，请安排。"
WHOM = "请写门牌和姓名，比如“观察 3-2-601 张三 7天”。"


@router.command(r"(开始)?(观察|监测|健康监测)\s+(?P<rest>.+)", may=STAFF, others=NOT_STAFF)
def observe(ctx: Context, found: re.Match[str]) -> str:
    """Take “观察 3-2-601 张三 7天”, “观察 3-2-601 何二 何三 两周”; the household hears how and why."""
    rest = found["rest"]
    whom = named_at(ctx, rest)
    if not whom:
        return WHOM
    long = lasting.read(rest, ctx.at_work().slots, ctx.local_sent_at.date())
    if long.is_wrong or (long.days or 1) > LONGEST:
        return REFUSED["days"]
    begun = begin(ctx, whom, long.days, drill="演练" in rest)
    left = left_out(ctx, [each.name for each in whom])
    return f"{begun}\n{left}" if left else begun


def begin(ctx: Context, whom: Sequence[Observed], days: int | None, *, drill: bool = False) -> str:
    """Begin for all behind each door together, and say how long and whether anybody there hears of it."""
    programme = programme_of(ctx, drill=drill)
    doors: dict[str, list[Observed]] = {}
    for each in whom:
        doors.setdefault(str(sorted(each.address.items())), []).append(each)
    return "\n".join(
        _begin(ctx, behind, programme, days or programme.days) for behind in doors.values()
    )


def _begin(ctx: Context, whom: Sequence[Observed], programme: Programme, days: int) -> str:
    watch = ctx.house.watch
    begun = observing.begin(ctx.actor, ctx.db, watch, whom, programme, days, ctx.now)
    if isinstance(begun, Refused):
        return refused(begun, whom[0])
    ends = f"{begun.ends_on.month}月{begun.ends_on.day}日"
    said = f"已开始：{begun.door} {'、'.join(begun.names)}，{programme.title}，到{ends}。"
    empty = EMPTY.format(places="、".join(begun.empty_places)) if begun.empty_places else ""
    if not begun.is_told:
        said = f"{said}\n注意：这家没有人绑定微信，提醒会转给您打电话或上门。"
    else:
        said = f"{said}已告诉对方怎么报。"
    return "\n".join(part for part in (said, empty) if part)


FROM_TODAY = "监测只能从今天算起，以前的日子补不了；已经过去几天，就少写几天，比如“7天”。"
ONE_MORE = "“{name}”这次没算进去，请单独再发一条。"
_BEGAN = re.compile(
    r"(?:昨天|前天|大前天|上{1,3}个?(?:周|星期|礼拜)[一二三四五六日天]?|\d{1,2}[月号日.]\d{0,2}[日号]?)(?:就|那天|晚上?|早上?)?(?:开始|算起|起算|起|回来的?那?天算)"
)
_BESIDE = re.compile(
    r"(?:爱人|老婆|老公|媳妇|丈夫|妻子|儿子|女儿|孩子|爸|妈|父亲|母亲|老伴)(?:叫)?(?P<name>[\u4e00-\u9fff]{2,3}?)(?:也|一起|同样|都)(?:是|要|算|在|得)?"
)


def left_out(ctx: Context, names: Sequence[str]) -> str:
    """Say what of the words is not done with this: days that are over, and whoever is named beside."""
    lines = [FROM_TODAY] if _BEGAN.search(ctx.text) else []
    beside = [each["name"] for each in _BESIDE.finditer(ctx.text)]
    lines += [ONE_MORE.format(name=name) for name in beside if name not in names]
    return "\n".join(lines)


def refused(why: Refused, whom: Observed) -> str:
    return REFUSED[why.reason].format(about=why.about, name=whom.name)


def named_at(ctx: Context, rest: str) -> list[Observed]:
    """Return the door with each name somebody of the staff wrote; nobody without both."""
    address, name = ctx.slots.get("address") or {}, name_in(ctx, lasting.without(rest))
    if not address.get("building") or not address.get("room") or not name:
        return []
    people = [str(each) for each in ctx.at_work().slots.get("people") or []]
    names = people if name in people else [name]
    return [Observed(with_entrance(ctx, address), each) for each in names]


def with_entrance(ctx: Context, address: Mapping[str, Any]) -> Mapping[str, Any]:
    """Complete a door by its entrance, where only one of the building has such a room."""
    if address.get("unit"):
        return address
    homes = seeking.homes(ctx.actor, ctx.db, address)
    if isinstance(homes, Refused) or len(homes) != 1 or not homes[0].entrance:
        return address
    return {**address, "unit": homes[0].entrance}


def programme_of(ctx: Context, *, drill: bool) -> Programme:
    """The live programme, or the exercise if it is named."""
    programmes = ctx.house.watch.programmes.values()
    fitting = [p for p in programmes if p.exercise is drill]
    return fitting[0] if fitting else next(iter(programmes))
