"""Questions: the answer in force today with its source, or the question is kept for a person."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import partial

from community import questions
from community.knowledge import spoken_of
from community.knowledge.nearness import OF_IT
from community.knowledge.wording import Answer
from community.people.access import Refused
from community.questions import QuestionKind
from core.library import Entry
from dialog import Context, Reply, Router, Said
from handlers.followup import health
from handlers.knowledge import also, apart, likeliest, local_facts, refusals, story, unknown
from handlers.people import card
from handlers.questions import feedback
from handlers.work import promises

router = Router("answers")

_KINDS = frozenset({QuestionKind.QUESTION, QuestionKind.DOUBTED})
A_QUESTION = 4  # characters; one word alone is no question we could know


SURE = 0.8  # so sure of the matter, what is only told is answered as if it were asked


def find(ctx: Context) -> Answer | None:
    """Find what answers this question now, here."""
    day = day_meant(ctx)
    meant = spoken_of.only(ctx.text, ctx.parse.intents)
    found = ctx.knowledge.find(ctx.text, meant, ctx.now, ctx.facts, day=day)
    return local_facts.beside(ctx, found)


def near(ctx: Context, text: str, limit: int) -> list[Answer]:
    """Return the nearest answers we have, for a person to choose from."""
    return ctx.knowledge.near(text, ctx.now, limit)


def day_meant(ctx: Context) -> date | None:
    """Return the one day to come they speak of; the rule of that day answers."""
    dates = ctx.slots.get("dates", [])
    if len(dates) != 1 or not dates[0].get("start"):
        return None
    return date.fromisoformat(str(dates[0]["start"])[:10])


def keep_question(ctx: Context) -> str:
    """Nothing is lost: somebody answers it, and whoever asked hears who and by when."""
    return unknown.pass_on(ctx)


def kept_as(ctx: Context, said: str) -> str:
    """Keep the question and say so in these words, or why it was not kept."""
    kept = questions.keep(ctx.actor, ctx.db, unknown.as_asked(ctx, ctx.text), ctx.now)
    return promises.ENOUGH if isinstance(kept, Refused) else promises.kept(ctx, said)


@router.intent(
    "ask_departure_policy", "ask_overseas_entry", "ask_transport", "ask_entry_pass",
    "ask_quarantine_type", "ask_quarantine_rule", "ask_quarantine_duration",
    "ask_quarantine_cost", "ask_close_contact", "ask_health_code", "ask_risk_level",
    "ask_epidemic_news", "ask_lockdown", "ask_test_site", "ask_test_requirement",
    "ask_test_result", "ask_test_method", "ask_vaccine_site", "ask_vaccine_schedule",
    "ask_vaccine_eligibility", "ask_vaccine_info", "ask_mask", "ask_disinfection",
    "ask_delivery", "ask_protection", "ask_symptom_care", "ask_disease_knowledge",
    "ask_gathering", "ask_venue", "ask_school", "ask_work", "ask_supply_channel",
    "ask_relief_policy", "ask_penalty",
)  # fmt: skip
def ask(ctx: Context) -> Said:
    if said := refusals.instead(ctx):  # also in the middle of a form
        return said
    found = find(ctx)
    if found is not None:
        return say(ctx, found)
    return unanswered(ctx)


def unanswered(ctx: Context) -> Said:
    """Say what helps whoever is unwell, the likeliest answer, or who will answer."""
    if (both := apart.answered(ctx)) is not None:
        return both
    unwell = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    if unwell and ctx.parse.intent == "ask_symptom_care":
        return health.advise(ctx)
    if (found := story.asked_in(ctx)) is not None:
        return say(ctx, found).means("known")
    return _offered(ctx) or unknown.passed_on(ctx)


def _offered(ctx: Context) -> Reply | None:
    """Answer what is most likely asked; where nothing is asked, only what is plainly of this matter."""
    if ctx.is_aside:
        return None
    if unknown.asks(ctx.text):
        return likeliest.answered(ctx)
    if ctx.parse.score < SURE or ctx.parse.ask_back:
        return None
    found = ctx.knowledge.guess(ctx.text, ctx.now, OF_IT)
    return None if found is None else say(ctx, local_facts.beside(ctx, found) or found)


def say(ctx: Context, found: Answer) -> Reply:
    """Say an answer and by whose word; once a day ask whether it was of use."""
    if (other := also.asked(ctx, found)) is not None:
        found = also.with_other(found, other)
    cited = found.cited.entry or found.cited.rule
    text = found.text  # a guess says itself what to do if it is none
    told = ctx.answer(found, text if found.guessed else feedback.with_question(ctx, text, cited))
    return _with_more(ctx, told, found)


MORE = "看详细"


def _with_more(ctx: Context, told: Reply, found: Answer) -> Reply:
    """Put the longer explanation one digit away, where there is one and nothing else is offered."""
    piece = found.held.piece
    begins = (told.leads_to or "").startswith("form:")
    if not isinstance(piece, Entry) or not piece.more or ctx.is_aside or begins:
        return told
    offered = ctx.offer(told.text, [(MORE, "read_on")], entry=piece.id)
    return replace(told, choices=offered.choices, carries=offered.carries, origin=offered.origin)


@router.action("read_on")
def read_on(ctx: Context) -> Said:
    """Say the longer explanation of what was answered, if it still holds."""
    found = ctx.knowledge.chosen(str(ctx.known["entry"]), ctx.now)
    piece = found.held.piece if found is not None else None
    if found is None or not isinstance(piece, Entry) or not piece.more:
        return keep_question(ctx)
    return ctx.answer(found, f"{piece.more}\n{found.basis}")


@router.intercept
def answered_before(ctx: Context, _: object) -> Reply | None:
    """What staff have answered is known: whoever asks the same hears it, with who and when."""
    if not _may_be_question(ctx):
        return None
    found = recalled(ctx, ctx.text, _KINDS)
    return ctx.answer(found, found.text).means("known") if found is not None else None


def recalled(ctx: Context, text: str, kinds: Collection[QuestionKind]) -> Answer | None:
    """Return what staff have answered to this very question."""
    known, zone = ctx.knowledge, ctx.house.zone
    return questions.recall(ctx.db, known, text, kinds, ctx.now, zone)


def _may_be_question(ctx: Context) -> bool:
    """Reports, requests and small talk are not looked up among the answers."""
    parse = ctx.parse
    asks = parse.intent == "oos" or parse.ask_back or parse.intent.startswith("ask_")
    return asks and len(ctx.text) >= A_QUESTION


def _chosen(ctx: Context, at: int) -> Said:
    """Answer the question that was chosen by its number; gone meanwhile, somebody answers it."""
    found = ctx.knowledge.chosen(ctx.known["entries"][at], ctx.now)
    if found is None:
        return keep_question(ctx)
    return say(ctx, local_facts.beside(ctx, found) or found).means("known")


for at in range(unknown.MOST):
    router.action(f"known_{at + 1}")(partial(_chosen, at=at))


@router.action("none_of_these")
def none_of_these(ctx: Context) -> str:
    return keep_question(ctx)


def known_answer(ctx: Context, text: str, first: str = "") -> Answer | None:
    """Return the answer to a question nearly in the words we know."""
    return local_facts.beside(ctx, ctx.knowledge.known(text, ctx.now, first=first))


@router.intent("ask_contact")
def contact(ctx: Context) -> str:
    """Say which number helps, and who is responsible for the household."""
    return card.say(ctx)
