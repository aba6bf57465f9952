"""Following, scanning a building's code, saying who one is, and leaving."""

import re
from collections.abc import Mapping
from typing import Any

from community.people import arriving, privacy, tree
from community.people.access import Refused
from community.work import introducing
from community.work.introducing import Introduction, Wording
from core.forms import FormSpec
from core.messages import Kind
from dialog import Context, Reply, Router
from dialog.forms.showing import show
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


@router.event(Kind.FOLLOW, Kind.SCAN)
def greet(ctx: Context) -> str:
    """Say in three lines what this is and what to do first."""
    unit = arriving.scan(ctx.resident, ctx.db, ctx.message.scene)
    if ctx.person is not None:
        return f"{tree.call(ctx.person)}您好，欢迎回来！要报备、报体温、求助，直接跟我说；回复“帮助”看我能做什么。"
    where = f"您扫的是{unit.name}的码。" if unit else ""
    return (
        f"您好，我是{ctx.house.community}的邻报，报备、报体温、求助、问规定都可以直接跟我说。\n"
        f"{where}先认个门：请回复门牌和姓名，比如“我是3号楼2单元601 张三”。\n"
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
        return None
    after_call.pass_on(ctx)  # whoever was called to help reads where
    return ctx.start("join", address=dict(address), name=name_in(ctx, found[1]))


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
