"""Whom staff mean by “她”, “那户”, “401”: who they spoke of just before, the building they look after."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from community.people.mentioned import mentioned
from core.messages import Kind
from db import turns
from dialog import places
from dialog.context import Context

LATELY = timedelta(minutes=30)
LOOKED_AT = 6  # messages of theirs
LONGEST = 60  # characters; what is longer names whom it means
_THEM = re.compile(
    r"(?<!其)[她他](?!们|人|乡|国|俩|说)(?:家(?=[^\u4e00-\u9fff]|里|的)|自己|本人)?|[这那](?:一)?[户家位](?!网格|物业)|[这那]个人|人家(?!里)"
)
_ROOM = re.compile(
    r"(?<![\d.号楼栋幢/:：\-—~到至第元])(?:(?P<unit>\d{1,2})单元)?(?P<room>(?!1(?:10|19|20|22|14|2345)(?!\d))\d{3,4})(?:室|那[户家个]|家(?!的?电话))?(?![\d.:：/%\-℃]|度|号|块|元|人|户|点|天|年|斤|米|分|份|条)"
)
# “药是他自己有方子的” may be of somebody else: only whom the sentence is about is filled in.
_STANDS_FIRST = re.compile(r"^.{0,3}$|(?:给|替|查|看|把|帮|问|跟|让|请)$")
_DOORS = re.compile(
    r"(?<!\d)\d{3,4}(?![\d.])|[一二三四五六七八九十]{1,3}[零〇一二三四五六七八九][一二三四五六七八九]"
)
# Who came where somebody else left: behind the same door.
_NEWCOMER = re.compile(r"(?:新来|新搬来|刚搬来|新住进来|现在住)的|新(?:租客|住户|房客)")
_PHONES = re.compile(r"1\d{10}")
_TO_OTHERS = re.compile(r"发[给到]|转告|转给|群")  # no door may slip into what others read
_TELLS_ALL = re.compile(
    r"^\s*(?:发|群发|通知|紧急|全体|给.{1,12}发|回\s*\d|答\s*\d|问\s*\d|办结|收到|替换|撤回|[Nn]\d)"
)


# 崔 is typed for 催 where nobody of the name can be meant.
_ALSO_TO = re.compile(r"也(?:给|归|让|交给|由)[她他](?!们)")  # “2号楼也给她吧”
_URGES = re.compile(
    r"崔(?=一?[催崔下遍次]|促|办|他们|她们|大家|物业|[一-龥]{0,3}没[回看报])|(?<=[再去帮你我])崔(?=吧|了|$)|(?<=催)崔"
)


def filled(ctx: Context) -> Context:
    """Return the same message with whom it means named, where staff left that to what was said before."""
    if ctx.caller.may_work and _URGES.search(ctx.text) and ctx.message.kind is Kind.TEXT:
        ctx = as_if(ctx, _URGES.sub("催", ctx.text))
    text = ctx.text
    if not _may_lack(ctx, text):
        return ctx
    slots = ctx.at_work().slots
    address = slots.get("address") or {}
    if (address.get("building") and not _ALSO_TO.search(text)) or slots.get("phone"):
        return ctx
    named = slots.get("name") or mentioned(ctx.actor, ctx.db, text)
    rooms = list(_ROOM.finditer(text))
    if rooms:  # of several doors each is somebody else's
        return ctx if len(rooms) > 1 else _with_building(ctx, rooms[0], is_named=bool(named))
    if _NEWCOMER.match(text):
        door = _last(ctx).partition("\0")[0]
        return as_if(ctx, f"{door} {text}") if door else ctx
    if named or not (them := _THEM.search(text)) or not _STANDS_FIRST.search(text[: them.start()]):
        return ctx
    last = _last(ctx)
    whom = last.replace("\0", "")
    return as_if(ctx, f"{text[: them.start()]}{whom} {text[them.end() :]}") if whom else ctx


def _may_lack(ctx: Context, text: str) -> bool:
    """Tell at a glance whether something may be left out that was said before."""
    if not ctx.caller.may_work or ctx.message.kind is not Kind.TEXT or len(text) > LONGEST:
        return False
    if (
        _TELLS_ALL.match(text)
        or _TO_OTHERS.search(text)
        or not any(one.search(text) for one in (_THEM, _ROOM, _NEWCOMER))
    ):
        return False
    if ctx.place is not None and places.is_form(ctx.place):
        return False
    return ctx.actor.is_staff and not ctx.message.in_group


def _with_building(ctx: Context, room: re.Match[str], *, is_named: bool) -> Context:
    """Name the building of “401”: the only one they look after, or the one they spoke of just before.

    Of “302何志远” the name says who is meant.
    """
    seats = [seat.building for seat in ctx.actor.seats() if seat.building]
    building = seats[0] if len(seats) == 1 == len(ctx.actor.seats()) else ""
    if not building and not is_named:
        building = str(_address_before(ctx).get("building") or "")
    if not building:
        return ctx
    at, text = room.start(), ctx.text
    return as_if(ctx, f"{text[:at]}{building}号楼{text[at:]}")


def as_if(ctx: Context, text: str) -> Context:
    """Return the message as if this had been written."""
    message = replace(ctx.message, text=text)
    hear = ctx.house.hear
    parse = hear(text, ctx.local_sent_at) if hear is not None else ctx.parse
    return ctx.derive(message=message, parse=parse)


def _address_before(ctx: Context) -> Mapping[str, Any]:
    for _, slots in _before(ctx):
        address = slots.get("address") or {}
        if address.get("building"):
            return dict(address)
    return {}


def _last(ctx: Context) -> str:
    """Return door and name, with a zero between, of whom they spoke of last; "" for nobody or several."""
    room = ""  # “查下502”, of which the building was named before that
    for text, slots in _before(ctx):
        address = slots.get("address") or {}
        if room and address.get("building"):
            return f"{address['building']}号楼{room}"
        names = _names(ctx, text, slots)
        if len(names) > 1 or len(set(_DOORS.findall(_PHONES.sub("", text)))) > 1:
            return ""
        has_door = bool(address.get("building") and address.get("room"))
        if not room and (has_door or names):
            return f"{_door(address) if has_door else ''}\0{''.join(names)}"
        found = _ROOM.search(text)
        room = room or (found[0] if found else "")
    return ""


def told_before(ctx: Context) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what staff said lately and what was understood of it, newest first."""
    return _before(ctx)


def _names(ctx: Context, text: str, slots: Mapping[str, Any]) -> list[str]:
    """Return the names in what they said, whether the register knows them or not."""
    known = [each.said for each in mentioned(ctx.actor, ctx.db, text)]
    said = [str(each) for each in (slots.get("people") or [slots.get("name")]) if each]
    return list(dict.fromkeys(known or said))


def _door(address: Mapping[str, Any]) -> str:
    entrance = f"{address['unit']}单元" if address.get("unit") else ""
    return f"{address['building']}号楼{entrance}{address['room']}"


def _before(ctx: Context) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what they said lately and what was understood of it, newest first."""
    hear = ctx.house.hear_staff
    if hear is None:
        return []
    said = turns.lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY, LOOKED_AT)
    return [(text, hear(text, ctx.local_sent_at).slots) for text in said]
