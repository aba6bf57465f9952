"""Help has come or has taken somebody along: those called hear it, and nobody is told to ring any more."""

import re
from datetime import timedelta

from community.questions.feedback import said_lately
from community.work import calling
from dialog import Context
from handlers.work import meanwhile, promises
from handlers.work.meanwhile import BODY, MIND, POLICE, RESCUE, Going

AGES = timedelta(hours=3)  # so long nobody who was handed over is spoken of as if nobody had come
_HELPERS = r"救护车|急救车?|120|119|110|医生|大夫|护士|消防[员队车]?|警察|民警|救援[队员]?|救生艇|冲锋舟|车|他们|你们的?人|网格员"
_HAS_COME = re.compile(
    rf"(?:{_HELPERS})(?:的人?|同志|师傅)?(?:已经|都|刚刚?|终于|们|也){{0,2}}(?:来|到|赶到|上来|进来|接上)(?:楼下|门口|现场|家|这里)?了"
)
_TAKEN = re.compile(
    r"(?:接|带|抬|拉|送|抱|背|推|救|转)(?:走|上车|上救护车|出[去来]|上来|到|去|进)[^，,。？?吗没]{0,8}了"
    r"|(?:已经|都|刚刚?|人)(?:在|到|送到?|住进|进)[^，,。？?]{0,4}(?:医院|急诊|抢救室|手术室|病房|ICU|icu|安置点|派出所)"
    r"|住(?:上)?院了|(?:^|[，,。\s])(?:已经|刚)?到了?(?:医院|急诊)了?|进(?:了)?(?:抢救室|手术室|ICU|icu)|送(?:去|到|往|进)?了?[县镇市区省]?(?:人民|中心|第[一二三])?医院了"
)
_GOING = re.compile(
    r"(?:去|往|赶去|送去?|到)[^，,。]{0,6}(?:医院|急诊|卫生院)[^，,。]{0,4}(?:路上|途中)|(?:在|已经)路上了|(?:正|已经)?(?:往|赶)[^，,。]{0,4}(?:医院|急诊)(?:赶|走|开)"
)
_SAFE = re.compile(
    r"(?:已经|人|都|现在|我们?|全家)[^，,。]{0,3}(?:到|在|上|爬到|转移到|撤到|躲到)了?[^，,。]{0,6}(?:楼上|楼顶|高处|高地|山上|邻居|亲戚|朋友家|学校|体育馆|安置点|安全)"
)
_WHOSE = (
    (POLICE, re.compile(r"警察|民警|110|派出所|警车")),
    (RESCUE, re.compile(r"消防|119|救援|救生艇|冲锋舟")),
)
_NOT_YET = re.compile(
    r"[?？吗么]|没(?:有)?(?:人)?(?:来|到|接|应)|不(?:来|到|肯|愿|让)|还没|怎么|咋|要不要|能不能|想|不要|别|快到|多久|又|可是|但是?"
)
LONGEST = 30  # characters; a longer story tells more than that

ON_THE_WAY, SAFE = "on the way", "safe"
TOLD = {
    ON_THE_WAY: "路上别停，已经转告{who}。跟120或医院急诊通着电话，请他们等着；别喂吃的、喝的，人不好了靠边停下打120。带上药盒、包装给医生看。",
    SAFE: "人在安全的地方就好，已经转告{who}。水没退、没说能回，别下去拿东西。几个人、缺药缺吃的、有人不舒服，跟我说。",
    BODY: "人有医生接手了就好，已经转告{who}。几点开始的、吃过什么药、对什么过敏，都告诉医生；跟去的人带上身份证、医保卡、常吃的药。家里还有老人孩子要人照看，跟我说。",
    RESCUE: "救援的人到了就好，听他们的，别回去拿东西。已经转告{who}。到了安全的地方，跟我说几个人、有没有受伤、缺什么。",
    POLICE: "警察来了就好，照实说，伤了请他们看、留好凭证。已经转告{who}。之后住的地方不安全、要人陪，跟我说。",
    MIND: "有人接手了就好，身边先别离人，已经转告{who}。您自己也别一个人扛：想找人说话打12356，24小时有人听；要人陪，跟我说。",
}
AND_SO = "已经转告{who}。还有什么要社区帮的，接着跟我说；人又不好了，马上打120。"
HOW = {
    **dict.fromkeys((BODY, RESCUE, POLICE, MIND), "说已经有人接手"),
    ON_THE_WAY: "说正在去医院的路上",
    SAFE: "说人已经在安全的地方",
}
# Whoever is on the way is not there yet.
_HEADS = tuple(words.partition("，")[0] for how, words in TOLD.items() if how != ON_THE_WAY)


def heard(ctx: Context) -> str | None:
    """Hear that help has come, tell those called, and say what comes next; None for other words."""
    number = calling.in_danger(ctx.db, ctx.calls)
    danger = meanwhile.going(ctx, AGES)
    if number is None or danger is None or ctx.actor.is_staff:
        return None
    if len(ctx.text) > LONGEST or _NOT_YET.search(ctx.text):
        return None
    how = _how(ctx.text, danger)
    if how is None:
        return None
    item = calling.tell_ended(ctx.actor, ctx.db, number, ctx.text, ctx.speaker, HOW[how], ctx.now)
    return promises.told(ctx, item, TOLD[how])


def _how(text: str, danger: Going) -> str | None:
    """Return who looks after them now: on the way to hospital, out of the water, or with whom."""
    if danger.kind == BODY and _GOING.search(text):
        return ON_THE_WAY
    if danger.kind == RESCUE and _SAFE.search(text):
        return SAFE
    if not (_HAS_COME.search(text) or _TAKEN.search(text)):
        return None
    return next((whose for whose, words in _WHOSE if words.search(text)), danger.kind)


def is_so(ctx: Context) -> bool:
    """Tell whether they have told us that help had come, and of no new danger since."""
    for one in said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - AGES):
        if one.answer.startswith(_HEADS):
            return True
        if one.intent == "danger":
            return False
    return False
