"""A danger told bit by bit: hives after a medicine, then a hoarse voice; a fever, then a jerking arm."""

import re
from dataclasses import replace
from datetime import timedelta

from community.questions.feedback import LastSaid, said_lately
from dialog import Context, Router
from handlers.work import first_aid, meanwhile, unfolding
from handlers.work.first_aid import UNNAMED
from handlers.work.unfolding import Unfolding

router = Router("gathering")

LATELY = timedelta(minutes=30)
A_STORY = 120  # characters; what is longer is read as a whole
LONGEST = 60  # characters; what is longer tells all of it
MOST = 2  # turns before this one
_OF_A_BODY = (
    "report_symptom",
    "report_temperature",
    "report_exposure",
    "ask_symptom_care",
    "ask_disease_knowledge",
    "request_medical",
    "danger",
)
_TOLD = re.compile(
    r"[烧烫热咳喘憋闷紧肿痛疼晕昏吐拉血疹麻抖抽汗困哑渴]|没(?:力|劲|精神|尿)|[叫喊]不|不(?:吃|喝|说话|理|动|认)|显示|停电|没电|断电|制氧|呼吸机|氧气|透析|血[氧压糖]|度|发[紫白青]|摔|撞|咬"
)
_OVER = re.compile(r"好了(?![几多])|没事了|退了|缓过来|正常了")


@router.on_danger_in_parts
def heard(ctx: Context) -> Context:
    """Return the message with the danger that only it and what was told just before tell together."""
    if ctx.parse.danger is not None and ctx.parse.danger not in first_aid.VAGUE:
        return ctx
    if (told := _unfolding(ctx)) is not None:
        return ctx.derive(parse=replace(ctx.parse, danger=told.name, help=told.help))
    if ctx.parse.danger not in (None, UNNAMED) or not _may_add(ctx):
        return ctx
    before = _told_before(ctx)
    if not before or ctx.house.hear is None:
        return ctx
    whole = "，".join([*(one.text for one in reversed(before)), ctx.text])
    parse = ctx.house.hear(whole, ctx.local_sent_at)
    if parse.danger in (None, UNNAMED) or _was_named(ctx):
        return ctx
    return ctx.derive(parse=replace(ctx.parse, danger=parse.danger, help=parse.help))


def _unfolding(ctx: Context) -> Unfolding | None:
    """Return the danger these words are where they are said, by what was told before."""
    if ctx.message.in_group or ctx.message.is_tap or ctx.actor.is_staff or len(ctx.text) > A_STORY:
        return None
    if _OVER.search(ctx.text):
        return None
    since = ctx.now - LATELY
    said = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)[: unfolding.MOST]
    return unfolding.together(ctx.text, [one.text for one in reversed(said)])


def _may_add(ctx: Context) -> bool:
    is_one_of_many = ctx.message.in_group or ctx.message.is_tap or ctx.actor.is_staff
    if is_one_of_many or len(ctx.text) > LONGEST or _OVER.search(ctx.text):
        return False
    return bool(_TOLD.search(ctx.text))


def _told_before(ctx: Context) -> list[LastSaid]:
    """Return what was told of a body in the turns just before, the newest first."""
    since = ctx.now - LATELY
    said = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)[:MOST]
    told = [one for one in said if one.intent in _OF_A_BODY or _TOLD.search(one.text)]
    return [] if any(_OVER.search(one.text) for one in told) else told


def _was_named(ctx: Context) -> bool:
    """Tell whether they have heard already what helps in a danger of theirs."""
    danger = meanwhile.going(ctx)
    return danger is not None and danger.name != UNNAMED
