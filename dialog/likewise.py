"""“那3号楼呢”, “8号呢”, “孙敏呢”: staff ask the same of another place or person."""

import re
from datetime import timedelta

from db import turns
from dialog.context import Context
from dialog.spoken_of import as_if

LATELY = timedelta(minutes=30)
LOOKED_AT = 5
LONGEST = 30
_THESE = re.compile(r"[这那]几?[个栋幢](?:号?楼栋?|(?<=[栋幢]))")  # “谁管这几个楼”
_OTHER = re.compile(
    r"(?:那么?|还有|再看看?|[\s,，]){0,3}(?:(?P<building>\d{1,3})(?:号楼?|栋|幢)|(?P<name>[\u4e00-\u9fff·]{2,4}?))(?:那边|那里|的|家)?(?:呢|咋样|怎么样|什么情况)[?？。!！]*"
)
_BUILDING = re.compile(r"(?<!\d)\d{1,3}(?:号楼|栋|幢)")
_NO_NAME = re.compile(r"我|你|他|她|它|这|那|人|怎|什|咋|现在|今|明|昨|大家|孩|老|通知|体温|药")


def anew(ctx: Context) -> Context:
    """Return the question before with this place or person in it, or the message as it is."""
    other = _OTHER.fullmatch(ctx.text.strip())
    these = _THESE.search(ctx.text) if len(ctx.text) <= LONGEST else None
    if (
        (other is None and these is None)
        or not ctx.caller.may_work
        or ctx.message.in_group
        or not ctx.actor.is_staff
    ):
        return ctx
    since = ctx.now - LATELY
    said = turns.lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since, LOOKED_AT)
    if other is None:
        named = next((found for text in said if (found := _BUILDING.findall(text))), [])
        return as_if(ctx, _THESE.sub("、".join(dict.fromkeys(named)), ctx.text)) if named else ctx
    before = next((text for text in said if _OTHER.fullmatch(text.strip()) is None), "")
    if not before:
        return ctx
    text = (
        _of_building(before, f"{other['building']}号楼")
        if other["building"]
        else _of_person(ctx, before, other["name"])
    )
    return as_if(ctx, text) if text else ctx


def _of_building(before: str, building: str) -> str:
    swapped, many = _BUILDING.subn(building, before, count=1)
    return swapped if many else f"{building}{before}"


def _of_person(ctx: Context, before: str, name: str) -> str:
    """Put somebody in the place of the only one that was asked about; "" where nobody was."""
    hear = ctx.house.hear_staff
    if hear is None or _NO_NAME.search(name):
        return ""
    old = str(hear(before, ctx.local_sent_at).slots.get("name") or "")
    return before.replace(old, name) if old and old in before else ""
