"""Life in danger: the right number first, then somebody who must answer for it."""

import re
from dataclasses import replace
from datetime import timedelta

from community.notices import receipts
from community.people import tree
from community.people.registering import Resident
from community.questions import feedback
from community.work import calling
from community.work.escalation import Subject
from core.messages import Parse
from dialog import Context, Router
from handlers.knowledge import beside, english
from handlers.work import (
    first_aid,
    first_aid_english,
    grief,
    handed_over,
    meanwhile,
    mourning,
    promises,
    told_of,
)
from handlers.work.first_aid import Help

router = Router("danger")

TOLD = "我已同时通知{who}，请他们马上联系您。"
TOLD_QUIETLY = "我已悄悄通知{who}，请他们先别打您电话。"
ALONE = "我这边的系统出了故障，这会儿没能告诉社区的人：请一定自己打电话（120、110、119），喊身边的人帮忙。"
WHERE = "请把您在几号楼几单元几室、电话发给我，好让人马上到。"
WHERE_OF = "请把人在几号楼几单元几室、叫什么发给我，我一起转过去。"
IN_REGISTER = "登记里{name}住{door}，地址电话我已一起转给他们；人不在家里，请把现在的位置发给我。"
SCENES = 2  # turns before this one
AGAIN = timedelta(hours=1)  # so long after, words that name no danger tell of the same
_WHO = re.compile(r"[^。：\n]{0,20}\{who\}[^。\n]{0,40}。")
_WATER = ("洪水", "抬不走")
_OF_DEATH = (first_aid.UNNAMED, "快不行了", "孩子危急")
GO_ON = "您也可以在这里接着跟我说。"


@router.on_danger
def help_now(ctx: Context) -> str:
    """Whoever says it and wherever they are in a form: 120, 12356, 119 or 110, and the duty officer is told."""
    if ctx.parse.danger == first_aid.UNNAMED and (said := _only_sounds_so(ctx)):
        return said
    help_ = _more_of(ctx, _in_the_water(ctx) or _in_its_scene(ctx) or _first(ctx.parse))
    who, is_unseen = ctx.speaker, help_.words.startswith(first_aid.CALL_UNSEEN)
    if ctx.card is None and ctx.contact.scene and (unit := ctx.place_of()):
        who = f"{who}（扫过{unit.name}的码）"
    resident = told_of.resident(ctx)
    called = calling.danger(
        ctx.actor, ctx.db, ctx.text, who, help_.number, _subject(ctx, resident), ctx.now,
        ctx.house.desk, tree.introduce(resident.person) if resident else "",
        calling.QUIETLY if is_unseen else calling.AT_ONCE,
    )  # fmt: skip
    receipts.cried_for_help(ctx.actor, ctx.db, ctx.text, called.item.id, ctx.now, ctx.house.desk)
    told = promises.told(ctx, called.item, TOLD_QUIETLY if is_unseen else TOLD)
    lines = [*(_answered(ctx, help_) or _first_said(ctx, help_)), told]
    if ctx.parse.help == "mind":
        lines.append(GO_ON)
    lines += _asked_where(ctx, resident)
    return english.in_danger(ctx, "\n".join(lines), _in_english(ctx.parse))


def _only_sounds_so(ctx: Context) -> str | None:
    """Meet what names no danger: that help has come, or grief for somebody who has died."""
    return handed_over.heard(ctx) or mourning.sorrow(ctx)


def _in_the_water(ctx: Context) -> Help | None:
    """Return what helps whoever cannot walk where the water was told of just before."""
    danger = meanwhile.going(ctx, AGAIN)
    if danger is None or danger.name not in _WATER:
        return None
    return first_aid.of(str(ctx.parse.danger), ctx.parse.help, f"发大水了，{ctx.text}")


def _in_its_scene(ctx: Context) -> Help | None:
    """Return what helps where it was told a moment before what threatens: “我老婆下去了”, of a flooded garage."""
    if ctx.parse.danger != first_aid.UNNAMED or ctx.message.in_group or ctx.actor.is_staff:
        return None
    since = ctx.now - meanwhile.SCENE
    said = feedback.said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)[:SCENES]
    whole = "，".join([*(one.text for one in reversed(said)), ctx.text])
    is_set, _ = first_aid.named(first_aid.UNNAMED, ctx.parse.help, whole)
    if is_set == first_aid.UNNAMED or first_aid.tells_of_a_body(ctx.text):
        return None
    going = meanwhile.going(ctx)
    if is_set == first_aid.WORN_OUT and going is not None and going.kind == meanwhile.MIND:
        return None  # they have heard it
    return first_aid.of(first_aid.UNNAMED, ctx.parse.help, whole)


def _more_of(ctx: Context, help_: Help) -> Help:
    """Return what helps in the danger told of just before, where these words name none of their own."""
    danger = meanwhile.going(ctx, AGAIN) if help_.words.startswith(first_aid.CALL_WHICH) else None
    if danger is None or ctx.actor.is_staff:
        return help_
    # Who was told is said below, in a sentence of its own.
    said = _WHO.sub("", meanwhile.answer(ctx, danger) or "").strip() or meanwhile.MORE[danger.kind]
    return Help(f"{meanwhile.call(ctx, danger)}\n{said}", help_.number)


def _answered(ctx: Context, help_: Help) -> list[str]:
    """Answer “发电机放阳台行不行” before the numbers: it only sounds like danger, and what is asked keeps it away."""
    if help_.number != "120" or not help_.words.startswith(first_aid.CALL_WHICH):
        return []
    found = beside.asked_in_danger(ctx) or beside.told_in_part(ctx)
    return [found.said, first_aid.CALL_WHICH] if found is not None else []


def _in_english(parse: Parse) -> str:
    danger, _ = first_aid.named(str(parse.danger), parse.help, parse.text)
    return first_aid_english.STEPS.get(danger, "")


def _subject(ctx: Context, resident: Resident | None) -> Subject:
    """Return whom it is about: of staff the resident they name, else whoever speaks."""
    if resident is None:
        return ctx.subject
    home = resident.person.household
    unit = home.unit if home is not None else ctx.subject.unit
    return replace(ctx.subject, person=resident.person, unit=unit)


def _asked_where(ctx: Context, resident: Resident | None) -> list[str]:
    """Ask where help has to go, or say where the register sends it; in a group nobody's door is named."""
    if ctx.message.in_group:
        return []
    if resident is not None:
        return [IN_REGISTER.format(name=tree.call(resident.person), door=resident.door)]
    if ctx.actor.is_staff:
        return [] if ctx.slots.get("address") or told_of.is_own(ctx) else [WHERE_OF]
    return [] if ctx.is_at_home else [WHERE]


def _first_said(ctx: Context, help_: Help) -> list[str]:
    """Return what helps; who tells of a death hears condolence, and what helps if it was just now."""
    if ctx.parse.danger not in _OF_DEATH:
        return [help_.words]
    if grief.certain(ctx.text):
        return [grief.DIED_SO, grief.PERHAPS, grief.PAPERS]
    return [help_.words, grief.IF_SO] if grief.perhaps(ctx.text) else [help_.words]


@router.on_danger_alone
def help_alone(parse: Parse) -> str:
    """Nothing can be stored and nobody be told: say so, and everything that helps without us."""
    return f"{_first(parse).words}\n{ALONE}"


def words(parse: Parse) -> str:
    """Return what helps at once, before anything else is said."""
    return _first(parse).words


def _first(parse: Parse) -> Help:
    return first_aid.of(str(parse.danger), parse.help, parse.text)
