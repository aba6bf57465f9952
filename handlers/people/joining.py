"""Following, scanning a building's code, saying who one is, and leaving."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from community.people import arriving, invitations, privacy, tree
from community.people.access import Refused
from community.work import introducing
from community.work.introducing import Introduction, Wording
from core.forms import FormSpec
from core.messages import Kind
from dialog import Context, Reply, Router
from dialog.forms.showing import show
from dialog.reply import reply
from handlers.people import accepting, card
from handlers.people.names import name_in
from handlers.work import after_call, promises

router = Router("joining")

WHO = "我是×号楼×单元×室 姓名"
REFUSED = {
    "no_building": f"我这里没有找到{{about}}。请再核对一下楼号，回复“{WHO}”；还不行就回复“转人工”。",
}

WORDING = Wording(
    held=(
        "这个位置已有人绑定：{holders}，已问原来的手机。当面见过本人，回复“同意 编号 见过本人”；"
        "只回复“同意”，原来的手机确认前，新手机只能报体温，看不到家里的记录。"
    ),
    asks=(
        "有一部新手机说是{address}的{name}，要绑定到您家。是您家的人，回复“是我同意 {number}”；"
        "不是，回复“不是我 {number}”，社区会核实。"
    ),
    since="{name}，自{month}月{day}日",
)
SAYS = {
    True: "原来绑定的手机回复：是我同意。",
    False: "原来绑定的手机回复：不是我。请先核实，别直接通过。",
}
NOT_ASKED = "现在没有等您确认的新手机。"
CLOSED = "这个申请已经撤销或退回了，没有绑定，您放心。"


_HAN = {sign: str(at) for at, sign in enumerate("一二三四五六七八九", 1)}
_DOOR = re.compile(
    r"(?:(?P<entrance>\d{1,2}|[一二三四五六七八九])\s*(?:单元|-)\s*)?(?P<room>\d{3,4})\s*(?:室|号|房)?"
    r"[\s,，、]*(?:我?(?:叫|是)\s*)?(?P<name>[一-龥]{1,6}·[一-龥]{1,6}|[一-龥]{2,4})?[。.!！]?"
)

_CLAUSE = re.compile("[,，。;；]")
_IN_NO_NAME = re.compile("[怎么吗什哪谁呢着了的没停坏漏打报]")


@router.event(Kind.FOLLOW, Kind.SCAN)
def greet(ctx: Context) -> Reply | str:
    """Say in three lines what this is and what to do first; an invitation's code is heard as said."""
    if code := invitations.code_in(ctx.message.scene):
        return accepting.by_code(ctx, code)
    unit = arriving.scan(ctx.resident, ctx.db, ctx.message.scene)
    if ctx.person is not None:
        card.show(ctx)
        return f"{tree.call(ctx.person)}您好，欢迎回来！要报备、报体温、求助，直接跟我说；回复“帮助”看我能做什么。"
    where = f"您扫的是{unit.name}的码。" if unit else ""
    door = "门牌和姓名，比如“我是3号楼2单元601 张三”"
    if unit is not None and unit.building:
        door = f"您家在{unit.name}几单元几室、您叫什么，比如“2单元601 张三”"
    return (
        f"您好，我是{ctx.house.community}的邻报，报备、报体温、求助、问规定都可以直接跟我说。\n"
        f"{where}先认个门：请回复{door}。\n"
        "不登记也能问问题，回复“帮助”看我能做什么。有生命危险请直接打120。"
    )


@router.event(Kind.UNFOLLOW)
def gone(ctx: Context) -> str:
    arriving.unfollow(ctx.resident, ctx.db, ctx.sent_at)
    return ""


@router.event(Kind.REVOKE)
def revoked(ctx: Context) -> str:
    """The person withdrew at the platform: what we hold goes too."""
    privacy.revoke(ctx.resident, ctx.db, ctx.now)
    return ""


@router.event(Kind.OUTCOME)
def outcome(ctx: Context) -> str:
    """The platform tells what became of a template message."""
    status, number = ctx.message.extra.get("status", ""), ctx.message.extra.get("platform_id", "")
    reason = "blocked" if "block" in status else "busy"
    arriving.note_outcome(ctx.db, number, arrived=status == "success", reason=reason)
    return ""


@router.command(r"(?:你好[,，!！。]*)?(?:我是|我叫|我住|我住在|我家是|我家住|绑定|登记住址)\s*(.+)")
def introduce(ctx: Context, found: re.Match[str]) -> Reply | None:
    """Take “我是3号楼2单元601 张三”; without an address it is no introduction."""
    address = ctx.slots.get("address") or {}
    if not address.get("building") or not address.get("room"):
        return _behind_scanned(ctx, found[1])
    after_call.pass_on(ctx)  # whoever was called to help reads where
    first = _CLAUSE.split(found[1])[0]  # what is told besides comes behind it
    name = name_in(ctx, first) or name_in(ctx, found[1])
    return _and_more(ctx, dict(address), name) or ctx.start(
        "join", address=dict(address), name=name
    )


def _and_more(ctx: Context, address: dict[str, Any], name: str | None) -> Reply | None:
    """Begin the form that is told of beside name and door, below what becomes of these."""
    forms = ctx.house.library.forms
    wanted = next((spec for spec in forms.values() if _is_told(ctx, spec)), None)
    if wanted is None or name is None or ctx.is_filling or ctx.is_aside:
        return None
    begun = ctx.start(wanted.id, household=address, name=name)
    if ctx.card is not None or tree.find_building(ctx.db, address, None) is None:
        return begun  # a door we do not know is asked about when the form is read over
    met = reply(submit(ctx, forms["join"], {"address": address, "name": name}))
    return begun.after(met.text, between="\n\n")


def _is_told(ctx: Context, spec: FormSpec) -> bool:
    """Tell whether a message tells of this form: it is meant, and the place or day of it is named."""
    is_meant = bool(set(spec.start.intents) & set(ctx.parse.intents))
    told = {"places", "dates", "transport"} & {k for k, v in ctx.slots.items() if v}
    has_door = any(f.name == "household" for f in spec.fields)
    return is_meant and has_door and bool(told)


@router.command(
    r"(?:住|在)?\s*(?P<rest>(?:[\d一二三四五六]{1,2}\s*单元|\d{1,2}-)?\s*\d{3,4}.{0,12})"
)
def door_alone(ctx: Context, found: re.Match[str]) -> Reply | None:
    """Take “2单元601 张三” of somebody who scanned their building's code and is not known yet."""
    return _behind_scanned(ctx, found["rest"])


def _behind_scanned(ctx: Context, rest: str) -> Reply | None:
    """Read a door that names no building by the building whose code was scanned."""
    match = _DOOR.fullmatch(unicodedata.normalize("NFKC", rest).strip())
    if match is None or ctx.card is not None or not ctx.contact.scene:
        return None
    name = match["name"] or ""
    if _IN_NO_NAME.search(name):
        return None  # 120怎么打
    building = arriving.building_scanned(ctx.resident, ctx.db)
    if building is None:
        return None
    entrance = match["entrance"] or ""
    address = {"building": building, "room": match["room"]}
    address |= {"unit": _HAN.get(entrance, entrance)} if entrance else {}
    after_call.pass_on(ctx)
    return ctx.start("join", address=address, name=name or None)


@router.submit("join")
def submit(ctx: Context, spec: FormSpec, filled: Mapping[str, Any]) -> str:
    """The grid worker of that building confirms with one reply; until then nothing is bound."""
    said = Introduction(filled, show(filled["address"]))
    desk = ctx.house.desk
    done = introducing.introduce(
        ctx.resident, ctx.db, spec, said, WORDING, ctx.now, desk, ctx.turn_id
    )
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(about=done.about)
    if done.was_waiting:
        return promises.told(ctx, done.item, "您的登记在等{who}核对，通过后我会告诉您。")
    told = promises.told(ctx, done.item, "已请{who}核对，通过后我会告诉您。")
    sent = spec.done.format(name=said.name, number=done.item.id, told=told)
    return f"{sent}\n{spec.purpose}"


@router.command(r"(?P<word>是我同意|不是我)\s*(编号)?[#＃]?\s*(?P<number>\d{1,9})?\s*号?[。!！]?")
def vouch(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “是我同意 12” or “不是我” from the phone that holds the place somebody asks for."""
    is_agreed = found["word"] == "是我同意"
    number = int(found["number"]) if found["number"] else None
    done = introducing.answer(ctx.resident, ctx.db, number, is_agreed, SAYS[is_agreed], ctx.now)
    if isinstance(done, Refused):
        if number is None and done.reason == "not_asked":
            return None  # said of something else
        return NOT_ASKED if done.reason == "not_asked" else CLOSED
    if done.is_agreed:
        return "好的，已告诉社区是您同意的。" if not done.was_bound else "好的，那部手机可以用了。"
    undone = "那部手机已经解除绑定" if done.was_bound else "社区没核实前不会通过"
    return promises.told(ctx, done.item, f"知道了，已告诉{{who}}；{undone}。")
