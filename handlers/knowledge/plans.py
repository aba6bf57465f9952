"""What changes in a journey just asked about: another day, who comes along, that nobody comes after all."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from community.questions.feedback import LastSaid, said_lately
from dialog import Context, Reply, Router
from dialog.places import is_in_form
from dialog.reply import reply
from handlers.knowledge import travel, unknown
from handlers.work import calling_off

router = Router("plans")

LATELY = timedelta(minutes=30)
LONGEST = 40  # characters; what is longer is a question of its own
SEEN = 24  # characters by which an answer is known again
ANOTHER_DAY = "好，日子改了，办法和前面说的一样。"
ALL_OF_THEM = "好，一起走的人都一样，办法和前面说的不变。路上有人发烧、不舒服，跟我说一声是谁。"
NOTHING_SENT = "我这里没有替您登记过，不用改别的。"
STAYS = "好的，不动身就什么都不用办。我这里没有您交过的登记，不用取消。哪天又要走，再跟我说。"
FORM = "returnee"
BEGUN = "好，照您说的帮您登记；是自愿的，不想填回复“取消”。"
_GOES_AWAY = {"ask_departure_policy", "report_travel"}
_COMES = re.compile(r"到(?!底|时候?)|坐|开车|回[来家]?|来|动身|出发|走")
_OF_TRAVEL = {"ask_report_procedure", "ask_return_policy", "ask_departure_policy", "report_travel"}
_TOLD_OF_IT = re.compile(r"返乡(?:登记|报备)")
_PARTICLES = "嘛啊呀哈吧咯。.!！~ "  # “取消嘛” asks nothing
_OTHERWISE = re.compile(
    r"[打说写记弄听]错了?|不对|更正|改[成到为在签]|改了|换[成到]|推[迟后]|提前|晚[一两二三几]天|早[一两二三几]天|没(?:买到|抢到)?票了?|票(?:没|卖完)"
)
_NOT_AT_ALL = re.compile(
    r"(?<!要)(?<!能)不(?:准备|打算|想|用)?(?:回|来|去|走)(?:来|去)?了|取消|不用(?:登记|报备)了|(?:登记|报备)(?:那个|的)?不(?:用|要)了|作废|走不成|回不(?:成|来|去)了"
)
_TOGETHER = re.compile(r"还有|一起|一块|带着?|加上?|跟我|和我|也(?:回|来|去|走)")
_THEY = re.compile(
    r"老[婆公伴]|媳妇|爱人|娃|孩子|小孩|儿子|女儿|闺女|爸|妈|爹|娘|父母|爷|奶|外[公婆]|孙|[哥姐弟妹]|一家|[两二三四五六七八几\d]个?[人口]"
)


@router.intercept
def changed(ctx: Context, _: object) -> Reply | None:
    """Hear what is different now with the journey asked about a moment ago."""
    if not _may_be(ctx) or (before := _asked_before(ctx)) is None:
        return None
    if _NOT_AT_ALL.search(ctx.text):
        return reply(calling_off.off(ctx, None) or STAYS).means("known")
    if _OTHERWISE.search(ctx.text) and ctx.slots.get("dates"):
        return _again(ctx, before, ANOTHER_DAY, {"dates": ctx.slots["dates"]})
    if _TOGETHER.search(ctx.text) and _THEY.search(ctx.text):
        return Reply(ALL_OF_THEM, meant=before.intent)
    return _registered(ctx, before) if _tells_how(ctx) else None


def _tells_how(ctx: Context) -> bool:
    """Tell whether they go on to say when or how they come, and nothing that is whole in itself."""
    if ctx.parse.intent != "oos" and not ctx.parse.ask_back:
        return False
    is_on_its_way = ctx.slots.get("dates") and _COMES.search(ctx.text)
    return bool(ctx.slots.get("transport") or is_on_its_way)


def _registered(ctx: Context, before: LastSaid) -> Reply | None:
    """Begin the registration of somebody who comes here, with what was told of it so far."""
    if before.intent in _GOES_AWAY or ctx.house.hear is None:
        return None
    told = ctx.house.hear(before.text, ctx.local_sent_at).slots
    parse = replace(ctx.parse, slots={**told, **ctx.slots})
    return ctx.derive(parse=parse).start(FORM, says=f"{BEGUN}\n{{asked}}").means(before.intent)


def _may_be(ctx: Context) -> bool:
    if ctx.is_aside or is_in_form(ctx) or ctx.message.in_group or ctx.actor.is_staff:
        return False
    is_ill = ctx.parse.danger or ctx.slots.get("temps") or ctx.slots.get("symptoms")
    asks = unknown.asks(ctx.text.rstrip(_PARTICLES))
    return len(ctx.text) <= LONGEST and not is_ill and not asks


def _asked_before(ctx: Context) -> LastSaid | None:
    """Return the question about a journey they asked lately."""
    said = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY)
    return next((one for one in said if _is_of_travel(one)), None)


def _is_of_travel(one: LastSaid) -> bool:
    return one.intent in _OF_TRAVEL or (
        one.intent == "known" and bool(_TOLD_OF_IT.search(one.answer))
    )


def _again(ctx: Context, before: LastSaid, told: str, slots: Mapping[str, Any]) -> Reply:
    """Say what holds now, and only that nothing changed where it is what they have heard."""
    if ctx.house.hear is None:
        return Reply(told, meant=before.intent)
    parse = ctx.house.hear(before.text, ctx.local_sent_at)
    parse = replace(parse, slots={**parse.slots, **slots})
    message = replace(ctx.message, text=before.text)
    said = reply(travel.ask(ctx.derive(parse=parse, message=message)))
    if not said.choices:
        return said.after(told).means(before.intent) if said.said else Reply(told)
    if said.text[:SEEN] not in before.answer:
        return said.means(before.intent)
    nothing = "" if calling_off.can_be_taken_back(ctx) else NOTHING_SENT
    return replace(said, text=f"{told}{nothing}", below="").means(before.intent)
