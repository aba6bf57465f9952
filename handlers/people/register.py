"""What staff say of the register: who lives where, who came, who moved, who died; shown back first."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from community.people import registering, tree
from community.people.access import STAFF, Gone, Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people.names import name_in

router = Router("register")

MOST = 5
DOOR = "请写门牌和姓名，比如“{example}”。"
WHY_NOT = {
    "not_staff": "登记表只有社区工作人员能看。",
    "no_building": "您负责的范围里没有{about}号楼，请核对。",
    "not_writer": "这一户不归您管，改不了，请告诉那里的网格员。",
    "there_already": "{about}已经登记在这一户了。",
    "gone": "{about}已经不在这里了。",
    "both_bound": "两条记录都绑定了手机，可能是两个人。先请其中一部手机回复“解绑”。",
    "holds_post": "{about}现在有岗位，请先由书记结束岗位，再改登记。",
}
NOBODY = "您负责的范围里没有找到{about}。请写门牌和姓名，比如“查 3-2-601”。"
PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
RELATION = re.compile(
    r"户主|老伴|配偶|妻子|丈夫|老婆|老公|爱人|儿子|女儿|孩子|爸爸|父亲|妈妈|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷"
    r"|孙子|孙女|外孙女|外孙|儿媳|女婿|岳父|岳母|公公|婆婆|哥哥|姐姐|弟弟|妹妹|保姆|租户|亲戚|室友"
)


def refuse(refused: Refused) -> str:
    return WHY_NOT[refused.reason].format(about=refused.about)


def _address(ctx: Context) -> Mapping[str, Any] | None:
    address = ctx.slots.get("address") or {}
    return dict(address) if address.get("building") and address.get("room") else None


def door(address: Mapping[str, Any]) -> str:
    entrance = f"{address['unit']}单元" if address.get("unit") else ""
    return f"{address['building']}号楼{entrance}{address['room']}"


# -- coming ---------------------------------------------------------------------------------


@router.command(r"登记(?P<what>住户|成员|家人)\s*(?P<rest>.{4,80})", may=STAFF)
def enter(ctx: Context, found: re.Match[str]) -> Reply | str:
    """Take “登记住户 3号楼2单元601 王芳 13800000000”, “登记成员 3-2-601 李梅 老伴”."""
    address, phone = _address(ctx), PHONE.search(found["rest"])
    relation = RELATION.search(found["rest"])
    rest = PHONE.sub(" ", found["rest"])
    name = name_in(ctx, RELATION.sub(" ", rest) if found["what"] != "住户" else rest)
    if address is None or not name:
        return DOOR.format(example="登记住户 3号楼2单元601 王芳 13800000000")
    if found["what"] != "住户" and relation is None:
        return "请写上和户主的关系，比如“登记成员 3-2-601 李梅 老伴”。"
    kin = relation[0] if relation is not None and found["what"] != "住户" else None
    return propose_entry(ctx, address, name, phone[0] if phone else None, kin)


def propose_entry(
    ctx: Context, address: Mapping[str, Any], name: str, phone: str | None, relation: str | None
) -> Reply | str:
    """Show back who is to be written down where, and who lives there already."""
    place = registering.behind(ctx.actor, ctx.db, address)
    if isinstance(place, Refused):
        return refuse(place)
    there = "、".join(map(_called, place.people))
    about = "，".join(part for part in (relation, phone) if part)
    said = f"登记：{door(address)} {name}{f'（{about}）' if about else ''}，对吗？"
    said += f"\n这一户现在有：{there}。" if there else "\n这一户现在还没有登记的人。"
    carried: dict[str, Any] = {
        "address": dict(address), "name": name, "phone": phone, "relation": relation,
    }  # fmt: skip
    return ctx.offer(said, [("对，登记", "register_entered"), ("不登记了", "thanks")], **carried)


@router.action("register_entered")
def entered(ctx: Context) -> str:
    known = ctx.known
    done = registering.enter(
        ctx.actor, ctx.db, known["address"], known["name"], ctx.now,
        phone=known["phone"], relation=known["relation"],
    )  # fmt: skip
    if isinstance(done, Refused):
        return refuse(done)
    return f"登记好了：{done.door} {_called(done.person)}。"


def _called(person: Any) -> str:
    called = tree.call(person)
    return f"{called}（{person.relation}）" if person.relation and person.name else called


# -- whom somebody means -----------------------------------------------------------------------


def whom(ctx: Context, rest: str) -> list[Resident] | Refused:
    """Return who is meant by a door, a name, or both."""
    address, name = _address(ctx), name_in(ctx, rest)
    if address is None:
        return registering.find(ctx.actor, ctx.db, name) if name else []
    place = registering.behind(ctx.actor, ctx.db, address)
    if isinstance(place, Refused):
        return place
    people = [Resident(person, door(address)) for person in place.people]
    return [one for one in people if one.person.name == name] if name else people


GoOn = Callable[[Context, int], Reply | str]


def one(ctx: Context, rest: str, action: str, go_on: GoOn, **carries: Any) -> Reply | str:
    """Do something about the one who is meant; several are offered with their doors."""
    found = whom(ctx, rest)
    if isinstance(found, Refused):
        return refuse(found)
    if not found:
        return NOBODY.format(about=name_in(ctx, rest) or "这个人")
    if len(found) == 1:
        return go_on(ctx.derive(known=carries), found[0].person.id)
    choices = [(row(one), f"{action}_{at}") for at, one in enumerate(found[:MOST])]
    picks = [one.person.id for one in found[:MOST]]
    return ctx.offer("说的是哪一位？", choices, picks=picks, **carries)


def row(found: Resident) -> str:
    """Name somebody with their door."""
    return f"{_called(found.person)}（{found.door}）"


def on_pick(router: Router, action: str, go_on: GoOn) -> None:
    for at in range(MOST):

        def picked(ctx: Context, at: int = at) -> Reply | str:
            return go_on(ctx, ctx.known["picks"][at])

        router.action(f"{action}_{at}")(picked)


# -- going ------------------------------------------------------------------------------------


def _is_talk(ctx: Context, rest: str) -> bool:
    """Tell whether words are no order: a question, a danger, or nobody named."""
    if ctx.parse.danger or re.search(r"[?？]|吗|怎么|如果|要是", ctx.text):
        return True
    return not (name_in(ctx, rest) or _address(ctx))


@router.command(
    r"(?P<a>.{2,30}?)\s*(?:已经|不幸|昨天|今天)?(?:去世|过世|病故)了?[。!！]*|登记?(?:去世|过世|病故)\s*(?P<b>.{2,40})|(?:去世|过世|病故)\s+(?P<c>.{2,40})",
    may=STAFF,
)
def died(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “去世 3-2-601 李大爷”, “何金花去世了”."""
    rest = found["a"] or found["b"] or found["c"]
    if _is_talk(ctx, rest):
        return None
    return one(ctx, rest, "register_died", _show_died)


def _show_died(ctx: Context, person_id: int) -> Reply | str:
    name = tree.call_of(ctx.db, person_id)
    said = f"很难过。{name}的登记会停下：不再提醒，监测结束，手机也不再收到消息。确定吗？"
    choices = [("确定", "register_died"), ("不是", "thanks")]
    return ctx.offer(said, choices, person=person_id)


on_pick(router, "register_died", _show_died)


@router.action("register_died")
def died_confirmed(ctx: Context) -> str:
    return _gone(
        ctx, Gone.DIED, "记下了，请节哀。{name}的提醒和监测都停了，家里有需要请随时告诉我。"
    )


@router.command(r"搬走\s*(?P<a>.{2,40})|(?P<b>.{2,30}?)\s*(?:已经)?搬走了[。!！]*", may=STAFF)
def moved_away(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “搬走 3-2-601 王芳”, “王芳搬走了”."""
    rest = found["a"] or found["b"]
    if _is_talk(ctx, rest):
        return None
    return one(ctx, rest, "register_left", _show_left)


def _show_left(ctx: Context, person_id: int) -> Reply | str:
    name = tree.call_of(ctx.db, person_id)
    said = f"{name}搬走了：不再提醒和统计，绑定的手机也解除。确定吗？"
    return ctx.offer(said, [("确定", "register_left"), ("不是", "thanks")], person=person_id)


on_pick(router, "register_left", _show_left)


@router.action("register_left")
def left_confirmed(ctx: Context) -> str:
    return _gone(ctx, Gone.MOVED, "记下了，{name}已搬走，不再提醒和统计。")


def _gone(ctx: Context, because: Gone, said: str) -> str:
    zone, announce = ctx.house.zone, ctx.house.announce
    number = ctx.known["person"]
    done = registering.gone(ctx.actor, ctx.db, number, because, ctx.now, zone, announce)
    return refuse(done) if isinstance(done, Refused) else said.format(name=tree.call(done))


# -- looking up ---------------------------------------------------------------------------------


@router.command(
    r"(?:查|查询|查一下|查一查|查查)(?:\s+|(?=\d))(?P<a>[^?？举]{2,30}?)|(?P<b>.{3,24}?)(?:住着?(?:谁|哪些人)|这户(?:住)?(?:的是)?谁)[?？]*",
    may=STAFF,
)
def look_up(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “查 何金花”, “查 3-2-601”, “3-2-601住谁”."""
    rest = found["a"] or found["b"]
    if ctx.parse.danger or not (_address(ctx) or name_in(ctx, rest)):
        return None
    people = whom(ctx, rest)
    if isinstance(people, Refused):
        return refuse(people)
    if not people:
        return NOBODY.format(about=name_in(ctx, rest) or "登记的人") if found["a"] else None
    return "\n".join(_lines(ctx, people))


def _lines(ctx: Context, people: Sequence[Resident]) -> list[str]:
    lines = []
    for one in people[:10]:
        registering.read(ctx.actor, ctx.db, one.person, ctx.now)
        lines.append(f"{one.door} {_called(one.person)} {one.person.phone or '没有电话'}")
    more = [f"还有{len(people) - 10}位，请加上门牌再查。"] if len(people) > 10 else []
    return [*lines, *more]


@router.command(r"谁(?:在)?(?:管|负责)着?\s*(?P<rest>\d.{2,20}?)[?？。]*", may=STAFF)
def in_charge(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “谁管3-201”: who looks after that building, and how to ring them."""
    address = ctx.slots.get("address") or {}
    if not address.get("building"):
        return None
    place = registering.behind(ctx.actor, ctx.db, address)
    if isinstance(place, Refused):
        return refuse(place)
    lines = tree.contacts_for(ctx.db, place.building, ctx.now, ctx.house.zone)
    return (
        "\n".join([f"{place.building.name}由这些人负责：", *lines])
        if lines
        else "还没有登记负责的人。"
    )
