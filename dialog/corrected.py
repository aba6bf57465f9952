"""Staff put right what they said just before: “打错了 是502” is heard as the whole sentence said anew."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from core import corrections
from core.corrections import Righting
from db import turns
from dialog import places
from dialog.context import Context
from dialog.places import CHOICES
from dialog.short_replies import is_yes
from dialog.spoken_of import as_if

LATELY = timedelta(minutes=10)
LOOKED_AT = 4
# A notice is put right where it waits.
_OF_A_NOTICE = ("notice", "unaddressed")
_REGISTERS = re.compile(r"登记|录入|新搬来|新增|新住")
_IS_NOTICE = re.compile(
    r"\s*(?:请|再|帮我|麻烦|快|马上)*(?:群?发|通知|紧急|写[个条]|给.{1,16}(?:发|说)|全体|替换|点.{0,2}名)"
)
_FIELD = {"room": "door", "door": "door", "phone": "phone", "": "name"}


def anew(ctx: Context) -> Context:
    """Return the message as the whole sentence it puts right, or as it is."""
    if not ctx.caller.may_work or not ctx.actor.is_staff or ctx.message.in_group:
        return ctx
    said = heard(ctx)
    return as_if(ctx, said) if said else ctx


def heard(ctx: Context) -> str | None:
    """Return the sentence that is meant by a correction of staff's; None where nothing is put right."""
    said = corrections.read(ctx.text)
    if said is None or _is_in_a_form(ctx):
        return None
    if (shown := _shown(ctx)) is not None:
        return corrections.apply(shown, said, _names(ctx, shown)) if shown else None
    since = ctx.now - LATELY
    before = turns.lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since, LOOKED_AT)
    if len(before) > 1 and is_yes(before[0]):
        return _of_what_is_done(ctx, _whole(ctx, before[1:]), said)
    text = _whole(ctx, before)
    return corrections.apply(text, said, _names(ctx, text)) if text else None


def _whole(ctx: Context, before: Sequence[str]) -> str:
    """Return the newest sentence, with what was put right of it since: newest first."""
    if not before or (said := corrections.read(before[0])) is None:
        return before[0] if before else ""
    text = _whole(ctx, before[1:])
    return corrections.apply(text, said, _names(ctx, text)) or before[0]


def _is_in_a_form(ctx: Context) -> bool:
    return ctx.place is not None and places.is_form(ctx.place)


def _shown(ctx: Context) -> str | None:
    """Return the words numbers were offered for; "" where they are for a notice, None without any."""
    if ctx.place is None or ctx.place.form != CHOICES:
        return None
    answers = ctx.place.answers
    if any(key in answers.get("known", {}) for key in _OF_A_NOTICE):
        return ""
    return str(answers.get("text") or "") or None


def _slots(ctx: Context, text: str) -> Mapping[str, Any]:
    hear = ctx.house.hear_staff
    return hear(text, ctx.local_sent_at).slots if hear is not None else {}


def _names(ctx: Context, text: str) -> Sequence[str]:
    slots = _slots(ctx, text)
    found = slots.get("people") or [slots.get("name")]
    return [str(each) for each in found if each and str(each) in text]


def _of_what_is_done(ctx: Context, text: str, said: Righting) -> str | None:
    """Whoever was registered a moment ago is not registered twice: what was wrong is changed."""
    if _IS_NOTICE.match(text):
        return None  # a second one beside it would be no correction
    if not _REGISTERS.search(text):
        return corrections.apply(text, said, _names(ctx, text))
    slots, names = _slots(ctx, text), _names(ctx, text)
    address = slots.get("address") or {}
    if len(names) != 1 or not (address.get("building") and address.get("room")):
        return None
    door = "-".join(
        str(address[part]) for part in ("building", "unit", "room") if address.get(part)
    )
    field = _FIELD.get(corrections.kind_of(said.new))
    if field == "phone":
        return f"改电话 {door} {names[0]} {said.new}"
    if field == "name":
        return f"{door} {names[0]} 名字写错了，应该是{said.new}"
    if field != "door":
        return None
    is_whole = corrections.kind_of(said.new) == "door"
    new = said.new if is_whole else f"{door.rpartition('-')[0]}-{said.new}"
    return f"{door} {names[0]} 搬到 {new}"
