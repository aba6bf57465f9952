"""The day's board into a group of staff: now, or each day at five."""

import re

from community.followup import boards as day_boards
from community.groups import boards
from community.notices import PUBLISHERS, evacuating
from community.people.access import Refused
from core.phrases import listed
from dialog import Context, Router
from handlers.groups.posting import NONE, all_groups
from handlers.notices.evacuating import CODE, GOES
from handlers.people.refused import NOT_STAFF

router = Router("group_boards")

WHY_NOT = {
    "by_settings": "“{about}”是群机器人的群：要每天发，请管理员在设置的 wechat.work.robots 里给它写 board: true。",
    "not_yours": "“{about}”不在您负责的范围里。",
}
NO_GROUP = "没有叫“{name}”的群。现在能发的群：{names}。"
NOT_YOURS = "“{name}”不在您负责的范围里，没有发。"
NOBODY = "{unit}今天没有要报体温的，没有看板可发。"
SENT = "正在把{unit}今天的看板发到{name}：只有各网格的数，没有人名。"
NO_NOTICE = "没有正在转移的通知，没有图可发。"
MOVED = "正在把通知 {code} 的转移情况发到{name}：只有各栋的数，没有人名。"
DAILY = "好的，每天17点把看板发到{name}：只有各网格的数，没有人名。不要了写“不发看板到{name}”。"
NO_MORE = "好的，不再每天发看板到{name}了。"


@router.command(
    rf"(?:把)?{CODE}的?(?:发{GOES}(?:情况|看板|图)|{GOES}(?:情况|看板|图)发)(?:到|给|去|往)?\s*(?P<name>\S{{1,20}}?群)(?:里|了|去|里了)?[。!！]?",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def evacuation(ctx: Context, found: re.Match[str]) -> str:
    """Take “发转移看板到网格员群”: places and numbers; who is missing stays in the private chat."""
    groups, name = all_groups(ctx), found["name"]
    if name not in groups:
        return NO_GROUP.format(name=name, names=listed(list(groups))) if groups else NONE
    notice = evacuating.pick(ctx.actor, ctx.db, found["code"].upper() if found["code"] else None)
    if isinstance(notice, Refused):
        return NO_NOTICE
    unit = boards.unit_of(ctx.db, groups, name)
    if unit is None or not ctx.actor.covers(unit, PUBLISHERS):
        return NOT_YOURS.format(name=name)
    counted = evacuating.look(ctx.actor, ctx.db, notice, ctx.now, ctx.beforehand)
    boards.owe(ctx.db, name, evacuating.board(notice, counted, ctx.now, ctx.house.zone), ctx.now)
    return MOVED.format(code=notice.code, name=name)


@router.command(
    r"(?:(?P<every>每天|天天|每日)|(?P<no>不要?再?|别再?|停止|取消))?(?:17点|下午5点|五点|5点)?(?:把)?(?:今天的?)?(?:发(?:监测|体温)?看板|(?:监测|体温)?看板发)(?:到|给|去|往)?\s*(?P<name>\S{1,20}?群)(?:里|了|去|里了)?[。!！]?",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def board(ctx: Context, found: re.Match[str]) -> str:
    """Take “发看板到网格员群”, “每天发看板到3号楼网格员群”, “不发看板到…群”."""
    groups, name = all_groups(ctx), found["name"]
    if not groups:
        return NONE
    if name not in groups:
        return NO_GROUP.format(name=name, names=listed(list(groups)))
    if found["every"] or found["no"]:
        wished = boards.wish(ctx.actor, ctx.db, name, ctx.now, wants=bool(found["every"]))
        if isinstance(wished, Refused):
            return WHY_NOT[wished.reason].format(about=wished.about)
        return (DAILY if found["every"] else NO_MORE).format(name=name)
    unit = boards.unit_of(ctx.db, groups, name)
    if unit is None or not ctx.actor.covers(unit, PUBLISHERS):
        return NOT_YOURS.format(name=name)
    day = ctx.house.watch.today(ctx.now)
    sums = day_boards.of_day(ctx.db, unit.path, unit.name, day)
    if not sums.rows:
        return NOBODY.format(unit=unit.name)
    boards.owe(ctx.db, name, sums, ctx.now)
    return SENT.format(unit=unit.name, name=name)
