"""Sending a notice into WeCom groups by their robots, and asking which groups there are."""

import re
from collections.abc import Mapping

from community.groups import posting
from community.groups.posting import GroupPlace
from community.notices import PUBLISHERS
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
NO_GROUP = "没有叫“{name}”的群。现在能发的群：{names}。"
EVERY = frozenset({"所有群", "全部群"})
_AND = re.compile(r"[和与跟及、，,]")
NOT_FOR = "{code}不是发给{names}那边的，没有往那里发。"


_CODE = r"[NnＮｎ]\s?\d{1,9}"
_NAME = r"(?!过|了|\S*哪)\S{1,20}?群"
_PUT = r"(?:发到?|转到?|推到?)"


@router.command(
    rf"(?:把)?{_PUT}\s*(?P<name>{_NAME})里?\s*[:：]?\s*(?P<code>{_CODE})"
    rf"|(?:把)?(?P<code2>{_CODE})\s*{_PUT}\s*(?P<name2>{_NAME})(?:里|里去|去)?[吧。]?"
    rf"|(?:给|往|在)\s*(?P<name3>{_NAME})里?{_PUT}\s*(?P<code3>{_CODE})",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def post(ctx: Context, found: re.Match[str]) -> str:
    """Take “发到网格员群 N12”, “N12发到所有群”."""
    name = found["name"] or found["name2"] or found["name3"]
    return into(ctx, name, found["code"] or found["code2"] or found["code3"])


def into(ctx: Context, wanted: str, code: str) -> str:
    """Post a notice into the group of this name, or into all of them."""
    robots = all_groups(ctx)
    if not robots:
        return NONE
    names = list(robots) if wanted in EVERY else _named(wanted, robots)
    if unknown := [name for name in names if name not in robots]:
        return NO_GROUP.format(name=listed(unknown), names=listed(list(robots)))
    groups = {name: robots[name] for name in names}
    done = posting.post(ctx.actor, ctx.db, code, groups, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    told = f"{done.code}正在发到：{listed(done.now)}。" if done.now else ""
    known = f"{listed(done.before)}已经发过，没有再发。" if done.before else ""
    apart = NOT_FOR.format(code=done.code, names=listed(done.not_for)) if done.not_for else ""
    if not done.now and not done.before:
        return apart
    return f"{told}{known}{apart}\n看哪些群没收到，写“哪些群没收到 {done.code}”。"


def _named(wanted: str, known: Mapping[str, str]) -> list[str]:
    """Return the groups of “1号楼群和书记群”; a group may have such a word in its name."""
    return [wanted] if wanted in known else _AND.split(wanted)


# “群众”, “人群”, “社群” are no groups of a chat, nor is what somebody said in one.
GROUP = r"(?<![人社年])群(?![众体租主情殴岛聊]|里[^发收都还有没通怎了])"


@router.command(
    rf"(?=.{{1,20}}$)(?!.*(?:发到|发了|收到|漏))(?:.*(?:几个|哪些|哪几个|多少个?|啥|什么).{{0,6}}{GROUP}(?:在?你那|可以发|能发|里)?[了呢呀啊]?[?？。]*"
    rf"|.*{GROUP}.{{0,3}}(?:谁管的?|谁负责|归谁|有哪些|有几个|有多少|是谁的?)[了呢呀啊]?[?？。]*|.*有{GROUP}[吗么没][?？。]*|群列表|所有的群"
    rf"|.*能.{{0,3}}(?:往|给|发).{{0,3}}(?:几个|哪些|哪几个|哪个|啥){GROUP}.{{0,6}})",
    may=PUBLISHERS,
)
def listing(ctx: Context, _: object) -> str:
    """Take “有哪些群”, “现在能发哪几个群”, “网格员群谁管”."""
    found = posting.places(ctx.db, all_groups(ctx), ctx.now, ctx.house.zone)
    if not found:
        return NONE
    found = [one for one in found if one.name in ctx.text] or found
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
