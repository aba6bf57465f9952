"""Following, scanning a building's code, saying who one is, and leaving."""

import re
from collections.abc import Mapping
from typing import Any

from community.people import privacy, tree
from community.work import casework
from community.work.escalation import Subject
from core.forms import FormSpec
from core.messages import Kind
from db import deliveries
from db.models import ContactState
from db.people import contacts, units
from db.work import submissions
from dialog import Context, Reply, Router
from dialog.forms.showing import show
from handlers.people.names import name_in
from handlers.work import after_call, promises

router = Router("joining")

WHO = "我是×号楼×单元×室 姓名"


@router.event(Kind.FOLLOW, Kind.SCAN)
def greet(ctx: Context) -> str:
    """Say in three lines what this is and what to do first."""
    unit = units.unit_by_scene(ctx.db, ctx.message.scene) if ctx.message.scene else None
    if unit is not None:
        ctx.contact.scene = ctx.message.scene
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
    contacts.set_state(ctx.db, ctx.caller.contact_id, ContactState.UNFOLLOWED)
    return ""


@router.event(Kind.REVOKE)
def revoked(ctx: Context) -> str:
    """The person withdrew at the platform: what we hold goes too."""
    privacy.forget(ctx.db, ctx.contact, ctx.now)
    return ""


@router.event(Kind.OUTCOME)
def outcome(ctx: Context) -> str:
    """The platform tells what became of a template message."""
    status = ctx.message.extra.get("status", "")
    refused = "blocked" if "block" in status else "busy"
    deliveries.note_outcome(
        ctx.db,
        ctx.message.extra.get("platform_id", ""),
        arrived=status == "success",
        reason=refused,
    )
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
    address = filled["address"]
    found = units.buildings(ctx.db, str(address.get("building")))
    if not found:
        return (
            f"我这里没有找到{show(address)}。请再核对一下楼号，回复“{WHO}”；还不行就回复“转人工”。"
        )
    waiting = submissions.waiting_from(ctx.db, ctx.caller.contact_id, spec.id)
    if waiting is not None and waiting[1].answers.get("address") == address:
        item = waiting[0]
        return promises.told(ctx, item, "您的登记在等{who}核对，通过后我会告诉您。")
    building = found[0]
    said = {"name": str(filled["name"]), "address": show(address)}
    answers = {**filled, "building_unit": str(building.id)}
    subject = Subject(None, ctx.caller.contact_id, building, ctx.turn_id)
    headline = spec.headline.format_map(said)
    sent = casework.submit(ctx.db, spec, answers, subject, headline, ctx.now, ctx.house.desk)
    told = promises.told(ctx, sent.item, "已请{who}核对，通过后我会告诉您。")
    done = spec.done.format(name=said["name"], number=sent.number, told=told)
    return f"{done}\n{spec.purpose}"
