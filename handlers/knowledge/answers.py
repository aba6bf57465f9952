"""Questions: the answer in force today with its source, or the question is kept for a person."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import partial

from community import questions
from community.knowledge.finding import BY_RULE
from community.knowledge.wording import Answer
from community.people.access import Refused
from community.questions import QuestionKind
from core.library import Entry
from dialog import Context, Reply, Router, Said
from dialog.meanings import Meanings
from handlers.followup import health
from handlers.knowledge import local_facts, refusals, unknown
from handlers.people import card
from handlers.questions import feedback
from handlers.work import promises

router = Router("answers")

_KINDS = frozenset({QuestionKind.QUESTION, QuestionKind.DOUBTED})
A_QUESTION = 4  # characters; one word alone is no question we could know


def find(ctx: Context) -> Answer | None:
    """Find what answers this question now, here."""
    day = day_meant(ctx)
    found = ctx.knowledge.find(ctx.text, ctx.parse.intents, ctx.now, ctx.facts, day=day)
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
    unwell = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    if unwell and ctx.parse.intent == "ask_symptom_care":
        return health.advise(ctx)
    return _offered(ctx) or keep_question(ctx)


def _offered(ctx: Context) -> Reply | None:
    """Offer the known questions that may be meant, where an answer is plainly asked for."""
    if ctx.is_aside or not unknown.asks(ctx.text):
        return None
    offered = unknown.which(ctx)
    return offered.means("ask_back") if offered is not None else None


def say(ctx: Context, found: Answer) -> Reply:
    """Say an answer and by whose word; once a day ask whether it was of use."""
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


PLAINLY = 0.7  # so near a known question, what is asked is a question whatever else it may be
NEARLY = 0.55  # … and so near, where nothing else is
_BOUGHT = {"request_supplies", "request_medicine", "request_errand"}
_DEEDS = {"request_medicine", "request_human", "volunteer_donate"}
_TAKEN_FOR = _DEEDS | {"ask_contact", "ask_venue"}
_OF_SPOILT = {"request_medicine", "request_supplies", "request_errand", "complain_service"}


@router.intercept
def plainly_asked(ctx: Context, _: object) -> Reply | None:
    """Answer “剩的头孢能吃吗”: it asks about medicine, and asks for none."""
    if ctx.parse.intent not in _TAKEN_FOR or not unknown.asks_whether(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=PLAINLY)
    if found is None and ctx.parse.intent not in _DEEDS:
        found = ctx.knowledge.known(ctx.text, ctx.now)
        found = found or ctx.knowledge.guess(ctx.text, ctx.now, least=NEARLY)
    if found is None:
        return None
    return say(ctx, local_facts.beside(ctx, found) or found).means("known")


@router.intercept
def spoilt(ctx: Context, _: object) -> Reply | None:
    """Answer “药过期了”, “菜地淹了”: nothing is ordered, it is asked what becomes of it."""
    if ctx.parse.intent not in _OF_SPOILT or not unknown.is_spoilt(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=NEARLY)
    if found is None:
        return None
    return say(ctx, local_facts.beside(ctx, found) or found).means("known")


@router.intercept
def known(ctx: Context, meanings: Meanings) -> Reply | None:
    """When the meaning is not clear but the question is one we know, it is answered."""
    unclear = ctx.parse.intent == "oos" or ctx.parse.ask_back
    if not unclear or len(ctx.text) < A_QUESTION:
        return None
    if deed := _asked_to_do(ctx):  # “能帮我买菜吗” asks for it, not how it is done
        return meanings.chosen(ctx, deed)
    if (found := known_answer(ctx, ctx.text)) is not None:
        return say(ctx, found).means("known")
    return None if ctx.actor.is_staff else _perhaps(ctx)


def _perhaps(ctx: Context) -> Reply | None:
    """Answer what is most likely asked, offer what may be, or have somebody answer what nobody knows.

    Where nothing is asked, or something else than an answer is as likely wanted, nothing is said.
    """
    if not unknown.asks(ctx.text) and not _is_about_this(ctx):
        return None
    if ctx.parse.intent == "oos" and _reports(ctx):  # what is nearly understood is asked about
        return None
    if (guess := ctx.knowledge.guess(ctx.text, ctx.now)) is not None:
        found = local_facts.beside(ctx, guess)
        return say(ctx, found or guess).means("known")
    if not unknown.asks(ctx.text) or _wants_help(ctx):
        return None
    if (offered := unknown.which(ctx)) is not None:
        return offered.means("ask_back")
    if ctx.is_aside or not unknown.is_ours(ctx.text) or _has_meaning(ctx):
        return None
    return Reply(unknown.pass_on(ctx), meant="oos")


_HELP = ("request_", "psych_support", "complain_", "volunteer_")
MAYBE = 0.3  # so likely, what they want is worth asking back


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


HALF = 0.5


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
