"""What changed in a household, in staff's own words: moved, died, another phone, one person twice."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from community.people import seeking, tree
from community.people.access import STAFF, Refused
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from handlers.people import correcting, parting
from handlers.people.register import PHONE, RELATION
from handlers.people.whom import about, address_in, on_pick, refuse, sought

router = Router("changing")

_DIED = re.compile(r"去世|过世|病故|逝世|病逝|离世|人没了|没了[,，。]|没了$|不幸走了")
_UNSURE = re.compile(r"走了|不在了|没了|划掉|去掉|销掉|删掉|除名")
_LEFT = re.compile(
    r"搬走|搬去|搬出|搬离|退租|迁走|迁出|不住|没人住|空房|空关|空着|转到养老院|租客走|回老家|注销|不在这儿?住"
)
_MOVED = re.compile(r"搬到|搬进|移到|换到|改住|门牌|住址|地址|房号|登记错楼|录错|住的?不是|住\d")
_PHONE = re.compile(r"电话|手机|号码|联系方式|换号")
_RELATION = re.compile(
    r"关系|不是.{1,4}是|不是.{1,4}[，,]|是.{1,4}不是|改成.{1,4}的?(?:女儿|儿子|老婆|老公)"
)
_MERGE = re.compile(r"合并|合一|合成一|同一?个人|一个人|重复|记两遍|登记了两|两条")
_HEAD = re.compile(r"户主")
_WATCHED = re.compile(r"解[除了封]|可以解|放行|监测|观察|隔离|不用报")
_OTHER = re.compile(r"年龄|岁数|身份证|名字|改名|姓名|残疾|独居|怀孕|孕|备注|离婚|分户|拆成")
NEW_PHONE = "{name}的新号码是多少？回复11位手机号就行。"
NEW_DOOR = "{name}现在住哪一户？回复门牌就行，比如“5-1-302”。"
NEW_KIN = "{name}和户主是什么关系？比如“儿媳”“老伴”。"
WHICH_TWO = "哪两条是同一个人？请把两个名字都写上，比如“合并 王芳 王小芳”。"
NOT_YET = "{what}现在还不能在微信里改，请让管理员在登记表里改好再导入。现在能改：电话、关系、住处，还有搬走、去世、合并。"
IS_OVER = "是要结束监测吗？"
OVER_OR_NOT = (("是，结束监测", "intent:staff_release"), ("不是", "thanks"))
NOT_THERE = "您负责的范围里没有登记{name}，什么也没有改。要登记写“登记住户 3-2-601 {name}”；名字写错了，照登记的名字再说一遍。"
WHAT = "要改什么？能改的有：电话、和户主的关系、搬到哪里、搬走、去世、合并。比如“6-402 丁磊 电话换成138…”。"


@router.intent("staff_household", may=STAFF)
def hear(ctx: Context) -> Reply | str:
    """Take “6-402丁磊电话换了，改成…”, “3-1-101老太太过世了”, “2-603搬走了，房子空着”."""
    return next(do(ctx) for fits, do in _MEANT if fits(ctx.text))


# -- another phone, another relation ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordField:
    """What of somebody is changed, how its new value looks, and how it is asked for."""

    name: str
    pattern: re.Pattern[str]
    question: str


def _phone(ctx: Context) -> Reply | str:
    number = PHONE.search(ctx.text)
    return _change(ctx, "phone", number[0] if number else "")


def _relation(ctx: Context) -> Reply | str:
    """Take the relation that is right: what stands behind 不是 is the old one."""
    wrong = {said[1] for said in re.finditer(rf"不是({RELATION.pattern})", ctx.text)}
    right = [said[0] for said in RELATION.finditer(ctx.text) if said[0] not in wrong]
    named = ctx.derive(parse=replace(ctx.parse, slots={**ctx.slots, "who": None}))
    return _change(named, "relation", right[-1] if right else "")


def _change(ctx: Context, field: str, value: str) -> Reply | str:
    who = sought(ctx, "")
    return about(ctx, who, f"new_{field}", _ask_value, field=field, value=value)


def _ask_value(ctx: Context, person_id: int) -> Reply | str:
    if ctx.known["value"]:
        return correcting.show_change(ctx, person_id)
    question = _FIELDS[ctx.known["field"]].question.format(name=tree.call_of(ctx.db, person_id))
    return ctx.ask(question, "value_given", field=ctx.known["field"], person=person_id)


@router.action("value_given")
def value_given(ctx: Context) -> Reply | str:
    field = _FIELDS[ctx.known["field"]]
    said = field.pattern.search(re.sub(r"[\s-]", "", ctx.text))
    if said is None:
        return ""
    known = {"field": field.name, "value": said[0]}
    return correcting.show_change(ctx.derive(known=known), ctx.known["person"])


_FIELDS = {
    field.name: field
    for field in (
        RecordField("phone", PHONE, NEW_PHONE),
        RecordField("relation", RELATION, NEW_KIN),
    )
}
for _name in _FIELDS:
    on_pick(router, f"new_{_name}", _ask_value)


# -- another door ----------------------------------------------------------------------------------


def _doors(text: str) -> Sequence[re.Match[str]]:
    return list(correcting.DOORS.finditer(text))


def _move(ctx: Context) -> Reply | str:
    """Tell the old door from the new one: 不是8-205 is old, 应该是8-502 and the last one are new."""
    doors = _doors(ctx.text)
    old = [one for one in doors if re.search(r"(?:不是|从)\s*$", ctx.text[: one.start()])]
    rest = [one for one in doors if one not in old]
    new = (
        correcting.read(rest[-1])
        if rest and (old or len(doors) > 1 or _is_new(ctx, rest[-1]))
        else {}
    )
    before = old or (rest[:-1] if new else rest)
    address = correcting.read(before[0]) if before else {}
    who = replace(sought(ctx, ""), address=address)
    found = seeking.seek(ctx.actor, ctx.db, who) if who.has_door and who.name else []
    if who.name and not isinstance(found, Refused) and not found:
        who = replace(who, address={})  # what was written down is wrong: they are found by name
    return about(ctx, who, "new_door", _ask_door, address=dict(new))


def _is_new(ctx: Context, found: re.Match[str]) -> bool:
    return bool(re.search(r"(?:到|是|为|在|住|成|进)\s*$", ctx.text[: found.start()]))


def _ask_door(ctx: Context, person_id: int) -> Reply | str:
    if ctx.known["address"]:
        return correcting.show_move(ctx, person_id)
    name = tree.call_of(ctx.db, person_id)
    return ctx.ask(NEW_DOOR.format(name=name), "new_door_given", person=person_id)


@router.action("new_door_given")
def door_given(ctx: Context) -> Reply | str:
    address = address_in(ctx)
    if address is None:
        return ""
    known = {"address": dict(address)}
    return correcting.show_move(ctx.derive(known=known), ctx.known["person"])


on_pick(router, "new_door", _ask_door)


# -- one person written down twice -----------------------------------------------------------------


def _merge(ctx: Context) -> Reply | str:
    """Find both records: by two names, by one name that is there twice, or behind one door."""
    names = ctx.slots.get("names") or [ctx.slots.get("name") or ""]
    address = address_in(ctx) or {}
    people: dict[int, Any] = {}
    for name in names:
        who = Sought(address, name)
        if who.is_empty:
            continue
        found = seeking.seek(ctx.actor, ctx.db, who)
        if isinstance(found, Refused):
            return refuse(found)
        people |= {each.person.id: each for each in found}
    return correcting.offer_merge(ctx, list(people.values())) if len(people) == 2 else WHICH_TWO


def _what(ctx: Context) -> str:
    """Say what can be changed; first whoever is named and not there."""
    who = sought(ctx, "")
    found = seeking.seek(ctx.actor, ctx.db, who) if who.name else None
    is_there = found is None or isinstance(found, Refused) or bool(found)
    return WHAT if is_there else NOT_THERE.format(name=who.name)


_MEANT: Sequence[tuple[Callable[[str], object], Callable[[Context], Reply | str]]] = (
    (lambda text: _MERGE.search(text) and not _DIED.search(text), _merge),
    (lambda text: _PHONE.search(text) or PHONE.search(text), _phone),
    (_DIED.search, parting.died),
    (lambda text: len(_doors(text)) > 1, _move),
    (lambda text: _MOVED.search(text) and not _LEFT.search(text), _move),
    (_LEFT.search, parting.left),
    (_HEAD.search, lambda _: NOT_YET.format(what="户主")),
    (lambda text: _RELATION.search(text) and RELATION.search(text), _relation),
    (_UNSURE.search, parting.gone_how),
    (_WATCHED.search, lambda ctx: ctx.offer(IS_OVER, OVER_OR_NOT)),
    (_OTHER.search, lambda _: NOT_YET.format(what="这一项")),
    (bool, _what),
)
