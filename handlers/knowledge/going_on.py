"""What is asked or told without naming it is of what was spoken of a moment ago: “会传给我妈吗”, “去哪打 贵不贵”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from community.knowledge import points
from community.knowledge.wording import Answer
from community.questions.feedback import LastSaid
from core.library import Entry
from core.things import ThingSpec
from dialog import Context, Reply, Router
from dialog.places import is_in_form
from handlers.followup import triage
from handlers.knowledge import answers, bare, hurry, local_facts, refusals, unknown

router = Router("going_on")

LONGEST = 26  # characters; what is longer names what it is about
SURELY = 0.65  # so near together with the thing, it is asked of it
PERHAPS = 0.55  # … where the words alone are near nothing
ALONE = 0.4  # as near as this the words are of something by themselves
PLAINLY = 0.7  # … where the words alone would have a meaning of their own
SEEN = 24  # characters by which an answer is known again
_ITS_OWN = ("request_", "complain", "volunteer", "report_temperature", "report_travel", "psych")
BASIS = "依据："  # what follows names the papers
_RULED = re.compile("隔离|报备|登记|健康码|风险|核酸|密接|规定|封控|解封")
_KINDS = ("illness", "vaccine")
_ILL = "report_symptom"
_DANGER = "danger"


@router.intercept
def heard(ctx: Context, _: object) -> Reply | None:
    """Answer what is meant of the thing spoken of last, where that is known and was not said yet."""
    if not _may_be_of_it(ctx) or refusals.sentence(ctx.text):
        return None
    before = bare.lately(ctx)
    thing = next(_things(ctx, before), None)
    found = _found(ctx, thing, before) if thing is not None else None
    if found is None or _presses(ctx):
        return None
    return _said(ctx, found)


def _presses(ctx: Context) -> bool:
    """Tell whether something nearer is said: to just such a person, or what cannot wait."""
    return bool(triage.near(ctx)) or hurry.goes_on(ctx) == hurry.AS_SAID


def _may_be_of_it(ctx: Context) -> bool:
    """Tell whether these few words may leave out what they are about."""
    if ctx.is_aside or is_in_form(ctx) or ctx.message.in_group or ctx.actor.is_staff:
        return False
    if _RULED.search(ctx.text):
        return False  # what must be done hangs on the rules of the day
    if len(ctx.text) > LONGEST or ctx.parse.danger or ctx.slots.get("temps"):
        return False
    if ctx.parse.intent == _ILL:
        return not ctx.reported
    is_wish = unknown.wants(ctx.text) and not unknown.asks_of(ctx.text)
    return unknown.asks(ctx.text) and not is_wish and not _named(ctx, ctx.text)


def _things(ctx: Context, before: Sequence[LastSaid]) -> Iterator[ThingSpec]:
    """Yield the one thing each turn was about, the newest first; several are none."""
    for one in before:
        named = _named(ctx, one.text)
        told = [
            _named(ctx, one.answer.partition("。")[0]),
            _named(ctx, one.answer.partition(BASIS)[0]),
        ]
        about = next((each for each in (named, *told) if len(each) == 1), [])
        yield from about
        if not about and (named or not _leads_on(one)):
            return


def _named(ctx: Context, text: str) -> list[ThingSpec]:
    """Return the illnesses and vaccines named; what they cost is asked of them."""
    return [one for one in ctx.knowledge.things.named(text) if one.kind in _KINDS]


def _leads_on(one: LastSaid) -> bool:
    """Tell whether a turn that names nothing may itself be of what went before it."""
    is_asked = one.intent in (
        "oos",
        _ILL,
        "report_temperature",
        "known",
        _DANGER,
    ) or one.intent.startswith("ask_")
    return len(one.text) <= LONGEST and is_asked


def _found(ctx: Context, thing: ThingSpec, before: Sequence[LastSaid]) -> Answer | None:
    is_of_its_own = ctx.parse.intent.startswith(_ITS_OWN) and not ctx.parse.ask_back
    is_near_alone = ctx.knowledge.likely(ctx.text, ctx.now, 1, ALONE)
    least = PLAINLY if is_of_its_own else SURELY if is_near_alone else PERHAPS
    found = ctx.knowledge.of_named(thing, ctx.text, ctx.now, least)
    return _new(ctx, found, before) if found is not None else None


def _new(ctx: Context, found: Answer, before: Sequence[LastSaid]) -> Answer | None:
    """Return an answer, more of it where it was said a moment ago; nothing where it holds what is asked."""
    if not _was_said(found.text, before):
        return local_facts.beside(ctx, found)
    if points.part(ctx.text, found.said):
        return None
    piece = found.held.piece
    more = piece.more if isinstance(piece, Entry) else ""
    if not more or _was_said(more, before):
        return None
    return replace(found, said=more)


def _was_said(text: str, before: Sequence[LastSaid]) -> bool:
    """Tell whether an answer began like this; one that begins with another point of it is another."""
    begins = text[:SEEN]
    return any(one.answer.startswith(begins) or f"\n{begins}" in one.answer for one in before)


def _said(ctx: Context, found: Answer) -> Reply:
    """Say it, and offer a doctor to whoever tells how they are."""
    piece = found.held.piece
    if isinstance(piece, Entry) and piece.more == found.said:
        return ctx.answer(found, found.text).means("known")
    if ctx.parse.intent != _ILL or unknown.asks(ctx.text):
        return answers.say(ctx, found).means("known")
    told = replace(answers.say(ctx, found), choices=(), carries={})
    offered = ctx.offer(told.text, triage.DOCTOR)
    return replace(told, choices=offered.choices, origin=offered.origin).means(_ILL)
