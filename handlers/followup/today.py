"""“今天的日报”, “一天下来咋样 报个数”: the day in figures, as far as they are known here."""

import re

from community.followup import rollcall, roster
from community.notices import issuing, reporting
from community.people.access import STAFF, Refused
from community.work import talking
from core.phrases import say_day, shorten
from dialog import Context, Router

router = Router("today")

HEAD = "{day}到现在："
WATCHED = "・在监测：{homes}户{people}人"
TOLD = "・体温：应报{due}人，报了{told}人，没报{missing}人；发热或不舒服{ill}人"
NONE_DUE = "・体温：现在没有人要报"
WORK = "・事：等处理{waiting}件，手上{in_hand}件（回复“待办”看）"
NOTICE = "・最近的通知：{notice}"
BEHIND = "往上交的报表还不能在这里出，照原来的办法填。没报的名单问“谁没报”。"
_REPORT = re.compile(
    r"日报|日结|汇总|简报|小结|报表|报(?:个|下|一下)数|(?:今天|今儿|一天|到现在|目前|这会儿|截止|截至)[^?？]{0,8}(?:情况|数字|数据|统计|怎么样|咋样|啥情况|什么情况|多少人在)"
)
_OTHER = re.compile(
    r"通知|停水|发给|发到|值班|请假|体温\d|\d\d\.\d|天气|疫情|外面|全国|省|市里|号楼|他|她|登记|的?名单|怎么写|规定"
)


_KINDS = r"居家|隔离|监测|观察|发热|发烧|次?密接|阳性?|确诊|返乡"
_MANY = r"(?:几|多少)[个户人位例名]?人?"
_BY_KIND = re.compile(
    rf"{_MANY}[的在是\s]{{0,2}}(?:{_KINDS})|(?:{_KINDS})[的者有是\s]{{0,2}}(?:人员)?{_MANY}"
)
_NOT_COUNTED = re.compile(r"密接|阳|确诊|返乡")
NOT_COUNTED = "我这里不分密接、阳性、返乡，只有在监测和体温的数；分类的请照登记另数。"


@router.command(r"(?s:(?=.{6,60}\Z).+)", may=STAFF)
def by_kind(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “今天几个居家 几个发热 几个密接”: several figures in one breath are the day's."""
    if len(_BY_KIND.findall(ctx.text)) < 2 or _OTHER.search(ctx.text):
        return None
    said = say(ctx)
    return f"{said}\n{NOT_COUNTED}" if _NOT_COUNTED.search(ctx.text) else said


@router.command(r"(?s:(?=.{2,40}\Z).+)", may=STAFF)
def hear(ctx: Context, _: re.Match[str]) -> str | None:
    """Take “今天日报给我”, “汇总一下”, “报个数”; of somebody by name it is asked otherwise."""
    text = ctx.text
    if not _REPORT.search(text) or _OTHER.search(text) or ctx.slots.get("temps"):
        return None
    slots = ctx.at_work().slots
    if slots.get("name") or (slots.get("address") or {}).get("room"):
        return None
    return say(ctx)


@router.intent("staff_summary", may=STAFF)
def say(ctx: Context) -> str:
    """Say the day's figures: who is watched, who reported, what waits, how the last notice came."""
    watch, now = ctx.house.watch, ctx.now
    homes = roster.of_now(ctx.actor, ctx.db, watch, now)
    lines = [HEAD.format(day=say_day(watch.today(now)))]
    if not isinstance(homes, Refused):
        people = sum(len(home.people) for home in homes)
        lines.append(WATCHED.format(homes=len(homes), people=people))
    lines.append(_reports(ctx))
    board = talking.board(ctx.actor, ctx.db)
    if not isinstance(board, Refused):
        lines.append(WORK.format(waiting=len(board.waiting), in_hand=len(board.in_hand)))
    notice = issuing.find_own(ctx.actor, ctx.db, None, now)
    if not isinstance(notice, Refused):
        outcome = reporting.outcome(ctx.db, notice, now, ctx.house.zone)
        lines.append(NOTICE.format(notice=shorten(outcome.partition("\n")[0], 60)))
    return "\n".join([*lines, BEHIND])


def _reports(ctx: Context) -> str:
    found = rollcall.call(ctx.actor, ctx.db, ctx.house.watch, ctx.now, "")
    if isinstance(found, Refused) or not found.due:
        return NONE_DUE
    missing = len(found.missing)
    return TOLD.format(due=found.due, told=found.due - missing, missing=missing, ill=len(found.ill))
