"""English in: the commonest questions and dangers are answered in English, the rest goes to a person."""

import re

from community.knowledge.nearness import ENGLISH
from community.people.access import Role
from community.work import calling, escalation
from dialog import Context, Reply, Router

router = Router("english")

LEAST = 0.5  # share of the words of a question one of the few has, to be the one meant
CALLED = (
    "Sorry, I cannot answer this in English yet. I have asked {who} to contact you. "
    "In an emergency call 120 (ambulance), 119 (fire, rescue) or 110 (police)."
)
NOBODY = (
    "Sorry, I cannot answer this in English yet, and nobody here can be reached right now. "
    "Please call 12345 (city hotline); 120 ambulance, 119 fire, 110 police."
)
POSTS = {
    Role.GRID_WORKER: "your grid worker",
    Role.SECRETARY: "the community secretary",
    Role.DUTY: "the officer on duty",
    Role.DOCTOR: "the community doctor",
}
IN_DANGER = {
    "120": "Call 120 (ambulance) NOW: say where you are and what happened, stay on the line.",
    "119": "Call 119 (fire, rescue) NOW and get to safety; do not go back for anything.",
    "110": "Call 110 (police) NOW and get to a safe place with people around.",
    "12356": "You are not alone. Please call 12356 (counselling, free, 24 h) now, or 120 in danger.",
}
SHOW = "What to do meanwhile, in Chinese; show it to somebody near you:"
_NUMBER = re.compile("|".join(sorted(IN_DANGER, key=len, reverse=True)))
_ASKS = re.compile(
    r"\?|\b(?:what|where|when|why|who|how|which|can|could|may|do|does|is|are|should|must|need|want"
    r"|help|please|have|has|my|i|i'm|there)\b",
    re.IGNORECASE,
)


def speaks(ctx: Context) -> bool:
    """Tell whether a message is a sentence in English, of somebody who does not work here."""
    scripts = ctx.house.scripts
    return scripts is not None and scripts.is_english(ctx.text) and not ctx.actor.is_staff


@router.intercept
def answer(ctx: Context, _: object) -> Reply | None:
    """Answer in English, or say in one sentence of it that a person comes."""
    if not speaks(ctx) or ctx.slots.get("temps") and not _ASKS.search(ctx.text):
        return None
    if (key := _meant(ctx)) and (found := ctx.knowledge.chosen(key, ctx.now)) is not None:
        return ctx.answer(found, found.said).means("known")
    if ctx.is_aside or ctx.message.in_group or not _ASKS.search(ctx.text):
        return None
    return Reply(_call(ctx), meant="request_human")


def _meant(ctx: Context) -> str:
    """Return the entry that has most of the words of a question; "" where none has enough."""
    asked = _words(ctx.text)
    best = (LEAST - 0.01, "")
    for entry in ctx.knowledge.of_topic(ctx.text, ctx.now, ENGLISH):
        known = [_words(question) for question in entry.piece.questions]
        in_all = len(asked & set().union(*known))
        in_one = max(len(asked & words) for words in known)
        share = (in_all + in_one) / (2 * len(asked)) if asked else 0.0
        best = max(best, (share, entry.piece.id), key=lambda each: each[0])
    return best[1]


def _words(text: str) -> set[str]:
    """Return the words that tell what a question is about, without their endings."""
    found = re.findall(r"[a-z]{2,}", text.lower().replace("'", ""))
    return {_ENDING.sub("", word) for word in found} - _PLAIN


_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s)$")
_PLAIN = set(
    "the and or in on at to of for my me it is are was am be do doe did does can could may should must will"
    " have has had what when where why who how which this that there here we you your our not no now any"
    " some with from if so too very much many get go going please need want know about after before thi ha im".split()
)


def _call(ctx: Context) -> str:
    words, desk = ctx.text, ctx.house.desk
    called = calling.person(
        ctx.actor, ctx.db, words, ctx.speaker, ctx.calls, ctx.subject, ctx.now, desk
    )
    heard = escalation.heard_by(ctx.db, called.item, desk, ctx.now)
    who = " and ".join(POSTS[role] for role in heard if role in POSTS)
    return CALLED.format(who=who) if who else NOBODY


def in_danger(ctx: Context, said: str) -> str:
    """Return what is said in danger with the number to call in English before it."""
    number = _NUMBER.search(said)
    if number is None or not speaks(ctx):
        return said
    return f"{IN_DANGER[number[0]]}\n{SHOW}\n{said}"
