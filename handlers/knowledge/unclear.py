"""What is not clearly one of the meanings we know: a question that is known all the same, or may be."""

import re

from community.knowledge.finding import BY_RULE
from community.knowledge.nearness import NEAR, TOLD, VERY_NEAR
from dialog import Context, Reply, Router
from dialog.meanings import Meanings
from dialog.reply import reply
from dialog.short_replies import is_pausing
from handlers.knowledge import added, likeliest, local_facts, matters, not_ours, story, unknown
from handlers.knowledge.answers import A_QUESTION, known_answer, say
from handlers.work import promises, topics

router = Router("unclear")

PLAINLY = 0.7  # so near a known question, what is asked is a question whatever else it may be
NEARLY = 0.55  # … and so near, where it may be one
_BOUGHT = {"request_supplies", "request_medicine", "request_errand"}
_DEEDS = {"request_medicine", "request_human", "volunteer_donate"}
_TAKEN_FOR = _DEEDS | {
    "ask_contact",
    "ask_venue",
    "request_errand",
    "request_supplies",
    "psych_support",
}
_GOODS = {"request_medicine", "request_supplies"}
_HELPED = {"request_medical", "volunteer_donate", "complain_service"}
# Whoever wants something brought says that it is wanted, or that it is running out.
_FETCHED = re.compile(
    r"[买配送缺捎拿带]|没了|没有|断了?|[吃用快]完|只?剩|不够|代|有没有|有吗|要[点一二两三几\d]|\d[盒瓶斤袋桶]|哪[里儿]"
)
# … in so many words, where they ask for goods in no other way.
_NEEDED = re.compile(
    r"[买配送缺捎拿带]|没了|没有?[药米菜奶粮水面油盐]|断[药粮顿奶供]|[吃用快]完|只?剩|不够|代|有没有|有吗|要|想|需|来[一二两三几\d]|\d\s*[盒瓶斤袋桶板箱]|[一二两三半几][盒瓶斤袋桶板箱]|[领发]|备[点些]|哪[里儿]|[给帮]我"
)
# Who has taken some orders none: “吃完奥司他韦吐了要补吗”.
_TAKEN_ALREADY = re.compile(
    r"[吃喝打喂服]完?了?[^，,。]{0,12}(?:吐|补|拉|疼|过敏|起疹|睡不着|多吃|漏)"
)
# What is running out is brought, whatever is asked beside it.
_RUNS_OUT = re.compile(
    r"快没|没了|[吃用喝快]完|只?剩(?!余|的|下(?:的|留|给|存))|断[粮药奶供]|断了|不够|(?:买|送)不[到进来]|撑(?:不|几|一|两)"
)
A_TALE = 10  # characters; fewer may name what is wanted and no more
_OF_SPOILT = {"request_medicine", "request_supplies", "request_errand", "complain_service"}
FETCHED = "购药"  # the topic of how medicines are had
USE = "用药"  # the topic of what is known of medicines
FOREIGN = 0.9  # so sure that it is none of the meanings, what is near only sounds alike …
CERTAIN = 0.55  # … unless it is as near as this
HALF = 0.5
# What is worth asking about even alone: to be registered, to be complained of.
_WORTH = {"report_travel", "complain_service"}
NEARLY_MEANT = 0.4
A_REMARK = 12  # characters; more may tell of something else
A_REST = 10  # characters; so few, that name nothing of the world, are of the question before
A_STORY = 6  # characters; less tells of nothing
HEARD = "听到了，谢谢您跟我说。"
# What is told of people and of where they live; the rest of the world is nobody's here.
_OF_LIFE = re.compile(
    r"[我俺咱家爸妈爹娘爷奶姐妹哥弟娃孙]|老[公婆伴头人板师]|孩子|儿子|女儿|媳妇|对象|男人|邻居|隔壁|对门|楼[上下道]|小区|社区|物业|房东|单位|公司|学校|门口|国家|政府|公家"
    r"|[\d一二三四五六七八九十]+[楼栋层号]|[钱块元]|没了|不见了|丢了|被偷|热水器|空调|冰箱|插座|水管|马桶|厕所|厨房|卫生间"
)
_CHINESE = re.compile("[\u4e00-\u9fff]{3}")
BOTH = 2  # known questions, and as many deeds, that are offered where neither is plain
UNCLEAR = "我没太听明白，您是想："
MAYBE = 0.3  # so likely, what they want is worth asking back
_HELP = ("request_", "psych_support", "complain_", "volunteer_")
_DONE = (*_HELP, "report_")  # what is done for somebody, and is no question


@router.intercept
def plainly_asked(ctx: Context, meanings: Meanings) -> Reply | None:
    """Answer “剩的头孢能吃吗”: it asks about medicine, and asks for none.

    Who asks what to do until more comes, “奶粉只剩一顿，能喂米汤吗”, hears it and is brought some.
    """
    if (both := _brought_meanwhile(ctx, meanings)) is not None:
        return both
    if unknown.asks_of(ctx.text) and ctx.parse.intent in _TAKEN_FOR | _HELPED:
        return _asked_of(ctx)
    if ctx.parse.intent not in _TAKEN_FOR or not unknown.asks_whether(ctx.text):
        return None
    # Whoever asks and has nothing fetched asks of the medicine, not how to have it bought.
    of_use = "" if _FETCHED.search(ctx.text) else USE
    found = ctx.knowledge.known(ctx.text, ctx.now, first=of_use, least=PLAINLY)
    if found is None and _TAKEN_ALREADY.search(ctx.text):
        found = ctx.knowledge.known(ctx.text, ctx.now)
    if found is None and ctx.parse.intent not in _DEEDS:
        found = ctx.knowledge.known(ctx.text, ctx.now)
    if found is not None:
        return say(ctx, local_facts.beside(ctx, found) or found).means("known")
    if ctx.parse.intent not in _GOODS or ctx.is_aside or _FETCHED.search(ctx.text):
        return None
    return likeliest.answered(ctx) or unknown.passed_on(ctx)


def _brought_meanwhile(ctx: Context, meanings: Meanings) -> Reply | None:
    """Have what is running out brought, and say what to do until it comes, where just that is known."""
    is_short = ctx.parse.intent in _GOODS and _RUNS_OUT.search(ctx.text)
    if not is_short or ctx.is_aside or ctx.is_filling or not unknown.asks(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=PLAINLY)
    if found is None or found.held.piece.topic == FETCHED:
        return None
    return meanings.chosen(ctx, ctx.parse.intent).after(found.said)


def _asked_of(ctx: Context) -> Reply | None:
    """Answer “我这样的够不够条件”, “送来的水能喝吗”, or have somebody answer: nothing is ordered by asking."""
    found = ctx.knowledge.known(ctx.text, ctx.now, least=NEARLY)
    if found is not None:
        return say(ctx, local_facts.beside(ctx, found) or found).means("known")
    if ctx.is_aside or ctx.is_filling:
        return None
    return likeliest.answered(ctx) or unknown.passed_on(ctx)


@router.intercept
def only_told(ctx: Context, _: object) -> Reply | None:
    """Answer “冰柜里的鸡化了”, “摔断了腿，老板只给药费”: who tells of something has ordered nothing."""
    is_order = ctx.parse.intent not in _GOODS or _NEEDED.search(ctx.text)
    if is_order or ctx.is_aside or ctx.is_filling or ctx.actor.is_staff or len(ctx.text) < A_TALE:
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=NEARLY)
    if found is not None:
        return say(ctx, local_facts.beside(ctx, found) or found).means("known")
    return unknown.passed_on(ctx, HEARD)


@router.intercept
def spoilt(ctx: Context, _: object) -> Reply | None:
    """Answer “药过期了”, “菜地淹了”: nothing is ordered, it is asked what becomes of it."""
    if ctx.parse.intent not in _OF_SPOILT or not unknown.is_spoilt(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=NEARLY)
    if found is not None:
        return say(ctx, local_facts.beside(ctx, found) or found).means("known")
    if ctx.parse.intent not in _GOODS or ctx.is_aside or ctx.is_filling:
        return None
    if _FETCHED.search(ctx.text):
        return None
    return likeliest.answered(ctx) or unknown.passed_on(ctx)


@router.intercept
def known(ctx: Context, meanings: Meanings) -> Reply | None:
    """When the meaning is not clear but the question is one we know, it is answered."""
    unclear = ctx.parse.intent == "oos" or ctx.parse.ask_back
    if not unclear or len(ctx.text) < A_QUESTION:
        return None
    if deed := _asked_to_do(ctx):  # “能帮我买菜吗” asks for it, not how it is done
        return meanings.chosen(ctx, deed)
    if unknown.wants(ctx.text) and topics.asked_of_us(ctx.text):
        return None  # somebody is to come; that is heard after this
    if (found := known_answer(ctx, ctx.text)) is not None:
        return say(ctx, found).means("known")
    return None if ctx.actor.is_staff else _perhaps(ctx, meanings)


def _perhaps(ctx: Context, meanings: Meanings) -> Reply | None:
    """Answer what is most likely asked, offer what may be, or have somebody answer what nobody knows.

    Where nothing is asked, only what is plainly nearer than all else is said.
    """
    asks = unknown.asks(ctx.text)
    if is_pausing(ctx.text):
        return None
    if (more := _added(ctx, asks)) is not None:
        return more
    if not asks and not _is_about_this(ctx):
        said = None if _tells_of_oneself(ctx) else _guessed(ctx, TOLD)
        return said or _heard(ctx, meanings)
    if ctx.parse.intent == "oos" and _reports(ctx) and not unknown.haste(ctx.text):
        return None  # what is nearly understood is asked about
    if not asks:
        return (
            _guessed(ctx, TOLD) or matters.trouble(ctx) or _told_near(ctx) or _heard(ctx, meanings)
        )
    if _is_foreign(ctx):
        return _rest(ctx)
    if (said := _guessed(ctx, NEAR if ctx.is_aside else VERY_NEAR)) is not None:
        return said
    return _answered(ctx, meanings)


def _rest(ctx: Context) -> Reply | None:
    """Say that it is nothing of ours; so few words are of what was asked, or called for, before."""
    if len(ctx.text) <= A_REST:
        if ctx.calls:
            return None
        if (more := reply(added.heard(ctx))).said:
            return more
    return Reply(not_ours.REST, meant="limits")


def _added(ctx: Context, asks: bool) -> Reply | None:
    """Hear a remark after a question with it: “我奶奶八十了” after one about bathing asks for no pension."""
    if asks or len(ctx.text) > A_REMARK or _tells_of_oneself(ctx):
        return None
    said = reply(added.heard(ctx))
    return said if said.said else None


def _answered(ctx: Context, meanings: Meanings) -> Reply | None:
    """Answer a question of which nothing known is plainly the one meant."""
    if (found := story.asked_in(ctx)) is not None:
        return say(ctx, found).means("known")
    deeds = meanings.offers(ctx, _DONE) if _wants_help(ctx) else []
    if not ctx.is_aside and (said := likeliest.answered(ctx, deeds)) is not None:
        return said
    is_wished = bool(deeds) and (unknown.calls(ctx.text) or _is_half_sure(ctx))
    if is_wished and not ctx.is_aside and len(ctx.text) >= story.LONG:
        return unknown.passed_on(ctx, HEARD)  # a story is read by somebody, and not chosen from
    if is_wished and not ctx.is_aside:
        return _either(ctx, meanings)  # what is known of it stands beside what may be done
    if ctx.is_aside or not _is_ours(ctx):
        return None
    either = _either(ctx, meanings) if _has_meaning(ctx) else None
    return either or unknown.passed_on(ctx)


def _heard(ctx: Context, meanings: Meanings) -> Reply | None:
    """Have somebody see to what is told of their life and of no use to choose among.

    “您是想：1 提意见 2 都不是” helps nobody, and less does a list of what else they may say.
    """
    is_told = len(ctx.text) >= A_STORY and _is_of_life(ctx)
    if promises.accused(ctx, ctx.text) is not None:
        return None  # what is told of somebody goes past them; a grid worker's question does not
    if not is_told or ctx.is_aside or ctx.is_filling or _is_of_the_body(ctx):
        return None
    if (said := matters.trouble(ctx)) is not None:
        return said
    offered = meanings.offers(ctx) if ctx.parse.ask_back or _has_meaning(ctx) else []
    is_worth = any(c.intent in _WORTH and c.score >= NEARLY_MEANT for c in ctx.parse.candidates)
    return None if is_worth or len(offered) >= BOTH else unknown.passed_on(ctx, HEARD)


def _is_foreign(ctx: Context) -> bool:
    """Tell whether it is of the rest of the world: what is near only sounds alike."""
    is_sure = ctx.parse.intent == "oos" and ctx.parse.score >= FOREIGN and not ctx.is_aside
    if not is_sure or _is_of_life(ctx) or not _CHINESE.search(ctx.text):
        return False
    return not ctx.knowledge.likely(ctx.text, ctx.now, 1, CERTAIN)


def _is_of_the_body(ctx: Context) -> bool:
    return bool(ctx.slots.get("temps") or ctx.slots.get("symptoms"))


def _either(ctx: Context, meanings: Meanings) -> Reply | None:
    """Ask back with the known questions that are somewhat near, beside what else may be wanted."""
    near = ctx.knowledge.likely(ctx.text, ctx.now, BOTH, unknown.RIVAL)
    if not near:
        return None
    known = [(one.piece.questions[0], one.piece.id) for one in near]
    return unknown.offer(ctx, UNCLEAR, known, meanings.offers(ctx)[:BOTH]).means("ask_back")


def _told_near(ctx: Context) -> Reply | None:
    """Offer the known questions near to what is told, where nobody asks in so many words."""
    near = [] if ctx.is_aside else ctx.knowledge.likely(ctx.text, ctx.now, BOTH, unknown.PERHAPS)
    if not near:
        return None
    known = [(one.piece.questions[0], one.piece.id) for one in near]
    return unknown.offer(ctx, UNCLEAR, known).means("ask_back")


def _is_ours(ctx: Context) -> bool:
    """Tell whether it is a matter of the place: by its words, or near to what we know."""
    is_near = bool(ctx.knowledge.likely(ctx.text, ctx.now, 1, unknown.RIVAL))
    return is_near or _is_of_life(ctx)


def _is_of_life(ctx: Context) -> bool:
    """Tell whether it is of people, of where they live, or of what the state does for them."""
    return unknown.is_ours(ctx.text) or bool(_OF_LIFE.search(ctx.text))


def _guessed(ctx: Context, least: float) -> Reply | None:
    """Answer the known question that is most likely meant, if it is so likely."""
    guess = ctx.knowledge.guess(ctx.text, ctx.now, least)
    if guess is None:
        return None
    return say(ctx, local_facts.beside(ctx, guess) or guess).means("known")


def _is_half_sure(ctx: Context) -> bool:
    return any(one.score >= HALF for one in ctx.parse.candidates if one.intent.startswith(_HELP))


def _tells_of_oneself(ctx: Context) -> bool:
    """Tell whether there is something to write down or to pass on, whatever it sounds like."""
    return bool(ctx.slots.get("temps") or ctx.slots.get("symptoms") or _wants_help(ctx))


def _asked_to_do(ctx: Context) -> str:
    """Return what they most likely want done, where they say that it is to be done; else ""."""
    likeliest = next((c for c in ctx.parse.candidates if c.intent != "oos"), None)
    if likeliest is None or likeliest.score < HALF or not unknown.wants(ctx.text):
        return ""
    return likeliest.intent if likeliest.intent in _BOUGHT else ""


def _wants_help(ctx: Context) -> bool:
    """Tell whether the likeliest meaning is to have something done, or to be heard."""
    likeliest = next((c for c in ctx.parse.candidates if c.intent != "oos"), None)
    return likeliest is not None and likeliest.score >= MAYBE and likeliest.intent.startswith(_HELP)


def _is_about_this(ctx: Context) -> bool:
    """Tell whether what is no question in form may still be one: nothing else is meant by it."""
    return ctx.parse.intent == "oos" and not _reports(ctx) and not _wants_help(ctx)


def _reports(ctx: Context) -> bool:
    """Tell whether it is likely that somebody tells how they are, or what they saw."""
    told = (c for c in ctx.parse.candidates if c.intent.startswith("report_"))
    return any(candidate.score >= MAYBE for candidate in told)


def _has_meaning(ctx: Context) -> bool:
    """Tell whether it is likely that what is meant hangs on rules, or is no question at all."""
    likely = (c.intent for c in ctx.parse.candidates if c.score >= HALF and c.intent != "oos")
    return any(intent in BY_RULE or not intent.startswith("ask_") for intent in likely)
