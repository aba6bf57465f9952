"""“谁在监测”: the households staff look after just now, with the day each ends."""

import re
from datetime import timedelta

from community.followup import roster
from community.followup.roster import WatchedHome, Watchee
from community.people.access import STAFF, Refused
from core.phrases import say_day
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("roster")

SUM = "{where}在监测的有{homes}户{people}人："
NOBODY = "{where}现在没有人在监测。"
MORE = "还有{count}户，加上楼号再问，比如“3号楼谁在监测”；整张表由管服务器的人导出。"
SHOWN = 20
_WATCHED = r"(?:居家|健康)?(?:在|被)?(?:居家|健康|医学)?(?:监测|观[察查]|隔离|报体温)"
_ASKED = r"(?:麻烦|请|再|帮我|帮忙|给我|你|您|看一?下|看看|查一?下|列一?下|\s){0,5}"
_THANKS = r"[?？。!！]?(?:\s*(?:谢谢|辛苦)[你您了]?[。!！]?)?"
_WHO = r"(?:都?(?:有|是)?(?:谁家?|哪些[户家人]?|哪几[户家个]人?|几[户家个]人?|多少[户家人]))"
_WHERE = r"(?:(?:第?\d{1,3}(?:号楼|栋|网格)|我(?:这片|这边|管的|负责的|们)?|咱们?(?:社区)?|今天|现在|目前|还|都|正|的|里){0,4})"


@router.command(
    rf"{_ASKED}{_WHERE}(?:有谁|还有谁|{_WHO})(?:还|都|正)?{_WATCHED}(?:的|着|中|呢|啊|人){{0,2}}{_THANKS}"
    rf"|{_ASKED}{_WHERE}{_WATCHED}(?:的|着|中|户|人员|对象|人){{0,3}}(?:现在|今天|还|都){{0,2}}(?:{_WHO}|还?有谁|名单|清单)[呢啊]?{_THANKS}",
    may=STAFF,
)
def watched(ctx: Context, _: re.Match[str]) -> str:
    """Take “谁在监测”, “3号楼有几户在观察”, “监测名单”."""
    number = re.search(r"(\d{1,3})(?:号楼|栋)", ctx.text)
    found = roster.of_now(ctx.actor, ctx.db, ctx.house.watch, ctx.now, number[1] if number else "")
    if isinstance(found, Refused):
        return NOT_STAFF
    where = f"{number[1]}号楼" if number else "您负责的范围里"
    if not found:
        return NOBODY.format(where=where)
    people = sum(len(home.people) for home in found)
    first = SUM.format(where=where, homes=len(found), people=people)
    more = [MORE.format(count=len(found) - SHOWN)] if len(found) > SHOWN else []
    return "\n".join([first, *(_line(home) for home in found[:SHOWN]), *more])


def _line(home: WatchedHome) -> str:
    return f"・{home.door} {'、'.join(_named(one) for one in home.people)}"


def _named(one: Watchee) -> str:
    paused = "，先停着" if one.is_paused else ""
    return f"{one.name}（到{say_day(one.until)}{paused}）"


DUE = "{when}到期的："
NONE_DUE = "{when}没有到期的。"
_WHEN = r"(?:今天|明天|后天|这两天|这几天|最近|这周|本周)"


@router.command(
    rf"{_ASKED}(?:{_WHERE})?{_WHEN}?(?:监测|观察|隔离)?(?:要|该|会|都)?(?:到期|期满|满期|解除|结束|出来)(?:的|了)?(?:都?有|是)?(?:谁|哪些|哪几)(?:个|户|家|位)?(?:人)?[呢啊]?{_THANKS}"
    rf"|{_ASKED}(?:谁|哪些人?|哪几[个户位]人?){_WHEN}(?:要|该|会|都|监测|观察)*(?:到期|期满|解除|结束)(?:了|呢|啊)?{_THANKS}",
    may=STAFF,
)
def due(ctx: Context, found: re.Match[str]) -> str:
    """Take “今天到期的有哪几个”: who is watched over until that day."""
    homes = roster.of_now(ctx.actor, ctx.db, ctx.house.watch, ctx.now)
    if isinstance(homes, Refused):
        return NOT_STAFF
    when = next((word for word in _SPANS if word in ctx.text), "今天")
    first, last = _SPANS[when]
    today = ctx.house.watch.today(ctx.now)
    begins, ends = today + timedelta(days=first), today + timedelta(days=last)
    lines = [
        f"・{home.door} {_named(one)}"
        for home in homes
        for one in home.people
        if begins <= one.until <= ends
    ]
    return "\n".join(
        [DUE.format(when=when), *lines[:SHOWN]] if lines else [NONE_DUE.format(when=when)]
    )


_SPANS = {
    "今天": (0, 0), "明天": (1, 1), "后天": (2, 2), "这两天": (0, 1), "这几天": (0, 3), "最近": (0, 6),
    "这周": (0, 6), "本周": (0, 6),
}  # fmt: skip


REFUSED_IN_GROUP = "不能发到群里：谁在观察、谁发热是个人的事，我不发，也请别自己贴。您自己要看，问“谁在监测”“谁没报”，只给您看。"


@router.command(
    r"(?s:(?=.{4,60}\Z)(?=.*(?:群|公示|贴出来|公布|楼道里?贴))(?=.*(?:名单|名字|姓名|谁|哪[些几]|几号|门牌|住址|具体))(?=.*(?:观察|监测|隔离|发烧|发热|阳|确诊|密接|感染|病人|没报|体温)).*)",
    may=STAFF,
)
def in_a_group(ctx: Context, _: re.Match[str]) -> str:
    """Refuse to tell a group who is watched over or ill."""
    return REFUSED_IN_GROUP
