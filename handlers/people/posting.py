"""Posts given in the secretary's own words: “让李永福接3号楼的网格员”, “把3号楼交给李永福”."""

import re
from collections.abc import Sequence
from typing import Any

from community.people import finding, invitations, offering, posts, tree
from community.people.access import Refused, Role, Unit
from community.people.homes import building_of
from community.people.posts import APPOINTERS
from dialog import Context, Reply, Router
from handlers.people import accepting, inviting, picking
from handlers.people.inviting import Wish
from handlers.people.leave import asking

router = Router("posting")

WHY_NOT = {
    "holds_it": "{about}现在就是，不用换。",
    "own_post": "这是您自己的岗位，要由上级来换。",
    "not_appointer": "请人上岗要由负责那里的书记或街道来，这里不归您管。",
    "not_above": "{about}要由上一级来请，请联系上级。",
    "not_asked": "这件已经答复过，或者取消了。",
    "held": "这个岗位现在由{about}担任，没有换。",
    "no_building": "您负责的范围里没有{about}，请核对。",
}
WHICH = "{building}在{grid}里（{all}）。请{name}管哪些？"
APART = "这几栋不正好是一个网格（{grid}是{all}），请一栋写一条：{each}。"
ASK = "请{name}（{about}）做{post}{instead}，先问TA愿不愿意。对吗？"
INSTEAD = "，接{held}的班（答应了才换，手上的事一起转）"
ASKED = "{name}答应了就是{post}，7天内有效。{reached}"
DECLINED = "好的，已经告诉请您的人，岗位没有变。"
_TITLE = "|".join(map(re.escape, invitations.titles()))
_NAME = r"(?P<name>[一-龥·]{2,4}?)"
_UNIT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢)|第?(?:\d{1,2}|[一二三四五六七八九十]{1,2})网格|[一-龥]{2,8}?(?:社区|网格|村)"
_PLACE = rf"(?P<unit>{_UNIT}|本?社区|这个?社区)?(?:那边|这边|那片|这片|片区|那栋|这栋)?的?(?:(?P<title>{_TITLE})(?:岗位?|的岗位?)?)?"
_DOES = r"(?:来|去|先|就|以后|从今天起|从明天起)*(?:接手|接替|接任|接管|接|当|做|担任|任|负责|管|兼任|兼|干)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?:想|要|准备|麻烦)?(?:让|请|叫|由|安排|派|任命|换)\s*{_NAME}\s*{_DOES}(?:一下)?\s*{_PLACE}(?:吧|了|啦)?",
        rf"(?:想|要)?(?:让|请|叫|由|安排|派|任命|聘)\s*{_NAME}\s*{_DOES}\s*(?P<title2>{_TITLE})[\s,，、]*(?P<unit2>{_UNIT})的?",
        rf"(?:把|将)?{_PLACE}(?:交给|转给|归给|归|分给|交接给|移交给|换成|换给|换|改成|改由|由|让|请)\s*{_NAME}\s*(?:{_DOES}|来)?(?:吧|了|啦)?",
        rf"{_NAME}\s*{_DOES}{_PLACE}(?:吧|了|啦)?",
        rf"(?:我们|咱们?|社区)?(?:新|刚)*(?:来|招|进|调来|分来)了?(?:一?[个位名])?新?的?(?P<title2>{_TITLE})[\s,，、]*(?:叫|是|名字叫|姓名)?\s*{_NAME}[\s,，、]*(?:电话)?(?P<phone>1\d{{10}})?[\s,，、]*(?:以后)?(?:来)?(?:管|负责|分管|接|分到|在|去)\s*(?P<unit2>{_UNIT})(?P<more>(?:[、和及,，\s]*{_UNIT}){{0,4}})(?:吧|了)?",
        rf"(?:加|添|新增|增加|登记)(?:一?个|一位)?(?:人|工作人员)?[\s,，:：]*{_NAME}[\s,，]+(?:[男女][\s,，]+)?(?P<title2>{_TITLE})[\s,，、]*(?:以后)?(?:来)?(?:管|负责|分管|接|在)?\s*(?P<unit2>{_UNIT})(?P<more>(?:[、和及,，\s]*{_UNIT}){{0,4}})(?:[\s,，]*(?:电话|手机)?[:：]?\s*(?P<phone>1\d{{10}}))?",
        rf"{_PLACE}也?(?:给|归|让|交给|由)\s*{_NAME}\s*(?:也|一起|来)?(?:管|负责|带)?(?:吧|了|呗)",
        rf"(?P<title>{_TITLE})(?:换成|改成|换|请|让|由)\s*{_NAME}\s*(?:{_DOES})?[\s,，、]+(?P<unit>{_UNIT})的?",
    )
)
_OTHER = re.compile(
    r"[?？]|吗|谁|请假|值班|值守|夜班|替班|替我|今天|明天|后天|下周|这周|几天|快递|通知|药|菜|钥匙|电话|隔离|观察|监测"
)
_ITS_PHONE = re.compile(r"(?:电话|手机)[:：]?\s*1\d{10}")
_GRID = "网格"


@router.command(r"(?=.{4,40}\Z).+", may=APPOINTERS)
def hear(ctx: Context, _: object) -> Reply | str | None:
    text = ctx.text.strip().rstrip("。.!！")
    if (
        _OTHER.search(_ITS_PHONE.sub("", text))
        or ctx.parse.danger
        or text.startswith(("邀请", "取消", "发通知"))
    ):
        return None
    for shape in _SHAPES:
        found = shape.fullmatch(text)
        if found is None:
            continue
        groups = found.groupdict()
        unit, title = groups.get("unit2") or groups["unit"], groups.get("title2") or groups["title"]
        if groups.get("more"):
            return _of_several(
                ctx, groups["name"], [unit or "", *_EACH.findall(groups["more"])], title
            )
        if not unit or not (
            title or re.search(r"[交转分归移]|管|负责|(?:楼|栋|幢|网格)也给", text)
        ):
            continue
        return _of(ctx, groups["name"], unit, title)
    return None


_EACH = re.compile(_UNIT)


def _of_several(
    ctx: Context, name: str, said: Sequence[str], title: str | None
) -> Reply | str | None:
    """Take buildings that are a whole grid for the grid; others are given one by one."""
    first = _unit(ctx, said[0])
    if isinstance(first, Refused):
        return WHY_NOT["no_building"].format(about=said[0])
    role = (invitations.role_called(title) if title else None) or Role.GRID_WORKER
    home = _level(ctx, first, role)
    named = [_unit(ctx, each) for each in said]
    names = {each.name for each in named if not isinstance(each, Refused)}
    if names == set(_buildings(ctx, home)):
        return _whom(ctx, name, role, home)
    each = "、".join(f"“让{name}做{one}的{tree.title(role)}”" for one in said)
    return APART.format(grid=home.name, all="、".join(_buildings(ctx, home)), each=each)


def _of(ctx: Context, name: str, said: str, title: str | None) -> Reply | str | None:
    """Find the unit; a building that lies in a grid with others may mean either."""
    role = (invitations.role_called(title) if title else None) or Role.GRID_WORKER
    unit = _unit(ctx, said)
    if isinstance(unit, Refused):
        return WHY_NOT["no_building"].format(about=said) if re.search(r"楼|栋|幢", said) else None
    home = _level(ctx, unit, role)
    if role is Role.GRID_WORKER and home.id != unit.id and len(beside := _buildings(ctx, home)) > 1:
        question = WHICH.format(
            building=unit.name, grid=home.name, all="、".join(beside), name=name
        )
        choices = [(f"整个{home.name}", "posting_unit_0"), (f"只管{unit.name}", "posting_unit_1")]
        return ctx.offer(question, choices, name=name, role=role.value, units=[home.id, unit.id])
    return _whom(ctx, name, role, home)


for _at in range(2):

    @router.action(f"posting_unit_{_at}")
    def _in_unit(ctx: Context, at: int = _at) -> Reply | str:
        known = ctx.known
        return _whom(ctx, known["name"], Role(known["role"]), tree.unit(ctx.db, known["units"][at]))


def _unit(ctx: Context, said: str) -> Unit | Refused:
    number = re.match(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢)", said)
    if number is None:
        if re.fullmatch(r"本?社区|这个?社区", said):
            return ctx.actor.seats(APPOINTERS)[-1]
        return invitations.unit_called(ctx.db, said, ctx.actor)
    digits = "一二三四五六七八九十"
    plain = number[1] if number[1].isdecimal() else str(digits.find(number[1]) + 1)
    found = building_of(ctx.actor, ctx.db, plain)
    return found if found is not None else Refused("no_building", said)


def _level(ctx: Context, unit: Unit, role: Role) -> Unit:
    """Return the unit such a post belongs to: a grid worker's is the grid the building lies in."""
    label = {Role.GRID_WORKER: (_GRID,), Role.REPRESENTATIVE: ()}.get(role, ("社区", "村"))
    line = [tree.unit(ctx.db, int(step)) for step in unit.path.strip("/").split("/")]
    return next((each for each in reversed(line) if each.label in label), unit)


def _buildings(ctx: Context, unit: Unit) -> Sequence[str]:
    return tree.buildings_in(ctx.db, unit)


def _whom(ctx: Context, name: str, role: Role, unit: Unit) -> Reply | str:
    """Ask whoever we can write to; for others there is a code to pass on."""
    if (refused := invitations.may_invite(ctx.actor, role, unit)) is not None:
        return _refuse(refused)
    zone = ctx.house.zone
    found = [
        one
        for one in finding.whom(ctx.actor, ctx.db, name, ctx.now, zone)
        if offering.can_be_asked(ctx.db, one.person_id)
    ]
    carried: dict[str, Any] = {"role": role.value, "unit": unit.id}
    if not found:
        return inviting.propose(ctx, Wish(role, unit.id, tree.post_name(unit, role), name, None))
    if len(found) > 1:
        return picking.ask(ctx, name, found, "posting_to", **carried)
    return _show(ctx, found[0].person_id, carried)


def _show(ctx: Context, person_id: int, known: Any) -> Reply | str:
    role, unit = Role(known["role"]), tree.unit(ctx.db, known["unit"])
    name, post = tree.call_of(ctx.db, person_id), tree.post_name(unit, role)
    held = invitations.holder(ctx.db, role, unit, ctx.now, ctx.house.zone)
    if held is not None and held.person_id == person_id:
        return WHY_NOT["holds_it"].format(about=f"{name}（{post}）")
    instead = INSTEAD.format(held=tree.call(held.person)) if held is not None else ""
    theirs = [one for one in finding.whom(ctx.actor, ctx.db, name, ctx.now, ctx.house.zone)]
    about = next((one.about for one in theirs if one.person_id == person_id), "") or "已登记"
    said = ASK.format(name=name, about=about, post=post, instead=instead)
    choices = [("对，去问TA", "post_offered"), ("先不", "thanks")]
    return ctx.offer(said, choices, person=person_id, role=role.value, unit=unit.id)


picking.on_pick(router, "posting_to", _show)


@router.action("post_offered")
def offered(ctx: Context) -> str:
    known, unit = ctx.known, tree.unit(ctx.db, ctx.known["unit"])
    role, zone = Role(known["role"]), ctx.house.zone
    done = offering.offer(ctx.actor, ctx.db, role, unit, known["person"], ctx.now, zone)
    if isinstance(done, Refused):
        return _refuse(done)
    reached = asking(ctx, known["person"], done.name).replace("同意替班", "同意上岗")
    return ASKED.format(name=done.name, post=done.post, reached=reached)


def answer(ctx: Context, number: int, *, yes: bool) -> str:
    """Take the post one was asked to take, or say no."""
    zone, announce = ctx.house.zone, ctx.house.announce
    done = offering.answer(ctx.resident, ctx.db, number, ctx.now, zone, announce, yes=yes)
    if done is None:
        return DECLINED
    return _refuse(done) if isinstance(done, Refused) else accepting.welcome(done)


def _refuse(refused: Refused) -> str:
    said = WHY_NOT.get(refused.reason)
    return said.format(about=refused.about) if said else accepting.refuse(refused)


def after_end(ctx: Context, person_id: int) -> str:
    """Say who sees to it now where a post was left empty, and how somebody is asked to take it."""
    left = posts.left_empty(ctx.actor, ctx.db, person_id, ctx.now, ctx.house.zone)
    if not left:
        return ""
    names = "、".join(dict.fromkeys(each.post for each in left))
    who = next((each.instead for each in left if each.instead), "")
    now = f"有事先告诉{who}" if who else "现在没有人接，有事没人收得到"
    return f"{names}空着，{now}。请人接，写“让李梅接{names.partition('、')[0]}”。"
