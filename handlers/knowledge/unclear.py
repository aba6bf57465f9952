"""What is not clearly one of the meanings we know: a question that is known all the same, or may be."""

import re

from community.knowledge.finding import BY_RULE
from community.knowledge.nearness import NEAR, TOLD, VERY_NEAR
from dialog import Context, Reply, Router
from dialog.meanings import Meanings
from dialog.short_replies import is_pausing
from handlers.knowledge import likeliest, local_facts, matters, unknown
from handlers.knowledge.answers import A_QUESTION, known_answer, say
from handlers.work import topics

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
# Whoever wants something brought says that it is wanted, or that it is running out.
_FETCHED = re.compile(
    r"[买配送缺捎拿带]|没了|没有|断了?|[吃用快]完|只?剩|不够|代|有没有|有吗|要[点一二两三几\d]|\d[盒瓶斤袋桶]|哪[里儿]"
)
_OF_SPOILT = {"request_medicine", "request_supplies", "request_errand", "complain_service"}
HALF = 0.5
BOTH = 2  # known questions, and as many deeds, that are offered where neither is plain
UNCLEAR = "我没太听明白，您是想："
MAYBE = 0.3  # so likely, what they want is worth asking back
_HELP = ("request_", "psych_support", "complain_", "volunteer_")
_DONE = (*_HELP, "report_")  # what is done for somebody, and is no question


@router.intercept
def plainly_asked(ctx: Context, _: object) -> Reply | None:
    """Answer “剩的头孢能吃吗”: it asks about medicine, and asks for none."""
    if ctx.parse.intent not in _TAKEN_FOR or not unknown.asks_whether(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=PLAINLY)
    if found is None and ctx.parse.intent not in _DEEDS:
        found = ctx.knowledge.known(ctx.text, ctx.now)
    if found is not None:
        return say(ctx, local_facts.beside(ctx, found) or found).means("known")
    if ctx.parse.intent not in _GOODS or ctx.is_aside or _FETCHED.search(ctx.text):
        return None
    return likeliest.answered(ctx) or unknown.passed_on(ctx)


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
    if not asks and not _is_about_this(ctx):
        return None if _tells_of_oneself(ctx) else _guessed(ctx, TOLD)
    if ctx.parse.intent == "oos" and _reports(ctx) and not unknown.haste(ctx.text):
        return None  # what is nearly understood is asked about
    if not asks:
        return _guessed(ctx, TOLD) or matters.trouble(ctx)
    if (said := _guessed(ctx, NEAR if ctx.is_aside else VERY_NEAR)) is not None:
        return said
    deeds = meanings.offers(ctx, _DONE) if _wants_help(ctx) else []
    if not ctx.is_aside and (said := likeliest.answered(ctx, deeds)) is not None:
        return said
    is_wished = deeds and (unknown.calls(ctx.text) or _is_half_sure(ctx))
    if is_wished or ctx.is_aside or not _is_ours(ctx):
        return None
    return _either(ctx, meanings) if _has_meaning(ctx) else unknown.passed_on(ctx)


def _either(ctx: Context, meanings: Meanings) -> Reply | None:
    """Ask back with the known questions that are somewhat near, beside what else may be wanted."""
    near = ctx.knowledge.likely(ctx.text, ctx.now, BOTH, unknown.RIVAL)
    if not near:
        return None
    known = [(one.piece.questions[0], one.piece.id) for one in near]
    return unknown.offer(ctx, UNCLEAR, known, meanings.offers(ctx)[:BOTH]).means("ask_back")


def _is_ours(ctx: Context) -> bool:
    """Tell whether it is a matter of the place: by its words, or near to what we know."""
    is_near = bool(ctx.knowledge.likely(ctx.text, ctx.now, 1, unknown.RIVAL))
    return is_near or unknown.is_ours(ctx.text)


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
