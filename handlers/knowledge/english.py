"""English in: the commonest questions and dangers are answered in English, the rest goes to a person."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from community.knowledge.nearness import ENGLISH
from community.people.access import Role
from community.work import calling, escalation
from core.library import Entry
from dialog import Context, Reply, Router

router = Router("english")

# An entry that has so much of what the words of a question tell is the one meant, or so much of it in all.
LEAST, ENOUGH = 0.45, 6.0
TOGETHER = 2  # words at least that must be the same, unless one is all that is said
UNKNOWN = 2.5  # what a word tells that no entry has
CALLED = (
    "Sorry, I cannot answer this in English yet. I have asked {who} to contact you. "
    "In an emergency call 120 (ambulance), 119 (fire, rescue) or 110 (police)."
)
NOBODY = (
    "Sorry, I cannot answer this in English yet, and nobody here can be reached right now. "
    "Please call 12345 (city hotline); 120 ambulance, 119 fire, 110 police."
)
GUESSED = "(I think you ask: “{question}”. If not, reply 转人工 and somebody answers.)"
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
    key, is_sure = _meant(ctx)
    if key and (found := ctx.knowledge.chosen(key, ctx.now)) is not None:
        piece = found.held.piece
        if is_sure or not isinstance(piece, Entry):
            return ctx.answer(found, found.said).means("known")
        guess = GUESSED.format(question=piece.questions[0])
        return ctx.answer(found, f"{found.said}\n{guess}").means("known")
    if ctx.is_aside or ctx.message.in_group or not _ASKS.search(ctx.text):
        return None
    return Reply(_call(ctx), meant="request_human")


def _meant(ctx: Context) -> tuple[str, bool]:
    """Return the entry that is meant by a question, and whether that is sure; "" where none is near.

    What is nearest in meaning and has most of the words is sure; either alone is a guess: of
    questions whose wording was left out 77 % and 63 % were the one meant.
    """
    entries = {one.piece.id: one.piece.questions for one in ctx.knowledge.all_of(ENGLISH, ctx.now)}
    by_words = nearest(ctx.text, entries)
    near = next((one.piece.id for one in ctx.knowledge.of_topic(ctx.text, ctx.now, ENGLISH)), "")
    if not by_words and near and _shared(ctx.text, entries[near]) < TOGETHER:
        return "", False
    return by_words or near, by_words == near


def _shared(text: str, questions: Sequence[str]) -> int:
    return len(_words(text) & set().union(*map(_words, questions)))


def nearest(text: str, questions: Mapping[str, Sequence[str]]) -> str:
    """Return the key whose questions have most of what a text is about; "" where none has enough.

    A word few keys have counts more; so a long message is known by the two or three that tell.
    """
    asked = _words(text)
    known = {key: [_words(each) for each in texts] for key, texts in questions.items()}
    counts = Counter(word for texts in known.values() for word in set().union(*texts))
    weights = {word: _weight(counts[word], len(known)) for word in asked}
    whole = sum(weights.values())
    best = (0.0, "")
    for key, texts in known.items():
        shared = asked & set().union(*texts)
        if len(shared) < min(TOGETHER, len(asked)):
            continue
        in_all = sum(weights[word] for word in shared)
        in_one = max(sum(weights[word] for word in asked & words) for words in texts)
        found = (in_all + in_one) / 2
        if found >= ENOUGH or (whole and found >= LEAST * whole):
            best = max(best, (found, key))
    return best[1]


def _weight(count: int, of: int) -> float:
    """Return how much a word tells: none of the entries has it, and it tells little of which is meant."""
    return math.log((of + 1) / count) if count else UNKNOWN


def _words(text: str) -> set[str]:
    """Return the words that tell what a question is about, without their endings."""
    found = re.findall(r"[a-z]{2,}", text.lower().replace("'", "").replace("’", ""))
    return {_SAME.get(stem, stem) for stem in map(_stem, found) if stem not in _PLAIN}


def _stem(word: str) -> str:
    return _ENDING.sub("", _CHANGED.get(word, word))


_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e)$")
_CHANGED = {
    "flew": "travel", "fly": "travel", "trip": "travel", "holiday": "travel", "abroad": "travel",
    "bit": "bite", "bitten": "bite", "threw": "vomit", "drank": "drink", "ate": "eat",
    "paid": "pay", "broke": "broken", "lost": "lose", "stolen": "lose", "stole": "lose",
    "diarrhea": "diarrhoea", "children": "child", "kids": "child", "babies": "baby",
    "vaccinated": "vaccine", "vaccination": "vaccine", "vaccines": "vaccine", "vomiting": "vomit",
    "medicines": "medicine", "dizziness": "dizzy", "mosquitoes": "mosquito", "mosquitos": "mosquito",
}  # fmt: skip
_SAME = {
    "kid": "child", "son": "child", "daughter": "child", "toddler": "child", "newborn": "baby",
    "infant": "baby", "shot": "vaccin", "jab": "vaccin", "temperatur": "fever", "apartment": "hom",
    "flat": "hom", "hous": "hom", "room": "hom", "electricity": "power", "electric": "power",
    "blackout": "power", "fridg": "refrigerator", "freezer": "refrigerator", "boss": "employer",
    "company": "employer", "salary": "pay", "wag": "pay", "money": "pay", "fe": "pay", "cost": "pay",
    "pric": "pay", "quarantin": "isolat", "isolation": "isolat", "drug": "medicin", "pill": "medicin",
    "pharmacy": "medicin", "physician": "doctor",
    "cat": "pet", "dog": "pet", "puppy": "pet", "corona": "covid", "coronavirus": "covid",
    "tap": "water", "infect": "ill", "sick": "ill", "unwell": "ill", "tower": "building",
}  # fmt: skip
_PLAIN = set(
    "the and or in on at to of for my me it is are was am be do doe did does can could may should must will"
    " have has had what when where why who how which this that ther here we you your our not no now any"
    " som with from if so too very much many get go going pleas need want know about after befor thi ha im"
    " then than ther thes thos ther a an as by but up out just still ok hi hello dear thank us her his she he they them"
    " would wer been got gett into over one two day days week teacher yesterday today tomorrow morning ive dont cant".split()
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
