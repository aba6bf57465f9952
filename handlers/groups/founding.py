"""“给3号楼网格员建个群”: a group of the enterprise for the staff of a place."""

import re
from collections.abc import Mapping

from community.groups import founding
from community.notices import PUBLISHERS
from community.people.access import Refused, Role
from core.numerals import HAN, to_int
from core.phrases import listed
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("founding")

NO_APP = (
    "还没有配好企业微信的应用（设置里的 wechat.work），建不了群。"
    "可以在企业微信里自己建，加一个群机器人；要贴到微信群，写“群文 N12”。"
)
WHY_NOT = {
    "not_publisher": "建群要由书记、网格员或街道来办。",
    "not_yours": "{about}不在您负责的范围里，没有建。",
    "exists": "已经有“{about}”了，没有再建。回复“有哪些群”看全部。",
    "not_in_enterprise": "我还不知道您在企业微信里是谁，没有建：先回复“绑定企业微信”，两边合并了再说一遍。",
    "too_few": "企业微信里认得的不到2个人，建不成群。还没合并的：{about}；请他们回复“绑定企业微信”。",
}
NO_PLACE = "没有找到“{name}”这个地方，没有建群。写法：给3号楼网格员建个群。"
MAKING = "正在建“{name}”，{members}个人。建好了群里会先说一句；建不成我告诉您为什么。"
WITHOUT = "{names}还没合并企业微信，没在里面；合并后在群里手工拉一下。"
AFTER = "以后写“发到{name} N12”发通知，“每天发看板到{name}”发看板。居民进不了这个群，也不会发任何人的个人信息。"
_WHO: Mapping[str, tuple[str, frozenset[Role]]] = {
    "网格": ("网格员", frozenset({Role.GRID_WORKER})),
    "医生": ("医生", frozenset({Role.DOCTOR})),
    "大夫": ("医生", frozenset({Role.DOCTOR})),
    "值班": ("值班", frozenset({Role.DUTY})),
}
_ALL = ("工作", frozenset({Role.GRID_WORKER, Role.DOCTOR, Role.DUTY, Role.SECRETARY}))
_PLACE = re.compile(rf"第?(?P<n>\d{{1,3}}|[{HAN}]{{1,3}})(?P<kind>号楼|栋|网格)")
_MAKE = r"(?:拉|建|建立|新建|创建|组)(?:一个|个)?"
_BODY = r"(?P<whom{n}>[^\s，。,、]{{0,16}}?)(?:的)?(?:企业微信)?(?:工作)?群"


@router.command(
    rf"(?:请|麻烦)?(?:帮我|帮忙)?(?:给|为|把|帮)?(?P<whom0>[^\s，。,、]{{0,16}}?){_MAKE}(?:企业微信)?(?:工作)?群(?:聊)?[吧。!！]?"
    rf"|(?:请|麻烦)?(?:帮我|帮忙)?{_MAKE}{_BODY.format(n=1)}(?:聊)?[吧。!！]?",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def make(ctx: Context, found: re.Match[str]) -> str:
    """Take “给3号楼网格员建个群”, “建一个第1网格工作群”."""
    if not ctx.house.makes_groups:
        return NO_APP
    whom = found["whom0"] or found["whom1"] or ""
    title, roles = next((one for word, one in _WHO.items() if _names(word, whom)), _ALL)
    named = _PLACE.search(whom)
    unit = founding.unit_of(ctx.actor, ctx.db, _called(named)) if named else ctx.actor.seat
    if unit is None:
        return NO_PLACE.format(name=named[0] if named else whom)
    name = f"{unit.name}{title}群"
    done = founding.found(
        ctx.actor, ctx.db, unit, roles, name, ctx.house.robots, ctx.now, ctx.house.zone
    )
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about=done.about)
    without = WITHOUT.format(names=listed(done.without)) if done.without else ""
    return "\n".join(
        [
            MAKING.format(name=done.name, members=done.members) + without,
            AFTER.format(name=done.name),
        ]
    )


def _names(word: str, whom: str) -> bool:
    """“第1网格” is a place; “网格员” are people."""
    return word in (_PLACE.sub("", whom) if word == "网格" else whom)


def _called(named: re.Match[str]) -> list[str]:
    """Return the names a place may have in the register."""
    number = to_int(named["n"])
    if named["kind"] == "网格":
        return [f"第{number}网格", f"{number}网格"]
    return [f"{number}号楼", f"{number}栋"]
