"""Sending a notice into WeCom groups by their robots, and asking which groups have it."""

import re
from collections.abc import Sequence

from community.groups import posting
from community.groups.posting import GroupPlace, GroupStanding
from community.notices import PUBLISHERS, issuing
from community.people.access import Refused
from core.phrases import listed
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("posting")

NONE = (
    "还没有能发的群：写“给3号楼网格员建个群”由应用建一个，或在群里加群机器人（设置里的 wechat.work.robots）。"
    "要贴到微信群，写“群文 N12”。"
)
WHY_NOT = {
    "not_publisher": "发通知到群里要由书记、网格员或街道来办。",
    "no_notice": "没有编号{about}的通知。回复“通知”看现在有效的。",
    "not_yours": "通知 {about} 不在您负责的范围里。",
    "over": "通知 {about} 已经撤回、换掉或过期了，没有发到群里。",
}
WHICH_NOTICE = "您还没有发过通知。要问哪一条，写上编号，比如“哪些群没收到 N12”。"
NO_GROUP = "没有叫“{name}”的群。现在能发的群：{names}。"
NOT_FOR = "{code}不是发给{names}那边的，没有往那里发。"
STATES = {"sent": "平台已接收", "waiting": "在排队", "never": "没发过", "failed": "没发成（{why}）"}


@router.command(r"(?:发到?|转到?|推到?)\s*(?P<name>\S{1,20}?群|所有群|全部群)\s*[:：]?\s*(?P<code>[NnＮｎ]\s?\d{1,9})|(?P<code2>[NnＮｎ]\s?\d{1,9})\s*(?:发到?|转到?)\s*(?P<name2>\S{1,20}?群|所有群|全部群)", may=PUBLISHERS, others=NOT_STAFF)  # fmt: skip
def post(ctx: Context, found: re.Match[str]) -> str:
    """Take “发到网格员群 N12”, “N12发到所有群”."""
    robots, wanted = all_groups(ctx), found["name"] or found["name2"]
    if not robots:
        return NONE
    everywhere = wanted in {"所有群", "全部群"}
    groups = {name: unit for name, unit in robots.items() if everywhere or name == wanted}
    if not groups:
        return NO_GROUP.format(name=wanted, names=listed(list(robots)))
    done = posting.post(
        ctx.actor, ctx.db, found["code"] or found["code2"], groups, ctx.now, ctx.house.zone
    )
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    told = f"{done.code}正在发到：{listed(done.now)}。" if done.now else ""
    known = f"{listed(done.before)}已经发过，没有再发。" if done.before else ""
    apart = NOT_FOR.format(code=done.code, names=listed(done.not_for)) if done.not_for else ""
    if not done.now and not done.before:
        return apart
    return f"{told}{known}{apart}\n看哪些群没收到，写“哪些群没收到 {done.code}”。"


_N = r"[NnＮｎ]\s?\d{1,9}"
WHICH = (
    rf"(?:通知)?(?P<before>{_N})?\s*(?:通知|现在|还有|这条)*\s*(?:哪些|哪几?个|什么|几个)(?:工作|企微|微信)?群(?:里|还)*"
    rf"(?:没有?|漏了?)(?:收到|发到?|发过|接到|送到)?(?:过|这条|通知)*\s*(?P<after>{_N})?[的呢呀啊]?[?？。]?"
)


@router.command(WHICH, may=PUBLISHERS)
def missing(ctx: Context, found: re.Match[str]) -> str:
    """Take “哪些群没收到 N12”, and without a number of the last notice of one's own."""
    groups, code = all_groups(ctx), found["before"] or found["after"]
    if not groups:
        return NONE
    if not code:
        last = issuing.find_own(ctx.actor, ctx.db, None, ctx.now)
        if isinstance(last, Refused):
            return WHICH_NOTICE
        code = last.code or ""
    seen = posting.standings(ctx.actor, ctx.db, code, groups, ctx.now, ctx.house.zone)
    if isinstance(seen, Refused):
        return WHY_NOT[seen.reason].format(about=seen.about)
    return f"{code}：{_say(ctx, seen)}"


def _say(ctx: Context, seen: Sequence[GroupStanding]) -> str:
    if not seen:
        return "现在的群里没有一个在这条通知的范围里。"
    without = [one for one in seen if one.state != "sent"]
    if not without:
        return f"{len(seen)}个群平台都接收了。"
    why = ctx.house.say_reason
    lines = [f"· {one.name}：{STATES[one.state].format(why=why(one.reason))}" for one in without]
    return "\n".join([f"{len(seen)}个群里有{len(without)}个还没收到：", *lines])


@router.command(r"(?:我们?)?(?:有)?(?:哪些|什么)群[?？]?|群列表|所有的群", may=PUBLISHERS)
def listing(ctx: Context, _: object) -> str:
    """Take “有哪些群”."""
    found = posting.places(ctx.db, all_groups(ctx), ctx.now, ctx.house.zone)
    if not found:
        return NONE
    lines = [f"· {one.name}：{_where(ctx, one)}" for one in found]
    return "\n".join(["能发通知的群：", *lines, f"写“发到{found[0].name} N12”。"])


def all_groups(ctx: Context) -> dict[str, str]:
    """Return the groups that can be written into, and the unit each is for."""
    return posting.groups_of(ctx.db, ctx.house.robots)


def _where(ctx: Context, one: GroupPlace) -> str:
    if one.trouble:
        return f"没有建成（{ctx.house.say_reason(one.trouble)}）"
    if not one.is_known:
        return f"设置里写的“{one.unit}”没有这个单位，发不进去"
    who = f"，网格员{one.in_charge}" if one.in_charge else "，现在没有网格员"
    more = "，正在建" if one.is_coming else "，每天17点发看板" if one.has_board else ""
    return f"{one.unit}{who}{more}" if one.unit else "全社区"
