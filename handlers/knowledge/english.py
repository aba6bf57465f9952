"""English in: the commonest questions and dangers are answered in English, the rest goes to a person."""

import re
from dataclasses import replace
from functools import partial

from community.knowledge import english
from community.knowledge.nearness import ENGLISH
from community.people.access import Role
from community.work import calling, escalation
from core.library import Entry
from dialog import Context, Reply, Router

router = Router("english")

# How near an entry is in meaning, and how much of the words that tell it has: two at most.  Of 96
# questions, 40 were SURE and all of them right, 58 a GUESS or better and two of these wrong.
SURE, GUESS, WORTH = 1.4, 1.0, 0.95
# … and how much of the words that tell it must have: nearness in meaning alone is of another matter.
TELLS, HINTS = 0.5, 0.35
LEAD = 0.2  # so far before the next the one that is meant must be
CLOSE = 0.3  # so near behind the first, it may be meant instead
OFFERED = 3
FEVER = "en07"  # what helps with one; said to whoever gives a reading where nothing nearer is known
SORRY = "Sorry, I cannot answer this in English yet"
CALLED = (
    f"{SORRY}. I have asked {{who}} to contact you; after half an hour the next one is told. "
    "In an emergency call 120 (ambulance), 119 (fire, rescue) or 110 (police)."
)
NOBODY = (
    f"{SORRY}, and nobody here can be reached right now. "
    "Please call 12345 (city hotline); 120 ambulance, 119 fire, 110 police."
)
UNCLEAR = (
    "Sorry, I did not understand. Say it in other words, or reply 转人工 and a person answers. "
    "In an emergency call 120 (ambulance), 119 (fire, rescue) or 110 (police)."
)
GUESSED = "(I think you ask: “{question}”. If not, reply 转人工 and somebody answers.)"
WHICH = "I am not sure what you ask. Is it one of these? In an emergency call 120, 119 or 110."
NONE = "None of these: a person answers"
POSTS = {
    Role.GRID_WORKER: "your grid worker",
    Role.SECRETARY: "the community secretary",
    Role.DUTY: "the officer on duty",
    Role.DOCTOR: "the community doctor",
}
IN_DANGER = {
    "120": "Call 120 (ambulance) NOW: say where you are and what happened, stay on the line.",
    "119": "Call 119 (fire, rescue) NOW: say where you are; do not go back for anything.",
    "110": "Call 110 (police) NOW and get to a safe place with people around.",
    "12356": "You are not alone. Please call 12356 (counselling, free, 24 h) now, or 120 in danger.",
}
SHOW = "What to do meanwhile, in Chinese; show it to somebody near you:"
AROUND = "For people around you, in Chinese:"
_NUMBER = re.compile("|".join(sorted(IN_DANGER, key=len, reverse=True)))
_ASKS = re.compile(
    r"\?|\b(?:what|where|when|why|who|how|which|can|could|may|do|does|is|are|should|must|need|want"
    r"|help|please|have|has|my|i|i'm|there)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(r"\s*(?:hello|hi|hey|help|english)[\s!.?]*", re.IGNORECASE)


def speaks(ctx: Context) -> bool:
    """Tell whether a message is a sentence in English, of somebody who does not work here."""
    scripts = ctx.house.scripts
    if scripts is None or ctx.actor.is_staff:
        return False
    return scripts.is_english(ctx.text) or bool(_GREETS.fullmatch(ctx.text))


@router.intercept
def answer(ctx: Context, _: object) -> Reply | None:
    """Answer in English, offer what may be asked, or say in one sentence of it that a person comes."""
    if not speaks(ctx) or ctx.slots.get("temps") and not _ASKS.search(ctx.text):
        return None
    near = _near(ctx)
    first = near[0][1] if near else 0.0
    if (
        first >= GUESS
        and _shared(ctx, near[0][0]) >= TELLS
        and first - (near[1][1] if len(near) > 1 else 0.0) >= LEAD
    ):
        return _told(ctx, near[0][0], is_sure=first >= SURE)
    if ctx.is_aside or ctx.message.in_group:
        return None
    if ctx.slots.get("temps") and (said := _told(ctx, FEVER, is_sure=False)):
        return said
    likely = [key for key, score in near if score >= max(WORTH, first) - CLOSE]
    if first >= WORTH and (likely := [key for key in likely if _shared(ctx, key) >= HINTS]):
        return _which(ctx, likely)
    return Reply(_call(ctx) if _ASKS.search(ctx.text) else UNCLEAR, meant="request_human")


def _shared(ctx: Context, key: str) -> float:
    return english.shares(ctx.text, _entries(ctx)).get(key, 0.0)


def _entries(ctx: Context) -> dict[str, list[str]]:
    return {
        one.piece.id: list(one.piece.questions) for one in ctx.knowledge.all_of(ENGLISH, ctx.now)
    }


def _near(ctx: Context) -> list[tuple[str, float]]:
    """Return the entries that may be meant and how near each is, the nearest first."""
    known = _entries(ctx)
    found = english.shares(ctx.text, known)
    for held, score in ctx.knowledge.of_topic(ctx.text, ctx.now, ENGLISH):
        found[held.piece.id] = found.get(held.piece.id, 0.0) + score
    of_it = [
        (key, score)
        for key, score in found.items()
        if not english.is_of_another(ctx.text, known.get(key, ()))
    ]
    return sorted(of_it, key=lambda each: -each[1])


def _told(ctx: Context, key: str, *, is_sure: bool) -> Reply | None:
    found = ctx.knowledge.chosen(key, ctx.now)
    if found is None:
        return None
    piece = found.held.piece
    if is_sure or not isinstance(piece, Entry):
        return ctx.answer(found, found.said).means("known")
    guess = GUESSED.format(question=piece.questions[0])
    return ctx.answer(found, f"{found.said}\n{guess}").means("known")


def _which(ctx: Context, keys: list[str]) -> Reply:
    """Offer the questions that may be asked, and a person; nobody is called before."""
    known = {one.piece.id: one.piece.questions[0] for one in ctx.knowledge.all_of(ENGLISH, ctx.now)}
    keys = keys[:OFFERED]
    choices = [(known[key], f"english_{at}") for at, key in enumerate(keys, 1)]
    offered = ctx.offer(WHICH, [*choices, (NONE, "english_person")], entries=keys)
    return replace(offered, replying="Reply").means("ask_back")


def _chosen(ctx: Context, at: int) -> Reply:
    told = _told(ctx, ctx.known["entries"][at], is_sure=True)
    return told or Reply(_call(ctx), meant="request_human")


for at in range(OFFERED):
    router.action(f"english_{at + 1}")(partial(_chosen, at=at))


@router.action("english_person")
def person(ctx: Context) -> Reply:
    """Call a person for what none of the offered questions was."""
    return Reply(_call(ctx), meant="request_human")


def _call(ctx: Context) -> str:
    words, desk = ctx.text, ctx.house.desk
    called = calling.person(
        ctx.actor, ctx.db, words, ctx.speaker, ctx.calls, ctx.subject, ctx.now, desk
    )
    heard = escalation.heard_by(ctx.db, called.item, desk, ctx.now)
    who = " and ".join(POSTS[role] for role in heard if role in POSTS)
    return CALLED.format(who=who) if who else NOBODY


def in_danger(ctx: Context, said: str, steps: str = "") -> str:
    """Return what is said in danger with the number to call, and what to do, in English before it."""
    number = _NUMBER.search(said)
    if number is None or not speaks(ctx):
        return said
    if not steps:
        return f"{IN_DANGER[number[0]]}\n{SHOW}\n{said}"
    return f"{IN_DANGER[number[0]]}\n{steps}\n{AROUND}\n{said}"
